// Package dates finds the days that texts name, in the seven languages and in the
// forms of addresses and release numbers.
package dates

import (
	"cmp"
	"maps"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"rostrum/corpus"
)

// Found is a day in a text.
type Found struct {
	Date       corpus.Date
	Start, End int  // byte offsets into the text with Latin digits
	NoYear     bool // the text does not say which year: Date.Year is 0
}

// Statements at the Assembly cannot be older than the Statute nor much newer
// than today; years outside are numbers of something else.
const (
	firstYear = 1998
	lastYear  = 2100
)

// MonthPattern is a regular expression with one group that matches a month's name, a longer one before its abbreviation.
var MonthPattern = func() string {
	names := slices.SortedFunc(maps.Keys(monthNames), func(x, y string) int {
		return cmp.Or(len(y)-len(x), strings.Compare(x, y))
	})
	for i, name := range names {
		names[i] = strings.ReplaceAll(regexp.QuoteMeta(name), " ", `\s+`)
	}
	return "(" + strings.Join(names, "|") + ")"
}()

// The forms of dates, each with the order of its groups.
var dateForms = []struct {
	pattern *regexp.Regexp
	read    func([]string) (corpus.Date, bool)
}{
	{ // 10 December 2021, 7 décembre 2017, 3 de diciembre de 2019, 1er décembre 2018, 7th of December, 2021,
		// and Arabic months by both their names: 6 كانون الأول/ديسمبر 2018
		regexp.MustCompile(`(?i)(?:^|[^\p{L}\d])(\d{1,2})\s?(?:st|nd|rd|th|er|º|°|ª|o)?\.?\s+(?:of\s+|de\s+)?` + MonthPattern + `\.?(?:\s*[/–—-]\s*` + MonthPattern + `)?,?(?:\s+(?:de\s+|del\s+)?(\d{4}))?`),
		func(m []string) (corpus.Date, bool) { return Make(m[4], m[2], m[1]) },
	},
	{ // Dic. 12/2014, as datelines in Spanish have it
		regexp.MustCompile(`(?i)(?:^|[^\p{L}\d])` + MonthPattern + `\.?\s*(\d{1,2})\s*/\s*(\d{4})(?:$|[^\d])`),
		func(m []string) (corpus.Date, bool) { return Make(m[3], m[1], m[2]) },
	},
	{ // December 10, 2021
		regexp.MustCompile(`(?i)(?:^|[^\p{L}\d])` + MonthPattern + `\.?\s+(\d{1,2})(?:st|nd|rd|th)?,?\s+(\d{4})(?:$|[^\d])`),
		func(m []string) (corpus.Date, bool) { return Make(m[3], m[1], m[2]) },
	},
	{ // 2021-12-08, 2021/12/08
		regexp.MustCompile(`(?:^|[^\d])((?:19|20)\d\d)[-/._](\d{1,2})[-/._](\d{1,2})(?:$|[^\d])`),
		func(m []string) (corpus.Date, bool) { return Make(m[1], m[2], m[3]) },
	},
	{ // 23.11.2006, 1.12.2024, and 11.26.2015 where the first cannot be a day's month
		regexp.MustCompile(`(?:^|[^\d.])(\d{1,2})[./-](\d{1,2})[./-]((?:19|20)\d\d)(?:$|[^\d])`),
		func(m []string) (corpus.Date, bool) {
			if d, ok := Make(m[3], m[2], m[1]); ok {
				return d, true
			}
			return Make(m[3], m[1], m[2])
		},
	},
	{ // 20211208, as in addresses
		regexp.MustCompile(`(?:^|[^\d])((?:19|20)\d\d)(\d\d)(\d\d)(?:$|[^\d])`),
		func(m []string) (corpus.Date, bool) { return Make(m[1], m[2], m[3]) },
	},
	{ // 2021年12月8日
		regexp.MustCompile(`((?:19|20)\d\d)\s*年\s*(\d{1,2})\s*月\s*(\d{1,2})\s*日`),
		func(m []string) (corpus.Date, bool) { return Make(m[1], m[2], m[3]) },
	},
}

// monthOf reads a month's name or number.
func monthOf(s string) time.Month {
	if n, err := strconv.Atoi(s); err == nil {
		return time.Month(n)
	}
	return monthNames[strings.Join(strings.Fields(strings.ToLower(s)), " ")]
}

var monthNames = numberMonths()

func numberMonths() map[string]time.Month {
	names := map[string]time.Month{}
	for _, line := range []string{
		"january february march april may june july august september october november december",
		"jan feb mar apr may jun jul aug sep oct nov dec",
		"janvier février mars avril mai juin juillet août septembre octobre novembre décembre",
		"janvier fevrier mars avril mai juin juillet aout sept octobre novembre decembre", // sept is English too
		"enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre",
		"janeiro fevereiro março abril maio junho julho agosto setembro outubro novembro dezembro",
		"января февраля марта апреля мая июня июля августа сентября октября ноября декабря",
		"يناير فبراير مارس أبريل مايو يونيو يوليو أغسطس سبتمبر أكتوبر نوفمبر ديسمبر",
		"enero febrero marzo abril mayo junio julio agosto setiembre octubre noviembre diciembre",
		"ene feb mar abr may jun jul ago set oct nov dic",
		"janv févr mars avr mai juin juil août sept oct nov déc",
		"janv fevr mars avr mai juin juil aout sept oct nov dec",
		"jan fev mar abr mai jun jul ago set out nov dez",
	} {
		for i, name := range strings.Fields(line) {
			names[name] = time.Month(i + 1)
		}
	}
	// The months as they are called in the Levant, with and without the hamza.
	for i, called := range []string{
		"كانون الثاني|كانون ثاني", "شباط", "آذار|اذار", "نيسان", "أيار|ايار", "حزيران", "تموز", "آب|اب", "أيلول|ايلول", "تشرين الأول|تشرين الاول|تشرين أول|تشرين اول", "تشرين الثاني|تشرين ثاني", "كانون الأول|كانون الاول|كانون أول|كانون اول",
	} {
		for _, name := range strings.Split(called, "|") {
			names[name] = time.Month(i + 1)
		}
	}
	return names
}

// Make makes a date of its parts, if the calendar has it. Without a year
// the date's Year is 0.
func Make(year, month, day string) (corpus.Date, bool) {
	y, _ := strconv.Atoi(year)
	m := monthOf(month)
	d, _ := strconv.Atoi(day)
	if year != "" && (y < firstYear || y > lastYear) || m < 1 || m > 12 || d < 1 {
		return corpus.Date{}, false
	}
	leap := y
	if year == "" {
		leap = 2000
	}
	if time.Date(leap, m, d, 0, 0, 0, 0, time.UTC).Day() != d {
		return corpus.Date{}, false
	}
	return corpus.Date{Year: y, Month: m, Day: d}, true
}

// In lists the days that a text names, in order.
func In(text string) []Found {
	text = LatinDigits(text)
	if !strings.ContainsAny(text, "0123456789") {
		return nil
	}
	var out []Found
	for _, form := range dateForms {
		for _, at := range form.pattern.FindAllStringSubmatchIndex(text, 50) {
			groups := make([]string, len(at)/2)
			whole := true
			for i := range groups {
				if at[2*i] >= 0 {
					groups[i] = text[at[2*i]:at[2*i+1]]
					whole = whole && (i == 0 || !cutsWord(text, at[2*i+1]))
				}
			}
			date, ok := form.read(groups)
			if !ok || !whole || inRange(text, at[2], at[1]) || overlaps(out, at[2], at[1]) {
				continue
			}
			out = append(out, Found{Date: date, Start: at[2], End: at[1], NoYear: date.Year == 0})
		}
	}
	return out
}

// inRange tells whether a date is the first or last day of several, as those of
// a session are: "14 - 22 November 2012", "from 30 November to 14 December".
func inRange(text string, start, end int) bool {
	return rangeBefore.MatchString(text[max(0, start-40):start]) || rangeAfter.MatchString(text[end:])
}

var (
	rangeBefore = regexp.MustCompile(`(?i)(?:\d(?:st|nd|rd|th|er|º|°|ª)?|[^\p{L}]` + MonthPattern + `(?:\s+\d{4})?)\s*(?:[-–—/]|\bto|\bau|\bal|\band|\bet|\by|\buntil|\btill)\s*(?:the\s+|el\s+|le\s+)?$`)
	rangeAfter  = regexp.MustCompile(`(?i)^\s*(?:[-–—]|to\b|au\b|al\b|until\b)\s*(?:the\s+|el\s+|le\s+)?\d{1,2}(?:st|nd|rd|th|er)?\s+(?:de\s+)?` + MonthPattern)
)

// cutsWord tells whether a letter stands on both sides of the byte at i.
func cutsWord(text string, i int) bool {
	before, _ := utf8.DecodeLastRuneInString(text[:i])
	after, _ := utf8.DecodeRuneInString(text[i:])
	return unicode.IsLetter(before) && unicode.IsLetter(after)
}

func overlaps(found []Found, start, end int) bool {
	for _, f := range found {
		if start < f.End && f.Start < end {
			return true
		}
	}
	return false
}

// LatinDigits writes Arabic digits as Latin ones of the same value. It is only
// used where offsets into the text do not matter.
func LatinDigits(s string) string {
	if !strings.ContainsAny(s, "٠١٢٣٤٥٦٧٨٩") {
		return s
	}
	return strings.Map(func(r rune) rune {
		if r >= '٠' && r <= '٩' {
			return '0' + r - '٠'
		}
		return r
	}, s)
}
