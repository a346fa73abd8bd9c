package bleveindex

import "rostrum/corpus"

// Tokens are the stems that a text in a language is indexed by, in their order:
// what textbook measures need to be compared with this engine on equal terms.
func Tokens(l corpus.Language, text string) []string {
	languages := newLanguages()
	reading := languages[languageOf(languages, l)]
	var out []string
	var before token
	add := func(surface string) {
		if fold := foldForm(exactForm(surface)); !reading.isStop(fold) {
			out = append(out, reading.stem(fold))
		}
	}
	tokenize(text, func(t token) {
		surface := text[t.start:t.end]
		add(surface)
		switch {
		case before.end > 0 && t.class == classIdeograph && before.class == classIdeograph && adjoin(text[before.end:t.start]):
			out = append(out, text[before.start:before.end]+surface)
		case t.join == joinHyphen || t.join == joinLineEnd:
			add(text[before.start:before.end] + surface)
		}
		before = t
	})
	return out
}
