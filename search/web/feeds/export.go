package feeds

import (
	"mime"
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"github.com/gin-gonic/gin"

	"rostrum/corpus"
	"rostrum/search"
	"rostrum/search/export"
	"rostrum/search/web/limit"
	"rostrum/search/web/request"
	"rostrum/search/web/respond"
	"rostrum/search/web/ui"
)

// isReference tells whether a format is one of theirs.
func isReference(f export.Format) bool {
	return f == export.BibTeX || f == export.RIS || f == export.CSL
}

// exportFormat is a format in which all results of a search are offered.
type exportFormat struct {
	Format export.Format
	Path   string
	Label  string // on the page; "" offers it to programs only
}

// ExportFormats are those offered, in their order.
var ExportFormats = []exportFormat{
	{export.Atom, "/search.atom", "Atom"},
	{export.CSV, "/search.csv", "CSV"},
	{export.BibTeX, "/search.bib", "BibTeX"},
	{export.RIS, "/search.ris", "RIS"},
	{export.NDJSON, "/search.ndjson", ""},
}

// ExportAs serves the results of a search in one format, at the same address
// as their page but for the path. Answers of the API lead here too, and may be
// of single documents, or of what is new.
func (s *Feeds) ExportAs(f export.Format) respond.Handler {
	return func(c *gin.Context, ix *limit.Index) error {
		values, err := request.Parameters(c.Request.URL.RawQuery)
		if err != nil {
			return err
		}
		mark, err := byteOrderMark(f, values)
		if err != nil {
			return err
		}
		st, err := s.Parser.Export(values.Encode(), request.IsFeed(f))
		if err != nil {
			return err
		}
		return s.export(c, ix, f, st, s.Locale(c.Request), mark)
	}
}

// APIExport serves them in the format that is named.
func (s *Feeds) APIExport(c *gin.Context, ix *limit.Index) error {
	values, err := request.Parameters(c.Request.URL.RawQuery)
	if err != nil {
		return err
	}
	if len(values["format"]) > 1 {
		return request.Invalid("format", "fault.twice")
	}
	name := values.Get("format")
	values.Del("format")
	f, err := export.ParseFormat(name)
	if err != nil {
		return request.Invalid("format", "fault.choice", "Values", formatNames())
	}
	if bad := unsupported(f, values); len(bad) > 0 {
		return bad
	}
	mark, err := byteOrderMark(f, values)
	if err != nil {
		return err
	}
	st, err := s.Parser.State(values.Encode(), true)
	if err != nil {
		return err
	}
	return s.export(c, ix, f, st, s.UI.Locale(ui.Negotiate(st.Lang, "")), mark)
}

// byteOrderMark takes out of an address whether a table is to begin with a byte
// order mark, as Excel needs it to read UTF-8. Other formats have none.
func byteOrderMark(f export.Format, values url.Values) (bool, error) {
	if values.Has("bom") && f != export.CSV {
		return false, request.Invalid("bom", "fault.unfit", "Format", string(f))
	}
	return request.TakeBool(values, "bom")
}

// unsupported complains of what a search may be asked for and a document in a format
// not: it has everything, and a feed its own order.
func unsupported(f export.Format, values url.Values) (bad request.ValidationErrors) {
	names := []string{"size", "explain", "page", "cursor"}
	if request.IsFeed(f) {
		names = []string{"size", "explain", "sort"}
	}
	for _, name := range names {
		if values.Has(name) {
			bad.Add(name, "fault.unfit", "Format", string(f))
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

// attachment is the header that names a file after the search in it. Who asked by POST keeps their words
// to themselves, and finds none in their folder of downloads.
func attachment(c *gin.Context, st request.State, extension string) string {
	name := "rostrum"
	if c.Request.Method != http.MethodPost {
		name = st.FileName()
	}
	return mime.FormatMediaType("attachment", map[string]string{"filename": name + "." + extension})
}

func (s *Feeds) export(c *gin.Context, ix *limit.Index, f export.Format, st request.State, l *ui.Locale, mark bool) error {
	base := s.PublicURL
	var r search.Request
	var err error
	if request.IsFeed(f) {
		st, base = st.AsFeed(), s.Base(c.Request) // links in a feed have to be absolute where they can
		r, err = st.FeedRequest()
	} else {
		st = st.FirstPage()
		r, err = st.Request()
	}
	if err != nil {
		return err
	}
	r.Passages = 1
	// The first answer settles the status: once a document has begun, a fault
	// can only break it off.
	first := r
	if !request.IsFeed(f) {
		first.Size = 0
	}
	if unchanged, err := respond.IndexNotModified(c, ix, s.Build(), strings.Join([]string{string(f), strconv.FormatBool(mark), string(l.Lang), base, st.Query()}, " "), "public, max-age=60"); unchanged || err != nil {
		return err
	}
	results, err := ix.Search(c.Request.Context(), first)
	if err != nil {
		return err
	}
	respond.Timing(c, results.Took)
	options := export.Options{Names: s.Names, Language: l.Lang, Mark: mark}
	if base != "" || !isReference(f) { // a reference needs an address that leads here from anywhere, or none
		options.Link = func(id corpus.ID, page, passage int) string {
			carried := request.State{Q: st.Q, Exact: st.Exact}
			if page == 0 && !request.IsFeed(f) {
				carried = request.State{} // references and tables are handed on: what was searched by is not
			}
			return base + request.PassageAddress(carried, id, page, passage)
		}
	}
	c.Header("Content-Type", f.MediaType())
	if request.IsFeed(f) {
		options.Feed = s.feed(c, f, st, l, results)
	} else {
		c.Header("Content-Disposition", attachment(c, st, f.Extension()))
	}
	c.Status(http.StatusOK)
	if c.Request.Method == http.MethodHead {
		return nil
	}
	w, err := export.New(f, c.Writer, options)
	if err == nil && request.IsFeed(f) {
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
		respond.Abort(c, err)
	}
	return nil
}
