package corpus

import (
	"slices"
	"strconv"
	"strings"
)

// FieldInfo describes a field for everything that handles fields generically: catalogues,
// corrections, the query language, engines, exports, the command line and pages.
type FieldInfo struct {
	Name Field
	// Aliases are alternative column names in catalogues and corrections.
	Aliases []string
	// Query is the field name in queries; "" if it cannot be queried.
	Query string
	// QueryAliases are its names in other search systems. They are rejected with a suggestion of
	// the right name.
	QueryAliases []string
	// Example is a sample value for queries.
	Example string
	// Content is the type of its values.
	Content Content
	// Many allows several values, written with "|" between them.
	Many bool
	// Facet is its position among the facets, from 1; 0 if it is not a facet.
	Facet int
	// Correctable by people; otherwise it comes from the source or another field.
	Correctable bool

	values func(*Statement) []string
	set    func(*Statement, []string)
}

// Content is the type of a field's values.
type Content int

// Types of values.
const (
	ContentText     Content = iota // words as written
	ContentNamed                   // authority ids, or names as written if unknown
	ContentLanguage                // codes such as fr
	ContentDate                    // as Date.String writes it
	ContentCode                    // ids, symbols and URLs, compared literally
)

// fields lists all fields in display order.
var fields = []FieldInfo{
	{
		Name: FieldID, Content: ContentCode,
		values: func(s *Statement) []string { return one(string(s.ID)) },
	}, {
		Name: FieldTitle, Query: "title", QueryAliases: []string{"name", "intitle"}, Example: "universality", Correctable: true,
		values: func(s *Statement) []string { return one(s.Title) },
		set:    func(s *Statement, v []string) { s.Title = first(v) },
	}, {
		Name: FieldOrganization, Aliases: []string{"organisation"}, Query: "organization", Example: "HRW",
		QueryAliases: []string{"organisation", "org", "author", "auteur", "by", "from", "state", "country", "ngo", "group"},
		Content:      ContentNamed, Many: true, Facet: 3, Correctable: true,
		values: func(s *Statement) []string { return texts(s.Authors) },
		set:    func(s *Statement, v []string) { s.Authors = ids[OrgID](v) },
	}, {
		// Derived from the authors, by the authority.
		Name: FieldKind, Query: "kind", Example: "ngo", Content: ContentNamed, Many: true, Facet: 8,
		values: func(s *Statement) []string { return texts(s.Kinds) },
	}, {
		Name: FieldDeliverer, Aliases: []string{"speaker"}, Query: "speaker", QueryAliases: []string{"deliverer"}, Example: "Bensouda",
		Many: true, Correctable: true,
		values: func(s *Statement) []string { return one(s.Deliverer) },
		set:    func(s *Statement, v []string) { s.Deliverer = strings.Join(v, "; ") },
	}, {
		Name: FieldRole, Correctable: true,
		values: func(s *Statement) []string { return one(s.Role) },
		set:    func(s *Statement, v []string) { s.Role = first(v) },
	}, {
		Name: FieldSession, Query: "session", QueryAliases: []string{"meeting", "asp"}, Example: "ASP20",
		Content: ContentNamed, Facet: 1, Correctable: true,
		values: func(s *Statement) []string { return one(string(s.Session)) },
		set:    func(s *Statement, v []string) { s.Session = SessionID(first(v)) },
	}, {
		Name: FieldPart, Correctable: true,
		values: func(s *Statement) []string { return one(string(s.Part)) },
		set:    func(s *Statement, v []string) { s.Part = Part(first(v)) },
	}, {
		Name: FieldTopic, Query: "topic", QueryAliases: []string{"subject", "theme", "plenary", "tag"}, Example: "cooperation",
		Content: ContentNamed, Many: true, Facet: 2, Correctable: true,
		values: func(s *Statement) []string { return texts(s.Topics) },
		set:    func(s *Statement, v []string) { s.Topics = ids[TopicID](v) },
	}, {
		Name: FieldType, Query: "type", QueryAliases: []string{"doctype"}, Example: "statement",
		Content: ContentNamed, Facet: 5, Correctable: true,
		values: func(s *Statement) []string { return one(string(s.Type)) },
		set:    func(s *Statement, v []string) { s.Type = TypeID(first(v)) },
	}, {
		Name: FieldDate, Query: "date", QueryAliases: []string{"year", "before", "after", "since", "until"}, Example: "2019 or date:2019-12..2021",
		Content: ContentDate, Correctable: true,
		values: func(s *Statement) []string { return one(s.Date.String()) },
		set:    func(s *Statement, v []string) { s.Date, _ = ParseDate(first(v)) }, // empty text is the zero Date
	}, {
		Name: FieldYear, Content: ContentCode, Facet: 7,
		values: func(s *Statement) []string {
			if s.Date.Year <= 0 {
				return nil
			}
			return one(strconv.Itoa(s.Date.Year))
		},
	}, {
		Name: FieldLanguage, Query: "language", QueryAliases: []string{"lang"}, Example: "fr", Content: ContentLanguage, Facet: 4, Correctable: true,
		values: func(s *Statement) []string { return one(string(s.Language)) },
		set:    func(s *Statement, v []string) { s.Language = Language(first(v)) },
	}, {
		Name: FieldSymbol, Query: "symbol", QueryAliases: []string{"doc", "number"}, Example: "ICC-ASP/5/S/31", Content: ContentCode, Correctable: true,
		values: func(s *Statement) []string { return one(s.Symbol) },
		set:    func(s *Statement, v []string) { s.Symbol = first(v) },
	}, {
		Name: FieldSituation, Query: "situation", QueryAliases: []string{"case"}, Example: "Darfur",
		Content: ContentNamed, Many: true, Facet: 6, Correctable: true,
		values: func(s *Statement) []string { return texts(s.Situations) },
		set:    func(s *Statement, v []string) { s.Situations = ids[SituationID](v) },
	}, {
		// By default a statement is a work of its own.
		Name: FieldWork, Content: ContentCode, Correctable: true,
		values: func(s *Statement) []string { return one(string(s.Work)) },
		set: func(s *Statement, v []string) {
			if s.Work = WorkID(first(v)); s.Work == "" {
				s.Work = WorkID(s.ID)
			}
		},
	}, {
		Name: FieldSourceURL, Content: ContentCode, Correctable: true,
		values: func(s *Statement) []string { return one(s.Origin.URL) },
		set:    func(s *Statement, v []string) { s.Origin.URL = first(v) },
	}, {
		Name: FieldPublisher, Correctable: true,
		values: func(s *Statement) []string { return one(s.Origin.Publisher) },
		set:    func(s *Statement, v []string) { s.Origin.Publisher = first(v) },
	},
}

var byName = func() map[Field]*FieldInfo {
	m := make(map[Field]*FieldInfo, len(fields))
	for i := range fields {
		m[fields[i].Name] = &fields[i]
	}
	return m
}()

// Fields returns all fields in display order.
func Fields() []FieldInfo { return slices.Clone(fields) }

// Info returns the description of a field; zero for an unknown one.
func (f Field) Info() FieldInfo {
	if info, ok := byName[f]; ok {
		return *info
	}
	return FieldInfo{}
}

// Facets are the facet fields, in display order.
var Facets = func() []Field {
	var out []Field
	for place := 1; ; place++ {
		i := slices.IndexFunc(fields, func(f FieldInfo) bool { return f.Facet == place })
		if i < 0 {
			return out
		}
		out = append(out, fields[i].Name)
	}
}()

// Correctable are the fields that people can correct, in display order.
var Correctable = func() []Field {
	var out []Field
	for _, f := range fields {
		if f.Correctable {
			out = append(out, f.Name)
		}
	}
	return out
}()

// ColumnField returns the field with a column name or alias, in lower case.
func ColumnField(column string) (Field, bool) {
	for _, f := range fields {
		if string(f.Name) == column || slices.Contains(f.Aliases, column) {
			return f.Name, true
		}
	}
	return "", false
}

// Values returns the values of a field; none if it is not set.
func (s *Statement) Values(f Field) []string {
	if info, ok := byName[f]; ok {
		return info.values(s)
	}
	return nil
}

// set sets the values of a field, unless it is derived from others. A date must have the form
// of Date.String.
func (s *Statement) set(f Field, values []string) {
	if info, ok := byName[f]; ok && info.set != nil {
		info.set(s, values)
	}
}

func first(values []string) string {
	if len(values) == 0 {
		return ""
	}
	return values[0]
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
