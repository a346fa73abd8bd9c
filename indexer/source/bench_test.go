package source

import (
	"fmt"
	"strings"
	"testing"
)

// benchRows is the size of the largest catalogue, which must load within ten seconds.
const benchRows = 100_000

// BenchmarkCatalogue reads a catalogue in each of its forms:
//
//	go test -run '^$' -bench Catalogue -benchtime 1x -cpu 1 ./indexer/source
func BenchmarkCatalogue(b *testing.B) {
	row := func(i int) []any {
		return []any{fmt.Sprintf("asp%d/statement-%d.pdf", i%25, i), fmt.Sprintf("Statement of State %d, on cooperation", i), "Austria|Kenya",
			fmt.Sprintf("ASP%d", i%25+1), "Cooperation", "2021-12-08", "en", fmt.Sprintf("https://example.org/statement-%d.pdf", i)}
	}
	forms := []struct{ name, head, row string }{
		{"c.csv", "file,title,organization,session,topic,date,language,source_url\n", "%s,\"%s\",%s,%s,%s,%s,%s,%s\n"},
		{"c.jsonl", "", `{"file":%q,"title":%q,"organization":%q,"session":%q,"topic":%q,"date":%q,"language":%q,"source_url":%q}` + "\n"},
		{"c.yaml", "", "- file: %s\n  title: %q\n  organization: %s\n  session: %s\n  topic: %s\n  date: %s\n  language: %s\n  source_url: %s\n"},
	}
	for _, form := range forms {
		var content strings.Builder
		content.WriteString(form.head)
		for i := range benchRows {
			fmt.Fprintf(&content, form.row, row(i)...)
		}
		text := []byte(content.String())
		b.Run(form.name, func(b *testing.B) {
			b.SetBytes(int64(len(text)))
			for b.Loop() {
				s, err := parseCatalogue("/catalogues/"+form.name, text)
				if err != nil || len(s.items) != benchRows {
					b.Fatalf("got %d rows, %v", len(s.items), err)
				}
			}
		})
	}
}
