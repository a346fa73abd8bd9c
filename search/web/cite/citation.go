// Package cite says how a statement is cited: as text in the usual styles, as records for programs that
// keep references, and as linked data in its page.
package cite

import (
	"bytes"
	"fmt"
	"net/http"
	"strings"
	"unicode/utf8"

	"github.com/gin-gonic/gin"

	"rostrum/corpus"
	"rostrum/search"
	"rostrum/search/export"
	"rostrum/search/web/limit"
	"rostrum/search/web/request"
	"rostrum/search/web/respond"
	"rostrum/search/web/site"
	"rostrum/search/web/ui"
)

// Citation is one way to cite a statement.
type Citation struct {
	Style string // message id
	Text  string
	Code  bool // for a program: set in a fixed width
}

// Citations cites d by these authors, at a session that is called so; public is the address of the
// service, or "". Words that a style adds (in, on) are left out, so
// that the same text serves in every language.
func Citations(l *ui.Locale, d corpus.Statement, authors []string, session, public string) []Citation {
	address := d.Origin.URL
	switch {
	case corpus.IsWebAddress(address):
	case public != "":
		address = public + request.StatementPath(d.ID)
	default:
		address = "" // what a request calls us is no address to print
	}
	title := d.Title
	if title == "" {
		title = l.Text("statement.untitled")
	}
	if len(authors) == 0 && d.Deliverer != "" {
		authors = []string{d.Deliverer}
	}
	date := l.Date(d.Date)
	plain := joined(", ", strings.Join(authors, "; "), "“"+title+"”", session, d.Symbol, date, address)
	chicago := joined(" ", withStop(strings.Join(authors, ", ")), "“"+withStop(title)+"”", withStop(joined(", ", session, date)), withStop(d.Symbol), withStop(address))
	apa := joined(" ", withStop(strings.Join(authors, ", ")), "("+orElse(d.Date.String(), "n.d.")+").", withStop(title), withStop(session), address)
	occasion := joined(", ", session, date)
	if occasion != "" {
		occasion = "(" + occasion + ")"
	}
	if address != "" {
		address = "<" + address + ">"
	}
	legal := joined(" ", joined(", ", strings.Join(authors, ", "), "‘"+title+"’"), occasion, d.Symbol, address)
	return []Citation{
		{"cite.plain", plain, false},
		{"cite.chicago", chicago, false},
		{"cite.apa", apa, false},
		{"cite.legal", legal, false},
	}
}

func joined(sep string, parts ...string) string {
	var kept []string
	for _, p := range parts {
		if strings.Trim(p, " .") != "" {
			kept = append(kept, p)
		}
	}
	return strings.Join(kept, sep)
}

func orElse(s, other string) string {
	if s == "" {
		return other
	}
	return s
}

// withStop ends s with a full stop, unless it ends a sentence already.
func withStop(s string) string {
	if last, _ := utf8.DecodeLastRuneInString(s); s == "" || strings.ContainsRune(".!?…。！？؟", last) {
		return s
	}
	return s + "."
}

// References are the formats in which a statement is offered to programs that
// keep references.
var References = []struct {
	Format export.Format
	label  string
}{{export.BibTeX, "BibTeX"}, {export.RIS, "RIS"}, {export.CSL, "CSL"}}

func referencePath(id corpus.ID, f export.Format) string {
	return request.StatementPath(id) + "/cite." + f.Extension()
}

// Link leads to a record of a statement.
type Link struct{ Label, URL string }

// Links lead to the records of a statement in each of References.
func Links(id corpus.ID) []Link {
	var out []Link
	for _, r := range References {
		out = append(out, Link{Label: r.label, URL: referencePath(id, r.Format)})
	}
	return out
}

// Record is a statement as a program that keeps references reads it.
func Record(s *site.Site, d corpus.Statement, f export.Format) ([]byte, error) {
	options := export.Options{Names: s.Names, Language: d.Language}
	if s.PublicURL != "" {
		options.Link = func(id corpus.ID, _, _ int) string { return s.PublicURL + request.StatementPath(id) }
	}
	var b bytes.Buffer
	w, err := export.New(f, &b, options)
	if err == nil {
		err = w.Write(search.Hit{Statement: d, PageCount: len(d.Pages)})
	}
	if err == nil {
		err = w.Close()
	}
	if err != nil {
		return nil, fmt.Errorf("cite %s as %s: %w", d.ID, f, err)
	}
	return b.Bytes(), nil
}

// Send answers with the record of a statement in one format.
func Send(s *site.Site, f export.Format) respond.Handler {
	return func(c *gin.Context, _ *limit.Index) error {
		d, err := s.LookUp(c.Request.Context(), c.Param("id"))
		if err != nil {
			return err
		}
		b, err := Record(s, d, f)
		if err != nil {
			return err
		}
		c.Header("Cache-Control", "public, max-age=60")
		c.Header("Content-Disposition", `attachment; filename="rostrum-`+string(d.ID)+"."+f.Extension()+`"`)
		respond.Send(c, http.StatusOK, f.MediaType(), b)
		return nil
	}
}
