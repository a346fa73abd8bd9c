package export

import (
	"context"
	"iter"

	"rostrum/search"
)

// All finds every hit of the request, however many, a page at a time. Facets,
// Size and paging of the request are All's own affair. It ends after the first error.
func All(ctx context.Context, s search.Searcher, r search.Request) iter.Seq2[search.Hit, error] {
	return func(yield func(search.Hit, error) bool) {
		// The cursor of a page is of the index that gave it: all come from one.
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

// Copy writes every hit and closes the writer; n is how many there were. After
// an error the document is left without its end.
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
