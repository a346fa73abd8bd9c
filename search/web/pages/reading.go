package pages

import (
	"slices"
	"strings"

	"rostrum/corpus"
	"rostrum/search"
	"rostrum/search/query"
	"rostrum/search/web/request"
	"rostrum/search/web/ui"
)

// reading says in words how a question was understood, so that nobody has to
// guess why something was found.
type reading struct {
	Parts []readPart
	Words bool       // some words match in other forms too
	Names []readName // what the words name: they were searched by all its names
	Forms []formView // in which the words were found, where they are others than typed
	Typed string     // address of the same question exactly as typed; "" if that is what was asked
	Loose string     // address of the question with other forms and names, if it was asked exactly
	Quote string     // address that checks the question as a quotation, if it is one

	opened bool // the last part was an opening bracket
}

// sentenceWords is how many words are more likely a sentence that somebody pasted
// than a question.
const sentenceWords = 12

// The most names that are listed.
const namesShown = 6

// namedFields are those whose names the thesaurus may have added.
var namedFields = []corpus.Field{corpus.FieldOrganization, corpus.FieldTopic, corpus.FieldSituation}

// readPart is a piece of the reading of a question: a word of the query, an
// operator, or words of ours between them.
type readPart struct {
	Text  string
	Word  bool
	Op    bool
	Apart bool // a space stands before it
}

// readName is what the words name, with the message that introduces it.
type readName struct {
	Message string
	Label   string
}

// read puts a question into words. Other names come from the same plan that
// the engines follow, so that what is listed is what was searched.
func (s *Pages) read(l *ui.Locale, r search.Request) (*reading, error) {
	if r.Query == nil {
		return nil, nil
	}
	out := &reading{}
	for _, t := range query.Read(r.Query) {
		out.Words = out.Words || t.Kind == query.TokenWord || t.Kind == query.TokenNear
		out.token(l, t)
	}
	thesaurus, ok := s.Names.(search.Thesaurus)
	if !ok || r.Exact {
		return out, nil
	}
	plan, err := search.ReadQuery(r.Query, r.Exact, search.QueryContext{Thesaurus: thesaurus})
	if err != nil {
		return nil, err
	}
	for _, alias := range aliases(plan.Root) {
		if name, ok := s.nameOf(l, alias); ok && len(out.Names) < namesShown && !slices.Contains(out.Names, name) {
			out.Names = append(out.Names, name)
		}
	}
	return out, nil
}

// formView is a form in which a word was found, by how many statements.
type formView struct {
	Text   string
	Bearer bool // the word is in a name that the statement bears
	Count  int
	URL    string // of the search without it; "" where there is none
}

// formViews are the forms that are worth a line: of words that were found in
// another form than the one typed.
func formViews(words []search.WordForms, url func(search.WordForms, search.Form) string) []formView {
	var out []formView
	for _, w := range words {
		if len(w.Forms) == 1 && w.Forms[0].Kind == search.FormInflection && strings.EqualFold(w.Forms[0].Text, w.Word) {
			continue
		}
		for _, f := range w.Forms {
			view := formView{Text: f.Text, Bearer: f.Kind == search.FormBearer, Count: f.Works}
			if url != nil {
				view.URL = url(w, f)
			}
			out = append(out, view)
		}
	}
	return out
}

// nameOf finds what an alias is a name of.
func (s *Pages) nameOf(l *ui.Locale, alias string) (readName, bool) {
	for _, f := range namedFields {
		if id, ok := s.Names.Resolve(f, alias); ok {
			return readName{"read.names-" + string(f), s.PageLabel(f, id, l.Lang)}, true
		}
	}
	return readName{}, false
}

// switches links a reading to the other ways of asking the same, and says in
// which forms the words were found.
func (r *reading) switches(st request.State, asked query.Expr, found []search.WordForms) {
	r.Forms = formViews(found, func(w search.WordForms, f search.Form) string {
		if without := w.Without(asked, f); without != nil {
			return st.Asking(without).Address("/search")
		}
		return ""
	})
	other := st.FirstPage()
	other.Exact = !st.Exact
	switch {
	case st.Exact:
		r.Loose = other.Address("/search")
	case r.Words || len(r.Names) > 0:
		r.Typed = other.Address("/search")
	}
	switch q := asked.(type) {
	case query.Phrase:
		if q.Slop == 0 {
			r.Quote = request.QuoteAddress(q.Text, st.Lang)
		}
	case query.All:
		if len(q) >= sentenceWords && !slices.ContainsFunc(q, func(x query.Expr) bool { _, word := x.(query.Word); return !word }) {
			r.Quote = request.QuoteAddress(st.Q, st.Lang)
		}
	}
}

func (r *reading) token(l *ui.Locale, t query.Token) {
	add := func(p readPart) {
		// Brackets keep close to what they hold.
		p.Apart = len(r.Parts) > 0 && !r.opened && t.Kind != query.TokenClose
		r.opened = t.Kind == query.TokenOpen
		r.Parts = append(r.Parts, p)
	}
	word := func(s string) { add(readPart{Text: s, Word: true}) }
	plain := func(id string, pairs ...any) { add(readPart{Text: l.Text(id, pairs...)}) }
	switch t.Kind {
	case query.TokenWord:
		word(t.Text)
	case query.TokenPrefix, query.TokenFuzzy:
		word(t.Text)
		plain("read." + string(t.Kind))
	case query.TokenPhrase:
		word("“" + t.Text + "”")
		plain("read.phrase")
	case query.TokenNear:
		word("“" + t.Text + "”")
		add(readPart{Text: l.Count("read.near", t.Slop)})
	case query.TokenField:
		plain("read.field", "Field", l.Text("field."+t.Text))
	case query.TokenDates:
		plain(span("read", t.From, t.To), "From", t.From, "To", t.To)
	default:
		add(readPart{Text: l.Text("read." + string(t.Kind)), Op: true})
	}
}

// span is the message for a stretch of dates that may be open at one end.
func span(family, from, to string) string {
	switch {
	case from == "":
		return family + ".until"
	case to == "":
		return family + ".since"
	}
	return family + ".between"
}

// aliases are the other names anywhere in a plan.
func aliases(n search.Node) []string {
	var out []string
	switch n := n.(type) {
	case search.And:
		for _, a := range n.Aliases {
			out = append(out, a.Name.Text)
		}
		for _, part := range n.Nodes {
			out = append(out, aliases(part)...)
		}
	case search.Or:
		for _, part := range n.Nodes {
			out = append(out, aliases(part)...)
		}
	}
	return out
}
