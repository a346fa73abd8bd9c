package pages

import (
	"cmp"
	"context"
	"html/template"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/gin-gonic/gin"

	"rostrum/corpus"
	"rostrum/search"
	"rostrum/search/api"
	"rostrum/search/export"
	"rostrum/search/query"
	"rostrum/search/web/answer"
	"rostrum/search/web/feeds"
	"rostrum/search/web/limit"
	"rostrum/search/web/request"
	"rostrum/search/web/respond"
	"rostrum/search/web/ui"
)

// ExportLinks are the formats offered beside results.
func ExportLinks(st request.State) []Link {
	st = st.FirstPage()
	var out []Link
	for _, t := range feeds.ExportFormats {
		switch {
		case t.Label == "":
		case request.IsFeed(t.Format):
			out = append(out, Link{Label: t.Label, URL: request.FeedAddress(t.Format, st.AsFeed())})
		default:
			out = append(out, Link{Label: t.Label, URL: st.Address(t.Path)})
		}
	}
	table := st.Address("/search.csv")
	if strings.Contains(table, "?") {
		table += "&bom=true"
	} else {
		table += "?bom=true"
	}
	return append(out, Link{Label: "Excel", URL: table}, Link{Label: "ZIP", URL: st.Address(feeds.BundlePath)})
}

// resultsBody is the page of answers.
type resultsBody struct {
	Total       int
	Q           string
	Reading     *reading
	Exact       bool
	Relaxed     bool
	Notes       []NoteView
	Suggestion  *suggestion
	Chips       []chip
	Clear       string // without any filter
	Sorts       []SortLink
	SortHidden  []Hidden // what the form that sorts carries along
	Feed        string
	Facets      []FacetView
	Dates       DatesView
	Hits        []HitView
	First       int // number of the first hit shown
	Last        int
	Prev        string
	Next        string
	Relaxations []relaxation
	Related     []api.Related
	Exports     []Link // the same results in other formats
	Trends      string // the same question over time; "" where there is nothing to count
	Others      *othersView
	Back        string // to all results, from the page of those in other languages alone; "" elsewhere
}

// chip is a filter in force, with the address that lifts it.
type chip struct {
	Name  string // message id of the field
	Label string
	URL   string
}

// DatesView is the form that asks for a span of dates.
type DatesView struct {
	From, To string
	Hidden   []Hidden
}

// HitView is one statement found.
type HitView struct {
	Number    int
	ID        corpus.ID
	URL       string
	Title     template.HTML
	Lang      corpus.Language
	Session   *sessionLink
	Date      corpus.Date
	Authors   []Link
	Deliverer string
	Topics    []Link
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

// Search serves the page of results.
func (s *Pages) Search(c *gin.Context, ix *limit.Index) error {
	l := s.Locale(c.Request)
	if q := strings.TrimSpace(c.Query("q")); len(q) > s.Parser.MaxBytes && utf8.ValidString(q) && strings.ContainsFunc(q, unicode.IsLetter) {
		// Nobody writes a query of that length: it is a passage, to be looked for
		// as one.
		if isPrivate(c) {
			c.Request.URL.RawQuery = url.Values{"text": {q}, "lang": {request.Lang(c.Request)}}.Encode()
			return s.Quote(c, ix)
		}
		c.Redirect(http.StatusSeeOther, request.QuoteAddress(q, request.Lang(c.Request)))
		return nil
	}
	st, err := s.Parser.State(c.Request.URL.RawQuery, false)
	if err != nil {
		return err
	}
	st.Lang = request.Lang(c.Request)
	st, r, err := st.Read()
	if err != nil {
		return err
	}
	r.Language = l.Lang
	r.Facets, r.Passages, r.Related, r.Forms = search.FacetFields, 3, answer.RelatedSize, true
	if unchanged, err := respond.IndexNotModified(c, ix, s.Build(), string(l.Lang)+" "+st.Query(), "private, no-cache"); unchanged || err != nil {
		return err
	}
	meant, err := ix.SearchMeant(c.Request.Context(), r, s.QueryNames(ui.Negotiate(st.Lang, "")))
	if err != nil {
		return err
	}
	respond.Timing(c, meant.Results.Took)
	shown := st
	if q := meant.Request.Query; q != nil && (meant.Typed != nil || st.Typing) {
		shown = st.Asking(q) // what leads on, leads on from there
	}
	body, err := s.resultsBody(c.Request.Context(), ix, l, shown, meant)
	if err != nil {
		return err
	}
	asked := st.Q
	if meant.Typed != nil {
		asked = shown.Q
	}
	title := l.Count("results.title", body.Total, "Q", asked)
	if asked == "" || isPrivate(c) { // browsers keep titles
		title = l.Count("results.count", body.Total)
	}
	p := s.Frame(c, title, st, body)
	p.Canonical = request.State{Q: shown.Q}.Address("/search")
	// A question is a page like another; its endless combinations with filters,
	// orders and pages are not for crawlers.
	p.Index = st.Query() == request.State{Q: st.Q, Exact: st.Exact, Lang: st.Lang}.Query()
	p.Feed = request.FeedAddress(export.Atom, shown.FirstPage().AsFeed())
	return s.Show(c, http.StatusOK, "search", p)
}

// Notes say in the language of the page what was read otherwise than it was
// written, or lead on from a passage to the quotation check. Links carry the
// search in st.
func Notes(l *ui.Locale, st request.State, meant *search.LikelyMeant) []NoteView {
	r := meant.Request
	notes := r.Notes
	var out []NoteView
	if meant.Typed != nil {
		typed := notes[len(notes)-1]
		out = append(out, NoteView{Text: l.Text("meant.shown", "Q", typed.Read), Link: st.Asking(meant.Typed).Address("/search"), Label: l.Text("meant.instead", "Q", typed.Text)})
		notes = notes[:len(notes)-1]
	}
	if len(notes) == 0 {
		return out
	}
	read := ""
	if r.Query != nil {
		read = r.Query.String()
	}
	if slices.ContainsFunc(notes, func(n query.Note) bool { return n.Code == query.CodeParagraph }) {
		return append(out, NoteView{Text: l.Text("results.passage"), Link: request.QuoteAddress(notes[0].Text, ""), Label: l.Text("quote.link")})
	}
	if last := notes[len(notes)-1]; last.Code == query.CodeRangeOrder && len(notes) == 1 {
		read = last.Read
	}
	return append(out, NoteView{Text: l.Text("results.read-as", "Q", read)})
}

// NoteView is a sentence above the results, with a link that leads on, or none.
type NoteView struct{ Text, Link, Label string }

func (s *Pages) resultsBody(ctx context.Context, ix *limit.Index, l *ui.Locale, st request.State, meant *search.LikelyMeant) (resultsBody, error) {
	r, results := meant.Request, meant.Results
	body := resultsBody{
		Total: results.Total, Q: st.Q, Exact: st.Exact, Relaxed: results.Relaxed, Notes: Notes(l, st, meant),
		Clear:   st.WithoutFilters().Address("/search"),
		Dates:   Dates(st),
		Exports: ExportLinks(st), Feed: request.FeedAddress(export.Atom, st.FirstPage().AsFeed()), SortHidden: without(st.WithSort("")),
		First: r.From + 1, Last: r.From + len(results.Hits),
		Related: answer.Related(s.Labels(l.Lang), results, st.Lang, "/search"),
	}
	var err error
	if body.Reading, err = s.read(l, r); err != nil {
		return body, err
	}
	if body.Reading != nil {
		body.Reading.switches(st, r.Query, results.Forms)
	}
	for _, f := range search.FacetFields {
		for _, id := range st.Values[f] {
			body.Chips = append(body.Chips, chip{"field." + string(f), s.PageLabel(f, id, l.Lang), st.Toggle(f, id).Address("/search")})
		}
	}
	if st.From != "" || st.To != "" {
		body.Chips = append(body.Chips, chip{"field.date", l.Text(span("read", st.From, st.To), "From", st.From, "To", st.To), st.WithoutDates().Address("/search")})
	}
	body.Sorts = Sorts(st)
	for _, f := range search.FacetFields {
		if view := s.FacetView(l, st, f, results.Facets[f]); view.Useful(results.Total) {
			body.Facets = append(body.Facets, view)
		}
	}
	from := st.ComingFrom(st.Address("/search"))
	for i, h := range results.Hits {
		body.Hits = append(body.Hits, s.HitView(l, from, r.From+i+1, h))
	}
	if st.Page > 1 {
		body.Prev = st.WithPage(st.Page - 1).Address("/search")
	}
	if body.Last < results.Total && len(results.Hits) > 0 && body.Last+st.Size <= search.MaxWindow {
		body.Next = st.WithPage(st.Page + 1).Address("/search")
	}
	if results.Total > 0 {
		body.Trends = request.TrendsOf(st)
	}
	body.Suggestion = suggested(st, meant.Correction)
	if body.Others, err = s.others(ctx, ix, l, st, meant); err != nil {
		return body, err
	}
	if st.Bridge {
		body.onlyOthers(st, r)
		return body, nil
	}
	if results.Total == 0 {
		if body.Relaxations, err = s.relaxations(ctx, ix, l, st, r, results); err != nil {
			return body, err
		}
	}
	return body, nil
}

// onlyOthers makes a page of the statements in other languages alone.
func (b *resultsBody) onlyOthers(st request.State, r search.Request) {
	b.Back = st.InOtherLanguages(false).Address("/search")
	b.Hits, b.Facets, b.Related, b.Exports, b.Sorts, b.Trends, b.Suggestion, b.Relaxed = nil, nil, nil, nil, nil, "", nil, false
	b.Total, b.Next = 0, ""
	if b.Others == nil {
		return
	}
	b.Total = b.Others.Total
	b.First, b.Last = r.From+1, r.From+len(b.Others.Hits)
	if b.Last < b.Total && len(b.Others.Hits) > 0 && b.Last+st.Size <= search.MaxWindow {
		b.Next = st.WithPage(st.Page + 1).Address("/search")
	}
}

// SortLink is an order in which the results can be listed.
type SortLink struct {
	ID search.Sort
	Link
}

// Sorts are the orders in which the results of a search can be listed.
func Sorts(st request.State) []SortLink {
	var out []SortLink
	for _, by := range []search.Sort{search.SortRelevance, search.SortNewest, search.SortOldest, search.SortAdded} {
		if by == search.SortRelevance && st.Q == "" {
			continue // nothing to be relevant to
		}
		out = append(out, SortLink{by, Link{"sort." + string(by), st.WithSort(by).Address("/search"), st.Order() == by}})
	}
	return out
}

// Dates is the form that narrows a search to a span of dates.
func Dates(st request.State) DatesView {
	return DatesView{st.From, st.To, without(st.WithoutDates())}
}

// without is what a form carries along that asks for the rest of a search itself.
func without(st request.State) []Hidden {
	box := boxOf(st, st.Lang)
	if st.Q != "" {
		box.Hidden = append(box.Hidden, Hidden{"q", st.Q})
	}
	if st.Exact {
		box.Hidden = append(box.Hidden, Hidden{"exact", "true"})
	}
	return box.Hidden
}

// HitView shows a hit; its links carry the search in st.
func (s *Pages) HitView(l *ui.Locale, st request.State, number int, h search.Hit) HitView {
	d := h.Statement
	carried := st.Carried()
	v := HitView{
		Number: number, ID: d.ID, URL: carried.Address(request.StatementPath(d.ID)), Title: ui.Marked(d.Title, h.TitleRanges), Lang: d.Language,
		Date: d.Date, Deliverer: d.Deliverer, Media: mediaMessage(d.Origin.MediaType), Pages: h.PageCount, Symbol: d.Symbol,
		Rest: h.PassagesTotal - len(h.Passages),
	}
	if d.Title == "" {
		v.Title = ui.Marked(l.Text("statement.untitled"), nil)
		v.Lang = l.Lang
	}
	if d.Session != "" {
		to := s.entityLink(l, st, corpus.FieldSession, string(d.Session))
		v.Session = &sessionLink{s.ShortSession(l, d.Session), to.Label, to.URL}
	}
	v.Authors = EntityLinks(s, l, st, corpus.FieldOrganization, d.Authors)
	v.Topics = EntityLinks(s, l, st, corpus.FieldTopic, d.Topics)
	if d.Type != "" && d.Type != "statement" {
		v.Type = s.PageLabel(corpus.FieldType, string(d.Type), l.Lang)
	}
	passages := slices.Clone(h.Passages) // the best, shown as they follow each other in the statement
	slices.SortStableFunc(passages, func(a, b search.Passage) int {
		return cmp.Or(cmp.Compare(a.Page, b.Page), cmp.Compare(a.Number, b.Number))
	})
	for _, p := range passages {
		v.OCR = v.OCR || p.OCR
		v.Passages = append(v.Passages, passageView{p.Page, request.PassageAddress(st, d.ID, p.Page, p.Number), ui.Marked(p.Text, p.Ranges), p.OCR})
	}
	for _, t := range h.Translations {
		v.Also = append(v.Also, alsoView{t.Language, carried.Address(request.StatementPath(t.ID))})
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
