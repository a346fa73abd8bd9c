package generation

import (
	"fmt"

	"rostrum/search"
)

// notBuiltError means that nothing was ever indexed.
type notBuiltError struct{ dir string }

func (e notBuiltError) Error() string { return fmt.Sprintf("there is no index in %s yet", e.dir) }
func (notBuiltError) Unwrap() error   { return search.ErrNotBuilt }

// damagedError says which file differs from what was written.
type damagedError struct{ what string }

func damaged(format string, args ...any) error { return damagedError{fmt.Sprintf(format, args...)} }

func (e damagedError) Error() string { return e.what }
func (damagedError) Unwrap() error   { return search.ErrDamaged }
