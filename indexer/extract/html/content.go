package html

import (
	"net/url"
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"rostrum/corpus"
)

// shortContent is the length in bytes below which the main content is doubted:
// pages of a few sentences are taken for boilerplate, or found twice.
const shortContent = 250

// mainContent are the blocks of the page that are what it is about.
// go-trafilatura finds them; but it loses lists, headings and notes, and gives
// others twice, so what is kept are the page's own blocks, each once, in the
// page's order. doubt says why it may be something else; "" if nothing speaks
// for that.
func mainContent(doc *html.Node, address *url.URL, props *corpus.Properties) (content []block, doubt string) {
	all := blocks(body(doc))
	told := props.Author != "" && props.Date != "" // by the page itself
	found := find(doc, all, address, props)
	if found == nil {
		return fallback(doc, all), ""
	}
	if seen := length(found); seen < shortContent {
		if rest := fallback(doc, all); length(rest) > 4*seen || length(rest) <= seen {
			return rest, ""
		}
	}
	kept := match(found, all)
	if kept == nil {
		return fallback(doc, all), ""
	}
	complete(kept, all)
	if !told {
		keepHeadline(kept, all, props.Title)
	}
	dropFurniture(kept, all)
	for i, b := range all {
		if kept[i] {
			content = append(content, b)
		}
	}
	return content, doubtful(content, all, subject(props))
}

// match tells which of all blocks hold the text that was found. The finder
// cuts blocks in its own way, so one is as well found within a larger one, or
// holds a smaller one that was. nil means that the two do not fit together.
func match(found, all []block) []bool {
	whole := map[string]int{}
	for _, f := range found {
		whole[f.text]++
	}
	text := strings.Join(texts(found), "\n")
	kept := make([]bool, len(all))
	matched := 0
	few := len(all)*len(text) < maxCompared && len(all)*len(found) < maxCompared/telling
	for i, b := range all {
		switch {
		case whole[b.text] > 0:
			kept[i] = true
		case !few:
		case len(b.text) >= telling && strings.Contains(text, b.text):
			kept[i] = true
		default:
			kept[i] = holdsMost(b.text, found)
		}
		if kept[i] {
			matched += len(b.text)
		}
	}
	if matched*10 < length(found)*8 {
		return nil
	}
	once(kept, all, whole)
	return kept
}

// once leaves of several blocks with the same words, such as a headline that
// comes again below each picture, no more than were found: those that stand
// where most of the text does, and the first of these.
func once(kept []bool, all []block, found map[string]int) {
	places, same := map[*html.Node]int{}, map[string][]int{}
	for i, b := range all {
		if kept[i] {
			places[b.place] += len(b.text)
			same[b.text] = append(same[b.text], i)
		}
	}
	for text, at := range same {
		if n := max(1, found[text]); len(at) > n {
			slices.SortStableFunc(at, func(i, j int) int { return places[all[j].place] - places[all[i].place] })
			for _, i := range at[n:] {
				kept[i] = false
			}
		}
	}
}

// maxCompared bounds the search of each block in all that was found, in bytes.
// A page beyond it is matched by whole blocks only.
const maxCompared = 1 << 30

// telling is the length from which a block is not found by chance within
// another text.
const telling = 40

// holdsMost tells whether found blocks make up most of a text.
func holdsMost(text string, found []block) bool {
	if len(text) < telling {
		return false
	}
	sum := 0
	for _, f := range found {
		if len(f.text) >= telling/2 && len(f.text) <= len(text) && strings.Contains(text, f.text) {
			sum += len(f.text)
		}
	}
	return sum*2 > len(text)
}

// complete keeps the blocks that stand among the kept ones, in the same place
// of the page, and the notes below them. What stands in a box of its own, such
// as a list of other pages, has a place of its own. Whole sentences are kept
// before and after as well, where most of the text is; and an article that
// comes in several boxes has them all of one class. The heading over the first
// paragraph belongs to it.
func complete(kept []bool, all []block) {
	first, last, sum := slices.Index(kept, true), len(kept)-1, 0
	if first < 0 {
		return
	}
	lead(kept, all, first)
	for !kept[last] {
		last--
	}
	found := slices.Clone(kept)
	places, kinds := map[*html.Node]int{}, map[string]int{}
	for i, b := range all {
		if kept[i] {
			places[b.place] += len(b.text)
			kinds[kindOf(b.place)] += len(b.text)
			sum += len(b.text)
		}
	}
	if first > 0 {
		over := all[first-1]
		if over.place == all[first].place && over.links == 0 && (over.head || over.bold && len(over.text) < 2*prose) {
			kept[first-1] = true
		}
	}
	for i, b := range all {
		if kept[i] || b.links*2 > len(b.text) {
			continue
		}
		among := i > first && i < last && places[b.place] > 2*len(b.text)
		kind := kindOf(b.place)
		home := places[b.place]*2 > sum || i > first && kind != "" && kinds[kind]*2 > sum
		goesOn := home && len(b.text) >= prose && !isComment(b.place)
		// A sentence in a box of its own between paragraphs of the text.
		between := i > first && i < last && kept[i-1] && found[i+1] && b.links == 0 && isSentence(b.text) && !isComment(b.place)
		kept[i] = b.note && i > first || among || goesOn || between
	}
	keepEnd(kept, all, last, func(place *html.Node) bool { return places[place]*2 > sum })
}

// keepEnd keeps what follows on the text in its place, up to the first thing that is
// not said: the last paragraph may be short, and a list has a place of its own.
func keepEnd(kept []bool, all []block, last int, isHome func(place *html.Node) bool) {
	for i := last + 1; i < len(all); i++ {
		b := all[i]
		in := b.place
		if in != nil && !isHome(in) && (tag(in) == atom.Ol || tag(in) == atom.Ul) {
			in = in.Parent
		}
		if in == nil || !isHome(in) || b.links > 0 || !isSentence(b.text) || isComment(b.place) || isFurniture(b) {
			return
		}
		kept[i] = true
	}
}

// keepHeadline keeps what stands from the headline of a page down to its text,
// and the day above the headline: who spoke, where and when. Finders of main
// content take these short lines for labels.
func keepHeadline(kept []bool, all []block, title string) {
	places := map[*html.Node]int{}
	var home *html.Node
	for i, b := range all {
		if kept[i] {
			places[b.place] += len(b.text)
			if home == nil || places[b.place] > places[home] {
				home = b.place
			}
		}
	}
	start := slices.IndexFunc(all, func(b block) bool { return b.place == home && len(b.text) > 0 })
	for start >= 0 && start < len(all) && (!kept[start] || all[start].place != home) {
		start++
	}
	headline := -1
	for i := 0; i < min(max(start, 0), len(all)); i++ {
		if b := all[i]; b.head && len(b.text) > shortLabel && strings.Contains(title, b.text) {
			headline = i
		}
	}
	if headline < 0 || start-headline > maxUnderHeadline {
		return
	}
	for i := headline; i < start; i++ {
		kept[i] = kept[i] || isHeadLine(all[i])
	}
	if headline > 0 && isHeadLine(all[headline-1]) && dayOnly.MatchString(all[headline-1].text) {
		kept[headline-1] = true
	}
}

// isHeadLine tells whether a block under a headline may say whose text it is.
func isHeadLine(b block) bool {
	return b.links*2 <= len(b.text) && len(b.text) <= maxHeadLine && !within(b.place, func(n *html.Node) bool {
		return tag(n) == atom.Nav || tag(n) == atom.Figure || tag(n) == atom.Aside || named(n, "breadcrumb", "share", "social", "sharing", "related", "menu", "toolbar", "tags", "cookie", "consent", "pager", "caption")
	})
}

const (
	shortLabel       = 8   // bytes; a headline is longer
	maxHeadLine      = 400 // bytes
	maxUnderHeadline = 15  // blocks; with more between them the two do not belong together
)

// dayOnly matches a line that is a day and little else.
var dayOnly = regexp.MustCompile(`^.{0,25}\b(?:19|20)\d\d\b.{0,12}$`)

// isSentence tells a text of several words that ends as sentences do.
func isSentence(s string) bool {
	last, _ := utf8.DecodeLastRuneInString(strings.TrimRight(s, `"'”’»)`))
	return strings.ContainsRune(".!?…:;。！？؟।", last) && strings.Count(s, " ") >= 2
}

// lead keeps the sentences between the title of the page and its text, which
// pages set in a box of their own.
func lead(kept []bool, all []block, first int) {
	title := first - 1
	for title >= 0 && (all[title].holder == nil || tag(all[title].holder) != atom.H1) {
		title--
	}
	if title < 0 || first-title > maxLead {
		return
	}
	for i := title + 1; i < first; i++ {
		b := all[i]
		kept[i] = len(b.text) >= prose && b.links*4 < len(b.text) && !b.head && !isChrome(b.place)
	}
}

// maxLead is how many blocks may stand between the title and the text.
const maxLead = 12

// prose is the length of a sentence: labels, captions and links are shorter.
const prose = 80

// kindOf names the class of an element; "" if it has none.
func kindOf(n *html.Node) string {
	if n == nil {
		return ""
	}
	class := attribute(n, "class")
	if class == "" {
		return ""
	}
	return n.Data + " " + class
}

// fallback is for pages in which no main content is found: all there is, but
// for what is made of links, and what asks for consent.
func fallback(doc *html.Node, all []block) []block {
	if main := mainElement(doc); main != nil {
		if in := blocks(main); length(in) > 0 {
			return in
		}
	}
	var out []block
	for _, b := range all {
		if b.links*3 <= len(b.text)*2 && !isChrome(b.place) {
			out = append(out, b)
		}
	}
	if len(out) == 0 {
		return all
	}
	return out
}

// mainElement is the one element that the page itself calls its content.
func mainElement(doc *html.Node) *html.Node {
	var out *html.Node
	for n := range doc.Descendants() {
		if n.Type == html.ElementNode && (tag(n) == atom.Main || strings.EqualFold(attribute(n, "role"), "main")) {
			if out != nil {
				return nil
			}
			out = n
		}
	}
	return out
}

// isChrome tells what belongs to the site and not to the page.
func isChrome(n *html.Node) bool {
	return within(n, func(n *html.Node) bool {
		return tag(n) == atom.Header || tag(n) == atom.Footer ||
			named(n, "cookie", "consent", "gdpr", "banner", "navigation", "breadcrumb", "contentinfo")
	})
}

// isComment tells what readers of the page have written below it.
func isComment(n *html.Node) bool {
	return within(n, func(n *html.Node) bool { return named(n, "comment", "disqus", "message", "reply", "replies") })
}

// within asks the element and all around it, up to the body.
func within(n *html.Node, is func(*html.Node) bool) bool {
	for ; n != nil && n.Type == html.ElementNode && tag(n) != atom.Body; n = n.Parent {
		if is(n) {
			return true
		}
	}
	return false
}

// named tells an element by what its class, id or role hold.
func named(n *html.Node, words ...string) bool {
	v := strings.ToLower(attribute(n, "class") + " " + attribute(n, "id") + " " + attribute(n, "role"))
	return slices.ContainsFunc(words, func(w string) bool { return strings.Contains(v, w) })
}

func body(doc *html.Node) *html.Node {
	for n := range doc.Descendants() {
		if tag(n) == atom.Body {
			return n
		}
	}
	return doc
}

func length(list []block) int {
	n := 0
	for _, b := range list {
		n += len(b.text)
	}
	return n
}
