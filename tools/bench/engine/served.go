package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"time"

	"github.com/rs/zerolog"

	"rostrum/corpus"
	"rostrum/corpus/authority"
	"rostrum/search"
	"rostrum/search/web"
)

// answers is how often each question is asked of the server and of the engine.
const answers = 60

// served asks a server of ours over a connection what the engine is asked
// directly, one after the other. The client's own work is in the time as well.
func (b *bench) served(ctx context.Context, engine rostrum) (err error) {
	names, err := authority.Load("")
	if err != nil {
		return err
	}
	server, err := web.New(web.Config{
		Searcher: func() (search.Searcher, error) { return engine, nil },
		Records:  noRecords{}, Names: names, Logger: zerolog.Nop(),
	})
	if err != nil {
		return err
	}
	listener, err := (&net.ListenConfig{}).Listen(ctx, "tcp", "127.0.0.1:0")
	if err != nil {
		return err
	}
	h := &http.Server{Handler: server, ReadHeaderTimeout: time.Minute}
	done := make(chan error, 1)
	go func() { done <- h.Serve(listener) }()
	defer func() {
		err = errors.Join(err, h.Shutdown(context.WithoutCancel(ctx)))
		if closed := <-done; !errors.Is(closed, http.ErrServerClosed) {
			err = errors.Join(err, closed)
		}
	}()
	for _, door := range []struct{ name, path string }{{"JSON", "/api/v1/search"}, {"page", "/search"}} {
		var ratios []float64
		for _, q := range questions {
			address := "http://" + listener.Addr().String() + door.path + "?" + url.Values{"q": {q.asked()}}.Encode()
			var direct, whole []time.Duration
			for range answers {
				x, err := once(func() error {
					_, err := engine.ask(ctx, q)
					return err
				})
				if err != nil {
					return err
				}
				y, err := once(func() error { return get(ctx, address) })
				if err != nil {
					return err
				}
				direct, whole = append(direct, x), append(whole, y)
			}
			ratios = append(ratios, float64(median(whole))/float64(median(direct)))
		}
		ratio, text := spread(ratios)
		b.bar.Add(fmt.Sprintf("whole answer by HTTP over the engine alone, %s: medians, the middle of the questions", door.name), "at most 1.5", ratio <= 1.5, "%s", text)
	}
	return nil
}

func get(ctx context.Context, address string) error {
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, address, nil)
	if err != nil {
		return err
	}
	res, err := http.DefaultClient.Do(req)
	if err != nil {
		return err
	}
	defer res.Body.Close()
	if _, err := io.Copy(io.Discard, res.Body); err != nil {
		return err
	}
	if res.StatusCode != http.StatusOK {
		return fmt.Errorf("%s: %s", address, res.Status)
	}
	return nil
}

// noRecords stands for a catalogue: searching asks nothing of it.
type noRecords struct{}

func (noRecords) Statement(_ context.Context, id corpus.ID) (corpus.Statement, error) {
	return corpus.Statement{}, corpus.ErrNotFound.Errorf("statement %s", id)
}

func (noRecords) Original(ctx context.Context, id corpus.ID) (io.ReadSeekCloser, corpus.Statement, error) {
	return nil, corpus.Statement{}, corpus.ErrNotFound.Errorf("original of %s", id)
}
