package infer

import (
	"regexp"
	"strings"

	"rostrum/corpus"
)

// date finds the day of delivery. The day a page was put on the web or a file
// was made is another matter and is not read.
func (c *inference) date() {
	if raw := c.given.First(corpus.FieldDate); raw != "" {
		c.givenDate(raw)
		return
	}
	for _, signal := range c.specific() {
		if signal.rule == ruleProperties || signal.rule == rulePage {
			continue
		}
		if signal.rule == ruleFirstPage {
			signal.text += "\n" + dateline(c.text)
		}
		d, confidence, ok := c.pickDate(signal)
		if ok {
			c.s.Date = d
			c.note(corpus.FieldDate, signal.rule, lineWith(signal.text, d), confidence, d.String())
			return
		}
	}
	c.monthOnly()
}

// lineWith is the line of a text that names a day.
func lineWith(text string, d corpus.Date) string {
	for _, line := range strings.Split(text, "\n") {
		for _, f := range datesIn(line) {
			if f.date == d || f.noYear && f.date.Month == d.Month && f.date.Day == d.Day {
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
		d, ok := makeDate(m[2], m[1], "1")
		d.Day = 0
		if ok && c.plausible(d) {
			c.s.Date = d
			c.note(corpus.FieldDate, ruleFirstPage, line, trust[ruleFirstPage]-.05, d.String())
			return
		}
	}
}

var monthLine = regexp.MustCompile(`(?i)^(?:[\p{L} ]{2,30},\s*)?` + monthPattern + `,?\s+(?:de\s+|del\s+)?(\d{4})$`)

func (c *inference) givenDate(raw string) {
	d, err := ParseDate(raw)
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
	for _, f := range datesIn(signal.text) {
		d := f.date
		if putOnline.MatchString(lineBefore(latinDigits(signal.text), f.start)) {
			online = true
			continue
		}
		if f.noYear {
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

// dateline is the beginning of the first paragraphs, where press releases and
// notes say where and when: "The Hague, 6 December 2021 – ".
func dateline(text corpus.Text) string {
	if len(text.Pages) == 0 {
		return ""
	}
	for i, line := range strings.Split(shorten(text.Pages[0].Text, maxHeadBytes), "\n") {
		if i > 10 {
			break
		}
		line = shorten(line, 90)
		found := datesIn(line)
		if len(found) == 1 && !found[0].noYear && found[0].start < 50 && afterDateline.MatchString(latinDigits(line)[found[0].end:]) {
			return line
		}
	}
	return ""
}

// afterDateline matches what follows the date of a dateline.
var afterDateline = regexp.MustCompile(`^\)?\s*(?:[–—:-]|$)`)
