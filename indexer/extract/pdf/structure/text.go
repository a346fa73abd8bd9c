package structure

import (
	"bytes"
	"encoding/binary"
	"slices"
	"strings"
	"unicode/utf16"

	"golang.org/x/text/encoding/charmap"
)

// DecodeText reads a text string of a PDF file: UTF-16 or UTF-8 with a mark before
// it, or else an encoding that is Latin-1 for the letters that matter.
func DecodeText(b []byte) string {
	var order binary.ByteOrder = binary.BigEndian
	switch {
	case bytes.HasPrefix(b, []byte("\xEF\xBB\xBF")):
		return string(b[3:])
	case bytes.HasPrefix(b, []byte("\xFF\xFE")):
		order = binary.LittleEndian
	case !bytes.HasPrefix(b, []byte("\xFE\xFF")):
		s, _ := charmap.ISO8859_1.NewDecoder().Bytes(b) // it knows all bytes
		return string(s)
	}
	var units []uint16
	for i := 2; i+1 < len(b); i += 2 {
		units = append(units, order.Uint16(b[i:]))
	}
	return string(utf16.Decode(units))
}

// EncodeText is a text string of a PDF file.
func EncodeText(s string) []byte {
	out := []byte{0xFE, 0xFF}
	for _, u := range utf16.Encode([]rune(s)) {
		out = binary.BigEndian.AppendUint16(out, u)
	}
	return out
}

// BlankText reports whether bytes of a file begin with a string of nothing but spaces,
// broken or not, and soft hyphens: in plain bytes, octal or hexadecimal, in Latin-1 or
// UTF-16.
func BlankText(b []byte) bool {
	b = bytes.TrimLeft(b, " \r\n")
	if hex, ok := bytes.CutPrefix(b, []byte("<")); ok {
		hex, _, ok = bytes.Cut(hex, []byte(">"))
		s := strings.ToUpper(string(hex))
		return ok && slices.Contains([]string{"", "20", "A0", "AD", "FEFF0020", "FEFF00A0", "FEFF00AD"}, s)
	}
	plain, ok := bytes.CutPrefix(b, []byte("("))
	plain, _, closed := bytes.Cut(plain, []byte(")"))
	if !ok || !closed {
		return false
	}
	s := strings.NewReplacer(`\376`, "\xFE", `\377`, "\xFF", `\000`, "\x00", `\240`, "\xA0", `\255`, "\xAD").Replace(string(plain))
	return strings.Trim(DecodeText([]byte(s)), " \u00a0\u00ad") == ""
}
