package generation

import (
	"fmt"
	"os"
	"path/filepath"

	"github.com/RoaringBitmap/roaring/v2"
)

// deletedEnding is that of the files that list the deleted statements of a
// segment. They stand beside the segments' folders, for each generation has its
// own: what is in the folders never changes.
const deletedEnding = ".deleted"

// readDeleted reads which statements of a segment are deleted; nil if none are.
func readDeleted(dir string, s manifestSegment) (*roaring.Bitmap, error) {
	if s.Deleted == "" {
		return nil, nil
	}
	raw, err := os.ReadFile(filepath.Join(dir, s.Deleted))
	if err != nil {
		return nil, err
	}
	deleted := roaring.New()
	if err := deleted.UnmarshalBinary(raw); err != nil {
		return nil, fmt.Errorf("read %s: %w", s.Deleted, err)
	}
	return deleted, nil
}

// writeDeleted writes which statements of a segment are deleted, and notes the
// file in s.
func writeDeleted(dir string, s *manifestSegment, deleted *roaring.Bitmap) error {
	raw, err := deleted.ToBytes()
	if err != nil {
		return err
	}
	s.Deleted = s.Name + deletedEnding
	return os.WriteFile(filepath.Join(dir, s.Deleted), raw, 0o644)
}
