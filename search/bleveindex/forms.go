package bleveindex

import (
	"cmp"
	"slices"

	"github.com/RoaringBitmap/roaring/v2"

	"rostrum/search"
	"rostrum/search/analysis"
	"rostrum/search/bleveindex/segment"
)

// forms lists the forms in which the matching statements contain the words of a
// query. Phrases and runs of ideographs have only one form and are skipped, and so
// are long queries.
func (r *run) forms(concepts []*analysis.Concept, found []*roaring.Bitmap) ([]search.WordForms, error) {
	if len(concepts) > maxListedWords {
		return nil, nil
	}
	var out []search.WordForms
	for _, c := range concepts {
		if c.Typed == "" || slices.ContainsFunc(out, func(w search.WordForms) bool { return w.Word == c.Typed }) {
			continue
		}
		tally := formTally{run: r, concept: c, docs: map[search.Form][]*roaring.Bitmap{}, languages: map[string][]uint64{}}
		for si, docs := range found {
			if docs.IsEmpty() {
				continue
			}
			for _, l := range c.Forms {
				if err := tally.clause(l, si, docs); err != nil {
					return nil, err
				}
			}
		}
		if w := tally.forms(); len(w.Forms) > 0 {
			out = append(out, w)
		}
	}
	return out, nil
}

// maxListedWords is the maximum number of words and phrases of a query whose forms
// are listed.
const maxListedWords = 12

// maxOpenForms is the maximum number of words a prefix or fuzzy word may match for
// them to be listed.
const maxOpenForms = 200

// formTally collects the statements with each form of a concept. Inflections are
// folded until they are shown.
type formTally struct {
	*run
	concept   *analysis.Concept
	docs      map[search.Form][]*roaring.Bitmap // by segment
	languages map[string][]uint64               // of a folded form: statements by analyzer
}

// add counts the statements of a segment that are in all sets.
func (t *formTally) add(kind search.FormKind, text string, si int, sets ...*roaring.Bitmap) uint64 {
	f := search.Form{Text: text, Kind: kind}
	if t.docs[f] == nil {
		t.docs[f] = make([]*roaring.Bitmap, len(t.gen.Segments))
		for i := range t.docs[f] {
			t.docs[f][i] = roaring.New()
		}
	}
	docs := roaring.FastAnd(sets...)
	t.docs[f][si].Or(docs)
	return docs.GetCardinality()
}

// clause adds the forms of a clause in a segment.
func (t *formTally) clause(l *analysis.Clause, si int, found *roaring.Bitmap) error {
	if t.clauses[l] == nil || t.clauses[l][si].docs == nil || l.Field != "" {
		return nil
	}
	matched := &t.clauses[l][si]
	switch {
	case l.Alias:
		t.add(search.FormName, l.Words(), si, matched.docs, found)
		return nil
	case len(l.Terms) > 1:
		t.add(search.FormInflection, analysis.FoldForm(analysis.ExactForm(t.concept.Typed)), si, matched.docs, found)
		return nil
	}
	term := &l.Terms[0]
	if term.Kind == analysis.TermStem {
		if err := t.inflections(term, si, found); err != nil {
			return err
		}
	} else {
		words, err := t.readers[si].Expand(segment.FieldExact, term)
		if err != nil {
			return err
		}
		if len(words) > maxOpenForms {
			return nil
		}
		for _, fold := range words {
			if err := t.inflection(fold, si, len(t.analyzers)-1, matched.docs, found); err != nil {
				return err
			}
		}
	}
	if len(matched.names) > 0 {
		text := segment.Union(append(slices.Clone(matched.text), matched.title...))
		t.add(search.FormBearer, t.concept.Typed, si, roaring.AndNot(segment.Union(matched.names), text), found)
	}
	return nil
}

// inflections adds the words with the stem of a term, in each language.
func (t *formTally) inflections(term *analysis.Term, si int, found *roaring.Bitmap) error {
	for i, language := range t.analyzers {
		if term.Stems[i] == "" {
			continue
		}
		p, ok, err := t.readers[si].Postings(language.Code, term.Stems[i])
		if err != nil {
			return err
		}
		if !ok {
			continue
		}
		for _, fold := range t.gen.Segments[si].Lexicon.FoldsOf(i, term.Stems[i]) {
			if err := t.inflection(fold, si, i, p.Docs, found); err != nil {
				return err
			}
		}
	}
	return nil
}

// inflection adds a folded word of the statements in all sets, for the analyzer of a
// language.
func (t *formTally) inflection(fold string, si, language int, sets ...*roaring.Bitmap) error {
	p, ok, err := t.readers[si].Postings(segment.FieldExact, fold)
	if err != nil || !ok {
		return err
	}
	if t.languages[fold] == nil {
		t.languages[fold] = make([]uint64, len(t.analyzers))
	}
	t.languages[fold][language] += t.add(search.FormInflection, fold, si, append(sets, p.Docs)...)
	return nil
}

// forms returns the forms with the numbers of matching works, for display.
func (t *formTally) forms() search.WordForms {
	w := search.WordForms{Word: t.concept.Typed}
	for f, sets := range t.docs {
		if same, ok := t.docs[search.Form{Text: analysis.FoldForm(f.Text), Kind: search.FormInflection}]; ok && f.Kind == search.FormName {
			for si := range sets {
				same[si].Or(sets[si])
			}
			delete(t.docs, f)
		}
	}
	for f, sets := range t.docs {
		if f.Works = t.gen.CountWorks(matches{found: sets}.docs(t.gen, nil)); f.Works == 0 {
			continue
		}
		if f.Plain = f.Text; f.Kind == search.FormInflection {
			f.Text = t.written(f.Text)
		}
		w.Forms = append(w.Forms, f)
	}
	last := func(f search.Form) int {
		if f.Kind == search.FormBearer {
			return 1
		}
		return 0
	}
	slices.SortFunc(w.Forms, func(a, b search.Form) int {
		return cmp.Or(cmp.Compare(last(a), last(b)), cmp.Compare(b.Works, a.Works), cmp.Compare(a.Kind, b.Kind), cmp.Compare(a.Text, b.Text))
	})
	if n := len(w.Forms) - search.MaxForms; n > 0 {
		w.Forms, w.Others = w.Forms[:search.MaxForms], n
	}
	return w
}

// written returns the displayed form of a folded word: as typed, or as written in the
// language with the most statements, with accents.
func (t *formTally) written(fold string) string {
	language := 0
	for i, n := range t.languages[fold] {
		if n > t.languages[fold][language] {
			language = i
		}
	}
	reading, typed, shown := t.analyzers[language], analysis.ExactForm(t.concept.Typed), ""
	accents := reading.Accents() || !reading.Speaks()
	for _, s := range t.gen.Segments {
		for _, id := range s.Lexicon.Folds.Get(fold) {
			if int(id) >= s.Lexicon.Words.Len() {
				continue // two words written as one
			}
			switch word := s.Lexicon.Words.At(int(id)); {
			case word == typed:
				return typed
			case reading.Writes(word) && (shown == "" || analysis.HasAccent(shown) != accents && analysis.HasAccent(word) == accents):
				shown = word
			}
		}
	}
	return cmp.Or(shown, fold)
}
