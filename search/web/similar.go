package web

import (
	"cmp"
	"net/http"
	"slices"
	"strings"

	"github.com/gin-gonic/gin"

	"rostrum/corpus"
	"rostrum/search"
	"rostrum/search/web/ui"
)

// The types of this file are the JSON of /api/v1/statements/{id}/similar.

type similarAnswer struct {
	ID       corpus.ID         `json:"id"`
	Words    int               `json:"words"`     // of the statement, that were compared
	MinWords int               `json:"min_words"` // of a passage
	Total    int               `json:"total"`
	TookMS   float64           `json:"took_ms"`
	Index    search.IndexInfo  `json:"index"`
	Matches  []similarMatch    `json:"matches"`
	Links    map[string]string `json:"links"`
}

type similarMatch struct {
	answerHit
	Words  int             `json:"words"`
	Share  float64         `json:"share"`
	Shared []sharedPassage `json:"shared"`
	Runs   int             `json:"shared_total"`
}

type sharedPassage struct {
	Words  int             `json:"words"`
	Others int             `json:"others"`
	Here   []answerPassage `json:"here"`
	There  []answerPassage `json:"there"`
}

func similarPath(id corpus.ID) string { return statementPath(id) + "/similar" }

func (s *Server) apiSimilar(c *gin.Context, ix *Index) error {
	values, err := parameters(c.Request.URL.RawQuery)
	d := s.parser.decoder(values)
	var size int
	if err == nil {
		d.only("size", "hl")
		if size = d.whole("size", search.DefaultSimilarSize, search.MaxSize); len(d.bad) > 0 {
			err = d.bad
		}
	}
	if err != nil {
		return err
	}
	statement, err := s.lookUp(c.Request.Context(), c.Param("id"))
	if err != nil {
		return err
	}
	result, err := ix.Similar(c.Request.Context(), statement.ID, size)
	if err != nil {
		return err
	}
	timing(c, result.Took)
	c.Header("Vary", "Accept-Encoding")
	if unchanged(c, s.build(), result.Index.Generation, string(statement.ID)+" "+values.Encode(), "public, max-age=60") {
		return nil
	}
	st := state{Lang: values.Get("hl")}
	a := similarAnswer{
		ID: statement.ID, Words: result.Words, MinWords: search.MinRepeat, Total: result.Total,
		TookMS: milliseconds(result.Took), Index: result.Index, Matches: []similarMatch{},
		Links: map[string]string{"statement": st.address(statementPath(statement.ID)), "page": st.address(similarPath(statement.ID))},
	}
	for _, m := range result.Matches {
		out := similarMatch{answerHit: s.answerHit(st, ui.Negotiate(st.Lang, ""), m.Hit), Words: m.Words, Share: m.Share, Shared: []sharedPassage{}, Runs: m.Runs}
		for _, p := range m.Shared {
			shared := sharedPassage{Words: p.Words, Others: p.Others, Here: []answerPassage{}, There: []answerPassage{}}
			for _, here := range p.Here {
				shared.Here = append(shared.Here, newAnswerPassage(s.parser.marking(st, here), statement.ID, here))
			}
			for _, there := range p.There {
				shared.There = append(shared.There, newAnswerPassage(s.parser.marking(st, there), m.Statement.ID, there))
			}
			out.Shared = append(out.Shared, shared)
		}
		a.Matches = append(a.Matches, out)
	}
	return writeJSON(c, http.StatusOK, "application/json; charset=utf-8", a)
}

// openingWords is how much of a long passage is looked for to mark it.
const openingWords = 12

// marking is a state that has a statement's page mark the first words of what
// is marked in a passage.
func (p parser) marking(st state, passage search.Passage) state {
	if len(passage.Ranges) > 0 {
		words := strings.Fields(string([]rune(passage.Text)[passage.Ranges[0].Start:passage.Ranges[0].End]))
		st.Q = p.phrase(strings.Join(words[:min(len(words), openingWords)], " "))
	}
	return st
}

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
	Title   string
	Lang    corpus.Language
	Back    string
	Least   int
	Total   int
	Matches []similarView
}

type similarView struct {
	hitView
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

func (s *Server) similarPage(c *gin.Context, ix *Index) error {
	l := s.locale(c.Request)
	d, err := s.lookUp(c.Request.Context(), c.Param("id"))
	if err != nil {
		return err
	}
	result, err := ix.Similar(c.Request.Context(), d.ID, search.DefaultSimilarSize)
	if err != nil {
		return err
	}
	timing(c, result.Took)
	if unchanged(c, s.build(), result.Index.Generation, string(l.Lang)+" "+string(d.ID)+" "+c.Request.URL.RawQuery, "private, no-cache") {
		return nil
	}
	st := state{Lang: asked(c.Request.URL.Query())}
	body := similarBody{Back: st.address(statementPath(d.ID)), Least: search.MinRepeat, Total: result.Total}
	body.Title, body.Lang = s.titleOf(l, d.Title, d.Language)
	for i, m := range result.Matches {
		view := similarView{hitView: s.hitView(l, st, i+1, m.Hit), Words: m.Words, Share: l.Percent(m.Share), Runs: m.Runs - len(m.Shared)}
		for _, p := range m.Shared {
			show := func(id corpus.ID, list []search.Passage) passageView {
				x := fullest(list)
				return passageView{x.Page, passageAddress(s.parser.marking(st, x), id, x.Page, x.Number), marked(x.Text, x.Ranges), x.OCR}
			}
			view.Shared = append(view.Shared, sharedView{
				Words: p.Words, Passage: show(m.Statement.ID, p.There), Lang: m.Statement.Language, Here: show(d.ID, p.Here), Others: p.Others,
			})
		}
		body.Matches = append(body.Matches, view)
	}
	p := s.frame(c, l.Text("similar.title")+" · "+body.Title, state{}, body)
	return s.show(c, http.StatusOK, "similar", p)
}
