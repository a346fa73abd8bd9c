package pages

import (
	"bytes"
	"net/url"

	"github.com/gin-gonic/gin"

	"rostrum/corpus"
	"rostrum/search"
	"rostrum/search/web/request"
	"rostrum/search/web/respond"
	"rostrum/search/web/ui"
)

// page is what every template gets: the frame around Body.
type page struct {
	Lang      corpus.Language
	Dir       string
	Title     string
	Path      string // without the part after the question mark
	Index     bool   // search engines may list the page
	Base      string // what addresses begin with that must be absolute; "" if it is not known
	Canonical string // address that search engines should list instead, or ""; only said where Base is known
	Feed      string // address of a feed of the same, or ""
	OEmbed    string // address of how the page can be shown elsewhere, but for the format; or ""
	Data      any    // what the page is about, as JSON-LD; nil for none
	Sample    bool
	Private   bool // see privately
	Version   string
	Box       searchBox
	Languages []languageLink
	Body      any

	lang string // as it was asked for, to be kept on every link
}

// searchBox is the form at the top of pages. It carries along what its fields
// do not show.
type searchBox struct {
	Q      string
	Exact  bool
	Within string // what the search is kept to, as it is called; "" for everything
	Hidden []Hidden
}

// Hidden is a field of a form that is carried along unseen.
type Hidden struct{ Name, Value string }

type languageLink struct {
	Lang    corpus.Language
	URL     string
	Current bool
}

// At is the address of one of our pages, in the language asked for.
func (p page) At(path string) string {
	if p.lang == "" {
		return path
	}
	return path + "?lang=" + p.lang
}

// Link is one address with its name.
type Link struct {
	Label   string
	URL     string
	Current bool
}

// VaryByLanguage settles the language of a page.
func (s *Pages) VaryByLanguage(c *gin.Context) { c.Header("Vary", "Accept-Language, Accept-Encoding") }

// Frame makes the page around a body.
func (s *Pages) Frame(c *gin.Context, title string, st request.State, body any) page {
	l := s.Locale(c.Request)
	p := page{
		Lang: l.Lang, Dir: l.Lang.Dir(), Title: title, Path: c.Request.URL.Path, Sample: s.Sample, Private: isPrivate(c), Base: s.PublicURL, Version: s.Version,
		Body: body, lang: request.Lang(c.Request), Box: boxOf(st, request.Lang(c.Request)),
	}
	values, err := request.Parameters(c.Request.URL.RawQuery)
	if err != nil { // the page says so
		values = c.Request.URL.Query()
	}
	for _, lang := range ui.Languages {
		values.Set("lang", string(lang))
		p.Languages = append(p.Languages, languageLink{lang, (&url.URL{Path: p.Path, RawQuery: values.Encode()}).String(), lang == l.Lang})
	}
	return p
}

func boxOf(st request.State, lang string) searchBox {
	box := searchBox{Q: st.Q, Exact: st.Exact}
	add := func(name, value string) {
		if value != "" {
			box.Hidden = append(box.Hidden, Hidden{name, value})
		}
	}
	for _, f := range search.FacetFields {
		for _, id := range st.Values[f] {
			add(string(f), id)
		}
	}
	add("from", st.From)
	add("to", st.To)
	add("sort", string(st.Sort))
	add("lang", lang)
	return box
}

// Show sends a page.
func (s *Pages) Show(c *gin.Context, status int, name string, p page) error {
	var b bytes.Buffer
	if err := s.UI.Render(&b, p.Lang, name, p); err != nil {
		return err
	}
	c.Header("Content-Language", string(p.Lang))
	html := b.Bytes()
	if p.Private {
		html = privately(html)
	}
	respond.Send(c, status, "text/html; charset=utf-8", html)
	return nil
}

// PageLabel is a label to stand in a page. A browser takes the direction of a
// name from its first letter; a session's is that of its code (ASP20), whatever
// the language of the words after it, so a mark comes before it.
func (s *Pages) PageLabel(f corpus.Field, id string, lang corpus.Language) string {
	name := s.Label(f, id, lang)
	if f == corpus.FieldSession && name != id && lang.Dir() == "rtl" {
		return "\u200f" + name
	}
	return name
}

// entityLink leads to the page of a session, topic or organization.
func (s *Pages) entityLink(l *ui.Locale, st request.State, f corpus.Field, id string) Link {
	return Link{Label: s.PageLabel(f, id, l.Lang), URL: request.EntityAddress(st, f, id)}
}

// EntityLinks lead to the pages of topics or organizations.
func EntityLinks[ID ~string](s *Pages, l *ui.Locale, st request.State, f corpus.Field, ids []ID) []Link {
	var out []Link
	for _, id := range ids {
		out = append(out, s.entityLink(l, st, f, string(id)))
	}
	return out
}

// Title is a title and its language, or what stands for a missing one.
func (s *Pages) Title(l *ui.Locale, title string, lang corpus.Language) (string, corpus.Language) {
	if title == "" {
		return l.Text("statement.untitled"), l.Lang
	}
	return title, lang
}
