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
// digit. Some begin alike, some are a slip or two apart, and two differ by an
// accent. Few words make many coincidences.
var vocabulary = []string{"qax1", "qax2", "qay1", "pux1", "pux2", "tol1", "tól1", "vem1", "zorban11", "zirban12"}

var (
	prefixes = []string{"qax", "qay", "pux", "tól", "qax1", "zor"}
	slips    = []string{"qax1", "aqx1", "pux3", "tol1", "zorbn11", "zorbbn12", "vemm"} // some are no words
)

var (
	sessions   = []corpus.SessionID{"", "ASP1", "ASP2", "ASP3"}
	topics     = []corpus.TopicID{"cooperation", "budget", "victims"}
	authors    = []corpus.OrgID{"hrw", "FRA", "cicc"}
	kinds      = []corpus.KindID{"ngo", "state", "igo"}
	types      = []corpus.TypeID{"", "statement", "letter"}
	situations = []corpus.SituationID{"Libya", "Ukraine", "Mali"}
	symbols    = []string{"", "ICC-ASP/5/S/31", "ICC-ASP/5/S/3", "ICC-ASP/19/L.1"}
	languages  = []corpus.Language{corpus.English, corpus.French, corpus.Arabic, "de", ""}
)

// filterValues are what can be asked for in each field, and once what nothing has.
var filterValues = map[corpus.Field][]string{
	corpus.FieldSession:      {"ASP1", "ASP2", "ASP3", "ASP9"},
	corpus.FieldTopic:        {"cooperation", "budget", "victims"},
	corpus.FieldOrganization: {"hrw", "FRA", "cicc"},
	corpus.FieldKind:         {"state", "ngo"},
	corpus.FieldLanguage:     {"en", "fr", "ar", "de"},
	corpus.FieldType:         {"statement", "letter"},
	corpus.FieldSituation:    {"Libya", "Ukraine", "Mali"},
	corpus.FieldYear:         {"2018", "2019", "2020", "2021"},
}

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
			Title:      strings.Join(words(0, 3).Draw(t, "title"), " "),
			Session:    rapid.SampledFrom(sessions).Draw(t, "session"),
			Topics:     rapid.SliceOfNDistinct(rapid.SampledFrom(topics), 0, 2, rapid.ID).Draw(t, "topics"),
			Kinds:      rapid.SliceOfNDistinct(rapid.SampledFrom(kinds), 0, 2, rapid.ID).Draw(t, "kinds"),
			Authors:    rapid.SliceOfNDistinct(rapid.SampledFrom(authors), 0, 2, rapid.ID).Draw(t, "authors"),
			Language:   rapid.SampledFrom(languages).Draw(t, "language"),
			Type:       rapid.SampledFrom(types).Draw(t, "type"),
			Situations: rapid.SliceOfNDistinct(rapid.SampledFrom(situations), 0, 2, rapid.ID).Draw(t, "situations"),
			Symbol:     rapid.SampledFrom(symbols).Draw(t, "symbol"),
			Deliverer:  strings.Join(words(0, 2).Draw(t, "speaker"), " "),
		}
		if n := rapid.IntRange(0, 4).Draw(t, "added"); n > 0 {
			s.Added = moment(n)
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
	kinds := 9
	if depth > 0 {
		kinds = 12
	}
	switch rapid.IntRange(0, kinds).Draw(t, "kind") {
	case 0:
		return query.Word{Text: rapid.SampledFrom(prefixes).Draw(t, "prefix"), Prefix: true}
	case 1:
		return query.Word{Text: rapid.SampledFrom(slips).Draw(t, "slip"), Fuzzy: true}
	case 2, 3:
		return query.Phrase{Text: strings.Join(words(1, 3).Draw(t, "phrase"), " ")}
	case 4:
		return query.Phrase{Text: strings.Join(words(2, 3).Draw(t, "near"), " "), Slop: rapid.IntRange(1, 4).Draw(t, "slop")}
	case 5:
		return drawField(t)
	case 6:
		return drawRange(t)
	case 7, 8, 9:
		return query.Word{Text: word().Draw(t, "word")}
	case 10:
		return query.And{drawExpr(t, depth-1), query.Word{Text: word().Draw(t, "and")}}
	case 11:
		return query.Or{drawExpr(t, depth-1), query.Word{Text: word().Draw(t, "or")}}
	}
	return query.Not{X: drawExpr(t, depth-1)}
}

func drawField(t *rapid.T) query.Expr {
	name := rapid.SampledFrom([]string{"title", "title", "speaker", "symbol", "symbol", "symbol", "organization", "session", "topic", "language", "type", "situation"}).Draw(t, "field")
	var value query.Expr
	switch name {
	case "title", "speaker":
		value = query.Word{Text: word().Draw(t, "in field")}
		if rapid.Bool().Draw(t, "phrase in field") {
			value = query.Phrase{Text: strings.Join(words(1, 2).Draw(t, "in field"), " ")}
		}
	case "symbol":
		value = query.Word{Text: rapid.SampledFrom([]string{"icc-asp/5/s/3", "ICC-ASP/5/S/31", "ICC ASP 19 L1"}).Draw(t, "symbol"), Prefix: rapid.Bool().Draw(t, "begins")}
	default:
		id := rapid.SampledFrom(filterValues[corpus.Field(name)]).Draw(t, "value")
		value = query.Word{Text: rapid.SampledFrom([]string{id, strings.ToLower(id)}).Draw(t, "case")}
	}
	return query.Field{Name: name, Value: value}
}

func drawRange(t *rapid.T) query.Expr {
	bounds := []string{"", "2018", "2019-12", "2019-12-03", "2020", "2021-01-01"}
	r := query.Range{From: rapid.SampledFrom(bounds).Draw(t, "from"), To: rapid.SampledFrom(bounds).Draw(t, "to")}
	if r.From == "" && r.To == "" {
		r.From = "2019"
	}
	return r
}

func drawFilters(t *rapid.T) search.Filters {
	f := search.Filters{Values: map[corpus.Field][]string{}}
	for _, field := range search.FacetFields {
		if rapid.IntRange(0, 7).Draw(t, "filter "+string(field)) == 0 {
			f.Values[field] = rapid.SliceOfNDistinct(rapid.SampledFrom(filterValues[field]), 1, 2, rapid.ID).Draw(t, "values")
		}
	}
	switch rapid.IntRange(0, 9).Draw(t, "filter date") {
	case 0:
		f.From = corpus.Date{Year: rapid.IntRange(2018, 2020).Draw(t, "from")}
	case 1:
		f.To = corpus.Date{Year: 2020, Month: time.December, Day: rapid.IntRange(1, 5).Draw(t, "to")}
	}
	if rapid.IntRange(0, 7).Draw(t, "filter added") == 0 {
		f.Since = moment(rapid.IntRange(1, 5).Draw(t, "since"))
	}
	return f
}

// moment is one of those at which statements are added; few, so that many are at once.
func moment(n int) time.Time { return time.Date(2024, time.March, n, 12, 0, 0, 0, time.UTC) }

func drawRequest(t *rapid.T) search.Request {
	return search.Request{
		Query: drawQuery(t), Filters: drawFilters(t), Facets: search.FacetFields, Size: search.MaxSize, Passages: 3,
		Documents: rapid.Bool().Draw(t, "documents"),
		Exact:     rapid.IntRange(0, 4).Draw(t, "exact") == 0,
		Sort:      rapid.SampledFrom([]search.Sort{"", search.SortRelevance, search.SortNewest, search.SortOldest, search.SortAdded}).Draw(t, "sort"),
	}
}
