package quality

import (
	"bufio"
	"context"
	"encoding/csv"
	"fmt"
	"io"

	"rostrum/corpus"
	"rostrum/search"
	"rostrum/search/query"
)

// Everyday is a query as people type it, and its language.
type Everyday struct {
	ID       string
	Language corpus.Language
	Query    string
}

// ReadEveryday reads a CSV file with the columns id, language and query.
func ReadEveryday(r io.Reader) ([]Everyday, error) {
	rows, err := csv.NewReader(r).ReadAll()
	if err != nil {
		return nil, corpus.ErrInvalid.Errorf("%w", err)
	}
	if len(rows) < 2 || len(rows[0]) != 3 || rows[0][0] != "id" || rows[0][1] != "language" || rows[0][2] != "query" {
		return nil, corpus.ErrInvalid.Errorf("there is no header row id,language,query with questions below it")
	}
	out := make([]Everyday, 0, len(rows)-1)
	for _, row := range rows[1:] {
		out = append(out, Everyday{row[0], corpus.Language(row[1]), row[2]})
	}
	return out, nil
}

// LanguageFirst reports whether results are in the language of the query, in total and by query.
type LanguageFirst struct {
	// Short counts queries whose first ten results have a smaller share of their language than all results; Late
	// counts those whose first result is in another language without scoring PreferredLanguage times as much.
	Short   int              `json:"short"`
	Late    int              `json:"late"`
	Queries int              `json:"queries"`
	Answers []EverydayAnswer `json:"-"`
}

// EverydayAnswer is the result of one query.
type EverydayAnswer struct {
	Everyday
	Found  int
	First  corpus.Language // of the first result; "" if there is none
	Top    float64         // share of the first ten results in the language of the query
	All    float64         // share of all results
	Short  bool
	Late   bool
	Second float64 // score of the first result divided by that of the best in the language, if different
}

// AskEveryday runs every query, with the interface in its language.
func AskEveryday(ctx context.Context, s search.Searcher, questions []Everyday) (LanguageFirst, error) {
	out := LanguageFirst{Queries: len(questions)}
	for _, q := range questions {
		a, err := askEveryday(ctx, s, q)
		if err != nil {
			return LanguageFirst{}, fmt.Errorf("question %s: %w", q.ID, err)
		}
		if a.Short {
			out.Short++
		}
		if a.Late {
			out.Late++
		}
		out.Answers = append(out.Answers, a)
	}
	return out, nil
}

func askEveryday(ctx context.Context, s search.Searcher, q Everyday) (EverydayAnswer, error) {
	a := EverydayAnswer{Everyday: q}
	x, err := query.Parse(q.Query)
	if err != nil {
		return a, err
	}
	res, err := s.Search(ctx, search.Request{Query: x, Language: q.Language, Size: search.MaxSize, Facets: []corpus.Field{corpus.FieldLanguage}})
	if err != nil || len(res.Hits) == 0 {
		return a, err
	}
	a.Found, a.First = res.Total, res.Hits[0].Statement.Language
	for _, v := range res.Facets[corpus.FieldLanguage].Values {
		if v.ID == string(q.Language) {
			a.All = float64(v.Count) / float64(res.Total)
		}
	}
	top := res.Hits[:min(gainDepth, len(res.Hits))]
	best := 0.0
	for i, h := range res.Hits {
		if h.Statement.Language != q.Language {
			continue
		}
		if i < len(top) {
			a.Top += 1 / float64(len(top))
		}
		best = max(best, h.Score)
	}
	a.Short = a.Top < a.All-1e-9
	if a.First != q.Language && best > 0 {
		a.Second = res.Hits[0].Score / best
		a.Late = a.Second <= search.PreferredLanguage
	}
	return a, nil
}

// WriteText writes the number of failures and, with perQuery, a line for each query.
func (l LanguageFirst) WriteText(w io.Writer, perQuery bool) error {
	out := bufio.NewWriter(w)
	if perQuery {
		for _, a := range l.Answers {
			fault := ""
			if a.Short {
				fault += "  fewer than among all"
			}
			if a.Late {
				fault += fmt.Sprintf("  first in %s by %.2f", a.First, a.Second)
			}
			fmt.Fprintf(out, "%s  %s  of %d found %.2f, of the first ten %.2f%s  %s\n", a.ID, a.Language, a.Found, a.All, a.Top, fault, a.Query)
		}
	}
	fmt.Fprintf(out, "fewer than among all  %d\nfirst in another      %d\nquestions             %d\n", l.Short, l.Late, l.Queries)
	return out.Flush()
}
