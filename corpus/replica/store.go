package replica

import (
	"context"
	"fmt"
	"net/url"
	"path/filepath"
	"strings"

	"gocloud.dev/blob"
	_ "gocloud.dev/blob/fileblob" // file:
	_ "gocloud.dev/blob/s3blob"   // s3:

	"rostrum/corpus"
)

// Store is a blob store that snapshots are published to. It is safe for concurrent use.
type Store struct {
	bucket *blob.Bucket
	where  string // its address, without credentials
}

// transfers is the number of files that are copied at once.
const transfers = 8

// Create opens a store to publish to. A folder is created if necessary, a bucket is not.
func Create(ctx context.Context, address string) (*Store, error) { return open(ctx, address, true) }

// Open opens a store by its address:
//
//	file:///srv/rostrum                 a folder, which must exist; also written as a path
//	s3://bucket?region=eu-west-1        a bucket; credentials come from the environment,
//	                                    as for the AWS command line
//	s3://bucket?endpoint=https://…      a bucket of an S3-compatible service
//	s3://bucket?prefix=rostrum/         a part of a bucket
func Open(ctx context.Context, address string) (*Store, error) { return open(ctx, address, false) }

func open(ctx context.Context, address string, create bool) (*Store, error) {
	u, err := url.Parse(address)
	if err != nil {
		return nil, corpus.ErrInvalid.Errorf("the address of a store cannot be read: write it as file:///FOLDER or s3://BUCKET?region=REGION")
	}
	if u.User != nil {
		return nil, corpus.ErrInvalid.Errorf("the address of the store contains a user name or a password: pass credentials in the environment")
	}
	if u.Scheme == "" {
		path, err := filepath.Abs(address)
		if err != nil {
			return nil, err
		}
		u = &url.URL{Scheme: "file", Path: filepath.ToSlash(path)}
	}
	where := u.Scheme + "://" + u.Host + u.Path
	switch u.Scheme {
	case "file":
		q := u.Query()
		if create {
			q.Set("create_dir", "true")
		}
		q.Set("metadata", "skip")     // no second file beside each
		q.Set("no_tmp_dir", "true")   // written beside their place, so that renaming them is atomic
		q.Set("dir_file_mode", "448") // 0700
		u.RawQuery = q.Encode()
	case "s3":
		where = "s3://" + u.Host + "/" + strings.TrimPrefix(u.Query().Get("prefix"), "/")
	default:
		return nil, corpus.ErrInvalid.Errorf("%s: a store is a folder (file:///FOLDER) or a bucket (s3://BUCKET?region=REGION)", where)
	}
	bucket, err := blob.OpenBucket(ctx, u.String())
	if err != nil {
		return nil, corpus.ErrInvalid.Errorf("the store %s cannot be opened: %w", where, err)
	}
	return &Store{bucket: bucket, where: where}, nil
}

// Close closes the store.
func (s *Store) Close() error { return s.bucket.Close() }

func (s *Store) errorf(doing string, err error) error {
	return fmt.Errorf("%s the store %s: %w", doing, s.where, err)
}
