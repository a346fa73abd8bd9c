package bleveindex_test

import (
	"context"
	"errors"
	"strings"
	"testing"
	"unicode"

	"golang.org/x/text/unicode/norm"

	"rostrum/corpus"
	"rostrum/search"
	"rostrum/search/bleveindex"
	"rostrum/search/query"
)

// FuzzStatement indexes any text and searches for a word of it, which must be found,
// shown and highlighted.
func FuzzStatement(f *testing.F) {
	for _, text := range []string{
		"The court.", "l’impunité d'arrêt", "co-\noperation", "国际刑事法院 的合作", "مُحَاكَمَة الدول", "ﬁnal Straße ΟΔΥΣΣΕΥΣ İstanbul",
		"€154,855,000 8 bis 41.000", "a\u00adb\u200bc", "\ufffd\ufffd word", "é e\u0301", "1,2,3.4", "ⅷ ²³ ½", "x'y’z-", "ไทย ລາວ", "𝒳 𐐀𐐨", "ـــ", "The the THE", "ǅ ŉ ᾳ",
	} {
		f.Add(text, uint8(0))
		f.Add(text, uint8(3))
	}
	f.Fuzz(func(t *testing.T, text string, language uint8) {
		text = norm.NFKC.String(strings.ToValidUTF8(text, "\ufffd"))
		if len(text) > 1<<12 {
			return
		}
		s := statement("s", "", corpus.Languages[int(language)%len(corpus.Languages)], text)
		ix := open(t, bleveindex.Config{}, s)
		word := plainWord(text)
		if word == "" {
			return
		}
		for _, q := range []query.Expr{query.Word{Text: word}, query.Phrase{Text: word}, query.Word{Text: strings.ToUpper(word)}} {
			if upper, ok := q.(query.Word); ok && upper.Text != word && !strings.EqualFold(upper.Text, word) {
				continue // lower-casing does not always reverse upper-casing
			}
			res, err := ix.Search(context.Background(), search.Request{Query: q, Size: 1, Passages: 2})
			if err != nil {
				t.Fatal(err)
			}
			if res.Total != 1 || len(res.Hits[0].Passages) == 0 || len(res.Hits[0].Passages[0].Ranges) == 0 {
				t.Fatalf("%q in %q: %+v", word, text, res)
			}
			for _, p := range res.Hits[0].Passages {
				checkRanges(t, p.Text, p.Ranges)
			}
			pages, err := ix.Mark(context.Background(), q, false, s)
			if err != nil || len(pages) != 1 || len(pages[0]) == 0 {
				t.Fatalf("%q is not marked in %q: %v, %v", word, text, pages, err)
			}
			checkRanges(t, text, pages[0])
		}
	})
}

// plainWord returns the first word of text between spaces, in letters of one script
// that uses spaces.
func plainWord(text string) string {
	for _, w := range strings.Fields(text) {
		if strings.IndexFunc(w, func(r rune) bool { return !unicode.In(r, unicode.Latin, unicode.Cyrillic, unicode.Greek) }) < 0 {
			return w
		}
	}
	return ""
}

func checkRanges(t *testing.T, text string, ranges []search.Range) {
	t.Helper()
	at := 0
	for _, r := range ranges {
		if r.Start < at || r.End <= r.Start || r.End > len([]rune(text)) {
			t.Fatalf("ranges %v do not fit %q", ranges, text)
		}
		at = r.End
	}
}

// FuzzQuery runs any query that can be parsed on a small index.
func FuzzQuery(f *testing.F) {
	for _, q := range []string{"victims", `"the court" -page`, "vict* cuort~", `"court victims"~3`, "title:(a OR b)", "NOT (x AND NOT y)", "国际 d'arrêt", "2019..2021", "symbol:ICC* 8(2)(b)", "l' 's '"} {
		f.Add(q, "")
	}
	f.Add("", "AAAA")
	f.Fuzz(func(t *testing.T, text, cursor string) {
		q, err := query.Parse(text)
		if err != nil {
			return
		}
		list := speech3(1)
		ix := open(t, bleveindex.Config{}, list...)
		res, err := ix.Search(context.Background(), search.Request{Query: q, Size: 2, Passages: 2, Facets: search.FacetFields, Cursor: cursor})
		if err != nil {
			if !errors.Is(err, corpus.ErrInvalid) && !errors.Is(err, corpus.ErrOverLimit) {
				t.Fatalf("%q: %v", text, err)
			}
			return
		}
		for _, h := range res.Hits {
			checkRanges(t, h.Statement.Title, h.TitleRanges)
			for _, p := range h.Passages {
				checkRanges(t, p.Text, p.Ranges)
			}
		}
		if _, err := ix.Mark(context.Background(), q, false, list[0]); err != nil {
			t.Fatal(err)
		}
	})
}

// hardPages are difficult pages: words broken at line and page ends, scripts without
// spaces, letters that change with their case, dashes, digits.
var hardPages = []string{
	"The court.\n\n  And the coopera-", "tion\nof 41,000 states – or less… out-of-court, l’impunité d'arrêt  ", "", "国际刑事法院 的合作\n\na a b a inter-\nnational",
	"Straße ΟΔΥΣΣΕΥΣ İstanbul مُحَاكَمَة الدول 8 bis €154.855.000 co\u00adoperation x'y’z- \ufffd ⅷ", "a COVID-19 b\u200bc ICC-ASP/5/S/31",
}

// FuzzQuote checks any text, which must be answered or refused, and a stretch of the
// pages as it is, which must be found verbatim.
func FuzzQuote(f *testing.F) {
	ix := open(f, bleveindex.Config{}, statement("s", "", corpus.English, hardPages...))
	text := []rune(strings.Join(hardPages, "\n"))
	for _, quoted := range []string{"the court and the cooperation", "l’impunité [...] (…)", "国际刑事", "out of court", "\xff\u00ad- x", "a a a a a a a a b a", "41.000 states or more of the out of courts"} {
		f.Add(quoted, uint16(0), uint16(40))
		f.Add(quoted, uint16(30), uint16(400))
	}
	f.Fuzz(func(t *testing.T, quoted string, from, to uint16) {
		check := func(quoted string) *search.QuoteResult {
			res, err := ix.Quote(context.Background(), search.QuoteRequest{Text: quoted})
			if err != nil && !errors.Is(err, corpus.ErrInvalid) {
				t.Fatalf("%q: %v", quoted, err)
			}
			if err != nil {
				return nil
			}
			for _, m := range res.Matches {
				for _, p := range m.Passages {
					checkRanges(t, p.Text, p.Ranges)
				}
			}
			return res
		}
		check(quoted)
		a, b := int(from)%len(text), int(to)%len(text)
		for a > 0 && !unicode.IsSpace(text[a-1]) {
			a--
		}
		for b < len(text) && !unicode.IsSpace(text[b]) {
			b++
		}
		broken := func(before []rune) bool { return strings.HasSuffix(strings.TrimSpace(string(before)), "-") }
		if a >= b || broken(text[:a]) || broken(text[:b]) {
			return // half a word is not the word
		}
		if passage := string(text[a:b]); strings.ContainsFunc(passage, unicode.IsLetter) {
			if res := check(passage); res == nil || res.Verdict != search.Verbatim {
				t.Fatalf("%q stands there: %+v", passage, res)
			}
		}
	})
}
