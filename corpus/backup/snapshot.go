package backup

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"time"

	"rostrum/corpus"
	"rostrum/corpus/catalog"
	"rostrum/corpus/datadir"
)

// Taken describes a new snapshot.
type Taken struct {
	Snapshot string `json:"snapshot"`
	Contents
	Files    int     `json:"files"`
	Bytes    int64   `json:"bytes"`
	NewFiles int     `json:"new_files"`
	NewBytes int64   `json:"new_bytes"`
	Note     string  `json:"note,omitempty"`
	Seconds  float64 `json:"seconds"`
}

// errMoved means that a statement was removed during the snapshot.
var errMoved = errors.New("statements are being removed faster than a snapshot can be taken: try again later")

// snapshotTries is the number of attempts if statements are removed meanwhile: they must
// not be in the snapshot.
const snapshotTries = 5

// Snapshot copies the data folder and the published index into dir. With link, originals
// and the index are hard-linked where possible. Missing or damaged originals are listed
// in Missing; everything else is copied.
func (f Folder) Snapshot(ctx context.Context, dir string, link bool) (Taken, error) {
	if inside(f.Dir, dir) || inside(dir, f.Dir) {
		return Taken{}, corpus.ErrInvalid.Errorf("%s and the data folder %s contain one another: choose another folder, preferably on another disk", dir, f.Dir)
	}
	return f.snapshot(ctx, dir, link, true)
}

// ForReplicas takes a snapshot of what a replica serves, in a folder inside the data
// folder: like Snapshot, with hard links, and without alerts, which are the writer's own.
// It fails if the index cannot be included, since a replica builds none.
func (f Folder) ForReplicas(ctx context.Context) (dir string, t Taken, err error) {
	dir = filepath.Join(f.Dir, dirPublished)
	t, err = f.snapshot(ctx, dir, true, false)
	if err == nil && t.Generation == "" {
		err = corpus.ErrNoIndex.Errorf("%s", t.Note)
	}
	return dir, t, err
}

func (f Folder) snapshot(ctx context.Context, dir string, link, alerts bool) (Taken, error) {
	start := time.Now()
	records, err := catalog.OpenReadOnly(ctx, f.Dir)
	if err != nil {
		return Taken{}, err
	}
	defer records.Close()
	if err := Acceptable(dir); err != nil {
		return Taken{}, err
	}
	lock, err := datadir.Acquire(ctx, dir)
	if err != nil {
		return Taken{}, err
	}
	defer lock.Release()
	for range snapshotTries {
		t, err := f.take(ctx, records, dir, link, alerts)
		if errors.Is(err, errMoved) {
			continue
		}
		t.Snapshot, t.Seconds = dir, time.Since(start).Seconds()
		return t, err
	}
	return Taken{}, errMoved
}

// take makes one attempt; on errMoved it may be called again.
func (f Folder) take(ctx context.Context, records *catalog.Catalog, dir string, link, alerts bool) (t Taken, err error) {
	w, err := Begin(dir, link)
	if err != nil {
		return t, err
	}
	defer func() {
		if err != nil {
			err = errors.Join(err, w.Abort())
			if errors.Is(err, syscall.ENOSPC) {
				err = fmt.Errorf("%w: the previous snapshot in this folder is intact; free some space and run the same command again", err)
			}
		}
	}()
	// Records first: an original is on disk before its record.
	if err := records.CopyTo(ctx, w.Staging()); err != nil {
		return t, err
	}
	if alerts {
		if alerts, err = datadir.CopyFile(ctx, filepath.Join(f.Dir, fileAlerts), filepath.Join(w.Staging(), fileAlerts)); err != nil {
			return t, err
		}
	}
	removals, err := f.addOriginals(ctx, w, &t)
	if err != nil {
		return t, err
	}
	if t.Generation, err = f.addIndex(ctx, w, removals); err != nil {
		t.Note = "the snapshot does not include the index, which will be rebuilt on restore: " + err.Error()
	}
	for _, name := range databases(alerts) {
		if err := w.Move(ctx, name, filepath.Join(w.Staging(), name)); err != nil {
			return t, fmt.Errorf("snapshot: %w", err)
		}
	}
	if err := nothingTakenDown(ctx, records, removals); err != nil {
		return t, err
	}
	t.Program, t.Taken = f.Program, time.Now().UTC().Truncate(time.Second)
	t.Files, t.Bytes, t.NewFiles, t.NewBytes = w.Len(), w.Bytes(), w.NewFiles, w.NewBytes
	if err := w.Commit(t.Contents); err != nil {
		return t, fmt.Errorf("snapshot: %w", err)
	}
	return t, nil
}

// databases are the database files in a data folder.
func databases(alerts bool) []string {
	if alerts {
		return []string{fileCatalog, fileAlerts}
	}
	return []string{fileCatalog}
}

// addOriginals adds the originals that the copied records refer to, counts them, and
// lists removals.
func (f Folder) addOriginals(ctx context.Context, w *Writer, t *Taken) ([]catalog.Removal, error) {
	records, err := catalog.OpenReadOnly(ctx, w.Staging())
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
	for i, o := range originals {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		err := w.Add(ctx, o.Name(), filepath.Join(f.Dir, filepath.FromSlash(o.Name())), o.SHA256)
		f.progress(i+1, len(originals))
		absent, changed := errors.Is(err, fs.ErrNotExist), errors.Is(err, ErrChanged)
		switch {
		case err == nil:
			t.Originals++
		case o.ID == "" && (absent || changed): // a cached response, which can be fetched again; or it was removed
		case absent:
			t.Missing = append(t.Missing, fmt.Sprintf("the original of %s is missing: index %s again", o.ID, o.Location))
		case changed:
			t.Missing = append(t.Missing, fmt.Sprintf("the original of %s has changed since it was stored: remove %s and index %s again", o.ID, filepath.Join(f.Dir, o.Name()), o.Location))
		default:
			return nil, fmt.Errorf("snapshot: %w", err)
		}
	}
	return records.Removals(ctx)
}

// nothingTakenDown checks that no statement was removed since the records were copied.
func nothingTakenDown(ctx context.Context, records *catalog.Catalog, copied []catalog.Removal) error {
	now, err := records.Removals(ctx)
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

// indexTries is the number of attempts if a new generation is published while files are
// added.
const indexTries = 5

// addIndex adds the published generation. On error it adds nothing, and the error says
// why.
func (f Folder) addIndex(ctx context.Context, w *Writer, removals []catalog.Removal) (generation string, err error) {
	for range indexTries {
		n := w.Len()
		if generation, err = f.addGeneration(ctx, w, removals); err == nil {
			return generation, nil
		}
		w.Forget(n)
	}
	return "", err
}

func (f Folder) addGeneration(ctx context.Context, w *Writer, removals []catalog.Removal) (string, error) {
	index := f.index()
	generation, files, err := index.Files(ctx)
	if err != nil {
		return "", err
	}
	var down []corpus.ID
	for _, r := range removals {
		down = append(down, r.ID)
	}
	contains, err := index.Contains(ctx, generation, down)
	if err != nil {
		return "", err
	}
	if contains {
		return "", errors.New("it still contains statements that are being removed")
	}
	for _, file := range files {
		if err := ctx.Err(); err != nil {
			return "", err
		}
		name := filepath.Join(dirIndex, filepath.FromSlash(file.Name))
		err := w.Add(ctx, filepath.ToSlash(name), filepath.Join(f.Dir, name), file.SHA256)
		if errors.Is(err, ErrChanged) {
			return "", corpus.ErrNoIndex.Errorf("its file %s is damaged", file.Name)
		}
		if err != nil {
			return "", err
		}
	}
	return generation, nil
}

// inside reports whether a folder is another one or below it.
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
