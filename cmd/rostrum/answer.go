package main

import (
	"context"
	"io"
	"net/http"
	"net/url"

	"rostrum/corpus"
	"rostrum/corpus/authority"
	"rostrum/corpus/catalog"
	"rostrum/corpus/coverage"
	"rostrum/search"
	"rostrum/search/service"
	"rostrum/search/web"
	"rostrum/search/web/site"
)

// printAnswer prints what the API answers to the same question at a path, by
// asking it within this process: scripts need to know one form only.
func (a *app) printAnswer(ctx context.Context, path string, searcher search.Searcher, names *authority.Authority, params url.Values) error {
	kept, err := catalog.OpenReadOnly(ctx, a.data)
	if err != nil {
		return err
	}
	defer kept.Close()
	config := webConfig(kept, func() (search.Searcher, error) { return searcher, nil }, names, nil)
	return a.printAPI(ctx, config, path, params)
}

// webConfig connects a catalogue and an engine with the web. Without an engine
// every search says that there is no index; without a survey there is no page
// on the coverage.
func webConfig(kept *catalog.Catalog, searcher func() (search.Searcher, error), names *authority.Authority, survey *coverage.Survey) web.Config {
	if searcher == nil {
		searcher = func() (search.Searcher, error) { return nil, corpus.ErrNoIndex }
	}
	config := web.Config{Searcher: searcher, Records: service.Records{Catalog: kept}, Names: names, Sessions: meetings(names), Version: programVersion()}
	if survey != nil {
		config.Coverage = survey.Report
	}
	return config
}

// meetings tells when and where sessions met.
func meetings(names *authority.Authority) func(corpus.SessionID) []site.SessionPart {
	parts := map[corpus.SessionID][]site.SessionPart{}
	for _, s := range names.Sessions() {
		for _, p := range s.Parts {
			parts[s.ID] = append(parts[s.ID], site.SessionPart(p))
		}
	}
	return func(id corpus.SessionID) []web.SessionPart { return parts[id] }
}

// printAPI prints what the API answers at a path.
func (a *app) printAPI(ctx context.Context, config web.Config, path string, params url.Values) error {
	site, err := web.New(config)
	if err != nil {
		return err
	}
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, path+"?"+params.Encode(), nil)
	if err != nil {
		return err
	}
	answer := &printed{header: http.Header{}, status: http.StatusOK, out: a.stdout}
	site.ServeHTTP(answer, request)
	if answer.status != http.StatusOK {
		return corpus.ErrInvalid.Errorf("%s failed (%d)", path, answer.status)
	}
	return answer.err
}

// printed is an http.ResponseWriter that prints.
type printed struct {
	header http.Header
	status int
	out    io.Writer
	err    error
}

func (p *printed) Header() http.Header    { return p.header }
func (p *printed) WriteHeader(status int) { p.status = status }

func (p *printed) Write(b []byte) (int, error) {
	n, err := p.out.Write(b)
	if err != nil {
		p.err = err
	}
	return n, err
}
