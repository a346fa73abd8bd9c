package query_test

import (
	"errors"
	"reflect"
	"strings"
	"testing"

	. "rostrum/search/query"
)

func w(s string) Word { return Word{Text: s} }

func TestParse(t *testing.T) {
	tests := []struct {
		query string
		want  Expr
	}{
		{"", nil},
		{" \t\u00a0\u3000\u200b", nil},
		{"victims", w("victims")},
		{"victims reparations", All{w("victims"), w("reparations")}},

		// operators
		{"a AND b", And{w("a"), w("b")}},
		{"a and b", All{w("a"), w("and"), w("b")}},
		{"a OR b OR c", Or{w("a"), w("b"), w("c")}},
		{"a or b", All{w("a"), w("or"), w("b")}},
		{"a NOT b", All{w("a"), Not{w("b")}}},
		{"a not b", All{w("a"), w("not"), w("b")}},
		{"a -b", All{w("a"), Not{w("b")}}},
		{"a AND NOT b", And{w("a"), Not{w("b")}}},
		{"NOT b", Not{w("b")}},
		{"-b -c", All{Not{w("b")}, Not{w("c")}}},
		{"NOT NOT b", Not{Not{w("b")}}},
		{"human rights AND Sudan OR Mali", Or{And{All{w("human"), w("rights")}, w("Sudan")}, w("Mali")}},
		{"cooperation AND (Sudan OR Soudan OR Sudán)", And{w("cooperation"), Or{w("Sudan"), w("Soudan"), w("Sudán")}}},
		{"NOT(a OR b)c", All{Not{Or{w("a"), w("b")}}, w("c")}},
		{`-"a b" -(c d)`, All{Not{Phrase{Text: "a b"}}, Not{All{w("c"), w("d")}}}},
		{"((a))", w("a")},
		{"(a b) c", All{w("a"), w("b"), w("c")}},
		{"(a AND b) AND c", And{w("a"), w("b"), w("c")}},
		{"R AND. D", All{w("R"), w("and"), w("D")}},

		// phrases
		{`"state of emergency"`, Phrase{Text: "state of emergency"}},
		{"“state  of\u00a0emergency”", Phrase{Text: "state of emergency"}},
		{"« l’impunité »", Phrase{Text: "l’impunité"}},
		{"»Straflosigkeit« „Opfer“", All{Phrase{Text: "Straflosigkeit"}, Phrase{Text: "Opfer"}}},
		{"「国际刑事法院」", Phrase{Text: "国际刑事法院"}},
		{`“mixed"`, Phrase{Text: "mixed"}},
		{`"mixed”`, Phrase{Text: "mixed"}},
		{`"the “Court” said"`, Phrase{Text: "the “Court” said"}},
		{`“the "Court" said”`, Phrase{Text: "the Court said"}},
		{`"near words"~5`, Phrase{Text: "near words", Slop: 5}},
		{`"near words"～５`, Phrase{Text: "near words", Slop: 5}},
		{`"post"-conflict`, All{Phrase{Text: "post"}, w("conflict")}},
		{`"AND"`, Phrase{Text: "AND"}},

		// prefix and fuzzy
		{"prosecut*", Word{Text: "prosecut", Prefix: true}},
		{"ICC-ASP*", Word{Text: "ICC-ASP", Prefix: true}},
		{"Kenyata~", Word{Text: "Kenyata", Fuzzy: true}},
		{"victim*, court", All{Word{Text: "victim", Prefix: true}, w("court")}},
		{"icc.int/~user", w("icc.int/~user")},

		// fields
		{"session:ASP20", Field{"session", w("ASP20")}},
		{"Session：ASP20", Field{"session", w("ASP20")}},
		{"session: ASP20", Field{"session", w("ASP20")}},
		{"Session: opening", All{w("Session"), w("opening")}},
		{`organization:"Human Rights Watch" victims`, All{Field{"organization", Phrase{Text: "Human Rights Watch"}}, w("victims")}},
		{"topic:(cooperation OR review)", Field{"topic", Or{w("cooperation"), w("review")}}},
		{"title:(a b)", Field{"title", All{w("a"), w("b")}}},
		{"title:-a", Field{"title", Not{w("a")}}},
		{"-type:resolution", Not{Field{"type", w("resolution")}}},
		{"symbol:ICC-ASP/5/S/31", Field{"symbol", w("ICC-ASP/5/S/31")}},
		{"symbol:ICC-ASP/5/*", Field{"symbol", Word{Text: "ICC-ASP/5", Prefix: true}}},
		{"session:ASP20, victims", All{Field{"session", w("ASP20")}, w("victims")}},
		{"title:univers* AND speaker:Bensuda~", And{Field{"title", Word{Text: "univers", Prefix: true}}, Field{"speaker", Word{Text: "Bensuda", Fuzzy: true}}}},

		// dates
		{"2019..2021", Range{"2019", "2021"}},
		{"2019-12..2020", Range{"2019-12", "2020"}},
		{"2019..", Range{"2019", ""}},
		{"..2021-12-08", Range{"", "2021-12-08"}},
		{"date:2019-12..2020", Range{"2019-12", "2020"}},
		{"date:2019", Range{"2019", "2019"}},
		{"date:2019..", Range{"2019", ""}},
		{`date:"2019-12"`, Range{"2019-12", "2019-12"}},
		{"date: 2019", Range{"2019", "2019"}},
		{"date:(2019 OR 2021..)", Or{Range{"2019", "2019"}, Range{"2021", ""}}},
		{"date:٢٠١٩", Range{"2019", "2019"}},
		{"２０１９..２０２１", Range{"2019", "2021"}},
		{"Sudan 2019..2021.", All{w("Sudan"), Range{"2019", "2021"}}},
		{"-2019..2020", Not{Range{"2019", "2020"}}},
		{"-..2020", Not{Range{"", "2020"}}},
		{"in 2019...", All{w("in"), w("2019")}},
		{"3..5", All{w("3"), w("5")}},
		{"2019-2021", w("2019-2021")},
		{"2019-12-31", w("2019-12-31")},

		// what people paste
		{"ICC-ASP/5/S/31", w("ICC-ASP/5/S/31")},
		{"post-conflict", w("post-conflict")},
		{"Sudan - Darfur", All{w("Sudan"), w("Darfur")}},
		{"Sudan -- Darfur", All{w("Sudan"), w("Darfur")}},
		{"Sudan — Darfur–Mali", All{w("Sudan"), w("Darfur–Mali")}},
		{"article 8(2)(b)(xxii)", All{w("article"), w("8(2)(b)(xxii)")}},
		{"article 8 (2) (b)", All{w("article"), w("8"), w("2"), w("b")}},
		{"State(s)", w("State(s)")},
		{"court(a OR b)", All{w("court"), Or{w("a"), w("b")}}},
		{"victims' rights", All{w("victims"), w("rights")}},
		{"l'impunité d’arrêt", All{w("l'impunité"), w("d’arrêt")}},
		{"https://www.icc-cpi.int/a?b=c#d", w("https://www.icc-cpi.int/a?b=c#d")},
		{"mailto:a@b.org", w("mailto:a@b.org")},
		{"Note: this", All{w("Note"), w("this")}},
		{"ICC:Sudan", w("ICC:Sudan")},
		{"12:30", w("12:30")},
		{"nota: esto", All{w("nota"), w("esto")}},
		{"€154,855,000", w("€154,855,000")},
		{"Sudan,Darfur;Mali", All{w("Sudan"), w("Darfur"), w("Mali")}},
		{"What is the ICC?", All{w("What"), w("is"), w("the"), w("ICC")}},
		{"#ASP20 @icc", All{w("ASP20"), w("icc")}},
		{"AT&T / R&D", All{w("AT&T"), w("R&D")}},
		{"Ｒｏｍｅ　Ｓｔａｔｕｔｅ", All{w("Rome"), w("Statute")}},
		{"你好！世界，法院：国际", All{w("你好"), w("世界"), w("法院"), w("国际")}},
		{"国际刑事法院（ICC）", All{w("国际刑事法院"), w("ICC")}},
		{"المحكمة، السودان؟", All{w("المحكمة"), w("السودان")}},
		{"vic\u00adtims\u200b \u202earabic", All{w("victims"), w("arabic")}},
		{"Suda\u0301n", w("Sudán")},
		{"a\x00b", All{w("a"), w("b")}},
		{"c:drive", w("c:drive")},
		{"a (-..2020)", All{w("a"), Not{Range{"", "2020"}}}},
		{"a-..2020", All{w("a"), w("2020")}},
		{"date:۲۰۱۹", Range{"2019", "2019"}},
		{`"peace talks"~٥`, Phrase{Text: "peace talks", Slop: 5}},
		{"می\u200cشود", w("می\u200cشود")},
		{"\u2066ab\u2069 \u061cc\u180ed", All{w("ab"), w("cd")}},
		{"‥ two", w("two")},
		{"−a", Not{w("a")}},
	}
	for _, tt := range tests {
		got, err := Parse(tt.query)
		if err != nil {
			t.Errorf("Parse(%q): %v", tt.query, err)
			continue
		}
		if !reflect.DeepEqual(got, tt.want) {
			t.Errorf("Parse(%q) = %#v\nwant %#v", tt.query, got, tt.want)
		}
	}
}

func TestParseErrors(t *testing.T) {
	tests := []struct {
		query    string
		code     Code
		pos, len int
		says     string // what the sentence takes from the query or the limits
	}{
		{`"open`, CodeUnclosedQuote, 0, 1, ""},
		{`a “open`, CodeUnclosedQuote, 2, 1, ""},
		{`a ”`, CodeUnclosedQuote, 2, 1, ""},
		{`""`, CodeEmptyPhrase, 0, 2, ""},
		{`a "..." b`, CodeEmptyPhrase, 2, 5, ""},
		{"(court", CodeUnclosedBracket, 0, 1, ""},
		{"(a (b c)", CodeUnclosedBracket, 0, 1, ""},
		{"(", CodeUnclosedBracket, 0, 1, ""},
		{"court)", CodeUnopenedBracket, 5, 1, ""},
		{")", CodeUnopenedBracket, 0, 1, ""},
		{"a ()", CodeEmptyBrackets, 2, 2, ""},
		{"(,)", CodeEmptyBrackets, 0, 3, ""},
		{"AND a", CodeNoLeft, 0, 3, "and"},
		{"a (OR b)", CodeNoLeft, 3, 2, "or"},
		{"a OR", CodeNoRight, 2, 2, "or"},
		{"a AND OR b", CodeNoRight, 2, 3, ""},
		{"(a AND) b", CodeNoRight, 3, 3, ""},
		{"a NOT", CodeNoRight, 2, 3, ""},
		{"a NOT AND b", CodeNoRight, 2, 3, ""},
		{"a -AND b", CodeNoRight, 2, 1, ""},
		{"..2019-13", CodeDate, 0, 9, "2019-13"},
		{"no:5", CodeUnknownField, 0, 3, ""},
		{"court:Hague", CodeUnknownField, 0, 6, "title, organization"},
		{"é organisation:HRW", CodeUnknownField, 2, 13, "Did you mean organization:"},
		{"sesion:ASP20", CodeUnknownField, 0, 7, "Did you mean session:"},
		{`author:"HRW"`, CodeUnknownField, 0, 7, "organization:"},
		{"a session:", CodeEmptyField, 2, 8, "session:ASP20"},
		{"session: AND b", CodeEmptyField, 0, 8, ""},
		{"title:NOT a", CodeEmptyField, 0, 6, ""},
		{"(title:)", CodeEmptyField, 1, 6, ""},
		{"title:(a topic:b)", CodeNestedField, 9, 6, "topic:"},
		{"session:ASP20,ASP21", CodeFieldList, 8, 5, "session:(one OR another)"},
		{"title:2019..2021", CodeRangeInField, 6, 10, "date:2019..2021"},
		{"date:yesterday", CodeDate, 5, 9, "yesterday"},
		{"date:2019-02-30", CodeDate, 5, 10, "2019-02-30"},
		{"2019..21", CodeDate, 0, 8, "21"},
		{"date:2019..x", CodeDate, 5, 7, "x"},
		{"date:..", CodeDate, 5, 2, ""},
		{"a 2021..2019", CodeRangeOrder, 2, 10, "2019..2021"},
		{"2019-12-02..2019-12-01", CodeRangeOrder, 0, 22, ""},
		{"*tion", CodeStarPlace, 0, 1, ""},
		{"wom*n", CodeStarPlace, 0, 5, ""},
		{`"a b"*`, CodeStarPlace, 5, 1, ""},
		{"ic*", CodePrefixShort, 0, 3, "3"},
		{"ICC-ASP/20*", CodePrefixShort, 0, 11, ""},
		{"symbol:IC*", CodePrefixShort, 7, 3, ""},
		{"icc~", CodeFuzzyLength, 0, 4, "4 to 32"},
		{strings.Repeat("a", 33) + "~", CodeFuzzyLength, 0, 34, ""},
		{"victims~2", CodeFuzzyNumber, 0, 9, ""},
		{`"a b"~`, CodeNearNumber, 0, 6, "1 to 50"},
		{`"a b"~0`, CodeNearNumber, 0, 7, ""},
		{`"a b"~51`, CodeNearNumber, 0, 8, ""},
		{`"a b"~99999999999999999999`, CodeNearNumber, 0, 26, ""},
		{" ???", CodeNothing, 1, 3, ""},
		{"*", CodeNothing, 0, 1, ""},
		{"€", CodeNothing, 0, 1, ""},
		{"a\xffb", CodeEncoding, 1, 1, "UTF-8"},
		{strings.Repeat("é", 300), CodeTooLong, 256, 44, "512"},
		{strings.Repeat("a ", 33), CodeTooManyClauses, 64, 1, "32"},
		{strings.Repeat("(", 13) + "a" + strings.Repeat(")", 13), CodeTooDeep, 12, 1, "12"},
		{strings.Repeat("NOT ", 13) + "a", CodeTooDeep, 48, 3, ""},
	}
	for _, tt := range tests {
		e, err := Parse(tt.query)
		var got *SyntaxError
		if !errors.As(err, &got) {
			t.Errorf("Parse(%q) = %v, %v; want a SyntaxError %s", tt.query, e, err, tt.code)
			continue
		}
		if got.Code != tt.code || got.Pos != tt.pos || got.Len != tt.len {
			t.Errorf("Parse(%q): %s at %d, %d long; want %s at %d, %d long", tt.query, got.Code, got.Pos, got.Len, tt.code, tt.pos, tt.len)
		}
		if !strings.Contains(got.Msg, tt.says) {
			t.Errorf("Parse(%q): %q does not say %q", tt.query, got.Msg, tt.says)
		}
	}
}

func TestLimitsAreExact(t *testing.T) {
	brackets := func(n int) string { return strings.Repeat("(", n) + "a" + strings.Repeat(")", n) }
	for _, text := range []string{
		strings.Repeat("a", MaxBytes),
		strings.Repeat("a ", MaxClauses),
		brackets(MaxDepth),
		strings.Repeat("(a b) ", MaxDepth+1),
		strings.Repeat("-(a) ", MaxDepth+1),
		strings.Repeat("NOT ", MaxDepth) + "a",
		"abc* abcd~ " + strings.Repeat("b", 32) + `~ "a b"~1 "a b"~50`,
	} {
		if _, err := Parse(text); err != nil {
			t.Errorf("Parse(%q): %v", text, err)
		}
	}
	// What is read must fit as well as what is typed.
	grows := strings.Repeat(`"a"`, 30) + `"` + strings.Repeat("b", 420) + `"`
	if _, err := Parse(grows); err == nil || !strings.Contains(err.Error(), "longer than 512") {
		t.Errorf("of %d bytes that are written in more: error is %v", len(grows), err)
	}
	if _, err := Parse(strings.Repeat("a", MaxBytes+1)); err == nil {
		t.Error("513 bytes are read")
	}
}

func TestUnknownFieldHints(t *testing.T) {
	for name, want := range map[string]string{
		"titel": "title", "sesion": "session", "organisation": "organization", "lang": "language", "author": "organization",
		"court": "", "xyz": "", "note": "", "typ": "type", "symbols": "symbol", "topik": "topic",
	} {
		_, err := Parse(name + ":x")
		var got *SyntaxError
		if !errors.As(err, &got) || got.Code != CodeUnknownField || got.Text != name || got.Hint != want {
			t.Errorf("%s: hint %+v, want %q", name, got, want)
		}
	}
}
