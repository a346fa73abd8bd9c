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
	Languages []FacetLine
	Sessions  []SessionBar
	Undated   int // works of no session
	Topics    []FacetLine
	Speakers  []FacetLine
	Newest    []HitView
}

// SessionBar is one session on the ribbon. Heights are in units of the drawing.
type SessionBar struct {
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
	body.Sessions = s.Ribbon(l, results.Facets[corpus.FieldSession], results.Facets[corpus.FieldSession], 1, func(id string) string { return request.EntityAddress(st, corpus.FieldSession, id) })
	body.Undated = results.Facets[corpus.FieldSession].Missing
	body.Languages = s.Lines(l, st, corpus.FieldLanguage, results.Facets[corpus.FieldLanguage], 8)
	body.Topics = s.Lines(l, st, corpus.FieldTopic, results.Facets[corpus.FieldTopic], 8)
	body.Speakers = s.Lines(l, st, corpus.FieldOrganization, results.Facets[corpus.FieldOrganization], 8)
	for i, h := range results.Hits {
		body.Newest = append(body.Newest, s.HitView(l, st, i+1, h))
	}
	p := s.Frame(c, l.Text("home.title"), st, body)
	p.Index = true
	return s.Show(c, http.StatusOK, "home", p)
}

// Lines are the first values of a facet, each leading to its statements.
func (s *Pages) Lines(l *ui.Locale, st request.State, f corpus.Field, facet search.Facet, most int) []FacetLine {
	var out []FacetLine
	for _, v := range facet.Values {
		if len(out) == most {
			break
		}
		line := FacetLine{ID: v.ID, Label: s.PageLabel(f, v.ID, l.Lang), Count: v.Count}
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

// Ribbon lays the ordinary sessions out, from the one with the number first, or from the first one of
// which the collection has something if that is 0, to the last of which it has. Those between of which
// nothing is held have their place too: a gap in the collection should look like one.
func (s *Pages) Ribbon(l *ui.Locale, held, counted search.Facet, first int, address func(session string) string) []SessionBar {
	last, most := 0, 1
	for _, v := range held.Values {
		if n := ordinal(v.ID); n > 0 && n <= maxRibbon && sessionID(n) == v.ID {
			last = max(last, n)
			if first == 0 || n < first {
				first = n
			}
		}
	}
	counts := map[string]int{}
	for _, v := range counted.Values {
		counts[v.ID] = v.Count
		if n := ordinal(v.ID); n > 0 && n <= maxRibbon {
			most = max(most, v.Count)
		}
	}
	var bars []SessionBar
	for n := max(first, 1); n <= last; n++ {
		bar := SessionBar{Short: strconv.Itoa(n), Label: s.PageLabel(corpus.FieldSession, sessionID(n), l.Lang), Count: counts[sessionID(n)]}
		if bar.Count > 0 {
			bar.Height = max(2, bar.Count*ribbonHeight/most)
			bar.Top = ribbonHeight - bar.Height
			bar.URL = address(sessionID(n))
		}
		bars = append(bars, bar)
	}
	return bars
}

func sessionID(n int) string { return "ASP" + strconv.Itoa(n) }
