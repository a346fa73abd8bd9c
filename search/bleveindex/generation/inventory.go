package generation

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"os"
	"path"
	"path/filepath"

	"rostrum/corpus"
	"rostrum/search"
)

// Inventory lists the content of the published generation; see search.Engine.
func (st *Store) Inventory(ctx context.Context) (search.Inventory, error) {
	in := search.Inventory{Statements: map[corpus.ID]search.Entry{}}
	name, err := st.Current()
	if err != nil {
		return in, err
	}
	in.Generation, in.Revision = name, search.Revision(name)
	m, err := readManifest(filepath.Join(st.Dir, name))
	if err != nil {
		return in, corpus.ErrNoIndex.Errorf("generation %s: %w", name, err)
	}
	g, err := openGeneration(filepath.Join(st.Dir, name), m)
	if err != nil {
		return in, corpus.ErrNoIndex.Errorf("generation %s: %w", name, err)
	}
	defer g.Close()
	in.Catalog = m.Revision
	for doc := range g.Live() {
		if err := ctx.Err(); err != nil {
			return in, err
		}
		s, n := g.Locate(doc)
		r, err := s.Record(n)
		if err != nil {
			return in, corpus.ErrNoIndex.Errorf("generation %s: %w", name, err)
		}
		in.Statements[s.Columns.IDs[n]] = search.Entry{Version: s.Columns.Versions[n], Pages: len(r.Pages)}
	}
	return in, nil
}

// Files lists the files of the published generation and CURRENT: a copy of them is an
// index. The list comes from the manifest; the files are not read. See
// search.Snapshotter.
func (st *Store) Files(ctx context.Context) (name string, files []search.File, err error) {
	if err := ctx.Err(); err != nil {
		return "", nil, err
	}
	name, err = st.Current()
	if err != nil {
		return "", nil, err
	}
	m, err := readManifest(filepath.Join(st.Dir, name))
	if err != nil {
		return "", nil, corpus.ErrNoIndex.Errorf("generation %s: %w", name, err)
	}
	for _, f := range m.Files {
		files = append(files, search.File{Name: path.Join(name, f.Name), SHA256: f.SHA256})
	}
	for _, file := range []string{path.Join(name, fileManifest), fileCurrent} {
		raw, err := os.ReadFile(filepath.Join(st.Dir, filepath.FromSlash(file)))
		if err != nil {
			return "", nil, corpus.ErrNoIndex.Errorf("%w", err)
		}
		digest := sha256.Sum256(raw)
		files = append(files, search.File{Name: file, SHA256: hex.EncodeToString(digest[:])})
	}
	return name, files, nil
}
