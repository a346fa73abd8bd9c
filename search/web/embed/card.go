package embed

import (
	"net/http"
	"regexp"
	"strconv"
	"strings"
	"unicode"

	"github.com/gin-gonic/gin"

	"rostrum/corpus"
	"rostrum/search/web/limit"
	"rostrum/search/web/pages"
	"rostrum/search/web/request"
)

// cardBody is a statement in a frame on another site, with a passage of it.
type cardBody struct {
	URL     string // of the passage
	Title   string
	Lang    corpus.Language
	Authors []pages.Link
	Speaker string
	Session string
	Date    corpus.Date
	Text    string // "" if the statement has no text
	Page    int
	OCR     bool
	Gone    string
}

// maxCardRunes is the maximum length of the passage on a card, in code points.
const maxCardRunes = 300

// CardPath returns the path of a card; ids need no escaping in it.
func CardPath(id corpus.ID) string { return "/embed/s/" + string(id) }

var passagePlace = regexp.MustCompile(`^p([0-9]{1,6})(?:-([0-9]{1,6}))?$`)

// findPassage returns the passage at an anchor of a statement (p2-1, or p2 for the first on a page), or
// else its first.
func findPassage(d corpus.Statement, anchor string) (corpus.Page, corpus.Passage) {
	number, nth := 0, 0
	if m := passagePlace.FindStringSubmatch(anchor); m != nil {
		number, _ = strconv.Atoi(m[1])
		nth, _ = strconv.Atoi(m[2])
	}
	var page corpus.Page
	var passage corpus.Passage
	for _, p := range d.Pages {
		for _, q := range p.Passages() {
			if p.Number == number && (nth == 0 || q.Number == nth) {
				return p, q
			}
			if passage.Number == 0 {
				page, passage = p, q
			}
		}
	}
	if passage.Number == 0 && len(d.Pages) > 0 {
		page = d.Pages[0]
	}
	return page, passage
}

// Card serves the page that allowed sites may frame as a preview of a linked statement.
func (s *Embed) Card(c *gin.Context, _ *limit.Index) error {
	s.allowFraming(c)
	values, err := request.ReadOnly(c.Request.URL.RawQuery, "at", "lang")
	if err != nil {
		return err
	}
	d, err := s.LookUp(c.Request.Context(), c.Param("id"))
	if err != nil {
		return err
	}
	l, st := s.Locale(c.Request), request.State{Lang: request.Lang(c.Request)}
	page, passage := findPassage(d, values.Get("at"))
	body := cardBody{
		URL: st.Address(request.StatementPath(d.ID)), Speaker: d.Deliverer, Date: d.Date,
		Text: shorten(passage.Text, maxCardRunes), Page: page.Number, OCR: page.OCR(), Gone: pages.Day(l, d.Origin.Gone),
	}
	if passage.Number > 0 {
		body.URL += "#" + request.PassageAnchor(page.Number, passage.Number)
	}
	body.Title, body.Lang = s.Title(l, d.Title, d.Language)
	body.Authors = pages.EntityLinks(s.Pages, l, st, corpus.FieldOrganization, d.Authors)
	if d.Session != "" {
		body.Session = s.PageLabel(corpus.FieldSession, string(d.Session), l.Lang)
	}
	c.Header("Cache-Control", "private, no-cache")
	return s.Show(c, http.StatusOK, "card", s.Frame(c, body.Title, st, body))
}

// shorten truncates text at the end of a word after most code points, and adds an ellipsis.
func shorten(text string, most int) string {
	runes := []rune(text)
	if len(runes) <= most {
		return text
	}
	short := string(runes[:most])
	if at := strings.LastIndexFunc(short, unicode.IsSpace); at > len(short)/2 {
		short = short[:at]
	}
	return strings.TrimRightFunc(short, unicode.IsSpace) + " […]"
}
