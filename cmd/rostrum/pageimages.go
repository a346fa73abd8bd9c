package main

import (
	"path/filepath"
	"time"

	"github.com/spf13/pflag"

	"rostrum/corpus/catalog"
	"rostrum/indexer"
	"rostrum/indexer/extract"
	"rostrum/indexer/pageimage"
)

const (
	// drawings is the number of concurrent rendering processes, each limited like a
	// document reader.
	drawings = 2
	// Most pages take 0.1 to 0.2 seconds of CPU time; a drawing with a million curves
	// takes as long as it is allowed.
	drawingTime = 5 * time.Second
)

func addPageImageFlag(flags *pflag.FlagSet) {
	flags.Int("page-image-cache", 256, "megabytes of page images cached in the data folder; 0: pages are shown as text only")
}

// pageImagesDir returns the folder of the page image cache, which can be deleted.
func (a *app) pageImagesDir() string { return filepath.Join(a.data, "pictures") }

func (a *app) openPageImages(records *catalog.Catalog, megabytes int) (*indexer.PageImages, error) {
	cache, err := pageimage.Open(pageimage.Config{Dir: a.pageImagesDir(), MaxBytes: int64(megabytes) << 20, Drawings: drawings})
	if err != nil {
		return nil, err
	}
	drawer, err := a.newExtractor(extract.Config{OCR: extract.OCRNever, Workers: drawings, Timeout: drawingTime})
	if err != nil {
		return nil, err
	}
	return &indexer.PageImages{Catalog: records, Cache: cache, Drawer: drawer}, nil
}
