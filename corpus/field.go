package corpus

// Field is a property of a statement that can be given, inferred or searched.
type Field string

// Fields, by their names in catalogues, queries and responses.
const (
	FieldID           Field = "id"
	FieldWork         Field = "work"
	FieldTitle        Field = "title"
	FieldOrganization Field = "organization"
	FieldKind         Field = "kind" // kind of organization; derived from the authors
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

// Given has the values supplied by a person, in a catalogue, sidecar or correction: for each
// field its values in order. They take precedence over inference.
type Given map[Field][]string

// First returns the first given value of f, or "".
func (g Given) First(f Field) string {
	if v := g[f]; len(v) > 0 {
		return v[0]
	}
	return ""
}
