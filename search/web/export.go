package web

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"net/http"

	"github.com/gin-gonic/gin"

	"rostrum/corpus"
	"rostrum/search"
	"rostrum/search/export"
	"rostrum/search/web/ui"
)

// feedSize is how many entries a feed has: readers ask often, and want what is new.
const feedSize = 50

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
// as their page but for the path.
func (s *Server) exportAs(f export.Format) gin.HandlerFunc {
	return func(c *gin.Context) {
		st, err := readState(c.Request.URL.RawQuery, s.limits, s.names, false)
		if err != nil {
			s.fail(c, err)
			return
		}
		s.export(c, f, st, s.locale(c).Lang)
	}
}

// apiExport serves them in the format that is named.
func (s *Server) apiExport(c *gin.Context) {
	values, err := parameters(c.Request.URL.RawQuery)
	if err != nil {
		s.fail(c, err)
		return
	}
	if len(values["format"]) > 1 {
		s.fail(c, faults{{Parameter: "format", Position: -1, message: "fault.twice"}})
		return
	}
	name := values.Get("format")
	values.Del("format")
	f, err := export.ParseFormat(name)
	if err != nil {
		s.fail(c, faults{{Parameter: "format", Position: -1, message: "fault.choice", pairs: []any{"Values", formatNames()}}})
		return
	}
	st, err := readState(values.Encode(), s.limits, s.names, true)
	if err != nil {
		s.fail(c, err)
		return
	}
	s.export(c, f, st, ui.Negotiate(st.Lang, ""))
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

func (s *Server) export(c *gin.Context, f export.Format, st state, lang corpus.Language) {
	st = st.first()
	isFeed := f == export.Atom || f == export.JSONFeed
	if isFeed {
		st.Sort, st.Size = search.SortNewest, feedSize
	}
	r, err := st.request()
	if err != nil {
		s.fail(c, err)
		return
	}
	r.Passages = 1
	engine, err := s.searcher(c.Request.Context())
	if err != nil {
		s.fail(c, fmt.Errorf("export: %w", err))
		return
	}
	// The first answer settles the status: once a document has begun, a fault
	// can only break it off.
	first := r
	if !isFeed {
		first.Size = 0
	}
	results, err := s.askEngine(c.Request.Context(), engine, first)
	if err != nil {
		s.fail(c, err)
		return
	}
	timing(c, results.Took)
	if s.unchanged(c, results.Index.Generation, string(f)+" "+string(lang)+" "+st.query(), "public, max-age=60") {
		return
	}
	options := export.Options{Names: s.names, Language: lang, Link: func(id corpus.ID, page, passage int) string {
		return s.config.PublicURL + passageAddress(state{Q: st.Q, Exact: st.Exact}, id, page, passage)
	}}
	c.Header("Content-Type", f.MediaType())
	if isFeed {
		options.Feed = s.feed(f, st, lang, results)
	} else {
		c.Header("Content-Disposition", `attachment; filename="rostrum.`+f.Extension()+`"`)
	}
	c.Status(http.StatusOK)
	if c.Request.Method == http.MethodHead {
		return
	}
	w, err := export.New(f, c.Writer, options)
	if err == nil && isFeed {
		_, err = export.Copy(w, func(yield func(search.Hit, error) bool) {
			for _, h := range results.Hits {
				if !yield(h, nil) {
					return
				}
			}
		})
	} else if err == nil {
		_, err = export.Copy(w, export.All(c.Request.Context(), bounded{s, engine}, r))
	}
	if err != nil {
		s.breakOff(c, err)
	}
}

// feed describes the feed of a search. Its id is made of the question, so it
// stays the same wherever the service moves.
func (s *Server) feed(f export.Format, st state, lang corpus.Language, results *search.Results) export.Feed {
	l := s.ui.Locale(lang)
	shown := st
	shown.Sort, shown.Size = "", defaultSize
	sum := sha256.Sum256([]byte(shown.query()))
	title := l.Text("home.title")
	if st.Q != "" {
		title = st.Q + " · " + title
	}
	self := shown.address("/search.atom")
	if f == export.JSONFeed {
		self = shown.address("/api/v1/export") + "&format=" + string(f)
		if shown.query() == "" {
			self = "/api/v1/export?format=" + string(f)
		}
	}
	return export.Feed{
		ID: "urn:rostrum:search:" + hex.EncodeToString(sum[:16]), Title: title, Subtitle: l.Count("results.count", results.Total),
		Self: s.config.PublicURL + self, Home: s.config.PublicURL + shown.address("/search"), Updated: results.Index.Built,
	}
}

// breakOff ends the connection in the middle of a document, so that nobody
// takes the part for the whole.
func (s *Server) breakOff(c *gin.Context, err error) {
	if c.Request.Context().Err() == nil {
		s.logFailure(c, err)
	}
	panic(http.ErrAbortHandler)
}

// bounded is an engine under the limits of this server.
type bounded struct {
	server *Server
	engine search.Searcher
}

func (b bounded) Search(ctx context.Context, r search.Request) (*search.Results, error) {
	return b.server.askEngine(ctx, b.engine, r)
}

// takeLinks are the formats offered beside results.
func takeLinks(st state) []link {
	st = st.first()
	var out []link
	for _, t := range takeaways {
		if t.label != "" {
			out = append(out, link{Label: t.label, URL: st.address(t.path)})
		}
	}
	return out
}
