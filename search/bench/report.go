package main

import (
	"bufio"
	"fmt"
	"os"
	"runtime"
	"runtime/debug"
	"strings"
	"time"

	"rostrum/internal/figures"
)

// report prints the figures and writes them into a page, if one is named.
func (b *bench) report(page string) error {
	var out strings.Builder
	fmt.Fprintf(&out, "Measured on %s, %s/%s, %d processors (%s), %s, %s.\n\n",
		time.Now().Format(time.DateOnly), runtime.GOOS, runtime.GOARCH, runtime.NumCPU(), processor(), runtime.Version(), versions())
	fmt.Fprintf(&out, "%s\nProcessor time of an answer over %d statements in ms (median of %d rounds), and how many statements were found:\n\n", b.bar.String(), b.documents, b.rounds)
	out.WriteString("| asked | rostrum | found | stock Bleve | found | FTS5 | found |\n|---|---|---|---|---|---|---|\n")
	out.WriteString(strings.Join(b.kinds, "\n") + "\n")
	fmt.Fprintf(&out, "\nProcessor time over %d statements, of questions that ask much:\n\n", b.large)
	out.WriteString("| asked | ms | found |\n|---|---|---|\n")
	out.WriteString(strings.Join(b.costly, "\n") + "\n")
	fmt.Print(out.String())
	if page == "" {
		return nil
	}
	return figures.Write(page, "make bench-engine", out.String())
}

// processor is the name of the processor, where the system tells it.
func processor() string {
	f, err := os.Open("/proc/cpuinfo")
	if err != nil {
		return "unknown"
	}
	defer f.Close()
	for lines := bufio.NewScanner(f); lines.Scan(); {
		if key, value, ok := strings.Cut(lines.Text(), ":"); ok && strings.TrimSpace(key) == "model name" {
			return strings.TrimSpace(value)
		}
	}
	return "unknown"
}

// versions names what was compared with.
func versions() string {
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return "versions unknown"
	}
	var out []string
	for _, m := range info.Deps {
		switch m.Path {
		case "github.com/blevesearch/bleve/v2", "github.com/blevesearch/zapx/v17", "modernc.org/sqlite":
			out = append(out, m.Path+" "+m.Version)
		}
	}
	return strings.Join(out, ", ")
}
