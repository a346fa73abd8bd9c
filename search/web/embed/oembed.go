package embed

import (
	"bytes"
	"cmp"
	"encoding/json"
	"encoding/xml"
	"errors"
	"fmt"
	"html/template"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/gin-gonic/gin"

	"rostrum/corpus"
	"rostrum/search/web/limit"
	"rostrum/search/web/pages"
	"rostrum/search/web/request"
	"rostrum/search/web/respond"
	"rostrum/search/web/ui"
)

// ErrFormat says that an answer is asked for in a form that there is not.
var ErrFormat = errors.New("there is no such format")

// OEmbedAnswer is how a link to a statement can be shown elsewhere: as a frame
// where our pages may be framed, and otherwise in words (oembed.com, 2.3).
type OEmbedAnswer struct {
	Version         string `json:"version" xml:"version"`
	Type            string `json:"type" xml:"type"`
	Title           string `json:"title" xml:"title"`
	AuthorName      string `json:"author_name,omitempty" xml:"author_name,omitempty"`
	AuthorURL       string `json:"author_url,omitempty" xml:"author_url,omitempty"`
	ProviderName    string `json:"provider_name" xml:"provider_name"`
	ProviderURL     string `json:"provider_url" xml:"provider_url"`
	CacheAge        int    `json:"cache_age" xml:"cache_age"`
	ThumbnailURL    string `json:"thumbnail_url,omitempty" xml:"thumbnail_url,omitempty"`
	ThumbnailWidth  int    `json:"thumbnail_width,omitempty" xml:"thumbnail_width,omitempty"`
	ThumbnailHeight int    `json:"thumbnail_height,omitempty" xml:"thumbnail_height,omitempty"`
	HTML            string `json:"html,omitempty" xml:"html,omitempty"`
	Width           int    `json:"width,omitempty" xml:"width,omitempty"`
	Height          int    `json:"height,omitempty" xml:"height,omitempty"`
}

// Sizes in pixels: of what is shown, the least in which it can be read, and of
// the line above the frame.
const (
	oEmbedWidth, oEmbedHeight = 600, 360
	minWidth, minHeight       = 240, 200
	linkHeight                = 64
	maxPixels                 = 1 << 20
)

// maxLinkRunes is how many letters of a title stand above a frame.
const maxLinkRunes = 80

// framed is what a consumer sets into its page. Above the frame is a link, for
// those who see no frames, and for sites that are not on the list. WordPress
// takes both parts from strangers in this form only, and drops what else there is.
var framed = template.Must(template.New("").Parse(`<blockquote dir="auto"><a href="{{.Address}}">{{.Short}}</a></blockquote><iframe src="{{.Frame}}" width="{{.Width}}" height="{{.Height}}" title="{{.Title}}" frameborder="0" loading="lazy" ` +
	`sandbox="allow-popups allow-popups-to-escape-sandbox"></iframe>`))

// OEmbed answers those who were given a link to a statement and want to show
// what it leads to.
func (s *Embed) OEmbed(c *gin.Context, _ *limit.Index) error {
	// WordPress adds dnt: nobody is followed here, with it or without.
	values, err := request.ReadOnly(c.Request.URL.RawQuery, "url", "format", "maxwidth", "maxheight", "dnt", "lang")
	if err != nil {
		return err
	}
	d := s.Parser.Decoder(values)
	width, height := d.Int("maxwidth", oEmbedWidth, maxPixels), d.Int("maxheight", oEmbedHeight, maxPixels)
	if values.Get("url") == "" {
		d.Errors.Add("url", "fault.address")
	}
	if len(d.Errors) > 0 {
		return d.Errors
	}
	format := cmp.Or(values.Get("format"), "json")
	if format != "json" && format != "xml" { // oembed.com has a status of its own for it
		return fmt.Errorf("%w: %w", ErrFormat, request.Invalid("format", "fault.choice", "Values", "json, xml"))
	}
	start := time.Now()
	place, err := s.parseAddress(c, values.Get("url"))
	if err != nil {
		return err
	}
	statement, err := s.LookUp(c.Request.Context(), place.id)
	if err != nil {
		return err
	}
	respond.Timing(c, time.Since(start))
	c.Header("Vary", "Origin, Accept-Encoding")
	place.lang = cmp.Or(place.lang, values.Get("lang"))
	a := s.oEmbedAnswer(statement, place, min(width, oEmbedWidth), min(height, oEmbedHeight))
	if values.Get("maxwidth") != "" && a.ThumbnailWidth > width || values.Get("maxheight") != "" && a.ThumbnailHeight > height {
		a.ThumbnailURL, a.ThumbnailWidth, a.ThumbnailHeight = "", 0, 0
	}
	if width < minWidth || height < minHeight || !s.frameAllowed(c.GetHeader("Origin"), place.base) {
		a.Type, a.HTML, a.Width, a.Height = "link", "", 0, 0
	}
	version, err := json.Marshal(a) // a record has no generation: the answer is its own
	if err != nil {
		return fmt.Errorf("oEmbed of %s: %w", statement.ID, err)
	}
	if respond.NotModified(c, s.Build(), string(version), format, "public, max-age=60") {
		return nil
	}
	if format == "json" {
		return respond.JSON(c, http.StatusOK, "application/json; charset=utf-8", a)
	}
	b := bytes.NewBufferString(xml.Header)
	if err := xml.NewEncoder(b).EncodeElement(a, xml.StartElement{Name: xml.Name{Local: "oembed"}}); err != nil {
		return fmt.Errorf("oEmbed of %s: %w", statement.ID, err)
	}
	respond.Send(c, http.StatusOK, "text/xml; charset=utf-8", b.Bytes())
	return nil
}

// oEmbedTarget is what an address of ours points to.
type oEmbedTarget struct {
	base    string // what our addresses begin with
	id      string
	passage string // p2-1, p2 or ""
	lang    string // of the interface, if it was asked for
}

var statementAddress = regexp.MustCompile(`^/s/([^/]+)(?:/p/([0-9]+))?$`)

// parseAddress reads an address of a statement or of its page, as people copy it. The
// words that somebody had searched by stay out of what is shown to others.
func (s *Embed) parseAddress(c *gin.Context, address string) (oEmbedTarget, error) {
	other := corpus.ErrNotFound.Errorf("address %q", request.Printable(address))
	place := oEmbedTarget{base: s.Base(c.Request)}
	base, err := url.Parse(place.base)
	if err != nil || place.base == "" {
		return place, other
	}
	u, err := url.Parse(address)
	if err != nil || u.Scheme != "https" && u.Scheme != "http" || !strings.EqualFold(u.Host, base.Host) {
		return place, other
	}
	m := statementAddress.FindStringSubmatch(u.Path)
	if m == nil {
		return place, other
	}
	place.id = m[1]
	if place.passage = u.Fragment; m[2] != "" {
		place.passage = "p" + m[2]
	}
	place.lang = request.Lang(&http.Request{URL: u})
	return place, nil
}

// frameAllowed tells whether it is any use to hand out a frame: a page that asks
// says what site it is of, a server does not.
func (s *Embed) frameAllowed(origin, base string) bool {
	switch {
	case len(s.origins) == 0:
		return false
	case origin == "", origin == base:
		return true
	}
	return slices.Contains(s.origins, origin)
}

func (s *Embed) oEmbedAnswer(d corpus.Statement, place oEmbedTarget, width, height int) OEmbedAnswer {
	lang := ui.Negotiate(place.lang, "")
	a := OEmbedAnswer{
		Version: "1.0", Type: "rich", Title: cmp.Or(d.Title, s.UI.Locale(lang).Text("statement.untitled")), Width: width, Height: height,
		ProviderName: "rostrum", ProviderURL: place.base + "/", CacheAge: int(time.Hour.Seconds()),
	}
	a.AuthorName = cmp.Or(strings.Join(s.AuthorNames(d, lang), ", "), d.Deliverer)
	if len(d.Authors) == 1 {
		a.AuthorURL = place.base + request.EntityAddress(request.State{Lang: place.lang}, corpus.FieldOrganization, string(d.Authors[0]))
	}
	page, passage := findPassage(d, place.passage)
	address := place.base + request.State{Lang: place.lang}.Address(request.StatementPath(d.ID))
	if passage.Number > 0 {
		address += "#" + request.PassageAnchor(page.Number, passage.Number)
	}
	if s.HasImages(d) && page.Width > 0 && page.Height > 0 {
		a.ThumbnailURL = place.base + pages.PageImagePath(d, page.Number, pages.ThumbnailWidth)
		a.ThumbnailWidth, a.ThumbnailHeight = pages.ThumbnailWidth, int(page.Height/page.Width*pages.ThumbnailWidth+0.5)
	}
	card := url.Values{}
	if passage.Number > 0 {
		card.Set("at", request.PassageAnchor(page.Number, passage.Number))
	}
	if place.lang != "" {
		card.Set("lang", place.lang)
	}
	var b strings.Builder
	if err := framed.Execute(&b, map[string]any{
		"Frame": place.base + (&url.URL{Path: CardPath(d.ID), RawQuery: card.Encode()}).String(), "Width": strconv.Itoa(width), "Height": strconv.Itoa(height - linkHeight),
		"Title": a.Title, "Address": address, "Short": shorten(a.Title, maxLinkRunes),
	}); err == nil {
		a.HTML = b.String()
	}
	return a
}
