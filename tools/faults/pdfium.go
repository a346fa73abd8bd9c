package main

import (
	"context"
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
)

// pdfiumModule has PDFium in it, compiled to WebAssembly.
const pdfiumModule = "github.com/klippa-app/go-pdfium"

// newestPDFium is the newest build that the module supports, as its own tests
// name it; by its README, that is the one compiled into it. The WebAssembly
// itself does not say.
var newestPDFium = regexp.MustCompile(`PDFIUM_EXPERIMENTAL_VERSION: "(\d+)"`)

func moduleDir(ctx context.Context, module string) (string, error) {
	said, err := command(ctx, "go", "list", "-m", "-f", "{{.Dir}}", module)
	return strings.TrimSpace(said), err
}

// addPDFium adds PDFium to an SBOM (CycloneDX, JSON), which knows of Go modules
// only: the build, by which faults of PDFium are reported, and the SHA-256 of what
// is compiled in. dir is the folder of the module that has it.
func addPDFium(sbom, dir string) (build string, err error) {
	workflow, err := os.ReadFile(filepath.Join(dir, ".github", "workflows", "go.yml"))
	if err != nil {
		return "", fmt.Errorf("find the build of PDFium: %w", err)
	}
	found := newestPDFium.FindSubmatch(workflow)
	if found == nil {
		return "", fmt.Errorf("%s does not name the build of PDFium in %s any more: find where it does", pdfiumModule, newestPDFium)
	}
	build = string(found[1])
	wasm, err := os.ReadFile(filepath.Join(dir, "internal", "pdfium_wasm", "pdfium.wasm"))
	if err != nil {
		return "", fmt.Errorf("find PDFium: %w", err)
	}
	content, err := os.ReadFile(sbom)
	if err != nil {
		return "", err
	}
	var bom map[string]any
	if err := json.Unmarshal(content, &bom); err != nil {
		return "", fmt.Errorf("%s: %w", sbom, err)
	}
	all, _ := bom["components"].([]any)
	purl := "pkg:generic/pdfium@" + build + "?vcs_url=git%2Bhttps%3A%2F%2Fpdfium.googlesource.com%2Fpdfium%40chromium%2F" + build
	bom["components"] = append(all, map[string]any{
		"bom-ref": purl, "type": "library", "name": "PDFium", "version": build, "purl": purl,
		"description": "compiled to WebAssembly, as embedded in " + pdfiumModule,
		"hashes":      []any{map[string]any{"alg": "SHA-256", "content": fmt.Sprintf("%x", sha256.Sum256(wasm))}},
		"licenses":    []any{map[string]any{"license": map[string]any{"id": "BSD-3-Clause"}}, map[string]any{"license": map[string]any{"id": "Apache-2.0"}}},
	})
	out, err := json.MarshalIndent(bom, "", "  ")
	if err != nil {
		return "", err
	}
	return build, os.WriteFile(sbom, append(out, '\n'), 0o644)
}
