package bleveindex

import (
	"slices"

	"rostrum/search/analysis"
	"rostrum/search/bleveindex/segment"
)

// wordSet is the set of word numbers that match a term.
type wordSet struct {
	any        map[uint32]bool // in any language
	byLanguage []map[uint32]bool
	joins      []segment.JoinedWord
}

// isEmpty reports whether no word matches the term.
func (s wordSet) isEmpty() bool {
	return len(s.any) == 0 && len(s.joins) == 0 &&
		!slices.ContainsFunc(s.byLanguage, func(ids map[uint32]bool) bool { return len(ids) > 0 })
}

// spendOnWords counts the work of wordsOf for the terms of a clause: a fuzzy word is
// compared with all words of a segment.
func (r *run) spendOnWords(l *analysis.Clause, s *segment.Segment) error {
	for i := range l.Terms {
		if l.Terms[i].Kind == analysis.TermFuzzy {
			if err := r.work.Spend(segment.PostingWork * s.Lexicon.Folds.Forms.Len()); err != nil {
				return err
			}
		}
	}
	return nil
}

// wordsOf returns the numbers of the words that match a term.
func wordsOf(t *analysis.Term, lex *segment.Lexicon, analyzers []*analysis.Analyzer) wordSet {
	set := wordSet{any: map[uint32]bool{}}
	// A term as typed matches hyphenated words only if they are spelt the same; words
	// hyphenated at a line end count as unhyphenated.
	add := func(to map[uint32]bool, ids []uint32, asTyped bool) {
		for _, id := range ids {
			n := int(id) - lex.Words.Len()
			switch {
			case n < 0:
				to[id] = true
			case !asTyped || lex.Joins[n].LineEnd:
				if !slices.Contains(set.joins, lex.Joins[n]) {
					set.joins = append(set.joins, lex.Joins[n])
				}
			}
		}
	}
	switch t.Kind {
	case analysis.TermExact:
		for _, id := range lex.Folds.Get(t.Fold) {
			n := int(id) - lex.Words.Len()
			if n < 0 && lex.Words.At(int(id)) == t.Exact {
				set.any[id] = true
			}
			if n >= 0 && lex.Joins[n].LineEnd && lex.Words.At(int(lex.Joins[n].First))+lex.Words.At(int(lex.Joins[n].Second)) == t.Exact {
				set.joins = append(set.joins, lex.Joins[n])
			}
		}
	case analysis.TermFold:
		add(set.any, lex.Folds.Get(t.Fold), true)
	case analysis.TermPrefix:
		for _, b := range t.Beginnings() {
			add(set.any, lex.Folds.Prefixed(b), true)
		}
	case analysis.TermFuzzy:
		for _, i := range lex.Within(t.Fold, t.Edits) {
			add(set.any, lex.Folds.Group(i), true)
		}
	case analysis.TermStem:
		if t.AsWritten() {
			add(set.any, lex.Folds.Get(t.Fold), false)
		}
		for i := range analyzers {
			ids := map[uint32]bool{}
			if t.Stems[i] != "" {
				add(ids, lex.Stems[i].Get(t.Stems[i]), false)
			}
			set.byLanguage = append(set.byLanguage, ids)
		}
	}
	return set
}
