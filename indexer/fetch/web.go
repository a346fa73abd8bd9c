package fetch

import (
	"context"
	"errors"
	"fmt"
	"io"
	"mime"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"time"

	"github.com/hashicorp/go-retryablehttp"
	"github.com/temoto/robotstxt"
	"golang.org/x/time/rate"

	"rostrum/corpus"
)

// Config bounds what a Web fetcher does. The zero value is polite and safe.
type Config struct {
	UserAgent    string        // default: rostrum
	MaxBytes     int64         // of one document after decompression; default DefaultMaxBytes
	Pace         time.Duration // between two requests to a host; default 1 s
	Timeout      time.Duration // for one document with its retries; default 2 min
	AllowPrivate bool          // also dial addresses of this machine and private networks
}

// Web fetches documents from web servers: at most one request in each Pace to
// a host, within its robots.txt, no further than public addresses, and again
// when a server says it is busy, no sooner than it asks for. It is safe for
// concurrent use.
type Web struct {
	config Config
	client *retryablehttp.Client

	mu    sync.Mutex
	hosts map[string]*host
}

// host is what is remembered of a web server during a run.
type host struct {
	pace   *rate.Limiter
	once   sync.Once
	robots *robotstxt.RobotsData
	err    error
}

const (
	maxRedirects   = 5
	maxRobotsBytes = 512 << 10 // RFC 9309 section 2.5 asks for 500 KiB at least
	maxRetries     = 3
	maxRetryWait   = time.Minute
)

// NewWeb makes a fetcher for addresses.
func NewWeb(config Config) *Web {
	if config.UserAgent == "" {
		config.UserAgent = "rostrum"
	}
	if config.MaxBytes == 0 {
		config.MaxBytes = DefaultMaxBytes
	}
	if config.Pace == 0 {
		config.Pace = time.Second
	}
	if config.Timeout == 0 {
		config.Timeout = 2 * time.Minute
	}
	w := &Web{config: config, hosts: map[string]*host{}}
	w.client = retryablehttp.NewClient()
	w.client.Logger = nil
	w.client.RetryMax = maxRetries
	w.client.RetryWaitMin = config.Pace
	w.client.RetryWaitMax = maxRetryWait
	w.client.ErrorHandler = retryablehttp.PassthroughErrorHandler
	w.client.HTTPClient = &http.Client{
		Transport: &paced{web: w, next: guardedTransport(config.AllowPrivate)},
		CheckRedirect: func(r *http.Request, via []*http.Request) error {
			switch {
			case len(via) > maxRedirects:
				return fmt.Errorf("the server sends us on more than %d times", maxRedirects)
			case r.URL.Scheme != "http" && r.URL.Scheme != "https":
				return fmt.Errorf("the server sends us to %q, which is not http or https", r.URL.Scheme)
			}
			return w.allowed(r.Context(), r.URL)
		},
	}
	return w
}

// Fetch gets the document at item.Location. Its errors are sentences for the
// person who named the address.
func (w *Web) Fetch(ctx context.Context, item corpus.Item) (corpus.Document, error) {
	doc := corpus.Document{Item: item}
	ctx, cancel := context.WithTimeout(ctx, w.config.Timeout)
	defer cancel()
	address, err := url.Parse(item.Location)
	if err != nil {
		return doc, fmt.Errorf("%w: %w", corpus.ErrInvalid, err)
	}
	if err := w.allowed(ctx, address); err != nil {
		return doc, err
	}
	response, err := w.get(ctx, item.Location)
	if err != nil {
		return doc, err
	}
	defer response.Body.Close()
	switch {
	case response.StatusCode == http.StatusNotFound, response.StatusCode == http.StatusGone:
		return doc, fmt.Errorf("%w: the server says there is no such page (%d): correct the address", corpus.ErrNotFound, response.StatusCode)
	case response.StatusCode != http.StatusOK:
		return doc, fmt.Errorf("the server answered %d %s: try again later, or save the file and name it instead", response.StatusCode, http.StatusText(response.StatusCode))
	}
	doc.Bytes, err = io.ReadAll(io.LimitReader(response.Body, w.config.MaxBytes+1))
	if err != nil {
		return doc, fmt.Errorf("the server broke off: %w", err)
	}
	if int64(len(doc.Bytes)) > w.config.MaxBytes {
		return doc, fmt.Errorf("%w: the document has more than %d MB", corpus.ErrOverLimit, w.config.MaxBytes>>20)
	}
	if media, params, err := mime.ParseMediaType(response.Header.Get("Content-Type")); err == nil {
		doc.MediaType, doc.Charset = media, params["charset"]
	}
	seal(&doc, time.Now())
	return doc, nil
}

func (w *Web) get(ctx context.Context, address string) (*http.Response, error) {
	request, err := retryablehttp.NewRequestWithContext(ctx, http.MethodGet, address, nil)
	if err != nil {
		return nil, fmt.Errorf("%w: %w", corpus.ErrInvalid, err)
	}
	request.Header.Set("User-Agent", w.config.UserAgent)
	response, err := w.client.Do(request)
	if err != nil {
		return nil, unreachable(err)
	}
	return response, nil
}

// unreachable says why a server gave no answer. The address is left out: the
// report has it already, and what counts is the cause.
func unreachable(err error) error {
	var wrapped *url.Error
	if errors.As(err, &wrapped) {
		err = wrapped.Err
	}
	return fmt.Errorf("the server cannot be reached: %w", err)
}

// allowed asks the robots.txt of the host, once a run. A server without one
// allows everything; one that fails to answer allows nothing (RFC 9309, 2.3.1).
func (w *Web) allowed(ctx context.Context, address *url.URL) error {
	h := w.host(address.Host)
	h.once.Do(func() {
		response, err := w.getRobots(ctx, address)
		if err != nil {
			h.err = err
			return
		}
		defer response.Body.Close()
		body, err := io.ReadAll(io.LimitReader(response.Body, maxRobotsBytes))
		if err != nil {
			h.err = fmt.Errorf("read robots.txt: %w", err)
			return
		}
		h.robots, err = robotstxt.FromStatusAndBytes(response.StatusCode, body)
		if err != nil {
			h.err = fmt.Errorf("robots.txt of %s: %w", address.Host, err)
			return
		}
		if delay := h.robots.FindGroup(w.config.UserAgent).CrawlDelay; delay > w.config.Pace {
			h.pace.SetLimit(rate.Every(min(delay, maxRetryWait)))
		}
	})
	if h.err != nil {
		return h.err
	}
	if !h.robots.TestAgent(address.RequestURI(), w.config.UserAgent) {
		return fmt.Errorf("the robots.txt of %s asks programs not to read this page: save the file yourself and name it instead", address.Host)
	}
	return nil
}

func (w *Web) getRobots(ctx context.Context, address *url.URL) (*http.Response, error) {
	robots := url.URL{Scheme: address.Scheme, Host: address.Host, Path: "/robots.txt"}
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, robots.String(), nil)
	if err != nil {
		return nil, err
	}
	request.Header.Set("User-Agent", w.config.UserAgent)
	// Past the redirect check, which would ask for robots.txt again.
	client := &http.Client{Transport: w.client.HTTPClient.Transport}
	response, err := client.Do(request)
	if err != nil {
		return nil, unreachable(err)
	}
	return response, nil
}

func (w *Web) host(name string) *host {
	name = strings.ToLower(name)
	w.mu.Lock()
	defer w.mu.Unlock()
	h := w.hosts[name]
	if h == nil {
		h = &host{pace: rate.NewLimiter(rate.Every(w.config.Pace), 1)}
		w.hosts[name] = h
	}
	return h
}

// paced holds back every request, a retry and a redirect too, until its host's
// turn comes.
type paced struct {
	web  *Web
	next http.RoundTripper
}

func (p *paced) RoundTrip(r *http.Request) (*http.Response, error) {
	if err := p.web.host(r.URL.Host).pace.Wait(r.Context()); err != nil {
		return nil, err
	}
	return p.next.RoundTrip(r)
}
