package embed

import (
	"html/template"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"github.com/gin-gonic/gin"

	"rostrum/corpus"
	"rostrum/search"
	"rostrum/search/web/limit"
	"rostrum/search/web/pages"
	"rostrum/search/web/request"
	"rostrum/search/web/respond"
	"rostrum/search/web/ui"
)

// embedFields are the fields that an embedded search can be limited to.
var embedFields = []corpus.Field{corpus.FieldSession, corpus.FieldTopic, corpus.FieldOrganization, corpus.FieldLanguage}

// unknownHost stands for the base URL in snippets if it is unknown.
const unknownHost = "https://HOST"

// embedBody is the snippet builder page.
type embedBody struct {
	Fields    []embedField
	Languages []choice
	Choices   Choices
	Script    string // URL of the element
	Unknown   string // placeholder for the base URL, if that is unknown
	Preview   template.HTML
	Snippets  []snippet
}

type embedField struct {
	Field   corpus.Field
	Choices []choice
}

type choice struct {
	Value    string
	Label    string
	Lang     corpus.Language // of the label, if different from the page's
	Selected bool
}

type snippet struct{ Kind, Code string }

// Builder serves the snippet builder: a form whose choices are in the URL, and the resulting code.
func (s *Embed) Builder(c *gin.Context, ix *limit.Index) error {
	l := s.Locale(c.Request)
	st, err := s.Parser.State(c.Request.URL.RawQuery, false)
	if err != nil {
		return err
	}
	if unchanged, err := respond.IndexNotModified(c, ix, s.Build(), strings.Join([]string{string(l.Lang), Element().Versioned, c.Request.URL.RawQuery}, " "), "private, no-cache"); unchanged || err != nil {
		return err
	}
	results, err := ix.Search(c.Request.Context(), search.Request{Facets: embedFields})
	if err != nil {
		return err
	}
	choices := Choices{
		Host: s.PublicURL, Mode: oneOf(c.Query("mode"), "results"), Theme: oneOf(c.Query("theme"), "light", "dark"),
		Target: oneOf(c.Query("target"), "_blank"), Label: l.Text("box.label"), Button: l.Text("box.button"),
	}
	if n, err := strconv.Atoi(c.Query("limit")); err == nil && n >= 1 && n <= search.MaxSize {
		choices.Limit = n
	}
	body := embedBody{Script: Root + Element().Versioned}
	for _, lang := range ui.Languages {
		selected := string(lang) == c.Query("element-lang")
		body.Languages = append(body.Languages, choice{string(lang), ui.Autonym(lang), lang, selected})
		if selected { // the content of the element is in its language too
			choices.Lang = string(lang)
			choices.Label, choices.Button = s.UI.Locale(lang).Text("box.label"), s.UI.Locale(lang).Text("box.button")
		}
	}
	for _, f := range embedFields {
		if values := st.Values[f]; len(values) > 0 {
			choices.Limits = append(choices.Limits, Limit{Field: string(f), Values: values})
		}
		body.Fields = append(body.Fields, embedField{f, s.embedChoices(l, f, results.Facets[f], st.Values[f])})
	}
	// The preview uses this service, whatever its public name.
	here := choices
	here.Host = ""
	body.Preview = template.HTML(here.Element()) // made of escaped strings
	if choices.Host == "" {
		choices.Host, body.Unknown = unknownHost, unknownHost
	}
	body.Choices = choices
	for _, kind := range Kinds {
		code, err := choices.Snippet(kind)
		if err != nil {
			return err
		}
		body.Snippets = append(body.Snippets, snippet{kind, code})
	}
	p := s.Frame(c, l.Text("embed.title"), request.State{}, body)
	p.Index = len(c.Request.URL.Query()) == 0
	return s.Show(c, http.StatusOK, "embed", p)
}

// embedChoices returns the values of a field: sessions newest first, others by name.
func (s *Embed) embedChoices(l *ui.Locale, f corpus.Field, facet search.Facet, chosen []string) []choice {
	var out []choice
	for _, v := range pages.NewestFirst(f, facet.Values) {
		one := choice{Value: v.ID, Label: s.PageLabel(f, v.ID, l.Lang), Selected: slices.Contains(chosen, v.ID)}
		if f == corpus.FieldLanguage {
			one.Lang = corpus.Language(v.ID)
		}
		out = append(out, one)
	}
	if !pages.Chronological(f) {
		slices.SortFunc(out, func(a, b choice) int { return l.Compare(a.Label, b.Label) })
	}
	return out
}

// oneOf returns given if it is one of the values, or "".
func oneOf(given string, values ...string) string {
	if slices.Contains(values, given) {
		return given
	}
	return ""
}
