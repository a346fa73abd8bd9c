//go:build !unix

package catalog

import "os"

// makePipe makes a folder where there are no pipes in folders.
func makePipe(path string) error { return os.Mkdir(path, 0o700) }
