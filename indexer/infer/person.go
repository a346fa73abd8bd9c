package infer

import (
	"strings"
	"unicode"
)

// The titles and offices of persons.
var (
	honorific = anyOf(`^(?:by\s+|par\s+|por\s+)?(?:the\s+)?(?:` + strings.Join([]string{
		`h\.?\s?e\.?\b`, `s\.?\s?e\.?\b`, `s\.a\.`, `s\.m\.`, `(?:his|her) (?:\w+ )?(?:excellency|majesty|highness|grace|eminence)`, `son excellence`, `su excelencia`,
		`mr\b`, `mrs\b`, `ms\b`, `miss\b`, `dr\b`, `prof\b`, `sir\b`, `rt\b`, `hon\b`, `honou?rable`, `prince\b`, `princess\b`, `sheikh\b`,
		`judge\b`, `juge\b`, `jueza?\b`, `amb\b`, `ambassador\b`, `ambassadeur\b`, `ambassadrice\b`, `embajador\w*`,
		`m\. `, `mme\b`, `mlle\b`, `excm[oa]`, `excelent[íi]sim[oa]`, `(?:el |la )?señora?\b`, `sra?\b`, `don\b`, `doña\b`,
	}, "|") + `)`)
	roleWord = anyOf(roleWords)
	// roleStart matches a role with the words that belong before it.
	roleStart = anyOf(`\b(?:(?:federal|prime|deputy|vice|foreign|first|acting|permanent|alternate|state|under|assistant|senior|executive|premi[eè]re?|primera?)[\s-]+)*` + roleWords)
	// ofSomething matches what follows an office and not a title: "of", "General for".
	ofSomething = anyOf(`^(?:[\s-]+(?:general|representative|adviser|advisor|prosecutor|minister|counsel|plenipotentiary))?\s+(?:of|for|at|de|du|del|des|para|pour|d['’])\b`)
)

// withName is the name of a person with the titles before it; "" if there are
// only titles.
func withName(s string) string {
	rest := s
	for honorific.MatchString(rest) {
		rest = strings.TrimLeft(honorific.ReplaceAllString(rest, ""), " .,")
	}
	if noName[strings.ToLower(strings.Trim(rest, " .,"))] {
		return ""
	}
	return s
}

// noName are what titles may leave when they are taken off and nobody is named.
var noName = map[string]bool{"": true, "the": true, "el": true, "le": true, "la": true, "president": true, "the president": true, "chair": true, "señor": true, "señora": true}

// splitPerson parts "H.E. Mr. N, Minister of A" into name and role. It reports
// false when the clause does not name a person.
func splitPerson(text string) (name, role string, ok bool) {
	head, tail, cut := strings.Cut(text, ",")
	head, tail = strings.TrimSpace(head), strings.TrimSpace(tail)
	if honorific.MatchString(head) {
		for cut && withName(head) == "" { // "H.E., Mr. N"
			next, tail2, more := strings.Cut(tail, ",")
			head, tail, cut = head+", "+strings.TrimSpace(next), strings.TrimSpace(tail2), more
		}
		// "H.E. Mr. N Minister of A", "Ambassador of A"; but "Ambassador N" is a
		// name with its title.
		for _, at := range roleStart.FindAllStringIndex(head, -1) {
			name := strings.TrimSpace(head[:at[0]])
			if withName(name) == "" && !ofSomething.MatchString(head[at[1]:]) && len(strings.Fields(head[at[1]:])) > 0 {
				continue
			}
			role := head[at[0]:]
			if tail != "" {
				role += ", " + tail
			}
			return strings.TrimRight(name, " ,-–"), role, true
		}
		return head, tail, true
	}
	if cut && roleWord.MatchString(tail) && looksLikeName(head) && !roleWord.MatchString(head) {
		return head, tail, true
	}
	if roleWord.MatchString(head) {
		return "", text, true
	}
	return "", "", false
}

// looksLikeName tells whether words may be the name of a person: two to five
// words that begin with capitals, particles aside.
func looksLikeName(s string) bool {
	fields := strings.Fields(s)
	if len(fields) < 2 || len(fields) > 6 {
		return false
	}
	for _, f := range fields {
		r := []rune(f)
		if !unicode.IsUpper(r[0]) && len(r) > 3 || unicode.IsDigit(r[0]) {
			return false
		}
	}
	return true
}
