package infer

import (
	"regexp"
	"strings"

	"rostrum/corpus"
)

// How states are named by an adjective: before those who speak for them in
// English, behind them in French, Spanish and Portuguese. Alone an adjective
// says nothing: "French" is a language too.
var (
	demonymBefore = regexp.MustCompile(`(?i)(?:^|[\s,])((?:\p{L}[\p{L}-]*\s)?\p{L}[\p{L}-]*)\s+(?:(?:prime|foreign|justice|deputy|vice|permanent|federal|observer|national)\s+)*(?:delegation|government|minister|ambassador|representative|mission|embassy|attorney[- ]general|prosecutor[- ]general|chancellor|presidency|state secretary|secretary of state|department|ministry|foreign office)(?:$|[^\p{L}])`)
	demonymBehind = regexp.MustCompile(`(?i)(?:^|[\s,'’])(?:d[ée]l[ée]gation|delegaci[óo]n|delegação|gouvernement|gobierno|governo|canciller|chanceler|pr[ée]sidence|ministre|ministr[oa]|viceministr[oa]|ambassadeur|ambassadrice|embajador[a]?|embaixador[a]?|représentante?|representante|garde des sceaux|fiscal general)(?:\s+(?:de|des|du|del|la|le|l['’]|et|y|e|affaires|étrangères|etrangeres|justice|relaciones|relações|exteriores|asuntos|justicia|justiça|permanente?|général|general))*\s+((?:\p{L}[\p{L}-]*\s)?\p{L}[\p{L}-]*)`)
)

// byDemonym finds the one state that a clause names by an adjective: "the
// Austrian delegation", "le ministre de la justice burkinabè".
func (c *inference) byDemonym(clause string) []corpus.OrgID {
	var found corpus.OrgID
	for _, form := range []*regexp.Regexp{demonymBefore, demonymBehind} {
		for _, m := range form.FindAllStringSubmatch(clause, 3) {
			id, ok := c.names.OfDemonym(m[1])
			if words := strings.Fields(m[1]); !ok && len(words) == 2 { // "the Austrian", "suisse lors"
				word := words[1]
				if form == demonymBehind {
					word = words[0]
				}
				id, ok = c.names.OfDemonym(word)
			}
			switch {
			case !ok:
			case found != "" && found != corpus.OrgID(id):
				return nil
			default:
				found = corpus.OrgID(id)
			}
		}
	}
	if found == "" {
		return nil
	}
	return []corpus.OrgID{found}
}
