package analysis

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// maxInitials is the maximum number of letters of an acronym that may also be written
// with dots.
const maxInitials = 4

// dotted adds dots to the acronyms of a phrase, US as U.S., and undotted removes
// them; dots do not matter in a phrase, so that both match. In a phrase all in
// capitals, acronyms cannot be told from other words.
func dotted(text string) string {
	if strings.ToUpper(text) == text && strings.ContainsRune(strings.TrimSpace(text), ' ') {
		return text
	}
	return rewritten(text, func(tokens []Token, i int) (string, int) {
		word := text[tokens[i].Start:tokens[i].End]
		if n := utf8.RuneCountInString(word); n < 2 || n > maxInitials || strings.ContainsFunc(word, isNoCapital) {
			return word, i + 1
		}
		return strings.Join(strings.Split(word, ""), "."), i + 1
	})
}

func undotted(text string) string {
	return rewritten(text, func(tokens []Token, i int) (string, int) {
		end := i + 1
		for isInitial(text, tokens[end-1]) && end < len(tokens) && isInitial(text, tokens[end]) && text[tokens[end-1].End:tokens[end].Start] == "." {
			end++
		}
		var word strings.Builder
		for _, t := range tokens[i:end] {
			word.WriteString(text[t.Start:t.End])
		}
		return word.String(), end
	})
}

// rewritten replaces words of a text. word returns the replacement of the token at i,
// and the index of the next token to examine.
func rewritten(text string, word func(tokens []Token, i int) (string, int)) string {
	var out strings.Builder
	tokens := TokensOf(text)
	before := 0
	for i := 0; i < len(tokens); {
		out.WriteString(text[before:tokens[i].Start])
		w, next := word(tokens, i)
		out.WriteString(w)
		before, i = tokens[next-1].End, next
	}
	return out.String() + text[before:]
}

func isInitial(text string, t Token) bool {
	r, size := utf8.DecodeRuneInString(text[t.Start:t.End])
	return size == t.End-t.Start && unicode.IsUpper(r)
}

func isNoCapital(r rune) bool { return !unicode.IsUpper(r) }
