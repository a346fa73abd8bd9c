package authority_test

import (
	"testing"

	"rostrum/corpus/authority"
)

// TestDemonyms finds states by adjectives in several languages and forms, and
// none by those that two states share.
func TestDemonyms(t *testing.T) {
	names, err := authority.Load("")
	if err != nil {
		t.Fatal(err)
	}
	for word, want := range map[string]string{
		"Austrian": "AUT", "sénégalaise": "SEN", "SENEGALAISE": "SEN", "argentina": "ARG", "nigérien": "NER", "Nigerian": "NGA", "South African": "ZAF", "brasileiro": "BRA",
		"Congolese": "", "Dominican": "", "Korean": "", "Austria": "", "": "",
	} {
		if got, ok := names.OfDemonym(word); got != want || ok != (want != "") {
			t.Errorf("%q is an adjective of %q, want %q", word, got, want)
		}
	}
}
