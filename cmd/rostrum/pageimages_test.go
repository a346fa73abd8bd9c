package main

import (
	"bytes"
	"image"
	"image/draw"
	_ "image/jpeg"
	"image/png"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"golang.org/x/net/html"

	"rostrum/corpus"
	"rostrum/search/web"
)

// TestBoxesStandOnTheirWords asks for the longest words of each page, and has
// tesseract read what stands on the picture within the boxes, and nothing else
// of it. Single words are read worse than whole lines, above all in Arabic, so
// not all need be read; boxes beside their words would hardly be at all.
func TestBoxesStandOnTheirWords(t *testing.T) {
	if _, err := exec.LookPath("tesseract"); err != nil {
		t.Skip("needs tesseract (apt-get install tesseract-ocr tesseract-ocr-eng)")
	}
	sample := filepath.Join("..", "..", "corpus", "sample", "files")
	shared := filepath.Join("..", "..", "..", "shared")
	for _, test := range []struct {
		name, language string
		least          float64 // share of boxes in which the marked word is read
		files          []string
	}{
		{"native", "eng", .95, []string{sample + "/hrw-cooperation-asp20.pdf", sample + "/cicc-letter-asp20.pdf"}},
		{"native, shared", "eng", .95, []string{shared + "/corpus-dev/pdf/and_78_2023.pdf", shared + "/corpus-dev/pdf/aut_67_2012.pdf"}},
		{"native, Arabic", "ara", .6, []string{shared + "/pdf-dev/truth/ar.pdf", shared + "/pdf-dev/truth/c_ar.pdf"}},
		{"native, Russian", "rus", .95, []string{shared + "/pdf-dev/truth/ru.pdf"}},
		{"native, Chinese", "chi_sim", .95, []string{shared + "/pdf-dev/truth/zh.pdf"}},
		{"scan", "eng", .95, []string{shared + "/corpus-dev/scanned/scan00-unga79-ae_en.pdf"}},
	} {
		t.Run(test.name, func(t *testing.T) {
			folder := t.TempDir()
			for _, f := range test.files {
				content, err := os.ReadFile(f)
				if err != nil {
					t.Skipf("needs %s", f)
				}
				if err := os.WriteFile(filepath.Join(folder, filepath.Base(f)), content, 0o644); err != nil {
					t.Fatal(err)
				}
			}
			site, statements := openPictureSite(t, folder)
			boxes, read := 0, 0
			for _, d := range statements {
				for _, p := range d.Pages[:min(2, len(d.Pages))] {
					b, r := readBoxes(t, site, d, p, test.language)
					boxes, read = boxes+b, read+r
				}
			}
			t.Logf("%d of %d boxes stand on the word that is marked", read, boxes)
			if boxes < 5 || float64(read) < test.least*float64(boxes) {
				t.Errorf("that is less than %.0f %% of them", 100*test.least)
			}
		})
	}
}

// openPictureSite indexes a folder and serves it, pictures and all.
func openPictureSite(t *testing.T, folder string) (http.Handler, []corpus.Statement) {
	t.Helper()
	data := t.TempDir()
	var out, errs bytes.Buffer
	if code := run(t.Context(), []string{"index", folder, "--data", data, "--quiet"}, strings.NewReader(""), &out, &errs); code != exitOK {
		t.Fatalf("index ended with %d: %s", code, errs.String())
	}
	return servePictures(t, data)
}

// servePictures serves a data folder, pictures and all.
func servePictures(t *testing.T, data string) (http.Handler, []corpus.Statement) {
	t.Helper()
	names, records, live := openData(t, data)
	shown, err := (&app{data: data}).openPageImages(records, 64)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(shown.Close)
	config := webConfig(records, live.Searcher, names)
	config.PageImages = shown
	site, err := web.New(config)
	if err != nil {
		t.Fatal(err)
	}
	var statements []corpus.Statement
	for d, err := range records.All(t.Context()) {
		if err != nil {
			t.Fatal(err)
		}
		statements = append(statements, d)
	}
	return site, statements
}

func fetchFrom(t *testing.T, site http.Handler, address string) []byte {
	t.Helper()
	w := httptest.NewRecorder()
	site.ServeHTTP(w, httptest.NewRequest(http.MethodGet, address, nil))
	b, err := io.ReadAll(w.Result().Body)
	if err != nil || w.Code != http.StatusOK {
		t.Fatalf("%s: status %d, %v\n%s", address, w.Code, err, b)
	}
	return b
}

// boxed is a box on the picture of a page, with the word that is marked for it.
type boxed struct {
	word                string
	x, y, width, height float64 // shares of the picture
}

// readBoxes counts the boxes on a page and those on which their word is read.
func readBoxes(t *testing.T, site http.Handler, d corpus.Statement, p corpus.Page, language string) (boxes, read int) {
	t.Helper()
	words := longest(p.Text, 8)
	if len(words) == 0 {
		return 0, 0
	}
	address := "/s/" + string(d.ID) + "/p/" + strconv.Itoa(p.Number)
	view := fetchFrom(t, site, address+"?exact=true&q="+url.QueryEscape(strings.Join(words, " OR ")))
	found, large := boxesOnPage(t, view)
	picture, _, err := image.Decode(bytes.NewReader(fetchFrom(t, site, large)))
	if err != nil {
		t.Fatalf("%s: %v", large, err)
	}
	texts := readOff(t, picture, found, language)
	for i, b := range found {
		if !alike(texts[i], b.word) { // some words are not seen among others
			texts[i] = readOff(t, picture, found[i:i+1], language)[0]
		}
		if alike(texts[i], b.word) {
			read++
		} else {
			t.Logf("%s page %d: %q is read as %q", d.Origin.File, p.Number, b.word, texts[i])
		}
	}
	return len(found), read
}

// longest lists the longest words of a text, all different.
func longest(text string, n int) []string {
	words := strings.FieldsFunc(text, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsMark(r) })
	words = slices.DeleteFunc(words, func(w string) bool { return utf8.RuneCountInString(w) < 5 || strings.ContainsAny(w, "’'") })
	if strings.ContainsFunc(text, func(r rune) bool { return unicode.Is(unicode.Han, r) }) {
		return []string{"国际", "合作", "法院", "我们", "联合国", "发展", "世界"}
	}
	slices.SortStableFunc(words, func(a, b string) int { return utf8.RuneCountInString(b) - utf8.RuneCountInString(a) })
	var out []string
	for _, w := range words {
		if !slices.ContainsFunc(out, func(o string) bool { return strings.EqualFold(o, w) }) && len(out) < n {
			out = append(out, w)
		}
	}
	return out
}

// boxesOnPage reads the boxes out of a page, and the address of its large picture.
// A word in two boxes, which is broken over a line end, is left out.
func boxesOnPage(t *testing.T, page []byte) (found []boxed, large string) {
	t.Helper()
	root, err := html.Parse(bytes.NewReader(page))
	if err != nil {
		t.Fatal(err)
	}
	attr := func(n *html.Node, name string) string {
		for _, a := range n.Attr {
			if strings.EqualFold(a.Key, name) {
				return a.Val
			}
		}
		return ""
	}
	number := func(s string) float64 {
		f, err := strconv.ParseFloat(s, 64)
		if err != nil {
			t.Fatal(err)
		}
		return f
	}
	marks, count := map[string]string{}, map[string]int{}
	var size []string
	byMark := map[string]boxed{}
	var order []string
	for n := range root.Descendants() {
		switch n.Data {
		case "mark":
			marks["#"+attr(n, "id")] = n.FirstChild.Data
		case "svg":
			if attr(n, "class") == "boxes" {
				size = strings.Fields(attr(n, "viewBox"))
			}
		case "img":
			large, _, _ = strings.Cut(attr(n, "srcset")[strings.Index(attr(n, "srcset"), ", ")+2:], " ")
		case "rect":
			mark := attr(n.Parent, "href")
			if count[mark]++; count[mark] == 1 {
				order = append(order, mark)
			}
			w, h := number(size[2]), number(size[3])
			byMark[mark] = boxed{x: number(attr(n, "x")) / w, y: number(attr(n, "y")) / h, width: number(attr(n, "width")) / w, height: number(attr(n, "height")) / h}
		}
	}
	if large == "" || len(order) != len(marks) {
		t.Fatalf("picture %q; %d places are marked, %d boxed", large, len(marks), len(order))
	}
	for _, mark := range order {
		if b := byMark[mark]; count[mark] == 1 {
			b.word = marks[mark]
			found = append(found, b)
		}
	}
	return found, large
}

// readOff cuts the boxes out of a picture, sets them one below the other, and
// has tesseract read each.
func readOff(t *testing.T, picture image.Image, boxes []boxed, language string) []string {
	t.Helper()
	const margin, pitch = 30, 120
	mode := "11" // words anywhere
	if len(boxes) == 1 {
		mode = "8" // one word
	}
	w, h := float64(picture.Bounds().Dx()), float64(picture.Bounds().Dy())
	sheet := image.NewGray(image.Rect(0, 0, 1000, pitch*len(boxes)+margin))
	draw.Draw(sheet, sheet.Rect, image.White, image.Point{}, draw.Src)
	for i, b := range boxes {
		from := image.Rect(int(b.x*w), int(b.y*h), int((b.x+b.width)*w+1), int((b.y+b.height)*h+1))
		to := image.Rect(margin, margin+i*pitch, margin+from.Dx(), margin+i*pitch+min(from.Dy(), pitch))
		draw.Draw(sheet, to, picture, from.Min, draw.Src)
	}
	var packed bytes.Buffer
	if err := png.Encode(&packed, sheet); err != nil {
		t.Fatal(err)
	}
	cmd := exec.CommandContext(t.Context(), "tesseract", "stdin", "stdout", "-l", language, "--dpi", "190", "--psm", mode, "tsv")
	cmd.Stdin = &packed
	table, err := cmd.Output()
	if err != nil {
		t.Skipf("tesseract cannot read %s: %v", language, err)
	}
	texts := make([]string, len(boxes))
	for line := range strings.Lines(string(table)) {
		fields := strings.Split(strings.TrimRight(line, "\n"), "\t")
		if len(fields) != 12 || fields[0] != "5" {
			continue
		}
		top, _ := strconv.Atoi(fields[7])
		height, _ := strconv.Atoi(fields[9])
		if i := (top + height/2) / pitch; i < len(texts) {
			texts[i] += fields[11]
		}
	}
	return texts
}

// alike tells whether a word was read, alone or as the end of a compound, but
// for a letter in four: tesseract makes slips, above all in Arabic.
func alike(read, word string) bool {
	letters := func(s string) []rune {
		var out []rune
		for _, r := range strings.ToLower(s) {
			if unicode.IsLetter(r) {
				out = append(out, r)
			}
		}
		return out
	}
	a, b := letters(read), letters(word)
	if len(a) > len(b) && strings.Contains(read, "-") {
		a = a[len(a)-len(b):]
	}
	return len(b) > 0 && distance(a, b)*4 <= len(b)
}

func distance(a, b []rune) int {
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i, x := range a {
		before := row[0]
		row[0] = i + 1
		for j, y := range b {
			cost := before
			if x != y {
				cost++
			}
			before = row[j+1]
			row[j+1] = min(cost, row[j]+1, row[j+1]+1)
		}
	}
	return row[len(b)]
}
