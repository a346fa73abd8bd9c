package bleveindex_test

import (
	"encoding/base64"
	"errors"
	"fmt"
	"testing"

	"rostrum/corpus"
	"rostrum/search"
	"rostrum/search/bleveindex"
	"rostrum/search/query"
)

// FuzzCursor uses forged cursors, and cursors of other requests: they are refused, or
// lead to a page like any other.
func FuzzCursor(f *testing.F) {
	var list []corpus.Statement
	for i := range 30 {
		list = append(list, statement(fmt.Sprint("s", i), "", corpus.English, fmt.Sprintf("The court heard victim number %d.", i)))
	}
	ix := open(f, bleveindex.Config{}, list...)
	questions := []search.Request{
		{Size: 7}, {Size: 7, Query: query.Word{Text: "victim"}}, {Size: 7, Query: query.Word{Text: "court"}, Sort: search.SortNewest},
	}
	for i, r := range questions {
		res, err := ix.Search(f.Context(), r)
		if err != nil {
			f.Fatal(err)
		}
		raw, err := base64.RawURLEncoding.DecodeString(res.Next)
		if err != nil || len(raw) == 0 {
			f.Fatalf("the cursor %q: %v", res.Next, err)
		}
		f.Add(raw, uint8(i))
		f.Add(raw, uint8(i+1))
		f.Add(raw[:len(raw)-1], uint8(i))
	}
	f.Add([]byte("not base64 ="), uint8(0))
	f.Fuzz(func(t *testing.T, raw []byte, which uint8) {
		r := questions[int(which)%len(questions)]
		for _, cursor := range []string{base64.RawURLEncoding.EncodeToString(raw), string(raw)} {
			if r.Cursor = cursor; cursor == "" {
				continue
			}
			res, err := ix.Search(t.Context(), r)
			if errors.Is(err, search.ErrCursor) {
				continue
			}
			if err != nil {
				t.Fatalf("%q: %v", cursor, err)
			}
			if res.Total != len(list) || len(res.Hits) > r.Size {
				t.Fatalf("%q: %d hits of %d", cursor, len(res.Hits), res.Total)
			}
			seen := map[corpus.ID]bool{}
			for _, h := range res.Hits {
				if seen[h.Statement.ID] {
					t.Fatalf("%q: %s stands twice on one page", cursor, h.Statement.ID)
				}
				seen[h.Statement.ID] = true
			}
		}
	})
}
