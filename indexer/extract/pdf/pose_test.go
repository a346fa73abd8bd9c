package pdf

import (
	"fmt"
	"strings"
	"testing"

	"rostrum/indexer/extract/layout"
)

// TestPoses turns and mirrors a page of two columns with a struck number and the
// mark of a note: its text is the same in all poses, and each word stands where
// it is drawn.
func TestPoses(t *testing.T) {
	left := []string{"The first column tells of cooperation", "and of the arrest warrants that wait", "for execution in many States Parties", "of the Rome Statute since 2002."}
	right := []string{"The second one tells of the budget", "and of the liquidity crisis that keeps", "the Registry from paying its bills on", "time in every single year so far."}
	var content strings.Builder
	for i := range left {
		y := 500 - 14*float64(i)
		content.WriteString(put(40, y, 10, left[i]) + put(240, y, 10, right[i]))
	}
	content.WriteString(put(40, 560, 10, "2019 3456 2021") + fmt.Sprintf("0.8 w %g 563 m %g 563 l S\n", 40+width("2019 ", 10), 40+width("2019 3456", 10)))
	content.WriteString(put(40, 535, 10, "1593") + put(40+width("1593", 10), 538.5, 6, "4") + put(40+width("1593 ", 10)+2, 535, 10, "refers"))
	want := "2019 ~3456~ 2021 1593{4} refers " + strings.Join(left, " ") + " " + strings.Join(right, " ")
	for name, m := range map[string]string{
		"upright":             "1 0 0 1 0 0",
		"upside down":         "-1 0 0 -1 600 600",
		"on its left side":    "0 1 -1 0 600 0",
		"on its right side":   "0 -1 1 0 0 600",
		"mirrored":            "-1 0 0 1 600 0",
		"mirrored, downwards": "1 0 0 -1 0 600",
		"mirrored on a side":  "0 1 1 0 0 0",
	} {
		t.Run(name, func(t *testing.T) {
			b := newBuilder()
			b.media = "[0 0 600 600]"
			b.page("q "+m+" cm "+content.String()+" Q", "")
			page := read(t, b.bytes()).Text.Pages[0]
			got := strings.Join(strings.Fields(printed(page)), " ")
			if got != want {
				t.Errorf("got  %q\nwant %q", got, want)
			}
			var a, bb, c, d, e, f float32
			if _, err := fmt.Sscan(m, &a, &bb, &c, &d, &e, &f); err != nil {
				t.Fatal(err)
			}
			down := affine{a: 1, d: -1, f: 600} // the page has its origin above
			place := affine{a, bb, c, d, e, f}.then(down).box(40, 558, 62, 570)
			w := page.Words[0]
			if got := (layout.Box{Left: w.Left, Top: w.Top, Right: w.Right, Foot: w.Foot}); !nearby(got, place) {
				t.Errorf("%q stands at %v, want about %v", page.Text[w.Start:w.End], got, place)
			}
		})
	}
}

// nearby tells whether two boxes have their middles near each other.
func nearby(a, b layout.Box) bool {
	dx, dy := a.Left+a.Right-b.Left-b.Right, a.Top+a.Foot-b.Top-b.Foot
	return dx < 10 && dx > -10 && dy < 10 && dy > -10
}
