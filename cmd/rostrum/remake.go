package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"strings"
	"time"

	"github.com/rs/zerolog"
)

// remaking makes an index anew that another version made, while the service
// answers. It does so in a process of its own, `rostrum index --rebuild`, which
// has one processor and memory of its own, and takes the writers' lock.
type remaking struct{ app *app }

// remakeEvery is how long after a failed attempt the next one comes; another
// process may have the lock, or the disk be full.
const remakeEvery = 15 * time.Second

// watch makes the index anew whenever it is one of another version, and brings
// records with it that an older one wrote, until ctx ends.
func (r *remaking) watch(ctx context.Context, s *service) {
	tick := time.NewTicker(followEvery)
	defer tick.Stop()
	var again time.Time // not before
	said := ""
	for {
		if s.outdated() && time.Now().After(again) {
			err := r.run(ctx)
			switch log := zerolog.Ctx(ctx); {
			case ctx.Err() != nil:
				return
			case err == nil:
				s.older.Store(false)
				log.Info().Msg("the index that another version had made was made anew")
				said = ""
			case err.Error() != said:
				said = err.Error()
				log.Warn().Err(err).Dur("again_in", remakeEvery).Msg("the index of another version could not be made anew, which is tried again")
			}
			if err != nil {
				again = time.Now().Add(remakeEvery)
			}
			_, _ = s.live.reload(ctx) // what is wrong is told by follow
		}
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
	}
}

func (r *remaking) run(ctx context.Context) error {
	program, err := os.Executable()
	if err != nil {
		return err
	}
	cmd := exec.CommandContext(ctx, program, "index", "--rebuild", "--workers", "1", "--quiet",
		"--data", r.app.data, "--authority", r.app.authority)
	cmd.Args[0] = os.Args[0] // so that it is shown as this process is
	cmd.Env = append(os.Environ(), "GOMAXPROCS=1")
	var stderr bytes.Buffer
	cmd.Stderr = &stderr
	// Interrupted, it removes what it has made aside.
	cmd.Cancel = func() error { return cmd.Process.Signal(os.Interrupt) }
	cmd.WaitDelay = drainTimeout
	err = cmd.Run()
	if said := strings.TrimSpace(strings.TrimPrefix(stderr.String(), "rostrum: ")); said != "" && err != nil {
		return errors.New(said)
	}
	if err != nil {
		return fmt.Errorf("rostrum index --rebuild: %w", err)
	}
	return nil
}
