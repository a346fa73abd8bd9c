package extract

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"runtime"

	"rostrum/corpus"
	"rostrum/indexer/extract/html"
	"rostrum/indexer/extract/office"
	"rostrum/indexer/extract/pdf"
	"rostrum/indexer/extract/pdf/pdfium"
	"rostrum/indexer/extract/pdf/structure"
	"rostrum/indexer/extract/plain"
	"rostrum/indexer/extract/sandbox"
)

// WorkConfig configures a worker. It may be zero.
type WorkConfig struct {
	CacheDir string // where compiled engines are kept; "" keeps none
	MaxBytes int64  // of a document; 0 means 256 MiB
}

// Work is the main loop of a worker: it answers the requests that an Extractor writes
// to in, until in ends. Nothing else may write to out.
func Work(ctx context.Context, in io.Reader, out io.Writer, config WorkConfig) error {
	if config.MaxBytes == 0 {
		config.MaxBytes = defaultMaxBytes
	}
	limitWorker()
	w := worker{config: config}
	defer w.close()
	r := bufio.NewReaderSize(in, 64<<10)
	o := bufio.NewWriterSize(out, 64<<10)
	for {
		var req request
		switch err := readMessage(r, maxHeader, &req); {
		case errors.Is(err, io.EOF):
			return nil
		case err != nil:
			return fmt.Errorf("worker: %w", err)
		}
		var body []byte
		if req.Body {
			var err error
			if body, err = readFrame(r, config.MaxBytes); err != nil {
				return fmt.Errorf("worker: %w", err)
			}
		}
		ans, picture := w.answer(ctx, req, body)
		if err := writeAnswer(o, ans, picture); err != nil {
			return fmt.Errorf("worker: %w", err)
		}
		if err := o.Flush(); err != nil {
			return fmt.Errorf("worker: %w", err)
		}
	}
}

// worker is the state kept between requests.
type worker struct {
	config   WorkConfig
	engine   *pdfium.Engine
	sealed   bool          // it cannot open files any more
	document *pdf.Document // the last PDF, for rendering its pages
}

func (w *worker) close() {
	w.closeDocument()
	if w.engine != nil {
		_ = w.engine.Close()
	}
}

func (w *worker) closeDocument() {
	if w.document != nil {
		_ = w.document.Close() // its instance ends regardless of the error
		w.document = nil
	}
}

func (w *worker) answer(ctx context.Context, req request, body []byte) (ans answer, picture []byte) {
	defer func() {
		if r := recover(); r != nil {
			ans, picture = answer{Failure: newFailure(fmt.Errorf("reader broke down: %v", r))}, nil
		}
	}()
	// Before it sees a document, it gives up everything it does not need.
	if req.Op == opPrepare {
		if err := w.prepare(ctx, req.Kind); err != nil {
			ans.Failure = newFailure(err)
		}
		return ans, nil
	}
	if err := w.seal(); err != nil {
		return answer{Failure: newFailure(err), Worn: true}, nil
	}
	var err error
	switch req.Op {
	case opRead:
		w.closeDocument()
		var text corpus.Text
		if text, err = w.read(req, body, &ans); err == nil {
			ans.Text = &text
		}
	case opInspect:
		var in structure.Inspection
		if in, err = structure.Inspect(body); err == nil {
			ans.Inspection = &in
		}
	case opRender:
		picture, ans.Width, ans.Height, err = w.render(req, body)
	default:
		err = corpus.ErrInvalid.Errorf("operation %q", req.Op)
	}
	if err != nil {
		ans = answer{Failure: newFailure(err)}
	}
	ans.Worn = w.document != nil && w.document.Broken() || swollen()
	return ans, picture
}

// keptMemory is the memory, in bytes, up to which a worker is kept for another
// document. Memory that Go has once obtained counts against the limit for good, and
// would leave too little for the next document.
const keptMemory = 128 << 20

func swollen() bool {
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return m.Sys > keptMemory
}

func (w *worker) prepare(ctx context.Context, kind Kind) (err error) {
	if kind == KindPDF && w.engine == nil {
		w.engine, err = pdfium.NewEngine(ctx, w.config.CacheDir)
		if err != nil && w.config.CacheDir != "" {
			// Without a writable cache, compilation takes time, but documents are
			// still read.
			w.engine, err = pdfium.NewEngine(ctx, "")
		}
	}
	return err
}

func (w *worker) seal() error {
	if w.sealed {
		return nil
	}
	w.sealed = true
	return sandbox.Seal()
}

func (w *worker) read(req request, body []byte, ans *answer) (corpus.Text, error) {
	switch req.Kind {
	case KindPDF:
		switch err := w.open(body); {
		case errors.Is(err, pdf.ErrEncrypted):
			return corpus.Text{Status: corpus.StatusSuspect, Reason: err.Error()}, nil
		case err != nil:
			return corpus.Text{}, err
		}
		reading, err := w.document.Text(deadline(req.Seconds))
		ans.Pictures, ans.Blank, ans.Damaged = reading.Pictures, reading.Blank, reading.Damaged
		return reading.Text, err
	case KindHTML:
		return html.Read(html.Page{Bytes: body, Charset: req.Charset, Address: req.Address}), nil
	case KindText:
		return plain.Read(body, req.Charset), nil
	case KindMarkdown:
		return plain.ReadMarkdown(body, req.Charset), nil
	case KindDOCX, KindDOC, KindWPD, KindPages: // the others were converted to .docx
		return office.ReadDOCX(body, html.Paragraphs)
	case KindODT:
		return office.ReadODT(body)
	case KindRTF:
		return office.ReadRTF(body)
	}
	return corpus.Text{}, corpus.ErrInvalid.Errorf("kind %q", req.Kind)
}

// deadline returns a function that reports whether seconds of processor time were
// used.
func deadline(seconds float64) (passed func() bool) {
	begin := ownProcessorTime()
	return func() bool { return (ownProcessorTime() - begin).Seconds() > seconds }
}

// open opens a PDF, which stays open so that its pages can be rendered.
func (w *worker) open(body []byte) (err error) {
	if w.engine == nil {
		return corpus.ErrInvalid.Errorf("PDFium was not loaded before")
	}
	if w.document, err = pdf.Open(w.engine, body); err != nil {
		w.document = nil
	}
	return err
}

func (w *worker) render(req request, body []byte) (picture []byte, width, height int, err error) {
	if body != nil {
		w.closeDocument()
		if err := w.open(body); err != nil {
			return nil, 0, 0, err
		}
	}
	if w.document == nil {
		return nil, 0, 0, corpus.ErrInvalid.Errorf("no document is open")
	}
	if req.Picture == picturePacked {
		return w.document.Picture(req.Page, req.Width)
	}
	img, err := w.document.Render(req.Page, req.DPI)
	if err != nil {
		return nil, 0, 0, err
	}
	return img.Pix, img.Rect.Dx(), img.Rect.Dy(), nil
}
