package web

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"github.com/gin-gonic/gin"
	"go.yaml.in/yaml/v3"

	"rostrum/search"
)

// apiDocs is the description of the API as its page shows it. Its words are
// those of the description, in English; the frame around them is the page's.
type apiDocs struct {
	Version string
	Intro   []prose // paragraphs
	Groups  []docGroup
	Schemas []docSchema
}

// prose is a paragraph; what stood between backticks is code.
type prose []docSpan

type docSpan struct {
	Text string
	Code bool
}

type docGroup struct {
	Name, Description string
	Operations        []docOperation
}

type docOperation struct {
	ID, Path, Summary string
	Description       []prose
	Example           string // an address; {id} stands for a statement that there is, {base} for what our addresses begin with
	Parameters        []docValue
	Answers           []docAnswer
}

// docValue is a parameter or a property.
type docValue struct {
	Name        string
	In          string // of a parameter
	Required    bool
	Kind        string
	Ref         string // the schema that says the rest, or ""
	Description prose
}

type docAnswer struct {
	Status      string
	Description prose
	Types       []string // of media
	Ref         string
	Sample      string // JSON
}

type docSchema struct {
	Name        string
	Description string
	Kind        string
	Ref         string
	Extends     []string // schemas whose properties it has too
	Properties  []docValue
}

const docsPath = "/docs"

func readDocs(description []byte) (apiDocs, error) {
	var spec apiSpec
	if err := yaml.Unmarshal(description, &spec); err != nil {
		return apiDocs{}, fmt.Errorf("read the description of the API: %w", err)
	}
	docs := apiDocs{Version: spec.Info.Version, Intro: paragraphs(spec.Info.Description)}
	sampled := map[string]bool{} // of answers that several operations give, one sample is enough
	for _, t := range spec.Tags {
		group := docGroup{Name: t.Name, Description: t.Description}
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

func docOperationOf(spec apiSpec, path string, o specOperation, sampled map[string]bool) docOperation {
	out := docOperation{ID: o.OperationID, Path: path, Summary: o.Summary, Description: paragraphs(o.Description), Example: o.Example}
	for _, p := range o.Parameters {
		if p.Ref != "" {
			p = spec.Components.Parameters[refName(p.Ref)]
		}
		v := docValue{Name: p.Name, In: p.In, Required: p.Required, Description: proseOf(p.Description)}
		v.Kind, v.Ref = p.Schema.kind()
		out.Parameters = append(out.Parameters, v)
	}
	for _, r := range o.Responses {
		response := r.Value
		if response.Ref != "" {
			response = spec.Components.Responses[refName(response.Ref)]
		}
		answer := docAnswer{Status: r.Name, Description: proseOf(response.Description)}
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

func docSchemaOf(name string, s specSchema) docSchema {
	out := docSchema{Name: name, Description: s.Description}
	if len(s.Properties) == 0 {
		out.Kind, out.Ref = s.kind()
	}
	for _, base := range s.AllOf {
		out.Extends = append(out.Extends, refName(base.Ref))
	}
	for _, p := range s.Properties {
		v := docValue{Name: p.Name, Required: slices.Contains(s.Required, p.Name), Description: proseOf(p.Value.Description)}
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

// docsBody is the page; Statement is the id of one there is, for examples, and
// Base what our addresses begin with.
type docsBody struct {
	apiDocs
	Description string // address of the JSON
	Statement   string
	Base        string
}

// Link is an example's address, "" where there is nothing it could show.
func (b docsBody) Link(o docOperation) string {
	example := o.Example
	for name, value := range map[string]string{"{id}": b.Statement, "{base}": b.Base} {
		if strings.Contains(example, name) && value == "" {
			return ""
		}
		example = strings.ReplaceAll(example, name, value)
	}
	return example
}

// showDocs shows people how programs ask.
func (s *Server) showDocs(c *gin.Context, ix *Index) error {
	body := docsBody{apiDocs: s.docs, Description: openAPIPath, Base: s.base(c.Request)}
	// Before there is an index the page can be read all the same, without links to statements.
	if newest, err := ix.Search(c.Request.Context(), search.Request{Size: 1, Sort: search.SortNewest}); err == nil && len(newest.Hits) > 0 {
		body.Statement = strings.TrimPrefix(statementPath(newest.Hits[0].Statement.ID), "/s/")
	}
	return s.plain(c, "docs", body)
}
