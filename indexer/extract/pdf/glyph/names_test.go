package glyph

import "testing"

func TestLigatures(t *testing.T) {
	for in, want := range map[string]string{
		"JusƟce": "Justice", "acƟon": "action", "commiƩee": "committee", "Ɵme": "time", "aŌer": "after", "oŌen": "often",
		"Ōsaka": "Ōsaka", "ƟƩ": "ƟƩ", "naƟons’": "nations’",
	} {
		if got := Ligatures(in); got != want {
			t.Errorf("%q: got %q, want %q", in, got, want)
		}
	}
}
