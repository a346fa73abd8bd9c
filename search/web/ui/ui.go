package ui

import (
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"fmt"
	"html/template"
	"io"
	"io/fs"
	"strconv"

	"rostrum/corpus"
)

//go:embed templates/*.html
var templateFiles embed.FS

// UI renders pages in any of the interface's languages.
type UI struct {
	Assets *Assets
	// Digest is of everything that pages are made with: it differs between two
	// builds whose pages may differ.
	Digest  string
	locales map[corpus.Language]*Locale
	pages   map[corpus.Language]*template.Template
}

// New reads the embedded files. It fails only if they contradict each other,
// which the tests of this package would have shown.
func New() (*UI, error) {
	assets, err := loadAssets()
	if err != nil {
		return nil, err
	}
	locales, err := loadLocales()
	if err != nil {
		return nil, err
	}
	u := &UI{Assets: assets, locales: locales, pages: map[corpus.Language]*template.Template{}}
	if u.Digest, err = digest(assetFiles, messageFiles, templateFiles); err != nil {
		return nil, err
	}
	for lang, locale := range locales {
		pages, err := template.New("").Funcs(functions(locale, assets)).ParseFS(templateFiles, "templates/*.html")
		if err != nil {
			return nil, fmt.Errorf("read the page templates: %w", err)
		}
		u.pages[lang] = pages
	}
	return u, nil
}

// digest sums up the names and contents of embedded files.
func digest(trees ...embed.FS) (string, error) {
	sum := sha256.New()
	for _, tree := range trees {
		if err := fs.WalkDir(tree, ".", func(name string, entry fs.DirEntry, err error) error {
			if err != nil || entry.IsDir() {
				return err
			}
			content, err := tree.ReadFile(name)
			if err != nil {
				return err
			}
			fmt.Fprintf(sum, "%s %d\n", name, len(content))
			sum.Write(content)
			return nil
		}); err != nil {
			return "", fmt.Errorf("read the embedded files: %w", err)
		}
	}
	return hex.EncodeToString(sum.Sum(nil)[:8]), nil
}

// Locale is the interface in one of Languages; English for any other.
func (u *UI) Locale(lang corpus.Language) *Locale {
	if l, ok := u.locales[lang]; ok {
		return l
	}
	return u.locales[corpus.English]
}

// Render writes the page named name.
func (u *UI) Render(w io.Writer, lang corpus.Language, name string, data any) error {
	if err := u.pages[u.Locale(lang).Lang].ExecuteTemplate(w, name, data); err != nil {
		return fmt.Errorf("render page %s: %w", name, err)
	}
	return nil
}

// functions are what templates may call. A set is bound to its language, so
// that templates need not pass it along.
func functions(l *Locale, assets *Assets) template.FuncMap {
	return template.FuncMap{
		"t":            l.Text,
		"n":            l.Count,
		"num":          l.Number,
		"date":         l.Date,
		"shortDate":    l.ShortDate,
		"languageName": func(lang corpus.Language) string { return l.LanguageName(lang) },
		"autonym":      Autonym,
		"here":         func() corpus.Language { return l.Lang },
		"dir":          func(lang corpus.Language) string { return lang.Dir() },
		"asset":        assets.Path,
		"itoa":         strconv.Itoa,
		"inc":          func(n int) int { return n + 1 },
	}
}
