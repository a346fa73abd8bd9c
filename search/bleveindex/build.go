package bleveindex

import (
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
)

// Config says where an index lies and how the names in it are to be understood.
// Only Dir is needed.
type Config struct {
	// Dir holds the generations of the index. Build makes it.
	Dir string
	// Thesaurus adds the other names of what a query names; nil adds none.
	Thesaurus search.Thesaurus
	// Resolve turns the name after a field in a query into the id in the
	// statements; a name it does not know stands for itself.
	Resolve func(f corpus.Field, name string) (id string, ok bool)
	// Names lists the names of an id in all languages, so that statements are
	// found by the names of their organizations, sessions and topics.
	Names func(f corpus.Field, id string) []string
	// MaxClauses bounds the words and phrases of one query; 0 means search.DefaultMaxClauses.
	MaxClauses int
}

// Build writes a new generation from the statements of a catalogue and makes it
// the one in use. The one before is kept for Open to fall back to, older ones
// are removed. Until Build returns, nothing of what was there changes.
//
// revision is the catalogue's; Revision gives it back. Only one Build may write
// to a folder at a time: the caller holds the lock that sees to it.
func Build(ctx context.Context, cfg Config, revision string, statements iter.Seq2[corpus.Statement, error]) (search.IndexInfo, error) {
	info, err := build(ctx, cfg, revision, statements)
	if err != nil {
		return search.IndexInfo{}, fmt.Errorf("build index: %w", err)
	}
	return info, nil
}

func build(ctx context.Context, cfg Config, revision string, statements iter.Seq2[corpus.Statement, error]) (search.IndexInfo, error) {
	if err := prepare(cfg.Dir); err != nil {
		return search.IndexInfo{}, err
	}
	return aside(cfg.Dir, func(dir string) (search.IndexInfo, error) {
		n, err := writeSegment(ctx, filepath.Join(dir, firstSegment), cfg, statements)
		if err != nil {
			return search.IndexInfo{}, err
		}
		return publish(ctx, cfg, dir, manifest{Revision: revision, Documents: n, Segments: []manifestSegment{{Name: firstSegment}}})
	})
}

// firstSegment is the folder of a new generation's statements inside it.
const firstSegment = "s1"

// aside has a generation made in a folder of its own, which is gone afterwards
// if that failed.
func aside(dir string, make func(dir string) (search.IndexInfo, error)) (info search.IndexInfo, err error) {
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
func writeSegment(ctx context.Context, dir string, cfg Config, statements iter.Seq2[corpus.Statement, error]) (int, error) {
	w, err := newSegmentWriter(dir, newLanguages(), cfg.Names)
	if err != nil {
		return 0, err
	}
	seen := map[corpus.ID]bool{}
	for s, err := range statements {
		if err == nil {
			err = ctx.Err()
		}
		if err == nil && seen[s.ID] {
			err = fmt.Errorf("%w: two statements have the id %s", corpus.ErrInvalid, s.ID)
		}
		if err == nil {
			seen[s.ID] = true
			err = w.add(&s)
		}
		if err != nil {
			w.abort()
			return 0, err
		}
	}
	return len(seen), w.finish()
}

// publish probes what was written aside, seals it with its manifest, and puts
// it in the place of the generation in use. m lists what the generation took
// over from the one before.
func publish(ctx context.Context, cfg Config, aside string, m manifest) (search.IndexInfo, error) {
	var info search.IndexInfo
	var err error
	if m.Files, err = hashFiles(aside, m.Files); err != nil {
		return info, err
	}
	m.Format, m.Analysis, m.Mapping = formatVersion, analysisVersion, mappingVersion
	m.Built = time.Now().UTC().Truncate(time.Millisecond)
	digest := sha256.New()
	for _, f := range m.Files {
		fmt.Fprintln(digest, f.Name, f.SHA256)
	}
	m.Name = fmt.Sprintf("%s%s-%s", generationStart, m.Built.Format("20060102t150405.000"), hex.EncodeToString(digest.Sum(nil)[:4]))
	if m.Sum, err = m.sum(); err != nil {
		return info, err
	}
	if err := probe(ctx, aside, m); err != nil {
		return info, fmt.Errorf("the new generation does not answer: %w", err)
	}
	raw, err := m.encode()
	if err != nil {
		return info, err
	}
	if err := writeSynced(filepath.Join(aside, fileManifest), raw); err != nil {
		return info, err
	}
	for _, s := range m.Segments {
		if err := syncDir(filepath.Join(aside, s.Name)); err != nil {
			return info, err
		}
	}
	if err := syncDir(aside); err != nil {
		return info, err
	}
	if err := os.Rename(aside, filepath.Join(cfg.Dir, m.Name)); err != nil {
		return info, err
	}
	if err := syncDir(cfg.Dir); err != nil {
		return info, err
	}
	before, _ := Current(cfg.Dir) // none, or an unreadable one, is not worth keeping
	if err := setCurrent(cfg.Dir, m.Name); err != nil {
		return info, err
	}
	if err := removeOld(cfg.Dir, m.Name, before); err != nil {
		return info, err
	}
	return m.info(), nil
}

func (m manifest) info() search.IndexInfo {
	return search.IndexInfo{Generation: m.Name, Documents: m.Documents, Built: m.Built}
}

// prepare makes the folder of an index, or removes from it what builds and
// removals that were cut off left behind.
func prepare(dir string) error {
	entries, err := os.ReadDir(dir)
	if errors.Is(err, fs.ErrNotExist) {
		if err := os.MkdirAll(dir, 0o755); err != nil {
			return err
		}
		return syncDir(filepath.Dir(dir)) // what is in it is lost with its name
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

// removeOld removes all generations but the one in use and the one before.
func removeOld(dir, inUse, before string) error {
	names, err := generations(dir)
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

// removeGeneration takes its name from a generation first, on disk as well: half
// of one would look like a damaged one.
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
	f, err := os.Create(path)
	if err != nil {
		return err
	}
	_, err = f.Write(raw)
	return firstError(firstError(err, f.Sync()), f.Close())
}
