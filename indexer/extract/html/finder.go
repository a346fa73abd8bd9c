package html

import (
	"net/url"
	"strings"
	"unicode"

	"github.com/markusmobius/go-trafilatura"
	"golang.org/x/net/html"

	"rostrum/corpus"
)

// find asks go-trafilatura for the main content of a page. It has two ways to
// find it, and the first may take the teaser of another article for the
// article. Where what it found is little of the page, the second is tried; the
// page's own title and description tell which of the two is what the page is
// about.
func find(doc *html.Node, all []block, address *url.URL, props *corpus.Properties) []block {
	options := trafilatura.Options{OriginalURL: address, ExcludeComments: true, Focus: trafilatura.Balanced}
	first, err := trafilatura.ExtractDocument(doc, options)
	if err != nil || first == nil || first.ContentNode == nil {
		return nil
	}
	about := subject(props)
	fillFrom(props, first.Metadata)
	found := blocks(first.ContentNode)
	prose := proseIn(all)
	if length(found)*2 > prose {
		return found
	}
	options.EnableFallback = true
	second, err := trafilatura.ExtractDocument(doc, options)
	if err != nil || second == nil || second.ContentNode == nil {
		return found
	}
	other := blocks(second.ContentNode)
	was, is := share(about, found), share(about, other)
	tells := len(about) >= minSubject
	clearer := tells && is > was || is >= was+0.5
	longer := length(found)*3 < prose && length(other) > 2*length(found) && tells && is > was-closeBy ||
		length(found)*5 < prose && length(other) > 5*length(found) && !tells
	if clearer || longer {
		return other
	}
	return found
}

const (
	minSubject = 5    // words of title and description that tell one text from another
	closeBy    = 0.15 // of these words that make no difference
)

// proseIn is the length of all sentences of a page that are not links.
func proseIn(all []block) int {
	n := 0
	for _, b := range all {
		if len(b.text) >= prose && b.links*3 < len(b.text) {
			n += len(b.text)
		}
	}
	return n
}

// subject are the words of a page's title and description.
func subject(props *corpus.Properties) map[string]bool {
	out := map[string]bool{}
	for _, s := range []string{props.Title, props.Other["description"], props.Other["og:description"]} {
		for w := range subjectWords(s) {
			out[w] = true
		}
	}
	return out
}

// share is the part of words that some blocks have.
func share(words map[string]bool, in []block) float64 {
	if len(words) == 0 {
		return 0
	}
	has := map[string]bool{}
	for _, b := range in {
		for w := range subjectWords(b.text) {
			if words[w] {
				has[w] = true
			}
		}
	}
	return float64(len(has)) / float64(len(words))
}

// subjectWords are the words of a text that are long enough to tell what it is
// about, and of Chinese and Japanese each two characters.
func subjectWords(s string) func(yield func(string) bool) {
	return func(yield func(string) bool) {
		for word := range strings.FieldsFuncSeq(strings.ToLower(s), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsMark(r) && !unicode.IsDigit(r) }) {
			letters := []rune(word)
			switch {
			case unicode.In(letters[0], unicode.Han, unicode.Hiragana, unicode.Katakana):
				for i := range len(letters) - 1 {
					if !yield(string(letters[i : i+2])) {
						return
					}
				}
			case len(letters) > 4:
				if !yield(word) {
					return
				}
			}
		}
	}
}

// doubtful says why the main content of a page may not be what was found: it
// is little of the page, and the page speaks of something else in its title
// and description. "" means that there is no doubt.
func doubtful(content, all []block, about map[string]bool) string {
	prose := proseIn(all)
	if prose < minDoubt || length(content)*5 > prose || len(about) >= minSubject && share(about, content) >= 0.5 {
		return ""
	}
	return "the main content of the page could not be told with confidence: most of its sentences were left out"
}

// minDoubt is the length in bytes of the sentences of a page on which content
// can be mistaken.
const minDoubt = 1500
