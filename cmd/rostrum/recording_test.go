package main

import (
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"regexp"
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
