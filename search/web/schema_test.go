package web

import (
	"reflect"
	"slices"
	"strings"
	"testing"

	"go.yaml.in/yaml/v3"

	"rostrum/corpus"
	"rostrum/search"
	"rostrum/search/api"
	"rostrum/search/web/apidocs"
	"rostrum/search/web/embed"
)

// TestSchemasSayWhatTheTypesSay compares the schemas of the description with
// the types whose JSON they describe: the same properties, always there in one
// if they are in the other, and of the same kind.
func TestSchemasSayWhatTheTypesSay(t *testing.T) {
	var spec apidocs.Spec
	if err := yaml.Unmarshal(apiDescription, &spec); err != nil {
		t.Fatal(err)
	}
	types := map[string]any{
		"SearchAnswer": api.Results{}, "Query": api.Query{}, "Total": api.Total{}, "Index": search.IndexInfo{}, "Hit": api.Hit{}, "Named": api.Named{},
		"Translation": api.Translation{}, "Passage": api.Passage{}, "Facet": api.Facet{}, "FacetValue": api.FacetValue{}, "Suggestion": api.Suggestion{},
		"Related": api.Related{}, "WordForms": api.WordForms{}, "Form": api.Form{}, "SuggestAnswer": api.Suggestions{}, "Completion": api.Completion{}, "Group": api.Group{},
		"QuoteAnswer": api.Quote{}, "QuoteMatch": api.QuoteMatch{}, "QuotePartial": api.QuotePartial{}, "Difference": api.Difference{},
		"Statement": api.Statement{}, "Page": api.Page{}, "Span": api.Span{}, "Evidence": corpus.Evidence{}, "SimilarAnswer": api.Similar{},
		"SimilarMatch": api.SimilarMatch{}, "SharedPassage": api.SharedPassage{}, "FacetAnswer": api.Facets{}, "TrendAnswer": api.Trends{},
		"TrendQuery": api.TrendQuery{}, "Count": api.Count{}, "Tally": api.Tally{}, "TrendValue": api.TrendValue{}, "TrendRow": api.TrendRow{},
		"TrendCell": api.TrendCell{}, "CoverageAnswer": api.Coverage{}, "Held": api.CoverageCount{}, "CoverageField": api.CoverageField{},
		"Doubt": api.Doubt{}, "Speakers": api.Speakers{}, "Speaker": api.Speaker{}, "Unlisted": api.Unlisted{},
		"OEmbedAnswer": embed.OEmbedAnswer{}, "Problem": api.Problem{}, "Bridge": api.Bridge{}, "BridgedWord": api.BridgedWord{}, "Equivalent": api.Equivalent{}, "ProblemError": api.ProblemError{},
	}
	schemas := map[string]apidocs.SpecSchema{}
	for _, s := range spec.Components.Schemas {
		schemas[s.Name] = s.Value
		if _, ok := types[s.Name]; !ok && len(s.Value.Properties) > 0 {
			t.Errorf("%s: a schema without a type", s.Name)
		}
	}
	for name, v := range types {
		got, want := described(schemas, schemas[name]), written(reflect.TypeOf(v))
		for property, w := range want {
			if g, ok := got[property]; !ok || g != w {
				t.Errorf("%s.%s is described as %q, and the type says %q", name, property, g, w)
			}
		}
		for property := range got {
			if _, ok := want[property]; !ok {
				t.Errorf("%s.%s is described, and the type has it not", name, property)
			}
		}
	}
}

// described are the properties of a schema with their kinds; those that may be
// missing end in ?.
func described(schemas map[string]apidocs.SpecSchema, s apidocs.SpecSchema) map[string]string {
	out := map[string]string{}
	for _, base := range s.AllOf {
		for name, kind := range described(schemas, schemas[apidocs.RefName(base.Ref)]) {
			out[name] = kind
		}
	}
	for _, p := range s.Properties {
		kind := schemaKind(schemas, p.Value)
		if !slices.Contains(s.Required, p.Name) {
			kind += "?"
		}
		out[p.Name] = kind
	}
	return out
}

func schemaKind(schemas map[string]apidocs.SpecSchema, s apidocs.SpecSchema) string {
	for s.Ref != "" {
		s = schemas[apidocs.RefName(s.Ref)]
	}
	switch kind := s.Type.(type) {
	case string:
		return kind
	case []any:
		return kind[0].(string)
	}
	if _, ok := s.Const.(string); ok {
		return "string"
	}
	return "any"
}

// written are the properties of a type in its JSON, in the same form.
func written(t reflect.Type) map[string]string {
	out := map[string]string{}
	for f := range t.Fields() {
		name, options, _ := strings.Cut(f.Tag.Get("json"), ",")
		if f.Anonymous && name == "" {
			for inner, kind := range written(f.Type) {
				out[inner] = kind
			}
			continue
		}
		kind := typeKind(f.Type)
		if strings.HasPrefix(options, "omit") {
			kind += "?"
		}
		out[name] = kind
	}
	return out
}

func typeKind(t reflect.Type) string {
	switch t.String() {
	case "time.Time":
		return "string"
	case "json.RawMessage":
		return "any"
	}
	switch t.Kind() {
	case reflect.String:
		return "string"
	case reflect.Bool:
		return "boolean"
	case reflect.Int, reflect.Int64:
		return "integer"
	case reflect.Float64:
		return "number"
	case reflect.Slice, reflect.Array:
		return "array"
	case reflect.Pointer:
		return typeKind(t.Elem())
	}
	return "object"
}
