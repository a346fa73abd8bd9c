// Package client is a Go client for the API of a rostrum service, under /api/v1.
//
//	service, err := client.New("https://statements.example.org")
//	answer, err := service.Search(ctx, client.Question{Q: "vetting", Size: 5})
//
// Calls end with their context, and after Timeout at the latest; responses are
// limited to MaxAnswer. A request that the service rejects returns an *Error with
// the position of the mistake.
package client

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"mime"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"

	"rostrum/corpus"
	"rostrum/search/api"
)

// Timeout is the maximum duration of a call, longer than the deadline of a service.
const Timeout = time.Minute

// MaxAnswer is the maximum size of a response, in bytes.
const MaxAnswer = 32 << 20

// Client is a client of one service. It is safe for concurrent use.
type Client struct {
	base string // without a trailing slash
	http *http.Client
}

// New returns a client of the service at an address such as
// https://statements.example.org, which may have a path. Errors wrap
// corpus.ErrInvalid.
func New(address string) (*Client, error) {
	u, err := url.Parse(address)
	if err != nil || u.Scheme != "http" && u.Scheme != "https" || u.Host == "" || u.User != nil || u.RawQuery != "" || u.Fragment != "" {
		return nil, corpus.ErrInvalid.Errorf("%q is not the address of a service: write it as https://search.example.org", address)
	}
	return &Client{
		base: strings.TrimRight(u.String(), "/"),
		http: &http.Client{Timeout: Timeout, CheckRedirect: stay},
	}, nil
}

// stay follows redirects on the same host only, so that queries are not sent to
// another.
func stay(next *http.Request, before []*http.Request) error {
	first := before[0].URL
	if len(before) > 4 || next.URL.Host != first.Host || next.URL.Scheme != first.Scheme {
		return fmt.Errorf("it redirects to %s://%s: use that address if it is the right one", next.URL.Scheme, next.URL.Host)
	}
	return nil
}

// Get returns the response body at a path of the API.
func (c *Client) Get(ctx context.Context, path string, params url.Values) ([]byte, error) {
	address := c.base + path
	if len(params) > 0 {
		address += "?" + params.Encode()
	}
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, address, nil)
	if err != nil {
		return nil, fmt.Errorf("ask %s: %w", c.base, err)
	}
	response, err := c.http.Do(request)
	if err != nil {
		return nil, c.unanswered(ctx, err)
	}
	defer response.Body.Close()
	body, err := io.ReadAll(io.LimitReader(response.Body, MaxAnswer+1))
	if err != nil {
		return nil, c.unanswered(ctx, err)
	}
	if len(body) > MaxAnswer {
		return nil, corpus.ErrOverLimit.Errorf("the response from %s is larger than %d MB: narrow the request", c.base, MaxAnswer>>20)
	}
	kind, _, _ := mime.ParseMediaType(response.Header.Get("Content-Type"))
	switch {
	case kind == "application/problem+json":
		return nil, readError(response, body)
	case response.StatusCode == http.StatusServiceUnavailable, response.StatusCode == http.StatusTooManyRequests: // perhaps from a proxy in front of it
		return nil, &Error{
			Problem:    api.Problem{Status: response.StatusCode, Title: http.StatusText(response.StatusCode)},
			RetryAfter: response.Header.Get("Retry-After"),
		}
	case response.StatusCode != http.StatusOK, kind != "application/json" && kind != "text/csv":
		return nil, fmt.Errorf("%s returned status %d with %q, which is not a rostrum response: is this the address of a rostrum service?", c.base, response.StatusCode, kind)
	}
	return body, nil
}

// unanswered is the error for a request without a response. It leaves out the
// message of net/http, which contains the URL and with it the query.
func (c *Client) unanswered(ctx context.Context, err error) error {
	if ctx.Err() != nil {
		return fmt.Errorf("ask %s: %w", c.base, ctx.Err())
	}
	var whole *url.Error
	if errors.As(err, &whole) {
		if whole.Timeout() {
			return fmt.Errorf("no response from %s within %s", c.base, Timeout)
		}
		err = whole.Err
	}
	return fmt.Errorf("no response from %s: %w", c.base, err)
}

// get decodes the response at a path into to.
func (c *Client) get(ctx context.Context, path string, params url.Values, to any) error {
	body, err := c.Get(ctx, path, params)
	if err != nil {
		return err
	}
	if err := json.Unmarshal(body, to); err != nil {
		return fmt.Errorf("invalid response from %s: %w", c.base, err)
	}
	return nil
}

// Search searches for statements.
func (c *Client) Search(ctx context.Context, q Question) (*api.Results, error) {
	var a api.Results
	return &a, c.get(ctx, api.SearchPath, q.Params(), &a)
}

// Statement returns a statement with its text by page. For an unknown id the error
// wraps corpus.ErrNotFound.
func (c *Client) Statement(ctx context.Context, id corpus.ID) (*api.Statement, error) {
	if strings.Trim(string(id), ".") == "" {
		return nil, corpus.ErrInvalid.Errorf("%q is not a statement id", id)
	}
	var s api.Statement
	return &s, c.get(ctx, api.StatementPath(id), nil, &s)
}

// Quote checks a quotation.
func (c *Client) Quote(ctx context.Context, q Quotation) (*api.Quote, error) {
	var a api.Quote
	return &a, c.get(ctx, api.QuotePath, q.Params(), &a)
}

// Suggest completes a text being typed; limit 0 is the default of the service.
func (c *Client) Suggest(ctx context.Context, text string, limit int) (*api.Suggestions, error) {
	params := url.Values{"q": {text}}
	setNumber(params, "limit", limit)
	var s api.Suggestions
	return &s, c.get(ctx, api.SuggestPath, params, &s)
}

// Trends counts statements by the values of a field.
func (c *Client) Trends(ctx context.Context, q TrendQuestion) (*api.Trends, error) {
	var t api.Trends
	if err := c.get(ctx, api.TrendsPath, q.Params(), &t); err != nil {
		return nil, err
	}
	if !counted(t) {
		return nil, fmt.Errorf("unexpected counts in the response from %s", c.base)
	}
	return &t, nil
}

// counted reports whether all counts have the same number of queries.
func counted(t api.Trends) bool {
	queries := max(1, len(t.Query.Normalized))
	tallies := []api.Tally{t.Total}
	for _, c := range t.Columns {
		tallies = append(tallies, c.Tally)
	}
	for _, row := range t.Rows {
		tallies = append(tallies, row.Tally)
		for _, c := range row.Cells {
			tallies = append(tallies, c.Tally)
		}
	}
	return !slices.ContainsFunc(tallies, func(t api.Tally) bool { return len(t.Counts) != queries })
}
