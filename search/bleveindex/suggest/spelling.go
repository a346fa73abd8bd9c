package suggest

import (
	"cmp"
	"context"
	"math"
	"slices"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"rostrum/corpus"
	"rostrum/search"
	"rostrum/search/analysis"
	"rostrum/search/bleveindex/segment"
	"rostrum/search/query"
)

// What makes another spelling likely.
const (
	// A word in more statements than this is not corrected; some misspellings occur
	// in the statements themselves.
	maxRare = 2
	// A correction must be this many times as frequent as the word.
	minFrequencyRatio = 10
	// The letters of a word in which two errors are as likely as one in a shorter
	// word.
	minLongWord = 7
	// The cost of an edit relative to the logarithm of a word's frequency: the first
	// costs as much as being twelve times as rare, a second even more.
	editCost   = 2.5
	secondCost = 3.5
	// The first letter is rarely wrong.
	firstLetterCost = 1.5
	// A typo is certain in a word with this many letters, one edit away from a word
	// that is this much likelier than the next: seven times as frequent, or one edit
	// nearer.
	minSureLetters = 6
	sureLead       = 2
	maxSpellings   = 3
	maxSplits      = 4
)

// speller corrects one word.
type speller struct {
	*Suggester
	readers []*segment.Reader // by segment
}

// Spell corrects the spelling of a word; see search.Speller.
func (sg *Suggester) Spell(ctx context.Context, req search.SpellRequest) (search.Spelling, error) {
	sp := &speller{Suggester: sg}
	work := segment.NewWork(ctx)
	for _, s := range sg.gen.Segments {
		sp.readers = append(sp.readers, segment.NewReader(s, work, nil))
	}
	spelling := search.Spelling{Known: true}
	text := norm.NFKC.String(req.Word)
	tokens := analysis.TokensOf(text)
	for _, t := range tokens {
		surface := text[t.Start:t.End]
		others, known, sure, err := sp.spellOne(ctx, surface, t.Class, req)
		if err != nil {
			return search.Spelling{}, err
		}
		if known {
			continue
		}
		spelling.Known, spelling.Sure = false, sure && len(tokens) == 1
		for _, other := range others {
			spelling.Others = append(spelling.Others, text[:t.Start]+other+text[t.End:])
		}
		if len(others) > 0 {
			break // one correction at a time
		}
	}
	return spelling, nil
}

// candidateSpelling is a correction with its likelihood.
type candidateSpelling struct {
	text  string
	score float64
}

func (sp *speller) spellOne(ctx context.Context, surface string, class analysis.Class, req search.SpellRequest) (others []string, known, sure bool, err error) {
	t := analysis.Parser{Analyzers: sp.analyzers}.NewTerm(analysis.TermFuzzy, surface)
	letters := utf8.RuneCountInString(t.Fold)
	if class != analysis.ClassWord || strings.ContainsAny(t.Fold, "0123456789") {
		return nil, true, false, nil
	}
	fields := []string{segment.FieldExact, segment.FieldNames}
	if req.In == corpus.FieldDeliverer {
		fields = []string{segment.FieldSpeaker}
	}
	n, err := sp.frequency(fields, t.Fold)
	if err != nil || n > maxRare {
		// Accents matter in a phrase: the word may be known without those typed.
		if err == nil && req.Exact && analysis.HasAccent(t.Exact) {
			if forms := sp.spelled(t.Fold); !slices.Contains(forms, t.Exact) {
				return forms[:min(len(forms), maxSpellings)], len(forms) == 0, false, nil
			}
		}
		return nil, true, false, err
	}
	if !req.Exact && req.In == "" {
		// Other inflections and other names count, too.
		res, err := sp.search(ctx, search.Request{Query: query.Word{Text: surface}})
		if err != nil {
			return nil, true, false, err
		}
		if n = max(n, res.Total); n > maxRare {
			return nil, true, false, nil
		}
	}
	if letters < search.MinFuzzy || letters > search.MaxFuzzy {
		return nil, false, false, nil
	}
	candidates, err := sp.neighbours(&t, letters, n, fields)
	if err != nil {
		return nil, false, false, err
	}
	if req.In == "" {
		split, err := sp.splits(ctx, t.Fold, n)
		if err != nil {
			return nil, false, false, err
		}
		candidates = append(candidates, split...)
	}
	slices.SortFunc(candidates, func(a, b candidateSpelling) int {
		return cmp.Or(cmp.Compare(b.score, a.score), cmp.Compare(a.text, b.text))
	})
	for _, c := range candidates {
		if len(others) < maxSpellings && !slices.Contains(others, c.text) {
			others = append(others, c.text)
		}
	}
	return others, false, n == 0 && !req.Exact && sp.sure(surface, &t, letters, candidates), nil
}

// sure reports whether the first candidate (of a list sorted by likelihood) is
// certainly meant by a word that no statement has: the word is no acronym, and no
// other candidate is similarly likely except its own inflections.
func (sp *speller) sure(surface string, t *analysis.Term, letters int, candidates []candidateSpelling) bool {
	if len(candidates) == 0 || letters < minSureLetters || strings.ToUpper(surface) == surface && strings.ToLower(surface) != surface {
		return false
	}
	best := candidates[0]
	fold := analysis.FoldForm(best.text)
	if !analysis.WithinEdits(t.Fold, fold, 1) {
		return false
	}
	for _, c := range candidates[1:] {
		inflected := slices.ContainsFunc(sp.analyzers, func(l *analysis.Analyzer) bool {
			return l.Speaks() && l.Stem(analysis.FoldForm(c.text)) == l.Stem(fold)
		})
		if !inflected && c.score > best.score-sureLead {
			return false
		}
	}
	return true
}

// frequency returns the number of statements with a folded word in one of the fields.
func (sp *speller) frequency(fields []string, fold string) (n int, err error) {
	for _, field := range fields {
		in := 0
		for _, r := range sp.readers {
			p, ok, err := r.Postings(field, fold)
			if err != nil {
				return 0, err
			}
			if ok {
				in += int(p.Docs.GetCardinality())
			}
		}
		n = max(n, in)
	}
	return n, nil
}

// neighbours returns the words one edit away, or two for a long word, that are in
// many more statements.
func (sp *speller) neighbours(t *analysis.Term, letters, n int, fields []string) ([]candidateSpelling, error) {
	t.Edits = 1
	if letters >= minLongWord {
		t.Edits = 2
	}
	var out []candidateSpelling
	seen := map[string]bool{t.Fold: true}
	for _, field := range fields {
		for _, r := range sp.readers {
			words, err := r.Expand(field, t)
			if err != nil {
				return nil, err
			}
			for _, word := range words {
				if seen[word] {
					continue
				}
				seen[word] = true
				has, err := sp.frequency(fields, word)
				if err != nil {
					return nil, err
				}
				if has == 0 || has < minFrequencyRatio*n {
					continue
				}
				score := math.Log(float64(has)) - editCost
				if !analysis.WithinEdits(t.Fold, word, 1) {
					score -= secondCost
				}
				a, _ := utf8.DecodeRuneInString(t.Fold)
				if b, _ := utf8.DecodeRuneInString(word); a != b {
					score -= firstLetterCost
				}
				out = append(out, candidateSpelling{sp.written(word, t.Exact), score})
			}
		}
	}
	return out, nil
}

// splits returns the ways to split a word into two that occur next to each other.
func (sp *speller) splits(ctx context.Context, fold string, n int) ([]candidateSpelling, error) {
	type split struct {
		text  string
		least int
	}
	var possible []split
	for i := range fold {
		if left := utf8.RuneCountInString(fold[:i]); left < 2 || utf8.RuneCountInString(fold[i:]) < 2 {
			continue
		}
		left, err := sp.frequency([]string{segment.FieldExact}, fold[:i])
		if err != nil {
			return nil, err
		}
		if left <= maxRare {
			continue
		}
		right, err := sp.frequency([]string{segment.FieldExact}, fold[i:])
		if err != nil {
			return nil, err
		}
		if right > maxRare {
			possible = append(possible, split{fold[:i] + " " + fold[i:], min(left, right)})
		}
	}
	slices.SortFunc(possible, func(a, b split) int { return cmp.Compare(b.least, a.least) })
	var out []candidateSpelling
	for _, s := range possible[:min(len(possible), maxSplits)] {
		res, err := sp.search(ctx, search.Request{Query: query.Phrase{Text: s.text}})
		if err != nil {
			return nil, err
		}
		if res.Total > 0 && res.Total >= minFrequencyRatio*n {
			out = append(out, candidateSpelling{s.text, math.Log(float64(res.Total)) - editCost})
		}
	}
	return out, nil
}

// spelled returns the written forms of a folded word in the statements.
func (sp *speller) spelled(fold string) []string {
	var out []string
	for _, s := range sp.gen.Segments {
		for _, id := range s.Lexicon.Folds.Get(fold) {
			if int(id) < s.Lexicon.Words.Len() {
				if form := s.Lexicon.Words.At(int(id)); !slices.Contains(out, form) {
					out = append(out, form)
				}
			}
		}
	}
	return out
}

// written returns the written form of a folded word nearest to what was typed,
// including accents.
func (sp *speller) written(fold, typed string) string {
	best, distance := fold, 4
	for _, form := range sp.spelled(fold) {
		for d := range distance {
			if analysis.WithinEdits(typed, form, d) {
				best, distance = form, d
				break
			}
		}
	}
	return best
}
