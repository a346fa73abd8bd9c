package generation

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"

	"github.com/RoaringBitmap/roaring/v2"

	"rostrum/search"
	"rostrum/search/bleveindex/segment"
)

// Update brings the index up to date with a catalogue, which must not change
// meanwhile, and publishes it. Changes since the published generation are written
// next to hard links to the files of that generation. If there are many, or if that
// generation is damaged or of another version, Build writes everything. Existing
// files do not change until Update returns.
//
// Changes are found by comparing versions of statements, so that after a crash the
// next Update completes the work.
func (st *Store) Update(ctx context.Context, catalog search.Catalog) (search.IndexInfo, error) {
	revision, err := catalog.Revision(ctx)
	if err != nil {
		return search.IndexInfo{}, err
	}
	if err := prepare(st.Dir); err != nil {
		return search.IndexInfo{}, err
	}
	base, err := st.openBase(ctx)
	if ctx.Err() != nil {
		return search.IndexInfo{}, ctx.Err()
	}
	if err != nil {
		// There is none, or it is damaged or of another version.
		return st.Build(ctx, revision, catalog.All(ctx))
	}
	versions, err := catalog.Versions(ctx)
	if err != nil {
		return search.IndexInfo{}, err
	}
	takenDown, err := catalog.TakenDown(ctx)
	if err != nil {
		return search.IndexInfo{}, err
	}
	p := st.newPlan(base, versions, takenDown)
	switch {
	case !p.needed && base.Revision == revision:
		return base.info(), nil
	case !p.carriesOver():
		return st.Build(ctx, revision, catalog.All(ctx))
	}
	return stage(st.Dir, func(dir string) (search.IndexInfo, error) {
		m := manifest{Revision: revision, Documents: len(versions)}
		if err := p.carryOver(dir, base, &m); err != nil {
			return search.IndexInfo{}, err
		}
		if len(p.write) > 0 {
			s := manifestSegment{Name: base.nextSegment()}
			if _, err := writeSegment(ctx, filepath.Join(dir, s.Name), st.Authority, catalog.Some(ctx, p.write)); err != nil {
				return search.IndexInfo{}, err
			}
			m.Segments = append(m.Segments, s)
		}
		return st.publish(ctx, dir, m)
	})
}

// base is the generation that the next one is made from.
type base struct {
	manifest
	dir        string
	columns    []segment.Columns // by segment
	tombstones []*roaring.Bitmap
}

// openBase reads the content of the published generation. It verifies every file,
// since the next generation links to the same bytes and would inherit any damage.
func (st *Store) openBase(ctx context.Context) (*base, error) {
	name, err := st.Current()
	if err != nil {
		return nil, err
	}
	b := &base{dir: filepath.Join(st.Dir, name)}
	if b.manifest, err = verify(ctx, b.dir); err != nil {
		return nil, err
	}
	if b.Mapping != mappingVersion {
		return nil, search.ErrOtherVersion
	}
	for _, s := range b.Segments {
		deleted, err := readTombstones(b.dir, s)
		if err != nil {
			return nil, err
		}
		c, err := segment.ReadColumns(filepath.Join(b.dir, s.Name))
		if err != nil {
			return nil, err
		}
		if !hasFacets(&c) { // it was written before one of them existed
			return nil, search.ErrOtherVersion
		}
		if deleted == nil {
			deleted = roaring.New()
		}
		b.columns, b.tombstones = append(b.columns, c), append(b.tombstones, deleted)
	}
	return b, nil
}

// nextSegment returns a name that no segment of the generation has.
func (b *base) nextSegment() string {
	last := 0
	for _, s := range b.Segments {
		n := 0
		if _, err := fmt.Sscanf(s.Name, "s%d", &n); err == nil {
			last = max(last, n)
		}
	}
	return fmt.Sprintf("s%d", last+1)
}

// carryOver links the files of segments that are carried over into dir, and adds them
// to a manifest with their checksums. openBase has verified them, and Open will
// again, so they are not read here.
func (p *updatePlan) carryOver(dir string, b *base, m *manifest) error {
	for i, kept := range p.segments {
		if kept.rewrite {
			continue
		}
		s := manifestSegment{Name: b.Segments[i].Name}
		if err := os.Mkdir(filepath.Join(dir, s.Name), 0o755); err != nil {
			return err
		}
		for _, f := range b.Files {
			if !strings.HasPrefix(f.Name, s.Name+"/") {
				continue
			}
			if err := linkOrCopy(filepath.Join(b.dir, f.Name), filepath.Join(dir, f.Name)); err != nil {
				return err
			}
			m.Files = append(m.Files, f)
		}
		if !kept.tombstones.IsEmpty() {
			if err := writeTombstones(dir, &s, kept.tombstones); err != nil {
				return err
			}
		}
		m.Segments = append(m.Segments, s)
	}
	return nil
}

// linkOrCopy hard-links a file, or copies it on file systems without links.
func linkOrCopy(from, to string) error {
	if err := os.Link(from, to); err == nil {
		return nil
	}
	in, err := os.Open(from)
	if err != nil {
		return err
	}
	defer in.Close()
	out, err := os.OpenFile(to, os.O_RDWR|os.O_CREATE|os.O_TRUNC, 0o600)
	if err != nil {
		return err
	}
	_, err = io.Copy(out, in)
	return errors.Join(err, out.Sync(), out.Close())
}
