package export

import (
	"cmp"
	"fmt"
	"strconv"
	"strings"
	"unicode"

	"rostrum/corpus"
	"rostrum/search"
	"rostrum/search/api"
)

// record is a hit with the labels of its ids, as used by all formats.
type record struct {
	search.Hit
	corpus.Statement
	Authors    []api.Named
	Session    api.Named
	Topics     []api.Named
	Type       api.Named
	Situations []api.Named
	Link       string // of the statement; "" if unknown
	Source     string // address of publication, if it is safe to link to
	Passage    search.Passage
	PassageURL string // of the best passage
}

func (o Options) record(h search.Hit) record {
	s := h.Statement
	r := record{Hit: h, Statement: s}
	r.Authors = label(o, corpus.FieldOrganization, s.Authors...)
	r.Session = first(label(o, corpus.FieldSession, s.Session))
	r.Topics = label(o, corpus.FieldTopic, s.Topics...)
	r.Type = first(label(o, corpus.FieldType, s.Type))
	r.Situations = label(o, corpus.FieldSituation, s.Situations...)
	if o.Link != nil {
		r.Link = o.Link(s.ID, 0, 0)
	}
	if corpus.IsWebAddress(s.Origin.URL) {
		r.Source = s.Origin.URL
	}
	if len(h.Passages) > 0 {
		r.Passage = h.Passages[0]
		if o.Link != nil {
			r.PassageURL = o.Link(s.ID, r.Passage.Page, r.Passage.Number)
		}
	}
	return r
}

func label[ID ~string](o Options, f corpus.Field, ids ...ID) []api.Named {
	out := make([]api.Named, 0, len(ids))
	for _, id := range ids {
		if id != "" {
			out = append(out, api.Named{ID: string(id), Label: o.label(f, string(id))})
		}
	}
	return out
}

// label returns the label of an id.
func (o Options) label(f corpus.Field, id string) string {
	if o.Names == nil {
		return id
	}
	return o.Names.Label(f, id, o.Language)
}

func first(list []api.Named) api.Named {
	if len(list) == 0 {
		return api.Named{}
	}
	return list[0]
}

func labels(list []api.Named) []string {
	out := make([]string, len(list))
	for i, n := range list {
		out[i] = n.Label
	}
	return out
}

func ids(list []api.Named) []string {
	out := make([]string, len(list))
	for i, n := range list {
		out[i] = n.ID
	}
	return out
}

// names are the authors in a citation: the organizations, or else the speaker.
func (r record) names() []string {
	if len(r.Authors) == 0 && r.Deliverer != "" {
		return []string{r.Deliverer}
	}
	return labels(r.Authors)
}

// heading is the title, or else other identifying details.
func (r record) heading() string {
	return line(cmp.Or(r.Title, r.Symbol, r.Origin.File, string(r.ID)))
}

// address is where a reader of a reference is sent.
func (r record) address() string { return cmp.Or(r.Link, r.Source) }

// delivered names who spoke and in which role, or is "". Where no organization
// is known the speaker is the author, and only the role is left to say.
func (r record) delivered() string {
	if len(r.Authors) == 0 {
		return line(r.Role)
	}
	return line(strings.Trim(r.Deliverer+", "+r.Role, ", "))
}

// ocr tells whether a passage was read from a picture, and how surely the least
// sure of them was.
func (r record) ocr() (bool, float64) {
	read, confidence := false, 1.0
	for _, p := range r.Passages {
		if p.OCR {
			read = true
			confidence = min(confidence, p.Confidence)
		}
	}
	if !read {
		return false, 0
	}
	return true, confidence
}

// page is that of the place that was found, or "": a passage in which nothing
// is marked shows only how the statement begins.
func (r record) page() string {
	if len(r.Passage.Ranges) == 0 {
		return ""
	}
	return strconv.Itoa(r.Passage.Page)
}

// original is where the statement was published, if the address leads elsewhere.
func (r record) original() string {
	if r.Source == r.address() {
		return ""
	}
	return r.Source
}

// notes says what reference formats have no field for.
func (r record) notes() []string {
	var out []string
	if d := r.delivered(); d != "" {
		out = append(out, "Delivered by "+d)
	}
	if read := r.reading(); read != "" {
		out = append(out, read)
	}
	return out
}

// reading warns of a passage that was read from a picture, or is "".
func (r record) reading() string {
	if read, confidence := r.ocr(); read {
		return fmt.Sprintf("Text read by OCR, confidence %.0f %%", 100*confidence)
	}
	return ""
}

// line is text on one line, without characters that show nothing.
func line(s string) string {
	return strings.Join(strings.Fields(strings.Map(func(r rune) rune {
		if unicode.IsControl(r) || r == '\u2028' || r == '\u2029' {
			return ' '
		}
		return r
	}, s)), " ")
}
