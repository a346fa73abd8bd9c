package authority

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"rostrum/corpus"
)

// Session is one session of the Assembly with the parts it was held in.
type Session struct {
	ID     corpus.SessionID
	Number int // 0 for special sessions and the Review Conference
	Year   int // the year of its main part
	Parts  []SessionPart
	// SymbolPrefix begins the symbols of its documents: "ICC-ASP/20/".
	SymbolPrefix string
}

// SessionPart is a stretch of days on which a session met at one place.
type SessionPart struct {
	Part       corpus.Part
	Start, End corpus.Date
	Place      string
}

// span is the days of one part.
type span struct {
	start, end string // ISO 8601
	id         corpus.SessionID
	part       corpus.Part
}

// Sessions lists the sessions in the order they began.
func (a *Authority) Sessions() []Session { return slices.Clone(a.sessions) }

// SessionOn tells which session, and which part of it, met on a day. It
// reports false for days without a session, and for a date known only to the
// month or year, unless all of it lies in one part.
func (a *Authority) SessionOn(d corpus.Date) (corpus.SessionID, corpus.Part, bool) {
	if d.IsZero() {
		return "", "", false
	}
	first, last := d.First(), d.Last()
	for _, s := range a.spans {
		if s.start <= first && last <= s.end {
			return s.id, s.part, true
		}
	}
	return "", "", false
}

// sessions reads the rows of sessions, one for each part, into sessions in
// order and into entries that hold the names of all parts.
func (l *loader) sessions(rows []row) ([]Session, []*entry) {
	var (
		order   []string
		byName  = map[string]*Session{}
		entries = map[string]*entry{}
	)
	for _, r := range rows {
		name := r.cells["session"]
		part := corpus.Part(r.cells["part"])
		if part != corpus.PartMain && part != corpus.PartResumed1 && part != corpus.PartResumed2 {
			l.fault(r.at, "the part %q is not one of main, resumed1, resumed2", part)
			continue
		}
		start, errStart := corpus.ParseDate(r.cells["start"])
		end, errEnd := corpus.ParseDate(r.cells["end"])
		year, errYear := strconv.Atoi(r.cells["year"])
		switch {
		case errStart != nil:
			l.fault(r.at, "start: %v", errStart)
			continue
		case errEnd != nil:
			l.fault(r.at, "end: %v", errEnd)
			continue
		case errYear != nil:
			l.fault(r.at, "the year %q is not a number", r.cells["year"])
			continue
		case end.String() < start.String():
			l.fault(r.at, "the session ends on %s, before it starts on %s", end, start)
			continue
		}
		s := byName[name]
		if s == nil {
			if part != corpus.PartMain {
				l.fault(r.at, "the session %q has no row for its main part above this one", name)
				continue
			}
			s = &Session{ID: corpus.SessionID(r.cells["label"]), Year: year, SymbolPrefix: r.cells["symbol_prefix"]}
			if !corpus.ValidID(string(s.ID)) {
				l.fault(r.at, "the label %q contains characters other than letters, digits, dots, hyphens and underscores", s.ID)
				continue
			}
			s.Number, _ = strconv.Atoi(name) // "S-1" and "RC" have no number
			byName[name] = s
			order = append(order, name)
			entries[name] = newEntry(r, string(s.ID))
		} else {
			e := newEntry(r, string(s.ID))
			for _, lang := range labelLanguages {
				if e.labels[lang] != "" {
					e.aliases = append(e.aliases, e.labels[lang])
				}
			}
			entries[name].aliases = append(entries[name].aliases, append(e.aliases, r.cells["label"])...)
		}
		if other := overlapping(byName, start, end); other != "" {
			l.fault(r.at, "the days overlap with those of %s", other)
		}
		s.Parts = append(s.Parts, SessionPart{Part: part, Start: start, End: end, Place: r.cells["place"]})
	}
	var (
		sessions []Session
		named    []*entry
	)
	for _, name := range order {
		sessions = append(sessions, *byName[name])
		named = append(named, entries[name])
	}
	slices.SortStableFunc(sessions, func(x, y Session) int {
		return cmp.Compare(x.Parts[0].Start.String(), y.Parts[0].Start.String())
	})
	return sessions, named
}

// overlapping finds a session that met on some of the days, so that a date
// would not tell which of the two is meant.
func overlapping(sessions map[string]*Session, start, end corpus.Date) corpus.SessionID {
	for _, s := range sessions {
		for _, p := range s.Parts {
			if start.First() <= p.End.Last() && p.Start.First() <= end.Last() {
				return s.ID
			}
		}
	}
	return ""
}

func spansOf(sessions []Session) []span {
	var out []span
	for _, s := range sessions {
		for _, p := range s.Parts {
			out = append(out, span{p.Start.First(), p.End.Last(), s.ID, p.Part})
		}
	}
	slices.SortFunc(out, func(x, y span) int { return strings.Compare(x.start, y.start) })
	return out
}
