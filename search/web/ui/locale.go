package ui

import (
	"embed"
	"fmt"
	"sync"
	"unicode"
	"unicode/utf8"

	"github.com/nicksnyder/go-i18n/v2/i18n"
	"go.yaml.in/yaml/v3"
	"golang.org/x/text/collate"
	"golang.org/x/text/language"
	"golang.org/x/text/language/display"
	"golang.org/x/text/message"
	"golang.org/x/text/number"

	"rostrum/corpus"
)

//go:embed messages/*.yaml
var messageFiles embed.FS

// Languages are those the interface speaks, in the order they are offered.
var Languages = []corpus.Language{
	corpus.English, corpus.Arabic, corpus.Chinese, corpus.French, corpus.Russian, corpus.Spanish,
}

// Locale is the interface in one language.
type Locale struct {
	Lang    corpus.Language
	words   *i18n.Localizer
	numbers *message.Printer
	names   display.Namer
	orders  sync.Pool // of *collate.Collator, which only one may use at a time
}

// Compare puts two names in the order of the language's alphabet.
func (l *Locale) Compare(a, b string) int {
	order := l.orders.Get().(*collate.Collator)
	defer l.orders.Put(order)
	return order.CompareString(a, b)
}

func loadLocales() (map[corpus.Language]*Locale, error) {
	bundle := i18n.NewBundle(language.English)
	bundle.RegisterUnmarshalFunc("yaml", yaml.Unmarshal)
	out := map[corpus.Language]*Locale{}
	for _, lang := range Languages {
		file := "messages/" + string(lang) + ".yaml"
		if _, err := bundle.LoadMessageFileFS(messageFiles, file); err != nil {
			return nil, fmt.Errorf("read the messages in %s: %w", file, err)
		}
		// Western digits everywhere: session labels, symbols and page numbers of
		// Arabic documents have them, and two kinds side by side confuse.
		tag := language.MustParse(string(lang))
		out[lang] = &Locale{
			Lang:    lang,
			words:   i18n.NewLocalizer(bundle, string(lang)),
			numbers: message.NewPrinter(language.MustParse(string(lang) + "-u-nu-latn")),
			names:   display.Languages(tag),
			orders:  sync.Pool{New: func() any { return collate.New(tag, collate.IgnoreCase) }},
		}
	}
	return out, nil
}

// Text is the message with the given id. Pairs are the names and values of
// what is filled in.
func (l *Locale) Text(id string, pairs ...any) string {
	return l.localize(&i18n.LocalizeConfig{MessageID: id, TemplateData: data(pairs)})
}

// Count is the message with the given id in the plural form for n; {{.Count}}
// in the message is n as people write it.
func (l *Locale) Count(id string, n int, pairs ...any) string {
	values := data(pairs)
	values["Count"] = l.Number(n)
	return l.localize(&i18n.LocalizeConfig{MessageID: id, PluralCount: n, TemplateData: values})
}

// localize falls back to the id: a page with one odd word is better than none,
// and the tests find the gap.
func (l *Locale) localize(c *i18n.LocalizeConfig) string {
	s, err := l.words.Localize(c)
	if err != nil && s == "" {
		return c.MessageID
	}
	return s
}

func data(pairs []any) map[string]any {
	m := make(map[string]any, len(pairs)/2+1)
	for i := 0; i+1 < len(pairs); i += 2 {
		if name, ok := pairs[i].(string); ok {
			m[name] = pairs[i+1]
		}
	}
	return m
}

// Number is n as people write it: 1,234 or 1 234.
func (l *Locale) Number(n int) string { return l.numbers.Sprint(number.Decimal(n)) }

// Percent is a share from 0 to 1 in whole per cent.
func (l *Locale) Percent(share float64) string {
	return l.numbers.Sprint(number.Percent(share, number.MaxFractionDigits(0)))
}

// Size is a number of bytes as people write it, or "" for none: 85 kB or 1.2 MB.
func (l *Locale) Size(bytes int64) string {
	const kilo, mega = 1000, 1000 * 1000
	switch {
	case bytes <= 0:
		return ""
	case bytes < mega:
		return l.Text("size.kb", "Size", l.Number(int((bytes+kilo-1)/kilo)))
	}
	return l.Text("size.mb", "Size", l.numbers.Sprint(number.Decimal(float64(bytes)/mega, number.MaxFractionDigits(1))))
}

// LanguageName is the name of lang in the language of the interface.
func (l *Locale) LanguageName(lang corpus.Language) string {
	tag, err := language.Parse(string(lang))
	if err != nil {
		return string(lang)
	}
	if name := l.names.Name(tag); name != "" {
		return name
	}
	return string(lang)
}

// Autonym is the name of lang in that language itself, as it stands in a list.
func Autonym(lang corpus.Language) string {
	tag, err := language.Parse(string(lang))
	if err != nil {
		return string(lang)
	}
	name := display.Self.Name(tag)
	if name == "" {
		return string(lang)
	}
	first, size := utf8.DecodeRuneInString(name)
	return string(unicode.ToUpper(first)) + name[size:]
}

var matcher = language.NewMatcher(tags())

func tags() []language.Tag {
	out := make([]language.Tag, len(Languages))
	for i, l := range Languages {
		out[i] = language.MustParse(string(l))
	}
	return out
}

// Negotiate picks the interface's language: the one asked for by name, or else
// the best for an Accept-Language header, or else English.
func Negotiate(asked, accept string) corpus.Language {
	for _, l := range Languages {
		if string(l) == asked {
			return l
		}
	}
	if len(accept) > 500 { // nobody reads so many languages
		accept = ""
	}
	wanted, _, err := language.ParseAcceptLanguage(accept)
	if err != nil || len(wanted) == 0 {
		return corpus.English
	}
	_, i, confidence := matcher.Match(wanted...)
	if confidence == language.No {
		return corpus.English
	}
	return Languages[i]
}
