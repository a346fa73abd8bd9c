package pages

import (
	"context"

	"rostrum/corpus"
	"rostrum/search"
	"rostrum/search/api"
	"rostrum/search/web/limit"
	"rostrum/search/web/request"
	"rostrum/search/web/ui"
)

// othersView is the section with statements in other languages.
type othersView struct {
	Total     int
	Nearest   []equivalentView // a few of the words, for the heading
	Languages []languageWords
	Hits      []HitView
	All       string // address of all of them; "" if all are shown
}

// equivalentView is a word of another language.
type equivalentView struct {
	Text string
	Lang corpus.Language
	URL  string // of the search without it
}

// languageWords are the words of one language that were searched for.
type languageWords struct {
	Lang  corpus.Language
	Words []equivalentView
}

// others finds the statements in other languages for a search with state st. They stand
// under the first page of its results, or are a page of their own.
func (s *Pages) others(ctx context.Context, ix *limit.Index, l *ui.Locale, st request.State, meant *search.LikelyMeant) (*othersView, error) {
	r := meant.Request
	if s.Bridge == nil || st.Page > 1 && !st.Bridge {
		return nil, nil
	}
	found, err := ix.Bridge(ctx, s.Bridge, r, meant.Results, st.Drop)
	if err != nil || found == nil || len(found.Hits) == 0 {
		return nil, err
	}
	out := &othersView{Total: found.Total}
	shown := api.Builder{}.Bridge(found, func(search.Hit) api.Hit { return api.Hit{} }, func(n corpus.Name) string { return st.Dropping(n).Address("/search") })
	for _, e := range shown.Nearest() {
		out.Nearest = append(out.Nearest, equivalentView{e.Text, e.Language, e.URL})
	}
	places := map[corpus.Language]int{}
	for _, w := range shown.Words {
		for _, e := range w.Equivalents {
			at, ok := places[e.Language]
			if !ok {
				at = len(out.Languages)
				places[e.Language] = at
				out.Languages = append(out.Languages, languageWords{Lang: e.Language})
			}
			out.Languages[at].Words = append(out.Languages[at].Words, equivalentView{e.Text, e.Language, e.URL})
		}
	}
	first := r.From
	if !st.Bridge {
		first += len(meant.Results.Hits)
	}
	for i, h := range found.Hits {
		out.Hits = append(out.Hits, s.HitView(l, st.MarkingLanguage(found.Bridge, h.Statement.Language), first+i+1, h))
	}
	if !st.Bridge && found.Total > len(found.Hits) {
		out.All = st.InOtherLanguages(true).Address("/search")
	}
	return out, nil
}
