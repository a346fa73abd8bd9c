package alert

import (
	"context"
	"time"

	"github.com/rs/zerolog"
)

// watchEvery is how often a service runs its alerts.
const watchEvery = 5 * time.Minute

// Watch runs alerts until ctx ends. Failures are retried; the log mentions them, but
// neither searches nor recipients.
func Watch(ctx context.Context, run func(context.Context) (Report, error)) {
	tick := time.NewTicker(watchEvery)
	defer tick.Stop()
	for {
		report, err := run(ctx)
		told, sent, waiting := 0, 0, 0
		for _, o := range report.Alerts {
			told, sent, waiting = told+o.New, sent+o.Sent, waiting+o.Unsent
		}
		switch log := zerolog.Ctx(ctx); {
		case ctx.Err() != nil:
			return
		case err != nil:
			log.Error().Err(err).Msg("the alerts could not be run and will be retried")
		case report.Failed():
			log.Warn().Int("statements", told).Int("sent", sent).Int("waiting", waiting).Msg("some alerts failed and will be retried; run `rostrum alerts run` to see why")
		case told+sent > 0:
			log.Info().Int("statements", told).Int("sent", sent).Msg("alerts sent")
		}
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
	}
}
