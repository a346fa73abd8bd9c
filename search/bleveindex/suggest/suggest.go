package suggest

import (
	"cmp"
	"context"
	"slices"
	"strings"
	"sync"
	"time"
	"unicode/utf8"

	"rostrum/corpus"
	"rostrum/search"
	"rostrum/search/analysis"
	"rostrum/search/bleveindex/generation"
	"rostrum/search/bleveindex/segment"
)

// candidate is something that can be suggested.
type candidate struct {
	id    string
	text  string // of a phrase or title
	works int
}

// suggestions are the candidates of one kind, those with the most works first.
type suggestions struct {
	candidates []candidate
	names      *completions
}

// suggestedFields are the kinds that are fields of statements.
var suggestedFields = map[search.SuggestionKind]corpus.Field{
	search.SuggestOrganization: corpus.FieldOrganization,
	search.SuggestTopic:        corpus.FieldTopic,
	search.SuggestSession:      corpus.FieldSession,
	search.SuggestSituation:    corpus.FieldSituation,
}

// Suggester makes suggestions from a generation.
type Suggester struct {
	gen       *generation.Generation
	analyzers []*analysis.Analyzer
	names     func(f corpus.Field, id string) []string
	search    func(context.Context, search.Request) (*search.Results, error)

	// Computed on first use.
	phrases      *lazy[*commonPhrases]
	suggestions  *lazy[map[search.SuggestionKind]*suggestions]
	phraseCounts sync.Map // int by a word, or a quotation mark and a phrase: the number of works a search for it finds
}

// NewSuggester returns a Suggester. names returns the names of a value; it may be
// nil. search is used to count works.
func NewSuggester(g *generation.Generation, analyzers []*analysis.Analyzer, names func(corpus.Field, string) []string, search func(context.Context, search.Request) (*search.Results, error)) *Suggester {
	sg := &Suggester{gen: g, analyzers: analyzers, names: names, search: search}
	sg.phrases = newLazy(func() (*commonPhrases, error) { return newCommonPhrases(g), nil })
	sg.suggestions = newLazy(sg.newSuggestions)
	return sg
}

// Close waits for computations in progress. No other method may be called afterwards.
func (sg *Suggester) Close() {
	sg.suggestions.close() // which uses the phrases
	sg.phrases.close()
}

// Suggest completes what was typed; see search.Suggester.
func (sg *Suggester) Suggest(ctx context.Context, req search.SuggestRequest) (*search.Suggestions, error) {
	start := time.Now()
	if err := req.Check(); err != nil {
		return nil, err
	}
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	size := req.Size
	if size == 0 {
		size = search.DefaultSuggestions
	}
	work := segment.NewWork(ctx)
	typed := analysis.TypedWords(req.Text)
	all, err := sg.suggestions.get(ctx)
	if err != nil {
		return nil, err
	}
	out := &search.Suggestions{Index: sg.gen.Info}
	for _, typo := range []bool{false, true} {
		if len(out.Items) > 0 {
			break // typos are tolerated only if nothing is found without
		}
		for _, kind := range search.SuggestionKinds {
			if !req.Wants(kind) {
				continue
			}
			if kind == search.SuggestWord && (len(typed) != 1 || utf8.RuneCountInString(typed[0]) < minTypedLetters) {
				continue // there is no more than one word to complete
			}
			from := all[kind]
			completions, err := from.names.find(work, typed, typo, size)
			if err != nil {
				return nil, err
			}
			for _, found := range completions {
				item := from.suggestion(kind, found, typed, req.Label)
				if kind == search.SuggestPhrase && slices.Equal(analysis.TypedWords(item.Text), typed) {
					continue // pressing Enter finds it
				}
				if kind == search.SuggestWord {
					if item.Count, err = sg.countWord(ctx, item.Text); err != nil {
						return nil, err
					}
					if item.Count == 0 {
						continue
					}
				}
				if kind == search.SuggestPhrase && len(sg.gen.Segments) > 1 {
					// A segment does not list phrases that are rare in it.
					if item.Count, err = sg.countPhrase(ctx, item.Text); err != nil {
						return nil, err
					}
				}
				out.Items = append(out.Items, item)
			}
		}
	}
	out.Took = time.Since(start)
	return out, nil
}

func (s *suggestions) suggestion(kind search.SuggestionKind, found completed, typed []string, label func(corpus.Field, string) string) search.Suggestion {
	c := s.candidates[found.target]
	name := s.names.names.At(found.name)
	out := search.Suggestion{Kind: kind, ID: c.id, Text: c.text, Count: c.works}
	if f, ok := suggestedFields[kind]; ok {
		out.Text = c.id
		if label != nil {
			out.Text = label(f, c.id)
		}
	}
	var all bool
	if out.Ranges, all = analysis.TypedRanges(out.Text, typed, found.typo); !all {
		out.Ranges = nil
		if name != out.Text {
			out.Name = name
		}
	}
	return out
}

// newSuggestions collects all candidates.
func (sg *Suggester) newSuggestions() (map[search.SuggestionKind]*suggestions, error) {
	phrases, err := sg.phrases.get(context.Background())
	if err != nil {
		return nil, err
	}
	out := map[search.SuggestionKind]*suggestions{}
	for kind, field := range suggestedFields {
		t := sg.gen.Facets[field]
		var candidates []candidate
		for ord, id := range t.Values {
			if works := sg.gen.CountWorks(t.Docs[ord]); works > 0 {
				candidates = append(candidates, candidate{id: id, works: works})
			}
		}
		out[kind] = arrange(candidates, func(s candidate) []string {
			if sg.names == nil {
				return []string{s.id}
			}
			return append(sg.names(field, s.id), s.id)
		})
	}
	own := func(s candidate) []string { return []string{s.text} }
	cohesive, err := sg.cohesive(phrases.candidates)
	if err != nil {
		return nil, err
	}
	words, err := sg.words()
	if err != nil {
		return nil, err
	}
	out[search.SuggestWord] = arrange(words, own)
	out[search.SuggestPhrase] = arrange(cohesive, own)
	out[search.SuggestTitle] = arrange(titles(sg.gen), own)
	return out, nil
}

// arrange sorts candidates by works and indexes their names.
func arrange(candidates []candidate, names func(candidate) []string) *suggestions {
	slices.SortStableFunc(candidates, func(a, b candidate) int {
		return cmp.Or(cmp.Compare(b.works, a.works), cmp.Compare(a.text, b.text), cmp.Compare(a.id, b.id))
	})
	var list []completionName
	for i, c := range candidates {
		for _, name := range names(c) {
			if strings.TrimSpace(name) != "" {
				list = append(list, completionName{name, uint32(i)})
			}
		}
	}
	return &suggestions{candidates: candidates, names: newCompletions(list)}
}

// titles returns the titles of all statements.
func titles(g *generation.Generation) []candidate {
	byTitle := map[string][]uint32{}
	for doc := range g.Live() {
		s, n := g.Locate(doc)
		if title := s.Columns.Titles[n]; title != "" {
			byTitle[title] = append(byTitle[title], doc)
		}
	}
	out := make([]candidate, 0, len(byTitle))
	for title, docs := range byTitle {
		c := candidate{text: title, works: g.CountWorks(docs)}
		if c.works == 1 {
			c.id = string(g.ID(docs[0]))
		}
		out = append(out, c)
	}
	return out
}
