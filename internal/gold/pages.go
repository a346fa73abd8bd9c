package gold

import (
	"bufio"
	"fmt"
	"html"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
)

// Page is a sample page.
type Page struct {
	Name string // as in labels
	URL  string // its fictitious URL
	Lang string
	HTML []byte
	// Paper has the text of the first page of a printed document instead: of a page whose frame is "paper".
	Paper string
}

// Pages reads the sample pages in a folder: pages-LANGUAGE.txt has the content of each page,
// frames/NAME.html the surrounding page as sites build it, and filler.txt sentences shared by pages.
//
// A page begins with "=== NAME" and has the keys url, site, frame, h1 and posted, followed by the lines of its
// body: each is a paragraph unless it is HTML, and "+N" inserts N filler sentences. The frame "paper" makes the first
// page of a printed document of them.
func Pages(dir string) ([]Page, error) {
	filler, err := readFiller(filepath.Join(dir, "filler.txt"))
	if err != nil {
		return nil, err
	}
	files, err := filepath.Glob(filepath.Join(dir, "pages-*.txt"))
	if err != nil || len(files) == 0 {
		return nil, fmt.Errorf("%s holds no sample pages: %w", dir, err)
	}
	slices.Sort(files)
	var pages []Page
	for _, file := range files {
		lang := strings.TrimSuffix(strings.TrimPrefix(filepath.Base(file), "pages-"), ".txt")
		content, err := os.ReadFile(file)
		if err != nil {
			return nil, err
		}
		for i, entry := range strings.Split("\n"+string(content), "\n=== ")[1:] {
			p, err := page(dir, lang, entry, filler[lang], i)
			if err != nil {
				return nil, fmt.Errorf("%s: %w", file, err)
			}
			pages = append(pages, p)
		}
	}
	return pages, nil
}

func page(dir, lang, entry string, filler []string, at int) (Page, error) {
	name, rest, _ := strings.Cut(entry, "\n")
	keys := map[string]string{}
	var body strings.Builder
	for line := range strings.Lines(rest) {
		line = strings.TrimSpace(line)
		key, value, ok := strings.Cut(line, ":")
		n, err := strconv.Atoi(strings.TrimPrefix(line, "+"))
		switch {
		case line == "":
		case ok && body.Len() == 0 && slices.Contains([]string{"url", "site", "frame", "h1", "posted"}, key):
			keys[key] = strings.TrimSpace(value)
		case strings.HasPrefix(line, "+") && err == nil:
			for i := range n {
				body.WriteString("<p>" + filler[(at*3+i)%len(filler)] + "</p>\n")
			}
		case strings.HasPrefix(line, "<"):
			body.WriteString(line + "\n")
		default:
			body.WriteString("<p>" + line + "</p>\n")
		}
	}
	if keys["frame"] == "paper" {
		text := html.UnescapeString(strings.NewReplacer("<p>", "", "</p>", "\n").Replace(body.String()))
		return Page{Name: name, URL: keys["url"], Lang: lang, Paper: strings.TrimSpace(text)}, nil
	}
	frame, err := os.ReadFile(filepath.Join(dir, "frames", keys["frame"]+".html"))
	if err != nil {
		return Page{}, fmt.Errorf("%s: %w", name, err)
	}
	text := html.UnescapeString(keys["h1"])
	out := strings.NewReplacer(
		"{{lang}}", lang, "{{title}}", html.EscapeString(text+" | "+keys["site"]), "{{h1}}", html.EscapeString(text),
		"{{site}}", html.EscapeString(keys["site"]), "{{url}}", keys["url"], "{{posted}}", html.EscapeString(keys["posted"]), "{{body}}", body.String(),
	).Replace(string(frame))
	return Page{Name: name, URL: keys["url"], Lang: lang, HTML: []byte(out)}, nil
}

func readFiller(path string) (map[string][]string, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	filler, lang := map[string][]string{}, ""
	for s := bufio.NewScanner(f); s.Scan(); {
		line := strings.TrimSpace(s.Text())
		switch {
		case strings.HasPrefix(line, "["):
			lang = strings.Trim(line, "[]")
		case line != "" && lang != "":
			filler[lang] = append(filler[lang], line)
		}
	}
	return filler, nil
}

// Listing is a sample listing page.
type Listing struct {
	Name string
	Base string // its fictitious URL
	HTML []byte
}

// Listings reads the sample listings in a file: each begins with "=== NAME" and has the keys base and title,
// followed by its HTML.
func Listings(path string) ([]Listing, error) {
	content, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	var out []Listing
	for _, entry := range strings.Split("\n"+string(content), "\n=== ")[1:] {
		name, rest, _ := strings.Cut(entry, "\n")
		base, rest, okBase := strings.Cut(strings.TrimPrefix(rest, "base: "), "\n")
		title, body, okTitle := strings.Cut(strings.TrimPrefix(rest, "title: "), "\n")
		if !okBase || !okTitle {
			return nil, fmt.Errorf("%s: %s has no base or no title", path, name)
		}
		out = append(out, Listing{name, base, []byte("<!doctype html><html><head><meta charset=\"utf-8\"><title>" + html.EscapeString(title) + "</title></head><body><main>\n" + body +
			"</main><footer><p>Sample page, modelled on the structure of public ones.</p></footer></body></html>")})
	}
	return out, nil
}
