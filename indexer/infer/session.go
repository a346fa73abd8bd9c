package infer

import (
	"regexp"
	"slices"
	"strings"

	"rostrum/corpus"
)

// venue is before whom a statement was made.
type venue int

const (
	venueUnknown  venue = iota
	venueAssembly       // the Assembly of States Parties
	venueOther          // the General Assembly or another body
)

var (
	assemblyName = regexp.MustCompile(`(?i)assembl(y|ée|ee) (of|des) (the )?(states? parties|[ée]tats parties)|assembleia d[oe]s? estados[- ]partes?|asamblea de (los )?estados partes?|icc assembly|assembly of states party|\b(ICC[- /]ASP|ASP ?\d|AEP ?\d)|ассамбле[яи] государств|جمعية الدول ال[أا]طراف|جمعية الدول الأعضاء في المحكمة|缔约国大会|review conference of the rome statute|conférence de révision du statut de rome|conferencia de revisión del estatuto`)
	assemblyCode = regexp.MustCompile(`\b(ASP|AEP)\b`)
	otherVenue   = regexp.MustCompile(`(?i)general assembly|\bunga ?\d*|assembl[ée]e g[ée]n[ée]rale|asamblea general|генеральн(ая|ой) ассамбле|الجمعية العامة|联合国大会|` +
		`human rights council|conseil des droits de l.homme|consejo de derechos humanos|security council (open|debate|briefing|arria)|arria[- ]formula|` +
		`(sixth|third|first|second|fifth) committee|sixième commission|sexta comisión|gadebate`)
)

// findVenue asks the signals in order; the first that names a body decides. A
// signal that names both says nothing, as a speech to the one may speak of the other.
func (c *inference) findVenue() venue {
	for _, signal := range c.signals {
		text := strings.NewReplacer("_", " ", "-", " ", "+", " ").Replace(signal.text)
		asp := assemblyName.MatchString(signal.text) || assemblyName.MatchString(text) || assemblyCode.MatchString(text)
		other := otherVenue.MatchString(text)
		switch {
		case asp && !other:
			return venueAssembly
		case other && !asp:
			return venueOther
		}
	}
	return venueUnknown
}

// session reads the session and its part from the signals. A speech to another
// body gets none, however much its dates or words look like it.
func (c *inference) session() {
	if part, ok := c.given[corpus.FieldPart]; ok && len(part) > 0 {
		c.s.Part = corpus.Part(part[0])
		c.note(corpus.FieldPart, ruleCatalogue, part[0], 1, part[0])
	}
	if raw := c.given.First(corpus.FieldSession); raw != "" {
		if values, ok := c.fromGiven(corpus.FieldSession); ok {
			c.s.Session = corpus.SessionID(values[0])
		}
		if _, part, ok := c.names.ResolveSession(raw); ok && part != "" && c.s.Part == "" {
			c.s.Part = part
			c.note(corpus.FieldPart, ruleCatalogue, raw, 1, string(part))
		}
		c.onlyPart()
		return
	}
	if c.venue == venueOther || c.genre == genreMissing {
		return
	}
	if c.s.Symbol != "" {
		if id, ok := c.sessionOfSymbol(c.s.Symbol); ok {
			c.setSession(ruleSymbol, c.s.Symbol, id, "", trust[ruleSymbol])
			return
		}
	}
	signals := c.signals
	if c.isSpeech() {
		signals = append(slices.Clone(signals), signal{ruleText, shorten(c.text.Pages[0].Text, 1500)})
	} else if len(c.text.Pages) > 0 && (c.venue == venueAssembly || c.speaksToAssembly()) { // what news tells of stands in its first paragraph
		signals = append(slices.Clone(signals), signal{ruleText, shorten(c.text.Pages[0].Text, 700)})
	}
	for _, signal := range signals {
		found := c.names.FindSessions(signal.text)
		var sure corpus.SessionID
		agreed := true
		for _, m := range found {
			if signal.rule == ruleText && !m.Sure {
				continue
			}
			if m.Sure || c.venue == venueAssembly || signal.rule != ruleFirstPage || c.speaksToAssembly() {
				agreed = agreed && (sure == "" || sure == m.ID)
				if sure == "" {
					sure = m.ID
				}
			}
		}
		if sure == "" || !agreed && signal.rule != ruleFirstPage {
			continue
		}
		if !agreed {
			// A first page may look back on earlier sessions; the one it is from
			// stands first, in its title.
			if len(c.head) == 0 {
				continue
			}
		}
		for _, m := range found {
			if m.ID == sure {
				confidence := trust[signal.rule]
				if !m.Sure {
					confidence -= .1
				}
				c.setSession(signal.rule, lineAt(signal.text, m.Start), m.ID, m.Part, confidence)
				return
			}
		}
	}
}

func (c *inference) setSession(rule, source string, id corpus.SessionID, part corpus.Part, confidence float64) {
	c.s.Session = id
	c.note(corpus.FieldSession, rule, source, confidence, string(id))
	if part != "" && c.s.Part == "" {
		c.s.Part = part
		c.note(corpus.FieldPart, rule, source, confidence, string(part))
	}
	c.onlyPart()
}

// onlyPart names the part of a session that was held in one.
func (c *inference) onlyPart() {
	if c.s.Part != "" {
		return
	}
	for _, s := range c.names.Sessions() {
		if s.ID == c.s.Session && len(s.Parts) == 1 {
			c.s.Part = s.Parts[0].Part
			c.note(corpus.FieldPart, ruleAuthority, string(s.ID)+" was held in one part", 1, string(c.s.Part))
		}
	}
}

// sessionOfDate finds the session by the day of delivery, where there is a
// sign that the speech was made to the Assembly, and the part by the day
// where the session is known.
func (c *inference) sessionOfDate() {
	id, part, ok := c.names.SessionOn(c.s.Date)
	if !ok || c.s.Date.Day == 0 {
		return
	}
	source := c.s.Date.String()
	switch {
	case c.s.Session == id && c.s.Part == "":
		c.s.Part = part
		c.note(corpus.FieldPart, ruleDate, source, .9, string(part))
	case c.s.Session == "" && c.venue == venueAssembly:
		c.setSession(ruleDate, source, id, part, trust[ruleDate])
	case c.s.Session == "" && c.venue == venueUnknown && c.speaksToAssembly():
		c.setSession(ruleDate, source, id, part, trust[ruleDate]-.1)
	}
}

// speaksToAssembly tells whether the text itself, or its address, is the Assembly's.
func (c *inference) speaksToAssembly() bool {
	if strings.Contains(c.item.Location, "asp.icc-cpi.int") {
		return true
	}
	for i, page := range c.text.Pages {
		if i == 2 {
			break
		}
		if m := assemblyName.FindAllStringIndex(shorten(page.Text, 6000), 3); len(m) > 0 && !otherVenue.MatchString(shorten(page.Text, 3000)) {
			return true
		}
	}
	return false
}
