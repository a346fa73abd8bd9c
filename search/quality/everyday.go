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

// Everyday is a question as people type it, and the language it is in.
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

// LanguageFirst is whether answers come in the language of their question, and
// how it went for each question.
type LanguageFirst struct {
	// Short and Late are the questions whose first ten answers have less of their
	// language than all that was found has, and those whose first answer is in
	// another language without being PreferredLanguage times as good.
	Short   int              `json:"short"`
	Late    int              `json:"late"`
	Queries int              `json:"queries"`
	Answers []EverydayAnswer `json:"-"`
}

// EverydayAnswer is how one question went.
type EverydayAnswer struct {
	Everyday
	Found  int
	First  corpus.Language // of the first answer; "" if there is none
	Top    float64         // the share of the first ten answers in the language of the question
	All    float64         // the share among all that was found
	Short  bool
	Late   bool
	Second float64 // the score of the first answer over the best in the language, if that is not the first
}

// AskEveryday asks every question, in an interface of its language.
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

// WriteText writes how many questions went wrong and, with perQuery, a line for
// each of all.
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
