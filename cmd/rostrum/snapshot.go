package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"time"

	"github.com/spf13/cobra"

	"rostrum/corpus"
	"rostrum/corpus/backup"
	"rostrum/corpus/catalog"
	"rostrum/corpus/datadir"
	"rostrum/search"
)

func snapshotCommand(app *app) *cobra.Command {
	var link, asJSON bool
	cmd := &cobra.Command{
		Use: "snapshot DIR", Short: "Copy all that must not be lost to a folder, while others read and write", Args: cobra.ExactArgs(1),
		Long: `Copy all that must not be lost to the folder DIR: records, corrections, removals,
what alerts have told, every original, and the index in use. ` + "`rostrum serve`" + ` and
` + "`rostrum index`" + ` may run meanwhile: the snapshot is the catalogue of one moment.

A second snapshot into the same DIR takes the place of the first once it is
whole; files that are in DIR already are not copied again. To keep several, name
several folders. What was taken down with ` + "`rostrum remove`" + ` is not in a snapshot
taken afterwards; snapshots from before still hold it, until they are deleted or
taken anew.

Originals that are missing or damaged are named and left out (exit code 3); what
an earlier snapshot in DIR holds of them stays. Configuration, files of names and
lists of alerts are yours and not in it.

A folder on the same disk is lost with the disk.`,
		Example: `  rostrum snapshot /backup/rostrum
  rostrum restore /backup/rostrum --data /var/lib/rostrum`,
		RunE: func(cmd *cobra.Command, args []string) error {
			result, err := app.snapshot(cmd.Context(), args[0], link)
			if err != nil {
				return err
			}
			if asJSON {
				err = json.NewEncoder(app.stdout).Encode(result)
			} else {
				result.print(app)
			}
			if err == nil && len(result.Missing) > 0 {
				return &exitError{code: exitSomeFailed}
			}
			return err
		},
	}
	cmd.Flags().BoolVar(&link, "link", false, "give originals and the index a second name instead of copying them, on the same file system: no room is needed, and damage to one is damage to both")
	cmd.Flags().BoolVar(&asJSON, "json", false, "print the summary as JSON")
	return cmd
}

// taken is what `rostrum snapshot --json` prints.
type taken struct {
	Snapshot string `json:"snapshot"`
	backup.Contents
	Files    int     `json:"files"`
	Bytes    int64   `json:"bytes"`
	NewFiles int     `json:"new_files"`
	NewBytes int64   `json:"new_bytes"`
	Note     string  `json:"note,omitempty"`
	Seconds  float64 `json:"seconds"`
}

func (t taken) print(app *app) {
	for _, missing := range t.Missing {
		fmt.Fprintln(app.stderr, missing)
	}
	if t.Note != "" {
		fmt.Fprintln(app.stderr, "note:", t.Note)
	}
	fmt.Fprintf(app.stdout, "%s holds %s with %s as of %s, in %s (%s), of which %s (%s) are new.\n", t.Snapshot,
		plural(t.Documents, "document", "documents"), plural(t.Pages, "page", "pages"), t.Taken.Format(time.RFC3339),
		plural(t.Files, "file", "files"), megabytes(t.Bytes), grouped(t.NewFiles), megabytes(t.NewBytes))
}

func megabytes(n int64) string { return fmt.Sprintf("%.1f MB", float64(n)/1e6) }

// errMoved says that something was taken down while a snapshot was taken.
var errMoved = errors.New("statements are being taken down faster than a snapshot can be taken: take it again when that is over")

// snapshotTries is how often a snapshot is begun anew because something was
// taken down meanwhile, which must not be in it.
const snapshotTries = 5

func (a *app) snapshot(ctx context.Context, dir string, link bool) (taken, error) {
	start := time.Now()
	kept, err := a.kept(ctx)
	if err != nil {
		return taken{}, err
	}
	defer kept.Close()
	if inside(a.data, dir) || inside(dir, a.data) {
		return taken{}, usageError("%s and the data folder %s lie in each other: name a folder elsewhere, best on another disk", dir, a.data)
	}
	if err := backup.Acceptable(dir); err != nil {
		return taken{}, err
	}
	lock, err := datadir.Acquire(dir)
	if err != nil {
		return taken{}, err
	}
	defer lock.Release()
	for range snapshotTries {
		t, err := a.takeSnapshot(ctx, kept, dir, link)
		if errors.Is(err, errMoved) {
			continue
		}
		t.Snapshot, t.Seconds = dir, time.Since(start).Seconds()
		return t, err
	}
	return taken{}, errMoved
}

// takeSnapshot takes a snapshot, or ends with errMoved and may be called again.
func (a *app) takeSnapshot(ctx context.Context, kept *catalog.Catalog, dir string, link bool) (t taken, err error) {
	w, err := backup.Begin(dir, link)
	if err != nil {
		return t, err
	}
	defer func() {
		if err != nil {
			err = errors.Join(err, w.Abort())
			if errors.Is(err, syscall.ENOSPC) {
				err = fmt.Errorf("%w: an earlier snapshot in this folder is as it was; make room and run the same command again", err)
			}
		}
	}()
	// The records first: an original is on disk before its record is.
	if err := kept.CopyTo(ctx, w.Aside()); err != nil {
		return t, err
	}
	alerts, err := datadir.CopyFile(ctx, filepath.Join(a.data, "alerts.db"), filepath.Join(w.Aside(), "alerts.db"))
	if err != nil {
		return t, err
	}
	removals, err := a.addOriginals(ctx, w, &t)
	if err != nil {
		return t, err
	}
	if t.Generation, err = a.addIndex(ctx, w, removals); err != nil {
		t.Note = "the index is not in the snapshot, and is made anew when that is restored: " + sentence(err)
	}
	for _, name := range databases(alerts) {
		if err := w.Move(name, filepath.Join(w.Aside(), name)); err != nil {
			return t, fmt.Errorf("snapshot: %w", err)
		}
	}
	if err := nothingTakenDown(ctx, kept, removals); err != nil {
		return t, err
	}
	t.Program, t.Taken = programVersion(), time.Now().UTC().Truncate(time.Second)
	t.Files, t.Bytes, t.NewFiles, t.NewBytes = w.Len(), w.Bytes(), w.NewFiles, w.NewBytes
	if err := w.Commit(t.Contents); err != nil {
		return t, fmt.Errorf("snapshot: %w", err)
	}
	return t, nil
}

// databases are the files of records in a data folder.
func databases(alerts bool) []string {
	if alerts {
		return []string{"catalog.db", "alerts.db"}
	}
	return []string{"catalog.db"}
}

// addOriginals adds the originals that the copy of the records names, counts
// what it holds, and lists what was taken down.
func (a *app) addOriginals(ctx context.Context, w *backup.Writer, t *taken) ([]catalog.Removal, error) {
	records, err := catalog.OpenReadOnly(ctx, w.Aside())
	if err != nil {
		return nil, err
	}
	defer records.Close()
	fault, err := records.Whole(ctx)
	if err != nil {
		return nil, err
	}
	if fault != "" {
		return nil, fmt.Errorf("%s: no snapshot was taken; restore an earlier one", fault)
	}
	counts, err := records.Counts(ctx)
	if err != nil {
		return nil, err
	}
	t.Documents, t.Statements, t.Pages, t.Missing = counts.Documents, counts.Works, counts.Pages, []string{}
	originals, err := records.KeptFiles(ctx)
	if err != nil {
		return nil, err
	}
	bar := a.bar(len(originals), "%d of %d originals")
	defer bar.finish()
	for _, o := range originals {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		err := w.Add(o.Name(), filepath.Join(a.data, filepath.FromSlash(o.Name())), o.SHA256)
		bar.increment()
		absent, changed := errors.Is(err, fs.ErrNotExist), errors.Is(err, backup.ErrChanged)
		switch {
		case err == nil:
			t.Originals++
		case o.ID == "" && (absent || changed): // what a server sent, and will send again; or it was taken down
		case absent:
			t.Missing = append(t.Missing, fmt.Sprintf("the original of %s is missing: index %s again", o.ID, o.Location))
		case changed:
			t.Missing = append(t.Missing, fmt.Sprintf("the original of %s has changed since it was kept: remove %s and index %s again", o.ID, filepath.Join(a.data, o.Name()), o.Location))
		default:
			return nil, fmt.Errorf("snapshot: %w", err)
		}
	}
	return records.Removals(ctx)
}

// nothingTakenDown sees that nothing was taken down since the records were
// copied: it would be in the snapshot.
func nothingTakenDown(ctx context.Context, kept *catalog.Catalog, copied []catalog.Removal) error {
	now, err := kept.Removals(ctx)
	if err != nil {
		return err
	}
	for _, r := range now {
		if !slices.ContainsFunc(copied, func(c catalog.Removal) bool { return c.ID == r.ID }) {
			return errMoved
		}
	}
	return nil
}

// indexTries is how often the index is looked at anew because another
// generation came into use while its files were added.
const indexTries = 5

// addIndex adds the generation in use. Where that cannot be, the error says why
// and nothing of it is added.
func (a *app) addIndex(ctx context.Context, w *backup.Writer, removals []catalog.Removal) (generation string, err error) {
	for range indexTries {
		n := w.Len()
		if generation, err = a.addGeneration(ctx, w, removals); err == nil {
			return generation, nil
		}
		w.Forget(n)
	}
	return "", err
}

func (a *app) addGeneration(ctx context.Context, w *backup.Writer, removals []catalog.Removal) (string, error) {
	engine, err := power[search.Snapshotter](newEngine(a.indexDir(), nil), "be copied")
	if err != nil {
		return "", err
	}
	generation, files, err := engine.Files(ctx)
	if err != nil {
		return "", err
	}
	var down []corpus.ID
	for _, r := range removals {
		down = append(down, r.ID)
	}
	remembers, err := engine.Contains(ctx, generation, down)
	if err != nil {
		return "", err
	}
	if remembers {
		return "", errors.New("it still holds what is just being taken down")
	}
	for _, f := range files {
		if err := ctx.Err(); err != nil {
			return "", err
		}
		name := filepath.Join("index", filepath.FromSlash(f.Name))
		err := w.Add(filepath.ToSlash(name), filepath.Join(a.data, name), f.SHA256)
		if errors.Is(err, backup.ErrChanged) {
			return "", fmt.Errorf("%w: its file %s is damaged; run `rostrum verify`", corpus.ErrNoIndex, f.Name)
		}
		if err != nil {
			return "", err
		}
	}
	return generation, nil
}

// inside tells whether a folder lies in another, or is it.
func inside(folder, other string) bool {
	a, err := filepath.Abs(folder)
	if err != nil {
		return false
	}
	b, err := filepath.Abs(other)
	if err != nil {
		return false
	}
	rel, err := filepath.Rel(b, a)
	return err == nil && rel != ".." && !strings.HasPrefix(rel, ".."+string(filepath.Separator))
}
