package office

import (
	"fmt"
	"strconv"
	"strings"
	"unicode/utf16"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/japanese"
	"golang.org/x/text/encoding/korean"
	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/traditionalchinese"

	"rostrum/corpus"
	"rostrum/indexer/extract/clean"
	"rostrum/indexer/extract/run"
)

// ReadRTF reads rich text. Runs of bytes are decoded by the code page that the
// document names; fonts with a code page of their own are given theirs.
func ReadRTF(b []byte) (corpus.Text, error) {
	r := rtf{in: b, fonts: map[int]int{}, page: 1252, info: map[string]string{}}
	r.group = rtfGroup{skipAfterUnicode: 1, font: -1}
	err := r.read()
	r.flush()
	page := r.out.page()
	if page.Text == "" {
		page = r.margin.page()
	}
	p := corpus.Properties{Title: clean.Line(r.info["title"]), Author: clean.Line(r.info["author"])}
	if r.made[0] > 0 {
		p.Date = fmt.Sprintf("%04d-%02d-%02d", r.made[0], r.made[1], r.made[2])
	}
	return partial(r.out.text(page, p), err)
}

// rtfGroup is the state that braces save and restore.
type rtfGroup struct {
	destination      string // "" is the text, "margin" headers and footers, "colours" the table of them; "-" is skipped
	deleted          bool   // by a tracked change
	inner            bool   // the group is a footnote or a text box: paragraphs within a paragraph
	note             bool   // it is a footnote
	skipAfterUnicode int    // characters that stand in for one of \u
	font             int
	look             look   // of the characters
	behind           colour // of the paragraph
	cells            bool   // the paragraph stands in a table
}

type rtf struct {
	in    []byte
	at    int
	out   composer
	group rtfGroup
	stack []rtfGroup
	fonts map[int]int // code pages by font
	page  int         // of the document
	bytes []byte      // not yet decoded
	units []uint16    // of UTF-16, not yet decoded
	skip  int         // characters to leave out after \u
	info  map[string]string

	colours []colour // the document's table
	colour  colour   // the one that is being read

	note   int      // the last that was numbered
	margin composer // headers and footers
	made   [3]int   // year, month and day
}

func (r *rtf) read() error {
	for r.at < len(r.in) {
		if err := r.out.check(); err != nil {
			return err
		}
		c := r.in[r.at]
		r.at++
		switch c {
		case '{':
			r.flush()
			if len(r.stack) >= maxDepth {
				return corpus.ErrOverLimit.Errorf("groups nested more than %d deep", maxDepth)
			}
			r.stack = append(r.stack, r.group)
			r.group.inner, r.group.note = false, false
		case '}':
			r.flush()
			if r.group.inner {
				r.out.end()
			}
			if r.group.note {
				r.out.inNote--
			}
			n := len(r.stack) - 1
			if n <= 0 {
				r.stack = nil
				return nil // what follows the last brace is no part of it
			}
			r.group, r.stack = r.stack[n], r.stack[:n]
		case '\\':
			r.control()
		case '\r', '\n', 0:
		default:
			r.literal(c)
		}
	}
	if len(r.stack) > 0 {
		return errDamaged
	}
	return nil
}

func (r *rtf) literal(c byte) {
	if r.skip > 0 {
		r.skip--
		return
	}
	r.flushUnits()
	r.bytes = append(r.bytes, c)
}

// control reads a control word or sign; the backslash has been read.
func (r *rtf) control() {
	if r.at >= len(r.in) {
		return
	}
	c := r.in[r.at]
	if !isLetter(c) {
		r.at++
		r.sign(c)
		return
	}
	begin := r.at
	for r.at < len(r.in) && isLetter(r.in[r.at]) && r.at-begin < 32 {
		r.at++
	}
	word := string(r.in[begin:r.at])
	begin = r.at
	if r.at < len(r.in) && r.in[r.at] == '-' {
		r.at++
	}
	for r.at < len(r.in) && r.in[r.at] >= '0' && r.in[r.at] <= '9' && r.at-begin < 11 {
		r.at++
	}
	value, err := strconv.Atoi(string(r.in[begin:r.at]))
	has := err == nil
	if r.at < len(r.in) && r.in[r.at] == ' ' {
		r.at++
	}
	if word == "bin" && has && value > 0 {
		r.at = min(len(r.in), r.at+min(value, len(r.in)))
		return
	}
	r.word(word, value, has)
}

func isLetter(c byte) bool { return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' }

func (r *rtf) sign(c byte) {
	switch c {
	case '\'':
		if r.at+2 <= len(r.in) {
			if v, err := strconv.ParseUint(string(r.in[r.at:r.at+2]), 16, 8); err == nil {
				r.at += 2
				r.literal(byte(v))
			}
		}
	case '~':
		r.plain(" ")
	case '_':
		r.plain("-")
	case '*':
		r.group.destination = "-" // unless a word after it is known, and none is needed
	case '\\', '{', '}':
		r.literal(c)
	case '\r', '\n':
		r.paragraph()
	}
}

// plain writes text that is already decoded.
func (r *rtf) plain(s string) {
	r.flush()
	switch r.group.destination {
	case "":
		if !r.group.deleted {
			r.out.writeSet(s, r.set())
		}
	case "colours":
		for range strings.Count(s, ";") {
			r.colours = append(r.colours, r.colour)
			r.colour = colour{}
		}
	case "margin":
		r.margin.write(s)
	case "title", "author":
		if len(r.info[r.group.destination]) < 4096 {
			r.info[r.group.destination] += s
		}
	}
}

// set is how the characters that are written now are set.
func (r *rtf) set() run.Set {
	return r.group.look.over(look{behind: r.group.behind}).shown(r.group.cells || r.group.inner)
}

func (r *rtf) paragraph() {
	r.flush()
	switch r.group.destination {
	case "":
		nested := len(r.out.open) > 1
		r.out.end()
		if nested {
			r.out.begin()
		}
	case "margin":
		r.margin.end()
	}
}

func (r *rtf) word(word string, value int, has bool) {
	switch word {
	case "u":
		if !has {
			return
		}
		r.flushBytes()
		r.units = append(r.units, uint16(value))
		r.skip = r.group.skipAfterUnicode
		return
	case "uc":
		if has && value >= 0 && value < 16 {
			r.group.skipAfterUnicode = value
		}
		return
	}
	r.flush()
	r.skip = 0
	if s, ok := rtfSigns[word]; ok {
		r.plain(s)
		return
	}
	switch word {
	case "par", "sect", "page", "row", "cell", "nestcell", "nestrow":
		r.paragraph()
	case "ansicpg":
		r.page = value
	case "mac":
		r.page = 10000
	case "f":
		r.group.font = value
	case "fcharset":
		if page := rtfCharsets[value]; page != 0 {
			r.fonts[r.group.font] = page
		}
	case "plain":
		r.group.font, r.group.deleted, r.group.look = -1, false, look{}
	case "pard":
		r.group.behind, r.group.cells = colour{}, false
	case "super":
		r.group.look.say(run.Raised, !has || value != 0)
	case "sub":
		r.group.look.say(run.Lowered, !has || value != 0)
	case "nosupersub":
		r.group.look.say(run.Raised|run.Lowered, false)
	case "up", "dn": // by half points; RTF's own default is 6
		r.group.look.say(map[string]run.Set{"up": run.Raised, "dn": run.Lowered}[word], !has || value != 0)
	case "strike", "striked", "strikedl":
		r.group.look.say(run.Struck, !has || value != 0)
	case "chftn":
		before := r.group.look
		r.group.look.say(run.Mark, true)
		r.plain(strconv.Itoa(r.noteNumber()))
		r.group.look = before
	case "v":
		r.group.look.say(run.Hidden, !has || value != 0)
	case "deleted":
		r.group.deleted = !has || value != 0
	case "red", "green", "blue":
		if r.group.destination == "colours" {
			r.colour.said = true
			*map[string]*uint8{"red": &r.colour.red, "green": &r.colour.green, "blue": &r.colour.blue}[word] = uint8(value)
		}
	case "cf":
		r.group.look.ink = r.named(value)
	case "cb", "highlight", "chcbpat":
		r.group.look.behind = r.named(value)
	case "cbpat":
		r.group.behind = r.named(value)
	case "shading": // a pattern over the colour
		if value > 0 {
			r.group.behind = mixed
		}
	case "intbl":
		r.group.cells = true
	case "footnote", "shptxt":
		if word == "shptxt" || r.group.destination == "-" && r.outer() == "" {
			r.group.destination = "" // stands within a shape, which is skipped, or behind a star
		}
		if r.group.destination == "" && !r.group.inner {
			if len(r.out.open) == 0 {
				r.out.begin()
			}
			r.out.begin()
			r.group.inner = true
			if word == "footnote" {
				r.group.note = true
				r.out.inNote++
			}
		}
	case "header", "headerl", "headerr", "headerf", "footer", "footerl", "footerr", "footerf":
		if r.group.destination == "" {
			r.group.destination = "margin"
		}
	case "creatim":
		r.group.destination = word
	case "yr", "mo", "dy":
		if r.group.destination == "creatim" && value > 0 && value < 10_000 {
			r.made[map[string]int{"yr": 0, "mo": 1, "dy": 2}[word]] = value
		}
	case "colortbl":
		r.group.destination = "colours"
	case "fonttbl", "stylesheet", "info", "pict", "object", "objdata", "fldinst", "shprslt", "listtable", "listoverridetable", "revtbl", "rsidtbl",
		"themedata", "datastore", "generator", "xmlnstbl", "annotation", "atnid", "atnauthor", "filetbl", "nonshppict":
		r.group.destination = "-"
	case "title", "author":
		r.group.destination = word // stands within info, which is skipped
	}
}

// outer is the destination of the group around the current one.
func (r *rtf) outer() string {
	if len(r.stack) == 0 {
		return "-"
	}
	return r.stack[len(r.stack)-1].destination
}

// named is a colour of the document's table; the first is that of text without
// a colour.
func (r *rtf) named(n int) colour {
	if n < 1 || n >= len(r.colours) {
		return colour{}
	}
	return r.colours[n]
}

// noteNumber is the number that stands for a note, in the text and again in
// the note.
func (r *rtf) noteNumber() int {
	if r.group.note || r.out.inNote > 0 {
		return r.note
	}
	r.note++
	return r.note
}

var rtfSigns = map[string]string{
	"tab": " ", "line": " ", "emdash": "—", "endash": "–", "emspace": " ", "enspace": " ", "qmspace": " ",
	"lquote": "‘", "rquote": "’", "ldblquote": "“", "rdblquote": "”", "bullet": "•",
}

func (r *rtf) flush() {
	r.flushUnits()
	r.flushBytes()
}

func (r *rtf) flushUnits() {
	if len(r.units) > 0 {
		s := string(utf16.Decode(r.units))
		r.units = r.units[:0]
		r.plain(s)
	}
}

func (r *rtf) flushBytes() {
	if len(r.bytes) == 0 {
		return
	}
	b := r.bytes
	r.bytes = nil
	page, ok := r.fonts[r.group.font]
	if !ok {
		page = r.page
	}
	s, err := decoder(page).NewDecoder().Bytes(b)
	if err != nil {
		s = []byte(strings.ToValidUTF8(string(b), ""))
	}
	r.plain(string(s))
}

// rtfCharsets are the code pages of fonts, by the numbers Windows gives character sets.
var rtfCharsets = map[int]int{
	0: 1252, 77: 10000, 128: 932, 129: 949, 134: 936, 136: 950, 161: 1253, 162: 1254, 177: 1255, 178: 1256, 186: 1257, 204: 1251, 238: 1250,
}

func decoder(page int) encoding.Encoding {
	switch page {
	case 932:
		return japanese.ShiftJIS
	case 936, 54936:
		return simplifiedchinese.GB18030
	case 949:
		return korean.EUCKR
	case 950:
		return traditionalchinese.Big5
	case 866:
		return charmap.CodePage866
	case 10000:
		return charmap.Macintosh
	case 65001:
		return encoding.Nop
	case 1250:
		return charmap.Windows1250
	case 1251:
		return charmap.Windows1251
	case 1253:
		return charmap.Windows1253
	case 1254:
		return charmap.Windows1254
	case 1255:
		return charmap.Windows1255
	case 1256:
		return charmap.Windows1256
	case 1257:
		return charmap.Windows1257
	}
	return charmap.Windows1252
}
