package replica

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"gocloud.dev/gcerrors"
	"golang.org/x/sync/errgroup"

	"rostrum/corpus"
	"rostrum/corpus/backup"
	"rostrum/corpus/datadir"
)

// Names in the data folder of a replica.
const (
	fileFollowing = "following.json" // what it follows, and what it has; see following
	dirMirror     = "mirror"         // the published snapshot; its files are linked into place
)

// following is the contents of fileFollowing.
type following struct {
	Store    string `json:"store"`
	Snapshot string `json:"snapshot"` // backup.Snapshot.Sum; "" before the first is in place
}

// ErrNotReplica means that a data folder has contents of its own, which following a
// store would replace.
var ErrNotReplica = errors.New("the data folder is not that of a replica")

// ErrUnpublished means that nothing has been published to a store yet.
var ErrUnpublished = errors.New("nothing has been published to it yet")

// Follower keeps a data folder equal to what is published in a store.
type Follower struct {
	Store  *Store
	Folder backup.Folder
	// Forget deletes data derived from an original that is no longer published, such as
	// page images; nil if there is none.
	Forget func(sha256 string) error

	seen string // ETag of the manifest that was last taken up
}

// Followed returns the address of the store that a data folder follows, or "".
func Followed(data string) (string, error) {
	state, err := readFollowing(data)
	return state.Store, err
}

func readFollowing(data string) (following, error) {
	var state following
	raw, err := os.ReadFile(filepath.Join(data, fileFollowing))
	if errors.Is(err, fs.ErrNotExist) {
		return state, nil
	}
	if err == nil {
		err = json.Unmarshal(raw, &state)
	}
	if err != nil {
		return state, fmt.Errorf("read what the data folder follows: %w", err)
	}
	return state, nil
}

func (f *Follower) write(state following) error {
	raw, err := json.Marshal(state)
	if err != nil {
		return err
	}
	return datadir.ReplaceFile(filepath.Join(f.Folder.Dir, fileFollowing), raw)
}

// Begin makes the data folder that of a replica. If it has contents of its own, the
// error wraps ErrNotReplica.
func (f *Follower) Begin() error {
	state, err := readFollowing(f.Folder.Dir)
	if err != nil {
		return err
	}
	if state.Store == "" {
		holds, err := f.Folder.Holds()
		if err != nil {
			return err
		}
		if holds != "" {
			return &corpus.Error{Kind: corpus.ErrInvalid, Message: fmt.Sprintf("%s already contains %s of its own", f.Folder.Dir, holds), Err: ErrNotReplica}
		}
	}
	if state.Store == f.Store.where {
		return nil
	}
	if err := datadir.MakeFolder(f.Folder.Dir); err != nil {
		return err
	}
	return f.write(following{Store: f.Store.where})
}

// tries is the number of attempts if files are deleted while they are read, because
// another snapshot was published.
const tries = 5

// Follow takes up what is published, unless it is in place already, and reports whether
// it did. The checksum of every file is verified before anything is replaced; if it
// fails or is killed, the data folder keeps what it had. It is not safe for concurrent
// use.
func (f *Follower) Follow(ctx context.Context) (changed bool, err error) {
	attributes, err := f.Store.bucket.Attributes(ctx, backup.ManifestName)
	if gcerrors.Code(err) == gcerrors.NotFound {
		return false, corpus.ErrNoIndex.Errorf("%w", f.Store.errorf("read", ErrUnpublished))
	}
	if err != nil {
		return false, f.Store.errorf("read", err)
	}
	if f.seen != "" && attributes.ETag == f.seen {
		return false, nil
	}
	for range tries {
		changed, err = f.takeUp(ctx)
		if gcerrors.Code(err) != gcerrors.NotFound {
			break
		}
	}
	if err == nil {
		f.seen = attributes.ETag
	}
	return changed, err
}

func (f *Follower) takeUp(ctx context.Context) (changed bool, err error) {
	raw, err := f.Store.bucket.ReadAll(ctx, backup.ManifestName)
	if err != nil {
		return false, f.Store.errorf("read", err)
	}
	published, err := backup.Parse(raw, f.Store.where)
	if err != nil {
		return false, err
	}
	state, err := readFollowing(f.Folder.Dir)
	if err != nil || state.Snapshot == published.Sum {
		return false, err
	}
	mirror := filepath.Join(f.Folder.Dir, dirMirror)
	before, err := backup.Open(mirror)
	if err != nil {
		before = &backup.Snapshot{} // none, or damaged: what is missing is read again
	}
	if err := f.download(ctx, mirror, published); err != nil {
		return false, err
	}
	restored, err := f.Folder.Restore(ctx, mirror, backup.Restore{Replace: true, Replica: true})
	if err != nil {
		return false, err
	}
	if !restored.Whole {
		// Damaged on this disk: removed here, it is read again by the next attempt.
		return false, errors.Join(fmt.Errorf("the copy in %s is damaged, and will be read again: %s", mirror, restored.Damaged[0]), os.RemoveAll(mirror))
	}
	if err := f.forget(before.Files, published.Files); err != nil {
		return true, err
	}
	return true, f.write(following{Store: f.Store.where, Snapshot: published.Sum})
}

// download makes a snapshot folder equal to the published snapshot.
func (f *Follower) download(ctx context.Context, mirror string, published *backup.Snapshot) error {
	if err := datadir.MakeFolder(mirror); err != nil {
		return err
	}
	lock, err := datadir.Acquire(ctx, mirror)
	if err != nil {
		return err
	}
	defer lock.Release()
	w, err := backup.Begin(mirror, false)
	if err != nil {
		return err
	}
	group, reading := errgroup.WithContext(ctx)
	group.SetLimit(transfers)
	staged := map[string]bool{}
	missing := make([]bool, len(published.Files))
	for i, file := range published.Files {
		if missing[i] = !w.Has(file); !missing[i] || staged[file.SHA256] {
			continue
		}
		staged[file.SHA256] = true
		group.Go(func() error { return f.fetch(reading, w, file) })
	}
	if err := group.Wait(); err != nil {
		return errors.Join(err, w.Abort())
	}
	for i, file := range published.Files {
		if missing[i] && staged[file.SHA256] {
			staged[file.SHA256] = false // listed twice, it is in place already
			if err := w.Place(file); err != nil {
				return errors.Join(err, w.Abort())
			}
			continue
		}
		w.Keep(file)
	}
	return w.Commit(published.Contents)
}

func (f *Follower) fetch(ctx context.Context, w *backup.Writer, file backup.File) error {
	in, err := f.Store.bucket.NewReader(ctx, file.Key(), nil)
	if err != nil {
		return f.Store.errorf("read "+file.Name+" from", err)
	}
	defer in.Close()
	if err := w.Stage(ctx, file, in); err != nil {
		return f.Store.errorf("read from", err)
	}
	return nil
}

// forget calls Forget for the files of one snapshot that are not in the next.
func (f *Follower) forget(before, now []backup.File) error {
	if f.Forget == nil {
		return nil
	}
	named := map[string]bool{}
	for _, file := range now {
		named[file.SHA256] = true
	}
	var err error
	for _, file := range before {
		if !named[file.SHA256] {
			err = errors.Join(err, f.Forget(file.SHA256))
		}
	}
	return err
}
