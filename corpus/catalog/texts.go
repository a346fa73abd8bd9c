package catalog

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"iter"

	"github.com/klauspost/compress/zstd"
	"time"

	"rostrum/corpus"
)

// EncodeAll and DecodeAll are safe for concurrent use. A page of text is a few kilobytes;
// nothing we write decodes to more than maxText.
var (
	zstdEncoder, _ = zstd.NewWriter(nil)
	zstdDecoder, _ = zstd.NewReader(nil, zstd.WithDecoderMaxMemory(maxText), zstd.WithDecoderConcurrency(0))
)

const maxText = 1 << 30 // bytes

// PutText stores the text that text.Extractor read from some bytes.
func (c *Catalog) PutText(ctx context.Context, sha256 string, text corpus.Text) error {
	pages := make([]corpus.Page, len(text.Pages))
	copy(pages, text.Pages)
	for i := range pages {
		pages[i].Words = nil
	}
	plain := text
	plain.Pages = pages
	encoded, err := json.Marshal(plain)
	if err != nil {
		return fmt.Errorf("store the text of %s: %w", sha256, err)
	}
	tx, err := c.db.BeginTx(ctx, nil)
	if err != nil {
		return fmt.Errorf("store the text of %s: %w", sha256, err)
	}
	defer tx.Rollback()
	_, err = tx.ExecContext(ctx, "INSERT OR REPLACE INTO texts VALUES (?, ?, ?)", sha256, text.Extractor, zstdEncoder.EncodeAll(encoded, nil))
	for _, p := range text.Pages {
		if err != nil || len(p.Words) == 0 {
			continue
		}
		_, err = tx.ExecContext(ctx, "INSERT OR REPLACE INTO words VALUES (?, ?, ?, ?)", sha256, text.Extractor, p.Number, encodeWords(p.Words))
	}
	if err == nil {
		err = tx.Commit()
	}
	if err != nil {
		return fmt.Errorf("store the text of %s: %w", sha256, err)
	}
	return nil
}

// PutFailure stores why an extractor could not read some bytes.
func (c *Catalog) PutFailure(ctx context.Context, sha256, extractor, reason string) error {
	if _, err := c.db.ExecContext(ctx, "INSERT OR REPLACE INTO failures VALUES (?, ?, ?)", sha256, extractor, reason); err != nil {
		return fmt.Errorf("record why %s failed: %w", sha256, err)
	}
	return nil
}

// Text returns the text of some bytes, without words, by a current extractor; the latest
// if there are several. If there is none the error wraps corpus.ErrNotFound; if reading
// failed, corpus.ErrNotText, and the Text names the extractor.
func (c *Catalog) Text(ctx context.Context, sha256 string, current func(extractor string) bool) (corpus.Text, error) {
	var text corpus.Text
	extractor, err := c.latest(ctx, "SELECT extractor FROM texts WHERE sha256 = ? ORDER BY rowid DESC", sha256, current)
	if err != nil {
		return text, fmt.Errorf("read the text of %s: %w", sha256, err)
	}
	if extractor != "" {
		var blob []byte
		var sound bool
		if err := c.db.QueryRowContext(ctx, "SELECT text, "+whole("texts", "t")+" FROM texts t WHERE sha256 = ? AND extractor = ?", sha256, extractor).Scan(&blob, &sound); err != nil {
			return text, fmt.Errorf("read the text of %s: %w", sha256, err)
		}
		if !sound {
			return text, damagedRow("text")
		}
		return text, decodeText(blob, &text)
	}
	extractor, err = c.latest(ctx, "SELECT extractor FROM failures WHERE sha256 = ?", sha256, current)
	if err != nil {
		return text, fmt.Errorf("read why %s failed: %w", sha256, err)
	}
	var reason string
	if extractor == "" || c.db.QueryRowContext(ctx, "SELECT reason FROM failures WHERE sha256 = ? AND extractor = ?", sha256, extractor).Scan(&reason) != nil {
		return text, corpus.ErrNotFound.Errorf("text of %s", sha256)
	}
	text.Extractor = extractor
	return text, corpus.ErrNotText.Errorf("%s", reason)
}

// latest returns the first current extractor among those that a query returns for some
// bytes; "" if there is none.
func (c *Catalog) latest(ctx context.Context, query, sha256 string, current func(extractor string) bool) (string, error) {
	rows, err := c.db.QueryContext(ctx, query, sha256)
	if err != nil {
		return "", err
	}
	defer rows.Close()
	for rows.Next() {
		var extractor string
		if err := rows.Scan(&extractor); err != nil {
			return "", err
		}
		if current(extractor) {
			return extractor, nil
		}
	}
	return "", rows.Err()
}

func decodeText(blob []byte, text *corpus.Text) error {
	plain, err := zstdDecoder.DecodeAll(blob, nil)
	if err == nil {
		err = json.Unmarshal(plain, text)
	}
	if err != nil {
		return fmt.Errorf("the catalogue contains a damaged text: %w", err)
	}
	return nil
}

// Statement returns a statement with its pages, without words. For an unknown id the
// error wraps corpus.ErrNotFound.
func (c *Catalog) Statement(ctx context.Context, id corpus.ID) (corpus.Statement, error) {
	rows, err := c.db.QueryContext(ctx, selectStatements+" WHERE s.id = ?", id)
	if err != nil {
		return corpus.Statement{}, fmt.Errorf("read statement %s: %w", id, err)
	}
	defer rows.Close()
	if !rows.Next() {
		if err := rows.Err(); err != nil {
			return corpus.Statement{}, fmt.Errorf("read statement %s: %w", id, err)
		}
		_ = rows.Close() // frees its connection
		if err := c.missed(ctx, "statements", string(id), "record"); err != nil {
			return corpus.Statement{}, err
		}
		return corpus.Statement{}, corpus.ErrNotFound.Errorf("no statement has the id %q", id)
	}
	return scanStatement(rows)
}

// maxEarlier is the maximum number of earlier texts to return.
const maxEarlier = 3

// Earlier returns earlier versions of a statement's pages, latest first, so that old
// addresses of passages can be resolved.
func (c *Catalog) Earlier(ctx context.Context, id corpus.ID) ([][]corpus.Page, error) {
	rows, err := c.db.QueryContext(ctx, `SELECT t.text, `+whole("texts", "t")+` FROM statements s JOIN texts now ON now.sha256 = s.sha256 AND now.extractor = s.extractor
		JOIN texts t ON t.sha256 = s.sha256 AND t.rowid < now.rowid WHERE s.id = ? ORDER BY t.rowid DESC LIMIT ?`, id, maxEarlier)
	if err != nil {
		return nil, fmt.Errorf("read earlier texts of %s: %w", id, err)
	}
	defer rows.Close()
	var out [][]corpus.Page
	for rows.Next() {
		var blob []byte
		var sound bool
		if err := rows.Scan(&blob, &sound); err != nil {
			return nil, fmt.Errorf("read earlier texts of %s: %w", id, err)
		}
		if !sound {
			return nil, damagedRow("text")
		}
		var text corpus.Text
		if err := decodeText(blob, &text); err != nil {
			return nil, fmt.Errorf("statement %s: %w", id, err)
		}
		out = append(out, text.Pages)
	}
	return out, rows.Err()
}

// OfWork returns the statements of a work, without pages, by language and id.
func (c *Catalog) OfWork(ctx context.Context, work corpus.WorkID) ([]corpus.Statement, error) {
	rows, err := c.db.QueryContext(ctx, "SELECT record, "+whole("statements", "s")+" FROM statements s WHERE work = ? ORDER BY record ->> 'language', id", work)
	if err != nil {
		return nil, fmt.Errorf("read work %s: %w", work, err)
	}
	defer rows.Close()
	var out []corpus.Statement
	for rows.Next() {
		var record string
		var sound bool
		var s corpus.Statement
		if err := rows.Scan(&record, &sound); err != nil {
			return nil, fmt.Errorf("read work %s: %w", work, err)
		}
		if !sound {
			return nil, damagedRow("record")
		}
		if err := json.Unmarshal([]byte(record), &s); err != nil {
			return nil, fmt.Errorf("the catalogue contains a damaged record: %w", err)
		}
		out = append(out, s)
	}
	return out, rows.Err()
}

// All yields every statement with its pages, without words, by id. It stops at the first
// error.
func (c *Catalog) All(ctx context.Context) iter.Seq2[corpus.Statement, error] {
	return func(yield func(corpus.Statement, error) bool) {
		tx, err := c.db.BeginTx(ctx, &sql.TxOptions{ReadOnly: true})
		if err != nil {
			yield(corpus.Statement{}, fmt.Errorf("read the catalogue: %w", err))
			return
		}
		defer tx.Rollback()
		rows, err := tx.QueryContext(ctx, selectStatements+" ORDER BY s.id")
		if err != nil {
			yield(corpus.Statement{}, fmt.Errorf("read the catalogue: %w", err))
			return
		}
		defer rows.Close()
		read := 0
		for ; rows.Next(); read++ {
			s, err := scanStatement(rows)
			if !yield(s, err) || err != nil {
				return
			}
		}
		err = rows.Err()
		if err == nil {
			err = counted(ctx, tx, "statements", read)
		}
		if err != nil {
			yield(corpus.Statement{}, fmt.Errorf("read the catalogue: %w", err))
		}
	}
}

// Words returns the positions of the words on a page; none if unknown.
func (c *Catalog) Words(ctx context.Context, id corpus.ID, page int) ([]corpus.Word, error) {
	var blob []byte
	var sound bool
	err := c.db.QueryRowContext(ctx, `SELECT w.boxes, `+whole("statements", "s")+` AND `+wholeIf("words", "w", "s.sha256 || ' ' || ?1 || ' ' || s.extractor")+` FROM statements s
		LEFT JOIN words w ON w.sha256 = s.sha256 AND w.extractor = s.extractor AND w.page = ?1 WHERE s.id = ?2`, page, id).Scan(&blob, &sound)
	if errors.Is(err, sql.ErrNoRows) {
		return nil, c.missed(ctx, "statements", string(id), "record")
	}
	if err != nil {
		return nil, fmt.Errorf("read the words of %s page %d: %w", id, page, err)
	}
	if !sound {
		return nil, damagedRow("page of words")
	}
	if blob == nil {
		return nil, nil
	}
	return decodeWords(blob)
}

var selectStatements = `SELECT s.record, s.version, s.added, t.text, ` + whole("statements", "s") + `, ` + wholeIf("texts", "t", "s.sha256 || ' ' || s.extractor") + `
	FROM statements s LEFT JOIN texts t ON t.sha256 = s.sha256 AND t.extractor = s.extractor`

func scanStatement(rows *sql.Rows) (corpus.Statement, error) {
	var s corpus.Statement
	var record string
	var version int64
	var added string
	var blob []byte
	var soundRecord, soundText bool
	if err := rows.Scan(&record, &version, &added, &blob, &soundRecord, &soundText); err != nil {
		return s, fmt.Errorf("read the catalogue: %w", err)
	}
	switch {
	case !soundRecord:
		return s, damagedRow("record")
	case !soundText:
		return s, damagedRow("text")
	}
	if err := json.Unmarshal([]byte(record), &s); err != nil {
		return s, fmt.Errorf("the catalogue contains a damaged record: %w", err)
	}
	var err error
	if s.Added, err = time.Parse(time.RFC3339, added); err != nil {
		return s, fmt.Errorf("the catalogue contains a damaged record: when %s was added: %w", s.ID, err)
	}
	var text corpus.Text
	if blob != nil {
		if err := decodeText(blob, &text); err != nil {
			return s, fmt.Errorf("statement %s: %w", s.ID, err)
		}
	}
	s.Pages, s.Warnings, s.Version = text.Pages, text.Warnings, version
	for i := range s.Pages {
		// A page too short for language detection has the language of the statement.
		if s.Pages[i].Language == "" {
			s.Pages[i].Language = s.Language
		}
	}
	return s, nil
}

func (c *Catalog) record(ctx context.Context, id corpus.ID) (corpus.Statement, error) {
	var s corpus.Statement
	var record string
	var sound bool
	err := c.db.QueryRowContext(ctx, "SELECT record, "+whole("statements", "s")+" FROM statements s WHERE id = ?", id).Scan(&record, &sound)
	if errors.Is(err, sql.ErrNoRows) {
		if err := c.missed(ctx, "statements", string(id), "record"); err != nil {
			return s, err
		}
		return s, corpus.ErrNotFound.Errorf("no statement has the id %q", id)
	}
	if err == nil && !sound {
		err = damagedRow("record")
	}
	if err == nil {
		err = json.Unmarshal([]byte(record), &s)
	}
	if err != nil {
		return s, fmt.Errorf("read statement %s: %w", id, err)
	}
	return s, nil
}
