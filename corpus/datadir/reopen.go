package datadir

import (
	"context"
	"database/sql/driver"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"time"
)

// Readers follow a database file that is replaced by a restore: connections live for
// reopenEvery, and a new one waits while the file is missing.
const reopenEvery = time.Second

// ReopenTimeout is how long a reader waits for a file that is being replaced.
const ReopenTimeout = time.Second

// reopening opens connections to a file that may be replaced.
type reopening struct {
	driver.Connector
	file     string
	patience time.Duration // how long to wait for a missing file
	setup    []string      // statements to run on each new connection
}

func (r *reopening) Connect(ctx context.Context) (driver.Conn, error) {
	there := false // the file was there after an attempt that failed
	for deadline := time.Now().Add(r.patience); ; {
		conn, err := r.Connector.Connect(ctx)
		if err == nil {
			return r.begin(ctx, conn)
		}
		_, missing := os.Stat(r.file)
		if !errors.Is(missing, fs.ErrNotExist) {
			if there {
				return nil, err
			}
			there = true // it may have come back since: try once more
			continue
		}
		if time.Now().After(deadline) {
			return nil, err
		}
		select {
		case <-ctx.Done():
			return nil, ctx.Err()
		case <-time.After(time.Millisecond):
		}
	}
}

// begin runs the setup statements on a new connection.
func (r *reopening) begin(ctx context.Context, conn driver.Conn) (driver.Conn, error) {
	for _, statement := range r.setup {
		execer, ok := conn.(driver.ExecerContext)
		if !ok {
			return nil, errors.Join(fmt.Errorf("the database driver %T does not support executing statements", conn), conn.Close())
		}
		if _, err := execer.ExecContext(ctx, statement, nil); err != nil {
			return nil, errors.Join(err, conn.Close())
		}
	}
	return conn, nil
}
