package query

// Token is a piece of a query as it was understood, so that a page can say so
// in the words of its own language.
type Token struct {
	Kind Kind
	Text string // of words, phrases and fields: the word, the phrase, the name
	Slop int    // of TokenNear
	From string // of TokenDates; "" where the range is open
	To   string // of TokenDates; "" where the range is open
}

// Kind says what a Token is.
type Kind string

// The kinds of Token. A field's value follows its TokenField at once; parts
// with nothing between them stand beside each other.
const (
	TokenWord   Kind = "word"
	TokenPrefix Kind = "prefix" // any word that begins with Text
	TokenFuzzy  Kind = "fuzzy"  // Text and words like it
	TokenPhrase Kind = "phrase" // Text exactly
	TokenNear   Kind = "near"   // the words of Text, at most Slop others between
	TokenField  Kind = "field"
	TokenDates  Kind = "dates"
	TokenAnd    Kind = "and"
	TokenOr     Kind = "or"
	TokenNot    Kind = "not" // leaves out what follows
	TokenOpen   Kind = "open"
	TokenClose  Kind = "close"
)

// Read is how e was understood, from left to right, with brackets wherever
// parts are mixed, also where the query needed none.
func Read(e Expr) []Token { return read(nil, e, false) }

// read appends e to the tokens, in brackets if it is a part and has parts.
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
