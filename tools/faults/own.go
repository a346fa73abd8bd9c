package main

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
)

// Targets for the quality of the tests, in per cent.
const (
	linesBar   = 90
	mutantsBar = 80
)

// mutated are the packages with mutation tests.
var mutated = []string{"./search/query"}

var (
	totalLines = regexp.MustCompile(`(?m)^total:\s+\(statements\)\s+([\d.]+)%`)
	killed     = regexp.MustCompile(`Killed: (\d+), Lived: (\d+), Not covered: (\d+)`)
	timedOut   = regexp.MustCompile(`Timed out: (\d+)`)
)

// ownTests measures test coverage, and the share of mutants that tests detect.
func ownTests(ctx context.Context) (*outcome, error) {
	var out outcome
	dir, err := os.MkdirTemp("", "rostrum-cover-")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(dir)
	profile := filepath.Join(dir, "profile")
	// Commands are tested by their results, not by unit tests.
	list, err := command(ctx, "go", "list", "./cmd/...", "./corpus/...", "./indexer/...", "./search/...")
	if err != nil {
		return nil, err
	}
	var counted []string
	for _, pkg := range strings.Fields(list) {
		if filepath.Base(pkg) != "build" {
			counted = append(counted, pkg)
		}
	}
	if _, err := command(ctx, "go", "test", "-timeout", "40m", "-coverprofile", profile, "-coverpkg", strings.Join(counted, ","), "./..."); err != nil {
		return nil, err
	}
	said, err := command(ctx, "go", "tool", "cover", "-func", profile)
	if err != nil {
		return nil, err
	}
	total := totalLines.FindStringSubmatch(said)
	if total == nil {
		return nil, fmt.Errorf("go tool cover says no total")
	}
	out.Found = append(out.Found, total[1]+" % of statements run by the tests")
	if share, _ := strconv.ParseFloat(total[1], 64); share < linesBar {
		out.Failed = append(out.Failed, "lines")
	}
	for _, pkg := range mutated {
		said, err := command(ctx, "go", "run", gremlins, "unleash", pkg, "--timeout-coefficient", "5")
		n := killed.FindStringSubmatch(said)
		if n == nil {
			return nil, fmt.Errorf("gremlins: %w: %s", err, said)
		}
		dead, _ := strconv.Atoi(n[1])
		lived, _ := strconv.Atoi(n[2])
		unseen, _ := strconv.Atoi(n[3])
		if n := timedOut.FindStringSubmatch(said); n != nil { // a test that never ends has detected the mutant
			late, _ := strconv.Atoi(n[1])
			dead += late
		}
		share := 100 * float64(dead) / float64(max(1, dead+lived+unseen))
		out.Found = append(out.Found, fmt.Sprintf("%s: %d of %d mutants killed (%.0f %%)", strings.TrimPrefix(pkg, "./"), dead, dead+lived+unseen, share))
		if share < mutantsBar {
			out.Failed = append(out.Failed, "mutants of "+pkg)
		}
	}
	// The tests of the limits take minutes for each mutant.
	out.Left = append(out.Left, "no mutants were bred in the limits of search/web")
	return &out, nil
}
