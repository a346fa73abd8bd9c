package main

import (
	"context"
	"errors"

	"github.com/blevesearch/bleve/v2"
	_ "github.com/blevesearch/bleve/v2/analysis/lang/en"
	_ "github.com/blevesearch/bleve/v2/analysis/lang/es"
	"github.com/blevesearch/bleve/v2/mapping"
	"github.com/blevesearch/bleve/v2/search/query"
)

// stock is Bleve as it comes: stemmed text in two languages, four facets,
// ten hits with highlighted fragments.
type stock struct{ index bleve.Index }

var stockFacets = []string{"Session", "Topic", "Organization", "Year"}

func openStock(dir string) (stock, error) {
	index, err := bleve.Open(dir)
	return stock{index}, err
}

func buildStock(dir, shared string, n int) (err error) {
	fields := bleve.NewDocumentMapping()
	text := func(analyzer string) *mapping.FieldMapping {
		f := bleve.NewTextFieldMapping()
		f.Analyzer = analyzer
		return f
	}
	fields.AddFieldMappingsAt("En", text("en"))
	fields.AddFieldMappingsAt("Es", text("es"))
	for _, name := range stockFacets {
		fields.AddFieldMappingsAt(name, bleve.NewKeywordFieldMapping())
	}
	m := bleve.NewIndexMapping()
	m.DefaultMapping = fields
	index, err := bleve.New(dir, m)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, index.Close()) }()
	batch := index.NewBatch()
	for s, err := range statements(shared, n) {
		if err != nil {
			return err
		}
		d := struct{ Title, En, Es, Session, Topic, Organization, Year string }{
			Title: s.Title, Session: string(s.Session), Topic: string(s.Topics[0]), Organization: string(s.Authors[0]), Year: s.Date.String(),
		}
		if s.Language == "es" {
			d.Es = s.Pages[0].Text
		} else {
			d.En = s.Pages[0].Text
		}
		if err := batch.Index(string(s.ID), d); err != nil {
			return err
		}
		if batch.Size() == 500 {
			if err := index.Batch(batch); err != nil {
				return err
			}
			batch = index.NewBatch()
		}
	}
	return index.Batch(batch)
}

func (s stock) ask(ctx context.Context, q question) (int, error) {
	req := bleve.NewSearchRequestOptions(q.stock(), 10, 0, false)
	s.whole(req)
	res, err := s.index.SearchInContext(ctx, req)
	if err != nil {
		return 0, err
	}
	return int(res.Total), nil
}

// whole asks for facets and marks as well.
func (stock) whole(req *bleve.SearchRequest) {
	req.Highlight = bleve.NewHighlight()
	req.Fields = append([]string{"Title"}, stockFacets...)
	for _, name := range stockFacets {
		req.AddFacet(name, bleve.NewFacetRequest(name, 10))
	}
}

// stock is the question in Bleve's terms, asked of the text in either language.
func (q question) stock() query.Query {
	if q.kind == all {
		return bleve.NewMatchAllQuery()
	}
	var either []query.Query
	for _, field := range []string{"En", "Es"} {
		switch q.kind {
		case phrase:
			m := bleve.NewMatchPhraseQuery(q.text)
			m.SetField(field)
			either = append(either, m)
		case prefix:
			m := bleve.NewPrefixQuery(q.text)
			m.SetField(field)
			either = append(either, m)
		default:
			m := bleve.NewMatchQuery(q.text)
			m.SetField(field)
			m.SetOperator(query.MatchQueryOperatorAnd)
			either = append(either, m)
		}
	}
	return bleve.NewDisjunctionQuery(either...)
}
