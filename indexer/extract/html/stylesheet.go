package html

import (
	"regexp"
	"slices"
	"strings"

	"github.com/andybalholm/cascadia"
	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// A page says how its elements look in style sheets of its own as well. What of
// it decides whether words are seen, struck or raised is written into the style
// of the elements, where the rest of the package looks for it. Sheets that are
// files of their own are not there.

// looksKey names the attribute that has the whole style of an element. The finder
// of main content must not take it for the element's own.
const looksKey = "data-looks"

const (
	maxSheet   = 1 << 20 // bytes of all sheets of a page
	maxMatches = 1 << 20 // tries of a rule on an element
)

// looks are the properties that decide what a reader sees of words.
var looks = regexp.MustCompile(`^(display|visibility|opacity|font-size|color|background|background-color|clip|clip-path|position|left|top|right|bottom|height|width|max-height|max-width|overflow|overflow-[xy]|text-indent|text-decoration|text-decoration-line|vertical-align|transform|content-visibility|list-style|list-style-type)$`)

// stagedLater are the properties of what scripts open by and by.
var stagedLater = regexp.MustCompile(`(transition|animation)[a-z-]*\s*:`)

// rule is what one selector says of elements.
type rule struct {
	selector     cascadia.Sel
	declarations []declaration
}

type declaration struct {
	property, value string
	important       bool
}

// applySheets writes what the page's own style sheets say into the style of its
// elements.
func applySheets(doc *html.Node) {
	rules, byKey := readSheets(doc)
	if len(rules) == 0 {
		return
	}
	type winner struct {
		value       string
		specificity cascadia.Specificity
		important   bool
	}
	tries := 0
	for n := range doc.Descendants() {
		if n.Type != html.ElementNode || within(n, isHead) {
			continue
		}
		won := map[string]winner{}
		for _, key := range keysOf(n) {
			for _, i := range byKey[key] {
				if tries++; tries > maxMatches {
					return
				}
				r := rules[i]
				if !r.selector.Match(n) {
					continue
				}
				for _, d := range r.declarations {
					is := winner{d.value, r.selector.Specificity(), d.important}
					was, ok := won[d.property]
					if !ok || is.important && !was.important || is.important == was.important && !is.specificity.Less(was.specificity) {
						won[d.property] = is
					}
				}
			}
		}
		if len(won) == 0 {
			continue
		}
		own := ownStyle(n)
		var style []string
		for property, w := range won {
			if _, said := own[property]; !said || w.important {
				style = append(style, property+":"+w.value)
				delete(own, property)
			}
		}
		for property, value := range own {
			style = append(style, property+":"+value)
		}
		slices.Sort(style)
		n.Attr = append(n.Attr, html.Attribute{Key: looksKey, Val: strings.Join(style, ";")})
	}
}

func isHead(n *html.Node) bool { return tag(n) == atom.Head }

// ownStyle is what is known of how an element looks.
func ownStyle(n *html.Node) map[string]string {
	own := map[string]string{}
	for property, value := range declarations(n) {
		own[property] = value
	}
	return own
}

// keysOf are those under which rules for an element are listed, in the order of
// their weight.
func keysOf(n *html.Node) []string {
	keys := []string{"*", n.Data}
	for class := range strings.FieldsSeq(attribute(n, "class")) {
		keys = append(keys, "."+class)
	}
	if id := attribute(n, "id"); id != "" {
		keys = append(keys, "#"+id)
	}
	return keys
}

// readSheets reads the rules of a page, and lists them by what elements must
// have for their selector to fit.
func readSheets(doc *html.Node) (rules []rule, byKey map[string][]int) {
	byKey = map[string][]int{}
	size := 0
	for n := range doc.Descendants() {
		if n.DataAtom != atom.Style || n.FirstChild == nil || !forScreens(attribute(n, "media")) {
			continue
		}
		if size += len(n.FirstChild.Data); size > maxSheet {
			break
		}
		for selectors, body := range sheetRules(cssComment.ReplaceAllString(n.FirstChild.Data, " "), 0) {
			declared := readDeclarations(body)
			if len(declared) == 0 {
				continue
			}
			for s := range strings.SplitSeq(selectors, ",") {
				s = strings.TrimSpace(s)
				selector, err := cascadia.Parse(s)
				if err != nil || selector.PseudoElement() != "" {
					continue // of a state that the page is in now and then
				}
				key := keyOf(s)
				byKey[key] = append(byKey[key], len(rules))
				rules = append(rules, rule{selector, declared})
			}
		}
	}
	return rules, byKey
}

var (
	cssComment   = regexp.MustCompile(`(?s)/\*.*?\*/|<!--|-->`)
	lastCompound = regexp.MustCompile(`[^\s>+~]+$`)
	simple       = regexp.MustCompile(`#[\w-]+|\.[\w-]+|^[a-zA-Z][\w-]*`)
)

// keyOf is what an element must have to fit a selector: an id, else a class,
// else a name.
func keyOf(selector string) string {
	best := "*"
	for _, s := range simple.FindAllString(lastCompound.FindString(selector), -1) {
		switch {
		case s[0] == '#':
			return s
		case s[0] == '.', best == "*":
			best = s
		}
	}
	if best[0] != '.' {
		best = strings.ToLower(best)
	}
	return best
}

const maxSheetDepth = 4

// sheetRules are the selectors and bodies of a sheet's rules, and of those that
// it has for screens of any size.
func sheetRules(sheet string, depth int) func(yield func(selectors, body string) bool) {
	return func(yield func(selectors, body string) bool) {
		for sheet != "" {
			open := strings.IndexByte(sheet, '{')
			if open < 0 {
				return
			}
			head := strings.TrimSpace(sheet[:open])
			if i := strings.LastIndexByte(head, ';'); i >= 0 {
				head = strings.TrimSpace(head[i+1:]) // after @import and the like
			}
			end, level := open+1, 1
			for end < len(sheet) && level > 0 {
				switch sheet[end] {
				case '{':
					level++
				case '}':
					level--
				}
				end++
			}
			body := strings.TrimSuffix(sheet[open+1:end], "}")
			sheet = sheet[end:]
			query, isMedia := strings.CutPrefix(strings.ToLower(head), "@media")
			switch {
			case isMedia && depth < maxSheetDepth && forScreens(query), strings.HasPrefix(head, "@layer") && depth < maxSheetDepth:
				for s, b := range sheetRules(body, depth+1) {
					if !yield(s, b) {
						return
					}
				}
			case strings.HasPrefix(head, "@"):
			default:
				if !yield(head, body) {
					return
				}
			}
		}
	}
}

// forScreens tells media that every reader of a page has.
func forScreens(media string) bool {
	switch strings.Join(strings.Fields(strings.ToLower(media)), " ") {
	case "", "all", "screen", "only screen", "screen, print", "screen,print", "all,screen":
		return true
	}
	return false
}

// readDeclarations reads those that decide what is seen. What is opened by and
// by is seen.
func readDeclarations(body string) []declaration {
	if stagedLater.MatchString(strings.ToLower(body)) {
		return nil
	}
	var out []declaration
	for d := range strings.SplitSeq(body, ";") {
		property, value, _ := strings.Cut(d, ":")
		property = strings.ToLower(strings.TrimSpace(property))
		if !looks.MatchString(property) {
			continue
		}
		value, important := strings.CutSuffix(strings.ReplaceAll(strings.ToLower(strings.TrimSpace(value)), "! ", "!"), "!important")
		out = append(out, declaration{property, strings.TrimSpace(value), important})
	}
	return out
}
