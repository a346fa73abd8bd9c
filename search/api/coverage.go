package api

import (
	"rostrum/corpus"
	"rostrum/corpus/coverage"
)

// Coverage describes what the collection contains and lacks.
type Coverage struct {
	Statements    int             `json:"statements"`
	Documents     int             `json:"documents"`
	Sure          float64         `json:"sure"` // the confidence from which a field counts as certain
	Sessions      []CoverageCount `json:"sessions"`
	Topics        []CoverageCount `json:"topics"`
	Organizations []CoverageCount `json:"organizations"`
	Languages     []CoverageCount `json:"languages"`
	Fields        []CoverageField `json:"fields"`
	Speakers      *Speakers       `json:"speakers,omitempty"`
}

// CoverageCount is the number of statements for one value of a field.
type CoverageCount struct {
	ID         string `json:"id"` // "" for statements without a value
	Label      string `json:"label"`
	Statements int    `json:"statements"`
	Documents  int    `json:"documents"`
}

// CoverageField counts the documents in which a field is missing or uncertain.
type CoverageField struct {
	Field     corpus.Field `json:"field"`
	Missing   int          `json:"missing"`
	Offered   int          `json:"offered"` // of those missing: inferred, but not confidently enough to be set
	Unsure    int          `json:"unsure"`
	Unknown   int          `json:"unknown"`
	Documents []Doubt      `json:"documents"`
}

// Doubt is a document with an uncertain field.
type Doubt struct {
	ID         corpus.ID        `json:"id"`
	URL        string           `json:"url"`
	Title      string           `json:"title"`
	File       string           `json:"file,omitempty"`
	Problem    coverage.Problem `json:"problem"`
	Value      []string         `json:"value"`
	Confidence float64          `json:"confidence"`
	Rule       string           `json:"rule,omitempty"`
	Source     string           `json:"source,omitempty"` // the text that the value was read from
}

// Speakers compares the collection with a list of speakers.
type Speakers struct {
	Listed   int        `json:"listed"`
	Held     int        `json:"held"`
	Missing  []Speaker  `json:"missing"`
	Perhaps  []Speaker  `json:"perhaps"`
	Unlisted []Unlisted `json:"unlisted"`
}

// Speaker is a line of the list.
type Speaker struct {
	Line         int    `json:"line"`
	Session      Named  `json:"session"`
	Topic        *Named `json:"topic,omitempty"`
	Organization Named  `json:"organization"`
	Date         string `json:"date,omitempty"`
}

// Unlisted is a statement that is not on the list.
type Unlisted struct {
	ID            corpus.ID `json:"id"`
	URL           string    `json:"url"`
	Title         string    `json:"title"`
	Session       Named     `json:"session"`
	Organizations []Named   `json:"organizations"`
}

// Coverage converts a coverage report.
func (b Builder) Coverage(report coverage.Report) Coverage {
	counts := func(f corpus.Field) []CoverageCount {
		out := []CoverageCount{}
		for _, n := range report.Counts[f] {
			label := ""
			if n.ID != "" {
				label = b.Label(f, n.ID)
			}
			out = append(out, CoverageCount{n.ID, label, n.Statements, n.Documents})
		}
		return out
	}
	out := Coverage{
		Statements: report.Statements, Documents: report.Documents, Sure: coverage.Sure,
		Sessions: counts(corpus.FieldSession), Topics: counts(corpus.FieldTopic),
		Organizations: counts(corpus.FieldOrganization), Languages: counts(corpus.FieldLanguage), Fields: []CoverageField{},
	}
	for _, f := range report.Fields {
		field := CoverageField{f.Field, f.Missing, f.Offered, f.Unsure, f.Unknown, []Doubt{}}
		for _, d := range f.Documents {
			field.Documents = append(field.Documents, Doubt{
				d.ID, b.link(d.ID, 0, 0), d.Title, d.File, d.Problem, append([]string{}, d.Values...), d.Confidence, d.Rule, d.Source,
			})
		}
		out.Fields = append(out.Fields, field)
	}
	if report.Speakers == nil {
		return out
	}
	out.Speakers = &Speakers{
		Listed: report.Speakers.Listed, Held: report.Speakers.Held,
		Missing: b.speakers(report.Speakers.Missing), Perhaps: b.speakers(report.Speakers.Perhaps), Unlisted: []Unlisted{},
	}
	for _, u := range report.Speakers.Unlisted {
		out.Speakers.Unlisted = append(out.Speakers.Unlisted, Unlisted{
			u.ID, b.link(u.ID, 0, 0), u.Title, b.Named(corpus.FieldSession, string(u.Session)), named(b, corpus.FieldOrganization, u.Authors),
		})
	}
	return out
}

func (b Builder) speakers(list []coverage.Speaker) []Speaker {
	out := make([]Speaker, len(list))
	for i, s := range list {
		out[i] = Speaker{
			Line: s.Line, Session: b.Named(corpus.FieldSession, string(s.Session)), Topic: namedOne(b, corpus.FieldTopic, s.Topic),
			Organization: b.Named(corpus.FieldOrganization, string(s.Organization)), Date: s.Date.String(),
		}
	}
	return out
}
