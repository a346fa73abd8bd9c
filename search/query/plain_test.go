package query_test

import (
	"reflect"
	"testing"

	. "rostrum/search/query"
)

func TestPlain(t *testing.T) {
	tests := []struct {
		text string
		want Expr
	}{
		{"", nil},
		{" ?! \u200b", nil},
		{"victims", w("victims")},
		{`what is "the (court" doing: NOT much, author:me*~ -x?`, All{w("what"), w("is"), w("the"), w("court"), w("doing"), w("not"), w("much"), w("author:me"), w("x")}},
		{"lift-drag ratios above 5 .", All{w("lift-drag"), w("ratios"), w("above"), w("5")}},
		{"«Ｒｏｍｅ»", w("Rome")},
	}
	for _, tt := range tests {
		if got := Plain(tt.text); !reflect.DeepEqual(got, tt.want) {
			t.Errorf("Plain(%q) = %#v, want %#v", tt.text, got, tt.want)
		}
	}
}
