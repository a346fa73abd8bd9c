package web

import (
	"context"
	"runtime"
	"time"

	"github.com/rs/zerolog"

	"rostrum/corpus"
	"rostrum/corpus/coverage"
	"rostrum/search"
	"rostrum/search/web/request"
	"rostrum/search/web/site"
)

// Config configures a Server. Searcher and Records are required; the zero values of the others are
// useful.
type Config struct {
	// Searcher returns the current index, which may be replaced by a rebuild. The error wraps
	// corpus.ErrNoIndex if there is none.
	Searcher   func() (search.Searcher, error)
	Records    site.Records
	Names      site.Names      // if nil, ids are shown
	PageImages site.PageImages // if nil, pages are shown as text only
	Logger     zerolog.Logger
	Version    string
	Sample     bool // the texts are samples; every page says so
	// PublicURL is the public URL of the service, such as https://search.example.org. If set, requests for
	// other hosts are rejected.
	PublicURL string
	// Origins are the sites, such as https://www.example.org, whose pages may read API responses
	// (CORS); * is every site. If nil: every site if PublicURL is set, otherwise none, so that no
	// page can read a private service of its visitor.
	Origins []string
	// AdminHost is an additional host name accepted on the admin address, besides IP addresses and
	// single-label names.
	AdminHost string
	// EmbedOrigins are the sites, such as https://www.example.org, that may frame the pages made for frames:
	// the search, and statements they link to. If empty, only this service may.
	EmbedOrigins []string
	// TrustedProxies are the addresses or ranges of proxies whose X-Forwarded-For header is trusted. If
	// empty, none is.
	TrustedProxies []string
	// PageCount returns the number of pages in the corpus; may be nil.
	PageCount func(context.Context) (int, error)
	// Sessions returns the times and places of a session; may be nil.
	Sessions func(corpus.SessionID) []site.SessionPart
	// Coverage returns the coverage report; if nil, there is no coverage page.
	Coverage func(context.Context) (coverage.Report, error)
	// Bridge finds statements in other languages; nil if no language model is installed.
	Bridge *search.Bridge
	// Condition returns the state of the service apart from the index; may be nil.
	Condition func(context.Context) Condition
	Limits    Limits
}

// Condition is the state of the service as reported to the operator.
type Condition struct {
	Unready  string   // why searches are unavailable, or ""
	Degraded []string // problems while searches work, a sentence each
}

// Limits bound the cost of requests.
type Limits struct {
	QueryBytes int           // of q; default 512
	Deadline   time.Duration // for answering a search; default 5 s
	Searches   int           // concurrent, a quarter of them for one client; default two per CPU, and at least 4
	Work       int           // units of a search.Budget that one search may spend; default search.DefaultWork
	Queue      int           // waiting until their deadline, a quarter of them for one client; default 256
	Rate       int           // searches and API requests per minute from one client; 0: no limit
}

func (l Limits) withDefaults() Limits {
	if l.QueryBytes <= 0 {
		l.QueryBytes = request.DefaultMaxBytes
	}
	if l.Deadline <= 0 {
		l.Deadline = 5 * time.Second
	}
	if l.Searches <= 0 {
		l.Searches = max(4, 2*runtime.GOMAXPROCS(0))
	}
	if l.Work <= 0 {
		l.Work = search.DefaultWork
	}
	if l.Queue <= 0 {
		l.Queue = 256
	}
	return l
}

// SessionPart is a period in which a session met at one place.
type SessionPart = site.SessionPart
