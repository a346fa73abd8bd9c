package terminal

import (
	"bufio"
	"fmt"
	"io"
	"strings"

	"rostrum/corpus"
	"rostrum/corpus/coverage"
)

// MaxListed is the maximum number of problem documents listed; reports and JSON have
// all of them.
const MaxListed = 20

// Coverage prints what a collection contains, and what is missing or uncertain.
func (p Printer) Coverage(report coverage.Report, names Names) error {
	w := bufio.NewWriter(p.Out)
	fmt.Fprintf(w, "%s in %s\n", Count(report.Statements, "statement", "statements"), Count(report.Documents, "document", "documents"))
	label := func(f corpus.Field, id string) string {
		if id == "" {
			return "–"
		}
		return OneLine(names.Label(f, id, corpus.English))
	}
	for _, f := range coverage.Counted {
		t := newTable(w)
		fmt.Fprintf(t, "\n%s\tstatements\tdocuments\n", strings.ToUpper(string(f)))
		for _, n := range report.Counts[f] {
			fmt.Fprintf(t, "%s\t%s\t%s\n", label(f, n.ID), Number(n.Statements), Number(n.Documents))
		}
		if err := t.Flush(); err != nil {
			return err
		}
	}
	t := newTable(w)
	fmt.Fprintf(t, "\nTO REVIEW\tmissing\tconfidence below %.0f %%\tunknown name\tsuggested\n", 100*coverage.Sure)
	for _, f := range report.Fields {
		fmt.Fprintf(t, "%s\t%s\t%s\t%s\t%s\n", f.Field, Number(f.Missing), Number(f.Unsure), Number(f.Unknown), Number(f.Offered))
	}
	if err := t.Flush(); err != nil {
		return err
	}
	for _, f := range report.Fields {
		printDoubts(w, f)
	}
	if report.Speakers != nil {
		printSpeakers(w, *report.Speakers, label)
	}
	return w.Flush()
}

// printDoubts lists the documents to review, with their ids for corrections.
func printDoubts(w io.Writer, f coverage.FieldReport) {
	if len(f.Documents) == 0 {
		return
	}
	fmt.Fprintf(w, "\n%s\n", f.Field)
	for i, d := range f.Documents {
		if i == MaxListed {
			fmt.Fprintf(w, "  and %d more: see --json\n", len(f.Documents)-i)
			return
		}
		why := string(d.Problem)
		switch values := OneLine(strings.Join(d.Values, ", ")); d.Problem {
		case coverage.Offered:
			why = fmt.Sprintf("missing; suggested: %s, confidence %.0f %%%s", values, 100*d.Confidence, readFrom(d))
		case coverage.Unsure:
			why = fmt.Sprintf("confidence %.0f %%: %s%s", 100*d.Confidence, values, readFrom(d))
		case coverage.Unknown:
			why = "unknown name: " + values
		}
		fmt.Fprintf(w, "  %s  %s  %s\n", d.ID, OneLine(d.File), why)
	}
}

// readFrom is the source text of an uncertain value.
func readFrom(d coverage.Doubt) string {
	if d.Source == "" {
		return ""
	}
	return fmt.Sprintf(", from %q", OneLine(strings.Join(strings.Fields(d.Source), " ")))
}

func printSpeakers(w io.Writer, r coverage.SpeakersReport, label func(corpus.Field, string) string) {
	fmt.Fprintf(w, "\nSPEAKERS\n%d of %d on the list are in the collection.\n", r.Held, r.Listed)
	for _, list := range []struct {
		title    string
		speakers []coverage.Speaker
	}{{"spoke, but not in the collection", r.Missing}, {"possibly in the collection (topic or day unknown)", r.Perhaps}} {
		if len(list.speakers) > 0 {
			fmt.Fprintf(w, "\n%s\n", list.title)
		}
		for _, s := range list.speakers {
			facts := []string{label(corpus.FieldOrganization, string(s.Organization)), string(s.Session)}
			if s.Topic != "" {
				facts = append(facts, label(corpus.FieldTopic, string(s.Topic)))
			}
			if !s.Date.IsZero() {
				facts = append(facts, s.Date.String())
			}
			fmt.Fprintf(w, "  %s (line %d)\n", OneLine(strings.Join(facts, ", ")), s.Line)
		}
	}
	if len(r.Unlisted) > 0 {
		fmt.Fprintln(w, "\nin the collection, but not on the list")
	}
	for _, u := range r.Unlisted {
		var authors []string
		for _, a := range u.Authors {
			authors = append(authors, label(corpus.FieldOrganization, string(a)))
		}
		fmt.Fprintf(w, "  %s  %s, %s: %s\n", u.ID, strings.Join(authors, ", "), u.Session, OneLine(u.Title))
	}
}
