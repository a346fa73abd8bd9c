package bleveindex

import "fmt"

// DropOld removes all generations but the one in use. After a statement was
// taken down, none may be left that could bring it back. The caller holds the
// lock, as for Build.
func DropOld(dir string) error {
	inUse, err := Current(dir)
	if err == nil {
		err = removeOld(dir, inUse, "")
	}
	if err != nil {
		return fmt.Errorf("remove older generations of the index: %w", err)
	}
	return nil
}
