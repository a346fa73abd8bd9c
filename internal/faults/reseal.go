package faults

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"os"
	"regexp"
)

// Reseal changes a number in the manifest of an index generation and updates its checksum, as if another
// version of the program had written it. Zero fields are omitted from a manifest; after is the field
// behind which to insert one.
func Reseal(manifest, field, after string, version int) error {
	raw, err := os.ReadFile(manifest)
	if err != nil {
		return err
	}
	number := func(name string) *regexp.Regexp { return regexp.MustCompile(`("` + name + `": )\d+`) }
	sum := regexp.MustCompile(`("sum": )"\w+"`)
	raw = sum.ReplaceAll(raw, []byte(`$1""`))
	if number(field).Match(raw) {
		raw = number(field).ReplaceAll(raw, fmt.Appendf(nil, "${1}%d", version))
	} else {
		raw = number(after).ReplaceAll(raw, fmt.Appendf(nil, "$0,\n  %q: %d", field, version))
	}
	var compact bytes.Buffer
	if err := json.Compact(&compact, raw); err != nil {
		return err
	}
	digest := sha256.Sum256(compact.Bytes())
	raw = regexp.MustCompile(`("sum": )""`).ReplaceAll(raw, []byte(`$1"`+hex.EncodeToString(digest[:])+`"`))
	return os.WriteFile(manifest, raw, 0o644)
}
