package stem_test

import (
	"bufio"
	"os"
	"strings"
	"testing"

	"rostrum/search/analysis"
	"rostrum/search/analysis/stem"
)

func fold(s string) string { return analysis.FoldForm(analysis.ExactForm(s)) }

func TestHarms(t *testing.T) {
	for _, l := range []struct {
		code string
		stem func(string) string
	}{{"en", stem.English}, {"fr", stem.French}, {"es", stem.Spanish}, {"pt", stem.Portuguese}, {"ru", stem.Russian}, {"ar", stem.Arabic}} {
		f, err := os.Open("testdata/" + l.code + ".txt")
		if err != nil {
			t.Fatal(err)
		}
		defer f.Close()
		var meet, missed, apart, merged int
		for s := bufio.NewScanner(f); s.Scan(); {
			w := strings.Fields(s.Text())
			if len(w) < 3 {
				continue
			}
			switch w[0] {
			case "=":
				for _, x := range w[2:] {
					meet++
					if a, b := l.stem(fold(w[1])), l.stem(fold(x)); a != b {
						missed++
						t.Logf("%s missed %s %s: %s %s", l.code, w[1], x, a, b)
					}
				}
			case "/":
				for i := 1; i < len(w); i++ {
					for j := i + 1; j < len(w); j++ {
						apart++
						if a, b := l.stem(fold(w[i])), l.stem(fold(w[j])); a == b {
							merged++
							t.Logf("%s merged %s %s: %s", l.code, w[i], w[j], a)
						}
					}
				}
			}
		}
		t.Logf("%s: missed %d of %d, merged %d of %d", l.code, missed, meet, merged, apart)
	}
}
