package bleveindex_test

import (
	"context"
	"testing"

	"github.com/blevesearch/bleve/v2"
	_ "github.com/blevesearch/bleve/v2/analysis/lang/en"
	_ "github.com/blevesearch/bleve/v2/analysis/lang/es"
	"github.com/blevesearch/bleve/v2/mapping"
	"github.com/blevesearch/bleve/v2/search/query"
)

// BenchmarkStock asks Bleve as it comes what BenchmarkSearch asks this engine,
// over the same statements: ten hits with fragments, and four facets. The
// ratios of the two in one run are what the project is held to.
func BenchmarkStock(b *testing.B) {
	type document struct {
		Title, En, Es, Session, Topic, Organization, Year string
	}
	m := bleve.NewIndexMapping()
	fields := bleve.NewDocumentMapping()
	text := func(analyzer string) *mapping.FieldMapping {
		f := bleve.NewTextFieldMapping()
		f.Analyzer = analyzer
		return f
	}
	fields.AddFieldMappingsAt("En", text("en"))
	fields.AddFieldMappingsAt("Es", text("es"))
	for _, name := range []string{"Session", "Topic", "Organization", "Year"} {
		fields.AddFieldMappingsAt(name, bleve.NewKeywordFieldMapping())
	}
	m.DefaultMapping = fields
	ix, err := bleve.New(b.TempDir()+"/stock", m)
	if err != nil {
		b.Fatal(err)
	}
	defer ix.Close()
	batch := ix.NewBatch()
	for s, err := range speeches(b, scaleSize(b)) {
		if err != nil {
			b.Fatal(err)
		}
		d := document{Title: s.Title, Session: string(s.Session), Topic: string(s.Topics[0]), Organization: string(s.Authors[0]), Year: s.Date.String()}
		if s.Language == "es" {
			d.Es = s.Pages[0].Text
		} else {
			d.En = s.Pages[0].Text
		}
		if err := batch.Index(string(s.ID), d); err != nil {
			b.Fatal(err)
		}
		if batch.Size() == 500 {
			if err := ix.Batch(batch); err != nil {
				b.Fatal(err)
			}
			batch = ix.NewBatch()
		}
	}
	if err := ix.Batch(batch); err != nil {
		b.Fatal(err)
	}
	both := func(of func(field string) query.Query) query.Query {
		return bleve.NewDisjunctionQuery(of("En"), of("Es"))
	}
	match := func(words string) query.Query {
		return both(func(field string) query.Query {
			q := bleve.NewMatchQuery(words)
			q.SetField(field)
			q.SetOperator(query.MatchQueryOperatorAnd)
			return q
		})
	}
	phrase := func(words string) query.Query {
		return both(func(field string) query.Query {
			q := bleve.NewMatchPhraseQuery(words)
			q.SetField(field)
			return q
		})
	}
	prefix := func(letters string) query.Query {
		return both(func(field string) query.Query {
			q := bleve.NewPrefixQuery(letters)
			q.SetField(field)
			return q
		})
	}
	for _, sq := range []struct {
		name string
		q    query.Query
	}{
		{"one", match("humanitarian")}, {"two", match("nuclear weapons")}, {"phrase", phrase("human rights")},
		{"rare phrase", phrase("international criminal court")}, {"prefix", prefix("coop")}, {"all", bleve.NewMatchAllQuery()},
	} {
		b.Run(sq.name, func(b *testing.B) {
			total := uint64(0)
			before := cpuTime(b)
			for b.Loop() {
				req := bleve.NewSearchRequestOptions(sq.q, 10, 0, false)
				req.Highlight = bleve.NewHighlight()
				req.Fields = []string{"Title", "Session", "Topic", "Organization", "Year"}
				for _, name := range []string{"Session", "Topic", "Organization", "Year"} {
					req.AddFacet(name, bleve.NewFacetRequest(name, 10))
				}
				res, err := ix.SearchInContext(context.Background(), req)
				if err != nil {
					b.Fatal(err)
				}
				total = res.Total
			}
			b.ReportMetric(float64(total), "hits")
			b.ReportMetric((cpuTime(b)-before).Seconds()*1000/float64(b.N), "cpu-ms/op")
		})
	}
}
