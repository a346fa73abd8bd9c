package search

import (
	"context"
	"errors"
	"slices"
	"strings"
	"unicode"

	"rostrum/corpus"
	"rostrum/search/query"
)

// Correction is a query that may have been meant, and its number of results.
type Correction struct {
	Query query.Expr
	Total int // with the filters of the original request
	// Sure means that no statement has one of the words, which can only be a typo.
	Sure bool
}

// LikelyMeant is the answer of SearchMeant.
type LikelyMeant struct {
	Request    Request // as answered: corrected, with a note, if the spelling was certainly wrong
	Results    *Results
	Correction *Correction // if the spelling is in doubt; nil otherwise
	Typed      query.Expr  // searches for the words as typed, if they were corrected; nil otherwise
}

// SearchMeant answers a leniently parsed request. If the spelling is certainly wrong,
// it answers the corrected request, with a note; if it is in doubt, it adds a
// Correction. For label see DidYouMean.
func SearchMeant(ctx context.Context, engine Searcher, req Request, label func(corpus.Field, string) string) (*LikelyMeant, error) {
	if leaser, ok := engine.(Leaser); ok {
		index, release, err := leaser.Acquire()
		if err != nil {
			return nil, err
		}
		defer release()
		engine = index
	}
	results, err := engine.Search(ctx, req)
	if err != nil {
		return nil, err
	}
	correction, err := DidYouMean(ctx, engine, req, results, label)
	if err != nil || correction == nil || !correction.Sure {
		if req.From > 0 || req.Cursor != "" {
			correction = nil // it was offered on the first page
		}
		return &LikelyMeant{Request: req, Results: results, Correction: correction}, err
	}
	typed := query.AsTyped(req.Query, correction.Query)
	meant := req
	meant.Notes = append(slices.Clone(req.Notes), query.Corrected(req.Query, correction.Query))
	meant.Query = correction.Query
	found, err := engine.Search(ctx, meant)
	if errors.Is(err, ErrTooMuchWork) { // return the results found so far, and offer the correction
		return &LikelyMeant{Request: req, Results: results, Correction: correction}, nil
	}
	if err != nil {
		return nil, err
	}
	return &LikelyMeant{Request: meant, Results: found, Typed: typed}, nil
}

// maxCorrections is the number of corrections tried.
const maxCorrections = 4

// DidYouMean looks for another spelling of a request's query with more results than
// res, those of the request itself. Operators, fields and filters are kept.
// Corrections are counted by searching; nil means that there is none, or none within
// the Budget of ctx. label returns the name of an id in a query; if nil, the id is
// used.
func DidYouMean(ctx context.Context, engine Searcher, req Request, res *Results, label func(corpus.Field, string) string) (*Correction, error) {
	found, err := didYouMean(ctx, engine, req, res, label)
	if errors.Is(err, ErrTooMuchWork) {
		return nil, nil
	}
	return found, err
}

func didYouMean(ctx context.Context, engine Searcher, req Request, res *Results, label func(corpus.Field, string) string) (*Correction, error) {
	speller, ok := engine.(Speller)
	if !ok || req.Query == nil {
		return nil, nil
	}
	c := &corrector{ctx: ctx, engine: engine, speller: speller, req: req, label: label, spellings: map[SpellRequest]Spelling{}, named: map[string]query.Expr{}}
	candidates, err := c.candidates()
	if err != nil || len(candidates) == 0 {
		return nil, err
	}
	found := res.Total
	if res.Relaxed {
		// Statements with only some of the words do not count.
		if found, err = c.count(strictly(req.Query)); err != nil {
			return nil, err
		}
	}
	for i, other := range candidates {
		n, err := c.count(strictly(other))
		if err != nil {
			return nil, err
		}
		if n <= found {
			continue
		}
		total, err := c.count(other)
		if err != nil {
			return nil, err
		}
		return &Correction{Query: other, Total: total, Sure: found == 0 && i == 0 && !req.Exact && c.sure(req.Query, other)}, nil
	}
	return nil, nil
}

// strictly requires all words of a query that could otherwise be relaxed.
func strictly(x query.Expr) query.Expr {
	if all, ok := x.(query.All); ok {
		return query.And(all)
	}
	return x
}

// sure reports whether two queries differ only in words that can only be typos.
func (c *corrector) sure(from, to query.Expr) bool {
	all := func(from, to []query.Expr) bool {
		if len(from) != len(to) {
			return false
		}
		for i := range from {
			if !c.sure(from[i], to[i]) {
				return false
			}
		}
		return true
	}
	switch x := from.(type) {
	case query.Word:
		if y, ok := to.(query.Word); ok && x != y {
			return c.spellings[SpellRequest{Word: x.Text, Exact: c.req.Exact}].Sure
		}
	case query.All:
		y, ok := to.(query.All)
		return ok && all(x, y)
	case query.And:
		y, ok := to.(query.And)
		return ok && all(x, y)
	}
	return from.String() == to.String()
}

// corrector looks for corrections of one query.
type corrector struct {
	ctx       context.Context
	engine    Searcher
	speller   Speller
	req       Request
	label     func(corpus.Field, string) string
	spellings map[SpellRequest]Spelling
	named     map[string]query.Expr // by field and value: the value that was meant
	doubts    []SpellRequest        // words that may be misspelt
	err       error
}

func (c *corrector) count(x query.Expr) (int, error) {
	req := c.req
	req.Query, req.Facets, req.Size, req.From, req.Cursor, req.Passages, req.Explain, req.Related = x, nil, 0, 0, "", 0, false, 0
	res, err := c.engine.Search(c.ctx, req)
	if err != nil {
		return 0, err
	}
	return res.Total, nil
}

// candidates returns corrections that can be parsed again: first with the likeliest
// spelling of every word in doubt, then with other spellings of one word at a time,
// and with words joined that are known as one.
func (c *corrector) candidates() ([]query.Expr, error) {
	first := c.rewrite(c.req.Query, "", func(w SpellRequest) string {
		if others := c.spell(w).Others; len(others) > 0 {
			if !slices.Contains(c.doubts, w) {
				c.doubts = append(c.doubts, w)
			}
			return others[0]
		}
		return w.Word
	})
	list := []query.Expr{first}
	if joined := c.join(c.req.Query); joined != nil {
		list = append(list, joined)
	}
	for _, doubt := range c.doubts {
		for _, other := range c.spell(doubt).Others[1:] {
			list = append(list, c.rewrite(c.req.Query, "", func(w SpellRequest) string {
				if w == doubt {
					return other
				}
				if others := c.spell(w).Others; len(others) > 0 {
					return others[0]
				}
				return w.Word
			}))
		}
	}
	var out []query.Expr
	seen := []string{c.req.Query.String()}
	for _, x := range list {
		text := x.String()
		if slices.Contains(seen, text) {
			continue
		}
		seen = append(seen, text)
		if again, err := query.Parse(text); err == nil && again != nil && again.String() == text && len(out) < maxCorrections {
			out = append(out, again)
		}
	}
	return out, c.err
}

func (c *corrector) spell(w SpellRequest) Spelling {
	s, ok := c.spellings[w]
	if !ok && c.err == nil {
		s, c.err = c.speller.Spell(c.ctx, w)
		for i, other := range s.Others {
			s.Others[i] = inCase(other, w.Word)
		}
		c.spellings[w] = s
	}
	return s
}

// inCase capitalizes a word like another.
func inCase(word, like string) string {
	runes := []rune(like)
	switch {
	case len(runes) > 1 && strings.ToUpper(like) == like && strings.ToLower(like) != like:
		return strings.ToUpper(word)
	case len(runes) > 0 && unicode.IsUpper(runes[0]):
		first := []rune(word)
		first[0] = unicode.ToUpper(first[0])
		return string(first)
	}
	return word
}

// rewrite replaces spellings in the tree; field is the field that contains x.
func (c *corrector) rewrite(x query.Expr, field string, spell func(SpellRequest) string) query.Expr {
	word := func(text string, exact bool) string {
		w := SpellRequest{Word: text, Exact: exact}
		if field == "speaker" {
			w.In = corpus.FieldDeliverer
		}
		return spell(w)
	}
	list := func(parts []query.Expr) []query.Expr {
		out := make([]query.Expr, len(parts))
		for i, part := range parts {
			out[i] = c.rewrite(part, field, spell)
		}
		return out
	}
	switch x := x.(type) {
	case query.Word:
		if x.Prefix || x.Fuzzy {
			return x
		}
		return words(word(x.Text, c.req.Exact))
	case query.Phrase:
		parts := strings.Fields(x.Text)
		for i, part := range parts {
			parts[i] = word(part, x.Slop == 0)
		}
		return query.Phrase{Text: strings.Join(parts, " "), Slop: x.Slop}
	case query.Field:
		switch x.Name {
		case "title", "speaker":
			return query.Field{Name: x.Name, Value: c.rewrite(x.Value, x.Name, spell)}
		case "organization", "topic", "session", "situation":
			return query.Field{Name: x.Name, Value: c.name(x.Name, x.Value)}
		}
	case query.All:
		var all query.All
		for _, part := range list(x) {
			if inner, ok := part.(query.All); ok { // a word that became two
				all = append(all, inner...)
			} else {
				all = append(all, part)
			}
		}
		return all
	case query.And:
		return query.And(list(x))
	case query.Or:
		return query.Or(list(x))
	case query.Not:
		return query.Not{X: c.rewrite(x.X, field, spell)}
	}
	return x
}

// words returns a word, or several as an All.
func words(text string) query.Expr {
	parts := strings.Fields(text)
	if len(parts) == 1 {
		return query.Word{Text: text}
	}
	all := make(query.All, len(parts))
	for i, part := range parts {
		all[i] = query.Word{Text: part}
	}
	return all
}

// join returns the query with two adjacent words joined, one of which is unknown; nil
// if all are known.
func (c *corrector) join(x query.Expr) query.Expr {
	all, ok := x.(query.All)
	if !ok {
		return nil
	}
	for i := range len(all) - 1 {
		a, first := all[i].(query.Word)
		b, second := all[i+1].(query.Word)
		if !first || !second || a.Prefix || a.Fuzzy || b.Prefix || b.Fuzzy {
			continue
		}
		if c.spell(SpellRequest{Word: a.Text, Exact: c.req.Exact}).Known && c.spell(SpellRequest{Word: b.Text, Exact: c.req.Exact}).Known {
			continue
		}
		joined := slices.Replace(slices.Clone(all), i, i+2, query.Expr(query.Word{Text: a.Text + b.Text}))
		if len(joined) == 1 {
			return joined[0]
		}
		return joined
	}
	return nil
}

// name returns what the value of a field was meant to be, if nothing has that name.
func (c *corrector) name(field string, value query.Expr) query.Expr {
	var text string
	switch v := value.(type) {
	case query.Word:
		text = v.Text
	case query.Phrase:
		text = v.Text
	case query.All:
		text = strings.Join(strings.Fields(strings.NewReplacer(`"`, " ").Replace(v.String())), " ")
	case query.Or:
		out := make(query.Or, len(v))
		for i, part := range v {
			out[i] = c.name(field, part)
		}
		return out
	default:
		return value
	}
	key := field + ":" + text
	if known, ok := c.named[key]; ok {
		return known
	}
	c.named[key] = value
	suggester, ok := c.engine.(Suggester)
	if !ok || c.err != nil {
		return value
	}
	request := Request{Query: query.Field{Name: field, Value: value}}
	res, err := c.engine.Search(c.ctx, request)
	if err != nil || res.Total > 0 {
		return value // its error was reported already
	}
	found, err := suggester.Suggest(c.ctx, SuggestRequest{Text: text, Size: 1, Kinds: []SuggestionKind{SuggestionKind(field)}})
	if err != nil || len(found.Items) == 0 {
		return value
	}
	name := found.Items[0].ID
	if c.label != nil && field != "session" { // people use the id of a session
		name = c.label(corpus.Field(field), name)
	}
	meant := query.Expr(query.Word{Text: name})
	if strings.ContainsFunc(name, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsNumber(r) }) {
		meant = query.Phrase{Text: strings.Join(strings.FieldsFunc(name, func(r rune) bool { return unicode.IsSpace(r) || r == '"' }), " ")}
	}
	c.named[key] = meant
	return meant
}
