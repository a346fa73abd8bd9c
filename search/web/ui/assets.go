package ui

import (
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"fmt"
	"io/fs"
	"path"
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
	".css": "text/css; charset=utf-8", ".js": "text/javascript; charset=utf-8", ".svg": "image/svg+xml",
}

func loadAssets() (*Assets, error) {
	a := &Assets{paths: map[string]string{}, byName: map[string]Asset{}}
	files, err := fs.ReadDir(assetFiles, "assets")
	if err != nil {
		return nil, fmt.Errorf("read the assets: %w", err)
	}
	for _, f := range files {
		content, err := assetFiles.ReadFile("assets/" + f.Name())
		if err != nil {
			return nil, fmt.Errorf("read the assets: %w", err)
		}
		sum := sha256.Sum256(content)
		ext := path.Ext(f.Name())
		hashed := strings.TrimSuffix(f.Name(), ext) + "." + hex.EncodeToString(sum[:6]) + ext
		a.paths[f.Name()] = AssetRoot + hashed
		a.byName[hashed] = Asset{MediaType: mediaTypes[ext], Content: content}
	}
	return a, nil
}

// Path is the address of the asset with the plain name; "" if there is none.
func (a *Assets) Path(name string) string { return a.paths[name] }

// Open finds an asset by the hashed name that Path ends in.
func (a *Assets) Open(hashed string) (Asset, bool) {
	asset, ok := a.byName[hashed]
	return asset, ok
}
