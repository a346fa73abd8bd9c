package datadir

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"io"
)

// Copy is io.Copy that stops soon after ctx ends.
func Copy(ctx context.Context, to io.Writer, from io.Reader) (int64, error) {
	return io.Copy(to, reader(func(p []byte) (int, error) {
		if err := ctx.Err(); err != nil {
			return 0, err
		}
		return from.Read(p)
	}))
}

type reader func(p []byte) (int, error)

func (r reader) Read(p []byte) (int, error) { return r(p) }

// Sum returns the SHA-256 of a file in hexadecimal and its size in bytes.
func Sum(ctx context.Context, path string) (sha string, size int64, err error) {
	f, err := OpenRegular(path)
	if err != nil {
		return "", 0, err
	}
	defer f.Close()
	digest := sha256.New()
	size, err = Copy(ctx, digest, f)
	return hex.EncodeToString(digest.Sum(nil)), size, err
}
