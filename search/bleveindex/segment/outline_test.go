package segment

import (
	"math/rand/v2"
	"slices"
	"testing"

	"rostrum/search/analysis"
)

// Outlines leave out no word that is within the edits, in any script.
func TestWithin(t *testing.T) {
	random := rand.New(rand.NewPCG(7, 8))
	alphabet := []rune("aabcdeeeez éñßжсу國際محكمة1")
	word := func() string {
		out := make([]rune, 1+random.IntN(12))
		for i := range out {
			out[i] = alphabet[random.IntN(len(alphabet))]
		}
		return string(out)
	}
	var forms []WordForm
	var words []string
	for i := range 3000 {
		w := word()
		words = append(words, w)
		forms = append(forms, WordForm{w, uint32(i)})
		for range 3 { // others near it
			r := []rune(w)
			for range 1 + random.IntN(3) {
				i := random.IntN(len(r))
				switch random.IntN(4) {
				case 0:
					r = slices.Insert(r, i, alphabet[random.IntN(len(alphabet))])
				case 1:
					if len(r) > 1 {
						r = slices.Delete(r, i, i+1)
					}
				case 2:
					r[i] = alphabet[random.IntN(len(alphabet))]
				default:
					r[i], r[0] = r[0], r[i]
				}
			}
			forms = append(forms, WordForm{string(r), 0})
		}
	}
	forms = append(forms, WordForm{string(slices.Repeat([]rune("ab"), 3000)), 0})
	x := &Lexicon{Folds: NewWordGroups(forms)}
	x.outlines = x.layOutOutlines
	found := 0
	for _, w := range append(words[:100], "", string(slices.Repeat([]rune("ab"), 2999))+"a") {
		for edits := range 3 {
			var want []int
			for i := range x.Folds.Forms.Len() {
				if analysis.WithinEdits(w, x.Folds.Forms.At(i), edits) {
					want = append(want, i)
				}
			}
			found += len(want)
			if got := x.Within(w, edits); !slices.Equal(got, want) {
				t.Errorf("within %d edits of %q: %v, want %v", edits, w, got, want)
			}
		}
	}
	if found < 500 {
		t.Errorf("only %d words were found", found)
	}
}
