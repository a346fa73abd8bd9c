package corpus

import (
	"crypto/sha256"
	"encoding/base32"
	"strings"
)

// ID is the permanent id of a statement: it survives crawls and rebuilds, and can be cited. It
// is not an internal number of an engine.
type ID string

// WorkID identifies a work, such as a speech; all its translations share it.
type WorkID string

// Ids in the authority files. A name that is not in them is kept as written and is its own id.
type (
	SessionID   string // ASP20, ASP-S1, RC2010
	TopicID     string // cooperation
	OrgID       string // hrw, FRA
	SituationID string // darfur
	TypeID      string // statement, resolution
	KindID      string // kind of organization: state, ngo, igo, group, court, other
)

var idEncoding = base32.NewEncoding("abcdefghijkmnpqrstuvwxyz23456789").WithPadding(base32.NoPadding)

// NewID derives the id of a statement from its key: a URL, or a path relative to its folder or
// catalogue. The same key gives the same id on every machine: 75 bits of its SHA-256, as 15
// letters and digits without look-alikes (no l, o, 0, 1).
func NewID(key string) ID {
	sum := sha256.Sum256([]byte(key))
	return ID(idEncoding.EncodeToString(sum[:])[:15])
}

// IsDerivedID reports whether s has the form of NewID.
func IsDerivedID(s string) bool {
	_, err := idEncoding.DecodeString(s + "a")
	return len(s) == 15 && err == nil
}

// ValidID reports whether s can be used in a URL unescaped: 1 to 64 letters, digits, dots,
// hyphens and underscores, beginning with a letter or digit.
func ValidID(s string) bool {
	if len(s) == 0 || len(s) > 64 || strings.IndexByte("._-", s[0]) >= 0 {
		return false
	}
	for _, r := range s {
		switch {
		case r >= 'a' && r <= 'z', r >= 'A' && r <= 'Z', r >= '0' && r <= '9':
		case r == '.' || r == '_' || r == '-':
		default:
			return false
		}
	}
	return true
}
