package html

import (
	"regexp"

	"golang.org/x/net/html"
)

// Sites ask for consent to cookies above all else they have to say, in boxes of
// any class. What the boxes say gives them away: they speak of cookies, and of
// what only such boxes speak of.

var (
	cookies = regexp.MustCompile(`(?i)cookie|куки|ملفات تعريف الارتباط`)
	consent = []*regexp.Regexp{
		regexp.MustCompile(`(?i)\b(accept|accepter|acceptez|aceptar|acepta|aceitar|akzeptieren|принять)`),
		regexp.MustCompile(`(?i)\b(consent|consentement|consentimiento|einwillig|согласие)`),
		regexp.MustCompile(`(?i)\b(preferences|settings|préférences|paramètres|preferencias|ajustes|configuración|einstellungen|настройки)`),
		regexp.MustCompile(`(?i)\b(partners|third.part|partenaires|tiers|socios|terceros|drittanbieter)`),
		regexp.MustCompile(`(?i)\b(personali[sz]e|personnalis|personaliz|traffic|trafic|tráfico|analy[sz]e|analyser|analizar|analytics|audience)`),
		regexp.MustCompile(`(?i)\b(privacy|device|browser|browsing|confidentialité|appareil|navigateur|navigation|privacidad|dispositivo|navegador|navegación|datenschutz)`),
		regexp.MustCompile(`(?i)\b(user experience|your experience|best experience|expérience utilisateur|votre expérience|su experiencia|mejor experiencia)`),
	}
)

const (
	minConsent  = 2    // of the things that such boxes speak of, besides cookies
	maxConsent  = 1200 // bytes of one paragraph that does
	consentPart = 0.6  // of the text of a box
)

// asksConsent tells a paragraph of such a box.
func asksConsent(s string) bool {
	if len(s) > maxConsent || !cookies.MatchString(s) {
		return false
	}
	n := 0
	for _, r := range consent {
		if r.MatchString(s) {
			n++
		}
	}
	return n >= minConsent
}

// dropConsent takes the boxes that ask for consent out of the page: the largest
// elements most of whose text does.
func dropConsent(doc *html.Node) {
	root := body(doc)
	if !cookies.MatchString(text(root)) {
		return
	}
	var out []*html.Node
	var walk func(n *html.Node) (all, asking int)
	walk = func(n *html.Node) (all, asking int) {
		own := false
		for c := n.FirstChild; c != nil; c = c.NextSibling {
			switch c.Type {
			case html.ElementNode:
				a, k := walk(c)
				all, asking = all+a, asking+k
				own = own || !blockElements[tag(c)]
			case html.TextNode:
				all += len(c.Data)
				own = true
			}
		}
		if n.Type == html.ElementNode && own && asking == 0 && blockElements[tag(n)] && asksConsent(text(n)) {
			asking = all
		}
		if n != root && asking > 0 && blockElements[tag(n)] && float64(asking) > consentPart*float64(all) {
			out = append(out, n)
		}
		return all, asking
	}
	walk(root)
	for _, n := range out {
		if n.Parent != nil {
			n.Parent.RemoveChild(n)
		}
	}
}
