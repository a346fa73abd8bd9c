package apidocs

import (
	"fmt"
	"strings"

	"go.yaml.in/yaml/v3"
)

// The types in this file are the parts of OpenAPI that the page shows, in the order of the document.

// Spec is a description.
type Spec struct {
	Info struct {
		Version     string
		Description string
	}
	Tags  []struct{ Name, Description string }
	Paths ordered[struct{ Get specOperation }]

	Components struct {
		Parameters map[string]specParameter
		Responses  map[string]specResponse
		Schemas    ordered[SpecSchema]
	}
}

type specOperation struct {
	OperationID string `yaml:"operationId"`
	Tags        []string
	Summary     string
	Description string
	Example     string `yaml:"x-example"`
	Parameters  []specParameter
	Responses   ordered[specResponse]
}

type specParameter struct {
	Ref         string `yaml:"$ref"`
	Name        string
	In          string
	Required    bool
	Description string
	Schema      SpecSchema
}

type specResponse struct {
	Ref         string `yaml:"$ref"`
	Description string
	Content     ordered[struct {
		Schema  SpecSchema
		Example any
	}]
}

// SpecSchema is a type of value.
type SpecSchema struct {
	Ref                  string `yaml:"$ref"`
	Description          string
	Type                 any // a name, or a list of them
	Enum                 []string
	Const                any
	Minimum, Maximum     *int
	MaxLength            int `yaml:"maxLength"`
	MaxItems             int `yaml:"maxItems"`
	Format               string
	Default              any
	Items                *SpecSchema
	AdditionalProperties *SpecSchema  `yaml:"additionalProperties"`
	AllOf                []SpecSchema `yaml:"allOf"`
	Required             []string
	Properties           ordered[SpecSchema]
}

// ordered is a mapping in document order.
type ordered[T any] []entry[T]

type entry[T any] struct {
	Name  string
	Value T
}

// UnmarshalYAML reads the mapping in order.
func (o *ordered[T]) UnmarshalYAML(n *yaml.Node) error {
	for i := 0; i+1 < len(n.Content); i += 2 {
		e := entry[T]{Name: n.Content[i].Value}
		if err := n.Content[i+1].Decode(&e.Value); err != nil {
			return fmt.Errorf("%s: %w", e.Name, err)
		}
		*o = append(*o, e)
	}
	return nil
}

// kind describes the allowed values in words; ref is the name of the schema with the details, or "".
func (s SpecSchema) kind() (words, ref string) {
	if s.Ref != "" {
		return "", RefName(s.Ref)
	}
	var parts []string
	add := func(format string, v ...any) { parts = append(parts, fmt.Sprintf(format, v...)) }
	switch {
	case s.Const != nil:
		add("always %v", s.Const)
	case len(s.Enum) > 0:
		add("one of %s", strings.Join(s.Enum, ", "))
	case s.Items != nil:
		words, ref = s.Items.kind()
		add("%s", strings.TrimSpace("list: "+words))
	case s.AdditionalProperties != nil:
		words, ref = s.AdditionalProperties.kind()
		add("%s", strings.TrimSpace("by name: "+words))
	case s.Type != nil:
		add("%s", strings.Trim(fmt.Sprint(s.Type), "[]"))
	}
	if s.Format != "" {
		add("%s", s.Format)
	}
	switch {
	case s.Minimum != nil && s.Maximum != nil:
		add("%d to %d", *s.Minimum, *s.Maximum)
	case s.Minimum != nil:
		add("from %d", *s.Minimum)
	}
	if s.MaxLength > 0 {
		add("up to %d characters", s.MaxLength)
	}
	if s.MaxItems > 0 {
		add("up to %d values", s.MaxItems)
	}
	if s.Default != nil {
		add("%v unless given", s.Default)
	}
	return strings.Join(parts, ", "), ref
}

// RefName returns the name at the end of a reference.
func RefName(ref string) string { return ref[strings.LastIndexByte(ref, '/')+1:] }
