package segment

import (
	"bufio"
	"cmp"
	"encoding/gob"
	"fmt"
	"os"
	"path/filepath"

	"github.com/RoaringBitmap/roaring/v2"
	index "github.com/blevesearch/bleve_index_api"
	zapsegment "github.com/blevesearch/scorch_segment_api/v2"
	zap "github.com/blevesearch/zapx/v17"
	"github.com/klauspost/compress/s2"

	"rostrum/corpus"
	"rostrum/search"
	"rostrum/search/analysis"
)

// The files of a segment.
const (
	filePostings    = "postings.zap"
	fileTexts       = "texts.s2"        // the text of the pages, in frames
	fileRecords     = "records.s2"      // what is known of each statement, a frame each
	fileStreams     = "streams.bin"     // the words of each statement in their order
	fileColumns     = "columns.gob"     // see columns
	fileCheckpoints = "checkpoints.bin" // see checkpoints
	fileLexicon     = "lexicon.gob"     // see lexicon
	filePhrases     = "phrases.gob"     // see phrases
)

// Sizes that bound memory and work.
const (
	// A chunk of postings is built in memory; its parts are merged at the end.
	chunkStatements = 1000
	chunkWords      = 1_000_000
	// Pages are compressed together up to this size, so that short pages
	// compress well and a long document is not unpacked for one passage.
	frameBytes = 16 << 10
)

// Writer writes statements into the files of one segment.
type Writer struct {
	dir       string
	analyzers []*analysis.Analyzer
	inverter  *inverter
	columns   Columns

	texts, records, streams, checkpoints *countedFile
	pending                              []index.Document
	pendingWords                         int
	chunks                               []string
}

func NewWriter(dir string, analyzers []*analysis.Analyzer, authority analysis.Authority) (*Writer, error) {
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return nil, err
	}
	lexicon := newLexiconBuilder(analyzers)
	w := &Writer{
		dir: dir, analyzers: analyzers,
		inverter: &inverter{analyzers: analyzers, lexicon: lexicon, authority: authority, joins: map[uint32]uint32{}, pairs: map[string]uint32{}},
	}
	for _, f := range search.FacetFields {
		w.columns.Facets = append(w.columns.Facets, FacetColumn{Field: f})
	}
	for name, f := range map[string]**countedFile{fileTexts: &w.texts, fileRecords: &w.records, fileStreams: &w.streams, fileCheckpoints: &w.checkpoints} {
		var err error
		if *f, err = createCounted(filepath.Join(dir, name)); err != nil {
			w.Abort()
			return nil, err
		}
	}
	if _, err := w.checkpoints.Write([]byte{checkpointWords}); err != nil {
		w.Abort()
		return nil, err
	}
	return w, nil
}

// Add writes one statement.
func (w *Writer) Add(s *corpus.Statement) error {
	if kinds := w.inverter.authority.Kinds; kinds != nil {
		s.Kinds = kinds(s.Authors)
	}
	a := w.inverter.invert(s)
	if err := w.store(s, a); err != nil {
		return fmt.Errorf("store %s: %w", s.ID, err)
	}
	w.columns.add(s, a)
	number := len(w.columns.IDs) - 1
	w.pending = append(w.pending, newPostingDocument(uint32(number), a.fields))
	w.pendingWords += int(a.textLength)
	if len(w.pending) >= chunkStatements || w.pendingWords >= chunkWords {
		return w.flush()
	}
	return nil
}

func (w *Writer) store(s *corpus.Statement, a inverted) error {
	r := Record{Statement: *s, Pages: make([]pageRecord, len(s.Pages))}
	r.Statement.Pages = nil
	var text []byte
	pages := 0
	emit := func() error {
		if pages == 0 {
			return nil
		}
		offset := w.texts.size
		if _, err := w.texts.Write(s2.EncodeBetter(nil, text)); err != nil {
			return err
		}
		r.Frames = append(r.Frames, frame{Pages: pages, Offset: offset, Length: w.texts.size - offset})
		text, pages = text[:0], 0
		return nil
	}
	for i, p := range s.Pages {
		r.Pages[i] = pageRecord{Number: p.Number, Language: p.Language, Method: p.Method, Confidence: p.Confidence, Bytes: len(p.Text), Marks: noteMarks(p)}
		if pages > 0 && len(text)+len(p.Text) > frameBytes {
			if err := emit(); err != nil {
				return err
			}
		}
		text = append(text, p.Text...)
		pages++
	}
	if err := emit(); err != nil {
		return err
	}
	raw, err := recordEncoding.Marshal(r)
	if err != nil {
		return err
	}
	if _, err := w.records.Write(s2.EncodeBetter(nil, raw)); err != nil {
		return err
	}
	w.columns.Records = append(w.columns.Records, uint64(w.records.size))
	if _, err := w.streams.Write(a.stream); err != nil {
		return err
	}
	w.columns.Streams = append(w.columns.Streams, uint64(w.streams.size))
	if _, err := w.checkpoints.Write(a.checkpoints); err != nil {
		return err
	}
	w.columns.Checkpoints = append(w.columns.Checkpoints, uint64(w.checkpoints.size))
	return nil
}

// flush turns the statements at hand into a chunk of postings.
func (w *Writer) flush() error {
	if len(w.pending) == 0 {
		return nil
	}
	plugin := &zap.ZapPlugin{}
	seg, _, err := plugin.New(w.pending)
	if err != nil {
		return fmt.Errorf("build postings: %w", err)
	}
	path := filepath.Join(w.dir, fmt.Sprintf("chunk-%05d.zap", len(w.chunks)))
	if err := seg.(zapsegment.UnpersistedSegment).Persist(path); err != nil {
		return fmt.Errorf("write postings: %w", err)
	}
	if err := seg.Close(); err != nil {
		return err
	}
	w.chunks = append(w.chunks, path)
	w.pending, w.pendingWords = nil, 0
	return nil
}

// Finish writes what remains and closes the files. An empty segment has no postings.
func (w *Writer) Finish() error {
	defer w.Abort()
	if err := w.flush(); err != nil {
		return err
	}
	if err := w.mergeChunks(); err != nil {
		return fmt.Errorf("merge postings: %w", err)
	}
	w.columns.hashNames(w.inverter.authority)
	if err := writeGob(filepath.Join(w.dir, fileColumns), &w.columns); err != nil {
		return err
	}
	if err := writeGob(filepath.Join(w.dir, fileLexicon), w.inverter.lexicon.build()); err != nil {
		return err
	}
	for _, f := range []*countedFile{w.texts, w.records, w.streams, w.checkpoints} {
		if err := f.Close(); err != nil {
			return err
		}
	}
	return w.writePhrases()
}

// mergeChunks makes one file of the chunks; numbers keep their order.
func (w *Writer) mergeChunks() (err error) {
	target := filepath.Join(w.dir, filePostings)
	switch len(w.chunks) {
	case 0:
		return nil
	case 1:
		return os.Rename(w.chunks[0], target)
	}
	plugin := &zap.ZapPlugin{}
	var open []zapsegment.Segment
	defer func() {
		for _, s := range open {
			err = cmp.Or(err, s.Close())
		}
		for _, path := range w.chunks {
			err = cmp.Or(err, os.Remove(path))
		}
	}()
	for _, path := range w.chunks {
		s, err := plugin.Open(path)
		if err != nil {
			return err
		}
		open = append(open, s)
	}
	_, _, err = plugin.Merge(open, make([]*roaring.Bitmap, len(open)), target, nil, nil)
	return err
}

// Abort closes the files without caring how; what was written is thrown away.
func (w *Writer) Abort() {
	for _, f := range []*countedFile{w.texts, w.records, w.streams, w.checkpoints} {
		if f != nil {
			_ = f.file.Close()
		}
	}
}

// countedFile is a buffered file that knows its size.
type countedFile struct {
	file   *os.File
	buffer *bufio.Writer
	size   int64
}

func createCounted(path string) (*countedFile, error) {
	f, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE|os.O_TRUNC, 0o600)
	if err != nil {
		return nil, err
	}
	return &countedFile{file: f, buffer: bufio.NewWriterSize(f, 1<<18)}, nil
}

// Write appends to the file.
func (f *countedFile) Write(p []byte) (int, error) {
	n, err := f.buffer.Write(p)
	f.size += int64(n)
	return n, err
}

// Close writes what is buffered and closes the file.
func (f *countedFile) Close() error {
	return cmp.Or(f.buffer.Flush(), f.file.Close())
}

func writeGob(path string, v any) error {
	f, err := createCounted(path)
	if err != nil {
		return err
	}
	if err := gob.NewEncoder(f).Encode(v); err != nil {
		_ = f.file.Close()
		return fmt.Errorf("write %s: %w", path, err)
	}
	return f.Close()
}
