package web

import (
	"net/http"
	"net/url"
	"strings"

	"github.com/gin-gonic/gin"

	"rostrum/corpus"
	"rostrum/search"
	"rostrum/search/export"
	"rostrum/search/web/ui"
)

// takeaway is a format in which all results of a search are offered.
type takeaway struct {
	format export.Format
	path   string
	label  string // on the page; "" offers it to programs only
}

var takeaways = []takeaway{
	{export.Atom, "/search.atom", "Atom"},
	{export.CSV, "/search.csv", "CSV"},
	{export.BibTeX, "/search.bib", "BibTeX"},
	{export.RIS, "/search.ris", "RIS"},
	{export.NDJSON, "/search.ndjson", ""},
}

// exportAs serves the results of a search in one format, at the same address
// as their page but for the path. Answers of the API lead here too, and may be
// of single documents, or of what is new.
func (s *Server) exportAs(f export.Format) handler {
	return func(c *gin.Context, ix *Index) error {
		st, err := s.parser.state(c.Request.URL.RawQuery, false)
		if err != nil {
			return err
		}
		d := s.parser.decoder(c.Request.URL.Query())
		st.Since, st.Unique = d.since(), d.unique()
		if isFeed(f) {
			st.Cursor = d.cursor()
		}
		if len(d.bad) > 0 {
			return d.bad
		}
		return s.export(c, ix, f, st, s.locale(c.Request))
	}
}

// apiExport serves them in the format that is named.
func (s *Server) apiExport(c *gin.Context, ix *Index) error {
	values, err := parameters(c.Request.URL.RawQuery)
	if err != nil {
		return err
	}
	if len(values["format"]) > 1 {
		return faults{{Parameter: "format", Position: -1, message: "fault.twice"}}
	}
	name := values.Get("format")
	values.Del("format")
	f, err := export.ParseFormat(name)
	if err != nil {
		return faults{{Parameter: "format", Position: -1, message: "fault.choice", pairs: []any{"Values", formatNames()}}}
	}
	if bad := unfit(f, values); len(bad) > 0 {
		return bad
	}
	st, err := s.parser.state(values.Encode(), true)
	if err != nil {
		return err
	}
	return s.export(c, ix, f, st, s.UI.Locale(ui.Negotiate(st.Lang, "")))
}

// unfit complains of what a search may be asked for and a document in a format
// not: it has everything, and a feed its own order.
func unfit(f export.Format, values url.Values) (bad faults) {
	names := []string{"size", "explain", "page", "cursor"}
	if isFeed(f) {
		names = []string{"size", "explain", "sort"}
	}
	for _, name := range names {
		if values.Has(name) {
			bad.add(name, "fault.unfit", "Format", string(f))
		}
	}
	return bad
}

func formatNames() string {
	out := ""
	for i, f := range export.Formats {
		if i > 0 {
			out += ", "
		}
		out += string(f)
	}
	return out
}

func (s *Server) export(c *gin.Context, ix *Index, f export.Format, st state, l *ui.Locale) error {
	base := s.PublicURL
	var r search.Request
	var err error
	if isFeed(f) {
		st, base = st.fed(), s.base(c.Request) // links in a feed have to be absolute where they can
		r, err = st.feedRequest()
	} else {
		st = st.first()
		r, err = st.request()
	}
	if err != nil {
		return err
	}
	r.Passages = 1
	// The first answer settles the status: once a document has begun, a fault
	// can only break it off.
	first := r
	if !isFeed(f) {
		first.Size = 0
	}
	results, err := ix.Search(c.Request.Context(), first)
	if err != nil {
		return err
	}
	timing(c, results.Took)
	if unchanged(c, s.build(), results.Index.Generation, strings.Join([]string{string(f), string(l.Lang), base, st.query()}, " "), "public, max-age=60") {
		return nil
	}
	options := export.Options{Names: s.Names, Language: l.Lang}
	if base != "" || !isReference(f) { // a reference needs an address that leads here from anywhere, or none
		options.Link = func(id corpus.ID, page, passage int) string {
			carried := state{Q: st.Q, Exact: st.Exact}
			if page == 0 && !isFeed(f) {
				carried = state{} // references and tables are handed on: what was searched by is not
			}
			return base + passageAddress(carried, id, page, passage)
		}
	}
	c.Header("Content-Type", f.MediaType())
	if isFeed(f) {
		options.Feed = s.feed(c, f, st, l, results)
	} else {
		c.Header("Content-Disposition", `attachment; filename="rostrum.`+f.Extension()+`"`)
	}
	c.Status(http.StatusOK)
	if c.Request.Method == http.MethodHead {
		return nil
	}
	w, err := export.New(f, c.Writer, options)
	if err == nil && isFeed(f) {
		_, err = export.Copy(w, func(yield func(search.Hit, error) bool) {
			for _, h := range results.Hits {
				if !yield(h, nil) {
					return
				}
			}
		})
	} else if err == nil {
		_, err = export.Copy(w, export.All(c.Request.Context(), ix, r))
	}
	if err != nil {
		breakOff(c, err)
	}
	return nil
}

// breakOff ends the connection in the middle of a document, so that nobody
// takes the part for the whole.
func breakOff(c *gin.Context, err error) {
	if c.Request.Context().Err() == nil {
		logFailure(c, err)
	}
	panic(http.ErrAbortHandler)
}

// takeLinks are the formats offered beside results.
func takeLinks(st state) []link {
	st = st.first()
	var out []link
	for _, t := range takeaways {
		switch {
		case t.label == "":
		case isFeed(t.format):
			out = append(out, link{Label: t.label, URL: feedAddress(t.format, st.fed())})
		default:
			out = append(out, link{Label: t.label, URL: st.address(t.path)})
		}
	}
	return out
}
