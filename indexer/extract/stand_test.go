package extract

import (
	"fmt"
	"os"
	"path/filepath"
	"testing"
)

// tesseractStand is a folder with a program that says it is tesseract of a
// version and knows English, for what is decided before a picture is read.
func tesseractStand(t *testing.T, version string) (dir string) {
	t.Helper()
	dir = t.TempDir()
	script := fmt.Sprintf("#!/bin/sh\ncase $1 in\n--version) echo tesseract %s;;\n--list-langs) echo eng;;\nesac\n", version)
	if err := os.WriteFile(filepath.Join(dir, "tesseract"), []byte(script), 0o755); err != nil {
		t.Fatal(err)
	}
	return dir
}
