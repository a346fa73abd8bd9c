package request_test

import (
	"testing"

	"rostrum/corpus"
	"rostrum/search/web/request"
)

type resolver struct{}

func (resolver) Resolve(_ corpus.Field, name string) (string, bool) { return name, true }

// Former names of parameters are accepted, and addresses are written with the current
// names.
func TestFormerNamesOfParameters(t *testing.T) {
	parser := request.Parser{Names: resolver{}, MaxBytes: request.DefaultMaxBytes}
	for _, test := range []struct {
		address, now string
		strict       bool
	}{
		{"q=a&hl=fr", "q=a&lang=fr", true},
		{"q=a&lang=fr", "q=a&lang=fr", true},
		{"lang=fr&hl=ru", "lang=fr", true}, // the current name wins
		{"unique=document&size=3", "collapse=none&size=3", true},
		{"collapse=none&size=3", "collapse=none&size=3", true},
		{"unique=work", "", true},
		{"collapse=work", "", true},
		{"collapse=work&unique=document", "", true},
		{"q=a&more=topic&hl=ar", "q=a&expand=topic&lang=ar", false},
		{"q=a&expand=topic", "q=a&expand=topic", false},
	} {
		st, err := parser.State(test.address, test.strict)
		if err != nil || st.Query() != test.now {
			t.Errorf("%s reads as %q, want %q (%v)", test.address, st.Query(), test.now, err)
		}
	}
	for _, address := range []string{"unique=none", "unique=title", "collapse=document", "hl=fr&hl=ru", "more=topic"} {
		if st, err := parser.State(address, true); (err == nil) != (address == "unique=none") {
			t.Errorf("%s reads as %q, %v", address, st.Query(), err)
		}
	}
}
