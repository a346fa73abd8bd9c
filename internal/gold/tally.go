package gold

import (
	"cmp"
	"encoding/csv"
	"fmt"
	"math"
	"os"
	"slices"
	"strconv"
	"strings"
)

// Tally counts outcomes by field.
type Tally struct {
	fields map[string]*count
	sure   map[string]map[int]*trust // by field, then by confidence in hundredths
}

type count struct{ right, given, found, wanted, spurious int }

type trust struct{ right, given int }

// NewTally returns an empty tally.
func NewTally() *Tally {
	return &Tally{fields: map[string]*count{}, sure: map[string]map[int]*trust{}}
}

// Add counts an outcome of a field.
func (t *Tally) Add(field string, o Outcome) {
	c := t.fields[field]
	if c == nil {
		c = &count{}
		t.fields[field] = c
	}
	switch o {
	case Right:
		c.right++
		c.given++
		c.found++
		c.wanted++
	case Missing:
		c.wanted++
	case Wrong:
		c.given++
		c.wanted++
	case Spurious:
		c.given++
		c.spurious++
	}
}

// Merge adds the counts of another tally, field by field.
func (t *Tally) Merge(other *Tally) {
	for field, o := range other.fields {
		if t.fields[field] == nil {
			t.fields[field] = &count{}
		}
		c := t.fields[field]
		c.right, c.given, c.found, c.wanted, c.spurious = c.right+o.right, c.given+o.given, c.found+o.found, c.wanted+o.wanted, c.spurious+o.spurious
	}
	for field, bands := range other.sure {
		if t.sure[field] == nil {
			t.sure[field] = map[int]*trust{}
		}
		for b, o := range bands {
			if t.sure[field][b] == nil {
				t.sure[field][b] = &trust{}
			}
			t.sure[field][b].given += o.given
			t.sure[field][b].right += o.right
		}
	}
}

// Trust records whether a value with a confidence was right.
func (t *Tally) Trust(field string, confidence float64, o Outcome) {
	if o == NotJudged || o == Absent || o == Missing {
		return
	}
	if t.sure[field] == nil {
		t.sure[field] = map[int]*trust{}
	}
	b := band(confidence)
	if t.sure[field][b] == nil {
		t.sure[field][b] = &trust{}
	}
	t.sure[field][b].given++
	if o == Right {
		t.sure[field][b].right++
	}
}

// bands are the lower limits of confidence bands, in hundredths.
var bands = []int{0, 50, 60, 70, 80, 85, 90, 95}

func band(confidence float64) int {
	at := bands[0]
	for _, b := range bands {
		if int(math.Round(confidence*100)) >= b {
			at = b
		}
	}
	return at
}

// Precision returns the share of given values that are right; 1 if there are none.
func (t *Tally) Precision(field string) float64 {
	c := t.fields[field]
	if c == nil || c.given == 0 {
		return 1
	}
	return float64(c.right) / float64(c.given)
}

// Recall returns the share of expected values that were found; 1 if there are none.
func (t *Tally) Recall(field string) float64 {
	c := t.fields[field]
	if c == nil || c.wanted == 0 {
		return 1
	}
	return float64(c.found) / float64(c.wanted)
}

// Interval returns the Wilson score interval of a proportion at 95 %.
func Interval(right, of int) (low, high float64) {
	if of == 0 {
		return 0, 1
	}
	const z = 1.959964 // the 97.5th percentile of the normal distribution
	n, p := float64(of), float64(right)/float64(of)
	middle := p + z*z/(2*n)
	half := z * math.Sqrt(p*(1-p)/n+z*z/(4*n*n))
	return max(0, (middle-half)/(1+z*z/n)), min(1, (middle+half)/(1+z*z/n))
}

// Round rounds a share to three decimals, as printed and compared with targets.
func Round(p float64) float64 { return math.Round(p*1000) / 1000 }

// Lines returns precision and recall of each field, with intervals and counts.
func (t *Tally) Lines(fields []string) []string {
	out := []string{fmt.Sprintf("%-20s precision            recall               right given wanted given where none should be", "field")}
	for _, f := range fields {
		c := t.fields[f]
		if c == nil {
			continue
		}
		out = append(out, fmt.Sprintf("%-20s %s  %s  %5d %5d %6d %d", f, share(c.right, c.given), share(c.found, c.wanted), c.right, c.given, c.wanted, c.spurious))
	}
	return out
}

// Cell formats precision and recall of a field for a table.
func (t *Tally) Cell(field string) string {
	c := t.fields[field]
	if c == nil {
		return "–"
	}
	return share(c.right, c.given) + " / " + share(c.found, c.wanted)
}

// Markdown returns a table of the results per field in several tallies, with their targets.
func Markdown(fields []string, columns []string, tallies []*Tally, bars map[string]string) string {
	var b strings.Builder
	b.WriteString("| field | bar | " + strings.Join(columns, " | ") + " |\n|---|---|" + strings.Repeat("---|", len(columns)) + "\n")
	for _, f := range fields {
		cells := make([]string, len(tallies))
		for i, t := range tallies {
			cells[i] = t.Cell(f)
		}
		b.WriteString("| " + f + " | " + cmp.Or(bars[f], "–") + " | " + strings.Join(cells, " | ") + " |\n")
	}
	return b.String()
}

// Overconfident returns the bands with at least enough values in which fewer were right than the lowest
// confidence promises.
func (t *Tally) Overconfident(enough int) []string {
	var out []string
	for _, from := range bands {
		all := t.band(from)
		if all.given >= enough && float64(all.right) < float64(all.given)*float64(from)/100 {
			out = append(out, fmt.Sprintf("from .%02d on %d of %d values are right", from, all.right, all.given))
		}
	}
	return out
}

// band sums the values of a confidence band over all fields.
func (t *Tally) band(from int) trust {
	all := trust{}
	for _, byBand := range t.sure {
		if s := byBand[from]; s != nil {
			all.given += s.given
			all.right += s.right
		}
	}
	return all
}

// ReliabilityMarkdown returns a table of how many values were right by confidence.
func (t *Tally) ReliabilityMarkdown() string {
	var b strings.Builder
	b.WriteString("| confidence | values | right | of them |\n|---|---|---|---|\n")
	for i, from := range slices.Backward(bands) {
		all := t.band(from)
		if all.given == 0 {
			continue
		}
		to := "1.00"
		if i+1 < len(bands) {
			to = fmt.Sprintf(".%02d", bands[i+1]-1)
		}
		fmt.Fprintf(&b, "| .%02d to %s | %d | %d | %s |\n", from, to, all.given, all.right, share(all.right, all.given))
	}
	return b.String()
}

func share(right, of int) string {
	if of == 0 {
		return "  –  (no value)     "
	}
	low, high := Interval(right, of)
	return fmt.Sprintf("%s (%s–%s)", decimals(float64(right)/float64(of)), decimals(low), decimals(high))
}

// decimals formats a share with three decimals.
func decimals(p float64) string {
	if s := fmt.Sprintf("%.3f", p); s != "1.000" {
		return s[1:]
	}
	return "1.00"
}

// Rows returns the counts as the rows of a part, in the form that Earlier reads.
func (t *Tally) Rows(part string, fields []string) string {
	var b strings.Builder
	for _, f := range fields {
		if c := t.fields[f]; c != nil {
			fmt.Fprintf(&b, "%s,%s,%d,%d,%d,%d,%d\n", part, f, c.right, c.given, c.found, c.wanted, c.spurious)
		}
	}
	return b.String()
}

// Earlier reads results of an earlier version of the rules: rows of part, field, right, given, found, wanted,
// spurious.
func Earlier(path string) (map[string]*Tally, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	records, err := csv.NewReader(f).ReadAll()
	if err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	out := map[string]*Tally{}
	for _, r := range records[1:] {
		t := out[r[0]]
		if t == nil {
			t = NewTally()
			out[r[0]] = t
		}
		c := &count{}
		for i, n := range []*int{&c.right, &c.given, &c.found, &c.wanted, &c.spurious} {
			if *n, err = strconv.Atoi(r[2+i]); err != nil {
				return nil, fmt.Errorf("%s: %w", path, err)
			}
		}
		t.fields[r[1]] = c
	}
	return out, nil
}

// WriteTable replaces the table between the lines "<!-- figures: COMMAND -->" and "<!-- end of figures -->" of
// the page at path.
func WriteTable(path, command, table string) error {
	page, err := os.ReadFile(path)
	if err != nil {
		return err
	}
	begin, end := "<!-- figures: "+command+" -->\n", "<!-- end of figures -->\n"
	before, rest, ok := strings.Cut(string(page), begin)
	_, after, closed := strings.Cut(rest, end)
	if !ok || !closed {
		return fmt.Errorf("%s has no place for the figures: it needs the lines %q and %q", path, strings.TrimSpace(begin), strings.TrimSpace(end))
	}
	return os.WriteFile(path, []byte(before+begin+"\n"+table+"\n"+end+after), 0o644)
}
