package pages

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/gin-gonic/gin"

	"rostrum/corpus"
	"rostrum/search"
	"rostrum/search/query"
	"rostrum/search/web/limit"
	"rostrum/search/web/request"
	"rostrum/search/web/respond"
	"rostrum/search/web/ui"
)

// trendFields are what can be counted by, as a page offers them.
func trendFields(chosen corpus.Field) []option {
	var out []option
	for _, f := range search.FacetFields {
		out = append(out, option{f, f == chosen})
	}
	return out
}

// The most values of a field without an order of its own that a page shows.
const trendColumns = 30

// trendsBody is the page of counts: a form, and for each question a chart and a
// map, with the same numbers as a table.
type trendsBody struct {
	Questions []string // fields of the form
	By, Split []option
	Exact     bool
	Hidden    []Hidden
	Chips     []chip
	Clear     string
	Shown     []Link // numbers or shares
	CSV       string
	Field     corpus.Field
	Timed     bool // the values have an order in time
	Upright   bool // there is room for standing bars
	Relaxed   bool
	Notes     []string // what was read otherwise than it was written
	Cut       int      // values left out, which the CSV has
	Charts    []trendChart
	Table     trendTable
	SplitBy   corpus.Field
	Maps      []trendMap
	Empty     string // names of the columns that the maps leave out, since nothing in them matches
	More      string // address that lists all rows; "" if all are
	Rows      int
}

type option struct {
	Field    corpus.Field
	Selected bool
}

// trendChart is a bar for each value.
type trendChart struct {
	Question string // "" for everything
	Summary  string
	URL      string
	Forms    []formView
	Bars     []trendMark
	Without  string // what is said of statements without a value; "" if all have one
}

// trendMark is one number: a bar, or a cell of a map.
type trendMark struct {
	Short string // what stands beside it
	Name  string // what it says to whoever does not see it
	Text  string
	URL   string // "" where no search can ask for it
	Level int    // of a cell: 0 to trendLevels
	None  bool   // no statements are held that could match

	// Geometry of a bar in per cent of its drawing: standing it is Tall high
	// from Top on, lying it is Long wide from Left on; End is where its number is.
	Top, Tall, Left, Long, End int
}

// trendTable holds the numbers of the charts.
type trendTable struct {
	Questions []string
	Lines     []trendLine
}

type trendLine struct {
	Label string
	Short string
	Lang  corpus.Language
	Of    string
	Cells []trendNumber // two for each question: number and share
}

type trendNumber struct{ Text, URL string }

// trendMap is a matrix for one question.
type trendMap struct {
	Question string
	Head     []trendHead
	Rows     []trendMapRow
	Key      []trendMark
}

type trendHead struct{ Short, Label string }

type trendMapRow struct {
	Label string
	Lang  corpus.Language
	URL   string
	Cells []trendMark
	All   trendMark
}

// Levels of shading, and how much of a drawing its longest bar takes, so that
// its number has room.
const (
	trendLevels = 5
	tallestBar  = 86
	longestBar  = 78
)

// Trends serves the page of counts.
func (s *Pages) Trends(c *gin.Context, ix *limit.Index) error {
	l := s.Locale(c.Request)
	st, err := s.Parser.Trends(c.Request.URL.RawQuery, false)
	if err != nil {
		return err
	}
	st.Lang = request.Lang(c.Request)
	rows := request.TrendRows
	if len(st.Queries) > 1 {
		rows /= 2 // so that the maps can be compared
	}
	st, r, err := st.Read(rows)
	if err != nil {
		return err
	}
	if unchanged, err := respond.IndexNotModified(c, ix, s.Build(), string(l.Lang)+" "+st.Query(), "private, no-cache"); unchanged || err != nil {
		return err
	}
	t, err := ix.Trend(c.Request.Context(), r, s.Began)
	if err != nil {
		return err
	}
	respond.Timing(c, t.Took)
	title := l.Text("trends.title")
	if len(st.Queries) > 0 && !isPrivate(c) { // browsers keep titles
		title = strings.Join(st.Queries, l.Text("list.comma")) + " · " + title
	}
	p := s.Frame(c, title, st.State, s.trendsBody(l, st, r, t))
	p.Canonical = request.TrendsPath
	p.Index = c.Request.URL.RawQuery == ""
	return s.Show(c, http.StatusOK, "trends", p)
}

// trendNotes say in the language of the page what was read otherwise than it was
// written.
func trendNotes(l *ui.Locale, st request.TrendState, r search.TrendRequest) (out []string) {
	for _, q := range st.Queries {
		if read, notes := request.Lenient(q); len(notes) > 0 && read != nil {
			out = append(out, l.Text("results.read-as", "Q", read.String()))
		}
	}
	for _, n := range r.Notes {
		if n.Code == query.CodeRangeOrder && n.Text == st.From+".."+st.To {
			out = append(out, l.Text("results.read-as", "Q", n.Read))
		}
	}
	return out
}

func (s *Pages) trendsBody(l *ui.Locale, st request.TrendState, r search.TrendRequest, t *search.Trend) trendsBody {
	body := trendsBody{
		Notes: trendNotes(l, st, r),

		Questions: slices.Clone(st.Queries), Exact: st.Exact, Hidden: trendHidden(st), CSV: st.CSV(), Field: st.By, SplitBy: st.Split,
		Timed: Chronological(st.By), Relaxed: slices.Contains(t.Relaxed, true), By: trendFields(st.By), Split: trendFields(st.Split),
	}
	for len(body.Questions) < min(2, search.MaxTrendQueries) || len(body.Questions) < search.MaxTrendQueries && body.Questions[len(body.Questions)-1] != "" {
		body.Questions = append(body.Questions, "")
	}
	body.Chips, body.Clear = s.trendChips(l, st)
	numbers, shares := st, st
	numbers.Share, shares.Share = false, true
	body.Shown = []Link{{"trends.numbers", numbers.Address(request.TrendsPath), !st.Share}, {"trends.shares", shares.Address(request.TrendsPath), st.Share}}

	columns, without := t.Columns, search.TrendValue{}
	if n := len(columns); n > 0 && columns[n-1].ID == "" {
		columns, without = columns[:n-1], columns[n-1]
	}
	if !body.Timed && len(columns) > trendColumns {
		body.Cut = len(columns) - trendColumns
		columns = columns[:trendColumns]
	}
	d := trendDrawing{s: s, l: l, st: st}
	for i := range max(1, len(st.Queries)) {
		chart := d.chart(i, t, columns, without)
		chart.Forms = formViews(t.Forms[i], nil)
		body.Charts = append(body.Charts, chart)
	}
	body.Upright = body.Timed && len(body.Charts) == 1 && body.Charts[0].fits()
	body.Table = d.table(t, columns, without)
	if st.Split == "" {
		return body
	}
	body.Rows = len(t.Rows) + t.Left
	if t.Left > 0 {
		all := st
		all.Rows = search.MaxTrendRows
		body.More = all.Address(request.TrendsPath)
	}
	if without.Of > 0 {
		columns = append(slices.Clone(columns), without)
	}
	columns, body.Empty = d.withMatches(columns)
	for i := range max(1, len(st.Queries)) {
		body.Maps = append(body.Maps, d.matrix(i, t.Rows, columns))
	}
	return body
}

// trendHidden is what the form carries along without showing it.
func trendHidden(st request.TrendState) []Hidden {
	out := boxOf(st.State, st.Lang).Hidden
	if st.Share {
		out = append(out, Hidden{"share", "true"})
	}
	return out
}

// trendChips are the filters in force, each with the address that lifts it.
func (s *Pages) trendChips(l *ui.Locale, st request.TrendState) (chips []chip, clear string) {
	with := func(plain request.State) string {
		other := st
		other.State = plain
		return other.Address(request.TrendsPath)
	}
	for _, f := range search.FacetFields {
		for _, id := range st.Values[f] {
			chips = append(chips, chip{"field." + string(f), s.PageLabel(f, id, l.Lang), with(st.Toggle(f, id))})
		}
	}
	if st.From != "" || st.To != "" {
		chips = append(chips, chip{"field.date", l.Text(span("read", st.From, st.To), "From", st.From, "To", st.To), with(st.WithoutDates())})
	}
	return chips, with(st.WithoutFilters())
}

// trendDrawing makes marks of tallies.
type trendDrawing struct {
	s  *Pages
	l  *ui.Locale
	st request.TrendState
}

// value is what a mark is as long or as dark as.
func (d trendDrawing) value(n search.Tally, query int) float64 {
	if d.st.Share {
		return n.Share(query)
	}
	return float64(n.Works[query])
}

func (d trendDrawing) text(n search.Tally, query int) string {
	if d.st.Share {
		return d.l.Percent(n.Share(query))
	}
	return d.l.Number(n.Works[query])
}

// said is a number in words: how many of how many.
func (d trendDrawing) said(name string, n search.Tally, query int) string {
	return d.l.Text("trends.mark", "Name", name, "First", d.l.Number(n.Works[query]), "Total", d.l.Number(n.Of), "Share", d.l.Percent(n.Share(query)))
}

// mark is a number without its geometry.
func (d trendDrawing) mark(name string, n search.Tally, query int, by, split string, linked bool) trendMark {
	m := trendMark{Name: d.said(name, n, query), Text: d.text(n, query), None: n.Of == 0}
	if linked && n.Works[query] > 0 {
		m.URL = d.st.Search(query, by, split).Address("/search")
	}
	return m
}

func (d trendDrawing) label(f corpus.Field, id string) string {
	if id == "" {
		return d.l.Text("coverage.none")
	}
	return d.s.PageLabel(f, id, d.l.Lang)
}

// short is a label for a narrow place.
func (d trendDrawing) short(f corpus.Field, id string) string {
	if f == corpus.FieldSession && id != "" {
		return id
	}
	return d.label(f, id)
}

// labelLang is the language of a label, if it is not the interface's.
func labelLang(f corpus.Field, id string) corpus.Language {
	if f == corpus.FieldLanguage {
		return corpus.Language(id)
	}
	return ""
}

func (d trendDrawing) question(query int) string {
	if query < len(d.st.Queries) {
		return d.st.Queries[query]
	}
	return ""
}

// chart draws one question; all charts have one scale.
func (d trendDrawing) chart(query int, t *search.Trend, columns []search.TrendValue, without search.TrendValue) trendChart {
	chart := trendChart{Question: d.question(query), URL: d.st.Search(query, "", "").Address("/search"), Summary: d.said(d.l.Text("trends.matching"), t.Total, query)}
	most := 0.0
	for _, col := range columns {
		for i := range col.Works {
			most = max(most, d.value(col.Tally, i))
		}
	}
	for _, col := range columns {
		bar := d.mark(d.label(d.st.By, col.ID), col.Tally, query, col.ID, "", true)
		bar.Short = d.short(d.st.By, col.ID)
		if number, ok := strings.CutPrefix(bar.Short, "ASP"); ok && ordinal(bar.Short) >= 0 && d.st.By == corpus.FieldSession {
			bar.Short = number
		}
		bar.draw(d.value(col.Tally, query), most, d.l.Lang.Dir())
		chart.Bars = append(chart.Bars, bar)
	}
	if without.Of > 0 {
		field := d.l.Text("field." + string(d.st.By))
		chart.Without = d.said(field+d.l.Text("list.comma")+d.l.Text("coverage.none"), without.Tally, query)
	}
	return chart
}

// standingLetters is how many letters there is room for below standing bars.
const standingLetters = 112

// fits tells whether the bars can stand: their labels break between words only.
func (c trendChart) fits() bool {
	longest := 0
	for _, bar := range c.Bars {
		for _, word := range strings.Fields(bar.Short) {
			longest = max(longest, utf8.RuneCountInString(word))
		}
	}
	return longest*len(c.Bars) <= standingLetters
}

// draw gives a bar its length. What is more than nothing is seen.
func (m *trendMark) draw(value, most float64, dir string) {
	scaled := func(longest int) int {
		if value <= 0 || most <= 0 {
			return 0
		}
		return max(1, int(value/most*float64(longest)+.5))
	}
	m.Tall, m.Long = scaled(tallestBar), scaled(longestBar)
	m.Top, m.End = 100-m.Tall, m.Long
	if dir == "rtl" {
		m.Left = 100 - m.Long
		m.End = m.Left
	}
}

func (d trendDrawing) table(t *search.Trend, columns []search.TrendValue, without search.TrendValue) trendTable {
	var table trendTable
	for i := range max(1, len(d.st.Queries)) {
		table.Questions = append(table.Questions, d.question(i))
	}
	add := func(label, short, id string, n search.Tally, linked bool) {
		line := trendLine{Label: label, Short: short, Lang: labelLang(d.st.By, id), Of: d.l.Number(n.Of)}
		for i := range n.Works {
			number := trendNumber{Text: d.l.Number(n.Works[i])}
			if linked && n.Works[i] > 0 {
				number.URL = d.st.Search(i, id, "").Address("/search")
			}
			line.Cells = append(line.Cells, number, trendNumber{Text: d.l.Percent(n.Share(i))})
		}
		table.Lines = append(table.Lines, line)
	}
	for _, col := range columns {
		add(d.label(d.st.By, col.ID), d.short(d.st.By, col.ID), col.ID, col.Tally, true)
	}
	if without.Of > 0 {
		add(d.label(d.st.By, ""), "", "", without.Tally, false)
	}
	add(d.l.Text("trends.all"), "", "", t.Total, true)
	return table
}

// matrix shades the cells of one question. All have one scale, which leaves out
// the totals.
func (d trendDrawing) matrix(query int, rows []search.TrendRow, columns []search.TrendValue) trendMap {
	m := trendMap{Question: d.question(query)}
	for _, col := range columns {
		m.Head = append(m.Head, trendHead{d.short(d.st.By, col.ID), d.label(d.st.By, col.ID)})
	}
	most := 0.0
	for _, row := range rows {
		for _, col := range columns {
			cell := row.Cell(col.ID)
			for i := range cell.Works {
				most = max(most, d.value(cell, i))
			}
		}
	}
	for _, row := range rows {
		label := d.label(d.st.Split, row.ID)
		line := trendMapRow{
			Label: label, Lang: labelLang(d.st.Split, row.ID), All: d.mark(label, row.Tally, query, "", row.ID, row.ID != ""),
		}
		if address, ok := request.EntityPaths[d.st.Split]; ok && address != "" && row.ID != "" {
			line.URL = request.EntityAddress(d.st.State, d.st.Split, row.ID)
		}
		for _, col := range columns {
			n := row.Cell(col.ID)
			cell := d.mark(label+d.l.Text("list.comma")+d.short(d.st.By, col.ID), n, query, col.ID, row.ID, col.ID != "" && row.ID != "")
			cell.Level = level(d.value(n, query), most)
			line.Cells = append(line.Cells, cell)
		}
		m.Rows = append(m.Rows, line)
	}
	m.Key = d.key(most)
	return m
}

// withMatches are the columns in which something matches one of the questions, and the names of the
// others. If nothing matches anywhere all are kept: an empty map is an answer too.
func (d trendDrawing) withMatches(columns []search.TrendValue) (kept []search.TrendValue, empty string) {
	var names []string
	for _, col := range columns {
		if slices.ContainsFunc(col.Works, func(n int) bool { return n > 0 }) {
			kept = append(kept, col)
		} else {
			names = append(names, d.short(d.st.By, col.ID))
		}
	}
	if len(kept) == 0 {
		return columns, ""
	}
	return kept, strings.Join(names, d.l.Text("list.comma"))
}

// level is the shade of a value: 0 for none, trendLevels for the most.
func level(value, most float64) int {
	if value <= 0 || most <= 0 {
		return 0
	}
	// A hair less than the bound, so that a share of exactly two fifths is the second level.
	return min(trendLevels, 1+int((value/most-1e-9)*trendLevels))
}

// key says which values have which shade.
func (d trendDrawing) key(most float64) []trendMark {
	key := []trendMark{{Text: d.l.Number(0)}}
	if d.st.Share {
		key[0].Text = d.l.Percent(0)
		for i := 1; i <= trendLevels; i++ {
			key = append(key, trendMark{Level: i, Text: fmt.Sprintf("≤ %s", d.l.Percent(most*float64(i)/trendLevels))})
		}
		return key
	}
	first := 1
	for n := 1; n <= int(most); n++ {
		if here := level(float64(n), most); n < int(most) && level(float64(n+1), most) == here {
			continue
		}
		text := d.l.Number(n)
		if n > first {
			text = d.l.Number(first) + "–" + text
		}
		key = append(key, trendMark{Level: level(float64(n), most), Text: text})
		first = n + 1
	}
	return key
}
