package query_test

import (
	"errors"
	"reflect"
	"slices"
	"testing"
	"unicode/utf8"

	"pgregory.net/rapid"

	. "rostrum/search/query"
)

// textFields are the fields whose value is words; date: makes a Range.
var textFields = slices.DeleteFunc(slices.Clone(FieldNames), func(name string) bool { return name == "date" })

// trees generates trees that Parse can return.
func trees(t *rapid.T, depth int, field bool) Expr {
	kinds := []string{"word", "phrase"}
	if !field {
		kinds = append(kinds, "range", "field")
	}
	if depth > 0 {
		kinds = append(kinds, "all", "and", "or", "not")
	}
	sub := func(outer Expr) []Expr {
		parts := make([]Expr, rapid.IntRange(2, 3).Draw(t, "parts"))
		for i := range parts {
			for parts[i] == nil || reflect.TypeOf(parts[i]) == reflect.TypeOf(outer) {
				parts[i] = trees(t, depth-1, field)
			}
		}
		return parts
	}
	switch rapid.SampledFrom(kinds).Draw(t, "kind") {
	case "word":
		switch rapid.IntRange(0, 4).Draw(t, "mark") {
		case 0:
			return Word{Text: rapid.StringMatching(`([a-zß中ن]{1,3}[-/])?[a-zA-Zé]{3}`).Draw(t, "prefix"), Prefix: true}
		case 1:
			return Word{Text: rapid.StringMatching(`[a-z][a-z'-]{2,30}[a-z]`).Draw(t, "fuzzy"), Fuzzy: true}
		}
		return Word{Text: rapid.StringMatching(`[a-z0-9é€中ن][A-Z0-9.:/'’–-]?[a-z0-9]|ICC-ASP/[0-9]{1,2}/S/31|8\([a-z0-9]\)(\(b\))?|[0-9]{1,3},[0-9]{3}|and|OR\.x|www\.a\.org/\?q=~b`).
			Filter(func(s string) bool { _, err := Parse(s); return err == nil }).Draw(t, "word")}
	case "phrase":
		return Phrase{
			Text: rapid.StringMatching(`[a-zA-Z(:*~’-]{0,3}[a-zé]( [A-Z«»“”().…-]?[a-z0-9中]{1,4}[,!]?){0,3}`).Draw(t, "phrase"),
			Slop: max(0, rapid.IntRange(-50, 50).Draw(t, "slop")),
		}
	case "range":
		from := rapid.SampledFrom([]string{"", "2018", "2018-11", "2018-11-30"}).Draw(t, "from")
		to := rapid.SampledFrom([]string{"2018", "2018-11", "2019-01-31", ""}).Draw(t, "to")
		if from == "" && to == "" {
			to = "2021"
		}
		return Range{From: from, To: to}
	case "field":
		return Field{Name: rapid.SampledFrom(textFields).Draw(t, "name"), Value: trees(t, max(0, depth-1), true)}
	case "all":
		return All(sub(All{}))
	case "and":
		return And(sub(And{}))
	case "or":
		return Or(sub(Or{}))
	}
	return Not{X: trees(t, depth-1, field)}
}

func TestParseReadsWhatStringWrites(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		want := trees(t, 3, false)
		written := want.String()
		got, err := Parse(written)
		var syntax *SyntaxError
		if errors.As(err, &syntax) && (syntax.Code == CodeTooLong || syntax.Code == CodeTooManyClauses) {
			t.Skip("over a limit")
		}
		if err != nil {
			t.Fatalf("Parse(%q): %v\nof %#v", written, err, want)
		}
		if !reflect.DeepEqual(got, want) {
			t.Fatalf("Parse(%q) = %#v\nwant %#v", written, got, want)
		}
	})
}

func FuzzParse(f *testing.F) {
	for _, s := range []string{
		"", "victims", `cooperation AND (Sudan OR Soudan) -"peace talks"~5`, "title:(a b*) 2019..2021 date:..2020-02-29",
		"8(2)(b) «x» “y\" ICC-ASP/5/S/31", "a\u0338=\u0338 \u037e\u2329 ﷺ", "NOT NOT - -- -( AND", "AND.(x) OR: foo:bar", "Ａ\u0301：（*～",
	} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		e, err := Parse(s)
		if err != nil {
			var syntax *SyntaxError
			if !errors.As(err, &syntax) {
				t.Fatalf("Parse(%q): %T, want a *SyntaxError", s, err)
			}
			if n := utf8.RuneCountInString(s); syntax.Pos < 0 || syntax.Len < 0 || syntax.Pos+syntax.Len > n {
				t.Fatalf("Parse(%q): error at %d, %d long, of %d characters", s, syntax.Pos, syntax.Len, n)
			}
			if syntax.Code == "" || syntax.Msg == "" || syntax.Msg == "The query cannot be read." {
				t.Fatalf("Parse(%q): an error without a sentence: %#v", s, syntax)
			}
			return
		}
		if e == nil {
			return
		}
		written := e.String()
		again, err := Parse(written)
		if err != nil {
			t.Fatalf("Parse(%q) of %q: %v", written, s, err)
		}
		if !reflect.DeepEqual(e, again) {
			t.Fatalf("Parse(%q) = %#v\nbut of %q it was %#v", written, again, s, e)
		}
		if len(Read(e)) == 0 {
			t.Fatalf("Read(%q) is empty", written)
		}
	})
}
