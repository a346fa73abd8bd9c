package segment

import (
	"encoding/json"
	"fmt"
	"math"

	"github.com/fxamacker/cbor/v2"

	"rostrum/corpus"
	"rostrum/search/analysis"
)

// Record is what an answer needs of a statement beside its text. It is stored as
// CBOR (RFC 8949), with the names that JSON has: each hit of an answer reads one, and
// JSON takes several times as long to read. Indexes that were written before have JSON.
type Record struct {
	Statement corpus.Statement `json:"s"`
	Pages     []pageRecord     `json:"p"`
	Frames    []frame          `json:"f"`
}

// pageRecord is a corpus.Page without its text and words. Of its spans it has the
// marks of notes, which quotations may write.
type pageRecord struct {
	Number     int               `json:"n"`
	Language   corpus.Language   `json:"l,omitempty"`
	Method     corpus.TextMethod `json:"m,omitempty"`
	Confidence float64           `json:"c,omitempty"`
	Bytes      int               `json:"b"` // of its text
	Marks      []noteMark        `json:"k,omitempty"`
}

// noteMark is the mark of a note after so many words of its page. Indexes that
// were written before there were any have none.
type noteMark struct {
	Words int    `json:"w"`
	Text  string `json:"t"`
}

// frame is a run of pages compressed together.
type frame struct {
	Pages  int   `json:"p"`
	Offset int64 `json:"o"`
	Length int64 `json:"l"`
}

// Times keep their zone and all digits, and what is no UTF-8, such as the name of a
// file, is kept as it is.
var (
	recordEncoding = must(cbor.EncOptions{Time: cbor.TimeRFC3339Nano}.EncMode())
	recordDecoding = must(cbor.DecOptions{UTF8: cbor.UTF8DecodeInvalid, MaxArrayElements: math.MaxInt32, MaxMapPairs: math.MaxInt32, MaxNestedLevels: math.MaxUint16}.DecMode())
)

// must is for options that are written in this file.
func must[T any](mode T, err error) T {
	if err != nil {
		panic(err)
	}
	return mode
}

// decodeRecord reads a record in either form: JSON begins with a brace, which begins
// a text of 27 bytes in CBOR.
func decodeRecord(raw []byte) (*Record, error) {
	r := &Record{}
	if len(raw) > 0 && raw[0] == '{' {
		return r, json.Unmarshal(raw, r)
	}
	return r, recordDecoding.Unmarshal(raw, r)
}

// Record reads what is known of a statement.
func (s *Segment) Record(doc uint32) (r *Record, err error) {
	start := uint64(0)
	if doc > 0 {
		start = s.Columns.Records[doc-1]
	}
	if err := readFrame(s.records, int64(start), int64(s.Columns.Records[doc]-start), func(raw []byte) (err error) {
		r, err = decodeRecord(raw)
		return err
	}); err != nil {
		return nil, fmt.Errorf("read record of %s: %w", s.Columns.IDs[doc], err)
	}
	return r, nil
}

// noteMarks are the marks of a page in their order.
func noteMarks(p corpus.Page) []noteMark {
	var out []noteMark
	var words []analysis.Token
	n := 0
	for _, s := range p.Spans {
		if s.Kind != corpus.SpanMark {
			continue
		}
		if words == nil {
			words = analysis.TokensOf(p.Text)
		}
		for n < len(words) && words[n].Start < s.Offset {
			n++
		}
		out = append(out, noteMark{n, s.Text})
	}
	return out
}
