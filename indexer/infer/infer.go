// Package infer says what a document is: its title, authors, session, topics,
// type, date, language, symbol and the situations it names.
//
// What a person gave always wins. For the rest it reads what stood around the
// document where it was found, its file name, the head of its first page and
// what the file says of itself, the strongest evidence first, and keeps with
// every value the rule that found it, the words it was read from and how sure
// that is. What is not sure stays unset: a wrong author does more harm than
// none. The names themselves are the affair of package authority.
package infer

import (
	"slices"
	"strings"

	"rostrum/corpus"
	"rostrum/corpus/authority"
)

// Version names the rules. It changes with them, so that what older rules
// inferred is inferred again.
const Version = "6"

// Inferrer infers the fields of statements. It is safe for concurrent use.
type Inferrer struct {
	names *authority.Authority
}

// New returns an Inferrer that resolves names through the authority.
func New(names *authority.Authority) *Inferrer { return &Inferrer{names} }

// Statement fills in what can be known of a document from what was given, from
// where it was found and from its text. The id, the pages, the status and the
// origin are left to the caller.
func (in *Inferrer) Statement(item corpus.Item, text corpus.Text) corpus.Statement {
	c := &inference{
		names: in.names, given: item.Given, item: item, text: ownText(text),
		s: corpus.Statement{Notes: item.Notes},
	}
	if work, ok := c.asGiven(corpus.FieldWork); ok {
		c.s.Work = corpus.WorkID(work)
	}
	c.title()
	c.read()
	c.language()
	c.symbol()
	c.session()
	c.date()
	c.sessionOfDate()
	c.topics()
	c.authors()
	c.deliverer()
	c.kind()
	c.situations()
	return c.s
}

// inference is the work on one statement.
type inference struct {
	names *authority.Authority
	given corpus.Given
	item  corpus.Item
	text  corpus.Text

	signals []signal // what may be read, the strongest first
	head    []string // the lines of the first page before the speech itself
	speech  string   // what follows them
	venue   venue
	genre   genre
	s       corpus.Statement
}

// The rules, as they stand in the evidence.
const (
	ruleCatalogue  = "catalogue"
	ruleHeading    = "heading"
	ruleLinkText   = "link-text"
	ruleBlock      = "block"
	rulePage       = "page"
	ruleTitle      = "title"
	ruleFileName   = "file-name"
	ruleSymbol     = "symbol"
	ruleFirstPage  = "first-page"
	ruleProperties = "properties"
	ruleAuthority  = "authority"
	ruleDate       = "date-in-session"
	ruleDetector   = "language-detector"
	ruleText       = "text"
)

// How far each kind of evidence is trusted when it says something plainly. The
// order is the one people who catalogue by hand would use; the distances are such
// that of the sample pages' values at least as many are right as they promise
// (the table in docs/attribution.md).
var trust = map[string]float64{
	ruleCatalogue: 1, ruleHeading: .95, ruleLinkText: .94, ruleBlock: .93, ruleTitle: .92, rulePage: .8, ruleFileName: .9,
	ruleSymbol: .95, ruleFirstPage: .85, ruleProperties: .7, ruleDate: .75, ruleText: .7,
}

// note keeps the evidence of a field.
func (c *inference) note(f corpus.Field, rule, source string, confidence float64, values ...string) {
	c.s.Evidence = append(c.s.Evidence, corpus.Evidence{
		Field: f, Value: values, Rule: rule, Source: shorten(source, maxQuote), Confidence: confidence,
	})
}

// maxQuote is how much of a source is quoted in evidence, in bytes.
const maxQuote = 200

// fromGiven takes what a person said of a field: names become ids where the
// authority knows them and stay as written where not. It reports false when
// nothing was given.
func (c *inference) fromGiven(f corpus.Field) ([]string, bool) {
	raw, ok := c.given[f]
	if !ok {
		return nil, false
	}
	if single[f] && len(raw) > 1 {
		raw = raw[:1]
	}
	var values, unresolved []string
	for _, name := range raw {
		id, known := c.names.Resolve(f, name)
		if !known {
			id = name
			unresolved = append(unresolved, name)
		}
		if id != "" && !slices.Contains(values, id) {
			values = append(values, id)
		}
	}
	if len(values) == 0 {
		return nil, false
	}
	c.s.Evidence = append(c.s.Evidence, corpus.Evidence{
		Field: f, Value: values, Rule: ruleCatalogue, Source: shorten(joinGiven(raw), maxQuote), Confidence: 1, Unresolved: unresolved,
	})
	return values, true
}

// single are the fields that have an authority and one value.
var single = map[corpus.Field]bool{corpus.FieldSession: true, corpus.FieldType: true, corpus.FieldLanguage: true}

// asGiven takes a field that has no authority, as it was written; several
// values, as of persons who spoke, are put in a row.
func (c *inference) asGiven(f corpus.Field) (string, bool) {
	v := strings.Join(c.given[f], "; ")
	if v == "" {
		return "", false
	}
	c.note(f, ruleCatalogue, v, 1, v)
	return v, true
}
