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

// Readers follow a database whose file is replaced by a restored one:
// connections live for reopenEvery, and while the file is just being replaced a
// new one waits for it.
const reopenEvery = time.Second

// ReopenTimeout is how long a reader waits for what is just being replaced.
const ReopenTimeout = time.Second

// reopening makes connections to a file that may be replaced.
type reopening struct {
	driver.Connector
	file     string
	patience time.Duration // with a file that is not there
	setup    []string      // statements that each connection begins with
}

func (r *reopening) Connect(ctx context.Context) (driver.Conn, error) {
	for deadline := time.Now().Add(r.patience); ; {
		conn, err := r.Connector.Connect(ctx)
		if err == nil {
			return r.begin(ctx, conn)
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

// begin runs the statements that a connection begins with.
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
