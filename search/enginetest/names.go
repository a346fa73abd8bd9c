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

// names is a thesaurus of one thing that has several names.
type names []string

// Equivalents implements search.Thesaurus.
func (n names) Equivalents(name string) []corpus.Name {
	if !slices.ContainsFunc(n, func(s string) bool { return strings.EqualFold(s, name) }) {
		return nil
	}
	var out []corpus.Name
	for _, s := range n {
		if !strings.EqualFold(s, name) {
			out = append(out, corpus.Name{Text: s})
		}
	}
	return out
}

// testThesaurus asks by one name for what is called by another.
func testThesaurus(t *testing.T, s *suite) {
	ix := s.Open(t, Config{Thesaurus: names{"HRW", "Human Rights Watch", "Observatorio de Derechos"}},
		statement("acronym", "Remarks", corpus.English, "A report by HRW on prisons."),
		statement("both", "Remarks", corpus.English, "Human Rights Watch, called HRW, spoke."),
		statement("full", "Remarks", corpus.English, "A report by Human Rights Watch on courts."),
		statement("parts", "Remarks", corpus.English, "Rights of human beings; the night watch."),
		statement("spanish", "Palabras", corpus.Spanish, "Un informe del Observatorio de Derechos."),
	).Index()
	words := func(text string) query.Expr {
		list := strings.Fields(text)
		if len(list) == 1 {
			return query.Word{Text: text}
		}
		var all query.And
		for _, w := range list {
			all = append(all, query.Word{Text: w})
		}
		return all
	}
	for _, tt := range []struct {
		name  string
		q     query.Expr
		exact bool
		want  string
	}{
		{"an acronym finds the name", words("HRW"), false, "acronym both full spanish"},
		{"in small letters too", words("hrw"), false, "acronym both full spanish"},
		{"the name finds the acronym", words("Human Rights Watch"), false, "acronym both full parts spanish"},
		{"beside another word", words("hrw prisons"), false, "acronym"},
		{"the words of a name do not find it apart", words("hrw night"), false, ""},
		{"a phrase is as typed", query.Phrase{Text: "Human Rights Watch"}, false, "both full"},
		{"exact is as typed", words("HRW"), true, "acronym both"},
		{"as an alternative", query.Or{query.Word{Text: "prisons"}, query.Word{Text: "HRW"}}, false, "acronym both full spanish"},
		{"excluded as it is called", query.And{query.Word{Text: "report"}, query.Not{X: query.Word{Text: "HRW"}}}, false, "full"},
	} {
		res, err := ix.Search(context.Background(), search.Request{Query: tt.q, Exact: tt.exact, Size: 10})
		if err != nil {
			t.Errorf("%s: %v", tt.name, err)
			continue
		}
		if got := strings.Join(sortedIDs(res), " "); got != tt.want {
			t.Errorf("%s: %v finds %q, want %q", tt.name, tt.q, got, tt.want)
		}
	}
}

// terms is a thesaurus of terms and their translations.
type terms map[string][]corpus.Name

// Equivalents implements search.Thesaurus.
func (t terms) Equivalents(term string) []corpus.Name { return t[term] }

// testTerms asks in one language for what is said in another.
func testTerms(t *testing.T, s *suite) {
	fr := func(text string) []corpus.Name { return []corpus.Name{{Text: text, Language: corpus.French}} }
	ix := s.Open(t, Config{Thesaurus: terms{
		"harm":                    fr("préjudice"),
		"arrest warrants":         {{Text: "mandats d'arrêt", Language: corpus.French}, {Text: "ордер на арест", Language: corpus.Russian}, {Text: "أمر القبض", Language: corpus.Arabic}, {Text: "逮捕令", Language: corpus.Chinese}},
		"warrants":                fr("mandats"),
		"crimes against humanity": fr("crimes contre l'humanité"),
		"humanity":                fr("humanité"),
	}},
		statement("without", "Remarks", corpus.English, "This is without prejudice to the rules of the Court and its practice."),
		statement("harm", "Remarks", corpus.English, "The harm that they have suffered was grave, and it is not over."),
		statement("harms", "Déclaration", corpus.French, "Les préjudices que les familles ont subis sont graves, et ils durent encore."),
		statement("warrants", "Déclaration", corpus.French, "Un mandat d'arrêt a été délivré par la Cour, et il doit être exécuté."),
		statement("mandates", "Déclaration", corpus.French, "Les mandats des juges sont de neuf ans et ne sont pas renouvelables."),
		statement("russian", "Заявление", corpus.Russian, "Суд выдал много ордеров на арест, и они должны быть исполнены."),
		statement("arabic", "بيان", corpus.Arabic, "أصدرت المحكمة أوامر ولم تنفذ الدول الأمر بالقبض، غير أن أمر القبض ما زال قائما."),
		statement("chinese", "发言", corpus.Chinese, "法院发出的逮捕令应当得到执行。"),
		statement("crime", "Déclaration", corpus.French, "Ce crime contre l'humanité ne doit pas rester impuni."),
		statement("human", "Déclaration", corpus.French, "L'humanité tout entière est concernée par ce que nous disons ici."),
	).Index()
	for typed, want := range map[string]string{
		"harm":                    "harm harms",
		"arrest warrants":         "arabic chinese russian warrants",
		"Darfur arrest warrants":  "arabic chinese russian warrants",
		"crimes against humanity": "crime",
		"humanity":                "crime human",
	} {
		var all query.All
		for w := range strings.FieldsSeq(typed) {
			all = append(all, query.Word{Text: w})
		}
		var q query.Expr = all
		if len(all) == 1 {
			q = all[0]
		}
		for _, untranslated := range []bool{false, true} {
			res, err := ix.Search(context.Background(), search.Request{Query: q, Untranslated: untranslated, Size: 10})
			if err != nil {
				t.Errorf("%s: %v", typed, err)
				continue
			}
			got := strings.Join(sortedIDs(res), " ")
			if !untranslated && got != want || untranslated && strings.Contains(got, "russian") {
				t.Errorf("%s, untranslated %t, finds %q, want %q", typed, untranslated, got, want)
			}
		}
	}
}

// testNames asks for what statements carry by its names: after a field, and as
// words like any others.
func testNames(t *testing.T, s *suite) {
	watch, federation := statement("watch", "Remarks", corpus.English, "On prisons."), statement("federation", "Remarks", corpus.French, "Des prisons.")
	watch.Authors, watch.Session = []corpus.OrgID{"hrw"}, "ASP1"
	federation.Authors, federation.Topics = []corpus.OrgID{"fidh", "A group nobody knows"}, []corpus.TopicID{"coop"}
	bare := statement("bare", "Remarks", corpus.English, "On prisons, and on human beings.")
	h := s.Open(t, Config{
		Resolve: func(f corpus.Field, name string) (string, bool) {
			if f == corpus.FieldOrganization && strings.EqualFold(name, "Human Rights Watch") {
				return "hrw", true
			}
			return "", false
		},
		Names: func(f corpus.Field, id string) []string {
			return map[string][]string{"hrw": {"Human Rights Watch", "هيومن رايتس ووتش"}, "fidh": {"Fédération internationale"}, "coop": {"Cooperation"}}[id]
		},
		Kinds: func(authors []corpus.OrgID) []corpus.KindID {
			if len(authors) > 0 {
				return []corpus.KindID{"ngo"}
			}
			return nil
		},
	}, watch, federation, bare)
	field := func(name string, value query.Expr) query.Expr { return query.Field{Name: name, Value: value} }
	for _, tt := range []struct {
		q    query.Expr
		want string
	}{
		{field("organization", query.Phrase{Text: "Human Rights Watch"}), "watch"},
		{field("organization", query.All{query.Word{Text: "human"}, query.Word{Text: "rights"}, query.Word{Text: "watch"}}), "watch"},
		{field("organization", query.Word{Text: "hrw"}), "watch"},
		{field("organization", query.Word{Text: "HRW"}), "watch"},
		{field("organization", query.Phrase{Text: "a group nobody knows"}), "federation"},
		{field("organization", query.Word{Text: "nobody"}), ""},
		{field("topic", query.Word{Text: "coop"}), "federation"},
		{field("topic", query.Phrase{Text: "Human Rights Watch"}), ""}, // a name of another field
		{field("kind", query.Word{Text: "NGO"}), "federation watch"},
		{query.And{field("kind", query.Word{Text: "ngo"}), query.Word{Text: "hrw"}}, "watch"},
		{query.Word{Text: "hrw"}, "watch"},
		{query.Word{Text: "ASP1"}, "watch"},
		{query.Word{Text: "federation"}, "federation"},
		{query.Word{Text: "cooperation"}, "federation"},
		{query.Word{Text: "ووتش"}, "watch"},
		{query.And{query.Word{Text: "human"}, query.Word{Text: "prisons"}}, "bare watch"},
		{query.Phrase{Text: "Human Rights Watch"}, ""}, // stands in no text
	} {
		res, err := h.Index().Search(context.Background(), search.Request{Query: tt.q, Size: 10})
		if err != nil {
			t.Errorf("%v: %v", tt.q, err)
			continue
		}
		if got := strings.Join(sortedIDs(res), " "); got != tt.want {
			t.Errorf("%v finds %q, want %q", tt.q, got, tt.want)
		}
	}
}
