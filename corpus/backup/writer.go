package backup

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"

	"rostrum/corpus"
	"rostrum/corpus/datadir"
)

// ErrChanged means that a file does not have the expected checksum.
var ErrChanged = errors.New("the file has changed")

// Writer writes a snapshot. Until Commit returns, the previous snapshot is unchanged. The
// caller holds a lock on the folder.
type Writer struct {
	dir   string
	link  bool
	files []File
	fresh map[string]bool // folders to sync

	NewFiles int // not in the folder before
	NewBytes int64
}

// Begin starts a snapshot in a folder that is empty, does not exist, or has a snapshot.
// With link, files are hard-linked where possible.
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

// Acceptable rejects a folder with other files, which would be lost.
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

// Staging is the folder for files that Move will add.
func (w *Writer) Staging() string { return filepath.Join(w.dir, dirTaking) }

// Abort removes staged files. Added files are kept and reused by the next snapshot.
func (w *Writer) Abort() error { return os.RemoveAll(w.Staging()) }

// Add adds a file without moving it. If its checksum differs, the error wraps
// ErrChanged. A file that is already in the folder is not read again.
func (w *Writer) Add(ctx context.Context, name, path, sha string) error {
	to := pathOf(w.dir, sha)
	if info, err := os.Stat(to); err == nil {
		from, err := os.Stat(path)
		// The original may be gone; the copy in the folder is as good.
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

// Has reports whether a file is already in the folder.
func (w *Writer) Has(f File) bool {
	info, err := os.Stat(pathOf(w.dir, f.SHA256))
	return err == nil && info.Size() == f.Bytes
}

// Keep adds a file that is already in the folder.
func (w *Writer) Keep(f File) { w.files = append(w.files, f) }

// Stage writes the content of a file to the staging folder; Place adds it. It may be
// called concurrently. If the content is not that of f, the error wraps ErrChanged.
func (w *Writer) Stage(ctx context.Context, f File, content io.Reader) error {
	temp := filepath.Join(w.Staging(), f.SHA256)
	got, _, err := store(ctx, content, temp)
	if err == nil && got != f.SHA256 {
		err = fmt.Errorf("%s: %w", f.Name, ErrChanged)
	}
	if err != nil {
		return errors.Join(err, remove(temp))
	}
	return nil
}

// Place adds a file whose content was staged.
func (w *Writer) Place(f File) error { return w.place(f, filepath.Join(w.Staging(), f.SHA256)) }

// Move adds a staged file.
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

// Forget removes all but the first n added files, if a part turned out to be incomplete.
func (w *Writer) Forget(n int) { w.files = w.files[:n] }

// Len is the number of files added.
func (w *Writer) Len() int { return len(w.files) }

// Bytes is the size of all files.
func (w *Writer) Bytes() int64 {
	n := int64(0)
	for _, f := range w.files {
		n += f.Bytes
	}
	return n
}

// Commit publishes the added files as the snapshot, atomically and durably, and deletes
// other files.
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
	if err := datadir.ReplaceFile(filepath.Join(w.dir, fileManifest), raw); err != nil {
		return err
	}
	return errors.Join(w.Abort(), w.prune())
}

// prune deletes files that are only in earlier snapshots; they may contain removed
// statements.
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
