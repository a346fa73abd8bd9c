package infer

import (
	"regexp"
	"strings"

	"rostrum/corpus"
)

// language takes the language that most of the text is in. What a link or a
// file name says of the language is believed only where there is no text: on
// real pages it is often wrong.
func (c *inference) language() {
	if values, ok := c.fromGiven(corpus.FieldLanguage); ok {
		c.s.Language = corpus.Language(values[0])
		return
	}
	letters := map[corpus.Language]int{}
	total := 0
	for _, page := range c.text.Pages {
		if page.Language != "" {
			letters[page.Language] += len(page.Text)
			total += len(page.Text)
		}
	}
	var most corpus.Language
	for lang, n := range letters {
		if n > letters[most] || n == letters[most] && lang < most {
			most = lang
		}
	}
	if most != "" {
		share := float64(letters[most]) / float64(total)
		c.s.Language = most
		c.note(corpus.FieldLanguage, ruleDetector, string(most), .5+.45*share, string(most))
		return
	}
	for _, signal := range c.signals {
		if lang, ok := corpus.ParseLanguage(signal.text); ok && signal.rule == ruleLinkText && (len(signal.text) > 3 || strings.ToUpper(signal.text) == signal.text) {
			c.s.Language = lang
			c.note(corpus.FieldLanguage, signal.rule, signal.text, .8, string(lang))
			return
		}
		if m := languageSuffix.FindStringSubmatch(signal.text); m != nil && signal.rule == ruleFileName && !severalLanguages.MatchString(signal.text) {
			if lang, ok := corpus.ParseLanguage(strings.ToLower(m[1])); ok {
				c.s.Language = lang
				c.note(corpus.FieldLanguage, signal.rule, signal.text, .7, string(lang))
				return
			}
		}
	}
}

// languageSuffix matches the language at the end of the file names of the
// United Nations and of the Assembly.
var languageSuffix = regexp.MustCompile(`(?i)[-_. ](ENG|FRA|FRE|SPA|ESP|ARA|RUS|CHI|POR)(?:[-_. ]?\(?\d*\)?)?$`)

// severalLanguages matches the name of a file that holds more than one.
var severalLanguages = regexp.MustCompile(`(?i)[-_. ](?:ENG|FRA|FRE|SPA|ESP|ARA|RUS|CHI|POR)[-_. ](?:ENG|FRA|FRE|SPA|ESP|ARA|RUS|CHI|POR)\b`)
