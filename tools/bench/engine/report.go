package main

import (
	"fmt"
	"runtime/debug"
	"strings"
	"time"

	"rostrum/tools/internal/figures"
)

// report prints the figures and writes them into a page, if one is named.
func (b *bench) report(page string) error {
	if b.peers != "" {
		fmt.Print(b.peers)
		if page == "" {
			return nil
		}
		return figures.Write(page, "make bench-peers", b.peers)
	}
	var out strings.Builder
	fmt.Fprintf(&out, "Measured on %s, %s, %s.\n\n", time.Now().Format(time.DateOnly), figures.Machine(), versions())
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
