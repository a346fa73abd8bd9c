package quality

import (
	"crypto/sha256"
	"encoding/binary"
	"slices"

	"rostrum/corpus"
)

// Mistaken returns detect with errors: for the given share of the documents (0 to 1)
// it returns a wrong language. Documents and languages are chosen by a hash of the
// text, so they are the same in every run.
func Mistaken(detect func(text string) corpus.Language, share float64) func(text string) corpus.Language {
	return func(text string) corpus.Language {
		language := detect(text)
		sum := sha256.Sum256([]byte(text))
		draw := binary.BigEndian.Uint64(sum[:])
		if float64(draw>>11)/(1<<53) >= share {
			return language
		}
		others := slices.DeleteFunc(slices.Clone(corpus.Languages), func(other corpus.Language) bool { return other == language })
		return others[int(sum[31])%len(others)]
	}
}
