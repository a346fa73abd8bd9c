package infer

import (
	"regexp"
	"slices"
	"strings"
	"unicode"

	"rostrum/corpus"
	"rostrum/indexer/infer/dates"
)

// date finds the day of delivery. The day a page was put on the web or a file
// was made is another matter and is not read.
func (c *inference) date() {
	if raw := c.given.First(corpus.FieldDate); raw != "" {
		c.givenDate(raw)
		return
	}
	for _, signal := range c.specific() {
		if signal.rule == ruleProperties || signal.rule == rulePage || signal.rule == ruleFirstPage || signal.rule == ruleFileName && c.isWebPage() && len(c.text.Pages) > 0 {
			continue // they are read together
		}
		d, confidence, ok := c.pickDate(signal)
		if ok {
			c.s.Date = d
			c.note(corpus.FieldDate, signal.rule, lineWith(signal.text, d), confidence, d.String())
			return
		}
	}
	if len(c.text.Pages) > 0 && c.dateOfPage() {
		return
	}
	c.monthOnly()
}

// lineWith is the line of a text that names a day.
func lineWith(text string, d corpus.Date) string {
	for _, line := range strings.Split(text, "\n") {
		for _, f := range dates.In(line) {
			if f.Date == d || f.NoYear && f.Date.Month == d.Month && f.Date.Day == d.Day {
				return line
			}
		}
	}
	return text
}

// monthOnly reads a line of the head that is a month and a year, as papers are
// dated: "November 2018".
func (c *inference) monthOnly() {
	for i, line := range c.head {
		m := monthLine.FindStringSubmatch(line)
		if m == nil || i > 12 {
			continue
		}
		d, ok := dates.Make(m[2], m[1], "1")
		d.Day = 0
		if ok && c.plausible(d) {
			c.s.Date = d
			c.note(corpus.FieldDate, ruleFirstPage, line, trust[ruleFirstPage]-.05, d.String())
			return
		}
	}
}

var monthLine = regexp.MustCompile(`(?i)^(?:[\p{L} ]{2,30},\s*)?` + dates.MonthPattern + `,?\s+(?:de\s+|del\s+)?(\d{4})$`)

func (c *inference) givenDate(raw string) {
	d, err := dates.Parse(raw)
	if err != nil {
		c.s.Evidence = append(c.s.Evidence, corpus.Evidence{
			Field: corpus.FieldDate, Value: []string{raw}, Rule: ruleCatalogue, Source: raw, Confidence: 1, Unresolved: []string{raw},
		})
		return
	}
	c.s.Date = d
	c.note(corpus.FieldDate, ruleCatalogue, raw, 1, d.String())
}

// pickDate chooses among the dates of a signal the one of delivery: the only one
// there is, or the only one on which the session met.
func (c *inference) pickDate(signal signal) (corpus.Date, float64, bool) {
	var all, meeting []corpus.Date
	online := false
	for _, f := range dates.In(signal.text) {
		d := f.Date
		if putOnline.MatchString(lineBefore(dates.LatinDigits(signal.text), f.Start)) {
			online = true
			continue
		}
		if f.NoYear {
			var ok bool
			if d, ok = c.yearOfSession(d); !ok {
				continue
			}
		}
		if !c.plausible(d) {
			continue
		}
		all = appendDate(all, d)
		if id, _, ok := c.names.SessionOn(d); ok && (id == c.s.Session || c.s.Session == "" && c.venue != venueOther) {
			meeting = appendDate(meeting, d)
		}
	}
	switch {
	case len(meeting) == 1:
		return meeting[0], trust[signal.rule], true
	case len(meeting) > 1 || len(all) != 1:
		return corpus.Date{}, 0, false
	case online && !c.isSpeech():
		return corpus.Date{}, 0, false // news that names the day of something
	case c.s.Session != "":
		// In the year of the session but not on one of its days: a paper written
		// for it, or the page's own date.
		return all[0], trust[signal.rule] - .15, true
	}
	return all[0], trust[signal.rule] - .1, true
}

// putOnline matches what stands before the day on which a page was made, which
// is not that of the speech.
var putOnline = regexp.MustCompile(`(?i)\b(?:posted|published|uploaded|(?:last )?updated|last modified|created|accessed|retrieved|publi[ée]e?|mis(?:e)? (?:en ligne|à jour)|publicad[oa]|actualizad[oa]|опубликовано)\b(?:\s+(?:on|le|el|at))?\s*:?\s*(?:\p{L}+,?\s+)?$`)

// lineBefore is what stands before the byte at offset in its line.
func lineBefore(text string, offset int) string {
	offset = min(max(offset, 0), len(text))
	return text[strings.LastIndexByte(text[:offset], '\n')+1 : offset]
}

func appendDate(dates []corpus.Date, d corpus.Date) []corpus.Date {
	for _, known := range dates {
		if known == d {
			return dates
		}
	}
	return append(dates, d)
}

// plausible tells whether a date can be the one of delivery: once the session
// is known, in a year in which it met.
func (c *inference) plausible(d corpus.Date) bool {
	known := false
	for _, s := range c.names.Sessions() {
		if s.ID != c.s.Session {
			continue
		}
		known = true
		for _, p := range s.Parts {
			if d.Year == p.Start.Year {
				return true
			}
		}
	}
	return !known
}

// yearOfSession completes "7 December" by the year in which the session had
// that day.
func (c *inference) yearOfSession(d corpus.Date) (corpus.Date, bool) {
	for _, s := range c.names.Sessions() {
		if s.ID != c.s.Session {
			continue
		}
		for _, p := range s.Parts {
			d.Year = p.Start.Year
			if _, _, ok := c.names.SessionOn(d); ok {
				return d, true
			}
		}
	}
	return corpus.Date{}, false
}

// The places in a page where a day stands, the most telling first.
const (
	dayInTitle   = iota // of the page
	dayDateline         // "The Hague, 6 December 2021 – "
	dayInByline         // beside who spoke, or "delivered on"
	dayWithPlace        // "The Hague, 6 December 2021"
	dayAlone            // in a line of its own
	dayOfNumber         // of the release: ICC-ASP-20071130-266
	dayInAddress        // of the page
	dayElsewhere        // in the head
	dayOfPosting        // when the page was made
	dayOfChange         // when it was last changed: never that of the speech
)

// dayFound is a day that a page names.
type dayFound struct {
	date  corpus.Date
	place int
	line  string
	at    int // of the line
	meets bool
}

// dateOfPage chooses among the days that the title and the head of a page name:
// by where they stand, and then by whether the session met on them. A day that
// stands alone is that of posting where another one stands nearer to the speech.
func (c *inference) dateOfPage() bool {
	if c.genre == genreMissing {
		return false
	}
	days := c.daysOfPage()
	for place := dayInTitle; place <= dayOfPosting; place++ {
		var here, meeting []dayFound
		for _, d := range days {
			if d.place != place {
				continue
			}
			here = append(here, d)
			if d.meets {
				meeting = append(meeting, d)
			}
		}
		if len(here) == 0 || place == dayElsewhere && c.tellsOfOthers() {
			continue // news names the days of what it tells of
		}
		// Where the session met on a day named further on, another that it did not
		// meet on is not that of a speech.
		if len(meeting) == 0 && c.genre == genreSpeech && place > dayDateline && meetsLater(days, place) {
			continue
		}
		d, ok := oneDay(cmpOr(meeting, here))
		if !ok {
			if place == dayDateline || place == dayInTitle || place == dayElsewhere {
				continue
			}
			return false
		}
		sure := dayTrust[place]
		switch {
		case place == dayOfPosting && (c.genre == genreSummary || c.genre == genreRelease) && d.meets:
			sure += .2 // it tells of the day that it came out on
		case place == dayOfPosting && (c.genre == genreRelease || d.meets && c.tellsOfToday()):
		case !c.isSpeech() && place == dayOfPosting:
			sure -= .1
		case d.meets:
		case c.s.Session != "" && c.genre == genreSpeech && place >= dayAlone:
			sure -= .35 // a speech is given while the session meets; this is the day of posting
		case c.s.Session != "":
			sure -= .1
		default:
			sure -= .05
		}
		if sure < minSure {
			c.offer(corpus.FieldDate, ruleFirstPage, d.line, sure, d.date.String())
			return false
		}
		c.s.Date = d.date
		rule := ruleFirstPage
		switch place {
		case dayInTitle:
			rule = ruleTitle
		case dayInAddress:
			rule = ruleFileName
		}
		c.note(corpus.FieldDate, rule, d.line, sure, d.date.String())
		return true
	}
	return false
}

// tellsOfToday tells whether news says of what it tells of that it was today.
func (c *inference) tellsOfToday() bool {
	return c.genre == genreNews && todayIn.MatchString(shorten(c.text.Pages[0].Text, 900))
}

// dayTrust is how far a day is trusted by its place.
var dayTrust = map[int]float64{
	dayInTitle: .92, dayDateline: .92, dayInByline: .9, dayWithPlace: .9, dayAlone: .85, dayOfNumber: .85, dayInAddress: .8, dayElsewhere: .75, dayOfPosting: .6,
}

// minSure is the confidence below which a value is offered and not set.
const minSure = .55

func cmpOr(first, second []dayFound) []dayFound {
	if len(first) > 0 {
		return first
	}
	return second
}

func meetsLater(days []dayFound, place int) bool {
	return slices.ContainsFunc(days, func(d dayFound) bool { return d.meets && d.place > place && d.place < dayOfPosting })
}

// oneDay is the one day that is named, or of those that stand alone the last.
func oneDay(days []dayFound) (dayFound, bool) {
	last := days[len(days)-1]
	for _, d := range days {
		if d.date != last.date && d.place != dayAlone && d.place != dayWithPlace {
			return dayFound{}, false
		}
	}
	return last, true
}

// daysOfPage lists the days that the title and the head name, and the dateline
// of the first paragraph.
func (c *inference) daysOfPage() []dayFound {
	title := strings.TrimSpace(withoutSite(shorten(c.text.Properties.Title, maxClue), c.text.Properties.SiteName))
	lines := c.head
	if !c.vouchesFor(title) || c.text.MediaType == "application/pdf" {
		title = ""
	}
	var days []dayFound
	add := func(i int, line string, place int) {
		for _, f := range dates.In(line) {
			d := f.Date
			if f.NoYear {
				var ok bool
				if d, ok = c.yearOfSession(d); !ok {
					continue
				}
			}
			if !c.plausible(d) {
				continue
			}
			where := place
			if where < 0 {
				where = c.placeOfDay(i, line, f)
			}
			id, _, ok := c.names.SessionOn(d)
			days = append(days, dayFound{d, where, line, i, ok && (id == c.s.Session || c.s.Session == "" && c.venue != venueOther)})
		}
	}
	if title != "" {
		add(-1, title, dayInTitle)
	}
	for i, line := range lines {
		if line == title {
			continue
		}
		add(i, line, -1)
	}
	if c.isWebPage() {
		add(len(lines), fileName(c.item), dayInAddress)
	}
	first, _, _ := strings.Cut(strings.TrimSpace(c.speech), "\n")
	if len(first) > maxHeadLine && len(lines) < 10 {
		add(len(lines), shorten(first, 90), -1)
		if at := todayIn.FindStringIndex(shorten(first, 400)); at != nil {
			add(len(lines), shorten(first[at[0]:], 90), -1)
		}
	}
	// Of several days alone in a line, one above the byline or among the first
	// lines is that of posting.
	last := -1
	for i, d := range days {
		if d.place == dayAlone || d.place == dayWithPlace || d.place == dayInByline || d.place == dayDateline {
			last = i
		}
	}
	for i := range days {
		if days[i].place == dayAlone && c.genre != genreSpeech && days[i].at < 2 {
			days[i].place = dayOfPosting // of a paper or of news, beside its headline
		}
		if days[i].place == dayAlone && i < last && days[i].at < 4 && days[i].date != days[last].date && (days[last].meets || !days[i].meets) {
			days[i].place = dayOfPosting
		}
	}
	return days
}

// placeOfDay tells in what kind of place a day stands in a line of the head.
func (c *inference) placeOfDay(i int, line string, f dates.Found) int {
	latin := dates.LatinDigits(line)
	start, end := min(max(f.Start, 0), len(latin)), min(f.End, len(latin))
	before, after := latin[:start], latin[end:]
	rest := strings.ToLower(before + " " + after)
	switch {
	case lastChanged.MatchString(before):
		return dayOfChange
	case putOnline.MatchString(before) || postedBy.MatchString(after) || postedLine.MatchString(line):
		return dayOfPosting
	case releaseNumber.MatchString(line) || c.genre == genreRelease && releaseOf.MatchString(line):
		return dayOfNumber
	case len(line) > 60 && start < 50 && afterDateline.MatchString(after), todayBefore.MatchString(before):
		return dayDateline
	case c.genre == genreSpeech && start < 12 && i < 6 && (narrated.MatchString(line) || followingWords.MatchString(line)):
		return dayInByline
	case i > 0 && i <= len(c.head) && deliveredLabel.MatchString(c.head[i-1]):
		return dayInByline
	case deliveredOn.MatchString(before) || startsByline.MatchString(line) || deliveredGap.MatchString(line):
		return dayInByline
	}
	bare := true
	for _, w := range strings.FieldsFunc(placeNames.ReplaceAllString(rest, " "), func(r rune) bool { return !unicode.IsLetter(r) }) {
		bare = bare && aroundDay[w]
	}
	switch {
	case !bare && strings.HasSuffix(line, ".") && c.tellsOfOthers():
		return dayElsewhere
	case bare && placeNames.MatchString(rest):
		return dayWithPlace
	case bare:
		return dayAlone
	case len(line) < 200 && (assemblyName.MatchString(line) || placeNames.MatchString(rest) || len(c.names.FindSessions(line)) > 0 || sessionWords.MatchString(line)):
		return dayWithPlace
	}
	return dayElsewhere
}

var (
	// afterDateline matches what follows the date of a dateline.
	afterDateline = regexp.MustCompile(`^\)?(?:,?\s*(?:the hague|new york|la haye|la haya|haia|nueva york|kampala))?\s*(?:[–—:]|\s-\s|$)`)
	todayBefore   = regexp.MustCompile(`(?i)(?:^|\s)(?:today|aujourd['’]hui|hoy|hoje|сегодня|اليوم|今天)[,،]?\s+(?:le\s+|el\s+)?$`)
	todayIn       = regexp.MustCompile(`(?i)(?:^|[\s,،(])(?:today|aujourd['’]hui|hoy|hoje|сегодня|اليوم|今天)(?:[\s,،.]|$)`)
	deliveredOn   = regexp.MustCompile(`(?i)(?:delivered|prononcée?|pronunciad[oa]|le[íi]d[oa]|proferid[oa])[^.]{0,40}$`)
	// deliveredLabel matches the line above a day that says what day it is.
	deliveredLabel = regexp.MustCompile(`(?i)^(?:delivered(?: on)?|date of (?:delivery|speech)|spoken on|prononcée?(?: le)?|date du discours|pronunciad[oa](?: el)?|fecha del discurso|proferid[oa] em)\s*:?$`)
	lastChanged    = regexp.MustCompile(`(?i)(?:modified|updated|last update|modification|mis[e]? à jour|actualizad[oa]|actualización|modificación|modificad[oa]|atualizad[oa]|atualização|обновлен[оа]|изменен[оа]|آخر تحديث|最后更新|更新时间)\s*(?:on|le|el|em|date)?\s*[:：]?\s*$`)
	postedBy       = regexp.MustCompile(`(?i)^\s*(?:by|par|por)\s+\S+$|^\s*[-–|]\s*(?:speech|article|news|press|rede|artikel|discours|discurso)\s*$`)
	postedLine     = regexp.MustCompile(`(?i)^(?:posted|published|publié|publicado|modified|updated|last update|dernière modification|última modificación|actualizado|mis en ligne|опубликовано|дата публикации|نشر|发布)|^\|`)
	releaseNumber  = regexp.MustCompile(`\bICC-(?:ASP|CPI)-(?:19|20)\d{6}-`)
	placeNames     = regexp.MustCompile(`(?i)the hague|den haag|la haye|la haya|haia|new york|nueva york|nova iorque|kampala|geneva|genève|ginebra|world forum|гаага|нью-йорк|لاهاي|نيويورك|海牙|纽约`)
	sessionWords   = regexp.MustCompile(`(?i)\b(?:session|meeting|plenary|debate|sesiones|sesión|débat|pleni\S+|plenar\S+|sessão)\b|сесси|прения|الدورة|会议`)
)

// aroundDay are the words that may stand around a day in a line that is nothing else.
var aroundDay = wordSet(`
	monday tuesday wednesday thursday friday saturday sunday mon tue tues wed thu thur thurs fri sat sun lundi mardi mercredi jeudi vendredi samedi dimanche
	lunes martes miércoles miercoles jueves viernes sábado domingo segunda terça quarta quinta sexta feira
	понедельник вторник среда четверг пятница суббота воскресенье г года الاثنين الثلاثاء الأربعاء الخميس الجمعة السبت الأحد م
	press release media communiqué presse comunicado prensa imprensa speech transcript exactly as it was delivered remarks discours discurso
	date on the of at in un uno un headquarters united nations nations unies naciones unidas le el em en à a netherlands pays bas países bajos usa u s ny city th st nd rd er de del p m am pm h hrs onu holanda`)
