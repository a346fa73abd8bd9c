package export

import (
	"bufio"
	"cmp"
	"encoding/xml"
	"fmt"
	"io"
	"strconv"
	"strings"
	"time"

	"rostrum/corpus"
	"rostrum/search"
	"rostrum/search/api"
)

const atomNamespace = "http://www.w3.org/2005/Atom"

// The elements of RFC 4287 in use.
type (
	atomLink struct {
		Rel   string `xml:"rel,attr,omitempty"`
		Type  string `xml:"type,attr,omitempty"`
		Href  string `xml:"href,attr"`
		Title string `xml:"title,attr,omitempty"`
	}
	atomPerson struct {
		Name string `xml:"name"`
	}
	atomCategory struct {
		Term   string `xml:"term,attr"`
		Scheme string `xml:"scheme,attr,omitempty"`
		Label  string `xml:"label,attr,omitempty"`
	}
	atomText struct {
		Type string `xml:"type,attr"`
		Text string `xml:",chardata"`
	}
	atomEntry struct {
		XMLName    xml.Name        `xml:"entry"`
		Language   corpus.Language `xml:"xml:lang,attr,omitempty"`
		ID         string          `xml:"id"`
		Title      atomText        `xml:"title"`
		Updated    string          `xml:"updated"`
		Published  string          `xml:"published,omitempty"`
		Authors    []atomPerson    `xml:"author"`
		Links      []atomLink      `xml:"link"`
		Categories []atomCategory  `xml:"category"`
		Summary    *atomText       `xml:"summary"`
		Content    *atomText       `xml:"content"` // only without a link
	}
)

type atomWriter struct {
	options Options
	out     *bufio.Writer
	encoder *xml.Encoder
}

func newAtom(w io.Writer, o Options) (Writer, error) {
	a := &atomWriter{options: o, out: bufio.NewWriter(w)}
	a.out.WriteString(xml.Header)
	a.encoder = xml.NewEncoder(a.out)
	a.encoder.Indent("", "  ")
	f := o.Feed
	updated := f.Updated
	if updated.IsZero() {
		updated = time.Unix(0, 0)
	}
	start := xml.StartElement{Name: xml.Name{Local: "feed"}, Attr: []xml.Attr{
		{Name: xml.Name{Local: "xmlns"}, Value: atomNamespace}, {Name: xml.Name{Local: "xml:lang"}, Value: string(o.Language)},
	}}
	if err := a.encoder.EncodeToken(start); err != nil {
		return nil, err
	}
	element := func(name string, value any) error {
		return a.encoder.EncodeElement(value, xml.StartElement{Name: xml.Name{Local: name}})
	}
	link := func(rel, href string) atomLink { return atomLink{Rel: rel, Type: "application/atom+xml", Href: href} }
	parts := []struct {
		name  string
		value any
	}{
		{"id", f.ID}, {"title", atomText{"text", printable(f.Title)}}, {"subtitle", atomText{"text", printable(f.Subtitle)}},
		{"updated", stamp(updated)}, {"generator", "Rostrum"},
		{"link", link("self", f.Self)}, {"link", atomLink{Rel: "alternate", Type: "text/html", Href: f.Home}},
		{"link", link("first", f.First)}, {"link", link("previous", f.Previous)},
		{"link", link("next", f.Next)}, // RFC 5005
	}
	for _, part := range parts {
		if l, ok := part.value.(atomLink); ok && l.Href == "" {
			continue
		}
		if t, ok := part.value.(atomText); ok && t.Text == "" && part.name != "title" {
			continue
		}
		if err := element(part.name, part.value); err != nil {
			return nil, err
		}
	}
	return a, nil
}

func (a *atomWriter) Write(h search.Hit) error {
	r := a.options.record(h)
	entry := atomEntry{
		Language: r.Language, ID: feedID(r), Title: atomText{"text", printable(r.heading())},
		Updated: stamp(Changed(r.Statement)), Published: published(r),
	}
	for _, name := range r.names() {
		entry.Authors = append(entry.Authors, atomPerson{printable(line(name))})
	}
	if len(entry.Authors) == 0 { // RFC 4287 requires one; the title tells as much as is known
		entry.Authors = []atomPerson{{printable(r.heading())}}
	}
	if address := r.address(); address != "" {
		entry.Links = append(entry.Links, atomLink{Rel: "alternate", Href: iri(address)})
	}
	if r.PassageURL != "" {
		entry.Links = append(entry.Links, atomLink{Rel: "related", Href: iri(r.PassageURL), Title: "p. " + strconv.Itoa(r.Passage.Page)})
	}
	if o := r.original(); o != "" {
		entry.Links = append(entry.Links, atomLink{Rel: "via", Type: r.Origin.MediaType, Href: iri(o)})
	}
	for _, c := range []struct {
		scheme corpus.Field
		list   []api.Named
	}{
		{corpus.FieldSession, nonZero(r.Session)}, {corpus.FieldTopic, r.Topics}, {corpus.FieldSituation, r.Situations}, {corpus.FieldType, nonZero(r.Type)},
	} {
		for _, n := range c.list {
			entry.Categories = append(entry.Categories, atomCategory{printable(n.ID), "urn:rostrum:" + string(c.scheme), printable(n.Label)})
		}
	}
	if delivered := r.Date.String(); delivered != "" {
		entry.Categories = append(entry.Categories, atomCategory{delivered, "urn:rostrum:" + string(corpus.FieldDate), ""})
	}
	if read := r.reading(); read != "" {
		entry.Categories = append(entry.Categories, atomCategory{"ocr", "urn:rostrum:reading", read})
	}
	text := &atomText{"text", printable(cmp.Or(r.Passage.Text, r.heading()))}
	switch {
	case len(entry.Links) == 0 || entry.Links[0].Rel != "alternate":
		entry.Content = text // RFC 4287 requires a link or content
	case r.Passage.Text != "":
		entry.Summary = text
	}
	return a.encoder.Encode(entry)
}

func (a *atomWriter) Close() error {
	if err := a.encoder.EncodeToken(xml.EndElement{Name: xml.Name{Local: "feed"}}); err != nil {
		return err
	}
	if err := a.encoder.Flush(); err != nil {
		return err
	}
	a.out.WriteByte('\n')
	return a.out.Flush()
}

// feedID returns a permanent id of a statement, independent of the service's address.
func feedID(r record) string { return "urn:rostrum:statement:" + string(r.ID) }

// Changed is when a statement was added, or added again with changed content; feed
// readers use it to detect what is new.
func Changed(s corpus.Statement) time.Time {
	at := s.Added
	if s.Origin.RetrievedAt.After(at) {
		at = s.Origin.RetrievedAt
	}
	if !at.IsZero() {
		return at
	}
	if day, err := time.Parse(time.DateOnly, s.Date.First()); err == nil {
		return day
	}
	return time.Unix(0, 0)
}

// published is when a statement was added to the collection, or "" if unknown. The
// date of delivery is a category: feeds cannot express a month.
func published(r record) string {
	if r.Added.IsZero() {
		return ""
	}
	return stamp(r.Added)
}

func stamp(t time.Time) string { return t.UTC().Format(time.RFC3339) }

func nonZero(n api.Named) []api.Named {
	if n.ID == "" {
		return nil
	}
	return []api.Named{n}
}

// printable removes characters that XML 1.0 cannot contain even escaped; the encoder
// would replace each by U+FFFD.
func printable(s string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r == '\t', r == '\n', r == '\r':
			return r
		case r < 0x20, r == 0xFFFE, r == 0xFFFF:
			return -1
		}
		return r
	}, s)
}

// iri escapes characters that are not allowed in addresses (RFC 3987) but occur.
func iri(address string) string {
	var out strings.Builder
	for _, r := range address {
		if r <= ' ' || r == 0x7F || strings.ContainsRune("<>\"{}|\\^`", r) {
			fmt.Fprintf(&out, "%%%02X", r)
			continue
		}
		out.WriteRune(r)
	}
	return out.String()
}
