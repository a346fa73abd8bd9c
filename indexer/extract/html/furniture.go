package html

import (
	"unicode"
	"unicode/utf8"

	"regexp"
	"slices"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// What stands among the text of a page need not belong to it: the site points
// to other articles, asks for a subscription, shows who took a picture. The
// class of an element tells some of it, the words of short blocks most.

// furnitureClass are the words in the names that pages give to elements beside
// their text.
var furnitureClass = regexp.MustCompile(`(?i)(^|[\s_-])(newsletters?|comments?|kommentare?|disqus|reply|author-?(box|bio|info|desc|card)|about-?author|related\w*|recommend\w*|recent-?posts|most-?(read|popular)|popular|trending|(more|top|latest)-?stories|teasers?|share|shares|sharing|social|sociable|tags|taglist|ratings?|copyright|disclaimer|footer|sidebar|nav|navigation|menu|pagination|pager|breadcrumbs?|` +
	`ads?|adv|advert\w*|promo\w*|sponsor\w*|taboola|outbrain|subscri\w*|sign-?up|login|paywall|donat\w*|cta|banner|popup|modal|overlay|slider|carousel|captions?|bildunterschrift|copyright|credits?|press-?officer|trust-?badge|content-?blocker|toolbar|cookies?)($|[\s_-])`)

// camel is where a name that is written as one begins its next word.
var camel = regexp.MustCompile(`([a-z0-9])([A-Z])`)

const (
	// furniturePart is the part of the text that no element holds which is
	// furniture, whatever its class.
	furniturePart = 0.2
	maxFurniture  = 300 // bytes of a block that is known by its words
	maxLabel      = 45  // bytes of one that is only a label
)

// pointers begin blocks that lead to other pages.
var pointers = regexp.MustCompile(`(?i)^\W*((read|see|watch|listen|view|learn|find out|discover|get) (more|also|next|on|all|now|here)|(must|also|further) (read|see|reading|information)|more (on|about|from|stories|news|articles)|related\b|recommended|you (may|might) (also )?(like|be interested)|don['’]t (miss|forget)|click here|up next|next (article|post)|previous (article|post)|trending|(top|latest|popular) (stories|news|articles|posts)|` +
	`lesen sie (auch|hier|dazu|mehr)|(auch|hier|jetzt|mehr|weiter) (lesen|interessant|erfahren)|siehe auch|mehr (zum thema|zu|dazu|infos?|informationen|von)|weitere? (aktuelle )?(themen|artikel|informationen|infos|beiträge|meldungen|nachrichten|links)|weiterführende|passend dazu|lesetipp|weiter (zu|lesen)|zum (weiterlesen|thema)|das könnte (sie|dich|euch)|schon gelesen|hier (geht es|klicken)|ähnliche|(neueste|aktuelle|beliebte) (beiträge|artikel|kommentare|meldungen)|(am )?meist[ -]?(gelesen|diskutiert)|letzte kommentare|entdecke (weitere|mehr)|themen in diesem|empfehlung(en)? der redaktion|` +
	`à (lire|voir|écouter)\b|lire (aussi|également|la suite|plus|l['’]article)|voir (aussi|plus|également)|(sur|dans) le même (sujet|thème)|pour aller plus loin|articles? (liés?|similaires|récents|associés)|en savoir plus|(les )?plus lus|` +
	`le[ae]r? (también|más|además)|lee (también|más)|ve[ar] (también|más)|mir[aá] también|sigue leyendo|te recomendamos|(te|le) puede interesar|también (te|le) puede|(lo )?más (sobre|noticias|información|leído)|(noticias )?relacionad[oa]s|conoce más|` +
	`leia (também|mais)|veja (também|mais)|saiba mais|continue lendo|leggi (anche|tutto)|potrebbe interessarti|czytaj (też|także|również|więcej|dalej)|przeczytaj|polecamy|dowiedz się więcej|zobacz (też|także|również|więcej)|` +
	`чита(йте|ть) (также|ещё|еще|далее)|смотрите также|(материалы )?по теме|اقرأ (أيضا|أيضًا|المزيد)|相关(阅读|新闻|文章)|延伸阅读|関連(記事|ニュース)|続きを読む|` +
	`lue (myös|lisää)|läs (också|mer|även)|les (også|mer)|lees (ook|meer|verder)|bekijk ook)`)

// rights, pleas, forms and credits tell blocks by what they speak of.
var (
	rights    = regexp.MustCompile(`(?i)^\W*(©|\(c\) \d|copyright|copyleft)|all rights reserved|alle rechte vorbehalten|tous droits réservés|todos los derechos reservados|все права защищены|\bpowered by\b|stehen inhalte dieser website unter|(advertising|affiliate) disclosure`)
	pleas     = regexp.MustCompile(`(?i)\b(subscribe|sign(ing)? up|abonn(ie|iere|ieren)|abonnez|anmelden|registrieren|suscr[ií]b|inscrivez|follow (us|me)|folge|folgen sie|suivez|s[ií]gu[ea]nos|seguir|siga|únete|join us|keep up|stay up|never miss|nichts (mehr )?(verpassen|versäumen)|download|erhalten sie|get (the|our)|receive|recevez|recibe)`)
	channels  = regexp.MustCompile(`(?i)\b(e?-?newsletter|telegram|whatsapp|facebook|twitter|instagram|youtube|linkedin|apps?\b|e?-?(nation|daily) ?edition|by e-?mail|(your|to your) inbox|rss|podcast|feed|digitale|angebote|alerts)`)
	comments  = regexp.MustCompile(`(?i)(leave|post|write|add) an? (comment|reply)|kommentar (schreiben|hinterlassen|verfassen)|schreibe(n sie)? einen kommentar|laisse[rz] un commentaire|deja(r)? un comentario|^\W*(no comments|keine kommentare)|kommentare? (zu schreiben|schreiben|verfassen)|welcome reader comments|join the (discussion|conversation)|comments are (moderated|closed)|comments (that are|are) civil|^\d+ (comments?|kommentare?|antworten|replies|commentaires?|comentarios?|reacties)\b|in den kommentaren|email address will not be published|e-mail-adresse wird nicht veröffentlicht|adresse (e-mail|de messagerie) ne sera pas publiée`)
	credits   = regexp.MustCompile(`(?i)^\W*(fotos?|photos?|photo(graphy)? by|bild(quelle|nachweis)?|picture|image( illustrative| credit)?|(photo )?credits?|crédits?( photo)?|crédito|titelbild)\s*(:|©|by)|(getty images|shutterstock|imago( images)?|istock|picture alliance|unsplash|pixabay)\W*$`)
	labels    = regexp.MustCompile(`(?i)^\W*(tags?|temas|themen|etiquetas|keywords|schlagw[öo]rter|topics|categor(y|ies)|kategorien?|catégories?|von|by|par|share( this)?( .{0,24})?|teilen|partager|compartir|print|drucken|imprimer|tweet|(den )?artikel .{0,30}teilen.{0,15}|über (den|die) autor(in)?|about the authors?|advertisement|anzeige|werbung|publicité|publicidad|реклама|start|home|startseite|menu|menü|close|schließen|fermer|cerrar|search|suche|nach oben|back to top|zurück|next|previous|weiter|more|mehr|comments|kommentare|commentaires|comentarios|newsletter|e-?mail|pdf|release date|bild anzeigen|vergrößern)\W*$`)
	filed     = regexp.MustCompile(`(?i)^\W*((tags?|schlagw[öo]rter|schlagworte|keywords|etiquetas|mots-clés|categories|kategorien?|filed under|posted in|veröffentlicht (in|unter)|publié dans|publicado en|stichworte)\s*:|(filed under|posted in|this entry was posted|dieser (eintrag|beitrag) wurde|veröffentlicht (in|unter)|publié dans|publicado en)\b|(letzte (änderung|aktualisierung)|last (updated|modified)|zuletzt aktualisiert|dernière mise à jour)\b)`)
	loggingIn = regexp.MustCompile(`(?i)^\W*((log|sign) ?in|einloggen|anmelden|sie sind (aktuell )?nicht eingeloggt|se connecter|iniciar sesión|войти|登录)\b`)
)

// isFurniture tells a block that is not part of the text around it, by its words.
func isFurniture(b block) bool {
	s := b.text
	if len(s) > maxFurniture || b.note {
		return false
	}
	linked := b.links*5 > len(s)*2
	short := len(s) <= maxLabel
	switch {
	case pointers.MatchString(s) && (linked || short):
	case rights.MatchString(s), comments.MatchString(s):
	case pleas.MatchString(s) && channels.MatchString(s):
	case credits.MatchString(s) && len(s) < 2*maxLabel:
	case labels.MatchString(s) && short:
	case filed.MatchString(s) && len(s) < 4*maxLabel:
	case loggingIn.MatchString(s) && short:
	case b.links*20 > len(s)*17 && isHeadline(s) && tag(b.holder) != atom.Li && leadsAway(b.holder): // a link, and nothing else
	default:
		return false
	}
	return true
}

// isHeadline tells the title of an article from a name: some of its words are
// neither names nor numbers.
func isHeadline(s string) bool {
	small := 0
	for word := range strings.FieldsSeq(s) {
		if r, _ := utf8.DecodeRuneInString(word); unicode.IsLower(r) {
			small++
		}
	}
	return small >= 3
}

// leadsAway tells an element with a link to another page.
func leadsAway(n *html.Node) bool {
	for d := range n.Descendants() {
		if d.Type == html.ElementNode && tag(d) == atom.A {
			return !strings.HasPrefix(attribute(d, "href"), "#")
		}
	}
	return tag(n) == atom.A && !strings.HasPrefix(attribute(n, "href"), "#")
}

// dropFurniture takes from the kept blocks what is furniture. Where that would
// be most of the text it is none.
func dropFurniture(kept []bool, all []block) {
	before, was := slices.Clone(kept), keptLength(kept, all)
	defer func() {
		if keptLength(kept, all)*2 < was {
			copy(kept, before)
		}
	}()
	beside := besideText(kept, all)
	first, last := true, -1
	for i, b := range all {
		if !kept[i] {
			continue
		}
		if !b.note && (isFurniture(b) || beside[i]) && (!first || !b.head) {
			kept[i] = false
			continue
		}
		first, last = false, i
	}
	// A heading with nothing below it stood over a list of links.
	for last >= 0 && kept[last] && all[last].head && strings.TrimSpace(all[last].text) != "" {
		before := last - 1
		for before >= 0 && !kept[before] {
			before--
		}
		if before < 0 {
			break
		}
		kept[last] = false
		last = before
	}
}

func keptLength(kept []bool, all []block) int {
	n := 0
	for i, b := range all {
		if kept[i] {
			n += len(b.text)
		}
	}
	return n
}

// besideText tells the kept blocks that stand in elements with the names of
// furniture. An element with much of the text is none, whatever its name, and
// neither are many that have much of it together.
func besideText(kept []bool, all []block) []bool {
	sum, holds := 0, map[*html.Node]int{}
	for i, b := range all {
		if !kept[i] {
			continue
		}
		sum += len(b.text)
		for n := b.holder; n != nil; n = n.Parent {
			holds[n] += len(b.text)
		}
	}
	most := int(furniturePart * float64(sum))
	names, part := make([]string, len(all)), map[string]int{}
	for i, b := range all {
		if !kept[i] {
			continue
		}
		for n := b.holder; n != nil && holds[n] <= most && names[i] == ""; n = n.Parent {
			names[i] = furnitureName(n)
		}
		part[names[i]] += len(b.text)
	}
	out := make([]bool, len(all))
	for i, name := range names {
		out[i] = name != "" && part[name] <= most
	}
	return out
}

// furnitureName is the word by which an element is known to be none of the text;
// "" if it has none.
func furnitureName(n *html.Node) string {
	switch {
	case headings[tag(n)]:
		return ""
	case tag(n) == atom.Footer && !within(n, isQuotation):
		return "footer"
	}
	found := furnitureClass.FindString(camel.ReplaceAllString(attribute(n, "class")+" "+attribute(n, "id"), "$1-$2"))
	return strings.ToLower(strings.Trim(found, " _-\t\n"))
}

func isQuotation(n *html.Node) bool { return tag(n) == atom.Blockquote }
