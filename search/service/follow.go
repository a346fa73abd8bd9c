package service

import (
	"context"
	"time"

	"github.com/rs/zerolog"
)

// Log messages of replicas.
const (
	SaysFollowed    = "took up what was published"
	SaysNotFollowed = "what is published cannot be taken up; will retry"
)

// follow takes up what is published elsewhere until ctx ends.
func (s *Service) follow(ctx context.Context) {
	tick := time.NewTicker(s.config.FollowEvery)
	defer tick.Stop()
	logged := "" // the error that was logged last
	for {
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
		err := s.takeUp(ctx)
		switch log := zerolog.Ctx(ctx); {
		case ctx.Err() != nil:
			return
		case err == nil:
			logged = ""
		case err.Error() != logged:
			logged = err.Error()
			log.Warn().Err(err).Dur("retry_in", s.config.FollowEvery).Msg(SaysNotFollowed)
		}
	}
}

// takeUp calls Follow once, if there is one, and opens what it brought.
func (s *Service) takeUp(ctx context.Context) error {
	if s.config.Follow == nil {
		return nil
	}
	start := time.Now()
	changed, err := s.config.Follow(ctx)
	s.lost.Store(err != nil)
	if !changed {
		return err
	}
	zerolog.Ctx(ctx).Info().Dur("took", time.Since(start)).Msg(SaysFollowed)
	if s.live != nil { // not at start
		_, _ = s.live.Reload(ctx) // Watch logs the error
	}
	return err
}
