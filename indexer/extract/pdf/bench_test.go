package pdf

import (
	"os"
	"path/filepath"
	"testing"

	"rostrum/indexer/extract/pdf/pdfium"
)

func BenchmarkText(b *testing.B) {
	paths, _ := filepath.Glob("../../../../shared/corpus-dev/pdf/unga79-*_en.pdf")
	if len(paths) == 0 {
		b.Skip("needs ../shared/corpus-dev beside the project")
	}
	e, err := pdfium.NewEngine(b.Context(), filepath.Join(os.TempDir(), "rostrum-extract-test"))
	if err != nil {
		b.Fatal(err)
	}
	defer e.Close()
	var files [][]byte
	for _, p := range paths {
		f, err := os.ReadFile(p)
		if err != nil {
			b.Fatal(err)
		}
		files = append(files, f)
	}
	pages := 0
	for b.Loop() {
		for _, f := range files {
			d, err := Open(e, f)
			if err != nil {
				b.Fatal(err)
			}
			reading, err := d.Text(func() bool { return false })
			if err != nil {
				b.Fatal(err)
			}
			pages += len(reading.Text.Pages)
			d.Close()
		}
	}
	b.ReportMetric(float64(pages)/b.Elapsed().Seconds(), "pages/s")
}
