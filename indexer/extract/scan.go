package extract

import (
	"context"
	"fmt"
	"image"
	"slices"
	"sync"

	"github.com/rs/zerolog"

	"rostrum/corpus"
	"rostrum/indexer/extract/judge"
	"rostrum/indexer/extract/layout"
	"rostrum/indexer/extract/ocr"
)

// scanDPI is the resolution pages are drawn at to be read. More takes longer
// and reads no better; less loses accents.
const scanDPI = 200

// scan is the reading of a document's pages from their pictures.
type scan struct {
	e     *Extractor
	child *child
	doc   corpus.Document
	text  *corpus.Text
	pages []*pageJudged

	mu       sync.Mutex
	language corpus.Language // the document's, once known
}

// pageJudged is a page and what is thought of its text.
type pageJudged struct {
	index   int
	verdict judge.Verdict
	scan    bool   // its text is to be read from its picture
	blank   bool   // its picture shows nothing
	unread  string // why it could not be read
	read    *layout.Page
	pose    ocr.Pose
	sure    float64
}

// judgePages finds the pages whose text is missing or no language. A page
// that is too short to judge goes with the document: with its other pages, or
// with the picture it consists of.
func judgePages(text *corpus.Text, pictures []int, mode Mode) []*pageJudged {
	pages := make([]*pageJudged, len(text.Pages))
	good, bad := 0, 0
	for i, p := range text.Pages {
		pages[i] = &pageJudged{index: i, verdict: judge.Text(p.Text)}
		switch pages[i].verdict.Kind {
		case judge.Good:
			good++
		case judge.Nonsense:
			bad++
		}
	}
	for i, p := range pages {
		picture := slices.Contains(pictures, text.Pages[i].Number)
		if p.verdict.Kind == judge.Short && bad > good {
			p.verdict.Kind = judge.Nonsense
		}
		switch p.verdict.Kind {
		case judge.Empty, judge.Nonsense:
			p.scan = true
		case judge.Short:
			p.scan = picture
		}
		p.scan = p.scan || mode == OCRAlways
	}
	return pages
}

// scanPages reads from their pictures the pages that need it.
func (e *Extractor) scanPages(ctx context.Context, c *child, doc corpus.Document, text *corpus.Text, pages []*pageJudged) error {
	s := &scan{e: e, child: c, doc: doc, text: text, pages: pages}
	var verdicts []judge.Verdict
	for _, p := range pages {
		verdicts = append(verdicts, p.verdict)
	}
	s.language, _ = judge.Likely(verdicts)
	if s.language == "" {
		s.language, _ = corpus.ParseLanguage(doc.Given.First(corpus.FieldLanguage))
	}
	if err := s.run(ctx); err != nil {
		return err
	}
	s.keep()
	return nil
}

// run draws page after page and has them read side by side. The first page is
// read alone: what language it is in is good to know for the others.
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

// draw has the worker draw a page; nil without an error if there is nothing
// on it or it cannot be drawn.
func (s *scan) draw(ctx context.Context, p *pageJudged) (*image.Gray, error) {
	if s.child == nil {
		p.unread = "the reader broke down before it"
		return nil, nil
	}
	req := request{Op: opRender, Page: s.text.Pages[p.index].Number, DPI: scanDPI, Picture: pictureGray}
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

// goodRead is the confidence above which a reading is taken as it is.
const goodRead = 0.6

// read reads a picture: in the language of the document where that is known
// and gives sense, and otherwise in those that its script suggests.
func (s *scan) read(ctx context.Context, p *pageJudged, img *image.Gray) {
	upright, pose := ocr.Straighten(img)
	var best ocr.Picture
	var verdict judge.Verdict
	try := func(picture *image.Gray, at ocr.Pose, languages []string) {
		if len(languages) == 0 {
			return
		}
		got, err := s.e.ocr.Read(ctx, picture, scanDPI, languages)
		if err != nil {
			p.unread = err.Error()
			return
		}
		v := judge.Text(got.Text())
		if better(got, v, best, verdict) {
			best, verdict, pose = got, v, at
			p.unread = ""
		}
	}
	language := s.known()
	if language != "" {
		try(upright, pose, s.e.ocr.Languages(language))
	}
	if verdict.Kind != judge.Good || best.Confidence < goodRead {
		suggested, turn := s.e.ocr.Look(ctx, upright, scanDPI)
		if len(suggested) == 0 {
			suggested = usual
		}
		if turn != 0 {
			turned, at := pose.Turn(upright, turn)
			try(turned, at, s.e.ocr.Languages(suggested...))
		} else {
			try(upright, pose, s.e.ocr.Languages(suggested...))
		}
	}
	s.settle(ctx, p, best, verdict, pose)
}

// usual are the languages tried on a picture with too few letters to see their script.
var usual = []corpus.Language{corpus.English, corpus.French, corpus.Spanish}

// better tells whether a reading is to be preferred to another.
func better(a ocr.Picture, va judge.Verdict, b ocr.Picture, vb judge.Verdict) bool {
	if va.Kind != vb.Kind {
		return va.Kind > vb.Kind
	}
	return a.Confidence*float64(a.Letters()) > b.Confidence*float64(b.Letters())
}

// settle keeps the reading of a page, and the language for the other pages.
func (s *scan) settle(ctx context.Context, p *pageJudged, got ocr.Picture, verdict judge.Verdict, pose ocr.Pose) {
	page := &s.text.Pages[p.index]
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.language == "" && verdict.Kind == judge.Good {
		s.language = verdict.Language
	}
	if s.language != "" && p.unread == "" && verdict.Kind != judge.Good {
		p.unread = s.e.ocr.Lacks(s.language)
	}
	if len(got.Lines) == 0 {
		return
	}
	old := p.verdict
	if old.Kind == judge.Good || old.Kind == judge.Short && verdict.Kind <= judge.Short && old.Words >= verdict.Words {
		if s.e.config.OCR != OCRAlways {
			return // a few words of text are better than as few read from the picture
		}
	}
	laid := got.Page(page.Number, page.Width, page.Height, scanDPI)
	p.read, p.pose, p.sure, p.verdict = &laid, pose, got.Confidence, verdict
	zerolog.Ctx(ctx).Debug().Str("doc", s.doc.File).Int("page", page.Number).Float64("confidence", got.Confidence).
		Strs("languages", got.Languages).Float64("skew", pose.Skew).Msg("page read by OCR")
}

// keep puts what was read in the place of the pages' text.
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
			b := p.pose.Back(layout.Box{Left: w.Left, Top: w.Top, Right: w.Right, Foot: w.Foot}, scanDPI)
			w.Left, w.Top, w.Right, w.Foot = b.Left, b.Top, b.Right, b.Foot
		}
		s.text.Pages[p.index] = page
	}
}

// round keeps three places, all that a confidence can mean.
func round(f float64) float64 { return float64(int(f*1000+0.5)) / 1000 }

// pageList writes page numbers for people: "pages 1-3, 7".
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
