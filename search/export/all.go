package export

import (
	"context"
	"iter"

	"rostrum/search"
)

// All yields every hit of a request, reading it page by page; it sets facets, Size
// and paging itself. It stops after the first error.
func All(ctx context.Context, s search.Searcher, r search.Request) iter.Seq2[search.Hit, error] {
	return func(yield func(search.Hit, error) bool) {
		// A cursor is valid for one index only, so all pages come from the same one.
		if l, ok := s.(search.Leaser); ok {
			index, release, err := l.Acquire()
			if err != nil {
				yield(search.Hit{}, err)
				return
			}
			defer release()
			s = index
		}
		r.Facets, r.From, r.Cursor, r.Size = nil, 0, "", search.MaxSize
		for {
			page, err := s.Search(ctx, r)
			if err != nil {
				yield(search.Hit{}, err)
				return
			}
			for _, hit := range page.Hits {
				if !yield(hit, nil) {
					return
				}
			}
			if page.Next == "" {
				return
			}
			r.Cursor = page.Next
		}
	}
}

// Copy writes all hits, closes the writer, and returns their number. After an error
// the document is left incomplete.
func Copy(w Writer, hits iter.Seq2[search.Hit, error]) (n int, err error) {
	for hit, err := range hits {
		if err != nil {
			return n, err
		}
		if err := w.Write(hit); err != nil {
			return n, err
		}
		n++
	}
	return n, w.Close()
}
