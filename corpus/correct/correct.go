// Package correct parses corrections of recorded statements: single assignments, as on a
// command line, and whole tables. Names are resolved through the authority, as in
// catalogues; errors are reported as sentences. Package catalog stores corrections.
package correct

import (
	"fmt"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"rostrum/corpus"
	"rostrum/corpus/authority"
)

// Reader parses corrections.
type Reader struct {
	Names *authority.Authority
	// Date parses a date.
	Date func(string) (corpus.Date, error)
}

// maxValue is the maximum length of a value in bytes: longer than any title.
const maxValue = 2000

// Field returns the correctable field of a name.
func Field(name string) (corpus.Field, error) {
	f, err := field(name)
	if err != nil {
		return "", corpus.ErrInvalid.Errorf("%w", err)
	}
	return f, nil
}

func field(name string) (corpus.Field, error) {
	if f, ok := corpus.ColumnField(strings.ToLower(strings.TrimSpace(name))); ok && f.Info().Correctable {
		return f, nil
	}
	var known []string
	for _, f := range corpus.Correctable {
		known = append(known, string(f))
	}
	return "", fmt.Errorf("there is no field %q to correct: use one of %s", name, strings.Join(known, ", "))
}

// Assignment parses FIELD=VALUE. An empty value means that the statement has none. A
// session given with its part sets both fields.
func (r Reader) Assignment(text string) ([]corpus.Correction, error) {
	name, value, ok := strings.Cut(text, "=")
	if !ok {
		return nil, corpus.ErrInvalid.Errorf("%q is not of the form FIELD=VALUE, for example date=2021-12-08", text)
	}
	f, err := Field(name)
	if err != nil {
		return nil, err
	}
	return r.Value(f, value)
}

// Value parses the value of a field; "|" separates several if the field allows them.
func (r Reader) Value(f corpus.Field, value string) ([]corpus.Correction, error) {
	value = strings.TrimSpace(value)
	if err := readable(value); err != nil {
		return nil, corpus.ErrInvalid.Errorf("%s: %w", f, err)
	}
	c := corpus.Correction{Field: f, Values: []string{}}
	if value == "" {
		return []corpus.Correction{c}, nil
	}
	parts := []string{value}
	if f.Info().Many {
		parts = strings.Split(value, "|")
	} else if named(f) && strings.Contains(value, "|") {
		return nil, corpus.ErrInvalid.Errorf("%s=%s: a statement has only one %s", f, value, f)
	}
	for _, part := range parts {
		if part = strings.TrimSpace(part); part == "" {
			continue
		}
		id, known, err := r.one(f, part)
		if err != nil {
			return nil, corpus.ErrInvalid.Errorf("%w", err)
		}
		if slices.Contains(c.Values, id) {
			continue
		}
		c.Values = append(c.Values, id)
		if !known {
			c.Unresolved = append(c.Unresolved, id)
		}
	}
	out := []corpus.Correction{c}
	if f == corpus.FieldSession {
		if part := r.partOf(value); part != "" {
			out = append(out, corpus.Correction{Field: corpus.FieldPart, Values: []string{string(part)}})
		}
	}
	return out, nil
}

// one parses a single value. known is false for a name that is not in the authority
// files; it is kept as written, as in a catalogue.
func (r Reader) one(f corpus.Field, value string) (id string, known bool, err error) {
	switch f {
	case corpus.FieldDate:
		d, err := r.Date(value)
		if err != nil {
			return "", false, fmt.Errorf("the date %q cannot be read: write it as 2021-12-08, 2021-12 or 2021", value)
		}
		return d.String(), true, nil
	case corpus.FieldLanguage:
		lang, ok := corpus.ParseLanguage(value)
		if !ok {
			return "", false, fmt.Errorf("there is no language %q: write its code or name, for example fr or French", value)
		}
		return string(lang), true, nil
	case corpus.FieldPart:
		switch p := corpus.Part(strings.ToLower(value)); p {
		case corpus.PartMain, corpus.PartResumed1, corpus.PartResumed2:
			return string(p), true, nil
		}
		return "", false, fmt.Errorf("there is no part %q of a session: use main, resumed1 or resumed2", value)
	case corpus.FieldSourceURL:
		if !corpus.IsWebAddress(value) {
			return "", false, fmt.Errorf("the source_url %q is not an http(s) address", value)
		}
		return value, true, nil
	}
	if !named(f) {
		return value, true, nil
	}
	if id, ok := r.Names.Resolve(f, value); ok {
		return id, true, nil
	}
	return value, false, nil
}

// partOf returns the part of a session in its name, or its only part.
func (r Reader) partOf(name string) corpus.Part {
	id, part, ok := r.Names.ResolveSession(name)
	if !ok || part != "" {
		return part
	}
	for _, s := range r.Names.Sessions() {
		if s.ID == id && len(s.Parts) == 1 {
			return s.Parts[0].Part
		}
	}
	return ""
}

func readable(value string) error {
	switch {
	case len(value) > maxValue:
		return fmt.Errorf("the value is longer than %d bytes", maxValue)
	case !utf8.ValidString(value):
		return fmt.Errorf("the value is not UTF-8")
	}
	for _, r := range value {
		if unicode.IsControl(r) {
			return fmt.Errorf("the value contains the control character U+%04X", r)
		}
	}
	return nil
}

// named reports whether the values of a field are names in the authority files.
func named(f corpus.Field) bool { return f.Info().Content == corpus.ContentNamed }
