package suggest

import (
	"cmp"
	"math/bits"
	"slices"
	"strings"
	"unicode/utf8"

	"rostrum/search/analysis"
	"rostrum/search/bleveindex/segment"
)

// completions finds candidates by prefixes of the words of their names, in memory.
// Names are numbered by descending weight of their candidates, so the first name of a
// set is the best.
type completions struct {
	names   segment.StringTable
	plain   segment.StringTable // the same, folded
	targets []uint32            // by name: the candidate it names
	words   segment.WordGroups
}

// completionName is a name to be added to completions; names of one candidate follow
// each other, best first.
type completionName struct {
	text   string
	target uint32
}

func newCompletions(names []completionName) *completions {
	texts, plain := make([]string, len(names)), make([]string, len(names))
	c := &completions{targets: make([]uint32, len(names))}
	var forms []segment.WordForm
	for i, n := range names {
		texts[i], plain[i], c.targets[i] = n.text, strings.Join(analysis.TypedWords(n.text), " "), n.target
		analysis.EachNameWord(n.text, func(word string) { forms = append(forms, segment.WordForm{Form: word, ID: uint32(i)}) })
	}
	c.names, c.plain = segment.NewStringTable(texts), segment.NewStringTable(plain)
	c.words = segment.NewWordGroups(forms)
	return c
}

// Limits on what is typed. A text of more words does not begin a name.
const (
	maxTypedWords      = 12
	minFirstLetterTypo = 7 // letters of a word whose first may be mistyped
)

// nameSet is a bit set of names by number.
type nameSet []uint64

func (s nameSet) add(i uint32) { s[i/64] |= 1 << (i % 64) }

func (s nameSet) and(t nameSet) {
	for i := range s {
		s[i] &= t[i]
	}
}

// each calls visit with the names of the set in order until it returns false.
func (s nameSet) each(visit func(i int) bool) {
	for w, word := range s {
		for ; word != 0; word &= word - 1 {
			if !visit(w*64 + bits.TrailingZeros64(word)) {
				return
			}
		}
	}
}

// completed is a candidate with the best of its matching names.
type completed struct {
	target uint32
	name   int
	fit    int // how well the name matches; higher is better
	typo   bool
}

// How well a name matches what was typed.
const (
	fitsWords = iota
	fitsBeginning
	fitsWhole
)

// maxConsidered is the number of names examined for the best matches.
const maxConsidered = 500

// find returns up to maximum candidates with a name that has all the words typed,
// best first. With typo, one of the words contains a typo.
func (c *completions) find(work *segment.Work, typed []string, typo bool, maximum int) ([]completed, error) {
	if len(typed) == 0 || len(typed) > maxTypedWords || c.names.Len() == 0 {
		return nil, nil
	}
	begun := make([]nameSet, len(typed))
	for i, word := range typed {
		begun[i] = c.withPrefix(word)
		if err := work.Spend(len(begun[i])); err != nil {
			return nil, err
		}
	}
	var found nameSet
	if typo {
		found = make(nameSet, len(begun[0]))
		for i, word := range typed {
			near, err := c.withTypo(work, word)
			if err != nil {
				return nil, err
			}
			if near != nil {
				for j, set := range intersect(begun, i, near) {
					found[j] |= set
				}
			}
		}
	} else {
		found = intersect(begun, -1, nil)
	}
	var out []completed
	looked := 0
	seen := map[uint32]int{}
	found.each(func(i int) bool {
		looked++
		thing, fit := c.targets[i], fitsWords
		if !typo {
			fit = fitOf(c.plain.At(i), typed)
		}
		if at, ok := seen[thing]; !ok {
			seen[thing] = len(out)
			out = append(out, completed{thing, i, fit, typo})
		} else if fit > out[at].fit {
			out[at] = completed{thing, i, fit, typo}
		}
		return looked < maxConsidered
	})
	slices.SortStableFunc(out, func(a, b completed) int { return cmp.Compare(b.fit, a.fit) })
	return out[:min(maximum, len(out))], nil
}

// fitOf rates how a folded name matches the words typed.
func fitOf(name string, typed []string) int {
	for i, word := range typed {
		rest, begins := strings.CutPrefix(name, word)
		if !begins {
			return fitsWords
		}
		_, name, _ = strings.Cut(rest, " ")
		if i == len(typed)-1 && rest == "" {
			return fitsWhole
		}
	}
	return fitsBeginning
}

// intersect returns the names in every set, with near in place of the set at i.
func intersect(sets []nameSet, i int, near nameSet) nameSet {
	out := slices.Clone(sets[0])
	if i == 0 {
		out = slices.Clone(near)
	}
	for j, set := range sets[1:] {
		if j+1 == i {
			set = near
		}
		out.and(set)
	}
	return out
}

// withPrefix returns the names with a word that begins with word.
func (c *completions) withPrefix(word string) nameSet {
	set := make(nameSet, (c.names.Len()+63)/64)
	for _, i := range c.words.Prefixed(word) {
		set.add(i)
	}
	return set
}

// withTypo returns the names with a word that begins with word except for one typo;
// nil if the word is too short for one.
func (c *completions) withTypo(work *segment.Work, word string) (nameSet, error) {
	letters := utf8.RuneCountInString(word)
	if letters < analysis.MinTypoLetters {
		return nil, nil
	}
	from, to := 0, c.words.Forms.Len()
	if letters < minFirstLetterTypo {
		_, size := utf8.DecodeRuneInString(word)
		from, _ = c.words.Forms.Find(word[:size])
		if after := segment.AfterPrefix(word[:size]); after != nil {
			to, _ = c.words.Forms.Find(string(after))
		}
	}
	set := make(nameSet, (c.names.Len()+63)/64)
	for form := from; form < to; form++ {
		if err := work.Spend(segment.PostingWork); err != nil {
			return nil, err
		}
		if analysis.HasPrefixNearly(c.words.Forms.At(form), word) {
			for _, i := range c.words.Group(form) {
				set.add(i)
			}
		}
	}
	return set, nil
}
