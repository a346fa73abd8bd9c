package extract

import (
	"context"
	"fmt"
	"image"
	"slices"
	"sync"

	"github.com/rs/zerolog"

	"rostrum/corpus"
	"rostrum/indexer/extract/layout"
	"rostrum/indexer/extract/ocr"
	"rostrum/indexer/extract/pdf"
	"rostrum/indexer/extract/quality"
)

// The resolution of rendered pages for OCR. Scans are best read at their own
// resolution: at twice its 150 dpi, a page loses four words in a hundred. Other pages
// are rendered at scanDPI; higher resolutions take longer and are no better.
const (
	scanDPI    = 200
	minScanDPI = 120
	maxScanDPI = 300
)

// scan is OCR of the pages of a document.
type scan struct {
	e     *Extractor
	child *child
	doc   corpus.Document
	text  *corpus.Text
	pages []*pageJudged

	mu       sync.Mutex
	language corpus.Language // of the document, once known
}

// pageJudged is a page and the verdict on its text.
type pageJudged struct {
	index   int
	verdict quality.Verdict
	scan    bool   // read by OCR
	dpi     int    // resolution of its picture
	blank   bool   // its picture is empty
	lost    bool   // its fonts do not map all of its letters
	unread  string // why it could not be read
	read    *layout.Page
	pose    ocr.Pose
	sure    float64
}

// judgePages finds pages whose text is missing or not language. A page that is too
// short for a verdict is treated like the document: like its other pages, or by the
// picture it consists of.
func judgePages(text *corpus.Text, ans answer, mode Mode) []*pageJudged {
	pages := make([]*pageJudged, len(text.Pages))
	good, bad := 0, 0
	for i, p := range text.Pages {
		pages[i] = &pageJudged{index: i, verdict: quality.Text(p.Text)}
		switch pages[i].verdict.Kind {
		case quality.Good:
			good++
		case quality.Nonsense:
			bad++
		}
	}
	for i, p := range pages {
		at := slices.IndexFunc(ans.Pictures, func(s pdf.Picture) bool { return s.Page == text.Pages[i].Number })
		p.dpi = scanDPI
		if at >= 0 && ans.Pictures[at].DPI > 0 {
			p.dpi = min(max(minScanDPI, ans.Pictures[at].DPI), maxScanDPI)
		}
		if p.verdict.Kind == quality.Short && bad > good {
			p.verdict.Kind = quality.Nonsense
		}
		if p.lost = slices.Contains(ans.Damaged, text.Pages[i].Number); p.lost {
			p.verdict.Kind = quality.Nonsense
		}
		switch p.verdict.Kind {
		case quality.Empty, quality.Nonsense:
			p.scan = true
		case quality.Short:
			p.scan = at >= 0
		}
		p.blank = slices.Contains(ans.Blank, text.Pages[i].Number)
		p.scan = (p.scan || mode == OCRAlways) && !p.blank
	}
	return pages
}

// scanPages reads pages by OCR, if necessary.
func (e *Extractor) scanPages(ctx context.Context, c *child, doc corpus.Document, text *corpus.Text, pages []*pageJudged) error {
	s := &scan{e: e, child: c, doc: doc, text: text, pages: pages}
	var verdicts []quality.Verdict
	for _, p := range pages {
		verdicts = append(verdicts, p.verdict)
	}
	s.language, _ = quality.Likely(verdicts)
	if s.language == "" {
		s.language, _ = corpus.ParseLanguage(doc.Given.First(corpus.FieldLanguage))
	}
	if err := s.run(ctx); err != nil {
		return err
	}
	s.keep()
	return nil
}

// run renders the pages and reads several at a time. The first page is read alone,
// since its language helps with the others.
func (s *scan) run(ctx context.Context) error {
	var group sync.WaitGroup
	defer group.Wait()
	first := true
	for _, p := range s.pages {
		if !p.scan {
			continue
		}
		img, err := s.draw(ctx, p)
		if err != nil {
			return err
		}
		if img == nil {
			continue
		}
		select {
		case s.e.readers <- struct{}{}:
		case <-ctx.Done():
			return ctx.Err()
		}
		group.Go(func() {
			defer func() { <-s.e.readers }()
			s.read(ctx, p, img)
		})
		if first && s.known() == "" {
			group.Wait()
		}
		first = false
	}
	return nil
}

func (s *scan) known() corpus.Language {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.language
}

// draw has the worker render a page; nil without an error if it is empty or cannot be
// rendered.
func (s *scan) draw(ctx context.Context, p *pageJudged) (*image.Gray, error) {
	if s.child == nil {
		p.unread = "the reader broke down before it"
		return nil, nil
	}
	req := request{Op: opRender, Page: s.text.Pages[p.index].Number, DPI: p.dpi, Picture: pictureGray}
	ans, pixels, err := s.child.ask(ctx, req, nil, s.e.config.Timeout)
	if err != nil {
		s.child = nil
		if ctx.Err() != nil {
			return nil, ctx.Err()
		}
		p.unread = err.Error()
		return nil, nil
	}
	if ans.Failure != nil {
		p.unread = ans.Failure.Message
		return nil, nil
	}
	if ans.Width < 1 || ans.Height < 1 || len(pixels) != ans.Width*ans.Height {
		p.unread = "its picture is damaged"
		return nil, nil
	}
	img := &image.Gray{Pix: pixels, Stride: ans.Width, Rect: image.Rect(0, 0, ans.Width, ans.Height)}
	if ocr.Blank(img) {
		p.blank = true
		return nil, nil
	}
	return img, nil
}

// goodRead is the confidence from which a result that is language is accepted at
// once. Results in the wrong script have less.
const goodRead = 0.7

// groups are the languages to try, by script, if nothing is known about a picture.
// Languages in Latin script are read together.
var groups = []struct {
	script    string
	languages []corpus.Language
}{
	{"Latin", []corpus.Language{corpus.English, corpus.French, corpus.Spanish}},
	{"Arabic", []corpus.Language{corpus.Arabic}},
	{"Cyrillic", []corpus.Language{corpus.Russian}},
	{"Han", []corpus.Language{corpus.Chinese}},
}

// read reads a picture in the language of the document, if known. If that fails, it
// tries the groups of languages, beginning with the detected script.
func (s *scan) read(ctx context.Context, p *pageJudged, img *image.Gray) {
	upright, pose := ocr.Straighten(img)
	var best attempt
	try := func(picture *image.Gray, at ocr.Pose, languages []corpus.Language) {
		got, err := s.readIn(ctx, p, picture, languages)
		if err != nil {
			p.unread = err.Error()
		} else if got.better(best) {
			got.pose, best = at, got
		}
	}
	if known := s.known(); known != "" {
		try(upright, pose, []corpus.Language{known})
		if best.good() || best.read && best.Letters() == 0 {
			s.settle(ctx, p, best)
			return
		}
	}
	look := s.e.ocr.Look(ctx, upright, p.dpi)
	tryAll := func(picture *image.Gray, at ocr.Pose) {
		for _, first := range []bool{true, false} {
			for _, g := range groups {
				if first == (g.script == look.Script) && !best.good() && ctx.Err() == nil {
					try(picture, at, g.languages)
				}
			}
		}
	}
	if look.Turn != 0 {
		turned, at := pose.Turn(upright, look.Turn)
		try(turned, at, groups[0].languages)
	}
	tryAll(upright, pose)
	s.settle(ctx, p, best)
}

// attempt is the result of reading a picture in some languages.
type attempt struct {
	ocr.Picture
	verdict quality.Verdict
	pose    ocr.Pose
	read    bool
}

func (s *scan) readIn(ctx context.Context, p *pageJudged, img *image.Gray, languages []corpus.Language) (attempt, error) {
	names := s.e.ocr.Languages(languages...)
	if len(names) == 0 {
		return attempt{}, nil
	}
	got, err := s.e.ocr.Read(ctx, img, p.dpi, names)
	return attempt{Picture: got, verdict: quality.Text(got.Text()), read: err == nil}, err
}

func (r attempt) good() bool {
	return (r.verdict.Kind == quality.Good || r.verdict.Kind == quality.Short) && r.Confidence >= goodRead
}

// better reports whether a result is preferable to another.
func (r attempt) better(o attempt) bool {
	switch {
	case !o.read:
		return r.read
	case r.good() != o.good():
		return r.good()
	case r.verdict.Kind != o.verdict.Kind:
		return r.verdict.Kind > o.verdict.Kind
	}
	return r.Confidence*float64(r.Letters()) > o.Confidence*float64(o.Letters())
}

// settle keeps the result for a page, and its language for the other pages.
func (s *scan) settle(ctx context.Context, p *pageJudged, got attempt) {
	page := &s.text.Pages[p.index]
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.language == "" && got.verdict.Kind == quality.Good {
		s.language = got.verdict.Language
	}
	if got.read {
		p.unread = ""
	}
	if s.language != "" && p.unread == "" && got.verdict.Kind != quality.Good {
		p.unread = s.e.ocr.Lacks(s.language)
	}
	old := p.verdict
	short := old.Kind == quality.Short && got.verdict.Kind <= quality.Short && old.Words >= got.verdict.Words
	if len(got.Lines) == 0 || (old.Kind == quality.Good || short) && s.e.config.OCR != OCRAlways {
		return // a few words of text are better than as few by OCR
	}
	laid := got.Page(page.Number, page.Width, page.Height, p.dpi)
	p.lost = false
	p.read, p.pose, p.sure, p.verdict = &laid, got.pose, got.Confidence, got.verdict
	zerolog.Ctx(ctx).Debug().Str("doc", s.doc.File).Int("page", page.Number).Float64("confidence", got.Confidence).
		Strs("languages", got.Languages).Float64("skew", got.pose.Skew).Msg("page read by OCR")
}

// keep replaces the text of the pages by the results.
func (s *scan) keep() {
	var laid []layout.Page
	var read []*pageJudged
	for _, p := range s.pages {
		if p.read != nil {
			laid = append(laid, *p.read)
			read = append(read, p)
		}
	}
	for i, page := range layout.Pages(laid) {
		p := read[i]
		old := s.text.Pages[p.index]
		page.Label, page.Method, page.Confidence = old.Label, corpus.MethodOCR, round(p.sure)
		for j := range page.Words {
			w := &page.Words[j]
			b := p.pose.Back(layout.Box{Left: w.Left, Top: w.Top, Right: w.Right, Foot: w.Foot}, p.dpi)
			w.Left, w.Top, w.Right, w.Foot = b.Left, b.Top, b.Right, b.Foot
		}
		s.text.Pages[p.index] = page
	}
}

// round keeps three decimals, which is all that a confidence can mean.
func round(f float64) float64 { return float64(int(f*1000+0.5)) / 1000 }

// pageList formats page numbers: "pages 1-3, 7".
func pageList(numbers []int) string {
	if len(numbers) == 1 {
		return fmt.Sprintf("page %d", numbers[0])
	}
	out := "pages "
	for i := 0; i < len(numbers); {
		j := i
		for j+1 < len(numbers) && numbers[j+1] == numbers[j]+1 {
			j++
		}
		if i > 0 {
			out += ", "
		}
		out += fmt.Sprint(numbers[i])
		if j > i {
			out += fmt.Sprintf("-%d", numbers[j])
		}
		i = j + 1
	}
	return out
}
