package pages

import (
	"net/http"

	"github.com/gin-gonic/gin"

	"rostrum/corpus"
	"rostrum/corpus/coverage"
	"rostrum/search"
	"rostrum/search/web/limit"
	"rostrum/search/web/request"
	"rostrum/search/web/respond"
	"rostrum/search/web/ui"
)

// coverageShown is how many documents and speakers of a list the page shows;
// programs get all.
const coverageShown = 50

// coverageBody is what the collection holds and lacks, for people.
type coverageBody struct {
	Statements int
	Documents  int
	Sure       string
	Counts     []countTable
	Fields     []doubtTable
	Speakers   *speakersView // nil without a list
}

type countTable struct {
	Field corpus.Field
	Lines []countLine
}

type countLine struct {
	Label      string
	Lang       corpus.Language // of the label, if it is not the interface's
	URL        string          // "" for what has no value
	Statements int
	Documents  int
}

type doubtTable struct {
	Field                    corpus.Field
	Missing, Unsure, Unknown int
	Documents                []doubtView
	More                     int
}

// Doubts is how many documents are to be reviewed, listed or not.
func (t doubtTable) Doubts() int { return len(t.Documents) + t.More }

type doubtView struct {
	URL        string
	Title      string
	Lang       corpus.Language
	Problem    coverage.Problem
	Values     []string
	Rule       string
	Source     string
	Confidence string
}

type speakersView struct {
	Listed, Held int
	Lists        []speakerTable
	Unlisted     []unlistedView
	MoreUnlisted int
}

type speakerTable struct {
	Caption string // message id
	Lines   []speakerLine
	More    int
}

type speakerLine struct {
	Organization, Session Link
	Topic                 *Link
	Date                  corpus.Date
}

type unlistedView struct {
	URL     string
	Title   string
	Lang    corpus.Language
	Authors []Link
	Session Link
}

// CoveragePage serves the page of what the collection holds and lacks.
func (s *Pages) CoveragePage(c *gin.Context, _ *limit.Index) error {
	if s.Coverage == nil {
		return corpus.ErrNotFound
	}
	report, err := s.Coverage(c.Request.Context())
	if err != nil {
		return err
	}
	l := s.Locale(c.Request)
	if respond.NotModified(c, s.Build(), report.Revision, string(l.Lang)+" "+c.Request.URL.RawQuery, "private, no-cache") {
		return nil
	}
	p := s.Frame(c, l.Text("coverage.title"), request.State{}, s.coverageBody(l, request.State{Lang: request.Lang(c.Request)}, report))
	p.Index = true
	return s.Show(c, http.StatusOK, "coverage", p)
}

func (s *Pages) coverageBody(l *ui.Locale, st request.State, report coverage.Report) coverageBody {
	body := coverageBody{Statements: report.Statements, Documents: report.Documents, Sure: l.Percent(coverage.Sure)}
	for _, f := range coverage.Counted {
		if counts := report.Counts[f]; len(counts) > 0 {
			body.Counts = append(body.Counts, countTable{f, s.countLines(l, st, f, counts)})
		}
	}
	for _, field := range report.Fields {
		table := doubtTable{Field: field.Field, Missing: field.Missing, Unsure: field.Unsure, Unknown: field.Unknown}
		shown := field.Documents[:min(len(field.Documents), coverageShown)]
		table.More = len(field.Documents) - len(shown)
		for _, d := range shown {
			view := doubtView{URL: st.Address(request.StatementPath(d.ID)), Problem: d.Problem, Rule: d.Rule, Source: d.Source}
			view.Title, view.Lang = s.Title(l, d.Title, d.Language)
			if d.Problem != coverage.Missing {
				view.Confidence = l.Percent(d.Confidence)
			}
			for _, v := range d.Values {
				view.Values = append(view.Values, s.PageLabel(field.Field, v, l.Lang))
			}
			table.Documents = append(table.Documents, view)
		}
		body.Fields = append(body.Fields, table)
	}
	if report.Speakers != nil {
		body.Speakers = s.speakersView(l, st, *report.Speakers)
	}
	return body
}

// countLines puts sessions in their order, newest first, and the rest in that
// of the counts.
func (s *Pages) countLines(l *ui.Locale, st request.State, f corpus.Field, counts []coverage.Count) []countLine {
	of := map[string]coverage.Count{}
	var values []search.FacetValue
	for _, n := range counts {
		of[n.ID] = n
		if n.ID != "" {
			values = append(values, search.FacetValue{ID: n.ID, Count: n.Statements})
		}
	}
	var lines []countLine
	for _, line := range s.Lines(l, st, f, search.Facet{Values: NewestFirst(f, values)}, len(values)) {
		n := of[line.ID]
		lines = append(lines, countLine{line.Label, line.Lang, line.URL, n.Statements, n.Documents})
	}
	if without, ok := of[""]; ok {
		lines = append(lines, countLine{Statements: without.Statements, Documents: without.Documents})
	}
	return lines
}

func (s *Pages) speakersView(l *ui.Locale, st request.State, report coverage.SpeakersReport) *speakersView {
	view := &speakersView{Listed: report.Listed, Held: report.Held}
	for _, list := range []struct {
		caption  string
		speakers []coverage.Speaker
	}{{"coverage.speakers-missing", report.Missing}, {"coverage.speakers-perhaps", report.Perhaps}} {
		table := speakerTable{Caption: list.caption}
		shown := list.speakers[:min(len(list.speakers), coverageShown)]
		table.More = len(list.speakers) - len(shown)
		for _, speaker := range shown {
			line := speakerLine{
				Organization: s.listedLink(l, st, corpus.FieldOrganization, string(speaker.Organization)),
				Session:      s.listedLink(l, st, corpus.FieldSession, string(speaker.Session)), Date: speaker.Date,
			}
			if speaker.Topic != "" {
				topic := s.listedLink(l, st, corpus.FieldTopic, string(speaker.Topic))
				line.Topic = &topic
			}
			table.Lines = append(table.Lines, line)
		}
		view.Lists = append(view.Lists, table)
	}
	shown := report.Unlisted[:min(len(report.Unlisted), coverageShown)]
	view.MoreUnlisted = len(report.Unlisted) - len(shown)
	for _, u := range shown {
		line := unlistedView{URL: st.Address(request.StatementPath(u.ID)), Session: s.entityLink(l, st, corpus.FieldSession, string(u.Session))}
		line.Title, line.Lang = s.Title(l, u.Title, u.Language)
		line.Authors = EntityLinks(s, l, st, corpus.FieldOrganization, u.Authors)
		view.Unlisted = append(view.Unlisted, line)
	}
	return view
}

// listedLink is entityLink for what stands on a list: of what neither the
// collection nor the authority files have there is no page.
func (s *Pages) listedLink(l *ui.Locale, st request.State, f corpus.Field, id string) Link {
	to := s.entityLink(l, st, f, id)
	if _, known := s.Names.Resolve(f, id); !known {
		to.URL = ""
	}
	return to
}
