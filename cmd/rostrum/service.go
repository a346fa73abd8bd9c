package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"sync/atomic"
	"time"

	"github.com/rs/zerolog"
	"github.com/spf13/pflag"

	"rostrum/corpus"
	"rostrum/corpus/authority"
	"rostrum/corpus/catalog"
	"rostrum/corpus/coverage"
	"rostrum/search"
	"rostrum/search/web"
)

// service is what answers: pages over the records and the index of a data
// folder, of which one or both may come later.
type service struct {
	app      *app
	flags    *pflag.FlagSet
	names    *authority.Authority
	speakers *coverage.Speakers
	config   web.Config // but for what depends on the data folder
	remake   *remaking  // nil: an index of another version is left to people

	live     *liveIndex
	kept     atomic.Pointer[catalog.Catalog] // nil until there are records
	older    atomic.Bool                     // there are, of an older version
	pictures *pagePictures
	site     atomic.Pointer[web.Server]
}

// newService reads from flags how a service is to be. It opens nothing yet.
func (a *app) newService(ctx context.Context, flags *pflag.FlagSet, names *authority.Authority) (*service, error) {
	rate, _ := flags.GetInt("rate")
	if rate < 0 {
		return nil, usageError("--rate %d: write how many requests a minute one client may send, or 0 for any number", rate)
	}
	speakers, _ := flags.GetString("speakers")
	list, faults, err := readSpeakers(speakers, names)
	if err != nil {
		return nil, err
	}
	for _, fault := range faults {
		zerolog.Ctx(ctx).Warn().Msg(fault)
	}
	s := &service{app: a, flags: flags, names: names, speakers: list}
	s.config = web.Config{
		Names: names, Sessions: meetings(names), Version: programVersion(), Logger: *zerolog.Ctx(ctx), Limits: web.Limits{Rate: rate},
	}
	s.config.PublicURL, _ = flags.GetString("public-url")
	s.config.TrustedProxies, _ = flags.GetStringSlice("trusted-proxies")
	s.config.EmbedOrigins, _ = flags.GetStringSlice("embed-origins")
	if remake, _ := flags.GetBool("rebuild-outdated"); remake {
		s.remake = &remaking{app: a}
	}
	return s, nil
}

// open opens the records and the index. What is not there yet is an error,
// unless the service is to wait for it or makes the index anew by itself.
func (s *service) open(ctx context.Context) error {
	wait, _ := s.flags.GetBool("wait")
	kept, err := s.app.kept(ctx)
	switch {
	case err == nil:
	case errors.Is(err, catalog.ErrOlder) && s.remake != nil:
		s.older.Store(true)
		zerolog.Ctx(ctx).Warn().Msg(saysOlderRecords)
	case !wait || !errors.Is(err, corpus.ErrNoIndex):
		return err
	}
	s.live = openLive(ctx, s.app.engine(s.names))
	state, openErr := s.live.state()
	switch log := zerolog.Ctx(ctx); {
	case openErr == nil:
		if state.Degraded != nil {
			log.Warn().Msg(state.Degraded.Error())
		}
	case s.remake != nil && errors.Is(openErr, search.ErrOtherVersion):
		log.Warn().Msg(saysRemaking + "; until then nothing can be searched")
	case wait || s.older.Load():
		log.Warn().Msg(sentence(openErr) + "; until then nothing can be searched")
	default:
		if kept != nil {
			_ = kept.Close() // it was only read
		}
		return openErr
	}
	return s.show(ctx, kept) // nil: not yet
}

// show answers from now on with these records; nil are none yet.
func (s *service) show(ctx context.Context, kept *catalog.Catalog) error {
	config := s.config
	config.Searcher, config.Condition = s.live.searcher, s.condition
	if kept == nil {
		config.Records = absent{}
	} else {
		shown := webConfig(kept, s.live.searcher, s.names, &survey{catalog: kept, speakers: s.speakers})
		config.Records, config.Coverage = shown.Records, shown.Coverage
		config.PageCount = records{kept}.pageCount
		s.kept.Store(kept)
		s.openPictures(ctx, kept, &config)
	}
	site, err := web.New(config)
	if err != nil {
		return usageError("%v", err)
	}
	s.site.Store(site)
	return nil
}

func (s *service) openPictures(ctx context.Context, kept *catalog.Catalog, config *web.Config) {
	megabytes, _ := s.flags.GetInt("page-pictures")
	if megabytes <= 0 {
		return
	}
	shown, err := s.app.openPictures(kept, megabytes)
	if err != nil { // a data folder that may only be read, perhaps
		zerolog.Ctx(ctx).Warn().Err(err).Msg("pages are shown as text only")
		return
	}
	s.pictures, config.Pictures = shown, shown
}

// close ends what answers. What is under way may still come to its end.
func (s *service) close() {
	if s.live != nil {
		s.live.close()
	}
	if s.pictures != nil {
		s.pictures.close()
	}
	if kept := s.kept.Load(); kept != nil {
		_ = kept.Close() // it was only read
	}
}

// follow takes up what comes into the data folder until ctx ends: records where
// there were none, and every new generation of the index; at once when something
// comes over now.
func (s *service) follow(ctx context.Context, now <-chan os.Signal) error {
	for s.kept.Load() == nil {
		select {
		case <-ctx.Done():
			return nil
		case <-now:
		case <-time.After(followEvery):
		}
		kept, err := s.app.kept(ctx)
		if err == nil {
			s.older.Store(false)
			if err := s.show(ctx, kept); err != nil {
				return err
			}
			zerolog.Ctx(ctx).Info().Msg("statements can be shown: there is a catalogue")
		}
	}
	s.live.follow(ctx, now)
	return nil
}

// outdated tells whether the index or the records are of another version, so
// that they are to be made anew or brought up to date.
func (s *service) outdated() bool { return s.older.Load() || s.live.outdated() }

// tend sees, until ctx ends, to restores that were cut off when they had been
// decided upon: what they had left to do would be missing here.
func (s *service) tend(ctx context.Context) {
	tick := time.NewTicker(followEvery)
	defer tick.Stop()
	said := false
	for {
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
		if err := s.app.finishRestore(ctx); err != nil && ctx.Err() == nil && !said {
			zerolog.Ctx(ctx).Error().Err(err).Msg("what a restore had left to do could not be done, which is tried again")
			said = true
		}
	}
}

// ServeHTTP answers a request to the public address.
func (s *service) ServeHTTP(w http.ResponseWriter, r *http.Request) { s.site.Load().ServeHTTP(w, r) }

// admin answers on the address for those who run the service.
func (s *service) admin(w http.ResponseWriter, r *http.Request) {
	s.site.Load().Admin().ServeHTTP(w, r)
}

// absent stands for records that have not come yet.
type absent struct{}

func (absent) Statement(_ context.Context, id corpus.ID) (corpus.Statement, error) {
	return corpus.Statement{}, fmt.Errorf("statement %s: %w: there is no catalogue yet", id, corpus.ErrNoIndex)
}

func (a absent) Original(ctx context.Context, id corpus.ID) (io.ReadSeekCloser, corpus.Statement, error) {
	s, err := a.Statement(ctx, id)
	return nil, s, err
}
