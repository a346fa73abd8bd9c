package main

import (
	"bufio"
	"cmp"
	"context"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode"

	"rostrum/corpus"
	"rostrum/indexer/extract/quality"
)

// The check against pictures: pages are drawn by poppler, which shares no code
// with the reader, and read by tesseract. What the text has and the picture has
// not may be a word that nobody sees; a line of the picture that the text has
// not is lost.

const (
	pagesDrawn  = 100
	pictureSeed = 14 // the same sample in every run
	pictureDPI  = 200

	sureWord  = 80  // tesseract's confidence, per cent, below which a word is not compared
	clearPage = 85  // mean confidence of a page, per cent, below which it is not compared
	lostShare = 0.3 // a line is lost if at most this share of its words is in the text
	lineWords = 4   // minimum number of words of a line to be compared
)

// ocrLanguages maps languages to tesseract's names.
var ocrLanguages = map[corpus.Language]string{"en": "eng", "fr": "fra", "es": "spa", "ar": "ara", "ru": "rus", "zh": "chi_sim"}

// drawnPage is a page with its text and the text read from its picture.
type drawnPage struct {
	path   string
	page   corpus.Page
	lines  [][]drawnWord
	beside string // printed outside the text: note marks, struck words, running heads
}

type drawnWord struct {
	text string
	sure float64
}

// pictures compares pages with their pictures.
func (b *bench) pictures() error {
	const measure = "words of the text that the drawn page has not"
	for _, tool := range []string{"tesseract", "pdftoppm"} {
		if _, err := exec.LookPath(tool); err != nil {
			b.table.Unknown(measure, "0.5 %", tool+" is not installed")
			return nil
		}
	}
	words, unseen, drawn, missed, lines, lost, compared := 0, 0, 0, 0, 0, 0, 0
	for _, p := range b.samplePages() {
		if err := b.drawPage(&p); err != nil {
			return err
		}
		if p.sureness() < clearPage {
			continue
		}
		compared++
		said, seen := fold(tokens(p.page.Text)), fold(tokens(p.text()))
		extra := missing(said, seen)
		printed := slices.Concat(said, fold(tokens(p.beside)))
		words, unseen = words+len(said), unseen+len(extra)
		var sure []string
		for _, line := range p.lines {
			var of []string
			for _, w := range line {
				if w.sure >= sureWord {
					of = append(of, fold(tokens(w.text))...)
				}
			}
			sure = append(sure, of...)
			if len(of) < lineWords {
				continue
			}
			lines++
			if gone := missing(of, printed); float64(len(gone)) > (1-lostShare)*float64(len(of)) {
				lost++
				fmt.Fprintf(os.Stderr, "\n  lost from %s page %d: %s", filepath.Base(p.path), p.page.Number, strings.Join(of, " "))
			}
		}
		gone := missing(sure, printed)
		drawn, missed = drawn+len(sure), missed+len(gone)
		if len(extra)+len(gone) > 0 {
			fmt.Fprintf(os.Stderr, "\n  %s page %d: in the text alone %q, in the picture alone %q", filepath.Base(p.path), p.page.Number, extra, gone)
		}
	}
	of := fmt.Sprintf(" (%d of %d random pages that are read well from their picture)", compared, pagesDrawn)
	rate := func(n, of int) float64 { return 100 * float64(n) / float64(max(1, of)) }
	b.table.Add(measure+of, "1 %", rate(unseen, words) <= 1, "%.2f %% (%d of %d)", rate(unseen, words), unseen, words)
	b.table.Add("the same: words of the drawn page that the text has not", "2 %", rate(missed, drawn) <= 2, "%.2f %% (%d of %d)", rate(missed, drawn), missed, drawn)
	b.table.Add("the same: lines lost", "0", lost == 0, "%d of %d", lost, lines)
	return b.ctx.Err()
}

// samplePages draws a random sample of pages with a text layer.
func (b *bench) samplePages() []drawnPage {
	var all []drawnPage
	paths := slices.Sorted(slices.Values(slices.Concat(b.files.ordinary, b.files.speeches)))
	for _, path := range slices.Compact(paths) {
		text, ok := b.texts[path]
		if !ok || text.Status != corpus.StatusGood {
			continue
		}
		heads := text.Properties.Other["running_heads"]
		for _, page := range text.Pages {
			if strings.TrimSpace(page.Text) == "" {
				continue
			}
			beside := heads
			for _, s := range page.Spans {
				beside += " " + s.Text
			}
			all = append(all, drawnPage{path: path, page: page, beside: beside})
		}
	}
	lots := rand.New(rand.NewPCG(pictureSeed, pictureSeed))
	lots.Shuffle(len(all), func(i, j int) { all[i], all[j] = all[j], all[i] })
	return all[:min(len(all), pagesDrawn)]
}

// drawPage renders a page and reads the picture.
func (b *bench) drawPage(p *drawnPage) error {
	ctx, cancel := context.WithTimeout(b.ctx, 2*time.Minute)
	defer cancel()
	number := strconv.Itoa(p.page.Number)
	picture, err := exec.CommandContext(ctx, "pdftoppm", "-q", "-gray", "-cropbox", "-r", strconv.Itoa(pictureDPI), "-f", number, "-l", number, p.path).Output()
	if err != nil || len(picture) == 0 {
		return b.ctx.Err() // poppler cannot render it, or not in time
	}
	language := ocrLanguages[quality.Text(p.page.Text).Language]
	if language == "" {
		language = "eng+fra"
	}
	read := exec.CommandContext(ctx, "tesseract", "stdin", "stdout", "-l", language, "--dpi", strconv.Itoa(pictureDPI), "tsv")
	read.Stdin = strings.NewReader(string(picture))
	read.Env = append(os.Environ(), "OMP_THREAD_LIMIT=1")
	table, err := read.Output()
	if err != nil {
		return b.ctx.Err()
	}
	last := ""
	rows := bufio.NewScanner(strings.NewReader(string(table)))
	for rows.Scan() {
		cells := strings.Split(rows.Text(), "\t") // level, page, block, paragraph, line, word, box of four, confidence, text
		if len(cells) < 12 || cells[0] != "5" {
			continue
		}
		if line := strings.Join(cells[2:5], " "); line != last {
			p.lines, last = append(p.lines, nil), line
		}
		sure, err := strconv.ParseFloat(cells[10], 64)
		if err == nil {
			p.lines[len(p.lines)-1] = append(p.lines[len(p.lines)-1], drawnWord{cells[11], sure})
		}
	}
	return rows.Err()
}

func (p *drawnPage) text() string {
	var b strings.Builder
	for _, line := range p.lines {
		for i, w := range line {
			text := w.text
			if i == len(line)-1 {
				text = strings.TrimSuffix(text, "-") // hyphenated at the line end, probably
			}
			b.WriteString(text)
			if text == w.text {
				b.WriteByte(' ')
			}
		}
	}
	return b.String()
}

// sureness is the mean confidence of a page's words.
func (p *drawnPage) sureness() float64 {
	sum, n := 0.0, 0
	for _, line := range p.lines {
		for _, w := range line {
			sum, n = sum+w.sure, n+1
		}
	}
	return sum / float64(max(1, n))
}

// fold removes what OCR does not distinguish: accents, and similar characters.
func fold(words []string) []string {
	out := words[:0:0]
	for _, w := range words {
		if w = strings.Map(plainSign, w); w != "" {
			out = append(out, w)
		}
	}
	return out
}

func plainSign(r rune) rune {
	switch {
	case unicode.IsMark(r), r == 'ـ':
		return -1
	case r == 'l', r == '|', r == '!', r == 'ı':
		return 'i'
	case r == '0':
		return 'o'
	case r == '1':
		return 'i'
	}
	return r
}

// missing returns the words that another list does not contain, as a whole or in
// pieces: word boundaries are less certain in a picture than in a text.
func missing(words, of []string) (out []string) {
	count := map[string]int{}
	for _, w := range of {
		count[w]++
	}
	all := strings.Join(of, "")
	for _, w := range words {
		switch {
		case count[w] > 0:
			count[w]--
		case len(w) > 3 && strings.Contains(all, w), len([]rune(w)) < 3, slices.ContainsFunc(of, func(o string) bool { return nearly(w, o) }):
		default:
			out = append(out, w)
		}
	}
	slices.SortFunc(out, cmp.Compare)
	return out
}

// nearly reports whether two words differ in one or two letters, as OCR errors do,
// but not in digits.
func nearly(a, b string) bool {
	x, y := []rune(a), []rune(b)
	if strings.ContainsFunc(a, unicode.IsDigit) || len(x) < 4 || len(x)-len(y) > 2 || len(y)-len(x) > 2 {
		return false
	}
	return accuracy(letterList(y), letterList(x)) >= 1-2/float64(max(8, len(x)))
}

func letterList(s []rune) (out []string) {
	for _, r := range s {
		out = append(out, string(r))
	}
	return out
}
