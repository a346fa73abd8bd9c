package pages

import (
	"cmp"
	"net/http"
	"slices"

	"github.com/gin-gonic/gin"

	"rostrum/corpus"
	"rostrum/search"
	"rostrum/search/web/limit"
	"rostrum/search/web/request"
	"rostrum/search/web/respond"
	"rostrum/search/web/ui"
)

// fullest is the passage with the most that is marked.
func fullest(list []search.Passage) search.Passage {
	return slices.MaxFunc(list, func(a, b search.Passage) int {
		return cmp.Compare(markedRunes(a), markedRunes(b))
	})
}

func markedRunes(p search.Passage) (n int) {
	for _, r := range p.Ranges {
		n += r.End - r.Start
	}
	return n
}

// similarBody is the page of what repeats a statement.
type similarBody struct {
	Title    string
	Lang     corpus.Language
	Back     string
	MinWords int
	Total    int
	Matches  []similarView
}

type similarView struct {
	HitView
	Words  int
	Share  string
	Shared []sharedView
	Runs   int // passages shared beyond those shown
}

type sharedView struct {
	Words   int
	Passage passageView // in the other statement: where most of it stands
	Lang    corpus.Language
	Here    passageView
	Others  int
}

// Similar serves the page of what repeats a statement.
func (s *Pages) Similar(c *gin.Context, ix *limit.Index) error {
	l := s.Locale(c.Request)
	d, err := s.LookUp(c.Request.Context(), c.Param("id"))
	if err != nil {
		return err
	}
	if unchanged, err := respond.IndexNotModified(c, ix, s.Build(), string(l.Lang)+" "+string(d.ID)+" "+c.Request.URL.RawQuery, "private, no-cache"); unchanged || err != nil {
		return err
	}
	result, err := ix.Similar(c.Request.Context(), d.ID, search.DefaultSimilarSize)
	if err != nil {
		return err
	}
	respond.Timing(c, result.Took)
	st := request.State{Lang: request.Lang(c.Request)}
	body := similarBody{Back: st.Address(request.StatementPath(d.ID)), MinWords: search.MinRepeat, Total: result.Total}
	body.Title, body.Lang = s.Title(l, d.Title, d.Language)
	st = st.ComingFrom(st.Address(request.SimilarPath(d.ID)))
	for i, m := range result.Matches {
		view := similarView{HitView: s.HitView(l, st, i+1, m.Hit), Words: m.Words, Share: l.Percent(m.Share), Runs: m.Runs - len(m.Shared)}
		for _, p := range m.Shared {
			show := func(id corpus.ID, list []search.Passage) passageView {
				x := fullest(list)
				return passageView{x.Page, request.PassageAddress(s.Parser.Marking(st, x), id, x.Page, x.Number), ui.Marked(x.Text, x.Ranges), x.OCR}
			}
			view.Shared = append(view.Shared, sharedView{
				Words: p.Words, Passage: show(m.Statement.ID, p.There), Lang: m.Statement.Language, Here: show(d.ID, p.Here), Others: p.Others,
			})
		}
		body.Matches = append(body.Matches, view)
	}
	p := s.Frame(c, l.Text("similar.title")+" · "+body.Title, request.State{}, body)
	return s.Show(c, http.StatusOK, "similar", p)
}
