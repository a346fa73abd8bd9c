package indexer

import (
	"context"
	"io"

	"rostrum/corpus"
	"rostrum/indexer/fetch"
	"rostrum/indexer/listing"
	"rostrum/indexer/source"
)

// Anywhere fetches files from this machine, and addresses from the web.
type Anywhere struct {
	Web      *fetch.Web
	MaxBytes int64 // of a file; 0 means fetch.DefaultMaxBytes
}

// Fetch gets the bytes of what a source has named.
func (a Anywhere) Fetch(ctx context.Context, item corpus.Item) (corpus.Document, error) {
	if source.IsAddress(item.Location) {
		return a.Web.Fetch(ctx, item)
	}
	if a.MaxBytes == 0 {
		a.MaxBytes = fetch.DefaultMaxBytes
	}
	return fetch.File(ctx, item, a.MaxBytes)
}

// BySource fetches each document within the bounds of the source that named it.
type BySource map[string]Anywhere

// OpenEntries opens the sources that a file lists. Each is asked within its own
// bounds, and otherwise as common says; what the servers answer is shared.
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

// Fetch gets the bytes of what one of the sources has named.
func (b BySource) Fetch(ctx context.Context, item corpus.Item) (corpus.Document, error) {
	a, ok := b[item.Source]
	if !ok {
		return corpus.Document{Item: item}, corpus.ErrInvalid.Errorf("no source is called %q", item.Source)
	}
	return a.Fetch(ctx, item)
}

// Close lets go of connections that wait for more requests.
func (b BySource) Close() {
	for _, a := range b {
		a.Web.Close()
	}
}

// readListing reads a page that lists documents; one that lists none is none.
func readListing(page io.Reader, base string) ([]corpus.Item, error) {
	p, err := listing.Read(page, base)
	return p.Items, err
}
