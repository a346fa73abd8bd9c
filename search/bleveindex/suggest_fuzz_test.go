package bleveindex_test

import (
	"context"
	"errors"
	"strings"
	"testing"
	"unicode/utf8"

	"rostrum/corpus"
	"rostrum/search"
	"rostrum/search/bleveindex"
	"rostrum/search/query"
)

// FuzzSuggest completes any text from an index of odd names. The ranges of
// suggestions are within their text, and spell checking makes no invalid requests.
func FuzzSuggest(f *testing.F) {
	for _, text := range []string{
		"hum", "Human Rights W", "amnist", "الض", "ضحا", "特赦", "Straß", "ﬁn", "e\u0301", "İst", "a\u00adb", "\u200f", "l'imp", "co-op", "41,0", "𐐀", "x y z x y z x y z x y z x y z",
	} {
		f.Add(text)
	}
	var list []corpus.Statement
	for i, name := range []string{"Human Rights Watch", "Amnistía Internacional", "国际特赦组织 (AI)", "العفو الدولية", "Straße ﬁnal İstanbul", "é e\u0301 \u200b", "𐐀𐐨 co-operation l’impunité", "(((", "41,000 1.2.3"} {
		s := statement(string(rune('a'+i)), name+" – "+name, corpus.French, "la lutte contre l’impunité et les droits de l'homme", "الضحايا والشهود الضحايا")
		s.Authors = []corpus.OrgID{corpus.OrgID(name)}
		list = append(list, s)
	}
	ix := open(f, bleveindex.Config{}, list...)
	f.Fuzz(func(t *testing.T, text string) {
		res, err := ix.Suggest(context.Background(), search.SuggestRequest{Text: text})
		if bad := !utf8.ValidString(text) || utf8.RuneCountInString(text) > search.MaxSuggestText; bad != errors.Is(err, corpus.ErrInvalid) || err != nil && !bad {
			t.Fatalf("%q: %v", text, err)
		}
		if err != nil {
			return
		}
		for _, s := range res.Items {
			if s.Count == 0 {
				t.Fatalf("%q: %s %q has no works", text, s.Kind, s.Text)
			}
			checkRanges(t, s.Text, s.Ranges)
		}
		for _, word := range strings.Fields(text) {
			spelling, err := ix.Spell(context.Background(), search.SpellRequest{Word: word, Exact: len(word)%2 == 0})
			if err != nil {
				t.Fatalf("%q: %v", word, err)
			}
			for _, other := range spelling.Others {
				if other == word || !utf8.ValidString(other) {
					t.Fatalf("%q is spelt %q", word, other)
				}
			}
		}
		expr, err := query.Parse(text)
		if err != nil || expr == nil {
			return
		}
		req := search.Request{Query: expr}
		found, err := ix.Search(context.Background(), req)
		if err != nil {
			return
		}
		meant, err := search.DidYouMean(context.Background(), ix, req, found, nil)
		if err != nil {
			t.Fatalf("%q: %v", text, err)
		}
		if meant == nil {
			return
		}
		again, err := query.Parse(meant.Query.String())
		if err != nil || again.String() != meant.Query.String() || meant.Total == 0 {
			t.Fatalf("%q may mean %q, with %d works: %v", text, meant.Query, meant.Total, err)
		}
	})
}
