package query

// Token is a piece of a query as it was understood, for showing it in the language of
// the page.
type Token struct {
	Kind Kind
	Text string // the word, the phrase, or the name of the field
	Slop int    // of TokenNear
	From string // of TokenDates; "" where the range is open
	To   string // of TokenDates; "" where the range is open
}

// Kind is the kind of a Token.
type Kind string

// The kinds of Token. A field's value follows its TokenField; parts with nothing
// between them are an All.
const (
	TokenWord   Kind = "word"
	TokenPrefix Kind = "prefix" // any word that begins with Text
	TokenFuzzy  Kind = "fuzzy"  // Text and words like it
	TokenPhrase Kind = "phrase" // Text exactly
	TokenNear   Kind = "near"   // the words of Text, with at most Slop others between them
	TokenField  Kind = "field"
	TokenDates  Kind = "dates"
	TokenAnd    Kind = "and"
	TokenOr     Kind = "or"
	TokenNot    Kind = "not" // excludes what follows
	TokenOpen   Kind = "open"
	TokenClose  Kind = "close"
)

// Read returns how e was understood, from left to right, with brackets wherever
// operators are mixed, even if the query needed none.
func Read(e Expr) []Token { return read(nil, e, false) }

// read appends e to the tokens, in brackets if it is a part and has parts itself.
func read(out []Token, e Expr, inside bool) []Token {
	switch e := e.(type) {
	case Word:
		kind := TokenWord
		if e.Prefix {
			kind = TokenPrefix
		} else if e.Fuzzy {
			kind = TokenFuzzy
		}
		return append(out, Token{Kind: kind, Text: e.Text})
	case Phrase:
		if e.Slop > 0 {
			return append(out, Token{Kind: TokenNear, Text: e.Text, Slop: e.Slop})
		}
		return append(out, Token{Kind: TokenPhrase, Text: e.Text})
	case Range:
		return append(out, Token{Kind: TokenDates, From: e.From, To: e.To})
	case Field:
		return read(append(out, Token{Kind: TokenField, Text: e.Name}), e.Value, true)
	case Not:
		return read(append(out, Token{Kind: TokenNot}), e.X, true)
	case All:
		return readParts(out, e, "", inside)
	case And:
		return readParts(out, e, TokenAnd, inside)
	case Or:
		return readParts(out, e, TokenOr, inside)
	}
	return out
}

func readParts(out []Token, parts []Expr, between Kind, bracketed bool) []Token {
	if bracketed {
		out = append(out, Token{Kind: TokenOpen})
	}
	for i, part := range parts {
		if i > 0 && between != "" {
			out = append(out, Token{Kind: between})
		}
		out = read(out, part, true)
	}
	if bracketed {
		out = append(out, Token{Kind: TokenClose})
	}
	return out
}
