package suggest

import (
	"cmp"
	"context"
	"math/bits"
	"slices"
	"strings"

	"rostrum/corpus"
	"rostrum/search"
	"rostrum/search/analysis"
	"rostrum/search/query"
)

const (
	// Related searches are computed from this many of the best works found; works
	// further down are less about the query.
	RelatedSample = 50
	// Fewer works are no pattern.
	minRelated = 3
	// One in this many works of the sample must have it.
	relatedShare = 10
	// Languages with fewer works in the sample are ignored.
	relatedLanguage = 4
	// More suggestions of one field would leave no room for others.
	maxPerField = 2
)

// relatedKinds are the fields that are suggested.
var relatedKinds = []search.SuggestionKind{search.SuggestTopic, search.SuggestSituation, search.SuggestOrganization}

// relation is a value that the sample has more often than other works.
type relation struct {
	search.Related
	score float64
}

// Related returns values and phrases that are far more frequent in the sample than in
// all works.
func (sg *Suggester) Related(ctx context.Context, sample []uint32, clauses []*analysis.Clause, root search.Node, req search.Request) ([]search.Related, error) {
	if len(sample) < minRelated {
		return nil, nil
	}
	common, err := sg.phrases.get(ctx)
	if err != nil {
		return nil, err
	}
	found := append(sg.relatedValues(sample, clauses, root, req), sg.relatedPhrases(common, sample)...)
	slices.SortFunc(found, func(a, b relation) int {
		return cmp.Or(cmp.Compare(b.score, a.score), cmp.Compare(a.Kind, b.Kind), cmp.Compare(a.ID+a.Text, b.ID+b.Text))
	})
	var out []search.Related
	of := map[search.SuggestionKind]int{}
	for _, f := range found {
		if len(out) == req.Related {
			break
		}
		if f.Kind == search.SuggestPhrase {
			alike := func(other search.Related) bool {
				return other.Kind == search.SuggestPhrase && (strings.Contains(other.Text, f.Text) || strings.Contains(f.Text, other.Text))
			}
			if sg.queryHas(f.Text, clauses) || slices.ContainsFunc(out, alike) {
				continue
			}
			n, err := sg.countPhrase(ctx, f.Text)
			if err != nil {
				return nil, err
			}
			f.Count = n
		} else if of[f.Kind] == maxPerField {
			continue
		}
		of[f.Kind]++
		out = append(out, f.Related)
	}
	return out, nil
}

// significance scores a value of n works in a sample and more works in all: the gain
// in its share, multiplied by the factor by which the share is larger (JLH, as in
// Elasticsearch's significant terms). 0 means unrelated.
func significance(n, sample, more, all int) float64 {
	if n < minRelated || n*relatedShare < sample || more == 0 {
		return 0
	}
	here, there := float64(n)/float64(sample), float64(more)/float64(max(1, all))
	if here <= there {
		return 0
	}
	return (here - there) * here / there
}

func (sg *Suggester) relatedPhrases(common *commonPhrases, sample []uint32) []relation {
	counts := make([]uint16, len(common.candidates))
	var touched []int32
	readers := make([]int, len(common.statements)) // by analyzer, in the sample
	for _, doc := range sample {
		si, n := sg.gen.Place(doc)
		for set := sg.gen.Segments[si].Columns.Languages[n]; set != 0; set &= set - 1 {
			readers[bits.TrailingZeros8(set)]++
		}
		sg.gen.Segments[si].Phrases.Of(n, func(i uint32) {
			if phrase := common.numbers[si][i]; phrase >= 0 {
				if counts[phrase] == 0 {
					touched = append(touched, phrase)
				}
				counts[phrase]++
			}
		})
	}
	var out []relation
	for _, phrase := range touched {
		// A phrase is compared within its language; otherwise phrases of a rare
		// language would be related to everything said in it.
		c, language := common.candidates[phrase], common.languages[phrase]
		if readers[language]*relatedLanguage < len(sample) || int(counts[phrase])*relatedShare < len(sample) {
			continue
		}
		if score := significance(int(counts[phrase]), readers[language], c.works, common.statements[language]); score > 0 {
			out = append(out, relation{search.Related{Kind: search.SuggestPhrase, Text: c.text, Count: c.works}, score})
		}
	}
	return out
}

func (sg *Suggester) relatedValues(sample []uint32, clauses []*analysis.Clause, root search.Node, req search.Request) []relation {
	var out []relation
	for _, kind := range relatedKinds {
		field := suggestedFields[kind]
		t := sg.gen.Facets[field]
		counts := map[uint32]int{}
		for _, doc := range sample {
			for _, ord := range t.Of(doc) {
				counts[ord]++
			}
		}
		for ord, n := range counts {
			id := t.Values[ord]
			works := sg.gen.CountWorks(t.Docs[ord])
			score := significance(n, len(sample), works, len(sg.gen.Members))
			if score == 0 || slices.Contains(req.Filters.Values[field], id) || planHasValue(root, field, id) || sg.queryNames(field, id, clauses) {
				continue
			}
			out = append(out, relation{search.Related{Kind: kind, ID: id, Count: works}, score})
		}
	}
	return out
}

// queryNames reports whether the words of the query are a name of the value.
func (sg *Suggester) queryNames(field corpus.Field, id string, clauses []*analysis.Clause) bool {
	names := []string{id}
	if sg.names != nil {
		names = append(names, sg.names(field, id)...)
	}
	return slices.ContainsFunc(names, func(name string) bool { return sg.queryHas(name, clauses) })
}

// queryHas reports whether the query has all content words of a text.
func (sg *Suggester) queryHas(text string, clauses []*analysis.Clause) bool {
	asked := false
	for _, surface := range analysis.TypedWords(text) {
		if slices.ContainsFunc(sg.analyzers, func(l *analysis.Analyzer) bool { return l.IsStopWord(surface) }) || analysis.Elisions[surface] {
			continue
		}
		asked = slices.ContainsFunc(clauses, func(l *analysis.Clause) bool {
			return slices.ContainsFunc(l.Terms, func(t analysis.Term) bool {
				for language := range sg.analyzers {
					if t.Matches(sg.analyzers, language, surface, surface) {
						return true
					}
				}
				return false
			})
		})
		if !asked {
			return false
		}
	}
	return asked
}

// planHasValue reports whether the plan names the value.
func planHasValue(n search.Node, field corpus.Field, id string) bool {
	any := func(nodes []search.Node) bool {
		return slices.ContainsFunc(nodes, func(n search.Node) bool { return planHasValue(n, field, id) })
	}
	switch n := n.(type) {
	case search.Keyword:
		return n.Field == field && strings.EqualFold(n.ID, id)
	case search.And:
		return any(n.Nodes)
	case search.Or:
		return any(n.Nodes)
	}
	return false
}

// countPhrase returns the number of works that a search for the phrase finds,
// computed once.
func (sg *Suggester) countPhrase(ctx context.Context, phrase string) (int, error) {
	return sg.count(ctx, query.Phrase{Text: phrase}, `"`+phrase)
}
