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
	// Only restricts a TermStem to the language in which it has a stem. The same
	// letters in another language are another word.
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

// Matches reports whether a word of a text in a language matches the term. For
// strings it is what segments are for word numbers.
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

// AsWritten reports whether a TermStem matches its own letters in any language. Stop
// words have no stem.
func (t *Term) AsWritten() bool { return !t.Only || t.Stop }

// arabicArticles are prefixes that Arabic writes together with a word: the article,
// alone and after particles.
var arabicArticles = []string{"ال", "وال", "بال", "كال", "فال", "لل"}

// Beginnings returns how words matching a prefix may begin.
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
	Pair    string       // two adjacent ideographs, indexed as one word
	Slop    int          // with Near: number of other words allowed in between
	Near    bool         // in any order
	Field   corpus.Field // "", title or deliverer
	InNames bool         // names of the statement count, too
	// Lenient means that statements in a language in which this is a stop word match.
	Lenient bool
	Weight  float64 // of its score
	Alias   bool    // another name of a word of the query

	Idf float64 // inverse document frequency; set by the engine, for the choice of passages
}

// Words returns the clause as it would be written.
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

// Parser converts the texts of plan nodes to clauses.
type Parser struct{ Analyzers []*Analyzer }

// NewTerm returns a term for a token's text.
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

// word analyzes a word of a query, which may become several: ICC-ASP/5 is three
// adjacent words; a run of ideographs is all its pairs; co-operation is also
// cooperation. Each element of the outer list must match, by any of its clauses. An
// empty list means that there is nothing to search for.
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

// maxSequence limits the number of adjacent words to match in postings; a longer
// phrase is found by its beginning and then compared.
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

// Elisions are the words that lose their vowel before another in French, Italian and
// Portuguese, and English clitics after an apostrophe.
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

// sequence analyzes adjacent words as typed. Accents matter if any is typed. It
// returns nil if text has no word.
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

// name analyzes another name of a word: in any inflection of its language, or as
// written if it has none. It returns nil if there is no word in it.
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

// HasAccent reports whether folding removes accents from an exact form, rather than
// digit grouping and spelling variants: hamza, alef maqsura and ta marbuta are
// letters of Arabic, and traditional and simplified characters are equal.
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

// nearby analyzes words that must occur close together.
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

// open analyzes a prefix or a fuzzy word. Only its last token is open; preceding
// tokens must precede it in the text, too.
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
