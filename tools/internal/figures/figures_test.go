package figures_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"rostrum/tools/internal/figures"
)

func TestWrite(t *testing.T) {
	var table figures.Table
	table.Add("speed", "2", true, "%.1f", 2.5)
	table.Add("size", "1", false, "%d", 3)
	table.Unknown("taste", "good", "no tongue")
	want := "# Title\n\n<!-- figures: make it -->\n\n" +
		"| measure | bar | measured | |\n|---|---|---|---|\n" +
		"| speed | 2 | 2.5 | reached |\n| size | 1 | 3 | missed |\n| taste | good | not measured: no tongue |  |\n" +
		"\n<!-- end of figures -->\nThe rest.\n"
	path := filepath.Join(t.TempDir(), "page.md")
	for _, before := range []string{"", "what an earlier run wrote\n"} {
		page := "# Title\n\n<!-- figures: make it -->\n" + before + "<!-- end of figures -->\nThe rest.\n"
		if err := os.WriteFile(path, []byte(page), 0o644); err != nil {
			t.Fatal(err)
		}
		if err := figures.Write(path, "make it", table.String()); err != nil {
			t.Fatal(err)
		}
		if got, err := os.ReadFile(path); err != nil || string(got) != want {
			t.Errorf("the page became\n%s(%v), want\n%s", got, err, want)
		}
	}
	if err := figures.Write(path, "make another", "x"); err == nil || !strings.Contains(err.Error(), "make another") {
		t.Errorf("without a place for the figures: got %v, want an error that names the line", err)
	}
	if got, err := os.ReadFile(path); err != nil || string(got) != want {
		t.Errorf("a page without the place was changed: %s (%v)", got, err)
	}
}
