// Package office reads the files of word processors: .docx, .odt and .rtf.
//
// The first two are zip archives of XML. Both are unpacked no further than a
// bound, and read as streams, so that neither a bomb nor deep nesting can take
// more than the text is worth.
package office

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"path"
	"slices"
	"strings"

	"golang.org/x/net/html/charset"

	"rostrum/corpus"
	"rostrum/indexer/extract/clean"
	"rostrum/indexer/extract/run"
)

const (
	maxUnpacked   = 64 << 20 // bytes of one part of an archive
	maxText       = 32 << 20 // bytes of text of one document
	maxParagraphs = 500_000
	maxParts      = 20   // headers or footers, of one document
	maxDepth      = 1000 // of elements or groups within each other
)

// composer gathers the paragraphs of a document. A paragraph may begin within
// another: that of a text box is put after the outer one, that of a note after
// the whole text.
type composer struct {
	done   []run.Paragraph
	inner  []run.Paragraph // ended within a paragraph that is still open
	notes  []run.Paragraph // footnotes and endnotes
	inNote int             // how many notes are open
	open   []*paragraph    // innermost last
	bytes  int
	unseen int // words that nobody sees
}

// paragraph is one that is being read: runs that are set alike are one.
type paragraph struct {
	runs []run.Run
	text strings.Builder // of the last of them
	set  run.Set

	hidden bool // nobody sees any of it
}

func (p *paragraph) write(s string, set run.Set) {
	if set != p.set || set&run.Mark != 0 {
		p.cut()
		p.set = set
	}
	p.text.WriteString(s)
}

func (p *paragraph) cut() {
	if p.text.Len() > 0 {
		p.runs = append(p.runs, run.Run{Text: p.text.String(), Set: p.set})
		p.text.Reset()
	}
}

func (c *composer) begin() { c.open = append(c.open, &paragraph{}) }

func (c *composer) write(s string) { c.writeSet(s, 0) }

func (c *composer) writeSet(s string, set run.Set) {
	if len(c.open) == 0 {
		c.begin()
	}
	c.bytes += len(s)
	c.open[len(c.open)-1].write(s, set)
}

// hide has nobody see the innermost paragraph.
func (c *composer) hide() {
	if n := len(c.open); n > 0 {
		c.open[n-1].hidden = true
	}
}

// end closes the innermost paragraph.
func (c *composer) end() {
	n := len(c.open) - 1
	if n < 0 {
		return
	}
	p := c.open[n]
	p.cut()
	for i, r := range p.runs {
		if p.hidden {
			p.runs[i].Set |= run.Hidden
		}
		if p.hidden || r.Set&run.Hidden != 0 {
			c.unseen += len(strings.Fields(r.Text))
		}
	}
	s := run.Compose(p.runs)
	c.open = c.open[:n]
	switch {
	case s.Text == "" && len(s.Spans) == 0:
	case n > 0 && c.inNote > 0:
		c.notes = append(c.notes, s)
	case n > 0:
		c.inner = append(c.inner, s)
	default:
		c.done = append(c.done, s)
	}
	if n == 0 {
		c.done = append(c.done, c.inner...)
		c.inner = nil
	}
}

func (c *composer) check() error {
	if c.bytes > maxText || len(c.done)+len(c.inner)+len(c.notes) > maxParagraphs {
		return corpus.ErrOverLimit.Errorf("the document holds more than %d MiB of text or %d paragraphs", maxText>>20, maxParagraphs)
	}
	return nil
}

func (c *composer) page() corpus.Page {
	for len(c.open) > 0 {
		c.end()
	}
	return run.Page(slices.Concat(c.done, c.notes))
}

// maxUnseen is how many words may be hidden without a word of warning.
const maxUnseen = 5

// text is what was read, with a warning where there is much that nobody sees.
func (c *composer) text(page corpus.Page, p corpus.Properties) corpus.Text {
	t := corpus.Text{Properties: p, Pages: []corpus.Page{page}}
	if c.unseen > maxUnseen {
		t.Warnings = append(t.Warnings, fmt.Sprintf("hidden text: %d words that nobody sees on the page are left out", c.unseen))
	}
	return t
}

// errDamaged says that an archive or its XML ends early or makes no sense.
var errDamaged = errors.New("the file is damaged")

func unzip(b []byte) (*zip.Reader, error) {
	z, err := zip.NewReader(bytes.NewReader(b), int64(len(b)))
	if err != nil {
		return nil, corpus.ErrNotText.Errorf("%w: %w", errDamaged, err)
	}
	return z, nil
}

// part unpacks the first file of an archive whose name fits the pattern; nil if
// there is none.
func part(z *zip.Reader, pattern string) ([]byte, error) {
	for _, f := range z.File {
		name := f.Name
		if fits, err := path.Match(pattern, name); err != nil || !fits {
			continue
		}
		r, err := f.Open()
		if err != nil {
			return nil, corpus.ErrNotText.Errorf("unpack %s: %w: %w", name, errDamaged, err)
		}
		b, err := io.ReadAll(io.LimitReader(r, maxUnpacked+1))
		_ = r.Close() // read already
		if len(b) > maxUnpacked {
			return nil, corpus.ErrOverLimit.Errorf("unpack %s: more than %d MiB", name, maxUnpacked>>20)
		}
		// What could be unpacked before the damage is worth reading.
		if err != nil && len(b) == 0 {
			return nil, corpus.ErrNotText.Errorf("unpack %s: %w: %w", name, errDamaged, err)
		}
		return b, nil
	}
	return nil, nil
}

// parts unpacks all files of an archive whose names fit the pattern, as far as
// they can be.
func parts(z *zip.Reader, pattern string) (out [][]byte) {
	seen := map[string]bool{}
	for _, f := range z.File {
		if fits, err := path.Match(pattern, f.Name); err != nil || !fits || seen[f.Name] || len(seen) == maxParts {
			continue
		}
		seen[f.Name] = true
		if b, err := part(z, f.Name); err == nil {
			out = append(out, b)
		}
	}
	return out
}

// walk calls start and end for each element and chars for the text between.
// Where start answers false the element is skipped with all it holds.
func walk(b []byte, start func(xml.StartElement) bool, end func(xml.Name), chars func(string)) error {
	d := xml.NewDecoder(bytes.NewReader(b))
	d.Strict = false
	d.CharsetReader = charset.NewReaderLabel
	depth := 0
	for {
		token, err := d.Token()
		switch {
		case errors.Is(err, io.EOF):
			return nil
		case err != nil:
			return fmt.Errorf("%w: %w", errDamaged, err)
		}
		switch t := token.(type) {
		case xml.StartElement:
			if depth++; depth > maxDepth {
				return corpus.ErrOverLimit.Errorf("elements nested more than %d deep", maxDepth)
			}
			if !start(t) {
				if err := skip(d); err != nil {
					return err
				}
				depth--
			}
		case xml.EndElement:
			depth--
			end(t.Name)
		case xml.CharData:
			chars(string(t))
		}
	}
}

// skip reads past the end of the element just begun. (Decoder.Skip recurses.)
func skip(d *xml.Decoder) error {
	for depth := 1; depth > 0; {
		token, err := d.Token()
		if err != nil {
			return fmt.Errorf("%w: %w", errDamaged, err)
		}
		switch token.(type) {
		case xml.StartElement:
			depth++
		case xml.EndElement:
			depth--
		}
	}
	return nil
}

// properties reads the elements of Dublin Core, by which both formats tell
// title and author.
func properties(b []byte) corpus.Properties {
	var p corpus.Properties
	fields := map[string]*string{
		"title": &p.Title, "creator": &p.Author, "initial-creator": &p.Author, "created": &p.Date,
		"creation-date": &p.Date, "date": &p.Date, "language": &p.Language, "generator": &p.Producer,
	}
	var current *string
	// Damage costs no more than the properties after it.
	_ = walk(b, func(e xml.StartElement) bool {
		current = fields[e.Name.Local]
		if current != nil && *current != "" {
			current = nil // the first of its kind holds
		}
		return true
	}, func(xml.Name) { current = nil }, func(s string) {
		if current != nil && len(*current) < 4096 {
			*current = clean.Line(*current + s)
		}
	})
	return p
}

// partial notes that a document was read up to its damage.
func partial(t corpus.Text, err error) (corpus.Text, error) {
	switch {
	case err == nil:
		return t, nil
	case errors.Is(err, errDamaged) && t.Pages[0].Text != "":
		t.Status, t.Reason = corpus.StatusPartial, "The file is damaged; what comes before the damage was read."
		return t, nil
	case errors.Is(err, errDamaged):
		return corpus.Text{}, corpus.ErrNotText.Errorf("%w", err)
	}
	return corpus.Text{}, err
}
