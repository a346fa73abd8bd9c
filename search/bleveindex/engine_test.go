package bleveindex_test

import (
	"context"
	"os"
	"testing"

	"rostrum/corpus"
	"rostrum/search"
	"rostrum/search/bleveindex"
	"rostrum/search/enginetest"
)

func TestEngine(t *testing.T) {
	enginetest.Run(t, func(list []corpus.Statement) (search.Searcher, func() error, error) {
		dir, err := os.MkdirTemp(t.TempDir(), "")
		if err != nil {
			return nil, nil, err
		}
		cfg := bleveindex.Config{Dir: dir}
		if _, err := bleveindex.Build(context.Background(), cfg, "r1", each(list)); err != nil {
			return nil, nil, err
		}
		ix, err := bleveindex.Open(cfg)
		if err != nil {
			return nil, nil, err
		}
		return ix, ix.Close, nil
	})
}
