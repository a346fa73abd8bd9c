package service

import (
	"context"
	"errors"
	"net/http"
	"os"
	"sync/atomic"
	"time"

	"github.com/rs/zerolog"
	"golang.org/x/sync/errgroup"

	"rostrum/corpus"
	"rostrum/corpus/backup"
	"rostrum/corpus/catalog"
	"rostrum/corpus/coverage"
	"rostrum/search"
	"rostrum/search/web"
	"rostrum/search/web/site"
)

// Config configures a Service. Data, Engine and Web are required.
type Config struct {
	Data     string             // the data folder
	Engine   search.Engine      // of the index in it
	Web      web.Config         // except for what depends on the data folder
	Speakers *coverage.Speakers // who spoke; nil if unknown
	// PageImages opens the page images of a catalogue; if nil, pages are shown as text
	// only.
	PageImages func(*catalog.Catalog) (PageImages, error)
	// Unconfined says that the renderer of page images is not fully sandboxed.
	Unconfined bool
	// Rebuild rebuilds the index and migrates the catalogue if another version wrote
	// them. It is called while the service runs, and retried on failure; nil leaves that
	// to the operator.
	Rebuild func(context.Context) error
	// Follow, if not nil, brings the data folder up to date with what was published
	// elsewhere, and reports whether it changed. It is called at start and then every
	// FollowEvery.
	Follow      func(context.Context) (changed bool, err error)
	FollowEvery time.Duration
	// Wait lets the service start without a catalogue or an index.
	Wait bool
	// Explain turns an error or a Reason into a message for the operator; if nil, its own
	// message is used.
	Explain func(error) string
}

// PageImages renders pages until it is closed.
type PageImages interface {
	site.PageImages
	Close()
}

// Service is the web server over the catalogue and the index of a data folder, either
// of which may become available later.
type Service struct {
	config Config

	live    *Live
	catalog atomic.Pointer[catalog.Catalog] // nil until there is one
	older   atomic.Bool                     // there is one, of an older version
	images  PageImages
	lost    atomic.Bool // the last call of Follow failed
	server  atomic.Pointer[web.Server]
}

// Start opens the catalogue and the index. It fails if one is missing, unless the
// service may wait for it or rebuild it.
func Start(ctx context.Context, config Config) (_ *Service, err error) {
	s := &Service{config: config}
	defer func() {
		if err != nil {
			s.Close()
		}
	}()
	followed := s.takeUp(ctx)
	records, err := catalog.OpenReadOnly(ctx, config.Data)
	switch {
	case followed != nil && errors.Is(err, corpus.ErrNoIndex) && !config.Wait:
		return nil, followed
	case err == nil:
		s.catalog.Store(records)
	case errors.Is(err, catalog.ErrOlder) && config.Rebuild != nil:
		s.older.Store(true)
		zerolog.Ctx(ctx).Warn().Msg(s.explain(OlderCatalog))
	case !config.Wait || !errors.Is(err, corpus.ErrNoIndex):
		return nil, err
	}
	s.live = Open(ctx, config.Engine)
	state, openErr := s.live.State()
	switch log := zerolog.Ctx(ctx); {
	case openErr == nil:
		if state.Degraded != nil {
			log.Warn().Msg(s.explain(state.Degraded))
		}
	case config.Rebuild != nil && errors.Is(openErr, search.ErrOtherVersion):
		log.Warn().Msg(s.explain(Rebuilding) + untilSearched)
	case config.Wait || s.older.Load():
		log.Warn().Msg(s.explain(openErr) + untilSearched)
	default:
		return nil, openErr
	}
	return s, s.show(ctx, records) // nil: not yet
}

// show switches to a catalogue; nil means none yet.
func (s *Service) show(ctx context.Context, records *catalog.Catalog) error {
	config := s.config.Web
	config.Searcher, config.Condition = s.live.Searcher, s.condition
	if records == nil {
		config.Records = absent{}
	} else {
		shown, survey := Records{records}, &coverage.Survey{Catalog: records, Speakers: s.config.Speakers}
		config.Records, config.PageCount, config.Coverage = shown, shown.PageCount, survey.Report
		s.catalog.Store(records)
		s.openImages(ctx, records, &config)
	}
	server, err := web.New(config)
	if err != nil {
		return corpus.ErrInvalid.Errorf("%w", err)
	}
	s.server.Store(server)
	return nil
}

func (s *Service) openImages(ctx context.Context, records *catalog.Catalog, config *web.Config) {
	if s.config.PageImages == nil {
		return
	}
	images, err := s.config.PageImages(records)
	if err != nil { // perhaps a read-only data folder
		zerolog.Ctx(ctx).Warn().Err(err).Msg("pages are shown as text only")
		return
	}
	s.images, config.PageImages = images, images
}

// Index returns the index in use.
func (s *Service) Index() *Live { return s.live }

// Close closes everything; open requests may still finish.
func (s *Service) Close() {
	if s.live != nil {
		s.live.Close()
	}
	if s.images != nil {
		s.images.Close()
	}
	if records := s.catalog.Load(); records != nil {
		_ = records.Close() // it was only read
	}
}

// Watch keeps the service up to date until ctx ends: it opens a catalogue that was
// missing and each newly published index (at once on a signal from now), finishes
// interrupted restores, and has outdated data rebuilt.
func (s *Service) Watch(ctx context.Context, now <-chan os.Signal) error {
	group, ctx := errgroup.WithContext(ctx)
	group.Go(func() error {
		if err := s.awaitCatalog(ctx, now); err != nil {
			return err
		}
		s.live.Watch(ctx, now)
		return nil
	})
	group.Go(func() error { s.finishRestores(ctx); return nil })
	if s.config.Follow != nil {
		group.Go(func() error { s.follow(ctx); return nil })
	}
	if s.config.Rebuild != nil {
		group.Go(func() error { s.rebuildOutdated(ctx); return nil })
	}
	return group.Wait()
}

// awaitCatalog opens the catalogue as soon as there is one.
func (s *Service) awaitCatalog(ctx context.Context, now <-chan os.Signal) error {
	for s.catalog.Load() == nil {
		select {
		case <-ctx.Done():
			return nil
		case <-now:
		case <-time.After(watchEvery):
		}
		records, err := catalog.OpenReadOnly(ctx, s.config.Data)
		if err != nil {
			continue // readiness reports that there is none
		}
		s.older.Store(false)
		if err := s.show(ctx, records); err != nil {
			return err
		}
		zerolog.Ctx(ctx).Info().Msg("the catalogue is available: statements can be shown")
	}
	return nil
}

// finishRestores completes restores that were interrupted after their point of no
// return.
func (s *Service) finishRestores(ctx context.Context) {
	tick := time.NewTicker(watchEvery)
	defer tick.Stop()
	logged := false
	for {
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
		if err := backup.FinishRestore(ctx, s.config.Data); err != nil && ctx.Err() == nil && !logged {
			zerolog.Ctx(ctx).Error().Err(err).Msg("an interrupted restore could not be finished; will retry")
			logged = true
		}
	}
}

// ServeHTTP handles requests to the public address.
func (s *Service) ServeHTTP(w http.ResponseWriter, r *http.Request) { s.server.Load().ServeHTTP(w, r) }

// Admin handles requests to the admin address.
func (s *Service) Admin(w http.ResponseWriter, r *http.Request) {
	s.server.Load().Admin().ServeHTTP(w, r)
}
