package bleveindex_test

import (
	"slices"
	"testing"

	"rostrum/corpus"
	"rostrum/search"
	"rostrum/search/bleveindex"
	"rostrum/search/query"
)

// Statements in Chinese, and those too short to tell their language, are found in other
// languages by their own; those in the language of the query are not.
func TestBridgeFindsChineseAndShortTexts(t *testing.T) {
	ix := open(t, bleveindex.Config{},
		statement("en", "A sample text on safety", corpus.English, "This sample text says that the safety of the witnesses of the test is a matter for the test."),
		statement("zh", "样本", corpus.Chinese, "这是一个样本文本，讨论证人的安全。"),
		statement("fr", "Exemple", corpus.French, "Sécurité."),
	)
	q, err := query.Parse("safe")
	if err != nil {
		t.Fatal(err)
	}
	found, err := ix.Search(t.Context(), search.Request{
		Query: q, Size: 10, BridgeFrom: corpus.English,
		Bridge: []search.BridgedWord{{Word: "safe", Equivalents: []search.Equivalent{
			{Name: corpus.Name{Text: "安全", Language: corpus.Chinese}, Weight: 1},
			{Name: corpus.Name{Text: "sécurité", Language: corpus.French}, Weight: 1},
			{Name: corpus.Name{Text: "safety", Language: corpus.English}, Weight: 1},
		}}},
	})
	if err != nil {
		t.Fatal(err)
	}
	var ids []string
	for _, h := range found.Hits {
		ids = append(ids, string(h.Statement.ID))
	}
	if slices.Sort(ids); !slices.Equal(ids, []string{"fr", "zh"}) || found.Total != 2 {
		t.Errorf("%d found: %v", found.Total, ids)
	}
}
