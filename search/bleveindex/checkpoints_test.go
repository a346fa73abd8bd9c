package bleveindex_test

import (
	"context"
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"rostrum/corpus"
	"rostrum/search"
	"rostrum/search/bleveindex"
	"rostrum/search/query"
)

// Passages and highlights are the same whether texts are read from checkpoints or as
// a whole, in all languages, across line and page breaks.
func TestCheckpoints(t *testing.T) {
	random := rand.New(rand.NewPCG(3, 4))
	pieces := append(strings.Fields("the court courts victims victim cooperation co-operation peace of and out-of-court 41,000 l’impunité d'arrêt génocide genocide Staaten "+
		"مُحَاكَمَة الدول المحكمة жертв суда COVID-19 ICC-ASP/5/S/31 Straße ﬁnal x'y’z- 国际刑事法院 的合作 国 际 coopera inter national"), hardPages...)
	ends := []string{" ", " ", " ", " ", " ", " ", "\n", "-\n", "-", ". ", ".\n\n", " – ", "\u00ad"}
	page := func() string {
		var text strings.Builder
		for range random.IntN(120) {
			text.WriteString(pieces[random.IntN(len(pieces))] + ends[random.IntN(len(ends))])
		}
		if random.IntN(3) == 0 {
			text.WriteString("coopera-")
		}
		return text.String()
	}
	var list []corpus.Statement
	for n := range 60 {
		pages := make([]string, 1+random.IntN(4))
		for i := range pages {
			pages[i] = page()
			if random.IntN(4) == 0 {
				pages[i] = "tion " + pages[i]
			}
		}
		s := statement(fmt.Sprintf("s%02d", n), "The court", corpus.Languages[n%len(corpus.Languages)], pages...)
		for i := range s.Pages {
			if random.IntN(4) == 0 {
				s.Pages[i].Language = corpus.Languages[random.IntN(len(corpus.Languages))]
			}
		}
		list = append(list, s)
	}
	ix := open(t, bleveindex.Config{}, list...)
	answers := func() map[string]*search.Results {
		out := map[string]*search.Results{}
		for _, text := range []string{
			"victims", "court", "the", "cooperation", "co-operation", `"co-operation"`, `"the court"`, `"court victims"~5`, "vic*", "cou*", "coop*", "victmis~", "cuort~", "genocide", "génocide",
			"国际刑事法院", "国际", `"合作"`, "المحكمة", "الدول", "жертв", "COVID-19", "41,000", "international", "impunité", `"of the court"`, "strasse", "court -peace", "peace OR victims",
			"title:court", "court victims peace", "تعاون", "out of court", `"out-of-court"`, "Icc-asp/5", "xyz court", "inter national",
		} {
			q, err := query.Parse(text)
			if err != nil {
				t.Fatal(err)
			}
			res, err := ix.Search(context.Background(), search.Request{Query: q, Sort: search.SortRelevance, Size: len(list), Passages: 3})
			if err != nil {
				t.Fatalf("%s: %v", text, err)
			}
			res.Took = 0
			out[text] = res
		}
		return out
	}
	fast := answers()
	bleveindex.ForgetCheckpoints(ix)
	marked := 0
	for text, want := range answers() {
		if diff := cmp.Diff(want, fast[text]); diff != "" {
			t.Errorf("%s: (-read whole +from checkpoints)\n%s", text, diff)
		}
		for _, h := range want.Hits {
			for _, p := range h.Passages {
				marked += len(p.Ranges)
			}
		}
	}
	if marked < 1000 {
		t.Errorf("only %d ranges were marked: the texts show little", marked)
	}
}
