package enginetest

import (
	"fmt"
	"strings"
	"time"

	"pgregory.net/rapid"

	"rostrum/corpus"
	"rostrum/search"
	"rostrum/search/query"
)

// vocabulary is made of words that no stemmer changes, since they end in a
// digit, some of which begin alike. Few words make many coincidences.
var vocabulary = []string{"qax1", "qax2", "qay1", "pux1", "pux2", "tol1", "vem1", "zor1"}

var prefixes = []string{"qax", "qay", "pux", "qax1"}

var (
	sessions  = []corpus.SessionID{"", "ASP1", "ASP2", "ASP3"}
	topics    = []corpus.TopicID{"cooperation", "budget", "victims"}
	authors   = []corpus.OrgID{"hrw", "FRA", "cicc"}
	languages = []corpus.Language{corpus.English, corpus.French, corpus.Arabic, "de", ""}
)

func word() *rapid.Generator[string] { return rapid.SampledFrom(vocabulary) }

func words(least, most int) *rapid.Generator[[]string] { return rapid.SliceOfN(word(), least, most) }

// pageText draws paragraphs of sentences.
func pageText(t *rapid.T) string {
	var paragraphs []string
	for range rapid.IntRange(0, 3).Draw(t, "paragraphs") {
		var sentences []string
		for range rapid.IntRange(1, 3).Draw(t, "sentences") {
			space := rapid.SampledFrom([]string{" ", "\n", ", "}).Draw(t, "space")
			s := strings.Join(words(1, 6).Draw(t, "sentence"), space)
			sentences = append(sentences, strings.ToUpper(s[:1])+s[1:]+".")
		}
		paragraphs = append(paragraphs, strings.Join(sentences, " "))
	}
	return strings.Join(paragraphs, "\n\n")
}

// drawStatements draws a small corpus in which some statements are translations
// of each other.
func drawStatements(t *rapid.T) []corpus.Statement {
	n := rapid.IntRange(1, 30).Draw(t, "statements")
	out := make([]corpus.Statement, n)
	for i := range out {
		id := corpus.ID(fmt.Sprintf("s%02d", i))
		s := corpus.Statement{
			ID: id, Work: corpus.WorkID(id), Status: corpus.StatusGood,
			Title:    strings.Join(words(0, 3).Draw(t, "title"), " "),
			Session:  rapid.SampledFrom(sessions).Draw(t, "session"),
			Topics:   rapid.SliceOfNDistinct(rapid.SampledFrom(topics), 0, 2, rapid.ID).Draw(t, "topics"),
			Authors:  rapid.SliceOfNDistinct(rapid.SampledFrom(authors), 0, 2, rapid.ID).Draw(t, "authors"),
			Language: rapid.SampledFrom(languages).Draw(t, "language"),
		}
		if i > 0 && rapid.IntRange(0, 3).Draw(t, "translated") == 0 {
			s.Work = out[rapid.IntRange(0, i-1).Draw(t, "work")].Work
		}
		switch rapid.IntRange(0, 3).Draw(t, "dated") {
		case 1:
			s.Date = corpus.Date{Year: rapid.IntRange(2018, 2021).Draw(t, "year")}
		case 2, 3:
			s.Date = corpus.Date{Year: rapid.IntRange(2018, 2021).Draw(t, "year"), Month: time.December, Day: rapid.IntRange(1, 5).Draw(t, "day")}
		}
		for p := range rapid.IntRange(0, 3).Draw(t, "pages") {
			s.Pages = append(s.Pages, corpus.Page{Number: p + 1, Text: pageText(t), Language: s.Language, Method: corpus.MethodTextLayer})
		}
		out[i] = s
	}
	return out
}

// drawQuery draws a query; juxtaposed words only at the top, as the one place
// where some of them may be missing.
func drawQuery(t *rapid.T) query.Expr {
	if rapid.IntRange(0, 9).Draw(t, "everything") == 0 {
		return nil
	}
	if rapid.IntRange(0, 2).Draw(t, "juxtaposed") == 0 {
		var all query.All
		for range rapid.IntRange(2, 4).Draw(t, "parts") {
			all = append(all, drawExpr(t, 1))
		}
		return all
	}
	return drawExpr(t, 2)
}

func drawExpr(t *rapid.T, depth int) query.Expr {
	kinds := 6
	if depth > 0 {
		kinds = 9
	}
	switch rapid.IntRange(0, kinds).Draw(t, "kind") {
	case 0:
		return query.Word{Text: rapid.SampledFrom(prefixes).Draw(t, "prefix"), Prefix: true}
	case 1:
		return query.Phrase{Text: strings.Join(words(1, 3).Draw(t, "phrase"), " ")}
	case 2:
		return query.Phrase{Text: strings.Join(words(2, 3).Draw(t, "near"), " "), Slop: rapid.IntRange(1, 4).Draw(t, "slop")}
	case 3:
		return query.Field{Name: "title", Value: query.Word{Text: word().Draw(t, "in title")}}
	case 4:
		return query.Field{Name: "topic", Value: query.Word{Text: string(rapid.SampledFrom(topics).Draw(t, "of topic"))}}
	case 5, 6:
		return query.Word{Text: word().Draw(t, "word")}
	case 7:
		return query.And{drawExpr(t, depth-1), query.Word{Text: word().Draw(t, "and")}}
	case 8:
		return query.Or{drawExpr(t, depth-1), query.Word{Text: word().Draw(t, "or")}}
	}
	return query.Not{X: drawExpr(t, depth-1)}
}

func drawFilters(t *rapid.T) search.Filters {
	f := search.Filters{Values: map[corpus.Field][]string{}}
	if rapid.IntRange(0, 2).Draw(t, "filter session") == 0 {
		for _, s := range rapid.SliceOfNDistinct(rapid.SampledFrom(sessions[1:]), 1, 2, rapid.ID).Draw(t, "sessions") {
			f.Values[corpus.FieldSession] = append(f.Values[corpus.FieldSession], string(s))
		}
	}
	if rapid.IntRange(0, 2).Draw(t, "filter topic") == 0 {
		f.Values[corpus.FieldTopic] = []string{string(rapid.SampledFrom(topics).Draw(t, "topic filter"))}
	}
	if rapid.IntRange(0, 4).Draw(t, "filter date") == 0 {
		f.From = corpus.Date{Year: rapid.IntRange(2018, 2020).Draw(t, "from")}
	}
	return f
}

func drawRequest(t *rapid.T) search.Request {
	return search.Request{
		Query: drawQuery(t), Filters: drawFilters(t), Facets: search.FacetFields, Size: 100, Passages: 3,
		Documents: rapid.Bool().Draw(t, "documents"),
		Sort:      rapid.SampledFrom([]search.Sort{"", search.SortRelevance, search.SortNewest, search.SortOldest}).Draw(t, "sort"),
	}
}
