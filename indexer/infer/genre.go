package infer

import (
	"net/url"
	"regexp"
	"strings"

	"rostrum/corpus"
)

// genre is what kind of text a document is, as far as that decides whom it may
// be read for: a speech names its speaker, news names others.
type genre int

const (
	genreUnknown genre = iota
	genreSpeech        // somebody's own words to a meeting
	genrePaper         // somebody's own words to be read
	genreSummary       // what was said on a day
	genreRelease       // a press release
	genreNews          // what a third person tells
	genreMissing       // a page that says that there is no such page
)

var (
	notFound  = regexp.MustCompile(`(?i)^(?:404\b|error 404|page not found|not found\b|page (?:introuvable|non trouvée)|página no encontrada|página não encontrada|страница не найдена|الصفحة غير موجودة|找不到|页面不存在|seite nicht gefunden)`)
	summaryOf = regexp.MustCompile(`(?i)^(?:(?:ICC[- ])?ASP[- ]?\d{1,2}[\s,:–-]+day (?:\d{1,2}|one|two|three|four|five|six|seven|eight|nine|ten|eleven)\b|(?:AEP|ASP)[- ]?\d{1,2}[\s,:–-]+jour \S+|(?:AEP|ASP)[- ]?\d{1,2}[\s,:–-]+d[íi]a \S+|r[ée]sum[ée] jour\b|summary(?: of)?(?: the)? day|day \w+ summary|daily summary|r[ée]sum[ée] (?:du|de la) (?:\S+ )?jour|resumen (?:del? (?:\S+ )?)?d[íi]a|resumo do (?:\S+ )?dia|итоги дня|ملخص اليوم|每日摘要)`)
	releaseOf = regexp.MustCompile(`(?i)^(?:press[- ]release|media release|media advisory|communiqu[ée] de presse|comunicado de prensa|comunicado de imprensa|nota de prensa|nota à imprensa|пресс-релиз|بيان صحفي|新闻稿)(?:\s|$|:|،|\d)|^(?:GA|AG|L|J|SC|CS|SG)/(?:\w+/)?\d{4,5}$`)
	releaseIn = regexp.MustCompile(`(?i)/(?:press-?releases?|communiques?-(?:de-)?presse|comunicados?-de-prensa|notas?-de-prensa)(?:/|-|$)`)
	summaryIn = regexp.MustCompile(`(?i)/(?:asp|aep)-?(?:20)?\d{2}-(?:day|jour|d[ií]a)-(?:\d|one|two|three|four|five|six|seven|eight|nine|ten|un|deux|trois|quatre|cinq|uno|dos|tres|cuatro|cinco)`)
	paperOf   = anyOf(`\b(?:recommendations|submission|briefing (?:note|paper)|position paper|policy paper|background paper|memorandum|open letter|joint letter|recommandations|note d['’]information|note de position|document de position|lettre ouverte|recomendaciones|nota informativa|documento de posici[óo]n|carta abierta|recomendações|nota informativa|carta aberta)\b`, `рекомендации|открытое письмо|توصيات|رسالة مفتوحة|建议$|公开信`)
	newsOf    = anyOf(`\b(?:takes? part|took part|delivers|delivered (?:a|an|its|his|her)|participates?|participated|attend(?:s|ed)|meets|met (?:with|his|her)|opens|opened|addresses|addressed|speaks|spoke|tells|told|said|says|welcomes|welcomed|visits|visited|was held|were held|takes up|to address|(?:is )?set to|will (?:address|deliver|speak)|present at|represented at|side[- ]events?|takes? the floor|took the floor|calls? for|called for|concludes|concluded|starts|kicks off|to watch|what happened)\b`, `\b(?:prend part|a pris part|participe|a participé|rencontre|s['’]ouvre|s['’]est ouverte?|prend la parole|a conduit|a déclaré|s['’]est tenue?|s['’]est rendue?)\b`,
		`\b(?:particip[óa]|participan|participaron|participou|se dirigió|inauguró|inaugura|destacó|asistió|asiste|encabezó|se reunió|recibió|se celebró|interviene|reuniu-se|reúne-se|visita|visitó|visitou|acoge|acolhe|anuncia|anunció|anunciou|destaca|participará|aprobad[oa] por|aprovad[oa] por)\b`, `принял[аи]? участие|отреагировал|прокомментировал|посетил|заявил[аи]?(?:\s|$)|сообщил|встретил|выступил[аи]? (?:на|с)|говорится в заявлении|завершил|открылась|проходит|состоялась|рассказал|شارك|يشارك|تشارك|شاركت|افتتح|يفتتح|وقال|وقالت|أكد(?:ت)? |جاء ذلك|استقبل|بحث مع|انتخاب|اختتم|يزور|开幕|閉幕|闭幕|開幕|举行|舉行|据.{0,12}(?:介绍|报道)|據.{0,12}(?:介紹|報道)|欢迎|歡迎`)
	firstPerson = regexp.MustCompile(`(?i)(?:^|[^\p{L}])(?:I have the hono|I am (?:hono|pleased|speaking|delivering)|I speak|I thank|I wish|I would like|allow me|let me|my (?:delegation|country|government)|j['’]ai l['’]honneur|je (?:voudrais|souhaite|tiens|prends)|permettez-moi|mon pays|ma délégation|tengo el honor|quisiera|permítame|mi (?:delegación|país)|tenho a honra|gostaria|minha delegação|имею честь|позвольте|моя делегация|наша делегация|يشرفني|أود|وفد بلادي|我谨|我荣幸)`)
	// otherDocuments begins the list of other documents that sites put under one.
	otherDocuments = regexp.MustCompile(`(?i)^(?:similar documents?|related (?:documents?|posts?|articles?|news|content|items?|stories)|documents? similaires?|articles? (?:liés|similaires)|documentos (?:similares|relacionados)|noticias relacionadas|notícias relacionadas|you may also like|see also|read (?:also|next)|more (?:news|speeches|statements|from)|recent (?:posts?|documents?)|other statements|à lire aussi|lire aussi|voir aussi|ver también|veja também|leia também|похожие документы|читайте также|смотрите также|مواضيع ذات صلة|اقرأ أيضا|相关(?:文章|文件|新闻)|latest (?:news|statements))\s*:?$`)
)

// ownText is the text without the list of other documents that follows it.
func ownText(text corpus.Text) corpus.Text {
	if len(text.Pages) == 0 {
		return text
	}
	at := 0
	for line := range strings.Lines(text.Pages[0].Text) {
		if len(line) < 60 && otherDocuments.MatchString(strings.TrimSpace(line)) && at > 0 {
			own := text
			own.Pages = append([]corpus.Page{}, text.Pages[:1]...)
			own.Pages[0].Text = text.Pages[0].Text[:at]
			return own
		}
		at += len(line)
	}
	return text
}

// findGenre tells what kind of text the document is.
func (c *inference) findGenre() genre {
	if len(c.text.Pages) == 0 {
		return genreUnknown
	}
	title := withoutSite(shorten(c.text.Properties.Title, maxClue), c.text.Properties.SiteName)
	top := append([]string{title}, c.head[:min(len(c.head), 6)]...)
	for i, line := range top {
		if i < 3 && notFound.MatchString(line) {
			return genreMissing
		}
		if summaryOf.MatchString(line) && len(line) < 80 {
			return genreSummary
		}
	}
	if u, err := url.Parse(c.item.Location); err == nil && summaryIn.MatchString(u.Path) && c.venue == venueAssembly {
		return genreSummary
	}
	if c.addressesChair() {
		return genreSpeech
	}
	for _, line := range top {
		if releaseOf.MatchString(line) && len(line) < 100 {
			return genreRelease
		}
	}
	if u, err := url.Parse(c.item.Location); err == nil && releaseIn.MatchString(u.Path) {
		return genreRelease
	}
	for i, line := range top {
		if at := paperOf.FindStringIndex(line); at != nil && i < 4 && (at[0] < 90 || i == 0) && len(line) < maxTitle {
			return genrePaper
		}
	}
	if !newsOf.MatchString(title) && c.urges() {
		return genrePaper
	}
	if quotesOthers.MatchString(shorten(c.text.Pages[0].Text, 4000)) && !c.introduces() {
		return genreNews
	}
	if firstPerson.MatchString(shorten(c.text.Pages[0].Text, 2500)) {
		return genreSpeech
	}
	if c.introduces() {
		return genreSpeech
	}
	if newsOf.MatchString(title) && !c.callsItself(title) {
		return genreNews
	}
	for _, line := range append([]string{title}, c.head...) {
		if c.callsItself(line) {
			return genreSpeech
		}
	}
	for _, line := range c.head[:min(len(c.head), 3)] {
		if newsOf.MatchString(line) {
			return genreNews
		}
	}
	if c.venue != venueUnknown && len(c.head) < 3 {
		return genreSpeech
	}
	return genreUnknown
}

// urges tells whether the organization that the site belongs to says in the
// third person what it asks for: "A urges states to …".
func (c *inference) urges() bool {
	site := c.ownerOfSite()
	if site == "" || c.isState(site) {
		return false
	}
	text := shorten(strings.Join(c.head, "\n")+"\n"+c.speech, 700)
	for _, m := range c.names.Find(corpus.FieldOrganization, text) {
		if corpus.OrgID(m.ID) == site && asksFor.MatchString(text[m.End:]) && !quotesOthers.MatchString(text) {
			return true
		}
	}
	return false
}

var asksFor = regexp.MustCompile(`(?i)^\s+(?:urges?|calls? (?:on|upon|for)|recommends?|asks|sets? out|exhorte|appelle|recommande|demande|insta|recomienda|pide|exhorta)\b`)

// introduces tells whether the page says that what follows is what somebody
// said: "N delivered the following statement", or that N addressed the meeting,
// with words in the first person after it that no quotation marks enclose.
func (c *inference) introduces() bool {
	for i, line := range c.head {
		if i > 5 {
			break
		}
		if followingWords.MatchString(line) {
			return true
		}
		if narrated.MatchString(line) {
			rest := strings.Join(c.head[i+1:], "\n") + "\n" + shorten(c.speech, 2500)
			return ownVoice.MatchString(quoted.ReplaceAllString(rest, " "))
		}
	}
	return false
}

var (
	// quotesOthers matches words that another is quoted with: “…,” N said.
	quotesOthers = regexp.MustCompile(`[”"»]\s*,?\s*(?:(?:he|she|the|Mr\.?|Ms\.?|Mrs\.?|Dr\.?|\p{Lu}[\p{L}.’'-]+|\p{Ll}+ minister|minister|spokes\p{L}+)\s+){1,3}(?:said|added|stated|told|stressed|declared|explained|argued)\b|[”"»]\s*,?\s*(?:said|stated|added|dijo|señaló|afirmó|agregó|declaró|disse|afirmou|a déclaré|a dit|a affirmé|a souligné|a-t-(?:il|elle) (?:dit|déclaré|ajouté|affirmé|souligné))\b`)
	// hisSpeech matches what stands before the word for a speech where another tells of it.
	hisSpeech      = regexp.MustCompile(`(?i)\b(?:in (?:(?:his|her|its|their|the|an?) )?|(?:his|her|their) |dans (?:son|sa|une?) |en su |en (?:una?|el|la) |no seu |na sua )(?:\p{L}+ )?$`)
	followingWords = regexp.MustCompile(`(?i)\b(?:delivered|made|gave|read(?: out)?|presented|prononc[ée]e?|fait|lu|pronunci[óo]|ley[óo]|dio|proferiu|leu)\s+(?:the following|la (?:déclaration|d[ée]claracion) suivante|le discours suivant|la siguiente|el siguiente|a seguinte|o seguinte)\b|\b(?:the full text|text of the (?:statement|speech)|texte (?:intégral|complet) (?:de la déclaration|du discours)|texto (?:íntegro|completo) (?:de la|del))\b.{0,80}:$`)
	// narrated matches a sentence that says that somebody spoke to the Assembly.
	narrated = regexp.MustCompile(`(?i)\b(?:addressed|made the statement when|spoke (?:at|to|before|in)|took the floor|delivered (?:a|an|his|her|its|the)|made (?:a|an|his|her|its|the) (?:statement|remarks|intervention))\b`)
	ownVoice = regexp.MustCompile(`(?:^|[^\p{L}])I (?:will|shall|want|speak|thank|wish|would|am|have|turn|begin|stand|take|come|join|should)\b|(?:^|[.!?]\s|\n)(?:Mr\.?|Madam|Madame) (?:President|Chair)`)
	quoted   = regexp.MustCompile(`“[^”]{0,600}”|"[^"\n]{0,600}"|«[^»]{0,600}»`)
)

// callsItself tells whether a line begins by calling the text a speech, as a
// sentence that speaks of one does not.
func (c *inference) callsItself(line string) bool {
	most := 40
	if strings.HasSuffix(line, ".") {
		most = 12
	}
	if at := speechWords.FindStringIndex(line); at != nil && at[0] < most && !met.MatchString(line[:at[0]]) && !newsOf.MatchString(line[:at[0]]) && !hisSpeech.MatchString(line[:at[0]]) {
		return true
	}
	return behalf.MatchString(line)
}

// tellsOfOthers tells whether the document is what a third person tells.
func (c *inference) tellsOfOthers() bool {
	return c.genre == genreNews || c.genre == genreRelease || c.genre == genreSummary
}
