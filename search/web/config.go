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

// Config says what a Server works with. Searcher and Records are needed; the
// rest has useful zero values.
type Config struct {
	// Searcher is the engine in use now; it may be another one after an index
	// was rebuilt. The error wraps corpus.ErrNoIndex while there is none.
	Searcher   func() (search.Searcher, error)
	Records    site.Records
	Names      site.Names      // nil: ids are shown as they are
	PageImages site.PageImages // nil: pages are shown as text only
	Logger     zerolog.Logger
	Version    string
	Sample     bool // the texts are samples, and every page says so
	// PublicURL is how the service is reached from outside, such as
	// https://search.example.org. If set, requests for other hosts are refused.
	PublicURL string
	// Origins are the sites, such as https://www.example.org, whose pages may read
	// what programs get; * is every site. Nil: every site if PublicURL is set, and
	// none otherwise, so that no page can read what is served to its reader alone.
	Origins []string
	// AdminHost is a name by which the admin address may be asked for, beside
	// addresses and names of one part.
	AdminHost string
	// EmbedOrigins are the sites, such as https://www.example.org, that may show
	// in a frame what is made for one: the search, and a statement they link to.
	// Empty: only our own pages.
	EmbedOrigins []string
	// TrustedProxies are the addresses (or ranges) whose word about the client's address is
	// believed. Empty: nobody's.
	TrustedProxies []string
	// PageCount is how many pages the corpus has; nil leaves it unsaid.
	PageCount func(context.Context) (int, error)
	// Sessions tells when and where a session met; nil leaves it unsaid.
	Sessions func(corpus.SessionID) []site.SessionPart
	// Coverage says what the collection holds and lacks; nil: nobody can tell,
	// and there is no page of it.
	Coverage func(context.Context) (coverage.Report, error)
	// Condition says how the service is, beside what a search tells; nil if
	// nobody watches it.
	Condition func(context.Context) Condition
	Limits    Limits
}

// Condition is what those who run a service are told of it.
type Condition struct {
	Unready  string   // why there is nothing to search in, where that is so
	Degraded []string // what is wrong while searches are answered, a sentence each
}

// Limits bound what one request, and all at once, may cost.
type Limits struct {
	QueryBytes int           // of q; default 512
	Deadline   time.Duration // for answering a search; default 5 s
	Searches   int           // at once, a quarter of them of one client; default two for each processor, and at least 4
	Work       int           // units of a search.Budget that one search may spend; default search.DefaultWork
	Queue      int           // that wait, until their deadline, a quarter of them of one client; default 256
	Rate       int           // searches and requests to the API a minute from one client; 0: any number
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

// SessionPart is a stretch of days on which a session met at one place.
type SessionPart = site.SessionPart
