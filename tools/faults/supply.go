package main

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
)

// Run at these versions, without becoming dependencies of the program.
const (
	govulncheck = "golang.org/x/vuln/cmd/govulncheck@v1.9.0"
	indexdb     = "golang.org/x/vulndb/cmd/indexdb@latest"
	vulndb      = "golang.org/x/vulndb@latest"
	cyclonedx   = "github.com/CycloneDX/cyclonedx-gomod/cmd/cyclonedx-gomod@v1.10.0"
	gremlins    = "github.com/go-gremlins/gremlins/cmd/gremlins@v0.6.0"
)

var noneReachable = regexp.MustCompile(`affected by (\d+) vulnerabilit`)

// supply scans for known vulnerabilities that the program can reach, verifies
// downloaded modules against go.sum, and writes a bill of materials of the binary
// (CycloneDX) to artefacts/rostrum.cdx.json.
func supply(ctx context.Context) (*outcome, error) {
	// The vulnerability database is fetched like a module, so that no other server is
	// needed, and the compiler is the one in go.mod.
	if err := os.Setenv("GOTOOLCHAIN", "auto"); err != nil {
		return nil, err
	}
	var out outcome
	if said, err := command(ctx, "go", "mod", "verify"); err != nil {
		out.Failed = append(out.Failed, "go mod verify")
		out.Found = append(out.Found, firstLine(said))
	} else {
		out.Found = append(out.Found, "go mod verify: "+firstLine(said))
	}
	said, err := command(ctx, "go", "mod", "download", "-json", vulndb)
	if err != nil {
		return nil, err
	}
	var module struct{ Dir, Version string }
	if err := json.Unmarshal([]byte(said[strings.Index(said, "{"):]), &module); err != nil {
		return nil, fmt.Errorf("go mod download: %w", err)
	}
	dir, err := os.MkdirTemp("", "rostrum-vulndb-")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(dir)
	if _, err := command(ctx, "go", "run", indexdb, "-vulns", filepath.Join(module.Dir, "data/osv"), "-out", dir); err != nil {
		return nil, err
	}
	said, err = command(ctx, "go", "run", govulncheck, "-db", "file://"+dir, "./...")
	reached := noneReachable.FindStringSubmatch(said)
	if reached == nil {
		return nil, fmt.Errorf("govulncheck: %w: %s", err, said)
	}
	fmt.Fprintln(os.Stderr, said)
	if reached[1] != "0" {
		out.Failed = append(out.Failed, "govulncheck")
	}
	version, err := command(ctx, "go", "env", "GOVERSION")
	if err != nil {
		return nil, err
	}
	out.Found = append(out.Found, fmt.Sprintf("govulncheck: %s reachable, built with %s, by the database of %s", reached[1], strings.TrimSpace(version), dayOf(module.Version)))
	if err := os.MkdirAll("artefacts", 0o755); err != nil {
		return nil, err
	}
	if _, err := command(ctx, "go", "run", cyclonedx, "app", "-json", "-licenses", "-main", "cmd/rostrum", "-output", "artefacts/rostrum.cdx.json", "."); err != nil {
		return nil, err
	}
	dir, err = moduleDir(ctx, pdfiumModule)
	if err != nil {
		return nil, err
	}
	build, err := addPDFium("artefacts/rostrum.cdx.json", dir)
	if err != nil {
		return nil, err
	}
	components, err := components("artefacts/rostrum.cdx.json")
	if err != nil {
		return nil, err
	}
	out.Found = append(out.Found, fmt.Sprintf("SBOM of %d components, among them build %s of PDFium", components, build))
	return &out, nil
}

func components(path string) (int, error) {
	content, err := os.ReadFile(path)
	if err != nil {
		return 0, err
	}
	var bom struct{ Components []struct{ Name string } }
	if err := json.Unmarshal(content, &bom); err != nil {
		return 0, fmt.Errorf("%s: %w", path, err)
	}
	return len(bom.Components), nil
}

var day = regexp.MustCompile(`-(\d{4})(\d\d)(\d\d)\d{6}-`)

// dayOf returns the day in a version like v0.0.0-20261105234957-e22db6528018.
func dayOf(version string) string {
	if d := day.FindStringSubmatch(version); d != nil {
		return strings.Join(d[1:], "-")
	}
	return version
}

func firstLine(s string) string {
	line, _, _ := strings.Cut(strings.TrimSpace(s), "\n")
	return line
}
