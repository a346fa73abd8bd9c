package query_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	. "rostrum/search/query"
)

// spoken writes tokens in English, as pages do in their languages.
func spoken(tokens []Token) string {
	var words []string
	for _, t := range tokens {
		switch t.Kind {
		case TokenPrefix:
			words = append(words, t.Text+"…")
		case TokenFuzzy:
			words = append(words, "something like "+t.Text)
		case TokenPhrase:
			words = append(words, "exactly “"+t.Text+"”")
		case TokenNear:
			words = append(words, fmt.Sprintf("“%s” within %d", t.Text, t.Slop))
		case TokenDates:
			words = append(words, "from "+t.From+" to "+t.To)
		case TokenField:
			words = append(words, t.Text+" is")
		case TokenOpen:
			words = append(words, "(")
		case TokenClose:
			words = append(words, ")")
		case TokenWord:
			words = append(words, t.Text)
		default:
			words = append(words, string(t.Kind))
		}
	}
	return strings.Join(words, " ")
}

func TestRead(t *testing.T) {
	for text, want := range map[string]string{
		"cooperation AND (Sudan OR Soudan) session:ASP20": "cooperation and ( ( Sudan or Soudan ) session is ASP20 )",
		"human rights OR court":                           "( human rights ) or court",
		`-"peace talks" univers* Bensuda~`:                "not exactly “peace talks” univers… something like Bensuda",
		`"victims reparations"~5 2019..`:                  "“victims reparations” within 5 from 2019 to ",
		"title:(a OR b) -(c d)":                           "title is ( a or b ) not ( c d )",
		"title:-a":                                        "title is not a",
		"victims":                                         "victims",
	} {
		e, err := Parse(text)
		if err != nil {
			t.Errorf("Parse(%q): %v", text, err)
			continue
		}
		if got := spoken(Read(e)); got != want {
			t.Errorf("Read(%q): %s\nwant %s", text, got, want)
		}
	}
	if got := Read(nil); len(got) != 0 {
		t.Errorf("Read(nil) = %v", got)
	}
}

func TestSyntaxErrorCountsFromOne(t *testing.T) {
	_, err := Parse("court)")
	var fault *SyntaxError
	if !errors.As(err, &fault) {
		t.Fatalf("court): %v", err)
	}
	if want := "query, character 6: " + fault.Msg; err.Error() != want {
		t.Errorf("error is %v, want %s", err, want)
	}
}
