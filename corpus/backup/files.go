package backup

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io"
	"io/fs"
	"os"

	"rostrum/corpus/datadir"
)

// duplicate copies a file durably, or hard-links it if link is set and possible, and
// returns its checksum.
func duplicate(ctx context.Context, from, to string, link bool) (sha string, size int64, err error) {
	if link && os.Link(from, to) == nil {
		return datadir.Sum(ctx, to)
	}
	in, err := datadir.OpenRegular(from)
	if err != nil {
		return "", 0, err
	}
	defer in.Close()
	return store(ctx, in, to)
}

// store writes a file durably, and returns its checksum.
func store(ctx context.Context, in io.Reader, to string) (sha string, size int64, err error) {
	out, err := os.OpenFile(to, os.O_RDWR|os.O_CREATE|os.O_TRUNC, 0o600)
	if err != nil {
		return "", 0, err
	}
	digest := sha256.New()
	size, err = datadir.Copy(ctx, io.MultiWriter(out, digest), in)
	if err = errors.Join(err, out.Sync(), out.Close()); err != nil {
		return "", 0, err
	}
	return hex.EncodeToString(digest.Sum(nil)), size, nil
}

func writeSynced(path string, raw []byte) error {
	f, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE|os.O_TRUNC, 0o600)
	if err != nil {
		return err
	}
	_, err = f.Write(raw)
	return errors.Join(err, f.Sync(), f.Close())
}

func remove(path string) error {
	if err := os.Remove(path); !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	return nil
}
