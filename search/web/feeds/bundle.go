package feeds

import (
	"archive/zip"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"path"
	"strconv"
	"strings"
	"time"

	"github.com/gin-gonic/gin"

	"rostrum/corpus"
	"rostrum/search"
	"rostrum/search/export"
	"rostrum/search/web/limit"
	"rostrum/search/web/request"
	"rostrum/search/web/respond"
)

// BundlePath is where the results of a search are offered with their originals, as one ZIP file.
const BundlePath = "/search.zip"

// maxBundle is how many statements a bundle may have.
const maxBundle = 1000

// bundleTime is how long a bundle may take to be sent.
const bundleTime = 10 * time.Minute

// The names of what is in a bundle beside the originals.
const (
	bundleTable    = "statements.csv"
	bundleManifest = "manifest.json"
	bundleFolder   = "originals/"
)

// manifest says what a bundle holds and where it came from. It is the same for the same search of the
// same index.
type manifest struct {
	Search     string           `json:"search"` // address of the page of results
	Program    string           `json:"program"`
	Index      search.IndexInfo `json:"index"`
	Statements int              `json:"statements"` // works, one row each in the table
	Table      string           `json:"table"`
	Files      []bundled        `json:"files"`
	Missing    []bundled        `json:"missing,omitempty"` // documents whose original is not handed on, or not held
}

// bundled is a document of a bundle.
type bundled struct {
	File      string          `json:"file,omitempty"` // in the bundle
	ID        corpus.ID       `json:"id"`
	Work      corpus.WorkID   `json:"work"`
	Title     string          `json:"title"`
	Language  corpus.Language `json:"language,omitempty"`
	MediaType string          `json:"media_type,omitempty"`
	Bytes     int64           `json:"bytes,omitempty"`
	SHA256    string          `json:"sha256,omitempty"` // of the file as it is in the bundle
	Source    string          `json:"source_url,omitempty"`
	Publisher string          `json:"publisher,omitempty"`
	Retrieved *time.Time      `json:"retrieved_at,omitempty"`
}

// Bundle serves the results of a search with the originals of all their translations. It is written
// while it is sent, the manifest last: a bundle that was cut off has none.
func (s *Feeds) Bundle(c *gin.Context, ix *limit.Index) error {
	values, err := request.Parameters(c.Request.URL.RawQuery)
	if err != nil {
		return err
	}
	mark, err := byteOrderMark(export.CSV, values)
	if err != nil {
		return err
	}
	st, err := s.Parser.Export(values.Encode(), false)
	if err != nil {
		return err
	}
	st = st.FirstPage()
	r, err := st.Request()
	if err != nil {
		return err
	}
	l := s.Locale(c.Request)
	if unchanged, err := respond.IndexNotModified(c, ix, s.Build(), strings.Join([]string{"zip", strconv.FormatBool(mark), string(l.Lang), s.PublicURL, st.Query()}, " "), "public, max-age=60"); unchanged || err != nil {
		return err
	}
	r.Passages = 1
	first := r
	first.Size = 0
	results, err := ix.Search(c.Request.Context(), first)
	if err != nil {
		return err
	}
	if results.Total > maxBundle {
		return corpus.ErrOverLimit.Errorf("a bundle may have %d statements, and these are %d: narrow the search, or export it as CSV", maxBundle, results.Total)
	}
	c.Header("Content-Type", "application/zip")
	c.Header("Content-Disposition", attachment(c, st, "zip"))
	c.Status(http.StatusOK)
	if c.Request.Method == http.MethodHead {
		return nil
	}
	options := export.Options{Names: s.Names, Language: l.Lang, Mark: mark, Link: func(id corpus.ID, page, passage int) string {
		return s.PublicURL + request.PassageAddress(request.State{}, id, page, passage)
	}}
	about := manifest{
		Search: s.PublicURL + st.Address("/search"), Program: "rostrum " + s.Version, Index: results.Index, Statements: results.Total, Table: bundleTable, Files: []bundled{},
	}
	// Originals are many times larger than answers, for which the server's own time is.
	_ = http.NewResponseController(c.Writer).SetWriteDeadline(time.Now().Add(bundleTime)) // a test's writer has none
	if err := s.writeBundle(c.Request.Context(), c.Writer, ix, r, options, about); err != nil {
		respond.Abort(c, err)
	}
	return nil
}

func (s *Feeds) writeBundle(ctx context.Context, out io.Writer, ix *limit.Index, r search.Request, options export.Options, about manifest) error {
	z := zip.NewWriter(out)
	created := about.Index.Built.UTC()
	entry := func(name string, method uint16) (io.Writer, error) {
		return z.CreateHeader(&zip.FileHeader{Name: name, Method: method, Modified: created})
	}
	table, err := entry(bundleTable, zip.Deflate)
	if err != nil {
		return err
	}
	rows, err := export.New(export.CSV, table, options)
	if err != nil {
		return err
	}
	var documents []corpus.ID
	if _, err := export.Copy(rows, func(yield func(search.Hit, error) bool) {
		for hit, err := range export.All(ctx, ix, r) {
			if err == nil {
				documents = append(documents, hit.Statement.ID)
				for _, t := range hit.Translations {
					documents = append(documents, t.ID)
				}
			}
			if !yield(hit, err) {
				return
			}
		}
	}); err != nil {
		return err
	}
	for _, id := range documents {
		file, d, err := s.Records.Original(ctx, id)
		if err != nil && !errors.Is(err, corpus.ErrNotFound) {
			return err
		}
		item := bundled{
			ID: id, Work: d.Work, Title: d.Title, Language: d.Language, MediaType: d.Origin.MediaType, Publisher: d.Origin.Publisher,
		}
		if corpus.IsWebAddress(d.Origin.URL) {
			item.Source = d.Origin.URL
		}
		if at := d.Origin.RetrievedAt.UTC(); !d.Origin.RetrievedAt.IsZero() {
			item.Retrieved = &at
		}
		if err == nil && d.Origin.Withheld {
			_ = file.Close() // it was only read
			err = corpus.ErrNotFound
		}
		if err != nil {
			about.Missing = append(about.Missing, item)
			continue
		}
		item.File = bundleFolder + bundledName(d)
		if err := copyOriginal(entry, file, &item); err != nil {
			return err
		}
		about.Files = append(about.Files, item)
	}
	last, err := entry(bundleManifest, zip.Deflate)
	if err != nil {
		return err
	}
	encoder := json.NewEncoder(last)
	encoder.SetIndent("", "  ")
	encoder.SetEscapeHTML(false)
	if err := encoder.Encode(about); err != nil {
		return err
	}
	return z.Close()
}

// copyOriginal writes a file as it is. PDFs are compressed already, and the rest is not worth the wait.
func copyOriginal(entry func(string, uint16) (io.Writer, error), file io.ReadCloser, item *bundled) error {
	defer file.Close()
	w, err := entry(item.File, zip.Store)
	if err != nil {
		return err
	}
	sum := sha256.New()
	if item.Bytes, err = io.Copy(io.MultiWriter(w, sum), file); err != nil {
		return err
	}
	item.SHA256 = hex.EncodeToString(sum.Sum(nil))
	return nil
}

// bundledName is what an original is called in a bundle: files of one session and author lie together,
// and the id makes each name the only one.
func bundledName(d corpus.Statement) string {
	author := ""
	if len(d.Authors) > 0 {
		author = string(d.Authors[0])
	}
	parts := []string{}
	for _, part := range []string{string(d.Session), author, string(d.Language), string(d.ID)} {
		if part = request.Slug(part); part != "" {
			parts = append(parts, part)
		}
	}
	return strings.Join(parts, "_") + extension(d)
}

// extension is that of an original's kind, or of its name where that says more.
func extension(d corpus.Statement) string {
	switch d.Origin.MediaType {
	case "application/pdf":
		return ".pdf"
	case "text/html":
		return ".html"
	case "text/plain":
		return ".txt"
	}
	if ext := strings.ToLower(path.Ext(d.Origin.File)); ext != "" && "."+request.Slug(ext) == ext {
		return ext
	}
	return ""
}
