package source

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"rostrum/corpus"
)

// TestBoundsOfWhatIsSaid exceeds the limits for one document, in sidecars and in
// catalogues of each format: only that document fails.
func TestBoundsOfWhatIsSaid(t *testing.T) {
	dir := t.TempDir()
	write := func(name, content string) {
		t.Helper()
		if err := os.WriteFile(filepath.Join(dir, name), []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	long, fits := strings.Repeat("é", maxFieldBytes/2+1), strings.Repeat("é", maxFieldBytes/2)
	var many strings.Builder
	for i := range 100 {
		fmt.Fprintf(&many, "note%d: %s\n", i, fits)
	}
	for name, sidecar := range map[string]string{
		"fits.txt": "title: " + fits, "field.txt": "title: " + long, "note.txt": "remark: " + long, "many.txt": many.String(),
		"huge.txt": "title: short\n# " + strings.Repeat("x", maxSidecarBytes),
	} {
		write(name, "Sample text.")
		write(name+sidecarEnding, sidecar)
	}
	write("pipe.txt", "Sample text.")
	if err := syscall.Mkfifo(filepath.Join(dir, "pipe.txt"+sidecarEnding), 0o600); err != nil {
		t.Fatal(err)
	}
	write("rows.csv", "file,title\nfits.txt,"+fits+"\nfield.txt,"+long+"\n")
	write("rows.jsonl", `{"file":"fits.txt","title":"`+fits+`"}`+"\n"+`{"file":"field.txt","title":"`+long+`"}`+"\n")
	write("rows.yaml", "- file: fits.txt\n  title: "+fits+"\n- file: field.txt\n  title: "+long+"\n")
	for source, want := range map[string]map[string]string{
		dir: {
			"field.txt": "2050 bytes; up to 2048 are read", "note.txt": "2050 bytes", "many.txt": "more than 64 KB", "huge.txt": "larger than 1 MB", "pipe.txt": "not a file",
		},
		filepath.Join(dir, "rows.csv"): {"field.txt": "line 3 column 11"}, filepath.Join(dir, "rows.jsonl"): {"field.txt": "2050 bytes"}, filepath.Join(dir, "rows.yaml"): {"field.txt": "2050 bytes"},
	} {
		s, err := Open(source)
		if err != nil {
			t.Fatal(err)
		}
		good := 0
		for item, err := range s.Items(t.Context()) {
			reason := want[item.File]
			switch {
			case reason == "" && err == nil:
				good++
			case reason == "" || !errors.Is(err, corpus.ErrInvalid) || !strings.Contains(err.Error(), reason):
				t.Errorf("%s of %s: %.300v, want %q", item.File, source, err, reason)
			case len(err.Error()) > 300:
				t.Errorf("%s of %s: the error has %d bytes", item.File, source, len(err.Error()))
			}
		}
		if good != 1 {
			t.Errorf("%s: %d documents are good, want 1", source, good)
		}
	}
	if _, err := Open(filepath.Join(dir, "huge.txt")); err == nil || !strings.Contains(err.Error(), "larger than 1 MB") {
		t.Errorf("a file whose sidecar is too large: %v", err)
	}
}

// TestCredentialsAreNotShown lists sources with a password: they are refused, and the
// password is not in the message.
func TestCredentialsAreNotShown(t *testing.T) {
	dir := t.TempDir()
	for _, address := range []string{
		"https://name:hunter2@example.org/a.pdf", "HTTP://hunter2@example.org/", "https://name:hun/hunter2@example.org/", "https://name:hunter2@example.org:x/", "https://name:%zzhunter2@example.org/", "https://:hunter2@example.org", "ftp://name:hunter2@example.org/a.pdf",
	} {
		catalogue, sidecar, entries := filepath.Join(dir, "rows.csv"), filepath.Join(dir, "a.txt"), filepath.Join(dir, "sources.yaml")
		for path, content := range map[string]string{
			catalogue: "url,title\n" + address + ",Sample\n", sidecar: "Sample", sidecar + sidecarEnding: "source_url: " + address + "\n",
			entries: "sources:\n- name: one\n  kind: listing\n  address: " + address + "\n",
		} {
			if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
				t.Fatal(err)
			}
		}
		var said []error
		_, err := Open(address)
		said = append(said, err)
		_, err = Open(sidecar)
		said = append(said, err)
		_, err = ReadEntries(entries)
		said = append(said, err)
		s, err := Open(catalogue)
		if err != nil {
			t.Fatal(err)
		}
		for item, err := range s.Items(t.Context()) {
			said = append(said, err)
			if strings.Contains(fmt.Sprint(item), "hunter2") {
				t.Errorf("%s is kept as %v", address, item)
			}
		}
		for i, err := range said {
			if err == nil || strings.Contains(err.Error(), "hunter2") {
				t.Errorf("%s, %d: %v", address, i, err)
			}
		}
	}
	for _, address := range []string{"https://example.org/@name/a.pdf", "https://example.org/a?mail=name@example.org"} {
		if err := CheckAddress(address); err != nil || ShownAddress(address) != address {
			t.Errorf("%s: %v", address, err)
		}
	}
}
