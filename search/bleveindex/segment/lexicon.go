package segment

import (
	"cmp"
	"slices"
	"sort"
	"strings"

	"rostrum/search/analysis"
)

// StringTable is a list of strings in one piece of memory.
type StringTable struct {
	Data string
	Ends []uint32
}

func (t *StringTable) Len() int { return len(t.Ends) }

func (t *StringTable) At(i int) string {
	start := uint32(0)
	if i > 0 {
		start = t.Ends[i-1]
	}
	return t.Data[start:t.Ends[i]]
}

// Find is the place of s in a sorted table, and whether it is there.
func (t *StringTable) Find(s string) (int, bool) {
	return sort.Find(t.Len(), func(i int) int { return strings.Compare(s, t.At(i)) })
}

func NewStringTable(list []string) StringTable {
	var b strings.Builder
	ends := make([]uint32, len(list))
	for i, s := range list {
		b.WriteString(s)
		ends[i] = uint32(b.Len())
	}
	return StringTable{Data: b.String(), Ends: ends}
}

// Lexicon holds every word of a segment in its exact form, by the number that
// the token streams know it by, and the ways in from folded forms and stems.
//
// Numbers from len(Words) up are joined words: two that stand in the streams
// one after the other but were written as one, such as co-operation, or
// cooperation broken at a line end.
type Lexicon struct {
	Words StringTable // number 0 is the barrier between title and text
	Joins []JoinedWord
	Folds WordGroups
	Stems []WordGroups // by language

	outlines func() []uint64 // of the folded forms; see outline
}

// FoldsOf lists the folded forms of the words with a stem in a language.
func (x *Lexicon) FoldsOf(language int, stem string) []string {
	var out []string
	for _, id := range x.Stems[language].Get(stem) {
		n := int(id) - x.Words.Len()
		word := ""
		if n < 0 {
			word = x.Words.At(int(id))
		} else {
			word = x.Words.At(int(x.Joins[n].First)) + x.Words.At(int(x.Joins[n].Second))
		}
		if fold := analysis.FoldForm(word); !slices.Contains(out, fold) {
			out = append(out, fold)
		}
	}
	return out
}

type JoinedWord struct {
	First, Second uint32
	LineEnd       bool // broken by the printer, not hyphenated by the author
}

// WordGroups maps forms to the numbers of the words that have them.
type WordGroups struct {
	Forms StringTable // sorted
	Ends  []uint32    // end of each form's numbers in IDs
	IDs   []uint32
}

func (g *WordGroups) Group(i int) []uint32 {
	start := uint32(0)
	if i > 0 {
		start = g.Ends[i-1]
	}
	return g.IDs[start:g.Ends[i]]
}

// Get returns the numbers of the words with the form.
func (g *WordGroups) Get(form string) []uint32 {
	i, ok := g.Forms.Find(form)
	if !ok {
		return nil
	}
	return g.Group(i)
}

// Prefixed returns the numbers of the words whose form begins with prefix.
func (g *WordGroups) Prefixed(prefix string) []uint32 {
	from, _ := g.Forms.Find(prefix)
	to := from
	for to < g.Forms.Len() && strings.HasPrefix(g.Forms.At(to), prefix) {
		to++
	}
	if from == to {
		return nil
	}
	start := uint32(0)
	if from > 0 {
		start = g.Ends[from-1]
	}
	return g.IDs[start:g.Ends[to-1]]
}

// WordForm is a word's number with one of its forms.
type WordForm struct {
	Form string
	ID   uint32
}

func NewWordGroups(list []WordForm) WordGroups {
	slices.SortFunc(list, func(a, b WordForm) int {
		return cmp.Or(strings.Compare(a.Form, b.Form), cmp.Compare(a.ID, b.ID))
	})
	var forms []string
	g := WordGroups{IDs: make([]uint32, len(list))}
	for i, f := range list {
		if i == 0 || f.Form != list[i-1].Form {
			forms = append(forms, f.Form)
			g.Ends = append(g.Ends, 0)
		}
		g.IDs[i] = f.ID
		g.Ends[len(g.Ends)-1] = uint32(i + 1)
	}
	g.Forms = NewStringTable(forms)
	return g
}

// lexiconBuilder gives out the numbers while a segment is written.
type lexiconBuilder struct {
	analyzers []*analysis.Analyzer
	bySurface map[string]uint32
	byExact   map[string]uint32
	byJoin    map[JoinedWord]uint32
	words     []string // exact forms
	folds     []string
	stems     [][]stemOf // language, word
	joins     []JoinedWord
	joinFolds []string
	joinStems [][]stemOf // language, join
}

type stemOf struct {
	known bool
	stop  bool
	stem  string
}

func newLexiconBuilder(analyzers []*analysis.Analyzer) *lexiconBuilder {
	return &lexiconBuilder{
		analyzers: analyzers,
		bySurface: map[string]uint32{},
		byExact:   map[string]uint32{"": 0},
		byJoin:    map[JoinedWord]uint32{},
		words:     []string{""},
		folds:     []string{""},
		stems:     make([][]stemOf, len(analyzers)),
		joinStems: make([][]stemOf, len(analyzers)),
	}
}

// word is the number of the word written so.
func (b *lexiconBuilder) word(surface string) uint32 {
	if id, ok := b.bySurface[surface]; ok {
		return id
	}
	exact := analysis.ExactForm(surface)
	id, ok := b.byExact[exact]
	if !ok {
		id = uint32(len(b.words))
		exact = strings.Clone(exact)
		b.words = append(b.words, exact)
		b.folds = append(b.folds, analysis.FoldForm(exact))
		b.byExact[exact] = id
	}
	b.bySurface[strings.Clone(surface)] = id
	return id
}

// join is the place in joins of two words written as one.
func (b *lexiconBuilder) join(j JoinedWord) uint32 {
	n, ok := b.byJoin[j]
	if !ok {
		n = uint32(len(b.joins))
		b.byJoin[j] = n
		b.joins = append(b.joins, j)
		b.joinFolds = append(b.joinFolds, analysis.Fold(b.words[j.First]+b.words[j.Second]))
	}
	return n
}

// stem is the stem of a word in a language; stop tells that it is too common
// to be indexed by it.
func (b *lexiconBuilder) stem(language int, id uint32) (stem string, stop bool) {
	return b.cached(&b.stems[language], language, id, b.folds[id])
}

func (b *lexiconBuilder) joinStem(language int, n uint32) (stem string, stop bool) {
	return b.cached(&b.joinStems[language], language, n, b.joinFolds[n])
}

func (b *lexiconBuilder) cached(memo *[]stemOf, language int, n uint32, fold string) (string, bool) {
	if int(n) >= len(*memo) {
		*memo = slices.Grow(*memo, int(n)+1-len(*memo))
		*memo = (*memo)[:n+1]
	}
	s := &(*memo)[n]
	if !s.known {
		l := b.analyzers[language]
		s.known, s.stop = true, l.IsStopWord(fold)
		if !s.stop {
			s.stem = l.Stem(fold)
		}
	}
	return s.stem, s.stop
}

// build is the lexicon as it is stored.
func (b *lexiconBuilder) build() *Lexicon {
	base := uint32(len(b.words))
	lex := &Lexicon{Words: NewStringTable(b.words), Joins: b.joins}
	forms := make([]WordForm, 0, len(b.words)+len(b.joins))
	for id := 1; id < len(b.words); id++ {
		forms = append(forms, WordForm{b.folds[id], uint32(id)})
	}
	for n, fold := range b.joinFolds {
		forms = append(forms, WordForm{fold, base + uint32(n)})
	}
	lex.Folds = NewWordGroups(forms)
	for language := range b.analyzers {
		var forms []WordForm
		for id, s := range b.stems[language] {
			if s.known && !s.stop {
				forms = append(forms, WordForm{s.stem, uint32(id)})
			}
		}
		for n, s := range b.joinStems[language] {
			if s.known && !s.stop {
				forms = append(forms, WordForm{s.stem, base + uint32(n)})
			}
		}
		lex.Stems = append(lex.Stems, NewWordGroups(forms))
	}
	return lex
}
