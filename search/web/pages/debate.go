package pages

import (
	"context"
	"strconv"
	"strings"

	"github.com/rs/zerolog"

	"rostrum/corpus"
	"rostrum/search"
	"rostrum/search/web/limit"
	"rostrum/search/web/request"
	"rostrum/search/web/ui"
)

// moreShown is the number of other statements of an author listed below a statement.
const moreShown = 5

// debateView is where a statement stands in a debate, with its neighbours.
type debateView struct {
	Topic, Session string
	URL            string // the whole debate, in the same order
	Place, Total   int
	Before, After  *neighbourView
}

// neighbourView is a statement that comes before or after, by its authors; without any, by its title.
type neighbourView struct {
	URL   string
	Names []string
	Date  corpus.Date
}

// moreView is a list of other statements of the same authors.
type moreView struct {
	Authors int
	Total   int
	URL     string // all of them, with the statement itself
	Hits    []HitView
}

// addNeighbours fills in what leads on from a statement. A page is shown without it if the index cannot
// tell, for what was said there is in the catalogue.
func (s *Pages) addNeighbours(ctx context.Context, ix *limit.Index, l *ui.Locale, st request.State, d corpus.Statement, body *statementBody) {
	debates, err := search.Debates(ctx, ix, d)
	if err == nil {
		for _, debate := range debates {
			body.Debates = append(body.Debates, s.debateView(l, st, debate))
		}
		body.More, err = s.moreBy(ctx, ix, l, st, d)
	}
	if err != nil {
		zerolog.Ctx(ctx).Warn().Err(err).Str("statement", string(d.ID)).Msg("a statement is shown without its debate")
	}
}

func (s *Pages) debateView(l *ui.Locale, st request.State, d search.Debate) debateView {
	all := request.State{Lang: st.Lang, Sort: search.SortOldest}.Toggle(corpus.FieldSession, string(d.Session)).Toggle(corpus.FieldTopic, string(d.Topic))
	all.Page = (d.Place-1)/request.DefaultSize + 1
	return debateView{
		Topic: s.PageLabel(corpus.FieldTopic, string(d.Topic), l.Lang), Session: s.ShortSession(l, d.Session),
		URL: all.Address("/search"), Place: d.Place, Total: d.Total,
		Before: s.neighbour(l, st, d.Before), After: s.neighbour(l, st, d.After),
	}
}

func (s *Pages) neighbour(l *ui.Locale, st request.State, h *search.Hit) *neighbourView {
	if h == nil {
		return nil
	}
	d := h.Statement
	out := &neighbourView{URL: st.Carried().Address(request.StatementPath(d.ID)), Date: d.Date}
	for _, id := range d.Authors {
		out.Names = append(out.Names, s.PageLabel(corpus.FieldOrganization, string(id), l.Lang))
	}
	if len(out.Names) == 0 {
		title, _ := s.Title(l, d.Title, d.Language)
		out.Names = []string{title}
	}
	return out
}

func (s *Pages) moreBy(ctx context.Context, ix *limit.Index, l *ui.Locale, st request.State, d corpus.Statement) (*moreView, error) {
	hits, total, err := search.MoreBy(ctx, ix, d, moreShown)
	if err != nil || len(hits) == 0 {
		return nil, err
	}
	all := request.State{Lang: st.Lang, Sort: search.SortNewest}
	for _, id := range d.Authors {
		all = all.Toggle(corpus.FieldOrganization, string(id))
	}
	view := &moreView{Authors: len(d.Authors), Total: total, URL: all.Address("/search")}
	for i, h := range hits {
		view.Hits = append(view.Hits, s.HitView(l, request.State{Lang: st.Lang}, i+1, h))
	}
	return view, nil
}

// ShortSession is a session's code with the year in which it began, such as "ASP20, 2021"; the code
// alone where the year is not known or part of it.
func (s *Pages) ShortSession(l *ui.Locale, id corpus.SessionID) string {
	year := s.Began(id).Year
	if year <= 0 || strings.Contains(string(id), strconv.Itoa(year)) {
		return string(id)
	}
	return l.Text("session.year", "Session", string(id), "Year", year)
}

// backView is the way back from a statement to the page that led to it.
type backView struct{ URL, Message string }

// backTo names the way back by the page it leads to; nil without an address.
func backTo(address string) *backView {
	switch {
	case address == "":
		return nil
	case strings.HasPrefix(address, "/search"):
		return &backView{address, "walk.back"}
	case strings.HasPrefix(address, "/quote"):
		return &backView{address, "walk.back-quote"}
	}
	return &backView{address, "walk.back-page"}
}
