package backup

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io"
	"io/fs"
	"os"

	"rostrum/corpus/datadir"
)

// duplicate makes a second file of the same bytes, on disk when it returns, and
// gives their sum. With link it is a second name, if that can be.
func duplicate(from, to string, link bool) (sha string, size int64, err error) {
	if link && os.Link(from, to) == nil {
		return sumOf(to)
	}
	in, err := datadir.OpenRegular(from)
	if err != nil {
		return "", 0, err
	}
	defer in.Close()
	out, err := os.OpenFile(to, os.O_RDWR|os.O_CREATE|os.O_TRUNC, 0o600)
	if err != nil {
		return "", 0, err
	}
	digest := sha256.New()
	size, err = io.Copy(io.MultiWriter(out, digest), in)
	if err = errors.Join(err, out.Sync(), out.Close()); err != nil {
		return "", 0, err
	}
	return hex.EncodeToString(digest.Sum(nil)), size, nil
}

func sumOf(path string) (sha string, size int64, err error) {
	f, err := datadir.OpenRegular(path)
	if err != nil {
		return "", 0, err
	}
	defer f.Close()
	digest := sha256.New()
	size, err = io.Copy(digest, f)
	return hex.EncodeToString(digest.Sum(nil)), size, err
}

func writeSynced(path string, raw []byte) error {
	f, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE|os.O_TRUNC, 0o600)
	if err != nil {
		return err
	}
	_, err = f.Write(raw)
	return errors.Join(err, f.Sync(), f.Close())
}

func syncFolder(dir string) error {
	d, err := os.Open(dir)
	if err != nil {
		return err
	}
	return errors.Join(d.Sync(), d.Close())
}

func remove(path string) error {
	if err := os.Remove(path); !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	return nil
}
