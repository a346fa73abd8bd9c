package enginetest

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"

	"rostrum/corpus"
	"rostrum/search"
	"rostrum/search/query"
)

// testLanguages writes and asks the same in the many ways that people of a
// language do. Each text must be found, and what was asked for shown in it.
func testLanguages(t *testing.T, s *suite) {
	tests := []struct {
		language corpus.Language
		text     string // pages separated by a form feed
		asks     string // queries, separated by " | "
		shown    string // what of the text is marked
	}{
		// Elided articles and prepositions, whatever the apostrophe.
		{"fr", "Mettre fin à l’impunité partout.", "impunité | l'impunité | L’IMPUNITE | l`impunite | impunit* | \"l'impunité\" | d'impunité | impunitee~", "impunité"},
		{"fr", "Le mandat d'arrêt fut délivré.", "arrêt | d’arrêt | mandats d'arret | \"mandat d’arrêt\" | \"mandat arrêt\"~1", "arrêt"},
		{"fr", "Ce qu’elle demande aujourd’hui.", "aujourd'hui | aujourd’hui | \"aujourd'hui\"", "aujourd’hui"},
		{"fr", "Les témoins seront protégés à l’œuvre de l'Assemblée.", "oeuvre | l'œuvre | OEUVRE | \"l'oeuvre\" | \"l'œuvre\"", "œuvre"},
		{"fr", "Une femme égale devant les tribunaux internationaux.", "tribunal international | tribunaux internationale", "tribunaux"},
		{"it", "La lotta contro l'impunità dell’aggressore.", "impunita | aggressore | dell'aggressore | l’impunità", ""},
		{"pt", "A cooperação dos Estados e as vítimas dos crimes, nas nações.", "cooperacao | vítima | VITIMAS | nação | cooperações | \"as vítimas\"", ""},
		{"es", "Los niños desaparecidos y la rendición de cuentas.", "nino desaparecido | niñas desaparecidas | rendicion | \"rendición de cuentas\" | desapareci*", ""},
		{"en", "The court’s findings on children and the women's bodies.", "courts | court's | finding | woman's body | child | women | woman", ""},
		{"en", "Naïve façade of the coöperation.", "naive | facade | cooperation | \"naive facade\"", ""},

		// Arabic: articles and particles that are written together, vowels that
		// mostly are not, forms of alef and ya, stretched letters, digits.
		{"ar", "تؤكد الدولة على التعاون مع المحكمة.", "تعاون | التعاون | والتعاون | بالتعاون | التَّعاوُن | التعـــاون | \"التعاون\" | تعاو*", ""},
		{"ar", "إنّ الضحايا في ليبيا أُسر كثيرة.", "الضحايا | ضحايا | للضحايا | اسر | أسر | ليبيا", ""},
		{"ar", "العدالة الجنائية على مدى ٢٠ عاما.", "عدالة جنائية | 20 | ٢٠ | علي", ""},
		{"ar", "مذكرة توقيف بحق المتهم.", "مذكرة توقيف | مذكره | \"مذكرة توقيف\" | \"توقيف مذكرة\"~2", ""},

		{"ar", "المُساءَلة عن الجرائم الأولى.", "\"المساءلة عن الجرائم\" | \"الجرائم الأولى\"", ""},
		{"he", "דובר צה\"ל מסר הודעה.", "צה\"ל | צה״ל", ""},
		{"es", "Hace muchos años, un año y otro.", "años | año | ANOS", ""},

		// Russian: cases, and ё that is mostly written е.
		{"ru", "О жертвах преступлений и всё ещё действующих ордерах на арест.", "жертва | жертвами | преступление | ордер | еще | ещё | \"всё ещё\" | \"все еще\" | жертв*", ""},
		{"ru", "Международный уголовный суд.", "международного уголовного суда | суды | МЕЖДУНАРОДНЫЙ", ""},

		// Chinese, without spaces; full width; a line break in a word.
		{"zh", "国际刑事法院的合作与赔偿。", "合作 | 国际刑事法院 | 刑事 | 法院 | 赔偿 | \"国际刑事法院\" | 院", ""},
		{"zh", "受害者信托基\n金的捐款。", "信托基金 | \"信托基金\"", ""},
		{"zh", "國際刑事法院的獨立性與賠償。", "国际刑事法院 | 法院独立性 | 赔偿 | \"国际刑事法院\" | \"國際刑事法院\"", ""},
		{"zh", "ＩＣＣ第１５条之二。", "ICC | 15 | 第15条", ""},

		// Numbers, amounts, symbols and articles.
		{"en", "See document ICC-ASP/5/S/31 of that day.", "ICC-ASP/5/S/31 | icc-asp/5/s/31 | \"ICC-ASP/5/S/31\" | ICC–ASP/5/S/31 | \"ICC ASP 5 S 31\"", "ICC-ASP/5/S/31"},
		{"en", "Some 41,000 persons and €154,855,000 in all, or 3.5 per cent.", "41,000 | 41000 | 41.000 | \"41,000 persons\" | €154,855,000 | 154855000 | 3.5 | \"3.5 per cent\" | 3,5", ""},
		{"fr", "Quelque 41 000 personnes et 154 855 000 euros.", "\"41 000 personnes\" | 154 855 000 | 41000 | \"41000 personnes\" | 154855000 | 154,855,000", ""},
		{"en", "Under article 8 bis and Article 15bis of the Statute, 8(2)(b)(xxv).", "article 8 bis | \"article 8 bis\" | 15bis | 8(2)(b)(xxv)", ""},
		{"en", "The flight MH-17 and the COVID-19 pandemic.", "MH17 | MH-17 | \"MH-17\" | MH 17 | COVID19 | covid-19 | Covid 19 | covid*", ""},
		{"en", "Paid in US$ 5m on 10.12.2021 by the G7+.", "10.12.2021 | g7+ | US$", ""},

		{"en", "Both the U.S. delegation and the UK one spoke.", "\"US delegation\" | \"U.S. delegation\" | \"the U.K. one\" | \"the UK one\"", ""},

		// Hyphens of all kinds, and words that some write as one.
		{"en", "Non-cooperation and co‑operation in post–conflict States.", "noncooperation | non-cooperation | cooperation | co-operation | postconflict | post-conflict | \"post conflict\"", ""},
		{"en", "Cyber security needs a follow up.", "cyber-security | follow-up | \"cyber-security\"", ""},

		// Over line ends, hyphenation and page breaks.
		{"en", "The inter-\nnational\ncommunity was silent.", "international | \"the international community\" | \"international community\" | internation* | \"community international\"~1", ""},
		{"en", "They spoke of the right to the\ftruth about the missing.", "\"right to the truth\" | \"truth right\"~3", ""},
		{"en", "A matter of coopera-\ftion between States.", "cooperation | \"matter of cooperation between\" | coopera* | coperation~", ""},
		{"en", "- \ftion between States, of which coopera-\f\ftion is one.", "cooperation | tion | \"which cooperation is\"", ""},
		{"en", "The soft\u00adhyphen and the zero\u200bwidth space.", "softhyphen | zerowidth", ""},

		// Other names.
		{"en", "A report by Human Rights Watch on prisons.", "HRW | hrw prisons", ""},
		{"ar", "تقرير هيومن رايتس ووتش عن السجون.", "HRW", ""},
	}
	var list []corpus.Statement
	for i, tt := range tests {
		list = append(list, statement(fmt.Sprintf("s%02d", i), "", tt.language, strings.Split(tt.text, "\f")...))
	}
	ix := s.Open(t, Config{Thesaurus: names{"HRW", "Human Rights Watch", "هيومن رايتس ووتش"}}, list...).Index()
	for i, tt := range tests {
		for ask := range strings.SplitSeq(tt.asks, " | ") {
			t.Run(fmt.Sprintf("%s %s", tt.language, ask), func(t *testing.T) {
				e, err := query.Parse(ask)
				if err != nil {
					t.Fatal(err)
				}
				res, err := ix.Search(context.Background(), search.Request{Query: e, Size: 50, Passages: 3})
				if err != nil {
					t.Fatal(err)
				}
				at := slices.IndexFunc(res.Hits, func(h search.Hit) bool { return h.Statement.ID == list[i].ID })
				if at < 0 {
					t.Fatalf("%s is not found in %q", ask, tt.text)
				}
				if at > 4 { // others may hold it too
					t.Errorf("%s: %q comes at place %d", ask, tt.text, at+1)
				}
				var shown []string
				for _, p := range res.Hits[at].Passages {
					for _, r := range p.Ranges {
						shown = append(shown, string([]rune(p.Text)[r.Start:r.End]))
					}
				}
				if len(shown) == 0 || !strings.Contains(strings.Join(shown, " "), tt.shown) {
					t.Errorf("%s: %q is marked in %q, want %q", ask, shown, tt.text, tt.shown)
				}
			})
		}
	}
}
