package ocr

import (
	"errors"
	"strings"
	"testing"
)

const head = "level\tpage_num\tblock_num\tpar_num\tline_num\tword_num\tleft\ttop\twidth\theight\tconf\ttext\n"

func row(block, line, word, left int, confidence, text string) string {
	f := []string{"5", "1", itoa(block), "1", itoa(line), itoa(word), itoa(left), itoa(100 * line), "80", "30", confidence, text}
	return strings.Join(f, "\t") + "\n"
}

func itoa(n int) string {
	if n < 10 {
		return string(rune('0' + n))
	}
	return itoa(n/10) + itoa(n%10)
}

func TestParse(t *testing.T) {
	p, err := parse([]byte(head +
		"4\t1\t1\t1\t1\t0\t10\t10\t500\t30\t-1\t\n" +
		row(1, 1, 1, 10, "96.5", "Mr") + row(1, 1, 2, 100, "90", "Presi\ufb01dent,") + row(1, 1, 3, 200, "3", "~") + row(1, 1, 4, 300, "8", "longword") +
		row(1, 2, 1, 10, "95", "we") + row(1, 2, 2, 100, "95", "thank") +
		row(2, 1, 1, 10, "30", "Jr") + row(2, 1, 2, 100, "25", "eR")))
	if err != nil {
		t.Fatal(err)
	}
	if got, want := p.Text(), "Mr Presifident, longword\nwe thank\n"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
	if p.Confidence < 0.5 || p.Confidence > 0.95 || p.Letters() != 28 {
		t.Errorf("confidence %v, %d letters", p.Confidence, p.Letters())
	}
	page := p.Page(3, 595, 842, 144)
	if w := page.Lines[0].Words[1]; page.Number != 3 || w.Box.Left != 50 || w.Box.Right != 90 || page.Lines[0].Column != 1 {
		t.Errorf("%+v", page.Lines[0])
	}
}

func TestParseDamaged(t *testing.T) {
	for _, table := range []string{
		"no table", head + row(1, 1, 1, 10, "high", "Mr"), head + strings.Replace(row(1, 1, 1, 10, "90", "Mr"), "\t80\t", "\t-80\t", 1),
	} {
		if _, err := parse([]byte(table)); !errors.Is(err, errTable) {
			t.Errorf("%q: %v", table, err)
		}
	}
	if p, err := parse([]byte(head + "5\t1\n")); err != nil || len(p.Lines) != 0 {
		t.Errorf("half a row: %+v, %v", p, err)
	}
}

func FuzzParse(f *testing.F) {
	f.Add([]byte(head + row(1, 1, 1, 10, "96.5", "Mr")))
	f.Add([]byte(head + row(1, 1, 1, 10, "NaN", "Mr")))
	f.Fuzz(func(t *testing.T, table []byte) {
		p, err := parse(table)
		if err == nil && !(p.Confidence >= 0 && p.Confidence <= 1) {
			t.Errorf("confidence %v", p.Confidence)
		}
	})
}
