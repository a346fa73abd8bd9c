package analysis

import "rostrum/corpus"

// Tokens are the stems that a text in a language is indexed by, in their order:
// what textbook measures need to be compared with this engine on equal terms.
func Tokens(l corpus.Language, text string) []string {
	analyzers := NewAnalyzers()
	reading := analyzers[AnalyzerOf(analyzers, l)]
	var out []string
	var before Token
	add := func(surface string) {
		if fold := Fold(surface); !reading.IsStopWord(fold) {
			out = append(out, reading.Stem(fold))
		}
	}
	Tokenize(text, func(t Token) {
		surface := text[t.Start:t.End]
		add(surface)
		switch {
		case before.End > 0 && t.Class == ClassIdeograph && before.Class == ClassIdeograph && Adjoin(text[before.End:t.Start]):
			out = append(out, text[before.Start:before.End]+surface)
		case t.Join == JoinHyphen || t.Join == JoinLineEnd:
			add(text[before.Start:before.End] + surface)
		}
		before = t
	})
	return out
}
