package ui_test

import (
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"

	"go.yaml.in/yaml/v3"

	"rostrum/corpus"
	"rostrum/search/query"
	"rostrum/search/web/ui"
)

func messages(t *testing.T, lang corpus.Language) map[string]any {
	t.Helper()
	content, err := os.ReadFile("messages/" + string(lang) + ".yaml")
	if err != nil {
		t.Fatal(err)
	}
	var m map[string]any
	if err := yaml.Unmarshal(content, &m); err != nil {
		t.Fatalf("%s: %v", lang, err)
	}
	return m
}

// The plural forms a language has for whole numbers (CLDR).
var pluralForms = map[corpus.Language][]string{
	corpus.Arabic:  {"few", "many", "one", "other", "two", "zero"},
	corpus.Chinese: {"other"},
	corpus.English: {"one", "other"},
	corpus.French:  {"many", "one", "other"},
	corpus.Russian: {"few", "many", "one", "other"},
	corpus.Spanish: {"many", "one", "other"},
}

func TestEveryLanguageSaysEverything(t *testing.T) {
	english := messages(t, corpus.English)
	for _, lang := range ui.Languages {
		m := messages(t, lang)
		for id, want := range english {
			got, ok := m[id]
			if !ok {
				t.Errorf("%s: no message %s", lang, id)
				continue
			}
			forms, plural := got.(map[string]any)
			if _, wantPlural := want.(map[string]any); plural != wantPlural {
				t.Errorf("%s: %s has plural forms in one language and not in the other", lang, id)
				continue
			}
			if !plural {
				if got.(string) == "" || placeholders(got.(string)) != placeholders(want.(string)) {
					t.Errorf("%s: %s: %q does not fill in the same as %q", lang, id, got, want)
				}
				continue
			}
			var names []string
			for name := range forms {
				names = append(names, name)
			}
			slices.Sort(names)
			if !slices.Equal(names, pluralForms[lang]) {
				t.Errorf("%s: %s has the forms %v, want %v", lang, id, names, pluralForms[lang])
			}
		}
		for id := range m {
			if _, ok := english[id]; !ok && !strings.HasPrefix(id, "syntax.") {
				t.Errorf("%s: %s is in no other language", lang, id)
			}
		}
	}
}

var filledIn = regexp.MustCompile(`{{\.(\w+)}}`)

// placeholders lists what a message fills in; {{if}} apart, and 1er for a day.
func placeholders(s string) string {
	var out []string
	for _, m := range filledIn.FindAllStringSubmatch(s, -1) {
		if m[1] != "Day" {
			out = append(out, m[1])
		}
	}
	slices.Sort(out)
	return strings.Join(out, " ")
}

// Marks that a language does not use so, next to its own letters.
var foreignMarks = map[corpus.Language]*regexp.Regexp{
	corpus.Arabic:  regexp.MustCompile(`\p{Arabic}[,;?]`),
	corpus.Chinese: regexp.MustCompile(`\p{Han}[.,;:?!()]|[,;:?!]\p{Han}`),
	corpus.French:  regexp.MustCompile(` [:;?!»]|« |\p{L}[;?!]|'`),
	corpus.Spanish: regexp.MustCompile(`^[^¿]*\?`),
}

func TestPunctuationIsOfTheLanguage(t *testing.T) {
	for lang, foreign := range foreignMarks {
		for id, message := range messages(t, lang) {
			forms, plural := message.(map[string]any)
			if !plural {
				forms = map[string]any{"": message}
			}
			for _, form := range forms {
				if m := foreign.FindString(form.(string)); m != "" {
					t.Errorf("%s: %s has %q: %q", lang, id, m, form)
				}
			}
		}
	}
}

func TestEverySyntaxErrorIsTranslated(t *testing.T) {
	codes := []query.Code{
		query.CodeEncoding, query.CodeTooLong, query.CodeTooManyClauses, query.CodeTooDeep, query.CodeNothing, query.CodeUnclosedQuote,
		query.CodeEmptyPhrase, query.CodeUnclosedBracket, query.CodeUnopenedBracket, query.CodeEmptyBrackets, query.CodeNoLeft,
		query.CodeNoRight, query.CodeUnknownField, query.CodeEmptyField, query.CodeNestedField, query.CodeFieldList,
		query.CodeRangeInField, query.CodeDate, query.CodeRangeOrder, query.CodeStarPlace, query.CodePrefixShort,
		query.CodeFuzzyLength, query.CodeFuzzyNumber, query.CodeNearNumber,
	}
	for _, lang := range ui.Languages {
		if lang == corpus.English {
			continue // the parser's own sentences
		}
		m := messages(t, lang)
		for _, code := range codes {
			if s, _ := m["syntax."+string(code)].(string); s == "" {
				t.Errorf("%s: no sentence for the syntax error %s", lang, code)
			}
		}
	}
}

func TestCountsAndDates(t *testing.T) {
	u, err := ui.New()
	if err != nil {
		t.Fatal(err)
	}
	day := corpus.Date{Year: 2021, Month: 12, Day: 8}
	first := corpus.Date{Year: 2021, Month: 12, Day: 1}
	month := corpus.Date{Year: 2021, Month: 12}
	tests := []struct {
		lang                             corpus.Language
		one, two, five, many             string
		day, first, month, year, percent string
	}{
		{corpus.English, "1 statement", "2 statements", "5 statements", "1,234 statements", "8 December 2021", "1 December 2021", "December 2021", "2021", "87%"},
		{corpus.French, "1 déclaration", "2 déclarations", "5 déclarations", "1\u00a0234 déclarations", "8 décembre 2021", "1er décembre 2021", "décembre 2021", "2021", "87\u00a0%"},
		{corpus.Spanish, "1 declaración", "2 declaraciones", "5 declaraciones", "1.234 declaraciones", "8 de diciembre de 2021", "1 de diciembre de 2021", "diciembre de 2021", "2021", "87\u00a0%"},
		{corpus.Russian, "1 выступление", "2 выступления", "5 выступлений", "1\u00a0234 выступления", "8 декабря 2021 г.", "1 декабря 2021 г.", "декабрь 2021 г.", "2021 г.", "87\u00a0%"},
		{corpus.Chinese, "1 篇发言", "2 篇发言", "5 篇发言", "1,234 篇发言", "2021年12月8日", "2021年12月1日", "2021年12月", "2021年", "87%"},
		{corpus.Arabic, "بيان واحد", "بيانان", "5 بيانات", "1,234 بيانًا", "8 ديسمبر 2021", "1 ديسمبر 2021", "ديسمبر 2021", "2021", "87%"},
	}
	for _, test := range tests {
		l := u.Locale(test.lang)
		got := []string{
			l.Count("results.count", 1), l.Count("results.count", 2), l.Count("results.count", 5), l.Count("results.count", 1234),
			l.Date(day), l.Date(first), l.Date(month), l.Date(corpus.Date{Year: 2021}), strings.ReplaceAll(l.Percent(.87), "\u200e", ""),
		}
		want := []string{test.one, test.two, test.five, test.many, test.day, test.first, test.month, test.year, test.percent}
		for i := range want {
			if got[i] != want[i] {
				t.Errorf("%s: got %q, want %q", test.lang, got[i], want[i])
			}
		}
	}
}

func TestNegotiate(t *testing.T) {
	tests := []struct {
		asked, accept string
		want          corpus.Language
	}{
		{"", "", corpus.English},
		{"fr", "", corpus.French},
		{"fr", "ru", corpus.French},
		{"de", "ru,en;q=0.5", corpus.Russian},
		{"", "fr-CH, fr;q=0.9, en;q=0.8", corpus.French},
		{"", "zh-TW", corpus.Chinese},
		{"", "ar-EG,en;q=0.1", corpus.Arabic},
		{"", "ja", corpus.English},
		{"", "\xff;;q=z", corpus.English},
		{"", strings.Repeat("fr,", 500), corpus.English},
	}
	for _, test := range tests {
		if got := ui.Negotiate(test.asked, test.accept); got != test.want {
			t.Errorf("Negotiate(%q, %q) = %s, want %s", test.asked, test.accept, got, test.want)
		}
	}
}
