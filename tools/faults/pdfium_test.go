package main

import (
	"encoding/json"
	"os"
	"path/filepath"
	"regexp"
	"testing"
)

// The SBOM names the build of PDFium in the module that go.mod asks for.
func TestPDFiumIsInTheSBOM(t *testing.T) {
	t.Chdir(filepath.Join("..", ".."))
	dir, err := moduleDir(t.Context(), pdfiumModule)
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "sbom.json")
	if err := os.WriteFile(path, []byte(`{"bomFormat": "CycloneDX", "components": [{"name": "a"}]}`), 0o644); err != nil {
		t.Fatal(err)
	}
	build, err := addPDFium(path, dir)
	if err != nil || !regexp.MustCompile(`^\d{4,5}$`).MatchString(build) {
		t.Fatalf("build %q, %v", build, err)
	}
	content, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	var bom struct {
		BOMFormat  string
		Components []struct {
			Name, Version string
			Hashes        []struct{ Content string }
		}
	}
	if err := json.Unmarshal(content, &bom); err != nil {
		t.Fatal(err)
	}
	if n := len(bom.Components); bom.BOMFormat != "CycloneDX" || n != 2 || bom.Components[1].Version != build || len(bom.Components[1].Hashes[0].Content) != 64 {
		t.Errorf("%s", content)
	}
	if _, err := addPDFium(path, t.TempDir()); err == nil {
		t.Error("a module without PDFium")
	}
}
