package generation

import (
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"iter"
	"os"
	"path/filepath"
	"strings"
	"time"

	"rostrum/corpus"
	"rostrum/search"
	"rostrum/search/analysis"
	"rostrum/search/bleveindex/segment"
)

// Build writes a new generation from the statements of a catalogue and publishes it.
// The previous generation is kept for Open to fall back to; older ones are removed.
// Existing files do not change until Build returns. revision is the catalogue's.
func (st *Store) Build(ctx context.Context, revision string, statements iter.Seq2[corpus.Statement, error]) (search.IndexInfo, error) {
	if err := prepare(st.Dir); err != nil {
		return search.IndexInfo{}, err
	}
	return stage(st.Dir, func(dir string) (search.IndexInfo, error) {
		n, err := writeSegment(ctx, filepath.Join(dir, firstSegment), st.Authority, statements)
		if err != nil {
			return search.IndexInfo{}, err
		}
		return st.publish(ctx, dir, manifest{Revision: revision, Documents: n, Segments: []manifestSegment{{Name: firstSegment}}})
	})
}

// firstSegment is the folder of a new generation's only segment.
const firstSegment = "s1"

// stage has make write a generation in a staging folder, which is removed on errors.
func stage(dir string, make func(dir string) (search.IndexInfo, error)) (info search.IndexInfo, err error) {
	folder, err := os.MkdirTemp(dir, buildingPrefix)
	if err != nil {
		return info, err
	}
	defer func() {
		if err != nil {
			err = errors.Join(err, os.RemoveAll(folder))
		}
	}()
	if err := os.Chmod(folder, 0o755); err != nil {
		return info, err
	}
	return make(folder)
}

// writeSegment writes statements as one segment and returns their number.
func writeSegment(ctx context.Context, dir string, authority analysis.Authority, statements iter.Seq2[corpus.Statement, error]) (int, error) {
	w, err := segment.NewWriter(dir, analysis.NewAnalyzers(), authority)
	if err != nil {
		return 0, err
	}
	seen := map[corpus.ID]bool{}
	for s, err := range statements {
		if err == nil {
			err = ctx.Err()
		}
		if err == nil && seen[s.ID] {
			err = corpus.ErrInvalid.Errorf("two statements have the id %s", s.ID)
		}
		if err == nil {
			seen[s.ID] = true
			err = w.Add(&s)
		}
		if err != nil {
			w.Abort()
			return 0, err
		}
	}
	return len(seen), w.Finish()
}

// publish probes a staged generation, writes its manifest with checksums, and makes
// it the published one. m lists what was carried over from the previous one.
func (st *Store) publish(ctx context.Context, staging string, m manifest) (search.IndexInfo, error) {
	var info search.IndexInfo
	var err error
	if m.Files, err = seal(ctx, staging, m.Files); err != nil {
		return info, err
	}
	m.Format, m.Analysis, m.Mapping = formatVersion, analysis.Version, mappingVersion
	m.Built = time.Now().UTC().Truncate(time.Millisecond)
	digest := sha256.New()
	for _, f := range m.Files {
		fmt.Fprintln(digest, f.Name, f.SHA256)
	}
	m.Name = fmt.Sprintf("%s%s-%s", generationStart, m.Built.Format("20060102t150405.000"), hex.EncodeToString(digest.Sum(nil)[:4]))
	if m.Sum, err = m.sum(); err != nil {
		return info, err
	}
	if err := st.probe(ctx, staging, m); err != nil {
		return info, fmt.Errorf("the new generation does not answer: %w", err)
	}
	raw, err := m.encode()
	if err != nil {
		return info, err
	}
	if err := writeSynced(filepath.Join(staging, fileManifest), raw); err != nil {
		return info, err
	}
	for _, s := range m.Segments {
		if err := syncDir(filepath.Join(staging, s.Name)); err != nil {
			return info, err
		}
	}
	if err := syncDir(staging); err != nil {
		return info, err
	}
	if err := os.Rename(staging, filepath.Join(st.Dir, m.Name)); err != nil {
		return info, err
	}
	if err := syncDir(st.Dir); err != nil {
		return info, err
	}
	before, _ := st.Current() // without one, or if it cannot be read, none is kept
	if err := setCurrent(st.Dir, m.Name); err != nil {
		return info, err
	}
	if err := removeOld(st.Dir, m.Name, before); err != nil {
		return info, err
	}
	return m.info(), nil
}

// probe opens a staged generation and compares it with its manifest.
func (st *Store) probe(ctx context.Context, dir string, m manifest) error {
	g, err := openGeneration(dir, m)
	if err != nil {
		return err
	}
	defer g.Close()
	if g.Documents != m.Documents {
		return fmt.Errorf("it holds %d statements instead of %d", g.Documents, m.Documents)
	}
	if g.Size() > 0 {
		for _, doc := range []int{0, g.Size() - 1} {
			if err := g.readWhole(uint32(doc)); err != nil {
				return err
			}
		}
	}
	return st.Probe(ctx, g)
}

// readWhole reads everything stored of a statement.
func (g *Generation) readWhole(doc uint32) error {
	s, n := g.Locate(doc)
	r, err := s.Record(n)
	if err != nil {
		return err
	}
	pages := 0
	if err := s.Pages(r, func(int, corpus.Page) bool { pages++; return true }); err != nil {
		return err
	}
	if pages != len(r.Pages) {
		return fmt.Errorf("statement %s has %d pages of text instead of %d", r.Statement.ID, pages, len(r.Pages))
	}
	return nil
}

func (m manifest) info() search.IndexInfo {
	return search.IndexInfo{Generation: m.Name, Documents: m.Documents, Built: m.Built}
}

// prepare creates the folder of an index, or removes what interrupted builds and
// removals have left in it.
func prepare(dir string) error {
	entries, err := os.ReadDir(dir)
	if errors.Is(err, fs.ErrNotExist) {
		if err := os.MkdirAll(dir, 0o755); err != nil {
			return err
		}
		return syncDir(filepath.Dir(dir)) // its content would be lost with its name
	}
	if err != nil {
		return err
	}
	for _, e := range entries {
		if strings.HasPrefix(e.Name(), buildingPrefix) || strings.HasPrefix(e.Name(), removingPrefix) {
			if err := os.RemoveAll(filepath.Join(dir, e.Name())); err != nil {
				return err
			}
		}
	}
	return nil
}

// removeOld removes all generations except the published one and the one before it.
func removeOld(dir, inUse, before string) error {
	names, err := generationsIn(dir)
	if err != nil {
		return err
	}
	for _, name := range names {
		if name == inUse || name == before {
			continue
		}
		if err := removeGeneration(dir, name); err != nil {
			return err
		}
	}
	return nil
}

// removeGeneration renames a generation before it removes it, so that a partly
// removed one is not taken for a damaged one.
func removeGeneration(dir, name string) error {
	removing := filepath.Join(dir, removingPrefix+name)
	if err := os.Rename(filepath.Join(dir, name), removing); err != nil {
		return err
	}
	if err := syncDir(dir); err != nil {
		return err
	}
	return os.RemoveAll(removing)
}

func writeSynced(path string, raw []byte) error {
	f, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE|os.O_TRUNC, 0o600)
	if err != nil {
		return err
	}
	_, err = f.Write(raw)
	return cmp.Or(err, f.Sync(), f.Close())
}
