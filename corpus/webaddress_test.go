package corpus_test

import (
	"testing"

	"rostrum/corpus"
)

func TestIsWebAddress(t *testing.T) {
	for address, want := range map[string]bool{
		"https://example.org/a": true, "http://example.org": true, "HTTPS://example.org": true,
		"": false, "javascript:alert(1)": false, "/srv/a": false, "http://[": false, "https:///a": false, "ftp://example.org/a": false, "example.org": false,
	} {
		if got := corpus.IsWebAddress(address); got != want {
			t.Errorf("IsWebAddress(%q) = %t, want %t", address, got, want)
		}
	}
}
