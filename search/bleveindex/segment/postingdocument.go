package segment

import (
	"encoding/binary"

	index "github.com/blevesearch/bleve_index_api"
)

// postingDocument is an analysed statement in the form that the segment format takes.
type postingDocument struct {
	fields []index.Field
	id     string
}

func newPostingDocument(number uint32, fields []*postingField) *postingDocument {
	d := &postingDocument{id: string(binary.BigEndian.AppendUint32(nil, number))}
	d.fields = append(d.fields, numberField{id: d.id, terms: index.TokenFrequencies{d.id: &index.TokenFreq{Term: []byte(d.id)}}})
	for _, f := range fields {
		d.fields = append(d.fields, f)
	}
	return d
}

func (d *postingDocument) ID() string { return d.id }
func (d *postingDocument) Size() int  { return 0 }
func (d *postingDocument) VisitFields(visit index.FieldVisitor) {
	for _, f := range d.fields {
		visit(f)
	}
}
func (d *postingDocument) VisitComposite(index.CompositeFieldVisitor) {}
func (d *postingDocument) HasComposite() bool                         { return false }
func (d *postingDocument) NumPlainTextBytes() uint64                  { return 0 }
func (d *postingDocument) AddIDField()                                {}
func (d *postingDocument) StoredFieldsBytes() uint64                  { return uint64(len(d.id)) }
func (d *postingDocument) Indexed() bool                              { return true }

// numberField is the _id that the segment format demands of every document:
// here its number, since everything else is kept by number outside of it.
type numberField struct {
	id    string
	terms index.TokenFrequencies
}

func (f numberField) Name() string                                     { return "_id" }
func (f numberField) Value() []byte                                    { return []byte(f.id) }
func (f numberField) ArrayPositions() []uint64                         { return nil }
func (f numberField) EncodedFieldType() byte                           { return 't' }
func (f numberField) Analyze()                                         {}
func (f numberField) Options() index.FieldIndexingOptions              { return index.IndexField | index.StoreField }
func (f numberField) NumPlainTextBytes() uint64                        { return 0 }
func (f numberField) AnalyzedLength() int                              { return 1 }
func (f numberField) AnalyzedTokenFrequencies() index.TokenFrequencies { return f.terms }
