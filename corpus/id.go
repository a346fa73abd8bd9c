package corpus

import (
	"crypto/sha256"
	"encoding/base32"
	"strings"
)

// ID names a statement for good: it survives re-crawls and rebuilds, so it may
// be cited. It is never an engine's number.
type ID string

// WorkID names a speech; all its translations share it.
type WorkID string

// The ids of the authority files. A name the authority lacks is kept as
// written and is then its own id.
type (
	SessionID   string // ASP20, ASP-S1, RC2010
	TopicID     string // cooperation
	OrgID       string // hrw, FRA
	SituationID string // darfur
	TypeID      string // statement, resolution
	KindID      string // kind of organization: state, ngo, igo, group, court, other
)

var idEncoding = base32.NewEncoding("abcdefghijkmnpqrstuvwxyz23456789").WithPadding(base32.NoPadding)

// NewID derives the id of a statement from the key its source knows it by: an
// address, or a path relative to its folder or catalogue. The same key gives
// the same id on every machine. It is 75 bits of the key's SHA-256 in 15
// letters and digits that cannot be mistaken for each other (no l, o, 0, 1).
func NewID(key string) ID {
	sum := sha256.Sum256([]byte(key))
	return ID(idEncoding.EncodeToString(sum[:])[:15])
}

// IsDerivedID tells whether s is of the form that NewID gives.
func IsDerivedID(s string) bool {
	_, err := idEncoding.DecodeString(s + "a")
	return len(s) == 15 && err == nil
}

// ValidID tells whether s can stand in an address as it is: 1 to 64 letters,
// digits, dots, hyphens and underscores, beginning with a letter or digit.
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
