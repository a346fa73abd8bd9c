package web

import (
	"rostrum/search/query"
	"rostrum/search/web/ui"
)

// readPart is a piece of the reading of a question: a word of the asker, an
// operator, or words of ours between them.
type readPart struct {
	Text string
	Word bool
	Op   bool
}

// read says in words how a question was understood, so that nobody has to guess.
func read(l *ui.Locale, e query.Expr) []readPart {
	if e == nil {
		return nil
	}
	var out []readPart
	word := func(s string) { out = append(out, readPart{Text: s, Word: true}) }
	plain := func(id string, pairs ...any) { out = append(out, readPart{Text: l.Text(id, pairs...)}) }
	for _, t := range query.Read(e) {
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
			out = append(out, readPart{Text: l.Count("read.near", t.Slop)})
		case query.TokenField:
			plain("read.field", "Field", l.Text("field."+t.Text))
		case query.TokenDates:
			switch {
			case t.From == "":
				plain("read.until", "To", t.To)
			case t.To == "":
				plain("read.since", "From", t.From)
			default:
				plain("read.between", "From", t.From, "To", t.To)
			}
		default:
			out = append(out, readPart{Text: l.Text("read." + string(t.Kind)), Op: true})
		}
	}
	return out
}
