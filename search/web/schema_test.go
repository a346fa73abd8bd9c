package web

import (
	"reflect"
	"slices"
	"strings"
	"testing"

	"go.yaml.in/yaml/v3"

	"rostrum/corpus"
	"rostrum/search"
	"rostrum/search/client"
)

// TestSchemasSayWhatTheTypesSay compares the schemas of the description with
// the types whose JSON they describe: the same properties, always there in one
// if they are in the other, and of the same kind.
func TestSchemasSayWhatTheTypesSay(t *testing.T) {
	var spec apiSpec
	if err := yaml.Unmarshal(apiDescription, &spec); err != nil {
		t.Fatal(err)
	}
	types := map[string]any{
		"SearchAnswer": answer{}, "Query": answerQuery{}, "Total": total{}, "Index": search.IndexInfo{}, "Hit": answerHit{}, "Named": named{},
		"Translation": translation{}, "Passage": answerPassage{}, "Facet": answerFacet{}, "FacetValue": answerValue{}, "Suggestion": suggestion{},
		"Related": related{}, "SuggestAnswer": suggestAnswer{}, "Completion": answerSuggestion{}, "Group": suggestGroup{},
		"QuoteAnswer": quoteAnswer{}, "QuoteMatch": quoteMatch{}, "QuotePartial": quotePartial{}, "Difference": quoteDifference{},
		"Statement": answerStatement{}, "Page": answerPage{}, "Evidence": corpus.Evidence{}, "SimilarAnswer": similarAnswer{},
		"SimilarMatch": similarMatch{}, "SharedPassage": sharedPassage{}, "FacetAnswer": facetsAnswer{}, "TrendAnswer": trendAnswer{},
		"TrendQuery": trendQuery{}, "Count": trendCount{}, "Tally": trendTally{}, "TrendValue": trendValue{}, "TrendRow": trendRow{},
		"TrendCell": trendCell{}, "CoverageAnswer": answerCoverage{}, "Held": answerCount{}, "CoverageField": answerCoverageField{},
		"Doubt": answerDoubt{}, "Speakers": answerCoverageSpeaker{}, "Speaker": answerSpeaker{}, "Unlisted": answerUnlisted{},
		"OEmbedAnswer": oEmbedAnswer{}, "Problem": problem{}, "ProblemError": problemError{},
	}
	schemas := map[string]specSchema{}
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

// TestClientReadsWhatIsDescribed compares what the client in Go reads, which is
// not all there is, with the schemas.
func TestClientReadsWhatIsDescribed(t *testing.T) {
	var spec apiSpec
	if err := yaml.Unmarshal(apiDescription, &spec); err != nil {
		t.Fatal(err)
	}
	schemas := map[string]specSchema{}
	for _, s := range spec.Components.Schemas {
		schemas[s.Name] = s.Value
	}
	for name, v := range map[string]any{
		"SearchAnswer": client.Answer{}, "Hit": client.Hit{}, "Passage": client.Passage{}, "Facet": client.Facet{}, "Statement": client.Statement{},
		"Page": client.Page{}, "QuoteAnswer": client.QuoteAnswer{},
	} {
		got := described(schemas, schemas[name])
		for property, kind := range written(reflect.TypeOf(v)) {
			if strings.TrimSuffix(got[property], "?") != kind {
				t.Errorf("the client reads %s.%s as %q, and it is described as %q", name, property, kind, got[property])
			}
		}
	}
}

// described are the properties of a schema with their kinds; those that may be
// missing end in ?.
func described(schemas map[string]specSchema, s specSchema) map[string]string {
	out := map[string]string{}
	for _, base := range s.AllOf {
		for name, kind := range described(schemas, schemas[refName(base.Ref)]) {
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

func schemaKind(schemas map[string]specSchema, s specSchema) string {
	for s.Ref != "" {
		s = schemas[refName(s.Ref)]
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
