package web

import (
	"net/http"
	"slices"
	"strings"
	"unicode"

	"github.com/gin-gonic/gin"
	"golang.org/x/text/cases"
	"golang.org/x/text/runes"
	"golang.org/x/text/transform"
	"golang.org/x/text/unicode/norm"

	"rostrum/corpus"
	"rostrum/search"
	"rostrum/search/api"
	"rostrum/search/web/answer"
	"rostrum/search/web/limit"
	"rostrum/search/web/request"
	"rostrum/search/web/respond"
	"rostrum/search/web/ui"
)

// The most values of one facet in an answer about it.
const maxFacetValues = 1000

var facetsParameters = []string{"q", "exact", "from", "to", "collapse", "prefix", "limit", "lang"}

func (s *Server) apiFacets(c *gin.Context, ix *limit.Index) error {
	f := corpus.Field(c.Param("name"))
	if !slices.Contains(search.FacetFields, f) {
		return corpus.ErrNotFound
	}
	values, err := request.Parameters(c.Request.URL.RawQuery)
	if err != nil {
		return err
	}
	d := s.Parser.Decoder(values)
	d.Allow(facetsParameters)
	st := request.State{
		Q: d.Query(), Exact: d.Bool("exact"), Values: d.Filters(), From: d.Date("from"), To: d.Date("to"), Page: 1, Size: request.DefaultSize,
		Documents: d.Documents(), Lang: values.Get("lang"),
	}
	prefix, limit := d.Text("prefix"), d.Int("limit", answer.FacetSize, maxFacetValues)
	if len(d.Errors) > 0 {
		return d.Errors
	}
	r, err := st.Request()
	if err != nil {
		return err
	}
	r.Size, r.Facets = 0, []corpus.Field{f}
	c.Writer.Header().Add("Vary", "Accept-Encoding")
	if unchanged, err := respond.IndexNotModified(c, ix, s.Build(), string(f)+" "+values.Encode(), "public, max-age=60"); unchanged || err != nil {
		return err
	}
	results, err := ix.Search(c.Request.Context(), r)
	if err != nil {
		return err
	}
	respond.Timing(c, results.Took)
	var matching []search.FacetValue
	for _, v := range results.Facets[f].Values {
		if s.begins(f, v.ID, prefix) {
			matching = append(matching, v)
		}
	}
	left := max(0, len(matching)-limit)
	return respond.JSON(c, http.StatusOK, jsonType, api.Facets{
		Facet: f, Prefix: prefix, TookMS: api.Milliseconds(results.Took), Index: results.Index,
		Values: answer.FacetValues(s.Site, st, f, matching[:len(matching)-left]), Left: left, Missing: results.Facets[f].Missing,
		Links: map[string]string{"self": selfLink(c, values), "search": st.Address(api.SearchPath)},
	})
}

// begins tells whether a word of what an id is called begins with prefix, in
// any language of the interface and without regard to case and accents.
func (s *Server) begins(f corpus.Field, id, prefix string) bool {
	wanted := folded(prefix)
	if wanted == "" {
		return true
	}
	for _, lang := range ui.Languages {
		if wordBegins(folded(s.Label(f, id, lang)), wanted) {
			return true
		}
	}
	return wordBegins(folded(id), wanted)
}

func wordBegins(text, prefix string) bool {
	before := ' '
	for i, r := range text {
		if !letter(before) && strings.HasPrefix(text[i:], prefix) {
			return true
		}
		before = r
	}
	return false
}

func letter(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) }

// folded is text without case and accents.
func folded(text string) string {
	plain, _, err := transform.String(transform.Chain(norm.NFKD, runes.Remove(runes.In(unicode.Mn)), norm.NFKC, cases.Fold()), text)
	if err != nil { // none of the four can fail on a whole text
		plain = text
	}
	return strings.TrimSpace(plain)
}
