package pdf

import (
	"fmt"
	"slices"
	"strings"
	"testing"
)

// TestActualText says of printed words that they stand for others.
func TestActualText(t *testing.T) {
	for name, c := range map[string]struct {
		printed, said, want string
		warned              bool
	}{
		"the same":            {"The Rome Statute", "The Rome Statute", "The Rome Statute", false},
		"capitals":            {"THE ROME STATUTE", "The Rome Statute", "The Rome Statute", false},
		"a hyphen":            {"cooper-ation", "cooperation", "cooperation", false},
		"another amount":      {"30 000 000 EUR", "three million euros", "30 000 000 EUR", true},
		"another number":      {"15 votes", "16 votes", "15 votes", true},
		"another word":        {"We oppose it", "We support it", "We oppose it", true},
		"more than is seen":   {"We oppose it", "We oppose it not", "We oppose it", true},
		"less than is seen":   {"We do not oppose it", "We do oppose it", "We do not oppose it", true},
		"words for a space":   {" ", "hidden words of support", "", true},
		"one figure":          {"5", "six", "5", true},
		"a ligature's figure": {"5", "ti", "ti", false},
	} {
		t.Run(name, func(t *testing.T) {
			b := newBuilder()
			b.page(fmt.Sprintf("/Span << /ActualText (%s) >> BDC %s EMC\n", c.said, put(72, 700, 11, c.printed))+put(72, 600, 11, prose), "")
			r := read(t, b.bytes())
			got := strings.TrimSpace(strings.TrimSuffix(paragraphs(r), prose))
			if got != c.want {
				t.Errorf("got %q, want %q", got, c.want)
			}
			warned := slices.ContainsFunc(r.Text.Warnings, func(w string) bool { return strings.Contains(w, "differ") && strings.Contains(w, c.said) })
			if warned != c.warned {
				t.Errorf("warnings %q", r.Text.Warnings)
			}
		})
	}
}

// TestActualTextOfElements is the same where an element of the structure says it.
func TestActualTextOfElements(t *testing.T) {
	for name, c := range map[string]struct{ printed, said, want string }{
		"other words":       {"THE OLD STATUTE", "Rome Statute", "THE OLD STATUTE"},
		"the same":          {"The Rome Statute", "The Rome Statute", "The Rome Statute"},
		"letters not named": {"xx", "Rome", "Rome"},
	} {
		t.Run(name, func(t *testing.T) {
			b := newBuilder()
			cmap := b.stream("", "/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /X def /CMapType 2 def\n"+
				"1 begincodespacerange <00> <FF> endcodespacerange\n1 beginbfchar\n<78> <E001>\nendbfchar\nendcmap end end")
			font := b.object("<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding /ToUnicode %d 0 R >>", cmap)
			b.more = fmt.Sprintf("/Font << /F1 %d 0 R >>", font)
			element := len(b.objects) + 1
			page := element + 3 + 1 // after the tree, its numbers, and the content
			b.object("<< /Type /StructElem /S /Span /P %d 0 R /Pg %d 0 R /K 0 /ActualText (%s) >>", element+1, page, c.said)
			numbers := element + 2
			tree := b.object("<< /Type /StructTreeRoot /K [ %d 0 R ] /ParentTree %d 0 R >>", element, numbers)
			b.object("<< /Nums [ 0 [ %d 0 R ] ] >>", element)
			b.root = fmt.Sprintf("/MarkInfo << /Marked true >> /StructTreeRoot %d 0 R", tree)
			b.page("/Span << /MCID 0 >> BDC "+put(72, 700, 11, c.printed)+" EMC\n"+put(72, 600, 11, prose), "/StructParents 0")
			r := read(t, b.bytes())
			if got := strings.TrimSpace(strings.TrimSuffix(paragraphs(r), prose)); got != c.want {
				t.Errorf("got %q, want %q", got, c.want)
			}
			if warned := len(r.Text.Warnings) > 0; warned != (name == "other words") {
				t.Errorf("warnings %q", r.Text.Warnings)
			}
		})
	}
}

// TestBlank tells files that say of their tabulators and spaces what they stand
// for from those that say so of words.
func TestBlank(t *testing.T) {
	for in, words := range map[string]bool{
		"/ActualText ( )":                     false,
		"/ActualText()":                       false,
		"/ActualText (\xfe\xff\x00\xa0)":      false,
		`/ActualText (\376\377\000\255)`:      false,
		"/ActualText <FEFF00a0>":              false,
		"/ActualText ( ) /ActualText (three)": true,
		"/ActualText (\xfe\xff\x00a)":         true,
		"/ActualText <FEFF0061>":              true,
		"/ActualText 12 0 R":                  true,
		"/Title (three)":                      false,
	} {
		if got := saysWords([]byte(in)); got != words {
			t.Errorf("%q: got %v, want %v", in, got, words)
		}
	}
}
