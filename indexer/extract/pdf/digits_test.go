package pdf

import (
	"fmt"
	"strings"
	"testing"
)

// misnamed is a font whose map names each digit as it is told to.
func misnamed(b *builder, base, digits string) int {
	var mapping strings.Builder
	for code := 0x20; code < 0x7F; code++ {
		named := code
		if code >= '0' && code <= '9' {
			named = int(digits[code-'0'])
		}
		fmt.Fprintf(&mapping, "<%02x> <%04x>\n", code, named)
	}
	cmap := b.stream("", fmt.Sprintf("/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /X def /CMapType 2 def\n"+
		"1 begincodespacerange <00> <FF> endcodespacerange\n%d beginbfchar\n%sendbfchar\nendcmap end end", 0x7F-0x20, mapping.String()))
	return b.object("<< /Type /Font /Subtype /Type1 /BaseFont /%s /Encoding /WinAnsiEncoding /ToUnicode %d 0 R >>", base, cmap)
}

// TestDigitsAsPrinted sets numbers in fonts that name their digits wrongly. Those
// that are too small to be told leave the page to OCR.
func TestDigitsAsPrinted(t *testing.T) {
	const words = "In 1998 there were 120 votes for, 7 against and 21 abstentions; 4635 came."
	for _, base := range []string{"Helvetica-Bold", "Times-Roman", "Courier"} {
		for name, digits := range map[string]string{
			"named rightly": "0123456789",
			"moved by one":  "1234567890",
			"moved by six":  "6789012345",
			"two as one":    "2123256789",
			"turned round":  "9876543210",
		} {
			for _, size := range []float64{7, 12} {
				b := newBuilder()
				b.more = fmt.Sprintf("/Font << /F1 3 0 R /F9 %d 0 R >>", misnamed(b, base, digits))
				b.media = "[0 0 700 300]"
				b.page(fmt.Sprintf("BT /F9 %g Tf 72 200 Td (%s) Tj ET\n", size, words)+put(72, 100, 11, prose), "")
				r := read(t, b.bytes())
				got, _, _ := strings.Cut(paragraphs(r), "\n")
				if got != words && (size > 8 || len(r.Damaged) == 0) {
					t.Errorf("%s of %g points, %s: got %q, want %q", base, size, name, got, words)
				}
				if warned := len(r.Text.Warnings) > 0; warned != (name != "named rightly") {
					t.Errorf("%s, %s: warnings %q", base, name, r.Text.Warnings)
				}
			}
		}
	}
}
