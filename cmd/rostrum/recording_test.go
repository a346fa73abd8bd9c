package main

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// recording is what a run of the program asked the system to do with the files
// under a folder, in the order in which it was done.
type recording struct {
	folder string
	before map[string][]byte // the files that were there; a name that ends in / is that of a folder
	calls  []fileCall
}

// fileCall is a system call on files under the folder. Others were made between its
// begin and its end, which are places among all lines of the record.
type fileCall struct {
	name       string
	begin, end int
	paths      []string // of what it works on, relative to the folder
	data       []byte   // to be written
	offset     int      // where to, or the new length
	fresh      bool     // it makes the file, if there is none
	emptied    bool     // it cuts the file to nothing
}

// traceable are the system calls that change files, or see to it that changes stay.
const traceable = "openat,open,creat,write,pwrite64,writev,pwritev,pwritev2,lseek,ftruncate,truncate,fsync,fdatasync,rename,renameat,renameat2," +
	"unlink,unlinkat,rmdir,mkdir,mkdirat,link,linkat,symlink,symlinkat,fallocate,copy_file_range,sendfile,splice,mmap"

// record runs the program under strace, which tells what it asks the system for.
// Lines about a report outside of the folder are among the calls, as "reported".
func record(t *testing.T, folder, report string, args ...string) *recording {
	t.Helper()
	r := &recording{folder: folder, before: tree(t, folder)}
	out := filepath.Join(t.TempDir(), "trace")
	// -xx: nothing in a name or in data looks like the syntax around it.
	strace := []string{"-f", "-y", "-xx", "-s", "100000000", "-o", out, "-e", "trace=" + traceable, "-e", "signal=none", "rostrum"}
	cmd := exec.CommandContext(t.Context(), "strace", append(strace, args...)...)
	said, err := cmd.CombinedOutput()
	if bytes.Contains(said, []byte("PTRACE_TRACEME")) || bytes.Contains(said, []byte("ptrace")) {
		t.Skipf("strace is not allowed here: %s", said)
	}
	if err != nil {
		t.Fatalf("recording %v: %v: %s", args, err, said)
	}
	content, err := os.ReadFile(out)
	if err != nil {
		t.Fatal(err)
	}
	r.read(t, string(content), report)
	return r
}

// tree reads all that is under a folder.
func tree(t *testing.T, folder string) map[string][]byte {
	t.Helper()
	out := map[string][]byte{}
	err := filepath.WalkDir(folder, func(at string, e os.DirEntry, err error) error {
		name, _ := filepath.Rel(folder, at)
		switch {
		case err != nil || name == ".":
			return err
		case e.IsDir():
			out[name+"/"] = nil
			return nil
		}
		out[name], err = os.ReadFile(at)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return out
}

var (
	traceLine = regexp.MustCompile(`^(\d+) +(?:<\.\.\. )?(\w+)(?:\(| resumed>)`)
	traceFile = regexp.MustCompile(`(\d+|AT_FDCWD)<((?:\\x[0-9a-f]{2})*)>`)
	traceText = regexp.MustCompile(`"((?:\\x[0-9a-f]{2})*)"`)
	traceEnd  = regexp.MustCompile(`\) += (-?\d+)`)
)

// unhex reads what strace -xx writes.
func unhex(s string) []byte {
	out := make([]byte, 0, len(s)/4)
	for ; len(s) >= 4; s = s[4:] {
		n, _ := strconv.ParseUint(s[2:4], 16, 8) // the expression has let only digits pass
		out = append(out, byte(n))
	}
	return out
}

// read reads the lines of strace. A call that others were made during is told in
// two of them.
func (r *recording) read(t *testing.T, content, report string) {
	t.Helper()
	type half struct {
		line  string
		begin int
	}
	unfinished := map[string]half{} // by thread
	offsets := map[string]int{}     // by open file
	number := 0
	for line := range strings.Lines(content) {
		number++
		m := traceLine.FindStringSubmatch(line)
		if m == nil {
			continue
		}
		thread, begin := m[1], number
		if head, cut := strings.CutSuffix(strings.TrimSpace(line), "<unfinished ...>"); cut {
			unfinished[thread] = half{head, number}
			continue
		}
		if strings.Contains(line[:len(m[0])], "resumed>") {
			first := unfinished[thread]
			line, begin = first.line+line[len(m[0]):], first.begin
		}
		if end := traceEnd.FindStringSubmatch(line); end != nil && !strings.HasPrefix(end[1], "-") {
			r.add(t, fileCall{name: m[2], begin: begin, end: number}, line, end[1], report, offsets)
		}
	}
}

// within is a path relative to the folder, if it is under it.
func (r *recording) within(name string) (string, bool) {
	rel, err := filepath.Rel(r.folder, name)
	return rel, err == nil && filepath.IsLocal(rel)
}

func (r *recording) add(t *testing.T, c fileCall, line, result, report string, offsets map[string]int) {
	t.Helper()
	files, texts := traceFile.FindAllStringSubmatch(line, -1), traceText.FindAllStringSubmatch(line, -1)
	number := func(nth int) int { // of the arguments without quotes and files
		rest := traceText.ReplaceAllString(line[strings.Index(line, "(")+1:strings.LastIndex(line, ")")], "")
		n, err := strconv.Atoi(strings.TrimSpace(strings.Split(rest, ",")[nth]))
		if err != nil {
			t.Fatalf("cannot read %.200s: %v", line, err)
		}
		return n
	}
	if writes := c.name == "openat" || c.name == "open" || c.name == "creat" || len(texts) > 0 && strings.HasPrefix(c.name, "unlink") ||
		strings.HasPrefix(c.name, "mkdir") || strings.HasPrefix(c.name, "rename") || c.name == "link" || c.name == "linkat" || c.name == "rmdir"; writes {
		for i, text := range texts {
			name := string(unhex(text[1]))
			if !path.IsAbs(name) && i < len(files) {
				name = path.Join(string(unhex(files[i][2])), name)
			}
			rel, in := r.within(name)
			if !in {
				return
			}
			c.paths = append(c.paths, rel)
		}
		if strings.HasPrefix(c.name, "open") || c.name == "creat" {
			offsets[result] = 0
			c.fresh, c.emptied = strings.Contains(line, "O_CREAT"), strings.Contains(line, "O_TRUNC")
			if !c.fresh && !c.emptied {
				return
			}
			c.name = "open"
		}
		r.calls = append(r.calls, c)
		return
	}
	if len(files) == 0 {
		return
	}
	name := string(unhex(files[0][2]))
	rel, in := r.within(name)
	if name == report && c.name == "write" {
		c.name, c.data = "reported", unhex(texts[0][1])
		r.calls = append(r.calls, c)
		return
	}
	if !in {
		return
	}
	c.paths = []string{rel}
	switch c.name {
	case "write", "pwrite64":
		n, _ := strconv.Atoi(result)
		c.data = unhex(texts[0][1])[:n]
		if c.offset = offsets[files[0][1]]; c.name == "pwrite64" {
			c.offset = number(3)
		} else {
			offsets[files[0][1]] += n
		}
		c.name = "write"
	case "ftruncate":
		c.offset = number(1)
	case "lseek":
		offsets[files[0][1]], _ = strconv.Atoi(result)
		return
	case "fsync", "fdatasync":
		c.name = "fsync"
	case "mmap":
		if strings.Contains(line, "PROT_WRITE") && strings.Contains(line, "MAP_SHARED") && !strings.HasSuffix(rel, "-shm") {
			t.Fatalf("%s is written to through memory, which no recording sees", rel)
		}
		return
	default:
		t.Fatalf("this test does not know what %s does to a file", c.name)
	}
	r.calls = append(r.calls, c)
}

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

// reported is all that the run had said in its report after some of the calls.
func (r *recording) reported(calls int) string {
	var b strings.Builder
	for _, c := range r.calls[:calls] {
		if c.name == "reported" {
			b.Write(c.data)
		}
	}
	return b.String()
}

func (c fileCall) String() string {
	return fmt.Sprintf("%s %s (%d bytes at %d)", c.name, strings.Join(c.paths, ", "), len(c.data), c.offset)
}
