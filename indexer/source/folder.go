package source

import (
	"bytes"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"strings"

	"rostrum/corpus"
)

// openFolder lists the documents of a folder and its subfolders. Hidden files are
// skipped and links are not followed, so that nothing outside the folder is read.
// Files of unsupported formats are mentioned in a warning; they can still be passed
// as arguments or listed in a catalogue.
func openFolder(root string) (Source, error) {
	dir, err := os.OpenRoot(root)
	if err != nil {
		return nil, corpus.ErrInvalid.Errorf("the folder %q cannot be read: %w", root, err)
	}
	defer dir.Close()
	out := &list{name: root}
	skipped := map[string]int{}
	err = fs.WalkDir(dir.FS(), ".", func(rel string, d fs.DirEntry, err error) error {
		if err != nil {
			item := fileItem(root, rel)
			item.Source = root
			out.items = append(out.items, entry{item, fmt.Errorf("%q may not be read: %w", rel, err)})
			if d != nil && d.IsDir() {
				return fs.SkipDir
			}
			return nil
		}
		switch {
		case rel != "." && strings.HasPrefix(d.Name(), "."):
			if d.IsDir() {
				return fs.SkipDir
			}
			return nil
		case d.IsDir(), isSidecar(rel):
			return nil
		case !d.Type().IsRegular():
			skipped["links and special files"]++
			return nil
		}
		ending := strings.ToLower(path.Ext(rel))
		if _, known := corpus.FormatOf(rel); !known && (ending != "" || !looksLikeDocument(dir, rel)) {
			if ending == "" {
				ending = "files without an ending"
			}
			skipped[ending]++
			return nil
		}
		item := fileItem(root, rel)
		item.Source = root
		given, notes, err := readSidecar(dir.Stat, dir.Open, rel)
		item.Given, item.Notes = given, notes
		out.items = append(out.items, entry{item, err})
		return nil
	})
	if err != nil {
		return nil, corpus.ErrInvalid.Errorf("the folder %q cannot be read: %w", root, err)
	}
	for _, kind := range sortedKeys(skipped) {
		out.warnings = append(out.warnings, fmt.Sprintf("%s: passed over %d of kind %s, which hold no statements; name such a file itself to have it read", filepath.Base(root), skipped[kind], kind))
	}
	if len(out.items) == 0 {
		return nil, corpus.ErrInvalid.Errorf("the folder %q holds no documents: it is searched for files ending in %s", root, endings())
	}
	return out, nil
}

// endings lists the extensions of the documents that are looked for.
func endings() string {
	var all []string
	for _, f := range corpus.Formats {
		all = append(all, f.Extensions...)
	}
	return strings.Join(all[:len(all)-1], ", ") + " and " + all[len(all)-1]
}

// looksLikeDocument reports whether a file without an extension, as crawlers save
// them, begins like a PDF or a web page.
func looksLikeDocument(dir *os.Root, rel string) bool {
	f, err := dir.Open(rel)
	if err != nil {
		return false
	}
	defer f.Close()
	head := make([]byte, 512)
	n, _ := io.ReadFull(f, head)
	head = bytes.ToLower(bytes.TrimSpace(head[:n]))
	return bytes.Contains(head, []byte("%pdf-")) || bytes.HasPrefix(head, []byte("<!doctype html")) || bytes.HasPrefix(head, []byte("<html"))
}
