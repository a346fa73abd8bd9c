package service

import (
	"context"
	"time"

	"github.com/rs/zerolog"
)

// rebuildEvery is how long after a failed attempt the next one comes; another
// process may have the lock, or the disk be full.
const rebuildEvery = 15 * time.Second

// What the log says of that.
const (
	SaysRebuilt    = "the index made by another version was rebuilt"
	SaysNotRebuilt = "the index made by another version could not be rebuilt; will retry"
)

// rebuildOutdated has the index rebuilt whenever another version made it, and the
// catalogue brought up to date that an older one wrote, until ctx ends.
func (s *Service) rebuildOutdated(ctx context.Context) {
	tick := time.NewTicker(watchEvery)
	defer tick.Stop()
	var again time.Time // not before
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
			_, _ = s.live.Reload(ctx) // what is wrong is logged by Watch
		}
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
	}
}
