package corpus

// Field names a property of a statement that can be given by a person,
// inferred from evidence, or searched.
type Field string

// The fields, by the names they have in catalogues, queries and answers.
const (
	FieldID           Field = "id"
	FieldWork         Field = "work"
	FieldTitle        Field = "title"
	FieldOrganization Field = "organization"
	FieldKind         Field = "kind" // of organization; derived from the authors
	FieldDeliverer    Field = "deliverer"
	FieldRole         Field = "role"
	FieldSession      Field = "session"
	FieldPart         Field = "part"
	FieldTopic        Field = "topic"
	FieldType         Field = "type"
	FieldDate         Field = "date"
	FieldYear         Field = "year" // derived from the date
	FieldLanguage     Field = "language"
	FieldSymbol       Field = "symbol"
	FieldSituation    Field = "situation"
	FieldSourceURL    Field = "source_url"
	FieldPublisher    Field = "publisher"
)

// Given holds what a person said of a document in a catalogue, sidecar or
// correction: for each field its values in order. A field that is present
// always wins over inference.
type Given map[Field][]string

// First is the first value given for f, or "".
func (g Given) First(f Field) string {
	if v := g[f]; len(v) > 0 {
		return v[0]
	}
	return ""
}
