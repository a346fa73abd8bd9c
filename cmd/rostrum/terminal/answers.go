package terminal

import (
	"bufio"
	"cmp"
	"fmt"
	"io"
	"strings"

	"rostrum/search"
	"rostrum/search/api"
)

// Printer prints results.
type Printer struct {
	Out io.Writer
	Err io.Writer // for notes and problems
	// Colour highlights matches.
	Colour bool
}

// emphasis returns what to print before and after matching words.
func (p Printer) emphasis() (on, off string) {
	if p.Colour {
		return "\x1b[1;33m", "\x1b[0m"
	}
	return "", ""
}

// Results prints search results.
func (p Printer) Results(r api.Results) error {
	w := bufio.NewWriter(p.Out)
	on, off := p.emphasis()
	for _, n := range r.Query.Notes {
		fmt.Fprintln(w, "Note:", OneLine(n.Message))
	}
	fmt.Fprintln(w, Count(r.Total.Value, "statement", "statements"))
	if s := r.Suggestion; s != nil {
		fmt.Fprintf(w, "Did you mean: %s (%s)\n", OneLine(s.Q), Count(s.Total, "statement", "statements"))
	}
	if r.Query.Relaxed {
		fmt.Fprintln(w, "Few statements contain all your words; others contain some of them.")
	}
	for i, hit := range r.Hits {
		fmt.Fprintf(w, "\n%d. %s\n", i+1, marked(hit.Title, hit.TitleRanges, on, off))
		fmt.Fprintf(w, "   %s\n", strings.Join(facts(hit), " · "))
		printPassages(w, hit, on, off)
	}
	if b := r.Bridge; b != nil && len(b.Hits) > 0 {
		var words []string
		for _, e := range b.Nearest() {
			words = append(words, OneLine(e.Text))
		}
		fmt.Fprintf(w, "\nIn other languages: %s that use words like %s\n", Count(b.Total.Value, "statement", "statements"), strings.Join(words, ", "))
		for i, hit := range b.Hits {
			fmt.Fprintf(w, "\n%d. %s\n", i+1, marked(hit.Title, hit.TitleRanges, on, off))
			fmt.Fprintf(w, "   %s\n", strings.Join(facts(hit), " · "))
			printPassages(w, hit, on, off)
		}
	}
	return w.Flush()
}

// printPassages prints the passages, id and source of a hit.
func printPassages(w io.Writer, hit api.Hit, on, off string) {
	for _, p := range hit.Passages {
		fmt.Fprintf(w, "   p. %d  %s\n", p.Page, marked(p.Text, p.Ranges, on, off))
	}
	fmt.Fprintf(w, "   id %s  %s\n", OneLine(string(hit.ID)), OneLine(cmp.Or(hit.SourceURL, hit.File)))
}

// facts is the line under a title: authors, session, date, form.
func facts(hit api.Hit) []string {
	var out []string
	add := func(fact string) { out = append(out, OneLine(fact)) }
	for _, o := range hit.Organizations {
		add(cmp.Or(o.Label, o.ID))
	}
	if hit.Session != nil {
		add(hit.Session.ID)
	}
	for _, t := range hit.Topics {
		add(cmp.Or(t.Label, t.ID))
	}
	if hit.Date != "" {
		add(hit.Date)
	}
	if hit.Language != "" {
		add(string(hit.Language))
	}
	return append(out, Count(hit.Pages, "page", "pages"))
}

// Quote prints the result of a quotation check.
func (p Printer) Quote(result api.Quote) error {
	w := bufio.NewWriter(p.Out)
	on, off := p.emphasis()
	switch result.Verdict {
	case search.NotFound:
		fmt.Fprintln(w, "not found")
		part := result.Partial
		if part == nil {
			return w.Flush()
		}
		fmt.Fprintf(w, "Longest matching passage: %d of %s: %s\n", part.Words, Count(result.Words, "word", "words"), marked(part.Quoted, nil, "", ""))
		printQuoted(w, 1, part.Hit, "", on, off)
		return w.Flush()
	default:
		fmt.Fprintf(w, "%s, in %s\n", OneLine(string(result.Verdict)), Count(result.Total, "statement", "statements"))
	}
	for i, m := range result.Matches {
		said := string(m.Verdict)
		if m.Note != "" {
			said += " (" + m.Note + ")"
		}
		printQuoted(w, i+1, m.Hit, OneLine(said), on, off)
		for _, d := range m.Differences {
			quoted, found := marked(d.Quoted, nil, "", ""), marked(d.Found, nil, "", "")
			switch d.Op {
			case search.OpReplace:
				fmt.Fprintf(w, "   quoted %q, found %q\n", quoted, found)
			case search.OpDelete:
				fmt.Fprintf(w, "   quoted %q, found nothing\n", quoted)
			case search.OpInsert:
				fmt.Fprintf(w, "   omitted from the quotation: %q\n", found)
			}
		}
	}
	return w.Flush()
}

func printQuoted(w io.Writer, n int, hit api.Hit, said, on, off string) {
	fmt.Fprintf(w, "\n%d. %s\n   %s\n", n, marked(hit.Title, nil, on, off), strings.Join(facts(hit), " · "))
	if said != "" {
		fmt.Fprintf(w, "   %s\n", said)
	}
	printPassages(w, hit, on, off)
}

// Similar prints statements that repeat passages of one; b converts them to API
// values.
func (p Printer) Similar(result *search.Similar, b api.Builder) error {
	w := bufio.NewWriter(p.Out)
	on, off := p.emphasis()
	fmt.Fprintf(w, "%s of its %s\n", repeated(result.Total), Count(result.Words, "word", "words"))
	for i, m := range result.Matches {
		fmt.Fprintf(w, "\n%d. %s\n   %s\n", i+1, marked(m.Statement.Title, nil, "", ""), strings.Join(facts(b.Hit(m.Hit)), " · "))
		fmt.Fprintf(w, "   repeats %s, %.0f %%, in %s\n", Count(m.Words, "word", "words"), 100*m.Share, Count(m.Runs, "passage", "passages"))
		for _, s := range m.Shared {
			fmt.Fprintf(w, "   p. %d, here p. %d, %s", s.There[0].Page, s.Here[0].Page, Count(s.Words, "word", "words"))
			if s.Others > 0 {
				fmt.Fprintf(w, ", also in %s", Count(s.Others, "other", "others"))
			}
			fmt.Fprintln(w)
			for _, passage := range s.There[:min(2, len(s.There))] {
				fmt.Fprintf(w, "      %s\n", marked(passage.Text, b.Passage(m.Statement.ID, passage).Ranges, on, off))
			}
		}
		fmt.Fprintf(w, "   id %s\n", m.Statement.ID)
	}
	return w.Flush()
}

func repeated(n int) string {
	switch n {
	case 0:
		return "No other statement repeats a passage"
	case 1:
		return "1 statement repeats passages"
	}
	return Number(n) + " statements repeat passages"
}
