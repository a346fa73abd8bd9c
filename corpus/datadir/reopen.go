package datadir

import (
	"context"
	"database/sql/driver"
	"errors"
	"io/fs"
	"os"
	"time"

	"modernc.org/sqlite"
)

// Readers follow a database whose file is replaced by a restored one:
// connections live for reopenEvery, and while the file is just being replaced a
// new one waits for it.
const reopenEvery = time.Second

// ReopenTimeout is how long a reader waits for what is just being replaced.
const ReopenTimeout = time.Second

// reopening makes connections to a file that may be replaced.
type reopening struct {
	driver    sqlite.Driver
	dsn, file string
	patience  time.Duration // with a file that is not there
}

func (r *reopening) Driver() driver.Driver { return &r.driver }

func (r *reopening) Connect(ctx context.Context) (driver.Conn, error) {
	for deadline := time.Now().Add(r.patience); ; {
		conn, err := r.driver.Open(r.dsn)
		if err == nil {
			return conn, nil
		}
		if _, missing := os.Stat(r.file); !errors.Is(missing, fs.ErrNotExist) || time.Now().After(deadline) {
			return nil, err
		}
		select {
		case <-ctx.Done():
			return nil, ctx.Err()
		case <-time.After(time.Millisecond):
		}
	}
}
