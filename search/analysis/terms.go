package analysis

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"rostrum/corpus"
	"rostrum/search"
)

// Term is a condition on one word.
type Term struct {
	Kind  TermKind
	Exact string
	Fold  string
	Stems []string // by language; "" where the word is a stop word
	Stop  bool     // a stop word in at least one language
	// Only: a TermStem of a word that is meant in one language, the one in which
	// it has a stem. The same letters in a text of another language are another word.
	Only  bool
	Edits int // of termFuzzy
}

type TermKind uint8

const (
	TermStem   TermKind = iota // in any inflection
	TermFold                   // as written but for accents
	TermExact                  // as written
	TermPrefix                 // begins with fold, after an article in Arabic
	TermFuzzy                  // within edits of fold
)

// Matches tells whether a word of a text in a language meets the condition.
// It says of strings what the segments say of numbers.
func (t *Term) Matches(analyzers []*Analyzer, language int, exact, fold string) bool {
	switch t.Kind {
	case TermExact:
		return exact == t.Exact
	case TermPrefix:
		for _, b := range t.Beginnings() {
			if strings.HasPrefix(fold, b) {
				return true
			}
		}
		return false
	case TermFuzzy:
		return WithinEdits(t.Fold, fold, t.Edits)
	case TermFold:
		return fold == t.Fold
	}
	if fold == t.Fold && t.AsWritten() {
		return true
	}
	if fold == "" {
		return false
	}
	stem := t.Stems[language]
	if stem == "" || analyzers[language].keepsFirstLetter() && fold[0] != stem[0] {
		return false
	}
	return !analyzers[language].IsStopWord(fold) && analyzers[language].cachedStem(fold) == stem
}

// AsWritten tells whether a TermStem means its own letters in any language. Stop
// words have no stem.
func (t *Term) AsWritten() bool { return !t.Only || t.Stop }

// arabicArticles are what Arabic writes together with the word after it: the
// article, alone and behind the particles that are written together with it.
var arabicArticles = []string{"ال", "وال", "بال", "كال", "فال", "لل"}

// Beginnings are how words begin that a prefix means.
func (t *Term) Beginnings() []string {
	out := []string{t.Fold}
	if r, _ := utf8.DecodeRuneInString(t.Fold); unicode.Is(unicode.Arabic, r) {
		for _, article := range arabicArticles {
			if !strings.HasPrefix(t.Fold, article) {
				out = append(out, article+t.Fold)
			}
		}
	}
	return out
}

// Clause is a condition on a text: one term, or several that occur together.
type Clause struct {
	Terms   []Term
	Pair    string       // two neighbouring ideographs, indexed as if they were one word
	Slop    int          // with near: how many other words may stand between
	Near    bool         // in any order
	Field   corpus.Field // "", title or deliverer
	InNames bool         // the names that a statement carries count too
	// Lenient: a statement in whose language this is a stop word holds it.
	Lenient bool
	Weight  float64 // of its score
	Alias   bool    // another name of what was typed

	Idf float64 // inverse document frequency; set by the engine, for the choice of passages
}

// Words is what the clause asks for, as it would be written.
func (l *Clause) Words() string {
	var b strings.Builder
	for i, t := range l.Terms {
		if r, _ := utf8.DecodeRuneInString(t.Exact); i > 0 && !unicode.Is(unicode.Han, r) {
			b.WriteByte(' ')
		}
		b.WriteString(t.Exact)
	}
	return b.String()
}

// Parser turns the texts of plan nodes into clauses.
type Parser struct{ Analyzers []*Analyzer }

// NewTerm makes a term of a token's text.
func (r Parser) NewTerm(kind TermKind, surface string) Term {
	t := Term{Kind: kind, Exact: ExactForm(surface)}
	t.Fold = FoldForm(t.Exact)
	if kind == TermStem {
		t.Stems = make([]string, len(r.Analyzers))
		for i, l := range r.Analyzers {
			if l.IsStopWord(t.Fold) {
				t.Stop = true
				continue
			}
			t.Stems[i] = l.Stem(t.Fold)
		}
	}
	return t
}

// word reads a word as written. It may turn out to be several: ICC-ASP/5 are
// three side by side; an ideographic run is all its pairs; co-operation is also
// cooperation. Each of the outer list must match, by any of its clauses. No
// list means there is nothing in it to search for.
func (r Parser) word(text string, in corpus.Field) [][]*Clause {
	text = norm.NFKC.String(text)
	var out [][]*Clause
	tokens := TokensOf(text)
	for i := 0; i < len(tokens); {
		j := i + 1
		ideographs := tokens[i].Class == ClassIdeograph
		for j < len(tokens) && (tokens[j].Class == ClassIdeograph) == ideographs {
			j++
		}
		if ideographs {
			out = append(out, r.ideographs(text, tokens[i:j], in)...)
		} else if clauses := r.letters(text, tokens[i:j], in); clauses != nil {
			out = append(out, clauses)
		}
		i = j
	}
	return out
}

func (r Parser) letters(text string, tokens []Token, in corpus.Field) []*Clause {
	tokens = withoutElisions(text, tokens)
	if len(tokens) > maxSequence {
		tokens = tokens[:maxSequence]
	}
	l := &Clause{Field: in, InNames: in == "", Weight: 1}
	for _, t := range tokens {
		l.Terms = append(l.Terms, r.NewTerm(TermStem, text[t.Start:t.End]))
	}
	out := []*Clause{l}
	if len(tokens) == 2 && (tokens[1].Join == JoinHyphen || tokens[1].Join == JoinLineEnd) {
		joined := text[tokens[0].Start:tokens[0].End] + text[tokens[1].Start:tokens[1].End]
		out = append(out, &Clause{Field: in, InNames: in == "", Weight: 1, Terms: []Term{r.NewTerm(TermStem, joined)}})
	}
	return out
}

// maxSequence bounds how many words are looked for side by side; a longer
// phrase is found by its beginning and then compared whole.
const maxSequence = 64

func (r Parser) ideographs(text string, tokens []Token, in corpus.Field) [][]*Clause {
	if len(tokens) == 1 {
		return [][]*Clause{{{Field: in, InNames: in == "", Weight: 1, Terms: []Term{r.NewTerm(TermFold, text[tokens[0].Start:tokens[0].End])}}}}
	}
	var out [][]*Clause
	for i := range tokens[1:] {
		a, b := tokens[i], tokens[i+1]
		first, second := r.NewTerm(TermFold, text[a.Start:a.End]), r.NewTerm(TermFold, text[b.Start:b.End])
		out = append(out, []*Clause{{Field: in, Weight: 1, Terms: []Term{first, second}, Pair: first.Fold + second.Fold}})
	}
	return out
}

// Elisions are the words that lose their vowel before another in French,
// Italian and Portuguese, and what English clauses after an apostrophe.
var Elisions = map[string]bool{
	"l": true, "d": true, "c": true, "j": true, "m": true, "n": true, "s": true, "t": true, "qu": true,
	"jusqu": true, "lorsqu": true, "puisqu": true, "quoiqu": true,
	"ll": true, "re": true, "ve": true, "dell": true, "nell": true, "all": true,
}

// withoutElisions drops the l' of l'impunité and the 's of court's.
func withoutElisions(text string, tokens []Token) []Token {
	kept := make([]Token, 0, len(tokens))
	for i, t := range tokens {
		elided := Elisions[Fold(text[t.Start:t.End])] &&
			(i+1 < len(tokens) && tokens[i+1].Join == joinApostrophe || i > 0 && t.Join == joinApostrophe)
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
func (r Parser) sequence(text string, in corpus.Field) *Clause {
	text = norm.NFKC.String(text)
	l := &Clause{Field: in, Weight: 1}
	for _, t := range TokensOf(text) {
		l.Terms = append(l.Terms, r.NewTerm(TermFold, text[t.Start:t.End]))
	}
	if len(l.Terms) == 0 {
		return nil
	}
	for _, t := range l.Terms {
		if HasAccent(t.Exact) {
			for i := range l.Terms {
				l.Terms[i].Kind = TermExact
			}
			break
		}
	}
	return l
}

// name reads another name of what was typed: in its language in any inflection,
// or as written if it has none. It is nil when there is no word in it.
func (r Parser) name(n corpus.Name) *Clause {
	language := slices.IndexFunc(r.Analyzers, func(l *Analyzer) bool { return l.Code == string(n.Language) })
	l := r.sequence(n.Text, "")
	if l == nil || language < 0 || n.Language == corpus.Chinese { // Chinese has no inflection
		return l
	}
	only := r.Analyzers[language]
	for i := range l.Terms {
		t := &l.Terms[i]
		t.Kind, t.Only, t.Stop = TermStem, true, only.IsStopWord(t.Fold)
		t.Stems = make([]string, len(r.Analyzers))
		if !t.Stop {
			t.Stems[language] = only.Stem(t.Fold)
		}
	}
	return l
}

// HasAccent tells whether folding takes accents away from an exact form, as
// against mere grouping of digits and other ways to write a letter: hamza, alef
// maqsura and ta marbuta are letters of Arabic, traditional and simplified
// characters are the same.
func HasAccent(exact string) bool {
	for _, r := range exact {
		switch {
		case r < utf8.RuneSelf, unicode.IsDigit(r), unicode.Is(unicode.Han, r):
		case unicode.Is(unicode.Arabic, r) && unicode.IsLetter(r):
		case FoldForm(string(r)) != string(r):
			return true
		}
	}
	return false
}

// nearby reads words that must stand close together.
func (r Parser) nearby(n search.Near) *Clause {
	text := norm.NFKC.String(n.Text)
	l := &Clause{Field: n.In, Weight: 1, Near: true, Slop: n.Slop}
	seen := map[string]bool{}
	for _, t := range withoutElisions(text, TokensOf(text)) {
		kind := TermStem
		if t.Class == ClassIdeograph {
			kind = TermFold
		}
		next := r.NewTerm(kind, text[t.Start:t.End])
		if !seen[next.Fold] {
			seen[next.Fold] = true
			l.Terms = append(l.Terms, next)
		}
	}
	if len(l.Terms) == 0 {
		return nil
	}
	return l
}

// open reads a prefix or a misspelt word. Only its last token is open: what
// stands before it must stand before it in the text too.
func (r Parser) open(kind TermKind, text string, edits int, in corpus.Field) *Clause {
	text = norm.NFKC.String(text)
	tokens := withoutElisions(text, TokensOf(text))
	if len(tokens) == 0 {
		return nil
	}
	l := &Clause{Field: in, Weight: 1, InNames: in == "" && len(tokens) == 1}
	for i, t := range tokens {
		k := TermFold
		if i == len(tokens)-1 {
			k = kind
		}
		next := r.NewTerm(k, text[t.Start:t.End])
		next.Edits = edits
		l.Terms = append(l.Terms, next)
	}
	return l
}

func TokensOf(text string) []Token {
	var out []Token
	Tokenize(text, func(t Token) { out = append(out, t) })
	return out
}
