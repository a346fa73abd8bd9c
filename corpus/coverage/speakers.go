package coverage

import (
	"cmp"
	"crypto/sha256"
	"encoding/csv"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"unicode/utf8"

	"rostrum/corpus"
	"rostrum/corpus/authority"
)

// Speakers is a list of who spoke, from a programme or a journal.
type Speakers struct {
	rows []Speaker
	sum  string
}

// Sum is a hash of the list.
func (l *Speakers) Sum() string { return l.sum }

// Speaker is a line of a list.
type Speaker struct {
	Line         int
	Session      corpus.SessionID
	Topic        corpus.TopicID // "" if the list does not say
	Organization corpus.OrgID
	Date         corpus.Date
	Known        bool // the organization is in the authority files
}

// SpeakersReport compares a collection with a list of speakers.
type SpeakersReport struct {
	Listed   int
	Held     int
	Perhaps  []Speaker // there is a statement with unknown topic or day
	Missing  []Speaker
	Unlisted []Unlisted
}

// Unlisted is a statement of a listed session whose authors are not on the list.
type Unlisted struct {
	ID       corpus.ID
	Title    string
	Language corpus.Language
	Session  corpus.SessionID
	Authors  []corpus.OrgID
}

// RowError is an error in a cell of a list.
type RowError struct {
	Line   int
	Column string
	Err    error
}

func (e *RowError) Error() string {
	return fmt.Sprintf("line %d, column %s: %v", e.Line, e.Column, e.Err)
}

// Unwrap returns the cause.
func (e *RowError) Unwrap() error { return e.Err }

// maxSpeakers limits a list. All sessions together have had some thousands.
const maxSpeakers = 100_000

// ReadSpeakers reads a list of speakers: CSV with the columns session and organization,
// and optionally topic and date; other columns are ignored. Names resolve as in
// catalogues. Invalid lines are skipped and reported; if the list as a whole is invalid,
// the error wraps corpus.ErrInvalid.
func ReadSpeakers(in io.Reader, names *authority.Authority, date func(string) (corpus.Date, error)) (*Speakers, []*RowError, error) {
	sum := sha256.New()
	table := csv.NewReader(io.TeeReader(in, sum))
	table.FieldsPerRecord = -1
	header, err := table.Read()
	if errors.Is(err, io.EOF) {
		return nil, nil, corpus.ErrInvalid.Errorf("it is empty: the first line names the columns, for example session,topic,organization,date")
	}
	if err != nil {
		return nil, nil, corpus.ErrInvalid.Errorf("%w", err)
	}
	columns := map[string]int{}
	for i, name := range header {
		name = strings.ToLower(strings.TrimSpace(strings.TrimPrefix(name, "\ufeff")))
		if name == "organisation" {
			name = "organization"
		}
		if _, twice := columns[name]; twice && name != "" {
			return nil, nil, corpus.ErrInvalid.Errorf("the column %s appears twice in the header", name)
		}
		columns[name] = i
	}
	for _, needed := range []string{"session", "organization"} {
		if _, ok := columns[needed]; !ok {
			return nil, nil, corpus.ErrInvalid.Errorf("the header has no column %s, but: %s", needed, strings.Join(header, ", "))
		}
	}
	list := &Speakers{}
	var faults []*RowError
	for {
		record, err := table.Read()
		if errors.Is(err, io.EOF) {
			list.sum = hex.EncodeToString(sum.Sum(nil)[:8])
			return list, faults, nil
		}
		if err != nil {
			return nil, nil, corpus.ErrInvalid.Errorf("%w", err)
		}
		if len(list.rows) == maxSpeakers {
			return nil, nil, corpus.ErrInvalid.Errorf("it has more than %d lines", maxSpeakers)
		}
		line, _ := table.FieldPos(0)
		cell := func(name string) string {
			if i, ok := columns[name]; ok && i < len(record) {
				return strings.TrimSpace(record[i])
			}
			return ""
		}
		if strings.TrimSpace(strings.Join(record, "")) == "" {
			continue
		}
		speaker, fault := readSpeaker(cell, names, date)
		if fault != nil {
			fault.Line = line
			faults = append(faults, fault)
			continue
		}
		speaker.Line = line
		list.rows = append(list.rows, speaker)
	}
}

func readSpeaker(cell func(string) string, names *authority.Authority, date func(string) (corpus.Date, error)) (Speaker, *RowError) {
	var s Speaker
	for _, column := range []string{"session", "topic", "organization", "date"} {
		if !utf8.ValidString(cell(column)) {
			return s, &RowError{Column: column, Err: errors.New("it is not UTF-8: save the file as UTF-8")}
		}
	}
	id, ok := names.Resolve(corpus.FieldSession, cell("session"))
	if s.Session = corpus.SessionID(id); !ok {
		if s.Session = corpus.SessionID(cell("session")); s.Session == "" {
			return s, &RowError{Column: "session", Err: errors.New("it is empty: say in which session they spoke")}
		}
	}
	name := cell("organization")
	if name == "" {
		return s, &RowError{Column: "organization", Err: errors.New("it is empty: say who spoke")}
	}
	id, s.Known = names.Resolve(corpus.FieldOrganization, name)
	if !s.Known {
		id = name
	}
	s.Organization = corpus.OrgID(id)
	if topic := cell("topic"); topic != "" {
		if id, ok := names.Resolve(corpus.FieldTopic, topic); ok {
			topic = id
		}
		s.Topic = corpus.TopicID(topic)
	}
	if written := cell("date"); written != "" {
		d, err := date(written)
		if err != nil {
			return s, &RowError{Column: "date", Err: fmt.Errorf("the date %q cannot be read: write it as 2021-12-08, 2021-12 or 2021", written)}
		}
		s.Date = d
	}
	return s, nil
}

// compare matches lines with statements.
func (l *Speakers) compare(all []corpus.Statement) SpeakersReport {
	r := SpeakersReport{Listed: len(l.rows)}
	type turn struct {
		session corpus.SessionID
		by      corpus.OrgID
	}
	held := map[turn][]*corpus.Statement{}
	for i := range all {
		for _, a := range all[i].Authors {
			key := turn{all[i].Session, a}
			held[key] = append(held[key], &all[i])
		}
	}
	listed := map[turn]bool{}
	covered := map[corpus.SessionID]map[corpus.TopicID]bool{}
	for _, row := range l.rows {
		listed[turn{row.Session, row.Organization}] = true
		if covered[row.Session] == nil {
			covered[row.Session] = map[corpus.TopicID]bool{}
		}
		covered[row.Session][row.Topic] = true
		switch best := bestOf(row, held[turn{row.Session, row.Organization}]); best {
		case fits:
			r.Held++
		case mayFit:
			r.Perhaps = append(r.Perhaps, row)
		default:
			r.Missing = append(r.Missing, row)
		}
	}
	seen := map[corpus.WorkID]bool{}
	for i := range all {
		s := &all[i]
		topics, in := covered[s.Session]
		// A list by topic says nothing about other topics.
		speaksOf := in && (topics[""] || len(s.Topics) == 0 || slices.ContainsFunc(s.Topics, func(t corpus.TopicID) bool { return topics[t] }))
		if !speaksOf || seen[s.Work] || slices.ContainsFunc(s.Authors, func(a corpus.OrgID) bool { return listed[turn{s.Session, a}] }) {
			continue
		}
		seen[s.Work] = true
		r.Unlisted = append(r.Unlisted, Unlisted{s.ID, s.Title, s.Language, s.Session, s.Authors})
	}
	slices.SortStableFunc(r.Unlisted, func(a, b Unlisted) int {
		return cmp.Or(cmp.Compare(a.Session, b.Session), cmp.Compare(a.ID, b.ID))
	})
	return r
}

// How well a statement matches a line of the list.
const (
	fitsNot = iota
	mayFit
	fits
)

func bestOf(row Speaker, held []*corpus.Statement) int {
	best := fitsNot
	for _, s := range held {
		fit := fits
		if row.Topic != "" && !slices.Contains(s.Topics, row.Topic) {
			fit = fitsNot
			if len(s.Topics) == 0 {
				fit = mayFit
			}
		}
		if !row.Date.IsZero() {
			switch {
			case s.Date.IsZero():
				fit = min(fit, mayFit)
			case s.Date.Last() < row.Date.First() || row.Date.Last() < s.Date.First():
				fit = fitsNot
			}
		}
		best = max(best, fit)
	}
	return best
}
