package bleveindex

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"rostrum/corpus"
	"rostrum/search"
)

// term is a condition on one word.
type term struct {
	kind  termKind
	exact string
	fold  string
	stems []string // by language; "" where the word is a stop word
	stop  bool     // a stop word in at least one language
	edits int      // of termFuzzy
}

type termKind uint8

const (
	termStem   termKind = iota // in any inflection
	termFold                   // as written but for accents
	termExact                  // as written
	termPrefix                 // begins with fold, after an article in Arabic
	termFuzzy                  // within edits of fold
)

// matches tells whether a word of a text in a language meets the condition.
// It says of strings what the segments say of numbers.
func (t *term) matches(languages []*languageReading, language int, exact, fold string) bool {
	switch t.kind {
	case termExact:
		return exact == t.exact
	case termPrefix:
		for _, b := range t.beginnings() {
			if strings.HasPrefix(fold, b) {
				return true
			}
		}
		return false
	case termFuzzy:
		return withinEdits(t.fold, fold, t.edits)
	case termFold:
		return fold == t.fold
	}
	if fold == t.fold {
		return true
	}
	if fold == "" {
		return false
	}
	stem := t.stems[language]
	if stem == "" || languages[language].keepsBeginning() && fold[0] != stem[0] {
		return false
	}
	return !languages[language].isStop(fold) && languages[language].rememberedStem(fold) == stem
}

// arabicArticles are what Arabic writes together with the word after it: the
// article, alone and behind the particles that are written together with it.
var arabicArticles = []string{"ال", "وال", "بال", "كال", "فال", "لل"}

// beginnings are how words begin that a prefix means.
func (t *term) beginnings() []string {
	out := []string{t.fold}
	if r, _ := utf8.DecodeRuneInString(t.fold); unicode.Is(unicode.Arabic, r) {
		for _, article := range arabicArticles {
			if !strings.HasPrefix(t.fold, article) {
				out = append(out, article+t.fold)
			}
		}
	}
	return out
}

// leaf is a condition on a stretch of text: one term, or several that stand
// together.
type leaf struct {
	terms []term
	pair  string       // two neighbouring ideographs, indexed as if they were one word
	slop  int          // with near: how many other words may stand between
	near  bool         // in any order
	in    corpus.Field // "", title or deliverer
	names bool         // the names that a statement carries count too
	// lenient: a statement in whose language this is a stop word holds it.
	lenient bool
	weight  float64 // of its score; less than 1 for other names

	idf float64 // see run.idf
}

// reader turns the texts of plan nodes into leaves.
type reader struct{ languages []*languageReading }

// newTerm reads a word that tokenize has cut out.
func (r reader) newTerm(kind termKind, surface string) term {
	t := term{kind: kind, exact: exactForm(surface)}
	t.fold = foldForm(t.exact)
	if kind == termStem {
		t.stems = make([]string, len(r.languages))
		for i, l := range r.languages {
			if l.isStop(t.fold) {
				t.stop = true
				continue
			}
			t.stems[i] = l.stem(t.fold)
		}
	}
	return t
}

// word reads a word as written. It may turn out to be several: ICC-ASP/5 are
// three side by side; an ideographic run is all its pairs; co-operation is also
// cooperation. Each of the outer list must match, by any of its leaves. No
// list means there is nothing in it to search for.
func (r reader) word(text string, in corpus.Field) [][]*leaf {
	text = norm.NFKC.String(text)
	var out [][]*leaf
	tokens := tokensOf(text)
	for i := 0; i < len(tokens); {
		j := i + 1
		ideographs := tokens[i].class == classIdeograph
		for j < len(tokens) && (tokens[j].class == classIdeograph) == ideographs {
			j++
		}
		if ideographs {
			out = append(out, r.ideographs(text, tokens[i:j], in)...)
		} else if leaves := r.letters(text, tokens[i:j], in); leaves != nil {
			out = append(out, leaves)
		}
		i = j
	}
	return out
}

func (r reader) letters(text string, tokens []token, in corpus.Field) []*leaf {
	tokens = withoutElisions(text, tokens)
	if len(tokens) > maxSequence {
		tokens = tokens[:maxSequence]
	}
	l := &leaf{in: in, names: in == "", weight: 1}
	for _, t := range tokens {
		l.terms = append(l.terms, r.newTerm(termStem, text[t.start:t.end]))
	}
	out := []*leaf{l}
	if len(tokens) == 2 && (tokens[1].join == joinHyphen || tokens[1].join == joinLineEnd) {
		joined := text[tokens[0].start:tokens[0].end] + text[tokens[1].start:tokens[1].end]
		out = append(out, &leaf{in: in, names: in == "", weight: 1, terms: []term{r.newTerm(termStem, joined)}})
	}
	return out
}

// maxSequence bounds how many words are looked for side by side; a longer
// phrase is found by its beginning and then compared whole.
const maxSequence = 64

func (r reader) ideographs(text string, tokens []token, in corpus.Field) [][]*leaf {
	if len(tokens) == 1 {
		return [][]*leaf{{{in: in, names: in == "", weight: 1, terms: []term{r.newTerm(termFold, text[tokens[0].start:tokens[0].end])}}}}
	}
	var out [][]*leaf
	for i := range tokens[1:] {
		a, b := tokens[i], tokens[i+1]
		first, second := r.newTerm(termFold, text[a.start:a.end]), r.newTerm(termFold, text[b.start:b.end])
		out = append(out, []*leaf{{in: in, weight: 1, terms: []term{first, second}, pair: first.fold + second.fold}})
	}
	return out
}

// elisions are the words that lose their vowel before another in French,
// Italian and Portuguese, and what English leaves after an apostrophe.
var elisions = map[string]bool{
	"l": true, "d": true, "c": true, "j": true, "m": true, "n": true, "s": true, "t": true, "qu": true,
	"jusqu": true, "lorsqu": true, "puisqu": true, "quoiqu": true,
	"ll": true, "re": true, "ve": true, "dell": true, "nell": true, "all": true,
}

// withoutElisions drops the l' of l'impunité and the 's of court's.
func withoutElisions(text string, tokens []token) []token {
	kept := make([]token, 0, len(tokens))
	for i, t := range tokens {
		elided := elisions[foldForm(exactForm(text[t.start:t.end]))] &&
			(i+1 < len(tokens) && tokens[i+1].join == joinApostrophe || i > 0 && t.join == joinApostrophe)
		if !elided {
			kept = append(kept, t)
		}
	}
	if len(kept) == 0 {
		return tokens
	}
	return kept
}

// sequence reads words that must stand one after the other as typed. Accents
// count if any is typed. It is nil when there is no word in text.
func (r reader) sequence(text string, in corpus.Field) *leaf {
	text = norm.NFKC.String(text)
	l := &leaf{in: in, weight: 1}
	for _, t := range tokensOf(text) {
		l.terms = append(l.terms, r.newTerm(termFold, text[t.start:t.end]))
	}
	if len(l.terms) == 0 {
		return nil
	}
	for _, t := range l.terms {
		if hasAccent(t.exact) {
			for i := range l.terms {
				l.terms[i].kind = termExact
			}
			break
		}
	}
	return l
}

// hasAccent tells whether folding takes accents away from an exact form, as
// against mere grouping of digits.
func hasAccent(exact string) bool {
	for i := range len(exact) {
		if exact[i] >= utf8.RuneSelf {
			return foldForm(exact) != exact
		}
	}
	return false
}

// nearby reads words that must stand close together.
func (r reader) nearby(n search.Near) *leaf {
	text := norm.NFKC.String(n.Text)
	l := &leaf{in: n.In, weight: 1, near: true, slop: n.Slop}
	seen := map[string]bool{}
	for _, t := range withoutElisions(text, tokensOf(text)) {
		kind := termStem
		if t.class == classIdeograph {
			kind = termFold
		}
		next := r.newTerm(kind, text[t.start:t.end])
		if !seen[next.fold] {
			seen[next.fold] = true
			l.terms = append(l.terms, next)
		}
	}
	if len(l.terms) == 0 {
		return nil
	}
	return l
}

// open reads a prefix or a misspelt word. Only its last token is open: what
// stands before it must stand before it in the text too.
func (r reader) open(kind termKind, text string, edits int, in corpus.Field) *leaf {
	text = norm.NFKC.String(text)
	tokens := withoutElisions(text, tokensOf(text))
	if len(tokens) == 0 {
		return nil
	}
	l := &leaf{in: in, weight: 1, names: in == "" && len(tokens) == 1}
	for i, t := range tokens {
		k := termFold
		if i == len(tokens)-1 {
			k = kind
		}
		next := r.newTerm(k, text[t.start:t.end])
		next.edits = edits
		l.terms = append(l.terms, next)
	}
	return l
}

func tokensOf(text string) []token {
	var out []token
	tokenize(text, func(t token) { out = append(out, t) })
	return out
}
