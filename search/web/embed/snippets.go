package embed

import (
	"embed"
	"fmt"
	"html"
	"net/url"
	"strconv"
	"strings"
	"text/template"
)

//go:embed snippets/*.txt
var snippetFiles embed.FS

var snippetTemplates = template.Must(template.ParseFS(snippetFiles, "snippets/*.txt"))

// Kinds are the ways to put a search on a site, by the names of their snippets.
var Kinds = []string{"element", "pinned", "frame", "form", "wordpress", "drupal", "static", "policy"}

// FramePath is where web serves the page made for frames.
const FramePath = "/embed/frame"

// Choices are what the editor of a site decided about the search on it.
type Choices struct {
	Host   string  // of the service, such as https://search.example.org
	Limits []Limit // what is searched; none: everything
	Mode   string  // "" or results
	Lang   string  // of the element; "" leaves it to the page
	Limit  int     // statements listed at once; 0 leaves it to the element
	Theme  string  // "", light or dark
	Target string  // "" or _blank
	Label  string  // what screen readers call the box
	Button string  // of the form that works without JavaScript
}

// Limit keeps the search to what has one of the values in a field.
type Limit struct {
	Field  string
	Values []string
}

// Snippet is what an editor copies to have a search of this kind.
func (c Choices) Snippet(kind string) (string, error) {
	element := Element()
	var b strings.Builder
	if err := snippetTemplates.ExecuteTemplate(&b, kind+".txt", map[string]string{
		"Host": c.Host, "Script": Root + Name, "Versioned": Root + element.Versioned, "Integrity": element.Integrity,
		"Element": c.Element(), "Form": c.Form(), "Frame": quoted(c.Host + FramePath + c.query()), "Label": quoted(c.Label),
	}); err != nil {
		return "", fmt.Errorf("make the snippet %s: %w", kind, err)
	}
	return strings.TrimSpace(b.String()), nil
}

// Element is the custom element, with the form that works without it inside.
func (c Choices) Element() string {
	attributes := [][2]string{{"endpoint", c.Host}, {"mode", c.Mode}, {"lang", c.Lang}}
	for _, l := range c.Limits {
		attributes = append(attributes, [2]string{l.Field, strings.Join(l.Values, "|")})
	}
	attributes = append(attributes, [2]string{"limit", number(c.Limit)}, [2]string{"theme", c.Theme}, [2]string{"target", c.Target})
	var b strings.Builder
	b.WriteString("<rostrum-search")
	for _, a := range attributes {
		if a[1] != "" {
			fmt.Fprintf(&b, ` %s="%s"`, a[0], quoted(a[1]))
		}
	}
	fmt.Fprintf(&b, ">\n  %s\n</rostrum-search>", strings.ReplaceAll(c.Form(), "\n", "\n  "))
	return b.String()
}

// Form is a plain form that leads to the service.
func (c Choices) Form() string {
	var b strings.Builder
	fmt.Fprintf(&b, "<form action=\"%s/search\" role=\"search\">\n  <label>%s <input type=\"search\" name=\"q\"></label>\n", quoted(c.Host), quoted(c.Label))
	hide := func(name, value string) {
		if value != "" {
			fmt.Fprintf(&b, "  <input type=\"hidden\" name=\"%s\" value=\"%s\">\n", quoted(name), quoted(value))
		}
	}
	for _, l := range c.Limits {
		for _, v := range l.Values {
			hide(l.Field, v)
		}
	}
	hide("lang", c.Lang)
	fmt.Fprintf(&b, "  <button>%s</button>\n</form>", quoted(c.Button))
	return b.String()
}

// query is what the frame is asked for.
func (c Choices) query() string {
	values := url.Values{}
	for _, l := range c.Limits {
		values[l.Field] = l.Values
	}
	for name, value := range map[string]string{"limit": number(c.Limit), "lang": c.Lang} {
		if value != "" {
			values.Set(name, value)
		}
	}
	if len(values) == 0 {
		return ""
	}
	return "?" + values.Encode()
}

// quoted makes text safe inside the HTML of a snippet, and that in the files
// which hold it: a line of its own could end a string of PHP, and a brace begin
// a command of Twig, Liquid or Hugo.
func quoted(text string) string { return beyondHTML.Replace(html.EscapeString(text)) }

var beyondHTML = strings.NewReplacer("\n", "&#10;", "\r", "&#13;", "{", "&#123;")

func number(n int) string {
	if n == 0 {
		return ""
	}
	return strconv.Itoa(n)
}
