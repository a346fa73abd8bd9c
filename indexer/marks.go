package indexer

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"time"

	"github.com/rs/zerolog"

	"rostrum/corpus"
	"rostrum/corpus/catalog"
	"rostrum/corpus/datadir"
	"rostrum/indexer/source"
)

// absent handles a document that could not be fetched. If an earlier run stored it,
// it is kept and marked as gone or stale; otherwise its row has failed.
func (p *Pipeline) absent(ctx context.Context, row Row, known catalog.Known, stage string, cause error) (Row, error) {
	if ctx.Err() != nil {
		return row, ctx.Err()
	}
	zerolog.Ctx(ctx).Debug().Str("doc", row.File).Str("stage", stage).Err(cause).Msg("document not got")
	why := (&DocError{Item: row.File, Stage: stage, Err: cause}).Reason()
	if known.ID == "" || !p.KeepMarks {
		row.Status, row.Reason = StatusFailed, why
		return row, nil
	}
	row.ID = known.ID
	if errors.Is(cause, corpus.ErrNotFound) {
		return p.gone(ctx, row, known, "its source has it no more; it is kept")
	}
	return p.stale(ctx, row, known, why)
}

func (p *Pipeline) gone(ctx context.Context, row Row, known catalog.Known, why string) (Row, error) {
	row.Status, row.Reason, row.First = StatusGone, why, known.Gone.IsZero()
	if !row.First {
		row.Reason = fmt.Sprintf("first missed on %s: %s", known.Gone.Format(time.DateOnly), why)
		return row, nil
	}
	return row, p.Catalog.MarkGone(ctx, row.ID, time.Now())
}

func (p *Pipeline) stale(ctx context.Context, row Row, known catalog.Known, why string) (Row, error) {
	if !known.Gone.IsZero() {
		return p.gone(ctx, row, known, why)
	}
	row.Status, row.Reason, row.First = StatusStale, why, known.Stale == ""
	if known.Stale == why {
		return row, nil
	}
	return row, p.Catalog.MarkStale(ctx, row.ID, why)
}

// settle handles the statements that a source listed in an earlier run but not in
// this one.
func (p *Pipeline) settle(ctx context.Context, s source.Source, named map[string]bool, prune bool, tell func(Row)) error {
	earlier, err := p.Catalog.OfSource(ctx, s.Name())
	if err != nil {
		return err
	}
	for _, location := range slices.Sorted(maps.Keys(earlier)) {
		if named[location] {
			continue
		}
		known, err := p.Catalog.Lookup(ctx, location)
		if err != nil {
			return err
		}
		row, err := p.unnamed(ctx, s, Row{ID: known.ID, File: location}, location, known)
		if err != nil {
			return err
		}
		if row.Status != "" {
			tell(row)
		}
	}
	if !prune {
		return nil
	}
	gone, err := p.Catalog.GoneFrom(ctx, s.Name())
	if err != nil {
		return err
	}
	return p.remove(ctx, s.Name(), gone, tell)
}

// unnamed decides what it means that a source no longer lists a document.
func (p *Pipeline) unnamed(ctx context.Context, s source.Source, row Row, location string, known catalog.Known) (Row, error) {
	absence, why := source.Withdrawn, error(nil)
	if a, ok := s.(source.Absent); ok {
		absence, why = a.Absence(location)
	}
	switch absence {
	case source.Unsure:
		return p.stale(ctx, row, known, why.Error())
	case source.Unlinked:
		// Only a request to its address can tell.
		_, err := p.Fetcher.Fetch(ctx, corpus.Item{Key: location, Location: location, File: location, Source: s.Name()})
		if datadir.IsFull(err) {
			return Row{}, err
		}
		if err != nil {
			return p.absent(ctx, row, known, "fetch", err)
		}
		return Row{}, p.unmark(ctx, known)
	}
	return p.gone(ctx, row, known, fmt.Sprintf("%s does not name it any more; it is kept", s.Name()))
}

// unmark removes the marks from a document that its source still has.
func (p *Pipeline) unmark(ctx context.Context, known catalog.Known) error {
	if known.Gone.IsZero() && known.Stale == "" {
		return nil
	}
	return p.Catalog.Unmark(ctx, known.ID)
}

func (p *Pipeline) remove(ctx context.Context, from string, ids []corpus.ID, tell func(Row)) error {
	if err := p.Catalog.Delete(ctx, ids...); err != nil {
		return err
	}
	for _, id := range ids {
		tell(Row{ID: id, Status: StatusRemoved, Change: ChangeRemoved, Reason: fmt.Sprintf("%s does not name it any more", from)})
	}
	return nil
}
