package service

import (
	"context"
	"time"

	"github.com/rs/zerolog"
)

// rebuildEvery is the delay before retrying; another process may hold the lock, or
// the disk may be full.
const rebuildEvery = 15 * time.Second

// Log messages of rebuilds.
const (
	SaysRebuilt    = "the index made by another version was rebuilt"
	SaysNotRebuilt = "the index made by another version could not be rebuilt; will retry"
)

// rebuildOutdated rebuilds an index and migrates a catalogue written by another
// version, whenever there is one, until ctx ends.
func (s *Service) rebuildOutdated(ctx context.Context) {
	tick := time.NewTicker(watchEvery)
	defer tick.Stop()
	var again time.Time // earliest time of the next attempt
	logged := ""
	for {
		if (s.older.Load() || s.live.outdated()) && time.Now().After(again) {
			err := s.config.Rebuild(ctx)
			switch log := zerolog.Ctx(ctx); {
			case ctx.Err() != nil:
				return
			case err == nil:
				s.older.Store(false)
				log.Info().Msg(SaysRebuilt)
				logged = ""
			case err.Error() != logged:
				logged = err.Error()
				log.Warn().Err(err).Dur("retry_in", rebuildEvery).Msg(SaysNotRebuilt)
			}
			if err != nil {
				again = time.Now().Add(rebuildEvery)
			}
			_, _ = s.live.Reload(ctx) // Watch logs the error
		}
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
	}
}
