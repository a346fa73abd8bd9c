package backup

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"rostrum/corpus"
	"rostrum/corpus/datadir"
)

// ErrChanged is what Add says of a file that is not what it was said to be.
var ErrChanged = errors.New("the file has changed")

// Writer takes a snapshot. Until Commit returns, the one that was there is as
// it was; whoever takes one holds a lock on the folder.
type Writer struct {
	dir   string
	link  bool
	files []File
	fresh map[string]bool // folders to sync

	NewFiles int // that were not in the folder before
	NewBytes int64
}

// Begin begins a snapshot in a folder that is empty, does not exist yet, or
// holds a snapshot. With link, files get second names where the file system
// knows such a thing, instead of being copied.
func Begin(dir string, link bool) (*Writer, error) {
	if err := Acceptable(dir); err != nil {
		return nil, err
	}
	w := &Writer{dir: dir, link: link, fresh: map[string]bool{}}
	err := os.RemoveAll(w.Staging())
	if err == nil {
		err = os.MkdirAll(w.Staging(), 0o755)
	}
	if err == nil {
		err = os.MkdirAll(filepath.Join(dir, dirFiles), 0o755)
	}
	if err != nil {
		return nil, fmt.Errorf("begin a snapshot: %w", err)
	}
	return w, nil
}

// Acceptable refuses a folder of something else, in which files would be lost.
func Acceptable(dir string) error {
	entries, err := os.ReadDir(dir)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return corpus.ErrInvalid.Errorf("cannot write a snapshot to %s: %w", dir, err)
	}
	for _, e := range entries {
		switch e.Name() {
		case fileManifest, fileManifest + ".new", dirFiles, dirTaking, fileLock, "lost+found":
		default:
			return corpus.ErrInvalid.Errorf("%s contains files that do not belong to a snapshot (%s): choose an empty folder, or that of an earlier snapshot", dir, e.Name())
		}
	}
	return nil
}

// Staging is a folder for files that are made to be moved into the snapshot.
func (w *Writer) Staging() string { return filepath.Join(w.dir, dirTaking) }

// Abort removes what was staged. Files that were added stay for the next time.
func (w *Writer) Abort() error { return os.RemoveAll(w.Staging()) }

// Add adds a file, and leaves it where it is. If its bytes have another sum the
// error wraps ErrChanged. One that is in the folder already is not read again.
func (w *Writer) Add(ctx context.Context, name, path, sha string) error {
	to := pathOf(w.dir, sha)
	if info, err := os.Stat(to); err == nil {
		from, err := os.Stat(path)
		// The original may be gone by now; what is kept of it is as good.
		if err != nil || from.Size() == info.Size() {
			w.files = append(w.files, File{name, info.Size(), sha})
			return nil
		}
	}
	temp := filepath.Join(w.Staging(), sha)
	got, size, err := duplicate(ctx, path, temp, w.link)
	if err == nil && got != sha {
		err = fmt.Errorf("%s: %w", path, ErrChanged)
	}
	if err != nil {
		return errors.Join(err, remove(temp))
	}
	return w.place(File{name, size, sha}, temp)
}

// Move adds a file that was staged.
func (w *Writer) Move(ctx context.Context, name, path string) error {
	sha, size, err := datadir.Sum(ctx, path)
	if err != nil {
		return err
	}
	return w.place(File{name, size, sha}, path)
}

func (w *Writer) place(f File, from string) error {
	to := pathOf(w.dir, f.SHA256)
	folder := filepath.Dir(to)
	if !w.fresh[folder] {
		if err := os.MkdirAll(folder, 0o755); err != nil {
			return err
		}
		w.fresh[folder] = true
	}
	if err := os.Rename(from, to); err != nil {
		return err
	}
	w.files = append(w.files, f)
	w.NewFiles++
	w.NewBytes += f.Bytes
	return nil
}

// Forget takes back the files that were added since there were n, of a part
// that turned out not to be whole.
func (w *Writer) Forget(n int) { w.files = w.files[:n] }

// Len is how many files were added.
func (w *Writer) Len() int { return len(w.files) }

// Bytes is the size of all files.
func (w *Writer) Bytes() int64 {
	n := int64(0)
	for _, f := range w.files {
		n += f.Bytes
	}
	return n
}

// Commit makes the files that were added the snapshot in the folder, in one
// step that survives a power cut, and removes those that it does not name.
func (w *Writer) Commit(c Contents) error {
	m := manifest{Format: formatVersion, Contents: c, Files: w.files}
	var err error
	if m.Sum, err = m.sum(); err != nil {
		return err
	}
	raw, err := json.MarshalIndent(m, "", " ")
	if err != nil {
		return err
	}
	for folder := range w.fresh {
		if err := datadir.SyncFolder(folder); err != nil {
			return err
		}
	}
	if err := datadir.SyncFolder(filepath.Join(w.dir, dirFiles)); err != nil {
		return err
	}
	temp := filepath.Join(w.dir, fileManifest+".new")
	if err := writeSynced(temp, raw); err != nil {
		return err
	}
	if err := os.Rename(temp, filepath.Join(w.dir, fileManifest)); err != nil {
		return err
	}
	if err := datadir.SyncFolder(w.dir); err != nil {
		return err
	}
	return errors.Join(w.Abort(), w.prune())
}

// prune removes the files of earlier snapshots that this one lacks. What was
// taken down since is among them, and is to be nowhere.
func (w *Writer) prune() error {
	named := map[string]bool{}
	for _, f := range w.files {
		named[f.SHA256] = true
	}
	return filepath.WalkDir(filepath.Join(w.dir, dirFiles), func(path string, e fs.DirEntry, err error) error {
		if err != nil || e.IsDir() || named[e.Name()] {
			return err
		}
		return os.Remove(path)
	})
}
