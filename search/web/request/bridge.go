package request

import (
	"slices"
	"strings"

	"rostrum/corpus"
	"rostrum/search"
	"rostrum/search/query"
)

// OtherLanguages is the value of the parameter languages that asks for statements in
// other languages.
const OtherLanguages = "bridge"

// maxDropped is how many words of other languages an address may leave out.
const maxDropped = 64

// drops reads the words of other languages to leave out: fr:victimes|es:víctimas.
func (d *decoder) drops() []corpus.Name {
	text := d.Text("drop")
	if text == "" {
		return nil
	}
	var out []corpus.Name
	for part := range strings.SplitSeq(text, "|") {
		code, word, ok := strings.Cut(part, ":")
		l, known := corpus.ParseLanguage(code)
		if !ok || !known || word == "" || len(out) == maxDropped {
			d.Errors.Add("drop", "fault.drop")
			return nil
		}
		out = append(out, corpus.Name{Text: word, Language: l})
	}
	return out
}

func dropParameter(names []corpus.Name) string {
	parts := make([]string, len(names))
	for i, n := range names {
		parts[i] = string(n.Language) + ":" + n.Text
	}
	return strings.Join(parts, "|")
}

// Dropping is the first page of the search without a word of another language.
func (st State) Dropping(n corpus.Name) State {
	st = st.FirstPage()
	if !slices.Contains(st.Drop, n) {
		st.Drop = append(slices.Clone(st.Drop), n)
	}
	return st
}

// InOtherLanguages is the first page of the statements in other languages alone.
func (st State) InOtherLanguages(only bool) State {
	st = st.FirstPage()
	st.Bridge = only
	return st
}

// markedWords is how many words of another language are marked on a statement's page.
const markedWords = 12

// MarkingLanguage is a state whose query are the words of one language that a search in
// other languages was made with, so that pages of its statements mark them.
func (st State) MarkingLanguage(words []search.BridgedWord, l corpus.Language) State {
	var any query.Or
	for _, w := range words {
		for _, e := range w.Equivalents {
			if e.Name.Language == l && len(any) < markedWords {
				any = append(any, query.Phrase{Text: e.Name.Text})
			}
		}
	}
	st.Bridge, st.Drop = false, nil
	switch len(any) {
	case 0:
		return st
	case 1:
		return st.Asking(any[0])
	}
	return st.Asking(any)
}
