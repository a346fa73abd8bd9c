// Package indexer adds documents to the catalogue. It reads sources, fetches each
// document, extracts its text, infers its fields, stores the result, and reports the
// outcome for each document.
//
// A document that cannot be read never stops a run. An interrupted run is completed
// by running it again: what is in the catalogue stays there, and bytes that were read
// already are not read again.
package indexer

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"slices"
	"time"

	"github.com/rs/zerolog"
	"golang.org/x/sync/errgroup"

	"rostrum/corpus"
	"rostrum/corpus/catalog"
	"rostrum/corpus/datadir"
	"rostrum/indexer/source"
)

// Extractor extracts the text of a document.
type Extractor interface {
	// Extract sets Text.Extractor to its name and version, also when it returns an
	// error.
	Extract(context.Context, corpus.Document) (corpus.Text, error)
	// Current reports whether a text that the extractor of the given name read from
	// the document is as good as what Extract would return now.
	Current(doc corpus.Document, extractor string) bool
}

// Fetcher fetches the bytes of an item.
type Fetcher interface {
	Fetch(context.Context, corpus.Item) (corpus.Document, error)
}

// Pipeline has what a run needs. All fields except Began and Progress are required.
type Pipeline struct {
	Catalog   *catalog.Catalog
	Fetcher   Fetcher
	Extractor Extractor
	// Detect returns the language of a text and its confidence, 0 to 1.
	Detect func(text string) (corpus.Language, float64)
	// Infer infers all fields that are not text, from the item and its text.
	Infer func(corpus.Item, corpus.Text) corpus.Statement
	// Knowledge is the version of Infer and its authority files. When it changes,
	// every statement is inferred again.
	Knowledge string
	Workers   int // documents worked on at once
	// KeepMarks marks documents that their sources no longer have (gone) or whose
	// sources could not be checked (stale), instead of reporting them as failed.
	KeepMarks bool
	// Began is called with the file name of every document before it is read,
	// concurrently.
	Began func(file string)
	// Progress is called for every finished document, one at a time.
	Progress func(Row)
}

// Run adds the documents of the sources. With prune, statements that one of these
// sources listed in an earlier run but not in this one are removed. A document that
// fails is counted and reported to Progress; an error is returned only if the run
// cannot go on: the catalogue cannot be written, or ctx was cancelled.
func (p *Pipeline) Run(ctx context.Context, prune bool, sources ...source.Source) (Tally, error) {
	start := time.Now()
	var tally Tally
	seen := map[string]map[string]bool{} // source name to locations
	rows := make(chan Row)
	work := make(chan task)
	group, groupCtx := errgroup.WithContext(ctx)

	group.Go(func() error {
		defer close(work)
		taken := map[string]bool{}
		for _, s := range sources {
			seen[s.Name()] = map[string]bool{}
			for item, err := range s.Items(groupCtx) {
				seen[s.Name()][item.Location] = true
				if item.Location != "" && taken[item.Location] {
					continue // listed by another source of this run
				}
				taken[item.Location] = true
				select {
				case work <- task{item, err}:
				case <-groupCtx.Done():
					return groupCtx.Err()
				}
			}
		}
		return groupCtx.Err()
	})
	workers, workCtx := errgroup.WithContext(groupCtx)
	for range max(1, p.Workers) {
		workers.Go(func() error {
			for t := range work {
				if p.Began != nil {
					p.Began(t.item.File)
				}
				row, err := p.document(workCtx, t)
				if err != nil {
					return err
				}
				select {
				case rows <- row:
				case <-workCtx.Done():
					return workCtx.Err()
				}
			}
			return nil
		})
	}
	group.Go(func() error {
		defer close(rows)
		return workers.Wait()
	})
	tell := func(row Row) {
		tally.add(row)
		if p.Progress != nil {
			p.Progress(row)
		}
	}
	for row := range rows {
		tell(row)
	}
	err := group.Wait()
	for _, s := range sources {
		switch {
		case err != nil:
		case p.KeepMarks:
			err = p.settle(ctx, s, seen[s.Name()], prune, tell)
		case prune:
			err = p.prune(ctx, s.Name(), seen[s.Name()], tell)
		}
	}
	tally.Seconds = time.Since(start).Seconds()
	return tally, err
}

type task struct {
	item corpus.Item
	err  error
}

// document runs one document through all stages. An error ends the whole run; a
// problem with the document alone is in the row.
func (p *Pipeline) document(ctx context.Context, t task) (Row, error) {
	row := Row{File: t.item.File}
	failed := func(stage string, err error) (Row, error) {
		if ctx.Err() != nil {
			return row, ctx.Err()
		}
		row.Status, row.Reason = StatusFailed, (&DocError{Item: t.item.File, Stage: stage, Err: err}).Reason()
		zerolog.Ctx(ctx).Debug().Str("doc", t.item.File).Str("stage", stage).Err(err).Msg("document failed")
		return row, nil
	}
	known, err := p.Catalog.Lookup(ctx, t.item.Location)
	isKnown := err == nil
	if err != nil && !errors.Is(err, corpus.ErrNotFound) {
		return row, err
	}
	if datadir.IsFull(t.err) {
		return row, t.err // it could not be stored, whichever source listed it
	}
	if t.err != nil {
		return p.absent(ctx, row, known, "source", t.err)
	}
	if down, err := p.takenDown(ctx, t.item, "", &row); down || err != nil {
		return row, err
	}
	doc, err := p.Fetcher.Fetch(ctx, t.item)
	if datadir.IsFull(err) {
		return row, err
	}
	if err != nil {
		return p.absent(ctx, row, known, "fetch", err)
	}
	if down, err := p.takenDown(ctx, doc.Item, doc.SHA256, &row); down || err != nil {
		return row, err
	}
	basis := p.basis(doc.Item)
	if isKnown && known.HasText && known.SHA256 == doc.SHA256 && p.Extractor.Current(doc, known.Extractor) && known.Basis == basis {
		// The stored original may have been lost since; `rostrum verify` reports
		// that.
		if err := p.Catalog.KeepOriginal(doc.SHA256, doc.Bytes); err != nil {
			return row, err
		}
		row.ID, row.Change, row.Pages, row.Reason = known.ID, ChangeUnchanged, known.Pages, known.Reason
		row.Status = rowStatus(known.Status, ChangeUnchanged)
		return row, p.unmark(ctx, known)
	}
	text, err := p.text(ctx, doc)
	if err != nil {
		var store *storeError
		if errors.As(err, &store) {
			return row, store.err
		}
		return failed("extract", err)
	}
	statement := p.Infer(doc.Item, text)
	statement.Pages, statement.Status, statement.Reason, statement.Warnings = text.Pages, text.Status, text.Reason, text.Warnings
	statement.Origin = origin(doc, text)
	statement.ID, err = p.identify(ctx, doc, known.ID)
	if errors.Is(err, corpus.ErrInvalid) {
		return failed("source", err)
	}
	if err != nil {
		return row, err
	}
	if statement.Work == "" {
		statement.Work = corpus.WorkID(statement.ID)
	}
	// Store the bytes before the record, so that a record never refers to missing
	// bytes.
	if err := p.Catalog.KeepOriginal(doc.SHA256, doc.Bytes); err != nil {
		return row, err
	}
	err = p.Catalog.Put(ctx, catalog.Record{Statement: statement, Key: doc.Key, Extractor: text.Extractor, Basis: basis})
	if err != nil {
		return row, err
	}
	change := ChangeAdded
	if isKnown {
		change = ChangeUpdated
	}
	return describe(row, statement, change), nil
}

// takenDown reports whether the statement was taken down, and says so in the row.
func (p *Pipeline) takenDown(ctx context.Context, item corpus.Item, sha256 string, row *Row) (bool, error) {
	id := corpus.ID(item.Given.First(corpus.FieldID))
	if id == "" {
		id = corpus.NewID(item.Key)
	}
	removal, down, err := p.Catalog.Removed(ctx, item.Location, id, sha256)
	if down {
		row.ID, row.Status = removal.ID, StatusRemoved
		row.Reason = fmt.Sprintf("taken down on %s: %s", removal.Removed.Format(time.DateOnly), removal.Reason)
	}
	return down, err
}

// text extracts the text of a document, or returns the text stored for the same
// bytes.
func (p *Pipeline) text(ctx context.Context, doc corpus.Document) (corpus.Text, error) {
	current := func(extractor string) bool { return p.Extractor.Current(doc, extractor) }
	text, err := p.Catalog.Text(ctx, doc.SHA256, current)
	switch {
	case err == nil, errors.Is(err, corpus.ErrNotText):
		return text, err
	case !errors.Is(err, corpus.ErrNotFound):
		return text, &storeError{err}
	}
	text, err = p.Extractor.Extract(ctx, doc)
	if errors.Is(err, corpus.ErrNotText) || errors.Is(err, corpus.ErrOverLimit) {
		// The same bytes would fail in the same way.
		if err := p.Catalog.PutFailure(ctx, doc.SHA256, text.Extractor, err.Error()); err != nil {
			return text, &storeError{err}
		}
	}
	if err != nil {
		return text, err
	}
	for i := range text.Pages {
		if page := &text.Pages[i]; page.Language == "" {
			page.Language, _ = p.Detect(page.Text)
		}
	}
	if err := p.Catalog.PutText(ctx, doc.SHA256, text); err != nil {
		return text, &storeError{err}
	}
	return text, nil
}

// storeError marks errors of the catalogue, as opposed to errors of a document.
type storeError struct{ err error }

func (e *storeError) Error() string { return e.err.Error() }

func (p *Pipeline) identify(ctx context.Context, doc corpus.Document, known corpus.ID) (corpus.ID, error) {
	if id := corpus.ID(doc.Given.First(corpus.FieldID)); id != "" {
		holder, err := p.Catalog.Location(ctx, id)
		if err == nil && holder != doc.Location && stillThere(holder) {
			return "", corpus.ErrInvalid.Errorf("the id %s is that of %s: give one of the two another id", id, holder)
		}
		if err != nil && !errors.Is(err, corpus.ErrNotFound) {
			return "", err
		}
		return id, nil
	}
	if known != "" {
		return known, nil
	}
	return p.Catalog.Identify(ctx, doc.Key, doc.Location, doc.SHA256)
}

// stillThere reports whether a location may still exist. If not, its file was moved,
// and the new location takes over the id.
func stillThere(location string) bool {
	if source.IsAddress(location) {
		return true
	}
	_, err := os.Stat(location)
	return err == nil
}

// basis returns a digest of everything but its bytes that a statement is made from.
func (p *Pipeline) basis(item corpus.Item) string {
	h := sha256.New()
	// Maps are encoded in the order of their keys.
	_ = json.NewEncoder(h).Encode(struct {
		Knowledge, File, Source string
		Given                   corpus.Given
		Hints                   []corpus.Hint
		Notes                   map[string]string
		Withheld                bool `json:",omitempty"` // omitted if false, so that older digests stay valid
	}{p.Knowledge, item.File, item.Source, item.Given, item.Hints, item.Notes, item.Withheld})
	return hex.EncodeToString(h.Sum(nil)[:12])
}

func origin(doc corpus.Document, text corpus.Text) corpus.Origin {
	o := corpus.Origin{
		File: doc.File, Location: doc.Location, Source: doc.Source, RetrievedAt: doc.RetrievedAt,
		MediaType: text.MediaType, SHA256: doc.SHA256, Bytes: int64(len(doc.Bytes)), Withheld: doc.Withheld,
		URL: doc.Given.First(corpus.FieldSourceURL), Publisher: doc.Given.First(corpus.FieldPublisher),
	}
	switch {
	case o.URL != "":
	case source.IsAddress(doc.Location):
		o.URL = doc.Location
	case source.IsAddress(text.Properties.Canonical):
		o.URL = text.Properties.Canonical
	}
	if o.Publisher == "" {
		o.Publisher = text.Properties.SiteName
	}
	return o
}

func (p *Pipeline) prune(ctx context.Context, name string, named map[string]bool, tell func(Row)) error {
	earlier, err := p.Catalog.OfSource(ctx, name)
	if err != nil {
		return err
	}
	var gone []corpus.ID
	for location, id := range earlier {
		if !named[location] {
			gone = append(gone, id)
		}
	}
	slices.Sort(gone)
	return p.remove(ctx, name, gone, tell)
}
