package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"github.com/rs/zerolog"
	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"rostrum/cmd/rostrum/terminal"
	"rostrum/corpus"
	"rostrum/corpus/authority"
	"rostrum/corpus/backup"
	"rostrum/corpus/catalog"
	"rostrum/corpus/datadir"
	"rostrum/corpus/replica"
	"rostrum/indexer"
	"rostrum/indexer/extract"
	"rostrum/indexer/infer"
	"rostrum/indexer/lang"
	"rostrum/indexer/works"
	"rostrum/search"
)

// ingest is the catalogue, opened and locked for writing, with everything needed to
// add documents.
type ingest struct {
	app       *app
	lock      *datadir.Lock
	catalog   *catalog.Catalog
	names     *authority.Authority
	extractor *extract.Extractor // nil for commands that read no documents
	workers   int
}

// ingest opens everything needed to read documents.
func (a *app) ingest(cmd *cobra.Command) (*ingest, error) {
	mode, err := ocrMode(cmd)
	if err != nil {
		return nil, err
	}
	workers, _ := cmd.Flags().GetInt("workers")
	if workers < 1 {
		return nil, usageError("--workers %d: use 1 or more", workers)
	}
	in, err := a.writable(cmd.Context())
	if err != nil {
		return nil, err
	}
	in.workers = workers
	if in.extractor, err = a.newExtractor(extract.Config{OCR: mode, Workers: workers}); err != nil {
		in.close()
		return nil, err
	}
	return in, nil
}

// writable opens the catalogue for writing. It takes the lock before reading
// anything, so that a second run fails at once.
func (a *app) writable(ctx context.Context) (_ *ingest, err error) {
	in := &ingest{app: a}
	defer func() {
		if err != nil {
			in.close()
		}
	}()
	if err = a.notReplica(); err != nil {
		return nil, err
	}
	if in.names, err = authority.Load(a.authority); err != nil {
		return nil, err
	}
	if in.lock, err = datadir.Acquire(ctx, a.data); err != nil {
		return nil, err
	}
	if err = backup.Clean(a.data); err != nil {
		return nil, err
	}
	if in.catalog, err = catalog.Open(ctx, a.data); err != nil {
		return nil, err
	}
	return in, in.clearRemoved(ctx)
}

// notReplica refuses to write to the data folder of a replica, whose contents are
// replaced whenever something is published.
func (a *app) notReplica() error {
	store, err := replica.Followed(a.data)
	if err == nil && store != "" {
		err = usageError("%s follows %s, and what is written to it would be replaced: write to the data folder that is published there", a.data, store)
	}
	return err
}

// close releases the catalogue. Everything is already on disk, and the operating
// system releases the lock with the process, so errors can be ignored.
func (in *ingest) close() {
	if in.extractor != nil {
		_ = in.extractor.Close()
	}
	if in.catalog != nil {
		_ = in.catalog.Close()
	}
	if in.lock != nil {
		_ = in.lock.Release()
	}
}

// pipeline connects the stages of indexing.
func (in *ingest) pipeline(from indexer.Fetcher) *indexer.Pipeline {
	return &indexer.Pipeline{
		Catalog: in.catalog, Fetcher: from, Extractor: in.extractor,
		Detect: lang.Detect, Infer: infer.New(in.names).Statement, Knowledge: infer.Version + "/" + in.names.Version(),
		Workers: in.workers,
	}
}

// buildIndex groups statements into works and updates the index from the catalogue,
// or rebuilds it. It removes generations that still contain removed statements, and
// encodes new words if a language model is installed, then publishes the result if so
// configured.
func (in *ingest) buildIndex(ctx context.Context, rebuild bool) (search.IndexInfo, error) {
	if _, err := works.Update(ctx, in.catalog); err != nil {
		return search.IndexInfo{}, err
	}
	engine := in.app.engine(in.names)
	write := engine.Update
	if rebuild {
		write = engine.Rebuild
	}
	info, err := write(ctx, in.catalog)
	if err != nil {
		return info, err
	}
	down, err := in.catalog.TakenDown(ctx)
	if err != nil {
		return info, err
	}
	if err := engine.Purge(ctx, down); err != nil {
		return info, err
	}
	if _, err := in.app.encodeWords(ctx, in.names); err != nil {
		return info, err
	}
	return info, in.app.publish(ctx, in.names)
}

func (a *app) addPublishFlag(flags *pflag.FlagSet) {
	flags.StringVar(&a.publishTo, "publish", "", "store for replicas (see rostrum serve --follow): a folder, or s3://BUCKET?region=REGION")
}

// publish publishes the data folder to the store of --publish, if there is one.
func (a *app) publish(ctx context.Context, names *authority.Authority) error {
	if a.publishTo == "" {
		return nil
	}
	store, err := replica.Create(ctx, a.publishTo)
	if err != nil {
		return err
	}
	defer store.Close()
	folder, finish := a.folder(names, "%d of %d originals")
	published, err := store.Publish(ctx, folder)
	finish()
	if err != nil {
		return fmt.Errorf("the index was updated but not published, so replicas keep the one before: %w; run the same command again", err)
	}
	zerolog.Ctx(ctx).Info().Str("store", published.Store).Str("generation", published.Generation).Int("new_files", published.NewFiles).
		Int64("new_bytes", published.NewBytes).Int("deleted", published.Deleted).Msg("published for replicas")
	return nil
}

// changeable opens the catalogue for a manual change. Without a catalogue it fails
// instead of creating one.
func (a *app) changeable(ctx context.Context) (*ingest, error) {
	if _, err := os.Stat(filepath.Join(a.data, "catalog.db")); err != nil {
		return nil, corpus.ErrNoIndex.Errorf("there is no catalogue in %s: run `rostrum index FOLDER` first, or name another folder with --data", a.data)
	}
	return a.writable(ctx)
}

// noStatement is the error for an unknown or removed id.
func (in *ingest) noStatement(ctx context.Context, id corpus.ID) error {
	removal, err := in.catalog.Removal(ctx, id)
	if errors.Is(err, corpus.ErrNotFound) {
		return unknownID(id)
	}
	if err != nil {
		return err
	}
	return usageError("the statement %s was removed on %s: %s", id, removal.Removed.Format("2006-01-02"), removal.Reason)
}

func unknownID(id corpus.ID) error {
	return usageError("there is no statement %q: `rostrum search` prints the id under each result, `rostrum index --report FILE` lists them all, and each statement's page ends with its own", terminal.OneLine(string(id)))
}
