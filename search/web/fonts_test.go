package web_test

import (
	"testing"

	"rostrum/search/web/ui"
)

// maxFirstView is how many bytes of fonts the first page that somebody opens may need.
const maxFirstView = 120 << 10

// TestFontsOfThePages opens a page of results and a statement in each language without anything in the
// cache: the fonts come from here, are few bytes, and have the letters that are shown.
func TestFontsOfThePages(t *testing.T) {
	for _, lang := range ui.Languages {
		b := browse(t) // a server of its own, whose files no cache has
		b.size(1280, 900)
		for _, address := range []string{"/search?q=victims&lang=", "/s/istimaa?lang="} {
			b.open(address + string(lang))
			b.until(`document.fonts.status === "loaded"`)
			size := eval[int](b, `performance.getEntriesByType("resource").filter((r) => r.name.endsWith(".woff2")).reduce((sum, r) => sum + r.encodedBodySize, 0)`)
			if size == 0 || size > maxFirstView {
				t.Errorf("%s%s: %d bytes of fonts, at most %d", address, lang, size, maxFirstView)
			}
			if failed := eval[[]string](b, `[...document.fonts].filter((f) => f.status === "error").map((f) => f.family + f.unicodeRange)`); len(failed) > 0 {
				t.Errorf("%s%s: not loaded: %q", address, lang, failed)
			}
			loaded := eval[[]string](b, `[...new Set([...document.fonts].filter((f) => f.status === "loaded").map((f) => f.family.replaceAll('"', "")))].sort()`)
			if len(loaded) != 2 || loaded[0] != "Rostrum Sans" || loaded[1] != "Rostrum Serif" {
				t.Errorf("%s%s is set in %q", address, lang, loaded)
			}
		}
	}
}
