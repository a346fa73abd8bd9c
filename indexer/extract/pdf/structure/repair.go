package structure

import (
	"bytes"
	"compress/zlib"
	"fmt"
	"io"
	"regexp"
	"slices"
	"strconv"
)

const (
	maxObjects  = 200_000  // objects
	maxUnpacked = 64 << 20 // bytes of objects that lie packed in streams
)

var (
	objectHead = regexp.MustCompile(`(?:^|[^0-9])(\d{1,9})[ \t\r\n]+(\d{1,5})[ \t\r\n]+obj\b`)
	pageType   = regexp.MustCompile(`/Type[ \t\r\n]*/Page\b`)
	packedType = regexp.MustCompile(`/Type[ \t\r\n]*/ObjStm\b`)
	encryption = regexp.MustCompile(`/Encrypt[ \t\r\n]+\d`)
)

// Repair rewrites the end of a truncated file, where the table of its objects and
// the root of its page tree should be, and its first line if that is lost: without
// them PDFium finds nothing, though the pages are there. It reports false if it
// finds no pages, or if the file is encrypted.
func Repair(b []byte) ([]byte, bool) {
	if encryption.Match(b) {
		return nil, false
	}
	if !bytes.Contains(b[:min(len(b), 1024)], []byte("%PDF-")) {
		b = append([]byte("%PDF-1.7\n"), b...) // PDFium opens nothing that does not say what it is
	}
	r := repairer{at: map[int]int{}, out: slices.Clip(b)}
	r.find(b, 0)
	r.unpack(b)
	if len(r.pages) == 0 {
		return nil, false
	}
	return r.finish(), true
}

// repairer gathers what is left of a file.
type repairer struct {
	at     map[int]int // where each object begins in out; the last of a number counts
	pages  []int       // numbers of page objects, in the order of the file
	packed []int       // where streams of packed objects begin
	out    []byte      // the file, and what is added to it
}

// find takes note of the objects in b, which lies in out from the given place on.
func (r *repairer) find(b []byte, from int) {
	heads := objectHead.FindAllSubmatchIndex(b, maxObjects)
	for i, h := range heads {
		number, err := strconv.Atoi(string(b[h[2]:h[3]]))
		if err != nil || number == 0 {
			continue
		}
		end := len(b)
		if i+1 < len(heads) {
			end = heads[i+1][2]
		}
		body := b[h[1]:end]
		if stream := bytes.Index(body, []byte("stream")); stream >= 0 {
			body = body[:stream]
		}
		r.note(number, from+h[2], body)
	}
}

func (r *repairer) note(number, at int, body []byte) {
	_, known := r.at[number]
	r.at[number] = at
	switch {
	case packedType.Match(body):
		r.packed = append(r.packed, at)
	case pageType.Match(body) && !known:
		r.pages = append(r.pages, number)
	}
}

// unpack writes out the objects that lie packed in streams, where their list is lost.
func (r *repairer) unpack(b []byte) {
	left := int64(maxUnpacked)
	for _, at := range r.packed {
		if at >= len(b) || left <= 0 {
			return
		}
		body := b[at:]
		stream := bytes.Index(body, []byte("stream"))
		if stream < 0 {
			continue
		}
		head := body[:stream]
		count, first := entry(head, "/N"), entry(head, "/First")
		data := bytes.TrimLeft(body[stream+len("stream"):], "\r\n")
		z, err := zlib.NewReader(bytes.NewReader(data))
		if err != nil || count <= 0 || first <= 0 {
			continue
		}
		plain, err := io.ReadAll(io.LimitReader(z, left)) // what comes before an error is kept
		left -= int64(len(plain))
		if err == nil || len(plain) > first {
			r.write(plain, count, first)
		}
	}
}

// write puts the objects of one stream at the end of the file. The stream
// begins with pairs of numbers: of the object, and where it stands after first.
func (r *repairer) write(plain []byte, count, first int) {
	if first > len(plain) {
		return
	}
	fields := bytes.Fields(plain[:first])
	place := func(i int) int {
		if 2*i+1 >= len(fields) || i >= count {
			return len(plain)
		}
		n, err := strconv.Atoi(string(fields[2*i+1]))
		if err != nil || n < 0 || first+n > len(plain) {
			return len(plain)
		}
		return first + n
	}
	for i := 0; i < count && 2*i+1 < len(fields) && len(r.at) < maxObjects; i++ {
		number, err := strconv.Atoi(string(fields[2*i]))
		start, end := place(i), place(i+1)
		if err != nil || number <= 0 || start >= end {
			continue
		}
		body := plain[start:end]
		r.out = append(r.out, '\n')
		r.note(number, len(r.out), body)
		r.out = fmt.Appendf(r.out, "%d 0 obj\n%s\nendobj\n", number, body)
	}
}

// entry is the number after a key of a dictionary; 0 if there is none.
func entry(dict []byte, key string) int {
	i := bytes.Index(dict, []byte(key))
	if i < 0 {
		return 0
	}
	rest := bytes.TrimLeft(dict[i+len(key):], " \t\r\n")
	end := 0
	for end < len(rest) && rest[end] >= '0' && rest[end] <= '9' {
		end++
	}
	n, err := strconv.Atoi(string(rest[:end]))
	if err != nil {
		return 0
	}
	return n
}

// finish writes the root, the list of pages and the list of objects.
func (r *repairer) finish() []byte {
	last := 0
	for number := range r.at {
		last = max(last, number)
	}
	// The file's own root leads to a tree of pages of which parts are lost.
	root, tree := last+1, last+2
	r.out = append(r.out, '\n')
	r.at[root] = len(r.out)
	r.out = fmt.Appendf(r.out, "%d 0 obj\n<< /Type /Catalog /Pages %d 0 R >>\nendobj\n", root, tree)
	r.at[tree] = len(r.out)
	r.out = fmt.Appendf(r.out, "%d 0 obj\n<< /Type /Pages /Count %d /Kids [", tree, len(r.pages))
	for _, p := range r.pages {
		r.out = fmt.Appendf(r.out, " %d 0 R", p)
	}
	r.out = append(r.out, " ] >>\nendobj\n"...)
	xref := len(r.out)
	r.out = append(r.out, "xref\n0 1\n0000000000 65535 f \n"...)
	numbers := make([]int, 0, len(r.at))
	for number := range r.at {
		numbers = append(numbers, number)
	}
	slices.Sort(numbers)
	for _, number := range numbers {
		r.out = fmt.Appendf(r.out, "%d 1\n%010d 00000 n \n", number, r.at[number])
	}
	return fmt.Appendf(r.out, "trailer\n<< /Size %d /Root %d 0 R >>\nstartxref\n%d\n%%%%EOF\n", tree+1, root, xref)
}
