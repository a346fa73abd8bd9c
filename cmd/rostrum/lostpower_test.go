package main

import (
	"math/rand/v2"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// node is a file or a folder of a disk that may lose its power.
type node struct {
	// What is on the disk for good, and what has been done since it was last synced.
	bytes   []byte
	changes []fileCall

	folder  bool
	names   map[string]*node // for good
	renames []renaming
}

// renaming gives a name in a folder to a file, or takes one away.
type renaming struct {
	name, from string
	node       *node // nil: the name is taken away
	end        int   // of the call
}

// now is a folder as the program sees it.
func (n *node) now() map[string]*node { return n.after(len(n.renames)) }

// after is a folder after some of the renamings that were not synced.
func (n *node) after(some int) map[string]*node {
	out := map[string]*node{}
	for name, child := range n.names {
		out[name] = child
	}
	for _, r := range n.renames[:some] {
		delete(out, r.from)
		delete(out, r.name)
		if r.node != nil {
			out[r.name] = r.node
		}
	}
	return out
}

// find walks a path, as the program sees it; nil if there is nothing.
func (n *node) find(name string) *node {
	if name == "." {
		return n
	}
	for _, part := range strings.Split(name, "/") {
		if n == nil || !n.folder {
			return nil
		}
		n = n.now()[part]
	}
	return n
}

func (n *node) rename(r renaming, in string) {
	if folder := n.find(in); folder != nil {
		folder.renames = append(folder.renames, r)
	}
}

// disk is the folder before anything was done.
func (r *recording) disk() *node {
	root := &node{folder: true, names: map[string]*node{}}
	var names []string
	for name := range r.before {
		names = append(names, name)
	}
	slices.Sort(names) // a folder before what is in it
	for _, name := range names {
		made := &node{bytes: r.before[name]}
		if strings.HasSuffix(name, "/") {
			made = &node{folder: true, names: map[string]*node{}}
		}
		clean := path.Clean(name)
		root.find(path.Dir(clean)).names[path.Base(clean)] = made
	}
	return root
}

// do carries out a call, as far as the program can see. What it syncs is what
// had been done before it began.
func (n *node) do(c fileCall) {
	name := func(i int) (dir, base string) { return path.Dir(c.paths[i]), path.Base(c.paths[i]) }
	switch c.name {
	case "open":
		dir, base := name(0)
		file := n.find(c.paths[0])
		if file == nil && c.fresh {
			n.rename(renaming{name: base, node: &node{}, end: c.end}, dir)
		} else if file != nil && c.emptied {
			file.changes = append(file.changes, fileCall{name: "ftruncate", end: c.end})
		}
	case "write", "ftruncate":
		if file := n.find(c.paths[0]); file != nil {
			file.changes = append(file.changes, c)
		}
	case "mkdir", "mkdirat":
		dir, base := name(0)
		n.rename(renaming{name: base, node: &node{folder: true, names: map[string]*node{}}, end: c.end}, dir)
	case "unlink", "unlinkat", "rmdir":
		dir, base := name(0)
		n.rename(renaming{name: base, end: c.end}, dir)
	case "link", "linkat":
		dir, base := name(1)
		n.rename(renaming{name: base, node: n.find(c.paths[0]), end: c.end}, dir)
	case "rename", "renameat", "renameat2":
		dir, base := name(1)
		_, from := name(0)
		n.rename(renaming{name: base, from: from, node: n.find(c.paths[0]), end: c.end}, dir)
	case "fsync":
		if synced := n.find(c.paths[0]); synced != nil {
			synced.sync(c.begin)
		}
	}
}

// sync keeps for good what had been done before a moment.
func (n *node) sync(before int) {
	some := 0
	for some < len(n.renames) && n.renames[some].end < before {
		some++
	}
	n.names, n.renames = n.after(some), n.renames[some:]
	for len(n.changes) > 0 && n.changes[0].end < before {
		n.bytes = n.changes[0].on(n.bytes, len(n.changes[0].data))
		n.changes = n.changes[1:]
	}
}

// on is a file after so many bytes of a change have come to the disk.
func (c fileCall) on(file []byte, some int) []byte {
	file = slices.Clone(file)
	size := c.offset
	if c.name == "write" {
		size = max(len(file), c.offset+some)
	}
	file = append(file, make([]byte, max(0, size-len(file)))...)[:size]
	copy(file[min(c.offset, size):], c.data[:some])
	return file
}

// lose writes to a folder what a disk may hold when the power is lost after some
// of the calls. Of what was not synced, each write has come to the disk, or has
// not, or only its beginning has; the names in a folder have changed in their
// order, as far as they have, but no folder knows of another, nor of what is in
// the files. The shared memory of a database is no file that is kept.
func (r *recording) lose(t *testing.T, calls int, random *rand.Rand, to string) {
	t.Helper()
	disk := r.disk()
	for _, c := range r.calls[:calls] {
		disk.do(c)
	}
	chance := []float64{0, 0.5, 0.9, 1}[random.IntN(4)] // of what was not synced, to be there
	disk.write(t, to, chance, random)
}

func (n *node) write(t *testing.T, to string, chance float64, random *rand.Rand) {
	t.Helper()
	if !n.folder {
		content := n.bytes
		for _, c := range n.changes {
			switch p := random.Float64(); {
			case p < chance:
				content = c.on(content, len(c.data))
			case p < chance+0.1 && chance > 0 && len(c.data) > 0:
				content = c.on(content, random.IntN(len(c.data)))
			}
		}
		if err := os.WriteFile(to, content, 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	if err := os.MkdirAll(to, 0o755); err != nil {
		t.Fatal(err)
	}
	some := 0
	for some < len(n.renames) && random.Float64() < chance {
		some++
	}
	for name, child := range n.after(some) {
		if !strings.HasSuffix(name, "-shm") {
			child.write(t, filepath.Join(to, name), chance, random)
		}
	}
}
