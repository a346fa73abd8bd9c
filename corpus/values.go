package corpus

import "strings"

// Correctable are the fields that a person can correct, in the order in which
// they are shown.
var Correctable = []Field{
	FieldTitle, FieldOrganization, FieldDeliverer, FieldRole, FieldSession, FieldPart, FieldTopic, FieldType, FieldDate,
	FieldLanguage, FieldSymbol, FieldSituation, FieldWork, FieldSourceURL, FieldPublisher,
}

// Values are the values of a field, none where it is not set.
func (s *Statement) Values(f Field) []string {
	switch f {
	case FieldID:
		return one(string(s.ID))
	case FieldWork:
		return one(string(s.Work))
	case FieldTitle:
		return one(s.Title)
	case FieldOrganization:
		return texts(s.Authors)
	case FieldDeliverer:
		return one(s.Deliverer)
	case FieldRole:
		return one(s.Role)
	case FieldSession:
		return one(string(s.Session))
	case FieldPart:
		return one(string(s.Part))
	case FieldTopic:
		return texts(s.Topics)
	case FieldType:
		return one(string(s.Type))
	case FieldDate:
		return one(s.Date.String())
	case FieldLanguage:
		return one(string(s.Language))
	case FieldSymbol:
		return one(s.Symbol)
	case FieldSituation:
		return texts(s.Situations)
	case FieldSourceURL:
		return one(s.Origin.URL)
	case FieldPublisher:
		return one(s.Origin.Publisher)
	}
	return nil
}

// set gives a field its values. A date has to be of the form of Date.String; a
// statement that is to have no work is a work of its own.
func (s *Statement) set(f Field, values []string) {
	first := ""
	if len(values) > 0 {
		first = values[0]
	}
	switch f {
	case FieldWork:
		if s.Work = WorkID(first); first == "" {
			s.Work = WorkID(s.ID)
		}
	case FieldTitle:
		s.Title = first
	case FieldOrganization:
		s.Authors = ids[OrgID](values)
	case FieldDeliverer:
		s.Deliverer = strings.Join(values, "; ")
	case FieldRole:
		s.Role = first
	case FieldSession:
		s.Session = SessionID(first)
	case FieldPart:
		s.Part = Part(first)
	case FieldTopic:
		s.Topics = ids[TopicID](values)
	case FieldType:
		s.Type = TypeID(first)
	case FieldDate:
		s.Date, _ = ParseDate(first) // the zero Date for the empty text
	case FieldLanguage:
		s.Language = Language(first)
	case FieldSymbol:
		s.Symbol = first
	case FieldSituation:
		s.Situations = ids[SituationID](values)
	case FieldSourceURL:
		s.Origin.URL = first
	case FieldPublisher:
		s.Origin.Publisher = first
	}
}

func one(value string) []string {
	if value == "" {
		return nil
	}
	return []string{value}
}

func texts[T ~string](values []T) []string {
	var out []string
	for _, v := range values {
		out = append(out, string(v))
	}
	return out
}

func ids[T ~string](values []string) []T {
	var out []T
	for _, v := range values {
		out = append(out, T(v))
	}
	return out
}
