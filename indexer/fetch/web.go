package fetch

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"mime"
	"net/http"
	"net/url"
	"time"

	"github.com/temoto/robotstxt"

	"rostrum/corpus"
)

// Config configures a Web fetcher. The zero value is polite and safe.
type Config struct {
	UserAgent    string               // default: rostrum
	MaxBytes     int64                // of one document after decompression; default DefaultMaxBytes
	Pace         time.Duration        // between two requests to a host; default 1 s
	Timeout      time.Duration        // for one request and its answer; default 2 min
	AllowPrivate bool                 // also dial addresses of this machine and private networks
	Allow        func(*url.URL) error // returns an error if a redirect may not be followed; default: all may
	Hosts        *Hosts               // shared with the other fetchers of a run; default: its own
	Cache        *Cache               // stores responses between runs; default: none
	Run          int64                // number of the run in Cache
	Clock        Clock                // default: the system's
}

// Web fetches documents from web servers. It sends at most one request to a host in
// each Pace, respects robots.txt, connects to public addresses only, and retries when
// a server is busy, no sooner than it asks for. With a Cache, it revalidates known
// documents and requests each address once in a run. It is safe for concurrent use.
type Web struct {
	config Config
	client *http.Client
	robots *http.Client
}

const (
	maxRedirects   = 5
	maxRobotsBytes = 512 << 10 // RFC 9309 section 2.5 asks for 500 KiB at least
	maxAttempts    = 4
	maxCrawlDelay  = time.Minute
)

// NewWeb returns a fetcher for web addresses.
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
	if config.Hosts == nil {
		config.Hosts = NewHosts()
	}
	if config.Clock == nil {
		config.Clock = systemClock{}
	}
	w := &Web{config: config}
	transport := &paced{web: w, next: guardedTransport(config.AllowPrivate)}
	w.robots = &http.Client{Transport: transport}
	w.client = &http.Client{
		Transport: transport,
		CheckRedirect: func(r *http.Request, via []*http.Request) error {
			switch {
			case len(via) > maxRedirects:
				return corpus.ErrRefused.Errorf("the server sends us on more than %d times", maxRedirects)
			case r.URL.Scheme != "http" && r.URL.Scheme != "https":
				return corpus.ErrRefused.Errorf("the server sends us to %q, which is not http or https", r.URL.Scheme)
			}
			if config.Allow != nil {
				if err := config.Allow(r.URL); err != nil {
					return corpus.ErrRefused.Errorf("the server sends us on: %w", err)
				}
			}
			return w.permitted(r.Context(), r.URL)
		},
	}
	return w
}

// Close closes idle connections.
func (w *Web) Close() { w.client.CloseIdleConnections() }

// Fetch gets the document at item.Location. Its errors are messages for the person
// who named the address. corpus.ErrNotFound means that the server no longer has the
// document, corpus.ErrRefused that a retry is useless.
func (w *Web) Fetch(ctx context.Context, item corpus.Item) (corpus.Document, error) {
	doc := corpus.Document{Item: item}
	known, body, err := w.recall(ctx, item.Location)
	if err != nil {
		return doc, err
	}
	if w.config.Cache == nil || known.Run != w.config.Run || !settled(known) {
		known, body, err = w.revalidate(ctx, known, body)
		if err != nil {
			return doc, err
		}
	} else if err := statusError(known.Status); err != nil {
		return doc, err
	}
	doc.Bytes, doc.SHA256, doc.RetrievedAt = body, known.SHA256, known.RetrievedAt
	doc.MediaType, doc.Charset, doc.Address = known.MediaType, known.Charset, known.Final
	return doc, nil
}

// Allowed returns an error wrapping corpus.ErrRefused if robots.txt disallows an
// address.
func (w *Web) Allowed(ctx context.Context, address string) error {
	u, err := url.Parse(address)
	if err != nil {
		return corpus.ErrInvalid.Errorf("%w", err)
	}
	return w.permitted(ctx, u)
}

// revalidate sends requests until one succeeds, or a retry is useless.
func (w *Web) revalidate(ctx context.Context, known Response, body []byte) (Response, []byte, error) {
	address, err := url.Parse(known.Address)
	if err != nil {
		return known, nil, corpus.ErrInvalid.Errorf("%w", err)
	}
	if err := w.permitted(ctx, address); err != nil {
		return known, nil, w.remember(ctx, known, nil, err)
	}
	for attempt := 1; ; attempt++ {
		answer, fresh, err := w.request(ctx, known, body != nil)
		switch {
		case err == nil && fresh == nil: // not modified
			return answer, body, w.remember(ctx, answer, nil, nil)
		case err == nil:
			return answer, fresh, w.remember(ctx, answer, fresh, nil)
		}
		var down *downError
		if attempt == maxAttempts || ctx.Err() != nil || errors.As(err, &down) ||
			errors.Is(err, corpus.ErrRefused) || errors.Is(err, corpus.ErrNotFound) || errors.Is(err, corpus.ErrOverLimit) {
			return answer, nil, w.remember(ctx, answer, nil, err)
		}
	}
}

// request sends one request. Nil bytes mean that the known response has not changed.
func (w *Web) request(ctx context.Context, known Response, conditional bool) (Response, []byte, error) {
	answer := known
	answer.Status = 0
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, known.Address, nil)
	if err != nil {
		return answer, nil, corpus.ErrInvalid.Errorf("%w", err)
	}
	request.Header.Set("User-Agent", w.config.UserAgent)
	if conditional && known.ETag != "" {
		request.Header.Set("If-None-Match", known.ETag)
	}
	if conditional && known.LastModified != "" {
		request.Header.Set("If-Modified-Since", known.LastModified)
	}
	response, err := w.client.Do(request)
	if err != nil {
		return answer, nil, w.unreachable(ctx, err)
	}
	defer response.Body.Close()
	answer.Status = response.StatusCode
	if conditional && response.StatusCode == http.StatusNotModified {
		return answer, nil, nil
	}
	if err := statusError(response.StatusCode); err != nil {
		return answer, nil, err
	}
	if response.ContentLength > w.config.MaxBytes {
		return answer, nil, w.tooLarge()
	}
	body, err := io.ReadAll(io.LimitReader(response.Body, w.config.MaxBytes+1))
	switch {
	case errors.Is(err, corpus.ErrOverLimit):
		return answer, nil, err
	case err != nil:
		return answer, nil, fmt.Errorf("the server broke off: %w", w.cause(ctx, err))
	case int64(len(body)) > w.config.MaxBytes:
		return answer, nil, w.tooLarge()
	}
	answer = Response{Address: known.Address, Status: response.StatusCode, Final: response.Request.URL.String(),
		ETag: response.Header.Get("ETag"), LastModified: response.Header.Get("Last-Modified")}
	if media, params, err := mime.ParseMediaType(response.Header.Get("Content-Type")); err == nil {
		answer.MediaType, answer.Charset = media, params["charset"]
	}
	var sealed corpus.Document
	sealed.Bytes = body
	seal(&sealed, w.config.Clock.Now())
	answer.SHA256, answer.RetrievedAt = sealed.SHA256, sealed.RetrievedAt
	return answer, body, nil
}

func (w *Web) tooLarge() error {
	return corpus.ErrOverLimit.Errorf("the document has more than %s", megabytes(w.config.MaxBytes))
}

// statusError explains an HTTP status to the person who named the address; nil if the
// response is a document.
func statusError(status int) error {
	switch status {
	case http.StatusOK, http.StatusNotModified:
		return nil
	case http.StatusNotFound, http.StatusGone:
		return corpus.ErrNotFound.Errorf("the server says there is no such page (%d): correct the address", status)
	}
	err := fmt.Errorf("the server answered %d %s: try again later, or save the file and name it instead", status, http.StatusText(status))
	if busy(status) {
		return err
	}
	return corpus.ErrRefused.Errorf("%w", err)
}

// unreachable explains why there was no response. The address is left out, since the
// report contains it already.
func (w *Web) unreachable(ctx context.Context, err error) error {
	var wrapped *url.Error
	if errors.As(err, &wrapped) {
		err = wrapped.Err
	}
	var down *downError
	if errors.Is(err, corpus.ErrRefused) || errors.As(err, &down) {
		return err
	}
	return fmt.Errorf("the server cannot be reached: %w", w.cause(ctx, err))
}

// cause distinguishes our timeout from the end of the caller's context.
func (w *Web) cause(ctx context.Context, err error) error {
	if errors.Is(err, context.DeadlineExceeded) && ctx.Err() == nil {
		return fmt.Errorf("it took longer than %s", w.config.Timeout)
	}
	return err
}

func megabytes(n int64) string {
	if n < 1<<20 {
		return fmt.Sprintf("%d KB", n>>10)
	}
	return fmt.Sprintf("%d MB", n>>20)
}

// permitted checks an address against robots.txt, which is requested once in a run.
func (w *Web) permitted(ctx context.Context, address *url.URL) error {
	h := w.config.Hosts.named(address.Host)
	h.asking.Lock()
	defer h.asking.Unlock()
	if h.robots == nil && h.err == nil {
		robots, err := w.getRobots(ctx, address)
		if ctx.Err() != nil {
			return ctx.Err() // does not concern the server
		}
		h.robots, h.err = robots, err
		if err == nil {
			h.slow(min(robots.FindGroup(w.config.UserAgent).CrawlDelay, maxCrawlDelay))
		}
	}
	return h.allowed(address.RequestURI(), w.config.UserAgent)
}

func (w *Web) getRobots(ctx context.Context, address *url.URL) (*robotstxt.RobotsData, error) {
	robots := url.URL{Scheme: address.Scheme, Host: address.Host, Path: "/robots.txt"}
	for attempt := 1; ; attempt++ {
		data, again, err := w.requestRobots(ctx, robots.String())
		if err == nil || !again || attempt == maxAttempts || ctx.Err() != nil {
			if err != nil {
				err = fmt.Errorf("robots.txt of %s: %w", address.Host, err)
			}
			return data, err
		}
	}
}

func (w *Web) requestRobots(ctx context.Context, address string) (data *robotstxt.RobotsData, again bool, err error) {
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, address, nil)
	if err != nil {
		return nil, false, err
	}
	request.Header.Set("User-Agent", w.config.UserAgent)
	// This client has no redirect check, which would request robots.txt again.
	response, err := w.robots.Do(request)
	if err != nil {
		return nil, !errors.Is(err, corpus.ErrRefused), w.unreachable(ctx, err)
	}
	defer response.Body.Close()
	if busy(response.StatusCode) {
		return nil, true, statusError(response.StatusCode)
	}
	body, err := io.ReadAll(io.LimitReader(response.Body, maxRobotsBytes))
	if err != nil {
		return nil, true, w.cause(ctx, err)
	}
	data, err = robotstxt.FromStatusAndBytes(response.StatusCode, []byte(sameEscapes(string(bytes.TrimPrefix(body, []byte("\xef\xbb\xbf"))))))
	return data, false, err
}

// paced delays every request, including redirects, until its host may be contacted
// again, and then applies the timeout.
type paced struct {
	web  *Web
	next http.RoundTripper
}

func (p *paced) RoundTrip(r *http.Request) (*http.Response, error) {
	h := p.web.config.Hosts.named(r.URL.Host)
	h.slow(p.web.config.Pace)
	if err := h.wait(r.Context(), p.web.config.Clock); err != nil {
		return nil, err
	}
	asked := r.Context()
	ctx, cancel := context.WithTimeout(asked, p.web.config.Timeout)
	r = r.Clone(ctx)
	r.Header.Set("Accept-Encoding", "gzip")
	response, err := p.next.RoundTrip(r)
	if !errors.Is(err, corpus.ErrRefused) && asked.Err() == nil {
		h.note(response, err, p.web.config.Clock.Now())
	}
	if err != nil {
		cancel()
		return nil, err
	}
	unpack(response)
	response.Body = &bounded{response.Body, cancel}
	return response, nil
}

// bounded ends the timeout of a request once its response was read.
type bounded struct {
	io.ReadCloser
	cancel context.CancelFunc
}

func (b *bounded) Close() error {
	defer b.cancel()
	return b.ReadCloser.Close()
}

// CloseIdleConnections is called by http.Client.
func (p *paced) CloseIdleConnections() {
	if t, ok := p.next.(*http.Transport); ok {
		t.CloseIdleConnections()
	}
}
