package extract

import (
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"os"
	"slices"
	"sync"
	"time"

	"github.com/rs/zerolog"

	"rostrum/corpus"
	"rostrum/indexer/extract/ocr"
	"rostrum/indexer/extract/sandbox"
)

// Mode is when pages are read by OCR.
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
	// The first start compiles PDFium, which takes six seconds of CPU time.
	prepareTimeout = 2 * time.Minute

	maxEngine = 256 << 20 // bytes of a compiled engine; PDFium takes 30 MB
)

// Config configures an Extractor. Command and Launcher are required; other fields may
// be zero.
type Config struct {
	Command   []string         // argv that starts a worker, e.g. {os.Executable(), "extract-worker"}
	Launcher  sandbox.Launcher // argv that starts any child, e.g. {os.Executable(), "launch"}
	Workers   int              // maximum number; 0 means one
	OCR       Mode             // "" means OCRAuto
	CacheDir  string           // where the texts of OCR are kept; "" keeps nothing
	EngineDir string           // cache of compiled engines, also passed to workers in Command; the only folder they may write
	MaxBytes  int64            // of a document; 0 means 256 MiB
	Timeout   time.Duration    // processor time to parse one document, without OCR; 0 means 10 s

	// RequireConfined makes New fail if child processes cannot be fully confined (see
	// sandbox.Confinement). Otherwise a warning is logged with the first document.
	RequireConfined bool
}

// Extractor extracts text from documents. It is safe for concurrent use.
type Extractor struct {
	config  Config
	starter *sandbox.Starter
	slots   chan struct{} // one for each document being read
	readers chan struct{} // one for each picture being read

	ocr        *ocr.Engine // nil if pictures are not read
	ocrMissing error       // why not, if they should be
	warnOnce   sync.Once
	freeOnce   sync.Once

	mu     sync.Mutex
	idle   []*child
	closed bool

	preparing sync.Mutex // one compiles, the others use its cache
}

// New returns an Extractor. Workers are started on demand.
func New(config Config) (*Extractor, error) {
	if len(config.Command) == 0 || len(config.Launcher) == 0 {
		return nil, corpus.ErrInvalid.Errorf("extract: no command that starts a worker")
	}
	if config.RequireConfined {
		if err := sandbox.Examine(config.Launcher).Err(); err != nil {
			return nil, fmt.Errorf("extract: %w; nothing is read", err)
		}
	}
	switch config.OCR {
	case "":
		config.OCR = OCRAuto
	case OCRAuto, OCRNever, OCRAlways:
	default:
		return nil, corpus.ErrInvalid.Errorf("extract: ocr is %q, but can only be auto, never or always", config.OCR)
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
		e.ocr, e.ocrMissing = ocr.Find(context.Background(), config.Launcher, config.CacheDir)
	}
	rights := sandbox.Rights{Read: forRace}
	// If the folder cannot be created, the worker reports it.
	if config.EngineDir != "" && os.MkdirAll(config.EngineDir, 0o755) == nil {
		rights.Write, rights.FileSize = []string{config.EngineDir}, maxEngine
	}
	starter, err := sandbox.NewStarter(config.Launcher, rights)
	if err != nil {
		if e.ocr != nil {
			e.ocr.Close()
		}
		return nil, fmt.Errorf("extract: %w", err)
	}
	e.starter = starter
	return e, nil
}

// OCRMissing returns why pages are not read by OCR although they should be, and what
// to install; nil if OCR works or is off.
func (e *Extractor) OCRMissing() error { return e.ocrMissing }

// Close ends the workers. Extract must not be running.
func (e *Extractor) Close() error {
	e.mu.Lock()
	defer e.mu.Unlock()
	if e.closed {
		return nil
	}
	e.closed = true
	for _, c := range e.idle {
		c.retire.Stop()
		c.close()
	}
	e.idle = nil
	e.starter.Close()
	if e.ocr != nil {
		e.ocr.Close()
	}
	return nil
}

// Timings are the resources used to read a document.
type Timings struct {
	Total  time.Duration // elapsed time of the call
	Reader time.Duration // processor time of the worker: parsing, text, rendering
	OCR    time.Duration // elapsed time of OCR
	Memory int64         // peak memory of the worker since its start, in bytes; 0 if unknown
}

// Extract extracts the text of a document. Content without text gives an error
// wrapping corpus.ErrNotText, exceeded limits one wrapping corpus.ErrOverLimit; next
// to an error, only Extractor is set in the Text. A document that can be opened but
// has no usable text is no error: its Text has the status suspect, with the reason.
func (e *Extractor) Extract(ctx context.Context, doc corpus.Document) (corpus.Text, error) {
	text, _, err := e.Timed(ctx, doc)
	return text, err
}

// Timed is Extract with its timings.
func (e *Extractor) Timed(ctx context.Context, doc corpus.Document) (corpus.Text, Timings, error) {
	begin := time.Now()
	kind := Sniff(doc.Bytes, doc.File, doc.MediaType)
	r := reading{e: e, doc: doc, kind: kind, text: corpus.Text{Extractor: e.label(kind, false)}}
	err := r.check()
	if err == nil {
		err = r.convert(ctx)
	}
	if err == nil {
		err = e.use(ctx, kind, r.owner(), func(c *child) (worn bool, err error) { return r.read(ctx, c) })
	}
	r.took.Total = time.Since(begin)
	if err != nil {
		return corpus.Text{Extractor: r.text.Extractor}, r.took, fmt.Errorf("extract: %w", err)
	}
	return r.text, r.took, nil
}

// owner identifies whose documents a worker may read one after the other. Code that
// took over a worker could falsify the next document, or put the previous one into
// its own text.
type owner string

// operator runs this program, and owns the documents on its disk.
const operator owner = "operator"

// nobodyElse owns a document of unknown origin: its worker reads only that one.
func nobodyElse(document []byte) owner {
	sum := sha256.Sum256(document)
	return owner(sum[:])
}

// use lends a worker of an owner to f, and waits until one is free. A worker that
// died while idle is replaced, since that was not the document's fault.
func (e *Extractor) use(ctx context.Context, kind Kind, of owner, f func(*child) (worn bool, err error)) error {
	e.freeOnce.Do(func() {
		if err := sandbox.Examine(e.config.Launcher).Err(); err != nil {
			zerolog.Ctx(ctx).Warn().Err(err).Msg("documents are read all the same")
		}
	})
	select {
	case e.slots <- struct{}{}:
		defer func() { <-e.slots }()
	case <-ctx.Done():
		return ctx.Err()
	}
	for {
		c, err := e.child(ctx, kind, of)
		if err != nil {
			return err
		}
		idled := c.owner != ""
		c.owner = of
		worn, err := f(c)
		e.putBack(c, worn)
		if !idled || !errors.Is(err, errDied) {
			return err
		}
	}
}

// warn logs once what to install.
func (e *Extractor) warn(ctx context.Context) {
	if e.ocrMissing != nil {
		e.warnOnce.Do(func() { zerolog.Ctx(ctx).Warn().Err(e.ocrMissing).Msg("pages without text stay unread") })
	}
}

// child takes an idle worker of the owner or starts one, and prepares it for the
// kind. A worker that has read a document cannot load another engine: it is replaced
// if the kind needs one.
func (e *Extractor) child(ctx context.Context, kind Kind, of owner) (*child, error) {
	e.mu.Lock()
	at := slices.IndexFunc(e.idle, func(c *child) bool { return c.owner == of && c.ready[KindPDF] })
	if at < 0 {
		at = slices.IndexFunc(e.idle, func(c *child) bool { return c.owner == of && kind != KindPDF })
	}
	found := at >= 0
	if !found && len(e.idle) > 0 {
		at = 0 // the longest idle worker makes room
	}
	var c *child
	if at >= 0 {
		c = e.idle[at]
		c.retire.Stop()
		e.idle = slices.Delete(e.idle, at, at+1)
	}
	e.mu.Unlock()
	if c != nil && !found {
		c.close()
		c = nil
	}
	if c == nil {
		var err error
		if c, err = newChild(e.starter, e.config.Command); err != nil {
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

// idleTime is how long a worker waits for the next document of its owner, or the next
// page to render. Code that took it over must not run for longer.
const idleTime = 10 * time.Second

// putBack keeps a worker for the next document, unless it died or is worn out.
func (e *Extractor) putBack(c *child, worn bool) {
	e.mu.Lock()
	defer e.mu.Unlock()
	switch {
	case c.dead:
	case e.closed || worn:
		c.close()
	default:
		e.idle = append(e.idle, c)
		c.retire = time.AfterFunc(idleTime, func() { e.retire(c) })
	}
}

// retire ends a worker if it is still idle.
func (e *Extractor) retire(c *child) {
	e.mu.Lock()
	defer e.mu.Unlock()
	if at := slices.Index(e.idle, c); at >= 0 {
		e.idle = slices.Delete(e.idle, at, at+1)
		c.close()
	}
}
