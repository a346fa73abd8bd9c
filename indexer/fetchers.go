package indexer

import (
	"context"
	"io"

	"rostrum/corpus"
	"rostrum/indexer/fetch"
	"rostrum/indexer/listing"
	"rostrum/indexer/source"
)

// Anywhere fetches local files and web addresses.
type Anywhere struct {
	Web      *fetch.Web
	MaxBytes int64 // of a file; 0 means fetch.DefaultMaxBytes
}

// Fetch returns the bytes of an item.
func (a Anywhere) Fetch(ctx context.Context, item corpus.Item) (corpus.Document, error) {
	if source.IsAddress(item.Location) {
		return a.Web.Fetch(ctx, item)
	}
	if a.MaxBytes == 0 {
		a.MaxBytes = fetch.DefaultMaxBytes
	}
	return fetch.File(ctx, item, a.MaxBytes)
}

// BySource fetches each document within the scope of the source that listed it.
type BySource map[string]Anywhere

// OpenEntries opens the sources of a file of sources. Each is fetched within its own
// scope, and otherwise with the settings in common; they share one response cache.
func OpenEntries(entries []*source.Entry, common fetch.Config) ([]source.Source, BySource) {
	common.Hosts = fetch.NewHosts()
	from := BySource{}
	var sources []source.Source
	for _, e := range entries {
		config := common
		config.MaxBytes, config.Pace, config.AllowPrivate, config.Allow = e.MaxBytes, e.Pace, e.Private, e.Allows
		web := fetch.NewWeb(config)
		src := e.Open(web, readListing)
		from[src.Name()] = Anywhere{web, e.MaxBytes}
		sources = append(sources, src)
	}
	return sources, from
}

// Fetch returns the bytes of an item that one of the sources listed.
func (b BySource) Fetch(ctx context.Context, item corpus.Item) (corpus.Document, error) {
	a, ok := b[item.Source]
	if !ok {
		return corpus.Document{Item: item}, corpus.ErrInvalid.Errorf("no source is called %q", item.Source)
	}
	return a.Fetch(ctx, item)
}

// Close closes idle connections.
func (b BySource) Close() {
	for _, a := range b {
		a.Web.Close()
	}
}

// readListing reads the entries of a listing page; a page without entries is no
// error.
func readListing(page io.Reader, base string) ([]corpus.Item, error) {
	p, err := listing.Read(page, base)
	return p.Items, err
}
