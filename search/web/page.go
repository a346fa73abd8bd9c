package web

import (
	"bytes"
	"net/http"
	"net/url"
	"strings"

	"github.com/gin-gonic/gin"

	"rostrum/corpus"
	"rostrum/search"
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
	Version   string
	Box       searchBox
	Languages []languageLink
	Body      any

	asked string // hl as it was asked for, to be kept on every link
}

// searchBox is the form at the top of pages. It carries along what its fields
// do not show.
type searchBox struct {
	Q      string
	Exact  bool
	Hidden []hidden
}

type hidden struct{ Name, Value string }

type languageLink struct {
	Lang    corpus.Language
	URL     string
	Current bool
}

// At is the address of one of our pages, in the language asked for.
func (p page) At(path string) string {
	if p.asked == "" {
		return path
	}
	return path + "?hl=" + p.asked
}

// link is one address with its name.
type link struct {
	Label   string
	URL     string
	Current bool
}

// speak settles the language of a page.
func (s *Server) speak(c *gin.Context) { c.Header("Vary", "Accept-Language, Accept-Encoding") }

// frame makes the page around a body.
func (s *Server) frame(c *gin.Context, title string, st state, body any) page {
	l := s.locale(c.Request)
	p := page{
		Lang: l.Lang, Dir: l.Lang.Dir(), Title: title, Path: c.Request.URL.Path, Sample: s.Sample, Base: s.PublicURL, Version: s.Version,
		Body: body, asked: asked(c.Request.URL.Query()), Box: boxOf(st, asked(c.Request.URL.Query())),
	}
	values := c.Request.URL.Query()
	for _, lang := range ui.Languages {
		values.Set("hl", string(lang))
		p.Languages = append(p.Languages, languageLink{lang, (&url.URL{Path: p.Path, RawQuery: values.Encode()}).String(), lang == l.Lang})
	}
	return p
}

func boxOf(st state, hl string) searchBox {
	box := searchBox{Q: st.Q, Exact: st.Exact}
	add := func(name, value string) {
		if value != "" {
			box.Hidden = append(box.Hidden, hidden{name, value})
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
	add("hl", hl)
	return box
}

// show sends a page.
func (s *Server) show(c *gin.Context, status int, name string, p page) error {
	var b bytes.Buffer
	if err := s.UI.Render(&b, p.Lang, name, p); err != nil {
		return err
	}
	c.Header("Content-Language", string(p.Lang))
	send(c, status, "text/html; charset=utf-8", b.Bytes())
	return nil
}

// problemBody says what went wrong and what may help.
type problemBody struct {
	Status  int
	Message string
	Faults  []faultView
}

// faultView shows a fault with its place in the question.
type faultView struct {
	Parameter         string
	Message           string
	Before, At, After string // the question around the place; "" without one
}

// failPage sends the page that says what went wrong: message is an id in the
// message files.
func (s *Server) failPage(c *gin.Context, status int, message string, err error) {
	s.speak(c) // errors before or beside the pages' own routes
	l := s.locale(c.Request)
	body := problemBody{Status: status, Message: l.Text(message)}
	q := c.Query("q")
	if list, ok := asFaults(err); ok {
		for _, f := range list {
			if several := c.QueryArray("q"); f.nth < len(several) {
				q = several[f.nth]
			}
			body.Faults = append(body.Faults, viewFault(l, f, q))
		}
	}
	if len(q) > s.parser.maxBytes {
		q = ""
	}
	if err := s.show(c, status, "problem", s.frame(c, body.Message, state{Q: strings.ToValidUTF8(q, "")}, body)); err != nil {
		logFailure(c, err)
		c.String(http.StatusInternalServerError, "The page could not be made.\n")
	}
	c.Abort()
}

func viewFault(l *ui.Locale, f fault, q string) faultView {
	v := faultView{Message: f.text(l)}
	if f.Parameter != "q" {
		v.Parameter = f.Parameter
	}
	runes := []rune(strings.TrimSpace(q))
	if f.Parameter == "q" && f.Position >= 0 && f.Position <= len(runes) {
		end := min(f.Position+max(f.Length, 1), len(runes))
		v.Before, v.At, v.After = string(runes[:f.Position]), string(runes[f.Position:end]), string(runes[end:])
		if v.At == "" {
			v.At = "\u00a0" // the end of the question: something to be marked
		}
	}
	return v
}
