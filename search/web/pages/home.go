package pages

import (
	"net/http"
	"strconv"

	"github.com/gin-gonic/gin"

	"rostrum/corpus"
	"rostrum/search"
	"rostrum/search/web/limit"
	"rostrum/search/web/request"
	"rostrum/search/web/respond"
	"rostrum/search/web/ui"
)

// homeBody is the first page: the size of the corpus and ways into it.
type homeBody struct {
	Works     int
	Documents int
	Pages     int // 0 if not known
	Languages []facetLine
	Sessions  []sessionBar
	Undated   int // works of no session
	Topics    []facetLine
	Speakers  []facetLine
	Newest    []HitView
}

// sessionBar is one session on the ribbon. Heights are in units of the drawing.
type sessionBar struct {
	Short  string // its number
	Label  string
	URL    string // "" for one of which nothing is held
	Count  int
	Height int
	Top    int
}

// The height of the ribbon's tallest bar, in units of its drawing.
const ribbonHeight = 72

// The Assembly meets once a year: a higher number is a slip in some file.
const maxRibbon = 60

// Home serves the first page.
func (s *Pages) Home(c *gin.Context, ix *limit.Index) error {
	l := s.Locale(c.Request)
	st := request.State{Page: 1, Size: 5, Lang: request.Lang(c.Request)}
	if unchanged, err := respond.IndexNotModified(c, ix, s.Build(), string(l.Lang)+" "+c.Request.URL.RawQuery, "private, no-cache"); unchanged || err != nil {
		return err
	}
	results, err := ix.Search(c.Request.Context(), search.Request{Facets: search.FacetFields, Sort: search.SortNewest, Size: 5})
	if err != nil {
		return err
	}
	body := homeBody{Works: results.Total, Documents: results.Index.Documents}
	if s.PageCount != nil {
		if body.Pages, err = s.PageCount(c.Request.Context()); err != nil {
			return err
		}
	}
	body.Sessions = s.ribbon(l, st, results.Facets[corpus.FieldSession])
	body.Undated = results.Facets[corpus.FieldSession].Missing
	body.Languages = s.lines(l, st, corpus.FieldLanguage, results.Facets[corpus.FieldLanguage], 8)
	body.Topics = s.lines(l, st, corpus.FieldTopic, results.Facets[corpus.FieldTopic], 8)
	body.Speakers = s.lines(l, st, corpus.FieldOrganization, results.Facets[corpus.FieldOrganization], 8)
	for i, h := range results.Hits {
		body.Newest = append(body.Newest, s.HitView(l, st, i+1, h))
	}
	p := s.Frame(c, l.Text("home.title"), st, body)
	p.Index = true
	return s.Show(c, http.StatusOK, "home", p)
}

// lines are the first values of a facet, each leading to its statements.
func (s *Pages) lines(l *ui.Locale, st request.State, f corpus.Field, facet search.Facet, most int) []facetLine {
	var out []facetLine
	for _, v := range facet.Values {
		if len(out) == most {
			break
		}
		line := facetLine{ID: v.ID, Label: s.PageLabel(f, v.ID, l.Lang), Count: v.Count}
		if _, ok := request.EntityPaths[f]; ok {
			line.URL = request.EntityAddress(st, f, v.ID)
		} else {
			line.URL = request.State{Lang: st.Lang}.Toggle(f, v.ID).Address("/search")
		}
		if f == corpus.FieldLanguage {
			line.Lang = corpus.Language(v.ID)
		}
		out = append(out, line)
	}
	if !Chronological(f) {
		byName(l, out)
	}
	return out
}

// ribbon lays the ordinary sessions out from the first to the last one held.
// Those between of which nothing is held have their place too: a gap in the
// collection should look like one.
func (s *Pages) ribbon(l *ui.Locale, st request.State, facet search.Facet) []sessionBar {
	counts, last, most := map[int]int{}, 0, 1
	for _, v := range facet.Values {
		if n := ordinal(v.ID); n > 0 && n <= maxRibbon && sessionID(n) == v.ID {
			counts[n], last, most = v.Count, max(last, n), max(most, v.Count)
		}
	}
	bars := make([]sessionBar, 0, last)
	for n := 1; n <= last; n++ {
		bar := sessionBar{Short: strconv.Itoa(n), Label: s.PageLabel(corpus.FieldSession, sessionID(n), l.Lang), Count: counts[n]}
		if bar.Count > 0 {
			bar.Height = max(2, bar.Count*ribbonHeight/most)
			bar.Top = ribbonHeight - bar.Height
			bar.URL = request.EntityAddress(st, corpus.FieldSession, sessionID(n))
		}
		bars = append(bars, bar)
	}
	return bars
}

func sessionID(n int) string { return "ASP" + strconv.Itoa(n) }
