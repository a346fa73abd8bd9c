package pageimage

import (
	"cmp"
	"container/list"
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"time"

	"rostrum/corpus/datadir"
)

// maxKept limits the number of images, however small.
const maxKept = 100_000

// diskCache is a folder of files. If their size exceeds the limit, the least recently
// used are deleted. The time of last use is stored as modification time.
type diskCache struct {
	dir      string
	maxBytes int64

	mu    sync.Mutex
	order *list.List // of *kept, most recently used first
	files map[string]*list.Element
	bytes int64
}

type kept struct {
	name string
	size int64
}

// halfWritten is the prefix of files that are not complete yet.
const halfWritten = ".new-"

func openDiskCache(dir string, maxBytes int64) (*diskCache, error) {
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return nil, err
	}
	d := &diskCache{dir: dir, maxBytes: maxBytes, order: list.New(), files: map[string]*list.Element{}}
	type found struct {
		kept
		used time.Time
	}
	var all []found
	err := filepath.WalkDir(dir, func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		if strings.HasPrefix(entry.Name(), halfWritten) {
			return os.Remove(path)
		}
		info, err := entry.Info()
		if err == nil && path == d.path(entry.Name()) {
			all = append(all, found{kept{entry.Name(), info.Size()}, info.ModTime()})
		}
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("look through %s: %w", dir, err)
	}
	slices.SortFunc(all, func(a, b found) int { return cmp.Or(a.used.Compare(b.used), cmp.Compare(a.name, b.name)) })
	for _, f := range all {
		d.note(f.name, f.size)
	}
	d.makeRoom()
	return d, nil
}

func (d *diskCache) path(name string) string {
	return filepath.Join(d.dir, name[:min(2, len(name))], name)
}

// get reads a file. A deleted file is forgotten; a file whose checksum is wrong or
// missing is treated as absent.
func (d *diskCache) get(name string) ([]byte, bool) {
	b, err := readRegular(d.path(name))
	d.mu.Lock()
	defer d.mu.Unlock()
	end := len(b) - sha256.Size
	if err != nil || end < 0 || sha256.Sum256(b[:end]) != [sha256.Size]byte(b[end:]) {
		d.forget(name)
		return nil, false
	}
	b = b[:end:end]
	now := time.Now()
	_ = os.Chtimes(d.path(name), now, now) // only its place in the order is lost
	d.note(name, int64(len(b))+sha256.Size)
	return b, true
}

func readRegular(path string) ([]byte, error) {
	f, err := datadir.OpenRegular(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	return io.ReadAll(f)
}

// put writes a file atomically, also in case of power loss.
func (d *diskCache) put(name string, b []byte) error {
	path := d.path(name)
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		return err
	}
	f, err := os.CreateTemp(filepath.Dir(path), halfWritten+"*")
	if err != nil {
		return err
	}
	sum := sha256.Sum256(b)
	_, err = f.Write(slices.Concat(b, sum[:]))
	err = errors.Join(err, f.Sync(), f.Close())
	d.mu.Lock()
	defer d.mu.Unlock()
	if err == nil {
		err = os.Rename(f.Name(), path)
	}
	if err != nil {
		_ = os.Remove(f.Name())
		return err
	}
	d.note(name, int64(len(b))+sha256.Size)
	d.makeRoom()
	return nil
}

// note makes a file the most recently used.
func (d *diskCache) note(name string, size int64) {
	d.forget(name)
	d.files[name] = d.order.PushFront(&kept{name, size})
	d.bytes += size
}

func (d *diskCache) forget(name string) {
	if e := d.files[name]; e != nil {
		d.bytes -= d.order.Remove(e).(*kept).size
		delete(d.files, name)
	}
}

// makeRoom deletes the least recently used files.
func (d *diskCache) makeRoom() {
	for d.order.Len() > 0 && (d.bytes > d.maxBytes || d.order.Len() > maxKept) {
		last := d.order.Back().Value.(*kept)
		_ = os.Remove(d.path(last.name)) // it may have been deleted before
		d.forget(last.name)
	}
}

// Forget deletes the images of a file from the cache in dir, which may be in use. A
// missing cache is no error.
func Forget(dir, sha256 string) error {
	folder := filepath.Join(dir, sha256[:min(2, len(sha256))])
	files, err := os.ReadDir(folder)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	for _, f := range files {
		if !strings.HasPrefix(f.Name(), sha256+"-") {
			continue
		}
		if e := os.Remove(filepath.Join(folder, f.Name())); !errors.Is(e, fs.ErrNotExist) {
			err = errors.Join(err, e)
		}
	}
	return err
}
