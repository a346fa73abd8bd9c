package enginetest

import (
	"context"
	"slices"
	"strings"
	"testing"

	"rostrum/corpus"
	"rostrum/search"
	"rostrum/search/query"
)

// testQueries asks a small corpus one question for each promise of the query
// language. A case lists the statements that must be found, in order of their ids.
func testQueries(t *testing.T, s *suite) {
	ix := s.open(t,
		statement("ar", "بيان", corpus.Arabic, "تؤكد الدول الأطراف على أهمية التعاون مع المحكمة."),
		statement("en1", "Statement on cooperation", corpus.English,
			"We support victims before the Court. The state of emergency was lifted.\n\nStates must arrest Mr. Smith.",
			"The budget is €154,855,000 under article 8 bis, see ICC-ASP/5/S/31 and 41,000 others. It asks for inter-\nnational co-operation."),
		statement("en2", "Remarks", corpus.English, "State the emergency and say to be or not to be. The right to the", "truth was broken over two pages."),
		statement("es", "Declaración", corpus.Spanish, "La universalidad del Estatuto y la cooperación de los Estados. Los niños."),
		statement("fr", "Déclaration sur la Coopération", corpus.French, "La lutte contre l’impunité et les mandats d'arrêt. Les victimes sont condamnées."),
		statement("ru", "Заявление", corpus.Russian, "Мы говорим о жертвах и о сотрудничестве всё ещё."),
		statement("zh", "发言", corpus.Chinese, "国际刑事法院的合作。缔约国大会。"),
	)
	tests := []struct {
		name string
		q    query.Expr
		want string
	}{
		{"inflection", query.Word{Text: "victim"}, "en1"},
		{"french inflection without accents", query.Word{Text: "condamne"}, "fr"},
		{"elision", query.Word{Text: "l'impunite"}, "fr"},
		{"elision within the text", query.Word{Text: "impunité"}, "fr"},
		{"contraction", query.Word{Text: "d'arrêt"}, "fr"},
		{"accents never matter unquoted", query.Word{Text: "NINOS"}, "es"},
		{"russian cases", query.Word{Text: "жертва"}, "ru"},
		{"arabic article", query.Word{Text: "تعاون"}, "ar"},
		{"chinese word", query.Word{Text: "合作"}, "zh"},
		{"chinese run", query.Word{Text: "国际刑事法院"}, "zh"},
		{"chinese character", query.Word{Text: "国"}, "zh"},
		{"stop words may be missing", query.All{query.Word{Text: "the"}, query.Word{Text: "universalidad"}}, "es"},
		{"phrase of stop words", query.Phrase{Text: "to be or not to be"}, "en2"},
		{"phrase as typed", query.Phrase{Text: "state of emergency"}, "en1"},
		{"phrase, not its inflections", query.Phrase{Text: "states of emergency"}, ""},
		{"phrase across a page break", query.Phrase{Text: "right to the truth"}, "en2"},
		{"phrase over a hyphen at a line end", query.Phrase{Text: "for international"}, "en1"},
		{"phrase without accents", query.Phrase{Text: "mandats d’arret"}, "fr"},
		{"phrase with wrong accents", query.Phrase{Text: "mandats d'árret"}, ""},
		{"hyphenated word", query.Word{Text: "cooperation"}, "en1 fr"},
		{"hyphenated query", query.Word{Text: "co-operation"}, "en1 fr"},
		{"hyphenated phrase", query.Phrase{Text: "co-operation"}, "en1"},
		{"symbol", query.Word{Text: "ICC-ASP/5/S/31"}, "en1"},
		{"number", query.Word{Text: "41,000"}, "en1"},
		{"number without its separators", query.Word{Text: "41000"}, "en1"},
		{"amount", query.Word{Text: "€154,855,000"}, "en1"},
		{"article", query.Phrase{Text: "article 8 bis"}, "en1"},
		{"and", query.And{query.Word{Text: "victims"}, query.Word{Text: "court"}}, "en1"},
		{"or", query.Or{query.Word{Text: "truth"}, query.Word{Text: "victims"}}, "en1 en2"},
		{"not", query.And{query.Word{Text: "emergency"}, query.Not{X: query.Word{Text: "court"}}}, "en2"},
		{"not in a group", query.And{query.Word{Text: "emergency"}, query.Or{query.Not{X: query.Word{Text: "arrest"}}}}, "en2"},
		{"prefix", query.Word{Text: "univ", Prefix: true}, "es"},
		{"fuzzy", query.Word{Text: "emergancy", Fuzzy: true}, "en1 en2"},
		{"near", query.Phrase{Text: "court victim", Slop: 2}, "en1"},
		{"not so near", query.Phrase{Text: "court victim", Slop: 1}, ""},
		{"title", query.Field{Name: "title", Value: query.Word{Text: "cooperation"}}, "en1 fr"},
		{"title phrase", query.Field{Name: "title", Value: query.Phrase{Text: "on cooperation"}}, "en1"},
		{"language", query.Field{Name: "language", Value: query.Word{Text: "fr"}}, "fr"},
		{"nothing to search for", query.Word{Text: "€"}, ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			res, err := ix.Search(context.Background(), search.Request{Query: tt.q, Size: 20, Passages: 3})
			if err != nil {
				t.Fatal(err)
			}
			if got := strings.Join(sortedIDs(res), " "); got != tt.want {
				t.Errorf("%s: found %q, want %q", tt.q, got, tt.want)
			}
			for _, h := range res.Hits {
				marked := len(h.TitleRanges) > 0
				for _, p := range h.Passages {
					marked = marked || len(p.Ranges) > 0
				}
				if _, field := tt.q.(query.Field); !marked && !field {
					t.Errorf("%s: nothing is marked in %s", tt.q, h.Statement.ID)
				}
			}
		})
	}
}

func sortedIDs(res *search.Results) []string {
	var out []string
	for _, id := range idsOf(res) {
		out = append(out, string(id))
	}
	slices.Sort(out)
	return out
}
