// Package site has what pages and API share apart from the index: records, labels, session dates and the
// base URL.
package site

import (
	"context"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/netip"
	"time"

	"rostrum/corpus"
	"rostrum/corpus/coverage"
	"rostrum/search"
	"rostrum/search/web/request"
	"rostrum/search/web/ui"
)

// Records provides statements with their full text.
type Records interface {
	// Statement returns a statement with Pages. For an unknown id the error wraps corpus.ErrNotFound.
	Statement(context.Context, corpus.ID) (corpus.Statement, error)
	// Original returns the original file. The error wraps corpus.ErrNotFound if it is not stored or may not be
	// served; the statement is returned nevertheless, if there is one.
	Original(context.Context, corpus.ID) (io.ReadSeekCloser, corpus.Statement, error)
}

// Translator is an optional interface of Records that lists the other statements of a work.
type Translator interface {
	Translations(context.Context, corpus.WorkID) ([]search.Translation, error)
}

// Rereader is an optional interface of Records that returns earlier versions of a document's text, to
// resolve old links to passages.
type Rereader interface {
	// Earlier returns earlier versions of a statement's pages, latest first; none if it was read once.
	Earlier(context.Context, corpus.ID) ([][]corpus.Page, error)
}

// PageImages renders pages of statements.
type PageImages interface {
	// Image returns a page of a statement's original as PNG or JPEG, width pixels wide. The error wraps
	// corpus.ErrBusy if it may be available soon, and corpus.ErrNotFound if there is no such page.
	Image(ctx context.Context, d corpus.Statement, page, width int) ([]byte, error)
	// Words returns the positions of the words on a page; none if unknown.
	Words(ctx context.Context, id corpus.ID, page int) ([]corpus.Word, error)
}

// Names knows how ids are called. If it is a search.Thesaurus too, pages say
// which other names a word was searched by.
type Names interface {
	// Label is the name of an id in a language, or the id if it has none.
	Label(f corpus.Field, id string, lang corpus.Language) string
	// Resolve finds the id for an id, name, acronym or alias in any language.
	Resolve(f corpus.Field, name string) (string, bool)
}

// SessionPart is a stretch of days on which a session met at one place.
type SessionPart struct {
	Part       corpus.Part
	Start, End corpus.Date
	Place      string
}

// Site is what pages and answers are made from, beside an index. Records, Names
// and UI are needed; the rest has useful zero values, as in Config.
type Site struct {
	Records    Records
	Names      Names
	PageImages PageImages
	Sessions   func(corpus.SessionID) []SessionPart
	PageCount  func(context.Context) (int, error)
	Coverage   func(context.Context) (coverage.Report, error)
	Bridge     *search.Bridge // nil: none
	UI         *ui.UI
	Version    string
	Sample     bool
	PublicURL  string // without a slash at its end
	Deadline   time.Duration

	Parser request.Parser
}

// Build names the program, the files that pages are made with, and the words of other
// languages: two builds may answer the same otherwise.
func (s *Site) Build() string {
	build := s.Version + "\x00" + s.UI.Digest
	if s.Bridge != nil {
		build += "\x00" + s.Bridge.Translator.Revision()
	}
	return build
}

// Locale is the interface in the language of a request.
func (s *Site) Locale(r *http.Request) *ui.Locale {
	return s.UI.Locale(ui.Negotiate(request.Lang(r), r.Header.Get("Accept-Language")))
}

// Label is what people call an id.
func (s *Site) Label(f corpus.Field, id string, lang corpus.Language) string {
	switch f {
	case corpus.FieldLanguage:
		return ui.Autonym(corpus.Language(id))
	case corpus.FieldYear:
		return id
	}
	return s.Names.Label(f, id, lang)
}

// Labels is label in one language.
func (s *Site) Labels(lang corpus.Language) func(corpus.Field, string) string {
	return func(f corpus.Field, id string) string { return s.Label(f, id, lang) }
}

// QueryNames is what ids are called in a query of a language: their names there,
// where these lead back to them.
func (s *Site) QueryNames(lang corpus.Language) func(corpus.Field, string) string {
	return func(f corpus.Field, id string) string {
		name := s.Label(f, id, lang)
		if known, ok := s.Names.Resolve(f, name); !ok || known != id {
			return id
		}
		return name
	}
}

// LookUp finds a statement by the id in an address.
func (s *Site) LookUp(ctx context.Context, id string) (corpus.Statement, error) {
	if !corpus.ValidID(id) {
		return corpus.Statement{}, corpus.ErrNotFound.Errorf("statement %q", request.Printable(id))
	}
	d, err := s.Records.Statement(ctx, corpus.ID(id))
	if err != nil {
		return d, fmt.Errorf("statement %s: %w", id, err)
	}
	return d, nil
}

// Earlier are the pages of d as they were read before, if the records can tell.
func (s *Site) Earlier(ctx context.Context, d corpus.Statement) ([][]corpus.Page, error) {
	r, ok := s.Records.(Rereader)
	if !ok {
		return nil, nil
	}
	return r.Earlier(ctx, d.ID)
}

// Translations are the other statements of d's work, if the records can tell.
func (s *Site) Translations(ctx context.Context, d corpus.Statement) ([]search.Translation, error) {
	t, ok := s.Records.(Translator)
	if !ok || d.Work == "" {
		return nil, nil
	}
	all, err := t.Translations(ctx, d.Work)
	if err != nil {
		return nil, fmt.Errorf("translations of %s: %w", d.ID, err)
	}
	var others []search.Translation
	for _, x := range all {
		if x.ID != d.ID {
			others = append(others, x)
		}
	}
	return others, nil
}

// AuthorNames are the organizations that made a statement, as they are called.
func (s *Site) AuthorNames(d corpus.Statement, lang corpus.Language) []string {
	out := make([]string, len(d.Authors))
	for i, id := range d.Authors {
		out[i] = s.Label(corpus.FieldOrganization, string(id), lang)
	}
	return out
}

// Began is when a session began, if that is known.
func (s *Site) Began(id corpus.SessionID) corpus.Date {
	if s.Sessions != nil {
		if parts := s.Sessions(id); len(parts) > 0 {
			return parts[0].Start
		}
	}
	return corpus.Date{}
}

// Base is what absolute addresses begin with: the public address, or on
// this machine the one that was asked; "" where neither is. Another host that a
// request names may be forged.
func (s *Site) Base(r *http.Request) string {
	if s.PublicURL != "" {
		return s.PublicURL
	}
	host, _, err := net.SplitHostPort(r.Host)
	if err != nil {
		host = r.Host
	}
	if a, err := netip.ParseAddr(host); host == "localhost" || err == nil && a.IsLoopback() {
		return "http://" + r.Host
	}
	return ""
}

// PlainNames serves where no authority is given.
type PlainNames struct{}

// Label is the id.
func (PlainNames) Label(_ corpus.Field, id string, _ corpus.Language) string { return id }

// Resolve takes every name for an id.
func (PlainNames) Resolve(_ corpus.Field, name string) (string, bool) { return name, false }
