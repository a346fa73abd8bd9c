package bleveindex

import (
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"encoding/json"
	"fmt"
	"math"
	"slices"

	"rostrum/corpus"
	"rostrum/search"
	"rostrum/search/bleveindex/generation"
	"rostrum/search/bleveindex/segment"
)

// A cursor is the last candidate of a page: 8 bytes that bind it to the generation
// and the request, its score, its number, and flags for full (1) and preferred
// language (2).
const cursorBytes = 8 + 8 + 4 + 1

func cursorAfter(g *generation.Generation, req search.Request, c candidate) (string, error) {
	tie, err := tieTo(g, req)
	if err != nil {
		return "", err
	}
	raw := binary.BigEndian.AppendUint64(tie, math.Float64bits(c.score))
	raw = binary.BigEndian.AppendUint32(raw, c.doc)
	flags := byte(0)
	if c.full {
		flags |= 1
	}
	if c.preferred {
		flags |= 2
	}
	return base64.RawURLEncoding.EncodeToString(append(raw, flags)), nil
}

func readCursor(g *generation.Generation, req search.Request) (*candidate, error) {
	if req.Cursor == "" {
		return nil, nil
	}
	raw, err := base64.RawURLEncoding.DecodeString(req.Cursor)
	if err != nil || len(raw) != cursorBytes {
		return nil, fmt.Errorf("%w: no answer gave it; start again without it", search.ErrCursor)
	}
	tie, err := tieTo(g, req)
	if err != nil {
		return nil, err
	}
	c := candidate{score: math.Float64frombits(binary.BigEndian.Uint64(raw[8:])), doc: binary.BigEndian.Uint32(raw[16:]), full: raw[20]&1 != 0, preferred: raw[20]&2 != 0}
	if !slices.Equal(raw[:8], tie) || int(c.doc) >= g.Size() || math.IsNaN(c.score) {
		return nil, fmt.Errorf("%w: it belongs to another question or an index that has been replaced since; start again without it", search.ErrCursor)
	}
	return &c, nil
}

// tieTo returns 8 bytes of a hash of the generation and of everything in the request
// that affects the order.
func tieTo(g *generation.Generation, req search.Request) ([]byte, error) {
	q := ""
	if req.Query != nil {
		q = req.Query.String()
	}
	values := map[corpus.Field][]string{}
	for f, v := range req.Filters.Values {
		if len(v) > 0 {
			values[f] = slices.Sorted(slices.Values(v))
		}
	}
	raw, err := json.Marshal(struct {
		Generation, Query string
		Exact, Documents  bool
		Untranslated      bool
		Language          corpus.Language
		Sort              search.Sort
		Values            map[corpus.Field][]string
		From, To          corpus.Date
		Since             int64
	}{g.Info.Generation, q, req.Exact, req.Documents, req.Untranslated, req.Language, sortOf(req), values, req.Filters.From, req.Filters.To, segment.Micros(req.Filters.Since)})
	if err != nil {
		return nil, fmt.Errorf("tie a cursor: %w", err)
	}
	sum := sha256.Sum256(raw)
	return sum[:8], nil
}

// sortOf returns the sort order: without words there is no relevance, and the newest
// come first.
func sortOf(req search.Request) search.Sort {
	switch req.Sort {
	case search.SortNewest, search.SortOldest, search.SortAdded:
		return req.Sort
	}
	if req.Query == nil {
		return search.SortNewest
	}
	return search.SortRelevance
}
