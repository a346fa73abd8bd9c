package query_test

import (
	"testing"

	"rostrum/search/query"
)

func TestMap(t *testing.T) {
	for _, test := range []struct{ query, want string }{
		{"victims", "(victim OR survivor)"},
		{"victims AND (court OR victims) NOT victims", "(victim OR survivor) AND (court OR victim OR survivor) NOT victims"},
		{`title:victims "of victims"`, `title:victims "of victims"`},
	} {
		x, err := query.Parse(test.query)
		if err != nil {
			t.Fatal(err)
		}
		got := query.Map(x, func(x query.Expr) query.Expr {
			if x == query.Expr(query.Word{Text: "victims"}) {
				return query.Or{query.Word{Text: "victim"}, query.Word{Text: "survivor"}}
			}
			return x
		})
		want, err := query.Parse(test.want)
		if err != nil {
			t.Fatal(err)
		}
		if got.String() != want.String() {
			t.Errorf("%s becomes %s, want %s", test.query, got, want)
		}
	}
}
