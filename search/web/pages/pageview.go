package pages

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"github.com/gin-gonic/gin"
	"github.com/rs/zerolog"

	"rostrum/corpus"
	"rostrum/search"
	"rostrum/search/web/cite"
	"rostrum/search/web/limit"
	"rostrum/search/web/request"
	"rostrum/search/web/ui"
)

// pageViewBody is one page of a statement: as it was published, beside its text.
type pageViewBody struct {
	Title     string
	Lang      corpus.Language
	Page      pageText
	Count     int // pages of the statement
	Image     *imageView
	NoImage   string // message id: why there is no image; "" if there is one
	Media     string // message id
	Q         string
	Marks     int    // places found in the whole statement
	Here      string // numbers of those on this page: 3 or 3–5; "" for none
	PrevMark  string // addresses, or ""
	NextMark  string
	PrevPage  string
	NextPage  string
	Whole     string // the statement, at this page
	Original  string // "" where it is not handed on
	Citations []cite.Citation
}

// imageView is the image of a page with the boxes over it.
type imageView struct {
	Small, Large  string // addresses
	Width, Height float32
	Across, Down  int // pixels of the small one
	Boxes         []box
	Lost          bool // places were found, and where they stand is not known
}

// The widths at which pages are drawn: beside a link to a statement on another
// site, beside the text, and to read on the image itself or on a screen with
// small pixels.
const ThumbnailWidth, imageWidth, largeImageWidth = 320, 800, 1600

func pagePath(id corpus.ID, page int) string {
	return request.StatementPath(id) + "/p/" + strconv.Itoa(page)
}

// PageImagePath names an image by the bytes it is drawn from: it never shows
// anything else.
func PageImagePath(d corpus.Statement, page, width int) string {
	return fmt.Sprintf("%s/%s-%d", pagePath(d.ID, page), d.Origin.SHA256[:16], width)
}

// HasImages tells whether a statement's pages may be shown as they were published.
func (s *Pages) HasImages(d corpus.Statement) bool { return s.noImages(d) == "" }

// noImages is the message that says why they are not.
func (s *Pages) noImages(d corpus.Statement) string {
	switch {
	case d.Origin.MediaType != "application/pdf":
		return "picture.no-pages"
	case d.Origin.Withheld:
		return "picture.withheld"
	case s.PageImages == nil || len(d.Origin.SHA256) < 16:
		return "picture.off"
	}
	return ""
}

// lookUpPage finds a page by the id and number in an address.
func (s *Pages) lookUpPage(c *gin.Context) (corpus.Statement, int, error) {
	d, err := s.LookUp(c.Request.Context(), c.Param("id"))
	if err != nil {
		return d, 0, err
	}
	number, err := strconv.Atoi(c.Param("page"))
	at := slices.IndexFunc(d.Pages, func(p corpus.Page) bool { return p.Number == number })
	if err != nil || at < 0 || strconv.Itoa(number) != c.Param("page") { // one page has one address
		return d, 0, corpus.ErrNotFound.Errorf("page %q of %s", request.Printable(c.Param("page")), d.ID)
	}
	return d, at, nil
}

// PageView serves one page of a statement.
func (s *Pages) PageView(c *gin.Context, ix *limit.Index) error {
	st, err := s.Parser.State(c.Request.URL.RawQuery, false)
	if err != nil {
		return err
	}
	st.Lang = request.Lang(c.Request)
	st = st.Carried()
	expr, _ := request.Lenient(st.Q)
	d, at, err := s.lookUpPage(c)
	if err != nil {
		return err
	}
	ranges, err := ix.Mark(c.Request.Context(), expr, st.Exact, d)
	if err != nil {
		return err
	}
	body := s.pageViewBody(c, st, d, at, ranges)
	if err := s.addImage(c.Request.Context(), d, at, &body); err != nil {
		return err
	}
	l := s.Locale(c.Request)
	p := s.Frame(c, l.Text("page.long", "Page", d.Pages[at].Number)+" · "+body.Title, st, body)
	p.Canonical = request.StatementPath(d.ID)
	c.Header("Cache-Control", "private, no-cache")
	return s.Show(c, http.StatusOK, "page", p)
}

func (s *Pages) pageViewBody(c *gin.Context, st request.State, d corpus.Statement, at int, ranges [][]search.Range) pageViewBody {
	l := s.Locale(c.Request)
	number := d.Pages[at].Number
	body := pageViewBody{
		Count: len(d.Pages), Media: mediaMessage(d.Origin.MediaType), Q: st.Q,
		Citations: cite.Citations(l, d, s.AuthorNames(d, d.Language), s.Label(corpus.FieldSession, string(d.Session), d.Language), s.PublicURL),
		Whole:     st.Address(request.StatementPath(d.ID)) + "#p" + strconv.Itoa(number), NoImage: s.noImages(d),
	}
	body.Title, body.Lang = s.Title(l, d.Title, d.Language)
	body.Original = originalAt(d, number)
	page := func(n int) string { return st.Address(pagePath(d.ID, n)) }
	all := annotate(l, d, ranges, func(on, mark int) string {
		if on == number {
			return "#" + ui.MarkAnchor(mark)
		}
		return page(on) + "#" + ui.MarkAnchor(mark)
	})
	body.Page, body.Marks = all.Pages[at], all.Marks
	if at > 0 {
		body.PrevPage = page(d.Pages[at-1].Number)
	}
	if at+1 < len(d.Pages) {
		body.NextPage = page(d.Pages[at+1].Number)
	}
	if m := body.Page.Marks; len(m) > 0 {
		body.Here = numbers(m[0].Number, m[len(m)-1].Number)
	}
	for i, p := range all.Pages {
		switch n := len(p.Marks); {
		case n == 0:
		case i < at:
			body.PrevMark = page(p.Number) + "#" + ui.MarkAnchor(p.Marks[n-1].Number)
		case i > at && body.NextMark == "":
			body.NextMark = page(p.Number) + "#" + ui.MarkAnchor(p.Marks[0].Number)
		}
	}
	return body
}

// addImage puts the image into the body. It is drawn before the page is
// sent, so that the page can say what came of it; the browser then finds it drawn.
func (s *Pages) addImage(ctx context.Context, d corpus.Statement, at int, body *pageViewBody) error {
	if body.NoImage != "" {
		return nil
	}
	page := d.Pages[at]
	wait, cancel := context.WithTimeout(ctx, s.Deadline)
	defer cancel()
	_, err := s.PageImages.Image(wait, d, page.Number, imageWidth)
	switch {
	case ctx.Err() != nil:
		return ctx.Err()
	case errors.Is(err, corpus.ErrBusy), wait.Err() != nil:
		body.NoImage = "picture.busy"
		return nil
	case err != nil:
		zerolog.Ctx(ctx).Warn().Err(err).Str("statement", string(d.ID)).Int("page", page.Number).Msg("a page is shown without its image")
		body.NoImage = "picture.failed"
		return nil
	}
	words, err := s.PageImages.Words(ctx, d.ID, page.Number)
	if err != nil {
		return err
	}
	view := &imageView{
		Small: PageImagePath(d, page.Number, imageWidth), Large: PageImagePath(d, page.Number, largeImageWidth),
		Width: page.Width, Height: page.Height, Across: imageWidth,
	}
	if page.Width > 0 && page.Height > 0 {
		view.Down = int(page.Height/page.Width*imageWidth + 0.5)
		view.Boxes = boxesOf(page.Text, words, body.Page.Marks)
	}
	view.Lost = len(view.Boxes) == 0 && len(body.Page.Marks) > 0
	body.Image = view
	return nil
}

// PageImage sends the image of a page. Its address never means anything else.
func (s *Pages) PageImage(c *gin.Context, _ *limit.Index) error {
	d, at, err := s.lookUpPage(c)
	if err != nil {
		return err
	}
	number, width := d.Pages[at].Number, 0
	for _, w := range []int{ThumbnailWidth, imageWidth, largeImageWidth} {
		if s.HasImages(d) && c.Request.URL.Path == PageImagePath(d, number, w) {
			width = w
		}
	}
	if width == 0 {
		return corpus.ErrNotFound
	}
	tag := `"` + c.Param("picture") + `"`
	c.Header("ETag", tag)
	c.Header("Cache-Control", "public, max-age=31536000, immutable")
	if known := c.GetHeader("If-None-Match"); strings.Contains(known, tag) || known == "*" {
		c.Status(http.StatusNotModified)
		c.Writer.WriteHeaderNow()
		return nil
	}
	b, err := s.PageImages.Image(c.Request.Context(), d, number, width)
	if err != nil {
		c.Header("Cache-Control", "no-store")
		c.Writer.Header().Del("ETag")
		if !errors.Is(err, corpus.ErrBusy) {
			err = corpus.ErrNotFound.Errorf("%w", err)
		}
		return err
	}
	c.Data(http.StatusOK, http.DetectContentType(b), b)
	return nil
}
