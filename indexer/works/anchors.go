package works

import (
	"regexp"
	"strings"
	"unicode"

	"rostrum/corpus/authority"
)

// anchors are what translation preserves, in the order of the text: numbers, and the
// beginnings of names in Latin script.
type anchors struct {
	numbers []string
	names   []string // including the numbers
	latin   bool     // most letters are Latin
}

const (
	// Limits on comparison: later parts of a long text add nothing.
	maxAnchors = 1500
	// A longer number is an identifier, or two numbers run together.
	longestNumber = 11
	// Names differ in their endings: Rome, Roma. (Sudan and Soudan do not match.)
	nameBeginning = 4
)

var anchorForm = regexp.MustCompile(`\d[\d.,\x{a0}\x{202f} ]*\d|\p{Lu}\p{L}+`)

func newAnchors(text string) anchors {
	var a anchors
	letters, latin := 0, 0
	for _, r := range text {
		if unicode.IsLetter(r) {
			letters++
			if r < 0x250 {
				latin++
			}
		}
	}
	a.latin = 2*latin > letters
	for _, found := range anchorForm.FindAllString(westernDigits(text), -1) {
		if len(a.names) == maxAnchors {
			break
		}
		if unicode.IsDigit(rune(found[0])) {
			if digits := onlyDigits(found); len(digits) <= longestNumber {
				a.numbers = append(a.numbers, digits)
				a.names = append(a.names, digits)
			}
			continue
		}
		if words := authority.Words(found); len(words) == 1 && len(words[0].Text) >= nameBeginning {
			a.names = append(a.names, words[0].Text[:nameBeginning])
		}
	}
	return a
}

// agreement is what two texts share in the same order: the share of the longer list
// of anchors, and the length of that list.
type agreement struct {
	share  float64
	shared int
	of     int
	what   string
}

// Thresholds, measured on speeches and their United Nations translations against
// other speeches of the same states: translations share at least 0.40 of their
// numbers, other speeches at most 0.20; of names, at least 0.28 against at most 0.18.
const (
	minNumbers    = 0.4
	fewestNumbers = 4
	minNames      = 0.25
	fewestNames   = 8
	// Longer texts that share less than this are not translations of each other.
	tooFew       = 0.1
	toContradict = 12
)

func (a agreement) enough() bool {
	if a.what == whatNumbers {
		return a.share >= minNumbers && a.shared >= fewestNumbers
	}
	return a.share >= minNames && a.shared >= fewestNames
}

// contradicts reports whether two long texts have almost nothing in common.
func (a agreement) contradicts() bool { return a.of >= toContradict && a.share < tooFew }

const (
	whatNumbers = "numbers"
	whatNames   = "names and numbers"
)

// compare compares two texts in different languages.
func (a anchors) compare(b anchors) (numbers, names agreement) {
	n := inOrder(a.numbers, b.numbers)
	numbers = agreement{share(n, a.numbers, b.numbers), n, max(len(a.numbers), len(b.numbers)), whatNumbers}
	if a.latin && b.latin {
		n := inOrder(a.names, b.names)
		names = agreement{share(n, a.names, b.names), n, max(len(a.names), len(b.names)), whatNames}
	}
	return numbers, names
}

func share(n int, a, b []string) float64 {
	return float64(n) / float64(max(1, len(a), len(b)))
}

// inOrder returns the length of the longest common subsequence.
func inOrder(a, b []string) int {
	before, now := make([]int, len(b)+1), make([]int, len(b)+1)
	for _, x := range a {
		for j, y := range b {
			if x == y {
				now[j+1] = before[j] + 1
			} else {
				now[j+1] = max(now[j], before[j+1])
			}
		}
		before, now = now, before
	}
	return before[len(b)]
}

func onlyDigits(s string) string {
	return strings.Map(func(r rune) rune {
		if r >= '0' && r <= '9' {
			return r
		}
		return -1
	}, s)
}

// westernDigits converts Arabic and Persian digits to 0 to 9.
func westernDigits(s string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r >= '٠' && r <= '٩':
			return '0' + r - '٠'
		case r >= '۰' && r <= '۹':
			return '0' + r - '۰'
		}
		return r
	}, s)
}
