// Package charset converts the bytes of web pages and text files to UTF-8.
//
// Declared charsets are often wrong, and more often missing. The bytes decide if they
// are conclusive (a byte order mark, valid UTF-8), then the declaration, then a guess
// by the frequency of letters.
package charset

import (
	"bytes"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/gogs/chardet"
	"golang.org/x/net/html"
	"golang.org/x/net/html/charset"
	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
	utf "golang.org/x/text/encoding/unicode"
)

// Decode converts b to UTF-8. Bytes that are invalid in its charset become U+FFFD.
// declared is the charset named by the server, or "".
func Decode(b []byte, declared string) []byte { return decode(b, declared, false) }

// DecodeHTML is Decode for a web page, which may declare its charset itself.
func DecodeHTML(b []byte, declared string) []byte { return decode(b, declared, true) }

func decode(b []byte, declared string, page bool) []byte {
	switch {
	case bytes.HasPrefix(b, []byte("\xEF\xBB\xBF")):
		return bytes.ToValidUTF8(b[3:], replacement)
	case bytes.HasPrefix(b, []byte("\xFF\xFE")), bytes.HasPrefix(b, []byte("\xFE\xFF")):
		return with(utf.UTF16(utf.LittleEndian, utf.UseBOM), b)
	}
	e, name := charset.Lookup(declared)
	if e == nil && page {
		e, name = charset.Lookup(inMeta(b))
	}
	multi, broken := count(b)
	switch {
	case multi > 0 && broken*10 <= multi:
		// Other charsets are hardly ever valid UTF-8, but UTF-8 pages may be cut
		// within a character or contain a paragraph pasted from elsewhere.
		return mend(b)
	case multi+broken == 0 && !strings.HasPrefix(name, "iso-2022"):
		return b // ASCII
	case e == nil, name == "utf-8", name == "replacement":
		e = guess(b, page)
	}
	return with(e, b)
}

// mend converts bytes that are invalid UTF-8 from the legacy charset of the script of
// most letters: Latin, Cyrillic or Arabic.
func mend(b []byte) []byte {
	var latin, cyrillic, arabic int
	for _, r := range string(b) {
		switch {
		case r >= 0xC0 && r < 0x250:
			latin++
		case unicode.Is(unicode.Cyrillic, r):
			cyrillic++
		case unicode.Is(unicode.Arabic, r):
			arabic++
		}
	}
	page := charmap.Windows1252
	switch {
	case cyrillic > latin && cyrillic > arabic:
		page = charmap.Windows1251
	case arabic > latin:
		page = charmap.Windows1256
	}
	out := make([]byte, 0, len(b)+len(b)/50)
	for i := 0; i < len(b); {
		r, size := utf8.DecodeRune(b[i:])
		switch {
		case r != utf8.RuneError || size > 1:
			out = append(out, b[i:i+size]...)
		case !utf8.FullRune(b[i:]): // cut within a character
			return append(out, replacement...)
		default:
			out = append(out, string(page.DecodeByte(b[i]))...)
		}
		i += size
	}
	return out
}

var replacement = []byte("\uFFFD")

func with(e encoding.Encoding, b []byte) []byte {
	out, err := e.NewDecoder().Bytes(b)
	if err != nil {
		return bytes.ToValidUTF8(b, replacement)
	}
	return out
}

// count counts the multi-byte characters of b that are valid UTF-8, and the invalid
// bytes.
func count(b []byte) (multi, broken int) {
	for i := 0; i < len(b); {
		if b[i] < utf8.RuneSelf {
			i++
			continue
		}
		r, size := utf8.DecodeRune(b[i:])
		if r == utf8.RuneError && size == 1 {
			broken++
		} else {
			multi++
		}
		i += size
	}
	return multi, broken
}

const (
	metaWithin  = 64 << 10 // browsers look in the first kilobyte; some pages have longer scripts before it
	guessedFrom = 1 << 20
	sure        = 30 // per cent, by the detector's own measure
)

// inMeta returns the charset declared in a meta element, or "".
func inMeta(b []byte) string {
	z := html.NewTokenizer(bytes.NewReader(b[:min(len(b), metaWithin)]))
	for {
		switch z.Next() {
		case html.ErrorToken:
			return ""
		case html.StartTagToken, html.SelfClosingTagToken:
			name, more := z.TagName()
			if string(name) != "meta" {
				continue
			}
			var key, value []byte
			for more {
				key, value, more = z.TagAttr()
				switch string(key) {
				case "charset":
					return string(value)
				case "content":
					_, after, _ := strings.Cut(strings.ToLower(string(value)), "charset=")
					if label := strings.FieldsFunc(after, func(r rune) bool { return strings.ContainsRune(" ;,\"'", r) }); len(label) > 0 {
						return label[0]
					}
				}
			}
		}
	}
}

// guess detects the charset by the frequency of letters. The default is windows-1252,
// as in browsers.
func guess(b []byte, page bool) encoding.Encoding {
	b = b[:min(len(b), guessedFrom)]
	detector := chardet.NewTextDetector()
	if page {
		detector = chardet.NewHtmlDetector()
	}
	last, _ := charset.Lookup("windows-1252")
	found, err := detector.DetectBest(b)
	if err != nil || found.Confidence < sure {
		return last
	}
	label := strings.ToLower(found.Charset)
	if label == "gb-18030" {
		label = "gb18030"
	}
	if e, name := charset.Lookup(label); e != nil && name != "utf-8" && !strings.HasPrefix(name, "utf-16") {
		return e
	}
	return last
}
