package request

import (
	"net/url"
	"strconv"

	"rostrum/corpus"
)

// Paths of pages, and of endpoints outside the API.
const (
	TrendsPath  = "/trends"
	DocsPath    = "/docs"
	OEmbedPath  = "/oembed"
	OpenAPIPath = "/openapi.json"
)

// WordParameters are the parameters that contain, or may contain, search terms.
var WordParameters = []string{"q", "text", "prefix", "url", "back", "drop"}

// EntityPaths are the paths of the pages of sessions, topics and organizations.
var EntityPaths = map[corpus.Field]string{
	corpus.FieldSession:      "/sessions/",
	corpus.FieldTopic:        "/topics/",
	corpus.FieldOrganization: "/organizations/",
}

// EntityAddress returns the page of a session, topic or organization, in the language
// of st.
func EntityAddress(st State, f corpus.Field, id string) string {
	return State{Lang: st.Lang}.Address(EntityPaths[f] + url.PathEscape(id))
}

// StatementPath returns the page of a statement.
func StatementPath(id corpus.ID) string { return "/s/" + url.PathEscape(string(id)) }

// SimilarPath returns the page with statements that repeat passages of one.
func SimilarPath(id corpus.ID) string { return StatementPath(id) + "/similar" }

// PassageAddress links to a passage with the matches highlighted; with page 0, to the
// statement as a whole.
func PassageAddress(st State, id corpus.ID, page, number int) string {
	carried := st.Carried()
	if page == 0 {
		return carried.Address(StatementPath(id))
	}
	return carried.Address(StatementPath(id)) + "#" + PassageAnchor(page, number)
}

// PassageAnchor returns the anchor of a passage on its statement's page.
func PassageAnchor(page, number int) string {
	return "p" + strconv.Itoa(page) + "-" + strconv.Itoa(number)
}
