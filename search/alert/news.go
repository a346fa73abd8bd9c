package alert

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"strings"
	"time"
	"unicode"

	"rostrum/corpus"
)

// news is the payload of a webhook, and the content of a mail. As in Standard
// Webhooks it has a type, a timestamp and data.
type news struct {
	Type string    `json:"type"`
	Time time.Time `json:"timestamp"` // when the matches were recorded, not when they are sent
	Data newsData  `json:"data"`
}

type newsData struct {
	Alert      string      `json:"alert"`
	Statements []newsEntry `json:"statements"`
}

type newsEntry struct {
	ID            corpus.ID       `json:"id"`
	Title         string          `json:"title"`
	Organizations []named         `json:"organizations"`
	Session       *named          `json:"session,omitempty"`
	Topics        []named         `json:"topics"`
	Date          string          `json:"date,omitempty"`
	Language      corpus.Language `json:"language,omitempty"`
	Pages         int             `json:"pages"`
	URL           string          `json:"url,omitempty"`
	SourceURL     string          `json:"source_url,omitempty"`
	Passage       *newsPassage    `json:"passage,omitempty"`
}

type named struct {
	ID    string `json:"id"`
	Label string `json:"label"`
}

// compose builds the content of a message from the current records. Statements
// removed in the meantime are left out.
func (r *Runner) compose(ctx context.Context, a saved, m Message) (news, error) {
	n := news{Type: "statements.new", Time: m.Written, Data: newsData{Alert: a.name, Statements: []newsEntry{}}}
	called := func(f corpus.Field, id string) named { return named{id, r.Names.Label(f, id, corpus.English)} }
	var statements []corpus.Statement
	for _, id := range m.Statements {
		s, err := r.Records.Statement(ctx, id)
		if errors.Is(err, corpus.ErrNotFound) {
			continue
		}
		if err != nil {
			return n, err
		}
		statements = append(statements, s)
	}
	passages, err := r.passages(ctx, a, statements)
	if err != nil {
		return n, err
	}
	for _, s := range statements {
		e := newsEntry{
			ID: s.ID, URL: r.address(s.ID), Title: s.Title, Organizations: []named{}, Topics: []named{}, Date: s.Date.String(), Language: s.Language,
			Pages: len(s.Pages), SourceURL: source(s),
		}
		for _, o := range s.Authors {
			e.Organizations = append(e.Organizations, called(corpus.FieldOrganization, string(o)))
		}
		for _, t := range s.Topics {
			e.Topics = append(e.Topics, called(corpus.FieldTopic, string(t)))
		}
		if s.Session != "" {
			session := called(corpus.FieldSession, string(s.Session))
			e.Session = &session
		}
		if p, ok := passages[s.ID]; ok {
			e.Passage = &p
		}
		n.Data.Statements = append(n.Data.Statements, e)
	}
	return n, nil
}

// address returns the URL of a statement, or "" without a public URL.
func (r *Runner) address(id corpus.ID) string {
	if r.PublicURL == "" {
		return ""
	}
	return strings.TrimSuffix(r.PublicURL, "/") + "/s/" + url.PathEscape(string(id))
}

// counted returns the number of statements in words.
func (n news) counted() string {
	if len(n.Data.Statements) == 1 {
		return "1 new statement"
	}
	return fmt.Sprintf("%d new statements", len(n.Data.Statements))
}

// text formats the news as plain text.
func (n news) text() string {
	var out strings.Builder
	fmt.Fprintf(&out, "%s for the alert “%s”.\n", n.counted(), n.Data.Alert)
	for i, e := range n.Data.Statements {
		fmt.Fprintf(&out, "\n%d. %s\n", i+1, oneLine(e.Title))
		var facts []string
		for _, o := range e.Organizations {
			facts = append(facts, o.Label)
		}
		if e.Session != nil {
			facts = append(facts, e.Session.Label)
		}
		for _, t := range e.Topics {
			facts = append(facts, t.Label)
		}
		for _, f := range []string{e.Date, string(e.Language)} {
			if f != "" {
				facts = append(facts, f)
			}
		}
		fmt.Fprintf(&out, "   %s\n", oneLine(strings.Join(facts, " · ")))
		address := e.URL
		if p := e.Passage; p != nil {
			fmt.Fprintf(&out, "   p. %d: “%s”\n", p.Page, oneLine(p.Text))
			if p.OCR {
				fmt.Fprintf(&out, "   Text read by OCR, confidence %.0f %%\n", 100*p.Confidence)
			}
			address = p.URL
		}
		for _, address := range []string{address, e.SourceURL} {
			if address != "" {
				fmt.Fprintf(&out, "   %s\n", oneLine(address))
			}
		}
		if e.URL == "" {
			fmt.Fprintf(&out, "   id %s\n", e.ID)
		}
	}
	return out.String()
}

// oneLine keeps text from documents from imitating the layout of the message.
func oneLine(text string) string {
	return strings.Join(strings.Fields(strings.Map(func(r rune) rune {
		if unicode.Is(unicode.Bidi_Control, r) || unicode.IsControl(r) && !unicode.IsSpace(r) {
			return -1
		}
		return r
	}, text)), " ")
}

// source returns the address of publication if it is safe to link to, or "".
func source(s corpus.Statement) string {
	if corpus.IsWebAddress(s.Origin.URL) {
		return s.Origin.URL
	}
	return ""
}
