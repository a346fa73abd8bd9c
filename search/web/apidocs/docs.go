// Package apidocs converts the OpenAPI description of the API for its documentation page.
package apidocs

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"go.yaml.in/yaml/v3"
)

// Docs is the content of the documentation page. Its texts are those of the description, in English.
type Docs struct {
	Version string
	Intro   []prose // paragraphs
	Groups  []Group
	Schemas []Schema
}

// prose is a paragraph; text in backticks is code.
type prose []docSpan

type docSpan struct {
	Text string
	Code bool
}

// Group is a group of operations.
type Group struct {
	Name, Description string
	Operations        []Operation
}

// Operation is an endpoint.
type Operation struct {
	ID, Path, Summary string
	Description       []prose
	Example           string // a URL; {id} stands for an existing statement, {base} for the base URL of the service
	Parameters        []Value
	Answers           []Answer
}

// Value is a parameter or a property.
type Value struct {
	Name        string
	In          string // of a parameter
	Required    bool
	Kind        string
	Ref         string // the schema with the details, or ""
	Description prose
}

// Answer is a response of an operation.
type Answer struct {
	Status      string
	Description prose
	Types       []string // media types
	Ref         string
	Sample      string // JSON
}

// Schema is a type of value.
type Schema struct {
	Name        string
	Description string
	Kind        string
	Ref         string
	Extends     []string // schemas whose properties are included
	Properties  []Value
}

// Read reads an OpenAPI description in YAML.
func Read(description []byte) (Docs, error) {
	var spec Spec
	if err := yaml.Unmarshal(description, &spec); err != nil {
		return Docs{}, fmt.Errorf("read the description of the API: %w", err)
	}
	docs := Docs{Version: spec.Info.Version, Intro: paragraphs(spec.Info.Description)}
	sampled := map[string]bool{} // one sample is enough for a response shared by several operations
	for _, t := range spec.Tags {
		group := Group{Name: t.Name, Description: t.Description}
		for _, path := range spec.Paths {
			if slices.Contains(path.Value.Get.Tags, t.Name) {
				group.Operations = append(group.Operations, docOperationOf(spec, path.Name, path.Value.Get, sampled))
			}
		}
		docs.Groups = append(docs.Groups, group)
	}
	for _, s := range spec.Components.Schemas {
		docs.Schemas = append(docs.Schemas, docSchemaOf(s.Name, s.Value))
	}
	return docs, nil
}

func docOperationOf(spec Spec, path string, o specOperation, sampled map[string]bool) Operation {
	out := Operation{ID: o.OperationID, Path: path, Summary: o.Summary, Description: paragraphs(o.Description), Example: o.Example}
	for _, p := range o.Parameters {
		if p.Ref != "" {
			p = spec.Components.Parameters[RefName(p.Ref)]
		}
		v := Value{Name: p.Name, In: p.In, Required: p.Required, Description: proseOf(p.Description)}
		v.Kind, v.Ref = p.Schema.kind()
		out.Parameters = append(out.Parameters, v)
	}
	for _, r := range o.Responses {
		response := r.Value
		if response.Ref != "" {
			response = spec.Components.Responses[RefName(response.Ref)]
		}
		answer := Answer{Status: r.Name, Description: proseOf(response.Description)}
		for _, c := range response.Content {
			answer.Types = append(answer.Types, c.Name)
			if _, ref := c.Value.Schema.kind(); ref != "" {
				answer.Ref = ref
			}
			if sample, err := json.MarshalIndent(c.Value.Example, "", "  "); err == nil && c.Value.Example != nil && !sampled[string(sample)] {
				answer.Sample = string(sample)
				sampled[answer.Sample] = true
			}
		}
		out.Answers = append(out.Answers, answer)
	}
	return out
}

func docSchemaOf(name string, s SpecSchema) Schema {
	out := Schema{Name: name, Description: s.Description}
	if len(s.Properties) == 0 {
		out.Kind, out.Ref = s.kind()
	}
	for _, base := range s.AllOf {
		out.Extends = append(out.Extends, RefName(base.Ref))
	}
	for _, p := range s.Properties {
		v := Value{Name: p.Name, Required: slices.Contains(s.Required, p.Name), Description: proseOf(p.Value.Description)}
		v.Kind, v.Ref = p.Value.kind()
		out.Properties = append(out.Properties, v)
	}
	return out
}

func paragraphs(text string) []prose {
	var out []prose
	for _, p := range strings.Split(strings.TrimSpace(text), "\n\n") {
		out = append(out, proseOf(p))
	}
	return out
}

func proseOf(text string) prose {
	var out prose
	for i, part := range strings.Split(strings.Join(strings.Fields(text), " "), "`") {
		if part != "" {
			out = append(out, docSpan{part, i%2 == 1})
		}
	}
	return out
}
