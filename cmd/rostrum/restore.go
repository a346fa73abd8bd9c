package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"github.com/spf13/cobra"

	"rostrum/corpus"
	"rostrum/corpus/authority"
	"rostrum/corpus/backup"
	"rostrum/corpus/catalog"
	"rostrum/corpus/datadir"
)

func restoreCommand(app *app) *cobra.Command {
	r := &restoring{app: app}
	var asJSON bool
	cmd := &cobra.Command{
		Use: "restore DIR", Short: "Bring back what a snapshot holds", Args: cobra.ExactArgs(1),
		Long: `Bring back the snapshot in the folder DIR as the data folder. Every file is
compared with its SHA-256 before anything is replaced: if one is damaged it is
named, and nothing changes.

A data folder that holds something is replaced with --replace only, as a whole:
what came in, was corrected or told to people since the snapshot is then gone. But
what was taken down since with ` + "`rostrum remove`" + ` is taken down again, and named.
Killed at any moment, the data folder is as before or as restored. A running
` + "`rostrum serve`" + ` takes up the restored state by itself.

Where the snapshot has no index, or one of another version, it is made anew from
the records.`,
		Example: `  rostrum restore /backup/rostrum --data /var/lib/rostrum
  rostrum restore /backup/rostrum --check
  rostrum restore /backup/rostrum --replace`,
		RunE: func(cmd *cobra.Command, args []string) error {
			snap, err := backup.Open(args[0])
			if err != nil {
				return err
			}
			if datadir.Writing(args[0]) {
				return fmt.Errorf("%w: a snapshot is being taken in %s, which may remove files of this one: wait until it has ended", corpus.ErrLocked, args[0])
			}
			r.snap = snap
			result, err := r.run(cmd.Context())
			if err != nil {
				return err
			}
			result.Snapshot = args[0]
			if asJSON {
				err = json.NewEncoder(app.stdout).Encode(result)
			} else {
				result.print(app)
			}
			switch {
			case err != nil:
				return err
			case !result.Whole && result.Data == "":
				return &exitError{code: exitFailure}
			case !result.Whole || len(result.Missing) > 0:
				return &exitError{code: exitSomeFailed}
			}
			return nil
		},
	}
	cmd.Flags().BoolVar(&r.check, "check", false, "only compare every file of the snapshot with its SHA-256")
	cmd.Flags().BoolVar(&r.replace, "replace", false, "replace what the data folder holds")
	cmd.Flags().BoolVar(&r.partial, "partial", false, "leave out originals that are damaged in the snapshot, and make a damaged index anew; damaged records are never restored")
	cmd.Flags().BoolVar(&asJSON, "json", false, "print the summary as JSON")
	return cmd
}

// restoring is a restore on its way.
type restoring struct {
	app                     *app
	snap                    *backup.Snapshot
	check, replace, partial bool
}

// restored is what `rostrum restore --json` prints.
type restored struct {
	Snapshot string `json:"snapshot"`
	Data     string `json:"data,omitempty"` // "" where nothing was restored
	backup.Contents
	Whole    bool        `json:"whole"`
	Damaged  []string    `json:"damaged"`
	Removed  []takenDown `json:"removed"` // since the snapshot, and again
	Removals string      `json:"removals,omitempty"`
	Seconds  float64     `json:"seconds"`
}

type takenDown struct {
	ID      corpus.ID `json:"id"`
	Reason  string    `json:"reason"`
	Removed time.Time `json:"removed"`
}

func (r restored) print(app *app) {
	for _, fault := range append(r.Damaged, r.Missing...) {
		fmt.Fprintln(app.stderr, fault)
	}
	for _, d := range r.Removed {
		fmt.Fprintf(app.stderr, "taken down again: %s, removed on %s: %s\n", d.ID, d.Removed.Format(time.DateOnly), printable(d.Reason))
	}
	if r.Removals != "" {
		fmt.Fprintln(app.stderr, "note:", r.Removals)
	}
	what := fmt.Sprintf("%s with %s as of %s", plural(r.Documents, "document", "documents"), plural(r.Pages, "page", "pages"), r.Taken.Format(time.RFC3339))
	switch {
	case r.Data != "":
		fmt.Fprintf(app.stdout, "Restored %s to %s. A running `rostrum serve` takes it up by itself.\n", what, r.Data)
	case r.Whole:
		fmt.Fprintf(app.stdout, "The snapshot is whole: %s.\n", what)
	default:
		fmt.Fprintf(app.stderr, "The snapshot is damaged in %s, and nothing was changed. Use another one; or, in DIR, remove what is named and take the snapshot again.\n", plural(len(r.Damaged), "place", "places"))
	}
}

// parts are what a restore replaces in a data folder, the records last: while
// they are the old ones, whatever they name is needed.
var parts = []string{"index", "originals", "alerts.db", "catalog.db"}

func (r *restoring) run(ctx context.Context) (result restored, err error) {
	start, a := time.Now(), r.app
	result = restored{Contents: r.snap.Contents, Damaged: []string{}, Removed: []takenDown{}}
	defer func() { result.Seconds = time.Since(start).Seconds() }()
	if r.check {
		result.Damaged, err = r.read(ctx, r.snap.Check)
		result.Whole = len(result.Damaged) == 0
		return result, err
	}
	names, err := authority.Load(a.authority)
	if err != nil {
		return result, err
	}
	if holds, err := a.dataHolds(); err != nil || holds != "" && !r.replace {
		return result, errors.Join(err, usageError("%s holds %s already: name an empty folder with --data, or replace all that is in it with --replace", a.data, holds))
	}
	lock, err := datadir.Acquire(a.data)
	if err != nil {
		return result, err
	}
	defer lock.Release()
	alerts, err := datadir.AcquireAlerts(a.data)
	if err != nil {
		return result, err
	}
	defer alerts.Release()
	aside, err := backup.Aside(a.data)
	if err != nil {
		return result, fmt.Errorf("restore: %w: nothing was changed", err)
	}
	defer os.RemoveAll(aside) // it has another name by then if all went well
	result.Damaged, err = r.read(ctx, func(ctx context.Context, f backup.File) (string, error) { return r.snap.Copy(ctx, f, aside) })
	if err != nil {
		return result, err
	}
	result.Whole = len(result.Damaged) == 0
	if !result.Whole && (!r.partial || !exists(filepath.Join(aside, "catalog.db"))) {
		return result, nil
	}
	if err := r.settle(ctx, aside, names, &result); err != nil {
		return result, fmt.Errorf("restore: %w: nothing was changed", err)
	}
	if err := ctx.Err(); err != nil {
		return result, err
	}
	if err := backup.Replace(a.data, parts); err != nil {
		return result, fmt.Errorf("put what was restored in its place: %w", err)
	}
	result.Data = a.data
	return result, nil
}

// read reads every file of the snapshot, and lists what is wrong with them.
func (r *restoring) read(ctx context.Context, one func(context.Context, backup.File) (string, error)) ([]string, error) {
	bar := r.app.bar(len(r.snap.Files), "%d of %d files")
	defer bar.finish()
	damaged := []string{}
	for _, f := range r.snap.Files {
		fault, err := one(ctx, f)
		if err != nil {
			return damaged, fmt.Errorf("restore %s: %w: nothing was changed", f.Name, err)
		}
		if fault != "" {
			damaged = append(damaged, fault)
		}
		bar.increment()
	}
	return damaged, nil
}

// dataHolds says what is in the data folder, or "".
func (a *app) dataHolds() (string, error) {
	for i := len(parts) - 1; i >= 0; i-- {
		_, err := os.Stat(filepath.Join(a.data, parts[i]))
		if err == nil {
			return parts[i], nil
		}
		if !errors.Is(err, fs.ErrNotExist) {
			return "", err
		}
	}
	return "", nil
}

func exists(path string) bool {
	_, err := os.Stat(path)
	return err == nil
}

// settle makes what was copied aside a state to go on from: it is of this
// version, what was taken down meanwhile is taken down, and the index holds what
// the records say.
func (r *restoring) settle(ctx context.Context, aside string, names *authority.Authority, result *restored) error {
	records, err := catalog.Open(ctx, aside)
	if err != nil {
		return err
	}
	defer records.Close()
	removals, unknown := r.removals(ctx)
	if unknown != "" {
		result.Removals = fmt.Sprintf("what was taken down after %s is not known, for %s: take it down again with `rostrum remove`", r.snap.Taken.Format(time.RFC3339), unknown)
	}
	again, err := records.RemoveAgain(ctx, removals)
	if err != nil {
		return err
	}
	for _, d := range again {
		result.Removed = append(result.Removed, takenDown{d.ID, d.Reason, d.Removed})
	}
	if err := records.Rename(ctx); err != nil {
		return err
	}
	counts, err := records.Counts(ctx)
	if err != nil {
		return err
	}
	index := filepath.Join(aside, filepath.Base(r.app.indexDir()))
	engine := newEngine(index, names)
	info, err := engine.Update(ctx, records)
	if err != nil {
		return err
	}
	result.Documents, result.Statements, result.Pages, result.Generation = counts.Documents, counts.Works, counts.Pages, info.Generation
	// What was taken down again must not be in a generation to fall back to.
	down, err := records.TakenDown(ctx)
	if err != nil {
		return err
	}
	if err := engine.Purge(ctx, down); err != nil {
		return err
	}
	return records.Close()
}

// removals lists what was taken down in the data folder as it is, or says why
// that cannot be known.
func (r *restoring) removals(ctx context.Context) (removals []catalog.Removal, unknown string) {
	if !exists(filepath.Join(r.app.data, "catalog.db")) {
		return nil, "there was no catalogue in " + r.app.data
	}
	now, err := catalog.OpenReadOnly(ctx, r.app.data)
	if err == nil {
		defer now.Close()
		removals, err = now.Removals(ctx)
	}
	if err != nil {
		return nil, fmt.Sprintf("the records in %s cannot be read (%s)", r.app.data, sentence(err))
	}
	return removals, ""
}

// finishRestore puts in its place what a restore had decided upon when it was
// cut off. If one is just doing so, it waits until that has ended.
func (a *app) finishRestore(ctx context.Context) error {
	for deadline := time.Now().Add(finishTimeout); backup.Decided(a.data); {
		lock, err := datadir.Acquire(a.data)
		switch {
		case err == nil:
			err = backup.Finish(a.data, parts)
			if err = errors.Join(err, lock.Release()); err != nil {
				return fmt.Errorf("a restore of %s was cut off and cannot be finished: %w", a.data, err)
			}
		case !errors.Is(err, corpus.ErrLocked) || time.Now().After(deadline):
			return err
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-time.After(finishEvery):
		}
	}
	return nil
}

const (
	finishTimeout = 10 * time.Second
	finishEvery   = 20 * time.Millisecond
)
