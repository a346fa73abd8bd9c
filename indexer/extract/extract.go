package extract

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"sync"
	"time"

	"github.com/rs/zerolog"

	"rostrum/corpus"
	"rostrum/indexer/extract/ocr"
)

// version changes whenever the text that comes out of the same bytes may change.
const version = "1"

// Mode says when pages are read from their picture.
type Mode string

// The modes of OCR.
const (
	OCRAuto   Mode = "auto"   // pages without text, or with text that is not language
	OCRNever  Mode = "never"  // no page
	OCRAlways Mode = "always" // every page of a PDF
)

const (
	defaultMaxBytes = 256 << 20
	defaultTimeout  = 10 * time.Second
	// A first start compiles PDFium, six seconds of CPU on a machine that may
	// be busy with other things.
	prepareTimeout = 2 * time.Minute
)

// Config says how documents are read. Command is needed; all else has a
// useful zero value.
type Config struct {
	Command  []string      // argv that starts a worker, e.g. {os.Executable(), "extract-worker"}
	Workers  int           // at most so many at once; 0 means one
	OCR      Mode          // "" means OCRAuto
	CacheDir string        // where workers keep compiled engines and the texts of OCR; "" keeps nothing
	MaxBytes int64         // of a document; 0 means 256 MiB
	Timeout  time.Duration // for the parsing of one document, OCR not counted; 0 means 10 s
}

// Extractor reads documents. It is safe for concurrent use.
type Extractor struct {
	config  Config
	starter *starter
	slots   chan struct{} // a document being read
	readers chan struct{} // a picture being read

	ocr        *ocr.Engine // nil where pictures are not read
	ocrMissing error       // why, if they should be
	warnOnce   sync.Once

	mu     sync.Mutex
	idle   []*child
	closed bool

	preparing sync.Mutex // one compiles, the others find its cache
}

// New makes an Extractor. Workers are started when there is something to read.
func New(config Config) (*Extractor, error) {
	if len(config.Command) == 0 {
		return nil, fmt.Errorf("extract: no command that starts a worker: %w", corpus.ErrInvalid)
	}
	switch config.OCR {
	case "":
		config.OCR = OCRAuto
	case OCRAuto, OCRNever, OCRAlways:
	default:
		return nil, fmt.Errorf("extract: ocr is %q, but can only be auto, never or always: %w", config.OCR, corpus.ErrInvalid)
	}
	config.Workers = max(1, config.Workers)
	if config.MaxBytes == 0 {
		config.MaxBytes = defaultMaxBytes
	}
	if config.Timeout == 0 {
		config.Timeout = defaultTimeout
	}
	e := &Extractor{config: config, slots: make(chan struct{}, config.Workers), readers: make(chan struct{}, config.Workers)}
	if config.OCR != OCRNever {
		e.ocr, e.ocrMissing = ocr.Find(context.Background(), config.CacheDir)
	}
	e.starter = newStarter()
	return e, nil
}

// Version names what determines the text that comes out of given bytes: a text
// kept under another version is out of date.
func (e *Extractor) Version() string {
	v := version + " ocr=" + string(e.config.OCR)
	if e.ocr != nil {
		v += " " + e.ocr.Version()
	}
	return v
}

// OCRMissing tells why pages are not read from their pictures though they
// should be, and what to install; nil where all is well.
func (e *Extractor) OCRMissing() error { return e.ocrMissing }

// Close ends the workers. No Extract may be running.
func (e *Extractor) Close() error {
	e.mu.Lock()
	defer e.mu.Unlock()
	if e.closed {
		return nil
	}
	e.closed = true
	for _, c := range e.idle {
		c.close()
	}
	e.idle = nil
	e.starter.close()
	return nil
}

// Extract reads one document. Bytes that are of no kind that holds text give
// an error of kind corpus.ErrNotText, those that cross a bound one of kind
// corpus.ErrOverLimit. A document that can be opened but has no usable text is
// no error: its Text has the status suspect and says why.
func (e *Extractor) Extract(ctx context.Context, doc corpus.Document) (corpus.Text, error) {
	if int64(len(doc.Bytes)) > e.config.MaxBytes {
		return corpus.Text{}, fmt.Errorf("extract: the file has %d bytes, %d are allowed: %w", len(doc.Bytes), e.config.MaxBytes, corpus.ErrOverLimit)
	}
	if len(doc.Bytes) == 0 {
		return corpus.Text{}, fmt.Errorf("extract: the file is empty: %w", corpus.ErrNotText)
	}
	kind := Sniff(doc.Bytes, doc.File, doc.MediaType)
	if kind == "" {
		return corpus.Text{}, fmt.Errorf("extract: %s: %w", refusal(doc.Bytes), corpus.ErrNotText)
	}
	var text corpus.Text
	err := e.use(ctx, kind, func(c *child) (worn bool, err error) {
		text, worn, err = e.read(ctx, c, kind, doc)
		return worn, err
	})
	if err != nil {
		return corpus.Text{}, fmt.Errorf("extract: %w", err)
	}
	return text, nil
}

// use lends a worker to f, waiting until one is free. A worker that died while
// it was idle is replaced: that was not the document's doing.
func (e *Extractor) use(ctx context.Context, kind Kind, f func(*child) (worn bool, err error)) error {
	select {
	case e.slots <- struct{}{}:
		defer func() { <-e.slots }()
	case <-ctx.Done():
		return ctx.Err()
	}
	for {
		c, err := e.child(ctx, kind)
		if err != nil {
			return err
		}
		idled := c.used
		c.used = true
		worn, err := f(c)
		e.putBack(c, worn)
		if !idled || !errors.Is(err, errDied) {
			return err
		}
	}
}

// read has the worker read a document.
func (e *Extractor) read(ctx context.Context, c *child, kind Kind, doc corpus.Document) (_ corpus.Text, worn bool, _ error) {
	req := request{
		Op: opRead, Kind: kind, Charset: doc.Charset, Address: doc.Location,
		Seconds: (e.config.Timeout * 7 / 10).Seconds(), // what is read by then is kept
	}
	ans, _, err := c.ask(ctx, req, doc.Bytes, e.config.Timeout)
	switch {
	case err != nil:
		return corpus.Text{}, false, err
	case ans.Failure != nil:
		return corpus.Text{}, ans.Worn, ans.Failure.err()
	case ans.Text == nil:
		return corpus.Text{}, true, errors.New("the reader answered nothing")
	}
	text := *ans.Text
	text.MediaType = string(kind)
	pages := judgePages(&text, ans, e.config.OCR)
	noOCR := ""
	if kind == KindPDF && slices.ContainsFunc(pages, func(p *pageJudged) bool { return p.scan }) {
		if noOCR = e.noOCR(); noOCR != "" {
			e.warn(ctx)
		} else if err := e.scanPages(ctx, c, doc, &text, pages); err != nil {
			return corpus.Text{}, ans.Worn, err
		}
	}
	settle(&text, pages, noOCR)
	return text, ans.Worn, nil
}

// warn says once what to install.
func (e *Extractor) warn(ctx context.Context) {
	if e.ocrMissing != nil {
		e.warnOnce.Do(func() { zerolog.Ctx(ctx).Warn().Err(e.ocrMissing).Msg("pages without text stay unread") })
	}
}

// child takes an idle worker or starts one, and makes it ready for the kind.
func (e *Extractor) child(ctx context.Context, kind Kind) (*child, error) {
	e.mu.Lock()
	var c *child
	if n := len(e.idle); n > 0 {
		c, e.idle = e.idle[n-1], e.idle[:n-1]
	}
	e.mu.Unlock()
	if c == nil {
		var err error
		if c, err = e.starter.newChild(e.config.Command); err != nil {
			return nil, err
		}
	}
	if kind != KindPDF || c.ready[kind] {
		return c, nil
	}
	e.preparing.Lock()
	defer e.preparing.Unlock()
	ans, _, err := c.ask(ctx, request{Op: opPrepare, Kind: kind}, nil, prepareTimeout)
	if err != nil {
		return nil, fmt.Errorf("start PDFium: %w", err)
	}
	if ans.Failure != nil {
		c.close()
		return nil, ans.Failure.err()
	}
	c.ready[kind] = true
	return c, nil
}

// putBack keeps a worker for the next document, unless it died or is worn.
func (e *Extractor) putBack(c *child, worn bool) {
	e.mu.Lock()
	defer e.mu.Unlock()
	switch {
	case c.dead:
	case e.closed || worn:
		c.close()
	default:
		e.idle = append(e.idle, c)
	}
}
