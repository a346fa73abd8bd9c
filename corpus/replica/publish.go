package replica

import (
	"context"
	"errors"
	"io"
	"os"
	"path/filepath"
	"time"

	"gocloud.dev/blob"
	"golang.org/x/sync/errgroup"

	"rostrum/corpus/backup"
)

// Published describes what was published.
type Published struct {
	Store      string  `json:"store"`
	Generation string  `json:"generation"`
	Documents  int     `json:"documents"`
	Files      int     `json:"files"`
	NewFiles   int     `json:"new_files"`
	NewBytes   int64   `json:"new_bytes"`
	Deleted    int     `json:"deleted"`
	Seconds    float64 `json:"seconds"`
}

// Publish publishes the state of a data folder. Files that the store has are not sent
// again. If it fails or is killed, replicas keep what was published before, and the next
// call continues. Only one process may publish to a store at a time.
func (s *Store) Publish(ctx context.Context, folder backup.Folder) (Published, error) {
	start := time.Now()
	dir, taken, err := folder.ForReplicas(ctx)
	if err != nil {
		return Published{}, err
	}
	snap, err := backup.Open(dir)
	if err != nil {
		return Published{}, err
	}
	p := Published{Store: s.where, Generation: taken.Generation, Documents: taken.Documents, Files: len(snap.Files)}
	held, err := s.held(ctx)
	if err != nil {
		return p, s.errorf("list", err)
	}
	listed := map[string]bool{}
	group, sending := errgroup.WithContext(ctx)
	group.SetLimit(transfers)
	for _, f := range snap.Files {
		key := f.Key()
		size, has := held[key]
		if !listed[key] && (!has || size != f.Bytes) {
			p.NewFiles++
			p.NewBytes += f.Bytes
			group.Go(func() error { return s.send(sending, key, filepath.Join(dir, filepath.FromSlash(key))) })
		}
		listed[key] = true
	}
	if err := group.Wait(); err != nil {
		return p, s.errorf("write to", err)
	}
	if err := s.send(ctx, backup.ManifestName, filepath.Join(dir, backup.ManifestName)); err != nil {
		return p, s.errorf("write to", err)
	}
	for key := range held {
		if listed[key] {
			continue
		}
		if err := s.bucket.Delete(ctx, key); err != nil {
			return p, s.errorf("delete what is no longer published from", err)
		}
		p.Deleted++
	}
	p.Seconds = time.Since(start).Seconds()
	return p, nil
}

// held lists the files in the store with their sizes.
func (s *Store) held(ctx context.Context) (map[string]int64, error) {
	held := map[string]int64{}
	list := s.bucket.List(&blob.ListOptions{Prefix: backup.FilesPrefix})
	for {
		object, err := list.Next(ctx)
		if errors.Is(err, io.EOF) {
			return held, nil
		}
		if err != nil {
			return nil, err
		}
		held[object.Key] = object.Size
	}
}

func (s *Store) send(ctx context.Context, key, path string) error {
	in, err := os.Open(path)
	if err != nil {
		return err
	}
	defer in.Close()
	return s.bucket.Upload(ctx, key, in, &blob.WriterOptions{ContentType: "application/octet-stream"})
}
