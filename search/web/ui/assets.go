package ui

import (
	"bytes"
	"cmp"
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strings"
)

//go:embed assets/*
var assetFiles embed.FS

// Asset is a file that pages refer to.
type Asset struct {
	MediaType string
	Content   []byte
}

// Assets are the files that pages refer to, under names that hold a hash of
// their content: a name never means anything else, so it may be cached for good.
type Assets struct {
	paths  map[string]string // by plain name
	byName map[string]Asset  // by hashed name
}

// AssetRoot is where web serves the assets.
const AssetRoot = "/assets/"

// mediaTypes are not asked of the system: each has its own opinion of scripts.
var mediaTypes = map[string]string{
	".css": "text/css; charset=utf-8", ".js": "text/javascript; charset=utf-8", ".svg": "image/svg+xml", ".woff2": "font/woff2", ".txt": "text/plain; charset=utf-8",
}

func loadAssets() (*Assets, error) {
	a := &Assets{paths: map[string]string{}, byName: map[string]Asset{}}
	files, err := fs.ReadDir(assetFiles, "assets")
	if err != nil {
		return nil, fmt.Errorf("read the assets: %w", err)
	}
	// A style sheet names the fonts by their plain names: these have to be known before it is.
	slices.SortStableFunc(files, func(x, y fs.DirEntry) int {
		return cmp.Compare(sheetLast(x.Name()), sheetLast(y.Name()))
	})
	for _, f := range files {
		content, err := assetFiles.ReadFile("assets/" + f.Name())
		if err != nil {
			return nil, fmt.Errorf("read the assets: %w", err)
		}
		if path.Ext(f.Name()) == ".css" {
			content = a.withFonts(content)
		}
		sum := sha256.Sum256(content)
		ext := path.Ext(f.Name())
		hashed := strings.TrimSuffix(f.Name(), ext) + "." + hex.EncodeToString(sum[:6]) + ext
		a.paths[f.Name()] = AssetRoot + hashed
		a.byName[hashed] = Asset{MediaType: mediaTypes[ext], Content: content}
	}
	return a, nil
}

func sheetLast(name string) int {
	if path.Ext(name) == ".css" {
		return 1
	}
	return 0
}

// withFonts puts the addresses of fonts in the place of their plain names.
func (a *Assets) withFonts(sheet []byte) []byte {
	for name, address := range a.paths {
		if path.Ext(name) == ".woff2" {
			sheet = bytes.ReplaceAll(sheet, []byte("url("+name+")"), []byte("url("+address+")"))
		}
	}
	return sheet
}

// Path is the address of the asset with the plain name; "" if there is none.
func (a *Assets) Path(name string) string { return a.paths[name] }

// Open finds an asset by the hashed name that Path ends in.
func (a *Assets) Open(hashed string) (Asset, bool) {
	asset, ok := a.byName[hashed]
	return asset, ok
}
