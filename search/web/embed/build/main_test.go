package main

import (
	"bytes"
	"os"
	"testing"
)

func TestCommittedScriptIsOfThisSource(t *testing.T) {
	t.Chdir("..")
	want, err := bundle(source)
	if err != nil {
		t.Fatal(err)
	}
	got, err := os.ReadFile(target)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(got, want) {
		t.Errorf("search/web/embed/%s has %d bytes and is not what the source makes (%d bytes): run go generate ./search/web/embed", target, len(got), len(want))
	}
}

func TestFaultsInTheSourceAreNamed(t *testing.T) {
	t.Chdir(t.TempDir())
	for name, content := range map[string]string{"broken.js": "let = = 1", "style.js": `import "./broken.css"`, "broken.css": "a { color: red"} {
		if err := os.WriteFile(name, []byte(content), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := bundle("broken.js"); err == nil || !bytes.Contains([]byte(err.Error()), []byte("broken.js:1:")) {
		t.Errorf("a script with a mistake: the error is %v", err)
	}
	if _, err := bundle("nothing.js"); err == nil {
		t.Error("no source: no error")
	}
}
