package backup

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"rostrum/corpus"
	"rostrum/corpus/catalog"
	"rostrum/corpus/datadir"
)

// Restore has the options of a restore.
type Restore struct {
	Check   bool // only verify the checksum of every file
	Replace bool // replace the contents of the data folder
	// Partial skips originals that are damaged in the snapshot, and rebuilds a damaged
	// index. Damaged records are never restored.
	Partial bool
	// Replica restores an exact copy: it keeps the identity of the catalogue and the
	// generation of the index, and hard-links what never changes. The removals are those of
	// the snapshot.
	Replica bool
}

// Restored is the result of a restore.
type Restored struct {
	Snapshot string `json:"snapshot"`
	Data     string `json:"data,omitempty"` // "" if nothing was restored
	Contents
	Whole    bool        `json:"whole"`
	Damaged  []string    `json:"damaged"`
	Removed  []TakenDown `json:"removed"` // removed since the snapshot, and again now
	Removals string      `json:"removals,omitempty"`
	Seconds  float64     `json:"seconds"`
}

// TakenDown is a statement in a snapshot that was removed since.
type TakenDown struct {
	ID      corpus.ID `json:"id"`
	Reason  string    `json:"reason"`
	Removed time.Time `json:"removed"`
}

// Restore restores the snapshot in dir to the data folder. The checksum of every file is
// verified before anything is replaced. If it is killed, the data folder is either
// unchanged or restored. Statements removed since the snapshot are removed again.
func (f Folder) Restore(ctx context.Context, dir string, r Restore) (result Restored, err error) {
	start := time.Now()
	snap, err := Open(dir)
	if err != nil {
		return result, err
	}
	if datadir.Writing(dir) {
		return result, corpus.ErrLocked.Errorf("another snapshot is being written to %s and may remove files of this one: wait until it has finished", dir)
	}
	result = Restored{Snapshot: dir, Contents: snap.Contents, Damaged: []string{}, Removed: []TakenDown{}}
	defer func() { result.Seconds = time.Since(start).Seconds() }()
	if r.Check {
		result.Damaged, err = f.read(ctx, snap, snap.Check)
		result.Whole = len(result.Damaged) == 0
		return result, err
	}
	if holds, err := f.Holds(); err != nil {
		return result, err
	} else if holds != "" && !r.Replace {
		return result, &corpus.Error{Kind: corpus.ErrInvalid, Message: fmt.Sprintf("%s already contains %s", f.Dir, holds), Err: ErrNotEmpty}
	}
	lock, err := datadir.Acquire(ctx, f.Dir)
	if err != nil {
		return result, err
	}
	defer lock.Release()
	alerts, err := datadir.AcquireAlerts(ctx, f.Dir)
	if err != nil {
		return result, err
	}
	defer alerts.Release()
	staging, err := stage(f.Dir)
	if err != nil {
		return result, fmt.Errorf("restore: %w: nothing was changed", err)
	}
	defer os.RemoveAll(staging) // renamed by then on success
	result.Damaged, err = f.read(ctx, snap, func(ctx context.Context, file File) (string, error) {
		return snap.copy(ctx, file, staging, r.Replica && file.Name != fileCatalog)
	})
	if err != nil {
		return result, err
	}
	result.Whole = len(result.Damaged) == 0
	if !result.Whole && (!r.Partial || !exists(filepath.Join(staging, fileCatalog))) {
		return result, nil
	}
	settle := f.settle
	if r.Replica {
		settle = f.settleReplica
	}
	if err := settle(ctx, snap, staging, &result); err != nil {
		return result, fmt.Errorf("restore: %w: nothing was changed", err)
	}
	if err := ctx.Err(); err != nil {
		return result, err
	}
	if err := replace(f.Dir, parts); err != nil {
		return result, fmt.Errorf("move the restored files into place: %w", err)
	}
	result.Data = f.Dir
	return result, nil
}

// read reads every file of the snapshot, and lists damaged ones.
func (f Folder) read(ctx context.Context, snap *Snapshot, one func(context.Context, File) (string, error)) ([]string, error) {
	damaged := []string{}
	for i, file := range snap.Files {
		fault, err := one(ctx, file)
		if err != nil {
			return damaged, fmt.Errorf("restore %s: %w: nothing was changed", file.Name, err)
		}
		if fault != "" {
			damaged = append(damaged, fault)
		}
		f.progress(i+1, len(snap.Files))
	}
	return damaged, nil
}

// ErrNotEmpty means that the data folder is not empty and Replace is not set.
var ErrNotEmpty = errors.New("the data folder is not empty")

// Holds returns the name of something in the data folder that a restore would replace,
// or "".
func (f Folder) Holds() (string, error) {
	for i := len(parts) - 1; i >= 0; i-- {
		_, err := os.Stat(filepath.Join(f.Dir, parts[i]))
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

// settle brings the copied state up to date: it migrates it to this version, repeats
// later removals, and updates the index from the records.
func (f Folder) settle(ctx context.Context, snap *Snapshot, staging string, result *Restored) error {
	records, err := catalog.Open(ctx, staging)
	if err != nil {
		return err
	}
	defer records.Close()
	fault, err := records.Whole(ctx)
	if err == nil && fault != "" {
		err = corpus.ErrDamaged.Errorf("in the snapshot, %s", fault)
	}
	if err != nil {
		return err
	}
	removals, unknown := f.removals(ctx)
	if unknown != "" {
		result.Removals = fmt.Sprintf("removals after %s are unknown, because %s", snap.Taken.Format(time.RFC3339), unknown)
	}
	again, err := records.RemoveAgain(ctx, removals)
	if err != nil {
		return err
	}
	for _, d := range again {
		result.Removed = append(result.Removed, TakenDown{d.ID, d.Reason, d.Removed})
	}
	if err := records.Rename(ctx); err != nil {
		return err
	}
	counts, err := records.Counts(ctx)
	if err != nil {
		return err
	}
	index := f.Index(filepath.Join(staging, dirIndex))
	generation, err := index.Update(ctx, records)
	if err != nil {
		return err
	}
	result.Documents, result.Statements, result.Pages, result.Generation = counts.Documents, counts.Works, counts.Pages, generation
	// Repeated removals must not remain in an older generation.
	down, err := records.TakenDown(ctx)
	if err != nil {
		return err
	}
	if err := index.Purge(ctx, down); err != nil {
		return err
	}
	return records.Close()
}

// settleReplica checks that records and index are whole and belong together.
func (f Folder) settleReplica(ctx context.Context, snap *Snapshot, staging string, result *Restored) error {
	records, err := catalog.OpenReadOnly(ctx, staging)
	if err != nil {
		return err
	}
	defer records.Close()
	fault, err := records.Whole(ctx)
	if err == nil && fault != "" {
		err = corpus.ErrDamaged.Errorf("in the published copy, %s", fault)
	}
	if err != nil {
		return err
	}
	faults, err := f.Index(filepath.Join(staging, dirIndex)).Check(ctx)
	if err != nil {
		return err
	}
	for _, fault := range faults {
		return fmt.Errorf("generation %s of the published index: %w", fault.Generation, fault.Err)
	}
	result.Generation = snap.Generation
	return records.Close()
}

// removals lists the removals of the current data folder, or says why they are unknown.
func (f Folder) removals(ctx context.Context) (removals []catalog.Removal, unknown string) {
	if !exists(filepath.Join(f.Dir, fileCatalog)) {
		return nil, "there was no catalogue in " + f.Dir
	}
	now, err := catalog.OpenReadOnly(ctx, f.Dir)
	if err == nil {
		defer now.Close()
		removals, err = now.Removals(ctx)
	}
	if err != nil {
		return nil, fmt.Sprintf("the records in %s cannot be read (%v)", f.Dir, err)
	}
	return removals, ""
}
