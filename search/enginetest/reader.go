package enginetest

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"rostrum/corpus"
	"rostrum/search"
	"rostrum/search/query"
)

// testReader asks in one language what is said in several. A statement gains
// nothing by the rarity of its language, what is nearly as good in the language
// typed comes first, and of a work the version is shown that the reader reads.
// Nothing of it changes what is counted.
func testReader(t *testing.T, s *suite) {
	var statements []corpus.Statement
	add := func(id, work string, language corpus.Language, text string) {
		statements = append(statements, corpus.Statement{
			ID: corpus.ID(id), Work: corpus.WorkID(work), Title: id, Language: language, Status: corpus.StatusGood,
			Pages: []corpus.Page{{Number: 1, Text: text, Language: language}},
		})
	}
	for i := range 12 {
		id := fmt.Sprintf("en%02d", i)
		add(id, id, corpus.English, "The victims of these crimes are before the Court, and the judges of the Court will hear what they have to say of it.")
		add("other"+id, "other"+id, corpus.English, "The budget of the Court is what the States of this Assembly have to agree on, and it is never enough for what it is to do.")
	}
	add("fr", "fr", corpus.French, "Les victimes de ces crimes sont devant la Cour, et les juges de la Cour vont entendre ce que les victimes ont à dire de cela.")
	add("work-fr", "work-fr", corpus.French, "Les réparations sont dues aux victimes, et nous les devons à toutes et à tous dans la mesure de ce que nous pouvons faire.")
	add("work-en", "work-fr", corpus.English, "The reparations are due to victims, and we owe them to all of these in the measure of what we can do for them now.")
	add("work-es", "work-fr", corpus.Spanish, "Las reparaciones se deben a las víctimas, y las debemos a todas y a todos en la medida de lo que podemos hacer por ellas.")
	names := names{"victims", "victimes", "víctimas"}
	ix := s.Open(t, Config{Thesaurus: names}, statements...).Index()
	ask := func(t *testing.T, r search.Request) *search.Results {
		t.Helper()
		r.Size = 50
		res, err := ix.Search(context.Background(), r)
		if err != nil {
			t.Fatal(err)
		}
		return res
	}
	word := func(text string) query.Expr { return query.Word{Text: text} }

	t.Run("the language typed first", func(t *testing.T) {
		for text, want := range map[string]corpus.Language{"victims": corpus.English, "victimes": corpus.French} {
			for _, reader := range []corpus.Language{"", corpus.English, corpus.Spanish} {
				res := ask(t, search.Request{Query: word(text), Language: reader})
				if res.Total != 14 { // twelve, the French one, and the work
					t.Errorf("%s finds %d works, want 14 whoever reads", text, res.Total)
				}
				best := 0.0
				for _, h := range res.Hits {
					if h.Statement.Language == want {
						best = max(best, h.Score)
					}
				}
				first := res.Hits[0]
				if first.Statement.Language != want && first.Score <= search.PreferredLanguage*best {
					t.Errorf("%s: the first is in %s with %.3f, the best in %s has %.3f", text, first.Statement.Language, first.Score, want, best)
				}
			}
		}
	})
	t.Run("one rarity for one thing", func(t *testing.T) {
		scores := map[corpus.ID]float64{}
		for _, h := range ask(t, search.Request{Query: word("victims"), Documents: true}).Hits {
			scores[h.Statement.ID] = h.Score
		}
		if once, twice := scores["en00"], scores["fr"]; twice > 2*once || once > twice {
			t.Errorf("one mention scores %.3f, two in a rare language %.3f; want more, and less than twice as much", once, twice)
		}
	})
	t.Run("the version shown", func(t *testing.T) {
		for _, tt := range []struct {
			text   string
			reader corpus.Language
			filter corpus.Language
			want   corpus.ID
		}{
			{"réparations", "", "", "work-fr"},
			{"reparations victims", "", "", "work-en"},
			{"reparaciones", corpus.French, "", "work-es"},
			{"victimes", corpus.Spanish, "", "work-fr"},
			{"victims", corpus.Spanish, corpus.Spanish, "work-es"}, // what satisfies the filters
		} {
			r := search.Request{Query: query.Plain(tt.text), Language: tt.reader}
			if tt.filter != "" {
				r.Filters.Values = map[corpus.Field][]string{corpus.FieldLanguage: {string(tt.filter)}}
			}
			shown := corpus.ID("")
			for _, h := range ask(t, r).Hits {
				if h.Statement.Work == "work-fr" {
					shown = h.Statement.ID
				}
			}
			if shown != tt.want {
				t.Errorf("%s for a reader of %q: %q is shown, want %q", tt.text, tt.reader, shown, tt.want)
			}
		}
		// Without words, the reader's language decides, then the original.
		for reader, want := range map[corpus.Language]corpus.ID{corpus.English: "work-en", corpus.Arabic: "work-fr", "": "work-fr"} {
			for _, h := range ask(t, search.Request{Language: reader}).Hits {
				if h.Statement.Work == "work-fr" && h.Statement.ID != want {
					t.Errorf("for a reader of %q: %q is shown, want %q", reader, h.Statement.ID, want)
				}
			}
		}
	})
	t.Run("stop words of the language typed", func(t *testing.T) {
		with := ask(t, search.Request{Query: query.Plain("what of the victims")})
		without := ask(t, search.Request{Query: word("victims")})
		if with.Total != without.Total || with.Relaxed || with.Hits[0].Score != without.Hits[0].Score {
			t.Errorf("with stop words %d works are found, the first with %.3f; want %d with %.3f", with.Total, with.Hits[0].Score, without.Total, without.Hits[0].Score)
		}
	})
	t.Run("words that another language has too", func(t *testing.T) {
		// The French statement holds both words, which mean something else in it, and
		// the English one has much more of one.
		list := append(statements[:12:12],
			corpus.Statement{ID: "mairie", Work: "mairie", Title: "mairie", Language: corpus.French, Status: corpus.StatusGood, Pages: []corpus.Page{{Number: 1, Language: corpus.French,
				Text: "Nous attendons la confirmation de la date, et les charges de la mairie sont plus lourdes que celles de cette région. " +
					strings.Repeat("Le maire et les habitants de la ville en ont parlé avec ceux des autres villes de la région. ", 12)}}},
			corpus.Statement{ID: "trial", Work: "trial", Title: "trial", Language: corpus.English, Status: corpus.StatusGood, Pages: []corpus.Page{{Number: 1, Language: corpus.English,
				Text: "The charges are before the judges: the charges of murder, the charges of theft, the charges of perjury and all other charges."}}})
		res, err := s.Open(t, Config{}, list...).Index().Search(context.Background(), search.Request{Query: query.Plain("confirmation of charges"), Language: corpus.English, Size: 10})
		if err != nil {
			t.Fatal(err)
		}
		if got := fmt.Sprint(idsOf(res)); got != "[trial mairie]" || !res.Relaxed {
			t.Errorf("found %s, relaxed %v; want the English statement first", got, res.Relaxed)
		}
	})
	t.Run("scores fall with the words held", func(t *testing.T) {
		res := ask(t, search.Request{Query: query.Plain("victims reparations"), Language: corpus.English})
		if !res.Relaxed || res.Hits[0].Statement.ID != "work-en" {
			t.Fatalf("found %v, relaxed %v; want the work with both words first", idsOf(res), res.Relaxed)
		}
		for _, h := range res.Hits[1:] {
			if h.Score*search.PreferredLanguage >= res.Hits[0].Score {
				t.Errorf("%s, with one of the words, has %.3f, and the first, with both, %.3f", h.Statement.ID, h.Score, res.Hits[0].Score)
			}
		}
	})
	t.Run("turning the pages", func(t *testing.T) {
		all := ask(t, search.Request{Query: word("victimes")})
		var turned []corpus.ID
		for cursor := ""; ; {
			res, err := ix.Search(context.Background(), search.Request{Query: word("victimes"), Size: 4, Cursor: cursor})
			if err != nil {
				t.Fatal(err)
			}
			turned = append(turned, idsOf(res)...)
			if cursor = res.Next; cursor == "" {
				break
			}
		}
		if fmt.Sprint(turned) != fmt.Sprint(idsOf(all)) {
			t.Errorf("page by page: %v\nat once: %v", turned, idsOf(all))
		}
	})
}
