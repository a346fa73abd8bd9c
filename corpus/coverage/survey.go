package coverage

import (
	"context"
	"iter"
	"sync"

	"rostrum/corpus"
)

// Catalog is the collection to report on.
type Catalog interface {
	// Revision changes whenever a record does.
	Revision(context.Context) (string, error)
	// Records yields every statement, without pages.
	Records(context.Context) iter.Seq2[corpus.Statement, error]
}

// Survey reports on a catalogue, and caches the report until the catalogue changes. It is
// safe for concurrent use.
type Survey struct {
	Catalog  Catalog
	Speakers *Speakers // nil without a list

	mu   sync.Mutex
	last Report
}

// Report returns Of all records, with their revision.
func (s *Survey) Report(ctx context.Context) (Report, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	revision, err := s.Catalog.Revision(ctx)
	if err != nil {
		return Report{}, err
	}
	if s.Speakers != nil {
		revision += "-" + s.Speakers.Sum()
	}
	if s.last.Revision == revision {
		return s.last, nil
	}
	report, err := Of(s.Catalog.Records(ctx), s.Speakers)
	if err != nil {
		return report, err
	}
	report.Revision = revision
	s.last = report
	return report, nil
}
