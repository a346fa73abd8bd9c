package works

import (
	"path"
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"

	"rostrum/corpus"
)

// document is a statement with the features used for comparison.
type document struct {
	corpus.Statement
	sketch  sketch
	text    string
	letters int           // length of the text, in characters
	name    string        // file or address, without the language
	named   bool          // the name contains the language
	symbol  string        // without revision and language
	fixed   corpus.WorkID // assigned by a person
	listed  corpus.WorkID // assigned by a listing page
	alone   bool

	found *anchors // computed on demand
}

func newDocument(s corpus.Statement) *document {
	d := &document{Statement: s, alone: standsAlone(&s), listed: s.ListedWork(), symbol: baseSymbol(s.Symbol)}
	if s.FixedWork() {
		d.fixed = s.Work
	}
	if len(s.Pages) > 0 && s.Status != corpus.StatusSuspect {
		var text strings.Builder
		for _, p := range s.Pages {
			text.WriteString(p.Text)
			text.WriteString("\n\n")
		}
		d.text = text.String()
		d.letters = utf8.RuneCountInString(d.text)
		d.sketch = newSketch(wordsOf(d.text))
	}
	d.name, d.named = nameWithoutLanguage(s)
	return d
}

// anchors are computed only when texts in two languages are compared.
func (d *document) anchors() anchors {
	if d.found == nil {
		a := newAnchors(d.text)
		d.found = &a
	}
	return *d.found
}

// revision matches suffixes of symbols and names of documents that were published
// again, or in another language.
var revision = regexp.MustCompile(`(?i)[-/_. ]*(?:rev|corr|add)\.? ?\d*$|[-/_. ]+(?:eng?|fra?|fre|spa?|esp?|ara?|rus?|chi|zh|por|pt)$`)

func baseSymbol(symbol string) string {
	for {
		shorter := revision.ReplaceAllString(symbol, "")
		if shorter == symbol {
			return strings.ToUpper(strings.Join(strings.Fields(symbol), ""))
		}
		symbol = shorter
	}
}

var nameParts = regexp.MustCompile(`[\p{L}\p{N}]+|[^\p{L}\p{N}]+`)

// nameWithoutLanguage returns the path or address of a document without the parts
// that name its language, such as -FRA or /fr/, and whether there were any. Only the
// language of the text is removed, since "es" and "la" are words, too.
func nameWithoutLanguage(s corpus.Statement) (string, bool) {
	name := s.Origin.File
	if name == "" {
		name = s.Origin.URL
	}
	name = strings.TrimSuffix(name, path.Ext(name))
	var out strings.Builder
	named := false
	for _, part := range nameParts.FindAllString(strings.ToLower(name), -1) {
		if lang, ok := corpus.ParseLanguage(part); ok && lang == s.Language {
			named = true
			continue
		}
		out.WriteString(part)
	}
	return s.Origin.Source + "\n" + strings.Trim(out.String(), "-_. "), named
}

// namedAlike reports whether the names of two documents differ only in the language.
func namedAlike(a, b *document) bool { return a.name == b.name && (a.named || b.named) }

// compatible reports whether the recorded details allow two statements to be one
// work. Topics may differ if the text is the same, since a speech may be listed under
// two headings.
func compatible(a, b *document, sameText bool) bool {
	switch {
	case a.alone || b.alone:
		return false
	case a.fixed != "" && b.fixed != "" && a.fixed != b.fixed:
		return false
	case !sameAuthors(a, b, sameText), a.Session != b.Session && (!sameText || a.Session != "" && b.Session != ""):
		return false
	case a.Part != b.Part && a.Part != "" && b.Part != "":
		return false
	case !a.Date.IsZero() && !b.Date.IsZero() && (a.Date.Last() < b.Date.First() || b.Date.Last() < a.Date.First()):
		return false
	case a.symbol != "" && b.symbol != "" && a.symbol != b.symbol:
		return false
	case a.Type != b.Type && a.Type != "" && b.Type != "" && (!spoken[a.Type] || !spoken[b.Type]):
		return false
	}
	return sameText || len(a.Topics) == 0 || len(b.Topics) == 0 ||
		slices.ContainsFunc(a.Topics, func(t corpus.TopicID) bool { return slices.Contains(b.Topics, t) })
}

// sameAuthors compares two sets of authors. A statement without authors matches the
// same text by any author. The same text by different authors does not match: states
// deliver texts they agreed on.
func sameAuthors(a, b *document, sameText bool) bool {
	x, y := a.Values(corpus.FieldOrganization), b.Values(corpus.FieldOrganization)
	if len(x) == 0 || len(y) == 0 {
		return sameText
	}
	slices.Sort(x)
	slices.Sort(y)
	return slices.Equal(x, y)
}

// spoken are types that inference distinguishes by words that translations and copies
// need not contain.
var spoken = map[corpus.TypeID]bool{"statement": true, "joint-statement": true, "written-statement": true}
