package fetch

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/klauspost/compress/zstd"

	"rostrum/corpus/catalog"
)

// Cache stores the responses of web servers between runs. They are kept in two tables
// of the catalogue's database, whose migrations create them, and documents among the
// catalogue's originals, where equal bytes are stored once. A snapshot of the
// catalogue therefore contains its responses.
type Cache struct{ catalog *catalog.Catalog }

// NewCache returns the cache of a catalogue opened for writing.
func NewCache(c *catalog.Catalog) *Cache { return &Cache{c} }

// Response is the last response of a web server for an address.
type Response struct {
	Address     string
	Run         int64 // the last run that requested it
	RequestedAt time.Time
	Status      int    // HTTP status; 0 without a response
	Error       string // why this answer is of no use, or ""

	// The last successful response.
	Final        string // address after redirects
	RetrievedAt  time.Time
	ETag         string
	LastModified string
	MediaType    string
	Charset      string
	SHA256       string // "" where there never was one
}

// EncodeAll and DecodeAll of the coders are safe for concurrent use.
var (
	pageEncoder, _ = zstd.NewWriter(nil)
	pageDecoder, _ = zstd.NewReader(nil, zstd.WithDecoderMaxMemory(maxPage), zstd.WithDecoderConcurrency(0))
)

const maxPage = 1 << 30 // bytes of a web page, uncompressed; sources have limits of their own, checked before

// unfinishedFor is how long an interrupted run can be resumed. After that its
// responses are out of date and are requested again.
const unfinishedFor = 24 * time.Hour

// BeginRun begins a run over sources, or resumes one that was not completed.
func (c *Cache) BeginRun(ctx context.Context, now time.Time) (run int64, resumed bool, err error) {
	err = c.catalog.Tables().QueryRowContext(ctx, "SELECT id FROM runs WHERE finished = '' AND started > ? ORDER BY id DESC LIMIT 1",
		now.Add(-unfinishedFor).UTC().Format(time.RFC3339)).Scan(&run)
	if err == nil {
		return run, true, nil
	}
	if errors.Is(err, sql.ErrNoRows) {
		err = c.catalog.Tables().QueryRowContext(ctx, "INSERT INTO runs (started, finished) VALUES (?, '') RETURNING id", now.UTC().Format(time.RFC3339)).Scan(&run)
	}
	if err != nil {
		return 0, false, fmt.Errorf("begin a run: %w", err)
	}
	return run, false, nil
}

// EndRun completes a run: the next one requests everything again.
func (c *Cache) EndRun(ctx context.Context, run int64, now time.Time) error {
	if _, err := c.catalog.Tables().ExecContext(ctx, "UPDATE runs SET finished = ? WHERE finished = '' AND id <= ?", now.UTC().Format(time.RFC3339), run); err != nil {
		return fmt.Errorf("end run %d: %w", run, err)
	}
	return nil
}

// Response returns the last response for an address, or the zero Response if the
// address was never requested.
func (c *Cache) Response(ctx context.Context, address string) (Response, error) {
	a := Response{Address: address}
	var asked, retrieved string
	err := c.catalog.Tables().QueryRowContext(ctx, `SELECT run, asked, status, error, final, retrieved, etag, last_modified, media_type, charset, sha256
		FROM answers WHERE address = ?`, address).
		Scan(&a.Run, &asked, &a.Status, &a.Error, &a.Final, &retrieved, &a.ETag, &a.LastModified, &a.MediaType, &a.Charset, &a.SHA256)
	if errors.Is(err, sql.ErrNoRows) {
		return a, nil
	}
	if err != nil {
		return a, fmt.Errorf("recall the answer of %s: %w", address, err)
	}
	a.RequestedAt, _ = time.Parse(time.RFC3339, asked)
	a.RetrievedAt, _ = time.Parse(time.RFC3339, retrieved)
	return a, nil
}

// Body returns the bytes of the last successful response for an address.
func (c *Cache) Body(ctx context.Context, a Response) ([]byte, error) {
	var packed []byte
	err := c.catalog.Tables().QueryRowContext(ctx, "SELECT body FROM answers WHERE address = ?", a.Address).Scan(&packed)
	var body []byte
	switch {
	case err != nil:
	case packed != nil:
		body, err = pageDecoder.DecodeAll(packed, nil)
	default:
		body, err = c.catalog.OriginalBytes(a.SHA256)
	}
	if err != nil {
		return nil, fmt.Errorf("recall what %s brought: %w", a.Address, err)
	}
	return body, nil
}

// Put stores a response with its bytes; nil leaves the bytes of the last successful
// response in place. When it returns nil, both are on disk.
func (c *Cache) Put(ctx context.Context, a Response, body []byte) error {
	var packed []byte
	switch {
	case body == nil:
	case strings.Contains(a.MediaType, "html"):
		// Pages change with every visit and only their links are read: keep only the
		// newest, in place of the previous one.
		packed = pageEncoder.EncodeAll(body, []byte{})
	default:
		if err := c.catalog.KeepOriginal(a.SHA256, body); err != nil {
			return err
		}
	}
	_, err := c.catalog.Tables().ExecContext(ctx, `INSERT INTO answers
		(address, run, asked, status, error, final, retrieved, etag, last_modified, media_type, charset, sha256, body)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
		ON CONFLICT (address) DO UPDATE SET run = excluded.run, asked = excluded.asked, status = excluded.status, error = excluded.error,
			final = excluded.final, retrieved = excluded.retrieved, etag = excluded.etag, last_modified = excluded.last_modified,
			media_type = excluded.media_type, charset = excluded.charset, sha256 = excluded.sha256,
			body = CASE WHEN ? THEN excluded.body ELSE body END`,
		a.Address, a.Run, a.RequestedAt.UTC().Format(time.RFC3339), a.Status, a.Error, a.Final, a.RetrievedAt.UTC().Format(time.RFC3339),
		a.ETag, a.LastModified, a.MediaType, a.Charset, a.SHA256, packed, body != nil)
	if err != nil {
		return fmt.Errorf("keep the answer of %s: %w", a.Address, err)
	}
	return nil
}
