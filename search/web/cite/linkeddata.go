package cite

import (
	"strconv"

	"rostrum/corpus"
	"rostrum/search"
	"rostrum/search/web/request"
	"rostrum/search/web/site"
	"rostrum/search/web/ui"
)

// linkedData is a statement in the words of schema.org, for programs that read
// pages. Addresses are absolute where the public one is known, and otherwise
// relative to the page, as JSON-LD allows.
type linkedData struct {
	Context     string          `json:"@context"`
	Kind        string          `json:"@type"`
	ID          string          `json:"@id"`
	Address     string          `json:"url"`
	Name        string          `json:"name"`
	Authors     []linkedThing   `json:"author,omitempty"` // who made it, not who published it
	Speaker     *linkedThing    `json:"contributor,omitempty"`
	Publisher   *linkedThing    `json:"publisher,omitempty"`
	Language    corpus.Language `json:"inLanguage,omitempty"`
	Date        string          `json:"datePublished,omitempty"` // it became public when it was delivered
	Identifier  string          `json:"identifier,omitempty"`    // the symbol
	Genre       string          `json:"genre,omitempty"`
	Collection  *linkedThing    `json:"isPartOf,omitempty"` // what was said at the session
	About       []linkedThing   `json:"about,omitempty"`
	Translation []linkedThing   `json:"workTranslation,omitempty"` // which of them was written first is not known
	Encoding    *linkedFile     `json:"encoding,omitempty"`
	Free        bool            `json:"isAccessibleForFree"`
}

// linkedThing is whom or what a statement has to do with.
type linkedThing struct {
	Kind     string          `json:"@type"`
	ID       string          `json:"@id,omitempty"`
	Name     string          `json:"name,omitempty"`
	Code     string          `json:"termCode,omitempty"`
	Role     string          `json:"jobTitle,omitempty"`
	Language corpus.Language `json:"inLanguage,omitempty"`
}

// linkedFile is the original.
type linkedFile struct {
	Kind      string `json:"@type"`
	Address   string `json:"contentUrl"`
	MediaType string `json:"encodingFormat,omitempty"`
	Size      string `json:"contentSize,omitempty"`
	SHA256    string `json:"sha256,omitempty"`
}

// Data says of d what its page says, under the title that stands there.
func Data(s *site.Site, l *ui.Locale, d corpus.Statement, title string, also []search.Translation) any {
	at := func(path string) string { return s.PublicURL + path }
	of := func(f corpus.Field, kind, id string) linkedThing {
		thing := linkedThing{Kind: kind, Name: s.Label(f, id, l.Lang)}
		if _, ok := request.EntityPaths[f]; ok {
			thing.ID = at(request.EntityAddress(request.State{}, f, id))
		}
		if kind == "DefinedTerm" {
			thing.Code = id
		}
		return thing
	}
	out := linkedData{
		Context: "https://schema.org", Kind: "DigitalDocument", ID: at(request.StatementPath(d.ID)), Address: at(request.StatementPath(d.ID)), Name: title,
		Language: d.Language, Date: d.Date.String(), Identifier: d.Symbol, Free: true,
	}
	if d.Type == "report" {
		out.Kind = "Report"
	}
	if d.Type != "" {
		out.Genre = s.Label(corpus.FieldType, string(d.Type), l.Lang)
	}
	for _, id := range d.Authors {
		out.Authors = append(out.Authors, of(corpus.FieldOrganization, "Organization", string(id)))
	}
	if d.Deliverer != "" {
		speaker := linkedThing{Kind: "Person", Name: d.Deliverer, Role: d.Role}
		if len(d.Authors) == 0 {
			out.Authors = append(out.Authors, speaker)
		} else {
			out.Speaker = &speaker
		}
	}
	if d.Origin.Publisher != "" {
		out.Publisher = &linkedThing{Kind: "Organization", Name: d.Origin.Publisher}
	}
	if d.Session != "" {
		session := of(corpus.FieldSession, "Collection", string(d.Session))
		out.Collection = &session
	}
	for _, id := range d.Topics {
		out.About = append(out.About, of(corpus.FieldTopic, "DefinedTerm", string(id)))
	}
	for _, id := range d.Situations {
		out.About = append(out.About, of(corpus.FieldSituation, "DefinedTerm", string(id)))
	}
	for _, t := range also {
		out.Translation = append(out.Translation, linkedThing{Kind: "DigitalDocument", ID: at(request.StatementPath(t.ID)), Language: t.Language})
	}
	if !d.Origin.Withheld {
		out.Encoding = &linkedFile{
			Kind: "MediaObject", Address: at(request.StatementPath(d.ID) + "/original"), MediaType: d.Origin.MediaType, SHA256: d.Origin.SHA256,
		}
		if d.Origin.Bytes > 0 {
			out.Encoding.Size = strconv.FormatInt(d.Origin.Bytes, 10)
		}
	} else if corpus.IsWebAddress(d.Origin.URL) {
		out.Encoding = &linkedFile{Kind: "MediaObject", Address: d.Origin.URL, MediaType: d.Origin.MediaType}
	}
	return out
}
