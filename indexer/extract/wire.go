package extract

import (
	"bufio"
	"encoding/binary"
	"fmt"
	"io"
	"math"
	"slices"
	"strings"
	"unicode/utf8"

	"rostrum/corpus"
)

// An answer is a message followed by the pages of its text: for each a frame of JSON,
// a frame of text, and the positions of its words. The worker may be compromised by a
// hostile document, so the parent trusts nothing: it counts pages, words and bytes as
// they arrive, so that no answer takes more than 64 MB to read, and validates
// everything before it is used.
const (
	maxHead     = 1 << 20   // bytes of JSON of the message, or of one page
	maxHeads    = 8 << 20   // of all pages
	maxPages    = 25_000    // of a document
	maxText     = 8 << 20   // bytes of text of a document; a book has a tenth of that
	maxWords    = 700_000   // positions of words, wireWord bytes each
	maxPicture  = 40 << 20  // bytes of a rendered page
	maxProperty = 2 << 10   // bytes of one property of a document
	maxOutline  = 256 << 10 // bytes of the titles of an outline
	maxSentence = 1 << 10   // bytes of a reason or an error
	maxWarnings = 100
)

// wireWord is the size of a word's position in bytes: two offsets and four sides of
// 32 bits each, big-endian.
const wireWord = 24

// errLie means that an answer is not something a reader would send.
var errLie = fmt.Errorf("the reader's answer makes no sense")

// pageHead is a page without its text and words, which follow it.
type pageHead struct {
	corpus.Page
	Words int `json:"places"`
}

// writeAnswer writes an answer, and a rendered page if there is one. A document with
// too many words has positions only for the first, and long properties are cut, since
// neither is needed to find it. A document with too much text or too many pages
// exceeds a limit.
func writeAnswer(w io.Writer, ans answer, picture []byte) error {
	var pages []corpus.Page
	if ans.Text != nil {
		if err := fits(ans.Text.Pages); err != nil {
			ans = answer{Failure: newFailure(err), Worn: ans.Worn}
		} else {
			pages = ans.Text.Pages
			text := *ans.Text
			text.Pages = nil
			bound(&text)
			ans.Text, ans.Pages = &text, len(pages)
		}
	}
	ans.Body = picture != nil
	if err := writeMessage(w, ans, picture); err != nil {
		return err
	}
	left := maxWords
	for _, p := range pages {
		if left -= len(p.Words); left < 0 {
			p.Words = nil
		}
		if err := writePage(w, p); err != nil {
			return err
		}
	}
	return nil
}

func fits(pages []corpus.Page) error {
	total := 0
	for _, p := range pages {
		total += len(p.Text)
	}
	switch {
	case len(pages) > maxPages:
		return corpus.ErrOverLimit.Errorf("the document has %d pages, %d are allowed", len(pages), maxPages)
	case total > maxText:
		return corpus.ErrOverLimit.Errorf("the text has %d bytes, %d are allowed", total, maxText)
	}
	return nil
}

func writePage(w io.Writer, p corpus.Page) error {
	head := pageHead{Page: p, Words: len(p.Words)}
	head.Text, head.Page.Words = "", nil
	if err := writeMessage(w, head, []byte(p.Text)); err != nil {
		return err
	}
	var b [wireWord]byte
	for _, word := range p.Words {
		for i, v := range []uint32{
			uint32(word.Start), uint32(word.End),
			math.Float32bits(word.Left), math.Float32bits(word.Top), math.Float32bits(word.Right), math.Float32bits(word.Foot),
		} {
			binary.BigEndian.PutUint32(b[4*i:], v)
		}
		if _, err := w.Write(b[:]); err != nil {
			return err
		}
	}
	return nil
}

// readAnswer reads the output of writeAnswer, or of whatever a compromised worker
// wrote.
func readAnswer(r *bufio.Reader) (ans answer, picture []byte, err error) {
	if err := readMessage(r, maxHead, &ans); err != nil {
		return answer{}, nil, err
	}
	if ans.Body {
		if picture, err = readFrame(r, maxPicture); err != nil {
			return answer{}, nil, err
		}
	}
	if ans.Failure != nil {
		ans.Failure.Message = shorten(ans.Failure.Message, maxSentence)
	}
	if ans.Text == nil {
		return ans, picture, nil
	}
	if err := readPages(r, ans.Text, ans.Pages); err != nil {
		return answer{}, nil, err
	}
	bound(ans.Text)
	return ans, picture, nil
}

func readPages(r *bufio.Reader, text *corpus.Text, count int) error {
	if count < 0 || count > maxPages || len(text.Pages) > 0 {
		return corpus.ErrOverLimit.Errorf("%d pages, %d are allowed", count, maxPages)
	}
	heads, bytes, words, before := int64(maxHeads), int64(maxText), maxWords, 0
	for range count {
		head, err := readFrame(r, min(maxHead, heads))
		if err != nil {
			return err
		}
		heads -= int64(len(head))
		var p pageHead
		if err := decode(head, &p); err != nil {
			return err
		}
		body, err := readFrame(r, bytes)
		if err != nil {
			return err
		}
		bytes -= int64(len(body))
		if words -= p.Words; p.Words < 0 || words < 0 {
			return corpus.ErrOverLimit.Errorf("more than %d words", maxWords)
		}
		page := p.Page
		page.Text, page.Words = string(body), nil
		if page.Words, err = readWords(r, p.Words); err != nil {
			return err
		}
		if err := checkPage(page, before); err != nil {
			return err
		}
		before = page.Number
		text.Pages = append(text.Pages, page)
	}
	return nil
}

// readWords reads the positions of count words. Memory is allocated as they arrive.
func readWords(r io.Reader, count int) ([]corpus.Word, error) {
	var out []corpus.Word
	var b [wireWord]byte
	for range count {
		if _, err := io.ReadFull(r, b[:]); err != nil {
			return nil, unexpected(err)
		}
		at := func(i int) uint32 { return binary.BigEndian.Uint32(b[4*i:]) }
		side := func(i int) float32 { return math.Float32frombits(at(i)) }
		if len(out) == cap(out) {
			out = slices.Grow(out, min(count-len(out), max(64, len(out)/2)))
		}
		out = append(out, corpus.Word{Start: int(at(0)), End: int(at(1)), Left: side(2), Top: side(3), Right: side(4), Foot: side(5)})
	}
	return out, nil
}

// checkPage validates what later code relies on: pages and spans are in order, text
// is valid UTF-8, words are within it, and numbers are finite.
func checkPage(p corpus.Page, before int) error {
	switch {
	case p.Number <= before:
		return fmt.Errorf("page %d after page %d: %w", p.Number, before, errLie)
	case !utf8.ValidString(p.Text):
		return fmt.Errorf("page %d is not UTF-8: %w", p.Number, errLie)
	case !(p.Confidence >= 0 && p.Confidence <= 1):
		return fmt.Errorf("page %d read with a confidence of %v: %w", p.Number, p.Confidence, errLie)
	case !length(p.Width) || !length(p.Height):
		return fmt.Errorf("page %d of %v by %v points: %w", p.Number, p.Width, p.Height, errLie)
	case len(p.Label) > maxSentence || len(p.Language) > maxSentence || !slices.Contains(methods, p.Method):
		return fmt.Errorf("page %d of method %.20q, label %.20q, language %.20q: %w", p.Number, p.Method, p.Label, p.Language, errLie)
	}
	for _, w := range p.Words {
		if w.Start > w.End || w.End > len(p.Text) || !boundary(p.Text, w.Start) || !boundary(p.Text, w.End) ||
			!finite(w.Left) || !finite(w.Top) || !finite(w.Right) || !finite(w.Foot) {
			return fmt.Errorf("page %d with a word at %+v of %d bytes: %w", p.Number, w, len(p.Text), errLie)
		}
	}
	at := 0
	for _, s := range p.Spans {
		if s.Offset < at || s.Offset > len(p.Text) || !boundary(p.Text, s.Offset) || s.Kind != corpus.SpanMark && s.Kind != corpus.SpanStruck {
			return fmt.Errorf("page %d with a %.20q at byte %d of %d: %w", p.Number, s.Kind, s.Offset, len(p.Text), errLie)
		}
		at = s.Offset
	}
	return nil
}

var methods = []corpus.TextMethod{"", corpus.MethodTextLayer, corpus.MethodRescued, corpus.MethodOCR}

func boundary(s string, at int) bool { return at == len(s) || utf8.RuneStart(s[at]) }

func finite(f float32) bool { return !math.IsNaN(float64(f)) && !math.IsInf(float64(f), 0) }

func length(f float32) bool { return finite(f) && f >= 0 }

// bound shortens properties of a document, and messages about it.
func bound(t *corpus.Text) {
	t.Reason = shorten(t.Reason, maxSentence)
	t.Warnings = t.Warnings[:min(maxWarnings, len(t.Warnings))]
	for i := range t.Warnings {
		t.Warnings[i] = shorten(t.Warnings[i], maxSentence)
	}
	p := &t.Properties
	for _, s := range []*string{&p.Title, &p.Author, &p.Date, &p.Language, &p.Canonical, &p.SiteName, &p.Producer} {
		*s = shorten(*s, maxProperty)
	}
	size := 0
	for i, e := range p.Outline {
		p.Outline[i].Title = shorten(e.Title, maxProperty)
		if size += 16 + len(p.Outline[i].Title); size > maxOutline {
			p.Outline = p.Outline[:i]
			break
		}
	}
	for name, value := range p.Other {
		if len(name) > maxProperty {
			delete(p.Other, name)
			continue
		}
		p.Other[name] = shorten(value, maxProperty)
	}
	if !slices.Contains([]corpus.Status{"", corpus.StatusGood, corpus.StatusPartial, corpus.StatusSuspect}, t.Status) {
		t.Status = corpus.StatusSuspect
	}
}

// shorten cuts text to most bytes, between characters.
func shorten(s string, most int) string {
	if len(s) <= most {
		return s
	}
	for most > 0 && !utf8.RuneStart(s[most]) {
		most--
	}
	return strings.Clone(s[:most]) // so that the rest can be garbage-collected
}
