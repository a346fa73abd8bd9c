package segment

import (
	"bufio"
	"cmp"
	"encoding/binary"
	"encoding/gob"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"sync"

	"github.com/RoaringBitmap/roaring/v2"
	"github.com/blevesearch/mmap-go"
	zapsegment "github.com/blevesearch/scorch_segment_api/v2"
	zap "github.com/blevesearch/zapx/v17"
	"github.com/klauspost/compress/s2"

	"rostrum/corpus"
)

// Segment is an opened, unchanging set of statements. Safe for concurrent use.
type Segment struct {
	Columns    Columns
	Lexicon    Lexicon
	Phrases    Phrases
	postings   zapsegment.Segment // nil when the segment is empty
	streams    mapped
	offsets    mapped // see checkpoints
	texts      *os.File
	records    *os.File
	tombstones *roaring.Bitmap // nil when there are none
	Live       *roaring.Bitmap

	streamBytes func() *[256]uint32 // see StreamBytes
}

func Open(dir string, deleted *roaring.Bitmap) (_ *Segment, err error) {
	s := &Segment{tombstones: deleted}
	s.streamBytes = sync.OnceValue(s.countStreamBytes)
	defer func() {
		if err != nil {
			_ = s.Close()
		}
	}()
	if err := readGob(filepath.Join(dir, fileColumns), &s.Columns); err != nil {
		return nil, err
	}
	if err := readGob(filepath.Join(dir, fileLexicon), &s.Lexicon); err != nil {
		return nil, err
	}
	s.Lexicon.outlines = sync.OnceValue(s.Lexicon.layOutOutlines)
	if err := readGob(filepath.Join(dir, filePhrases), &s.Phrases); err != nil {
		return nil, err
	}
	s.Live = roaring.New()
	s.Live.AddRange(0, uint64(len(s.Columns.IDs)))
	if deleted != nil {
		s.Live.AndNot(deleted)
	}
	if s.streams, err = mapFile(filepath.Join(dir, fileStreams)); err != nil {
		return nil, err
	}
	if s.offsets, err = mapFile(filepath.Join(dir, fileCheckpoints)); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, err
	}
	if s.texts, err = os.Open(filepath.Join(dir, fileTexts)); err != nil {
		return nil, err
	}
	if s.records, err = os.Open(filepath.Join(dir, fileRecords)); err != nil {
		return nil, err
	}
	if len(s.Columns.IDs) == 0 {
		return s, nil
	}
	if s.postings, err = (&zap.ZapPlugin{}).Open(filepath.Join(dir, filePostings)); err != nil {
		return nil, fmt.Errorf("open postings: %w", err)
	}
	if n := s.postings.Count(); n != uint64(len(s.Columns.IDs)) {
		return nil, fmt.Errorf("postings of %d statements stand beside columns of %d", n, len(s.Columns.IDs))
	}
	return s, nil
}

func (s *Segment) Close() error {
	var err error
	if s.postings != nil {
		err = s.postings.Close()
	}
	err = cmp.Or(err, s.streams.close(), s.offsets.close())
	for _, f := range []*os.File{s.texts, s.records} {
		if f != nil {
			err = cmp.Or(err, f.Close())
		}
	}
	return err
}

// Empty tells whether nothing was written to the segment; it has no postings then.
func (s *Segment) Empty() bool { return s.postings == nil }

// Count is the number of statements, the deleted ones included.
func (s *Segment) Count() int { return len(s.Columns.IDs) }

// Stream is the words of a statement in their order.
func (s *Segment) Stream(doc uint32) TokenStream {
	start := uint64(0)
	if doc > 0 {
		start = s.Columns.Streams[doc-1]
	}
	return TokenStream(s.streams.bytes[start:s.Columns.Streams[doc]])
}

// Pages calls yield with each page and its text in order until it returns false.
func (s *Segment) Pages(r *Record, yield func(i int, p corpus.Page) bool) error {
	page := 0
	for _, f := range r.Frames {
		var text string
		if err := readFrame(s.texts, f.Offset, f.Length, func(raw []byte) error {
			text = string(raw)
			return nil
		}); err != nil {
			return fmt.Errorf("read text of %s: %w", r.Statement.ID, err)
		}
		for range f.Pages {
			p := r.Pages[page]
			if !yield(page, corpus.Page{Number: p.Number, Language: p.Language, Method: p.Method, Confidence: p.Confidence, Text: text[:p.Bytes]}) {
				return nil
			}
			text = text[p.Bytes:]
			page++
		}
	}
	return nil
}

// frameBuffer is the memory for reading a frame, pooled for the next.
type frameBuffer struct{ packed, raw []byte }

var frameBuffers = sync.Pool{New: func() any { return new(frameBuffer) }}

// readFrame reads and unpacks a frame. What use is given is only valid during the call.
func readFrame(f *os.File, offset, length int64, use func(raw []byte) error) error {
	b := frameBuffers.Get().(*frameBuffer)
	defer frameBuffers.Put(b)
	b.packed = slices.Grow(b.packed[:0], int(length))[:length]
	if _, err := f.ReadAt(b.packed, offset); err != nil {
		return err
	}
	var err error
	if b.raw, err = s2.Decode(b.raw[:cap(b.raw)], b.packed); err != nil {
		return err
	}
	return use(b.raw)
}

// TokenStream is the numbers of a statement's words: first how many pages there
// are, then language and length of the title and of each page, then the words
// of the title, the barrier 0, and the words of the pages without gap, so that
// phrases are found across page breaks. All are varints.
type TokenStream []byte

// StreamBytes is how often each byte stands in the token streams, by a sample.
func (s *Segment) StreamBytes() *[256]uint32 { return s.streamBytes() }

// sampledBytes is how much of the streams tells how frequent bytes are.
const sampledBytes = 1 << 18

func (s *Segment) countStreamBytes() *[256]uint32 {
	var counts [256]uint32
	for _, b := range s.streams.bytes[:min(len(s.streams.bytes), sampledBytes)] {
		counts[b]++
	}
	return &counts
}

// Part is a stretch of a stream: the title or a page.
type Part struct{ Language, Words int }

// NextWord is the number at the beginning of a stream, and how long it is; 0
// where there is none. Common words have small numbers.
func NextWord(stream []byte) (id uint32, size int) {
	if len(stream) > 0 && stream[0] < 0x80 {
		return uint32(stream[0]), 1
	}
	if len(stream) > 1 && stream[1] < 0x80 {
		return uint32(stream[0]&0x7F) | uint32(stream[1])<<7, 2
	}
	v, size := binary.Uvarint(stream)
	return uint32(v), size
}

// NextOf reads words from the beginning of a stream until one that is in a bit set,
// at most n of them. It returns that word's number, 0 if none is in the set, how many
// were read, and what follows; fewer than n and no number where the stream ends.
func NextOf(stream []byte, n int, set []uint64) (id uint32, read int, rest []byte) {
	i := 0
	for read < n && i < len(stream) {
		id = uint32(stream[i])
		i++
		if id >= 0x80 {
			id &= 0x7F
			for shift := 7; i < len(stream); shift += 7 {
				c := stream[i]
				i++
				id |= uint32(c&0x7F) << shift
				if c < 0x80 {
					break
				}
			}
		}
		read++
		if w := id / 64; int(w) < len(set) && set[w]>>(id%64)&1 != 0 {
			return id, read, stream[i:]
		}
	}
	return 0, read, stream[i:]
}

// Parts reads the head of the stream; rest holds the words.
func (t TokenStream) Parts() (parts []Part, rest []byte) {
	b := []byte(t)
	next := func() int {
		v, n := binary.Uvarint(b)
		if n <= 0 {
			b = nil
			return 0
		}
		b = b[n:]
		return int(v)
	}
	pages := next()
	for range pages + 1 {
		parts = append(parts, Part{Language: next(), Words: next()})
		if b == nil {
			break
		}
	}
	return parts, b
}

// Words skips the head of the stream.
func (t TokenStream) Words() []byte {
	b := []byte(t)
	skip := func() uint64 {
		v, n := binary.Uvarint(b)
		b = b[max(n, 0):]
		return v
	}
	pages := skip()
	for i := uint64(0); i < 2*(pages+1) && len(b) > 0; i++ {
		skip()
	}
	return b
}

// mapped is a file in memory that the system pages in.
type mapped struct{ bytes mmap.MMap }

func mapFile(path string) (mapped, error) {
	f, err := os.Open(path)
	if err != nil {
		return mapped{}, err
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil || info.Size() == 0 {
		return mapped{}, err // an empty file cannot be mapped
	}
	m, err := mmap.Map(f, mmap.RDONLY, 0)
	if err != nil {
		return mapped{}, fmt.Errorf("map %s: %w", path, err)
	}
	return mapped{m}, nil
}

func (m *mapped) close() error {
	if m.bytes == nil {
		return nil
	}
	return m.bytes.Unmap()
}

// ReadColumns reads the columns alone of the segment in dir.
func ReadColumns(dir string) (Columns, error) {
	var c Columns
	err := readGob(filepath.Join(dir, fileColumns), &c)
	return c, err
}

func readGob(path string, v any) error {
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	defer f.Close()
	if err := gob.NewDecoder(bufio.NewReaderSize(f, 1<<18)).Decode(v); err != nil {
		return fmt.Errorf("read %s: %w", filepath.Base(path), err)
	}
	return nil
}
