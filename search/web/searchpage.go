package web

import (
	"context"
	"html/template"
	"net/http"

	"github.com/gin-gonic/gin"

	"rostrum/corpus"
	"rostrum/search"
	"rostrum/search/export"
	"rostrum/search/web/ui"
)

// resultsBody is the page of answers.
type resultsBody struct {
	Total   int
	Q       string
	Reading *reading
	Exact   bool
	Relaxed bool
	Meant   *meant
	Chips   []chip
	Clear   string // without any filter
	Sorts   []link
	Facets  []facetView
	Dates   datesView
	Hits    []hitView
	First   int // number of the first hit shown
	Last    int
	Prev    string
	Next    string
	Zero    []loosening
	Related []related
	Take    []link // the same results in other formats
	Trends  string // the same question over time; "" where there is nothing to count
}

// chip is a filter in force, with the address that lifts it.
type chip struct {
	Name  string // message id of the field
	Label string
	URL   string
}

type datesView struct {
	From, To string
	Hidden   []hidden
}

// hitView is one statement found.
type hitView struct {
	Number    int
	ID        corpus.ID
	URL       string
	Title     template.HTML
	Lang      corpus.Language
	Session   *sessionLink
	Date      corpus.Date
	Authors   []link
	Deliverer string
	Topics    []link
	Type      string
	Media     string // message id
	Pages     int
	Symbol    string
	Passages  []passageView
	Rest      int // passages beyond those shown
	Also      []alsoView
	OCR       bool
}

// sessionLink has the short name for the margin and the long one for whoever asks.
type sessionLink struct{ Name, Label, URL string }

type passageView struct {
	Page int
	URL  string
	HTML template.HTML
	OCR  bool
}

type alsoView struct {
	Lang corpus.Language
	URL  string
}

func (s *Server) search(c *gin.Context, ix *Index) error {
	l := s.locale(c.Request)
	st, err := s.parser.state(c.Request.URL.RawQuery, false)
	if err != nil {
		return err
	}
	st.Lang = asked(c.Request.URL.Query())
	r, err := st.request()
	if err != nil {
		return err
	}
	r.Facets, r.Passages, r.Related = search.FacetFields, 3, relatedShown
	results, err := ix.Search(c.Request.Context(), r)
	if err != nil {
		return err
	}
	timing(c, results.Took)
	if unchanged(c, s.build(), results.Index.Generation, string(l.Lang)+" "+st.query(), "private, no-cache") {
		return nil
	}
	body, err := s.resultsBody(c.Request.Context(), ix, l, st, r, results)
	if err != nil {
		return err
	}
	title := l.Count("results.title", results.Total, "Q", st.Q)
	if st.Q == "" {
		title = l.Count("results.count", results.Total)
	}
	p := s.frame(c, title, st, body)
	p.Canonical = state{Q: st.Q}.address("/search")
	// A question is a page like another; its endless combinations with filters,
	// orders and pages are not for crawlers.
	p.Index = st.query() == state{Q: st.Q, Exact: st.Exact, Lang: st.Lang}.query()
	p.Feed = feedAddress(export.Atom, st.first().fed())
	return s.show(c, http.StatusOK, "search", p)
}

func (s *Server) resultsBody(ctx context.Context, ix *Index, l *ui.Locale, st state, r search.Request, results *search.Results) (resultsBody, error) {
	body := resultsBody{
		Total: results.Total, Q: st.Q, Exact: st.Exact, Relaxed: results.Relaxed,
		Clear: st.unfiltered().address("/search"),
		Dates: datesView{st.From, st.To, datesHidden(st)},
		Take:  takeLinks(st),
		First: r.From + 1, Last: r.From + len(results.Hits),
		Related: s.related(results, l.Lang, st.Lang, "/search"),
	}
	var err error
	if body.Reading, err = s.read(l, r); err != nil {
		return body, err
	}
	if body.Reading != nil {
		body.Reading.switches(st, r.Query)
	}
	for _, f := range search.FacetFields {
		for _, id := range st.Values[f] {
			body.Chips = append(body.Chips, chip{"field." + string(f), s.pageLabel(f, id, l.Lang), st.toggle(f, id).address("/search")})
		}
	}
	if st.From != "" || st.To != "" {
		body.Chips = append(body.Chips, chip{"field.date", l.Text(span("read", st.From, st.To), "From", st.From, "To", st.To), st.undated().address("/search")})
	}
	for _, by := range []search.Sort{search.SortRelevance, search.SortNewest, search.SortOldest, search.SortAdded} {
		if by == search.SortRelevance && st.Q == "" {
			continue // nothing to be relevant to
		}
		body.Sorts = append(body.Sorts, link{"sort." + string(by), st.sorted(by).address("/search"), st.order() == by})
	}
	for _, f := range search.FacetFields {
		if view := s.facetView(l, st, f, results.Facets[f]); view.useful(results.Total) {
			body.Facets = append(body.Facets, view)
		}
	}
	for i, h := range results.Hits {
		body.Hits = append(body.Hits, s.hitView(l, st, r.From+i+1, h))
	}
	if st.Page > 1 {
		body.Prev = st.turn(st.Page - 1).address("/search")
	}
	if body.Last < results.Total && len(results.Hits) > 0 && body.Last+st.Size <= search.MaxWindow {
		body.Next = st.turn(st.Page + 1).address("/search")
	}
	if results.Total > 0 {
		body.Trends = trendsOf(st)
	}
	if body.Meant, err = s.didYouMean(ctx, ix, st, r, results); err != nil {
		return body, err
	}
	if results.Total == 0 {
		if body.Zero, err = s.loosenings(ctx, ix, l, st, r, results); err != nil {
			return body, err
		}
	}
	return body, nil
}

func datesHidden(st state) []hidden {
	st = st.undated()
	box := boxOf(st, st.Lang)
	if st.Q != "" {
		box.Hidden = append(box.Hidden, hidden{"q", st.Q})
	}
	if st.Exact {
		box.Hidden = append(box.Hidden, hidden{"exact", "true"})
	}
	return box.Hidden
}

func (s *Server) hitView(l *ui.Locale, st state, number int, h search.Hit) hitView {
	d := h.Statement
	carried := state{Q: st.Q, Exact: st.Exact, Lang: st.Lang}
	v := hitView{
		Number: number, ID: d.ID, URL: carried.address(statementPath(d.ID)), Title: marked(d.Title, h.TitleRanges), Lang: d.Language,
		Date: d.Date, Deliverer: d.Deliverer, Media: mediaMessage(d.Origin.MediaType), Pages: h.PageCount, Symbol: d.Symbol,
		Rest: h.PassagesTotal - len(h.Passages),
	}
	if d.Title == "" {
		v.Title = marked(l.Text("statement.untitled"), nil)
		v.Lang = l.Lang
	}
	if d.Session != "" {
		v.Session = &sessionLink{string(d.Session), s.pageLabel(corpus.FieldSession, string(d.Session), l.Lang), aspectAddress(st, corpus.FieldSession, string(d.Session))}
	}
	for _, id := range d.Authors {
		v.Authors = append(v.Authors, link{Label: s.pageLabel(corpus.FieldOrganization, string(id), l.Lang), URL: aspectAddress(st, corpus.FieldOrganization, string(id))})
	}
	for _, id := range d.Topics {
		v.Topics = append(v.Topics, link{Label: s.pageLabel(corpus.FieldTopic, string(id), l.Lang), URL: aspectAddress(st, corpus.FieldTopic, string(id))})
	}
	if d.Type != "" && d.Type != "statement" {
		v.Type = s.pageLabel(corpus.FieldType, string(d.Type), l.Lang)
	}
	for _, p := range h.Passages {
		v.OCR = v.OCR || p.OCR
		v.Passages = append(v.Passages, passageView{p.Page, passageAddress(st, d.ID, p.Page, p.Number), marked(p.Text, p.Ranges), p.OCR})
	}
	for _, t := range h.Translations {
		v.Also = append(v.Also, alsoView{t.Language, carried.address(statementPath(t.ID))})
	}
	return v
}

// mediaMessage names a kind of file for people.
func mediaMessage(mediaType string) string {
	switch mediaType {
	case "application/pdf":
		return "media.pdf"
	case "text/html", "application/xhtml+xml":
		return "media.html"
	}
	return "media.other"
}
