package extract

import (
	"fmt"
	"os"
	"path/filepath"
	"testing"
)

// tesseractStand creates a folder with a program that claims to be tesseract of a
// version with English data, for tests of decisions before OCR.
func tesseractStand(t *testing.T, version string) (dir string) {
	t.Helper()
	dir = t.TempDir()
	script := fmt.Sprintf("#!/bin/sh\ncase $1 in\n--version) echo tesseract %s;;\n--list-langs) echo eng;;\nesac\n", version)
	if err := os.WriteFile(filepath.Join(dir, "tesseract"), []byte(script), 0o755); err != nil {
		t.Fatal(err)
	}
	return dir
}
