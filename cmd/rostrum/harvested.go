package main

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"rostrum/corpus"
	"rostrum/indexer/listing"
	"rostrum/indexer/source"
	"rostrum/search/terminal"
)

// write writes the catalogue. A catalogue that is there already may have been
// corrected by hand, so it is kept aside.
func (h *harvest) write(out string) error {
	var b bytes.Buffer
	if err := listing.WriteCatalogue(&b, h.entries); err != nil {
		return err
	}
	if out == "" {
		_, err := h.app.stdout.Write(b.Bytes())
		return err
	}
	before, err := os.ReadFile(out)
	switch {
	case err == nil && bytes.Equal(before, b.Bytes()):
		return nil
	case err == nil:
		if err := os.Rename(out, out+"~"); err != nil {
			return usageError("-o: %v", err)
		}
		fmt.Fprintf(h.app.stderr, "note: the catalogue that was there is now %s~\n", out)
	case !errors.Is(err, fs.ErrNotExist):
		return usageError("-o: %v", err)
	}
	if err := os.WriteFile(out, b.Bytes(), 0o644); err != nil {
		return usageError("-o: %v", err)
	}
	return nil
}

// summary tells the person what to look at before the catalogue is brought in.
func (h *harvest) summary(out, report string) {
	works := map[corpus.WorkID]bool{}
	var unresolved []string
	nowhere, outside := 0, 0
	for _, e := range h.entries {
		works[e.Statement.Work] = true
		unresolved = append(unresolved, listing.Unresolved(e.Statement)...)
		switch at := e.Item.Location; {
		case at == "":
			nowhere++
		case !source.IsAddress(at) && !filepath.IsLocal(filepath.FromSlash(at)):
			outside++
		}
	}
	note := func(format string, args ...any) {
		if !h.app.quiet {
			fmt.Fprintf(h.app.stderr, format+"\n", args...)
		}
	}
	for i, l := range h.leftOut {
		if i == terminal.MaxListed {
			where := "see them all with --report FILE"
			if report != "" {
				where = "see " + report
			}
			note("and %d more left out: %s", len(h.leftOut)-i, where)
			break
		}
		text := terminal.OneLine(l.Text)
		if l.URL != "" {
			text = strings.TrimSpace(text + " <" + terminal.OneLine(l.URL) + ">")
		}
		note("left out: %s: %s", text, l.Reason)
	}
	for i, name := range unresolved {
		if i == terminal.MaxListed {
			note("and %d more names that no authority file knows: they stand in the column unresolved", len(unresolved)-i)
			break
		}
		note("unknown name, kept as written: %s", terminal.OneLine(name))
	}
	if nowhere > 0 {
		note("%s without an address: fill in url or file, or delete the rows, before you index the catalogue", terminal.Count(nowhere, "row is", "rows are"))
	}
	if outside > 0 {
		note("%s outside the catalogue's folder, or relative to an address that the page does not say: give it with --base ADDRESS, or write the catalogue beside the files", terminal.Count(outside, "row leads", "rows lead"))
	}
	note("%s of %s, %s left out", terminal.Count(len(h.entries), "document", "documents"), terminal.Count(len(works), "statement", "statements"), terminal.Count(len(h.leftOut), "link or line", "links or lines"))
	if out != "" && nowhere+outside == 0 {
		note("next: rostrum index %s", out)
	}
}
