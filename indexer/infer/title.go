package infer

import (
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"

	"rostrum/corpus"
	"rostrum/corpus/authority"
)

// maxTitle is the length of the longest title, in bytes; longer ones are paragraphs.
const maxTitle = 240

// title takes what was given, what the file says if that is a title at all,
// the title on the first page, and the file name when all else fails.
func (c *inference) title() {
	if v, ok := c.asGiven(corpus.FieldTitle); ok {
		c.s.Title = v
		return
	}
	head := headOf(c.text)
	set := func(rule, title string, confidence float64) bool {
		title = strings.Join(strings.Fields(title), " ")
		if title == "" {
			return false
		}
		c.s.Title = shorten(title, maxTitle)
		c.note(corpus.FieldTitle, rule, title, confidence, c.s.Title)
		return true
	}
	// A link of few words is completed by the line it stands in:
	// "Amnesty International: ASP 20 Statements".
	for _, link := range c.item.Hints {
		for _, block := range c.item.Hints {
			if link.Kind != corpus.HintLinkText || block.Kind != corpus.HintBlock || len(strings.Fields(link.Text)) > 4 {
				continue
			}
			if _, isLanguage := corpus.ParseLanguage(link.Text); !isLanguage && strings.Contains(block.Text, link.Text) && len(block.Text) > len(link.Text) &&
				!strings.Contains(block.Text, "\n") && len(block.Text) < maxTitle && sane(block.Text) && speechWords.MatchString(block.Text) {
				set(ruleBlock, block.Text, trust[ruleBlock])
				return
			}
		}
	}
	for _, h := range c.item.Hints {
		if h.Kind == corpus.HintEntry && len(h.Text) < 2*maxTitle && !isLanguageLabel(h.Text) {
			set(ruleLinkText, h.Text, trust[ruleLinkText])
			return
		}
	}
	for _, h := range c.item.Hints {
		if h.Kind == corpus.HintLinkText && len(strings.Fields(h.Text)) > 2 && sane(h.Text) {
			set(ruleLinkText, h.Text, trust[ruleLinkText])
			return
		}
	}
	for _, h := range c.item.Hints {
		line, _, _ := strings.Cut(shorten(h.Text, maxClue), "\n")
		if h.Kind == corpus.HintHeading {
			if b := c.byline(line); b.empty() && !b.person {
				continue // "Statements of the 20th session" is the title of none of them
			}
		}
		if (h.Kind == corpus.HintBlock || h.Kind == corpus.HintHeading) && startsByline.MatchString(line) && sane(line) && len(line) < maxTitle && set(string(h.Kind), line, trust[ruleBlock]-.1) {
			return
		}
	}
	if p := c.text.Properties; c.vouchesFor(p.Title) {
		set(ruleProperties, withoutSite(p.Title, p.SiteName), .8)
		return
	}
	if title := titleIn(head); title != "" {
		set(ruleFirstPage, title, .7)
		return
	}
	if title := firstLine(c.text); title != "" {
		set(ruleFirstPage, title, .5)
		return
	}
	name := strings.Map(func(r rune) rune {
		if r == '_' || r == '-' || r == '+' {
			return ' '
		}
		return r
	}, fileName(c.item))
	if !set(ruleFileName, name, .3) {
		set(ruleFileName, c.item.Key, .2)
	}
}

// vouchesFor tells whether the title a file has is that of its text. Word
// processors carry titles along from the document a text was once made of, so
// most of its words must stand on the first page, unless it calls the text a speech.
func (c *inference) vouchesFor(title string) bool {
	words := authority.Words(title)
	if !sane(title) || len(words) < 2 {
		return false
	}
	if speechWords.MatchString(title) || len(c.text.Pages) == 0 {
		return true
	}
	on := map[string]bool{}
	for _, w := range authority.Words(shorten(c.text.Pages[0].Text, 4000)) {
		on[w.Text] = true
	}
	there := 0
	for _, w := range words {
		if on[w.Text] {
			there++
		}
	}
	return there*10 >= len(words)*6
}

// firstLine is what a text without a head begins with.
func firstLine(text corpus.Text) string {
	for _, page := range text.Pages {
		for _, line := range strings.Split(shorten(page.Text, 2000), "\n") {
			if line = strings.TrimSpace(line); sane(shorten(line, maxTitle)) && !furniture.MatchString(line) && !isSalutation(line) {
				return shorten(line, 120)
			}
		}
	}
	return ""
}

// notTitle matches what programs put into the title of a file when nobody did.
var notTitle = regexp.MustCompile(`(?i)^(microsoft (word|powerpoint)\b|untitled|unbenannt|sans titre|sin título|document ?\d*$|presentation ?\d*$|slide ?\d+$|print$|scan|home$|index$|page \d+|\(?(anonymous|unspecified|unknown)\)?$)|\.(docx?|pdf|indd|qxd|rtf|wpd|odt|pptx?|html?|tmp)$`)

// sane tells whether words are fit to be a title.
func sane(title string) bool {
	title = strings.TrimSpace(title)
	if utf8.RuneCountInString(title) < 4 || len(title) > 2*maxTitle || notTitle.MatchString(title) || !utf8.ValidString(title) {
		return false
	}
	if _, isLanguage := corpus.ParseLanguage(title); isLanguage {
		return false
	}
	letters, odd := 0, 0
	for _, r := range title {
		switch {
		case unicode.IsLetter(r):
			letters++
		case r == utf8.RuneError, unicode.IsControl(r), r == '_', r == '\\':
			odd++
		}
	}
	return letters*2 > utf8.RuneCountInString(title) && odd*10 < letters
}

// withoutSite takes the name of the site off the title of a web page.
func withoutSite(title, site string) string {
	for _, separator := range []string{" | ", " — ", " – ", " - ", " :: ", " » "} {
		i := strings.LastIndex(title, separator)
		if i < 0 {
			continue
		}
		tail := strings.TrimSpace(title[i+len(separator):])
		if separator == " | " || site != "" && strings.EqualFold(tail, site) {
			if front := strings.TrimSpace(title[:i]); sane(front) {
				return front
			}
		}
	}
	return title
}

var (
	// speechWords begin the title lines of speeches.
	speechWords = anyOf(`\b(?:`+speechNouns+`|`+paperNouns+`|briefing|report|rapport|communiqué|resolution|résolution)\b`, `выступление|заявление|речь|كلمة|بيان|خطاب|发言|讲话`)
	// furniture are lines that stand above titles and are none.
	furniture = regexp.MustCompile(`(?i)^(check(ed)? against (actual )?delivery|seul le prononcé fait foi|verificar contra|cotejar con|please check|as delivered|as prepared|translation|unofficial translation|courtesy translation|traduction|traducción|distr\b|original\s*:|page \d|embargo|\(?unofficial|united nations$|nations unies$|naciones unidas$|e-?mail|tel\b|tél|fax|www\.|https?:)|^[\d\s./-]+$`)
	joiners   = regexp.MustCompile(`(?i)^(by|of|on|at|to|in|for|the|from|and|before|delivered|par|de|du|des|la|le|à|au|aux|en|sur|pour|devant|lors|et|por|del|el|los|las|ante|sobre|con|y|во|на|в)\b`)
)

// titleIn finds the title among the lines of a head: the first line that says
// it is a speech, with the lines that go on from it, or else the first good line.
func titleIn(head []string) string {
	for i, line := range head {
		if furniture.MatchString(line) || !speechWords.MatchString(line) || len(line) > maxTitle || i > 15 {
			continue
		}
		title := line
		for _, next := range head[i+1:] {
			if len(title)+len(next) > maxTitle || furniture.MatchString(next) || strings.HasSuffix(title, ".") {
				break
			}
			if !joiners.MatchString(next) && !endsOpen(title) {
				break
			}
			title += " " + next
		}
		if len(strings.Fields(title)) > 1 || i+1 == len(head) {
			return title
		}
	}
	for _, line := range head {
		if !furniture.MatchString(line) && sane(line) && len(line) <= maxTitle && len(strings.Fields(line)) > 1 {
			return line
		}
	}
	return ""
}

// endsOpen tells whether a title line cannot end where it does: "Statement by",
// or "STATEMENT" alone.
func endsOpen(line string) bool {
	return len(strings.Fields(line)) == 1 || opensMore(line)
}

// opensMore tells whether a line ends in a comma or a preposition.
func opensMore(line string) bool {
	fields := strings.Fields(line)
	if len(fields) == 0 {
		return false
	}
	last := fields[len(fields)-1]
	return strings.HasSuffix(last, ",") || len(last) < 10 && joiners.MatchString(last) && joiners.FindString(last) == last
}
