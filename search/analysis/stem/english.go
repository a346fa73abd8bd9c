package stem

import "strings"

// English stems a folded English word: plurals, past tenses and participles,
// with the irregular ones, and the spellings -ise and -our as -ize and -or.
func English(word string) string {
	if len(word) < 3 {
		return word
	}
	if base, ok := englishIrregular[word]; ok {
		return englishSpelling(base)
	}
	if englishKept[word] {
		return englishSpelling(word)
	}
	switch {
	case strings.HasSuffix(word, "ing"):
		if base, ok := englishVerb(word[:len(word)-3]); ok {
			return englishSpelling(base)
		}
	case strings.HasSuffix(word, "ed"):
		if base, ok := englishPast(word); ok {
			return englishSpelling(base)
		}
	case word[len(word)-1] == 's':
		singular := englishSingular(word)
		if strings.HasSuffix(singular, "ing") {
			return English(singular) // findings
		}
		return englishSpelling(singular)
	}
	return englishSpelling(word)
}

// englishSingular takes the s of a plural or of a third person away.
func englishSingular(word string) string {
	n := len(word)
	switch {
	case strings.HasSuffix(word, "ss"), strings.HasSuffix(word, "us"), strings.HasSuffix(word, "is"):
		return word
	case strings.HasSuffix(word, "ies"):
		if n <= 4 {
			return word[:n-1] // ties
		}
		return word[:n-3] + "y"
	case strings.HasSuffix(word, "sses"), strings.HasSuffix(word, "shes"), strings.HasSuffix(word, "ches"),
		strings.HasSuffix(word, "xes"), strings.HasSuffix(word, "zzes"):
		return word[:n-2]
	case strings.HasSuffix(word, "uses") && englishSyllables(word[:n-2]) > 1 && !englishEndsUse(word[:n-1]):
		return word[:n-2] // viruses, not causes
	case strings.HasSuffix(word, "oes"):
		if n <= 5 && word != "goes" && word != "does" {
			return word[:n-1] // toes, shoes
		}
		return word[:n-2]
	}
	return word[:n-1]
}

// englishEndsUse tells whether a word in -use is one, rather than the plural of
// a word in -us without its s: cause, abuse, accuse.
func englishEndsUse(word string) bool {
	stem := strings.TrimSuffix(word, "use")
	if stem == "" || strings.HasSuffix(stem, "a") || strings.HasSuffix(stem, "o") {
		return true
	}
	switch word {
	case "abuse", "accuse", "amuse", "confuse", "defuse", "diffuse", "disuse", "enthuse", "excuse", "fuse", "infuse",
		"misuse", "muse", "peruse", "recuse", "refuse", "reuse", "ruse", "suffuse", "transfuse":
		return true
	}
	return false
}

// englishPast is the base of a word in -ed; false if it is none.
func englishPast(word string) (string, bool) {
	n := len(word)
	switch {
	case strings.HasSuffix(word, "eed"):
		// agreed, freed; not proceed, need
		base := word[:n-1]
		return base, base == "agree" || base == "free" || base == "guarantee" || base == "disagree" || base == "oversee" || base == "decree"
	case strings.HasSuffix(word, "ied"):
		if n <= 4 {
			return word[:n-1], true
		}
		return word[:n-3] + "y", true
	}
	return englishVerb(word[:n-2])
}

// englishVerb is the base of a verb that -ing or -ed was taken from; false if
// what is left cannot be one.
func englishVerb(stem string) (string, bool) {
	n := len(stem)
	if n < 2 || englishSyllables(stem) == 0 {
		return "", false // thing, shed
	}
	last, before := stem[n-1], stem[n-2]
	switch {
	case englishFinalE[stem]:
		return stem + "e", true
	case englishBare[stem]:
		return stem, true
	case n > 5 && strings.HasSuffix(stem, "ick"):
		return stem[:n-1], true // trafficking, not tricking
	case last == before && n > 3 && !strings.ContainsRune("aeoszf", rune(last)) && last != 'l':
		return stem[:n-1], true // stopped
	case last == before && last == 'l':
		if englishSyllables(stem) > 1 && !strings.HasSuffix(stem, "all") || englishDoubledL[stem] {
			return stem[:n-1], true // travelled, not called
		}
		return stem, true
	case englishTakesE(stem):
		return stem + "e", true
	}
	return stem, true
}

// englishTakesE tells whether a verb lost an e before its ending, by the letters
// that are left: creat-, mov-, announc-, but visit-.
func englishTakesE(stem string) bool {
	n := len(stem)
	last, before := stem[n-1], stem[n-2]
	vowelBefore := isVowel(before)
	twoVowels := vowelBefore && n > 2 && isVowel(stem[n-3]) && (stem[n-3] != 'u' || n <= 3 || stem[n-4] != 'q')
	switch last {
	case 'v', 'u':
		return true
	case 'c':
		return true
	case 'z':
		return before != 'z' && before != 't'
	case 's':
		return before != 's' && !strings.HasSuffix(stem, "focus") && !strings.HasSuffix(stem, "bias")
	case 'w', 'x', 'y', 'o', 'i', 'e', 'a', 'h', 'j':
		return false
	case 'l':
		if !vowelBefore {
			return before != 'r' && before != 'w' && before != 'l' // handl-, not whirl-
		}
	case 'g':
		if before == 'n' {
			return false // those that do are listed
		}
		return before != 'g'
	case 'k', 'b', 'd', 'f', 'p':
		if !vowelBefore || twoVowels {
			return strings.HasSuffix(stem, "suad") // persuade
		}
		return last != 'p' || englishSyllables(stem) == 1 || strings.HasSuffix(stem, "cap") || strings.HasSuffix(stem, "hap")
	}
	if !vowelBefore {
		return false
	}
	if englishSyllables(stem) == 1 && !twoVowels {
		return true // hop-, not hopp-; writ-
	}
	end := stem[n-2:]
	switch last {
	case 't':
		switch end {
		case "at":
			return !twoVowels || strings.HasSuffix(stem, "creat") || strings.HasSuffix(stem, "iat") || strings.HasSuffix(stem, "uat") || strings.HasSuffix(stem, "neat")
		case "ut":
			return !twoVowels
		}
	case 'r':
		switch end {
		case "ar", "ir":
			return !twoVowels
		case "ur":
			return !twoVowels && !strings.HasSuffix(stem, "murmur")
		}
	case 'n':
		return end == "in" && !twoVowels || end == "un"
	case 'm':
		return end == "um" || end == "im" && !twoVowels
	}
	return false
}

func isVowel(c byte) bool {
	return c == 'a' || c == 'e' || c == 'i' || c == 'o' || c == 'u' || c == 'y'
}

// englishSyllables counts the groups of vowels.
func englishSyllables(s string) int {
	n, in := 0, false
	for i := range len(s) {
		v := isVowel(s[i]) && (s[i] != 'y' || i != 0) && (s[i] != 'u' || i == 0 || s[i-1] != 'q')
		if v && !in {
			n++
		}
		in = v
	}
	return n
}

// englishSpelling writes British spellings as American ones are written.
func englishSpelling(word string) string {
	n := len(word)
	switch {
	case n > 5 && strings.HasSuffix(word, "ise") && !strings.HasSuffix(word, "wise"):
		return word[:n-2] + "ze"
	case n > 9 && strings.HasSuffix(word, "isation"):
		return word[:n-6] + "zation"
	case n > 5 && strings.HasSuffix(word, "lyse"):
		return word[:n-2] + "ze"
	case n > 5 && strings.HasSuffix(word, "our") && englishOur[word]:
		return word[:n-2] + "r"
	}
	if s, ok := englishSpellings[word]; ok {
		return s
	}
	return word
}

var englishSpellings = map[string]string{
	"fulfill": "fulfil", "enroll": "enrol", "programme": "program", "defence": "defense", "offence": "offense",
	"centre": "center", "licence": "license", "judgement": "judgment", "metre": "meter", "theatre": "theater", "grey": "gray",
	"instal": "install", "skilful": "skillful", "catalog": "catalogue", "dialog": "dialogue",
}

var englishOur = set(`labour colour favour honour behaviour neighbour humour rumour harbour endeavour armour vapour vigour
	rigour candour clamour fervour valour savour splendour parlour saviour`)

// Stems that an e belongs to, against the rules of englishTakesE.
var englishFinalE = set(`unit reunit invit cit recit incit excit ignit expedit rewrit underwrit overwrit
	promot quot devot denot demot connot complet compet delet deplet obsolet
	chang exchang interchang arrang rearrang challeng aveng reveng plung loung rang estrang infring impring cring hing derang scaveng spong
	schedul reschedul rul overrul compil reconcil exil consol profil
	ignor restor explor implor deplor ador abhor
	adher interfer persever rever coher
	postpon condon dethron aton interven conven contraven reconven
	renam breath bath cloth sooth loath overcom becom welcom com
	guid us reus misus abus accus excus refus becaus believ ag
	tast wast hast past paus rais prais eras bas cas chas purchas
	arriv danc forc sourc resourc rout supersed imped conced preced reced interced accred`)

// Stems that stand as they are, against the rules of englishTakesE.
var englishBare = set(`ruin bargain begin repair despair affair develop envelop worship add odd err embed
	output input debut panic combat format program murmur sulfur credit edit audit
	develop gallop gossip bishop hiccup pickup sync disc
	appear hear fear clear bear wear near gear tear rear disappear
	spread tread thread lead read plead head
	broad load road unload download upload toad
	install recall appall befall forestall call fall stall all small
	refill misspell spell smell tell sell yell dwell swell shell fell quell fill kill still bill drill thrill spill will grill
	roll poll toll stroll scroll pull full dull lull cull
	host cost boost trust adjust`)

// englishDoubledL are verbs that double an l after a.
var englishDoubledL = set(`signall equall totall marshall rivall pedall initiall diall`)

// englishKept are words that end like forms and are none, and plurals that are
// not the plural of what they seem.
var englishKept = set(`news series species means always perhaps besides whereas christmas texas atlas bias alias canvas gas pancreas
	chaos cosmos ethos pathos kudos laos lagos barbados honduras cyprus lens
	economics politics ethics physics mathematics mechanics dynamics athletics genetics logistics electronics aesthetics linguistics
	diplomatics graphics acoustics ballistics
	hundred sacred naked wicked kindred hatred rugged indeed need seed proceed exceed succeed speed breed feed bleed creed greed deed weed
	infrared ahmed mohammed mohamed muhammed ahmad alfred sacred beloved biped moped
	during morning evening ceiling sterling nothing something anything everything darling sibling offspring beijing viking outing
	wedding being herring pudding lightning shilling duckling
	thing king ring sing wing bring spring string sting swing sling cling fling
	does his this thus plus yes its corps mens`)

// englishIrregular leads from irregular forms to their base.
var englishIrregular = table(`
	child children|woman women|man men|foot feet|tooth teeth|mouse mice|goose geese|person persons
	life lives|wife wives|knife knives|half halves|self selves|thief thieves|wolf wolves|shelf shelves|loaf loaves|calf calves
	crisis crises|basis bases|thesis theses|hypothesis hypotheses|analysis analyses|emphasis emphases|diagnosis diagnoses|synthesis syntheses|oasis oases|axis axes|parenthesis parentheses
	criterion criteria|phenomenon phenomena|index indices|matrix matrices|appendix appendices|vertex vertices|bacterium bacteria|memorandum memoranda|referendum referenda|stratum strata|nucleus nuclei|stimulus stimuli|radius radii
	gas gases|bus buses bused|lens lenses|bias biases biased|quiz quizzes quizzed|shoe shoes|canoe canoes
	be been|have having|do doing done|go going gone
	write wrote written|give gave given|take took taken|make made|say said|speak spoke spoken|know knew known|come came
	begin began begun|bring brought|seek sought|fight fought|teach taught|catch caught|buy bought|think thought|keep kept|sleep slept|sweep swept|weep wept
	meet met|send sent|spend spent|lend lent|bend bent|build built|lose lost|pay paid|stand stood|understand understood|withstand withstood
	become became|overcome overcame|choose chose chosen|rise rose risen|arise arose arisen|grow grew grown|throw threw thrown|draw drew drawn|withdraw withdrew withdrawn|show shown|fly flew flown|blow blew blown
	lead led|hold held|uphold upheld|withhold withheld|find found|bind bound|forgive forgiven forgave|forget forgot forgotten|get got gotten
	see saw seen|foresee foresaw foreseen|oversee oversaw overseen|eat eaten|fall fell fallen|befall befell befallen|drive drove driven|ride rode ridden|hide hid hidden|break broke broken|freeze froze frozen|steal stole stolen|swear swore sworn|wear wore worn|tear tore torn
	bear bore borne|win won|run ran|sit sat|tell told|sell sold|hear heard|feel felt|deal dealt|mean meant|leave left|feed fed|breed bred|strike struck stricken|stick stuck|sing sang sung|sink sank sunk|drink drank drunk|ring rang rung|swim swam swum|shrink shrank shrunk|spring sprang sprung
	undertake undertook undertaken|overtake overtook overtaken|mistake mistook mistaken|shake shook shaken|undergo underwent undergone|undermine undermined|undo undid undone
	lie lying lay lain|die dying|tie tying|vie vying|underlie underlying underlay|shoot shot|light lit|slide slid|dig dug|hang hung|awake awoke|bite bit bitten|beat beaten|prove proven|weave wove woven|wake woke woken
	agree agreeing|see seeing|free freeing|flee fleeing fled|oversee overseeing|foresee foreseeing|guarantee guaranteeing|decree decreeing
	use using used uses|veto vetoed vetoing vetoes|echo echoed echoing echoes`)
