package pdf

import (
	"bytes"
	"fmt"

	"rostrum/corpus"
	"rostrum/indexer/extract/clean"
)

// file is a PDF file: the one that was handed in, or one attached to it.
type file struct {
	bytes []byte
	name  string // of an attachment
	pages int
	depth int  // attachments of attachments
	whole bool // it ends as a PDF file does
	sound bool // its table of objects is as it should be

	names map[string]bool // those looked for among its objects, and whether they are there

	rescued bool // its end was lost and has been rewritten
}

// Bounds on what is taken out of a file.
const (
	maxFiles         = 100
	maxAttached      = 128 << 20 // bytes of all attachments together
	maxAttachedDepth = 2
)

// endsWhole tells whether the file has its end. What is cut off has lost
// pages or their fonts; PDFium reads what it finds.
func endsWhole(b []byte) bool {
	return bytes.Contains(b[max(0, len(b)-2048):], []byte("%%EOF"))
}

// attachments lists the PDF files attached to the current one, and names the
// others, whose text stays unread.
func (d *Document) attachments() (files []file, others []string, err error) {
	n, err := d.g.Number("FPDFDoc_GetAttachmentCount", d.doc)
	if err != nil {
		return nil, nil, err
	}
	depth := d.files[d.at].depth + 1
	for i := range min(n, maxFiles) {
		a, err := d.g.Handle("FPDFDoc_GetAttachment", d.doc, uint64(i))
		if err != nil {
			return files, others, err
		}
		if a == 0 {
			continue
		}
		name, err := d.g.UTF16("FPDFAttachment_GetName", a)
		if err != nil {
			return files, others, err
		}
		name = clean.Line(name)
		b, err := d.attached(a)
		if err != nil {
			return files, others, err
		}
		if depth <= maxAttachedDepth && bytes.Contains(b[:min(len(b), 1024)], []byte("%PDF-")) {
			files = append(files, file{bytes: b, name: name, depth: depth})
		} else {
			others = append(others, name)
		}
	}
	return files, others, nil
}

// attached is the content of an attachment; nil if it is too large.
func (d *Document) attached(a uint64) ([]byte, error) {
	s := uint64(d.g.Scratch)
	if _, err := d.g.Call("FPDFAttachment_GetFile", a, 0, 0, s); err != nil {
		return nil, err
	}
	size := int(d.g.Ints(1)[0])
	if size <= 0 || size > maxAttached {
		return nil, nil
	}
	p, err := d.g.Malloc(size)
	if err != nil {
		return nil, err
	}
	defer d.g.Free(p)
	if ok, err := d.g.Number("FPDFAttachment_GetFile", a, uint64(p), uint64(size), s); err != nil || ok == 0 {
		return nil, err
	}
	b, ok := d.g.Read(p, uint32(size))
	if !ok {
		return nil, nil
	}
	return bytes.Clone(b), nil
}

// expand finds the attachments of the file and theirs. An attachment that
// cannot be opened is warned of and left out.
func (d *Document) expand() error {
	total := 0
	for i := 0; i < len(d.files) && len(d.files) < maxFiles; i++ {
		if err := d.use(i); err != nil {
			if i == 0 {
				return err
			}
			d.warnings = append(d.warnings, fmt.Sprintf("attachment %q: %v", d.files[i].name, err))
			d.files[i].pages = 0
			continue
		}
		found, others, err := d.attachments()
		if err != nil {
			d.warnings = append(d.warnings, fmt.Sprintf("attachments: %v", err))
		}
		for _, name := range others {
			d.warnings = append(d.warnings, fmt.Sprintf("attachment %q is no PDF file and is left out", name))
		}
		for _, f := range found {
			if total += len(f.bytes); total > maxAttached || len(d.files) >= maxFiles {
				d.warnings = append(d.warnings, fmt.Sprintf("attachment %q is left out: there are too many", f.name))
				continue
			}
			d.files = append(d.files, f)
		}
		if i == 0 && len(found) == 0 {
			return nil
		}
	}
	return nil
}

// find says which file a page of the document is in, and its place there.
func (d *Document) find(number int) (at, index int, err error) {
	left := number - 1
	for i, f := range d.files {
		if left >= 0 && left < f.pages {
			return i, left, nil
		}
		left -= f.pages
	}
	return 0, 0, corpus.ErrNotFound.Errorf("page %d of %d", number, d.total())
}

func (d *Document) total() int {
	n := 0
	for _, f := range d.files {
		n += f.pages
	}
	return n
}
