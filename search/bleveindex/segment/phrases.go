package segment

import (
	"cmp"
	"encoding/binary"
	"hash/fnv"
	"math/bits"
	"path/filepath"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"rostrum/corpus"
	"rostrum/search/analysis"
)

// Phrases are the frequent phrases of a segment: two to four words that stand
// together in several statements. They are counted once, when the segment is
// written.
type Phrases struct {
	Texts StringTable // as most people write them but for capitals
	// Senses are equal for phrases that differ in inflection only.
	Senses    []uint64
	Languages []uint8  // the analyzer of each
	Ends      []uint64 // by statement: end of its list in Lists
	Lists     []byte   // numbers of the phrases of each statement: distances as varints
}

// Of calls visit with the number of each phrase that a statement has.
func (p *Phrases) Of(doc uint32, visit func(n uint32)) {
	if int(doc) >= len(p.Ends) {
		return
	}
	start := uint64(0)
	if doc > 0 {
		start = p.Ends[doc-1]
	}
	n := uint32(0)
	for list := p.Lists[start:p.Ends[doc]]; len(list) > 0; {
		step, size := NextWord(list) // a varint as well, and mostly of a byte or two
		if size <= 0 {
			return
		}
		n += step
		list = list[size:]
		visit(n)
	}
}

const (
	minPhraseWords = 2
	maxPhraseWords = 4
	// maxCountedWords is how many words are counted to see whether a phrase is
	// more than the beginning or the end of a longer one.
	maxCountedWords = 6
	// maxPhrases is how many phrases of a segment are kept: the most frequent.
	maxPhrases = 60_000
	// A table of this size tells the rare phrases apart before they are counted
	// exactly; larger corpora share places in it, which only lets more through.
	maxTable = 1 << 22
)

// MinStatements is how many statements of a segment of n must have a phrase.
// A few statements that are added to a large corpus count with all they have.
func MinStatements(n int) int {
	if n <= FewStatements {
		return 1
	}
	return min(3+n/2000, 200)
}

const FewStatements = 100

// A phrase that stands nearly always within a longer one is no phrase of its
// own: "international criminal" beside "international criminal court".
func PartOfLonger(has, longerHas int) bool { return 4*has <= 5*longerHas }

// gram is the words of a phrase by their numbers; 0 where it is shorter.
type gram [maxCountedWords]uint32

func (g gram) words() int {
	n := slices.Index(g[:], 0)
	if n < 0 {
		return len(g)
	}
	return n
}

// neverAtEnds are words, folded, that neither begin nor end a phrase that
// somebody would look for, and are not among the stop words.
var neverAtEnds = map[string]map[string]bool{
	"en": foldedWords("also will shall may must can could would should might us upon within among across towards toward per yet even thus therefore however well much many one two three mr mrs ms has have had do does did done said says say see need needs needed make makes made take takes taken my our your their its his her me thank thanks dear applause"),
	"fr": foldedWords("afin ainsi alors aussi comme dont donc entre lors plus sans selon tous tout toute toutes tres vers deux trois non m mme aujourd hui autre autres part mais va vont fait faire est sont ete etre avoir ont peut peuvent doit doivent mes nos vos leurs leur merci applaudissements"),
	"es": foldedWords("asi aun cada como mas muy segun todas todos toda todo dos tres sr sra va van voy sino muchas muchos gracias aplausos hace hacer tiene tienen hay ser fue son esta estan han ha sido puede pueden debe deben dijo decir quiero queremos mis nuestro nuestra nuestros nuestras"),
	"pt": foldedWords("assim cada como mais muito segundo todas todos toda todo dois tres sr sra vai senao muitas muitos obrigado aplausos faz fazer tem ser foi sao esta estao pode podem deve devem disse nosso nossa nossos nossas"),
	"ar": foldedWords("ان الى على في من عن مع كل قد هذا هذه ذلك تلك التي الذي الذين بين غير"),
	"ru": foldedWords("также все всех это этого который которые которая его ее их между"),
}

func foldedWords(words string) map[string]bool {
	set := map[string]bool{}
	for _, w := range strings.Fields(words) {
		set[analysis.Fold(w)] = true
	}
	return set
}

// phraseReader walks over the token streams of a segment.
type phraseReader struct {
	analyzers []*analysis.Analyzer
	words     []string // exact, by number
	folds     []string
	roles     [][]role // by language and word
}

// role is what a word can be in a phrase.
type role uint8

const (
	roleUnknown role = iota
	roleEnd          // may stand anywhere
	roleInner        // between others only: of, the
	roleBreak        // in no phrase: numbers, ideographs
)

func (r *phraseReader) role(language int, id uint32) role {
	if r.roles[language] == nil {
		r.roles[language] = make([]role, len(r.words))
	}
	known := &r.roles[language][id]
	if *known == roleUnknown {
		*known = r.classify(language, id)
	}
	return *known
}

func (r *phraseReader) english() *analysis.Analyzer {
	return r.analyzers[analysis.AnalyzerOf(r.analyzers, corpus.English)]
}

func (r *phraseReader) classify(language int, id uint32) role {
	fold, l := r.folds[id], r.analyzers[language]
	if l.StopWords == nil { // what is no word of meaning is not known
		return roleBreak
	}
	if l.Code == string(corpus.English) && analysis.Elisions[fold] {
		return roleBreak // it may be an initial as well: Michael S. Greco
	}
	for _, c := range fold {
		if !unicode.Is(l.Script, c) && !unicode.Is(unicode.Mn, c) {
			return roleBreak
		}
	}
	if l.IsStopWord(fold) || analysis.Elisions[fold] || r.english().IsStopWord(fold) || // statements in other languages quote English
		neverAtEnds[l.Code][fold] || utf8.RuneCountInString(fold) < 2 {
		return roleInner
	}
	return roleEnd
}

// each calls visit with every phrase of a stream and its language, as often as
// it stands there.
func (r *phraseReader) each(stream TokenStream, visit func(g gram, language int)) {
	parts, rest := stream.Parts()
	var window [maxCountedWords]uint32 // the last words, the newest last
	var roles [maxCountedWords]role
	for n, p := range parts {
		if n == 1 {
			rest = rest[min(1, len(rest)):] // the barrier
		}
		if n <= 1 || p.Language != parts[n-1].Language {
			roles = [maxCountedWords]role{}
		}
		for range p.Words {
			v, size := NextWord(rest)
			if size <= 0 || int(v) >= len(r.words) {
				return
			}
			rest = rest[size:]
			copy(window[:], window[1:])
			copy(roles[:], roles[1:])
			window[maxCountedWords-1], roles[maxCountedWords-1] = v, r.role(p.Language, v)
			if roles[maxCountedWords-1] != roleEnd {
				continue
			}
			for from := maxCountedWords - minPhraseWords; from >= 0; from-- {
				if roles[from] == roleUnknown || roles[from] == roleBreak {
					break
				}
				if roles[from] == roleEnd {
					var g gram
					copy(g[:], window[from:])
					visit(g, p.Language)
				}
			}
		}
	}
}

// minedStatements is how many statements phrases are found in. In a larger corpus
// these are taken evenly from all, and what they have is then counted in all of it.
const minedStatements = 4000

// countPhrases finds the frequent phrases of the streams.
func countPhrases(analyzers []*analysis.Analyzer, lex *lexiconBuilder, streams []TokenStream) *Phrases {
	r := &phraseReader{analyzers: analyzers, words: lex.words, folds: lex.folds, roles: make([][]role, len(analyzers))}
	minimum := MinStatements(len(streams))
	found := minePhrases(r, streams, minimum)
	statements, lists := found.count(r, streams)
	var kept []uint32
	for n := range found.grams {
		if statements[n] >= minimum {
			kept = append(kept, uint32(n))
		}
	}
	slices.SortFunc(kept, func(a, b uint32) int {
		return cmp.Or(cmp.Compare(statements[b], statements[a]), slices.Compare(found.grams[a][:], found.grams[b][:]))
	})
	kept = kept[:min(len(kept), maxPhrases)]
	place := make([]uint32, len(found.grams)) // one more than the number it is kept by
	texts := make([]string, len(kept))
	out := &Phrases{Senses: make([]uint64, len(kept)), Languages: make([]uint8, len(kept)), Ends: make([]uint64, len(streams))}
	for i, n := range kept {
		place[n] = uint32(i) + 1
		g, language := found.grams[n], found.languages[n]
		texts[i], out.Senses[i], out.Languages[i] = r.text(g), r.sense(g, language), uint8(language)
	}
	out.Texts = NewStringTable(texts)
	var numbers []uint32
	for doc, has := range lists {
		numbers = numbers[:0]
		for _, n := range has {
			if place[n] > 0 {
				numbers = append(numbers, place[n]-1)
			}
		}
		slices.Sort(numbers)
		before := uint32(0)
		for _, n := range numbers {
			out.Lists = binary.AppendUvarint(out.Lists, uint64(n-before))
			before = n
		}
		out.Ends[doc] = uint64(len(out.Lists))
	}
	return out
}

// minedPhrases are phrases that may be frequent, each with its language.
type minedPhrases struct {
	grams     []gram
	languages []int
}

// minePhrases finds the phrases that, by a part of the statements, stand in the
// minimum of all, and are more than parts of longer ones.
func minePhrases(r *phraseReader, all []TokenStream, minimum int) *minedPhrases {
	streams := evenly(all, minedStatements)
	if len(streams) < len(all) {
		minimum = max(2, minimum*len(streams)/len(all))
	}
	often := frequentPlaces(r, streams, minimum)
	type counted struct {
		language   int
		statements int
		last       int // the statement it was last seen in
	}
	numbers := map[gram]uint32{}
	var list []counted
	var grams []gram
	for doc, stream := range streams {
		r.each(stream, func(g gram, language int) {
			if !often(g) {
				return
			}
			n, ok := numbers[g]
			if !ok {
				n = uint32(len(list))
				numbers[g] = n
				list, grams = append(list, counted{language: language, last: -1}), append(grams, g)
			}
			if c := &list[n]; c.last != doc {
				c.last = doc
				c.statements++
			}
		})
	}
	fragment := make([]bool, len(list))
	if MinStatements(len(all)) > 1 { // in few statements nothing can be told
		for n, c := range list {
			if c.statements >= minimum {
				eachPart(grams[n], func(part gram) {
					if i, ok := numbers[part]; ok && PartOfLonger(list[i].statements, c.statements) {
						fragment[i] = true
					}
				})
			}
		}
	}
	out := &minedPhrases{}
	for n, c := range list {
		if c.statements >= minimum && !fragment[n] && grams[n].words() <= maxPhraseWords {
			out.grams, out.languages = append(out.grams, grams[n]), append(out.languages, c.language)
		}
	}
	return out
}

// evenly takes at most n streams, from all parts of the list.
func evenly(all []TokenStream, n int) []TokenStream {
	if len(all) <= n {
		return all
	}
	out := make([]TokenStream, n)
	for i := range out {
		out[i] = all[i*len(all)/n]
	}
	return out
}

// count finds how many of the statements have each phrase, and which phrases each
// statement has.
func (p *minedPhrases) count(r *phraseReader, streams []TokenStream) (statements []int, lists [][]uint32) {
	numbers := make(map[gram]uint32, len(p.grams))
	// A bit for the first two words of each: most of what stands in a text begins as
	// none of them does.
	begins := make([]uint64, 1<<12)
	bit := func(g gram) (place int, mask uint64) {
		h := (uint64(g[0])*0x9E3779B97F4A7C15 ^ uint64(g[1])*0xC2B2AE3D27D4EB4F) >> 32
		return int(h>>6) & (len(begins) - 1), 1 << (h & 63)
	}
	for len(begins) < len(p.grams)/4 {
		begins = make([]uint64, 2*len(begins))
	}
	for n, g := range p.grams {
		numbers[g] = uint32(n)
		place, mask := bit(g)
		begins[place] |= mask
	}
	statements, lists = make([]int, len(p.grams)), make([][]uint32, len(streams))
	last := make([]int, len(p.grams)) // one more than the statement it was last seen in
	for doc, stream := range streams {
		r.each(stream, func(g gram, _ int) {
			if place, mask := bit(g); begins[place]&mask == 0 {
				return
			}
			if n, ok := numbers[g]; ok && last[n] != doc+1 {
				last[n] = doc + 1
				statements[n]++
				lists[doc] = append(lists[doc], n)
			}
		})
	}
	return statements, lists
}

// eachPart calls visit with every shorter run of words in g.
func eachPart(g gram, visit func(gram)) {
	words := g.words()
	for from := range words {
		for to := from + minPhraseWords; to <= words; to++ {
			if to-from < words {
				var part gram
				copy(part[:], g[from:to])
				visit(part)
			}
		}
	}
}

// writePhrases counts the phrases in the streams that were written.
func (w *Writer) writePhrases() (err error) {
	file, err := mapFile(filepath.Join(w.dir, fileStreams))
	if err != nil {
		return err
	}
	defer func() { err = cmp.Or(err, file.close()) }()
	streams := make([]TokenStream, len(w.columns.Streams))
	start := uint64(0)
	for i, end := range w.columns.Streams {
		streams[i], start = TokenStream(file.bytes[start:end]), end
	}
	return writeGob(filepath.Join(w.dir, filePhrases), countPhrases(w.analyzers, w.inverter.lexicon, streams))
}

// frequentPlaces counts phrases in a table in which several may share a place:
// often tells that a phrase may occur in the minimum of statements; it is wrong only in
// letting some through that do not.
func frequentPlaces(r *phraseReader, streams []TokenStream, minimum int) (often func(gram) bool) {
	if minimum < 2 {
		return func(gram) bool { return true }
	}
	bytes := 0
	for _, s := range streams {
		bytes += len(s)
	}
	size := min(maxTable, 1<<bits.Len(uint(bytes)))
	counts, last := make([]uint8, size), make([]uint32, size)
	place := func(g gram) int {
		h := uint64(14695981039346656037)
		for _, id := range g {
			h = (h ^ uint64(id)) * 1099511628211
			h ^= h >> 29
		}
		return int(h & uint64(size-1))
	}
	for doc, stream := range streams {
		r.each(stream, func(g gram, _ int) {
			if i := place(g); last[i] != uint32(doc)+1 {
				last[i] = uint32(doc) + 1
				counts[i] = max(counts[i], counts[i]+1) // stays where it is full
			}
		})
	}
	return func(g gram) bool { return int(counts[place(g)]) >= minimum }
}

// text writes a phrase as a person would: lutte contre l'impunité.
func (r *phraseReader) text(g gram) string {
	var b strings.Builder
	for i, id := range g {
		if id == 0 {
			break
		}
		switch {
		case i == 0:
		case analysis.Elisions[r.folds[g[i-1]]]:
			b.WriteByte('\'')
		default:
			b.WriteByte(' ')
		}
		b.WriteString(r.words[id])
	}
	return b.String()
}

// sense is what the inflections of a phrase have in common.
func (r *phraseReader) sense(g gram, language int) uint64 {
	h := fnv.New64a()
	_, _ = h.Write([]byte{byte(language)}) // a hash cannot fail to be written to
	for _, id := range g {
		if id != 0 && r.role(language, id) == roleEnd {
			_, _ = h.Write([]byte(r.analyzers[language].Stem(r.folds[id]) + " "))
		}
	}
	return h.Sum64()
}
