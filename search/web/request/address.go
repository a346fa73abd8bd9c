package request

import (
	"net/url"
	"strconv"

	"rostrum/corpus"
)

// Paths of pages and of what programs get beside the API.
const (
	TrendsPath  = "/trends"
	DocsPath    = "/docs"
	OEmbedPath  = "/oembed"
	OpenAPIPath = "/openapi.json"
)

// WordParameters are those that say, or may say, what somebody looks for.
var WordParameters = []string{"q", "text", "prefix", "url", "back"}

// EntityPaths are where sessions, topics and organizations have their pages.
var EntityPaths = map[corpus.Field]string{
	corpus.FieldSession:      "/sessions/",
	corpus.FieldTopic:        "/topics/",
	corpus.FieldOrganization: "/organizations/",
}

// EntityAddress is the page of a session, topic or organization, in the language
// of st.
func EntityAddress(st State, f corpus.Field, id string) string {
	return State{Lang: st.Lang}.Address(EntityPaths[f] + url.PathEscape(id))
}

// StatementPath is the page of a statement.
func StatementPath(id corpus.ID) string { return "/s/" + url.PathEscape(string(id)) }

// SimilarPath is the page of what repeats a statement.
func SimilarPath(id corpus.ID) string { return StatementPath(id) + "/similar" }

// PassageAddress leads to a passage with the words of the question marked; on
// page 0, to the statement as a whole.
func PassageAddress(st State, id corpus.ID, page, number int) string {
	carried := st.Carried()
	if page == 0 {
		return carried.Address(StatementPath(id))
	}
	return carried.Address(StatementPath(id)) + "#" + PassageAnchor(page, number)
}

// PassageAnchor is the anchor of a passage on the page of its statement.
func PassageAnchor(page, number int) string {
	return "p" + strconv.Itoa(page) + "-" + strconv.Itoa(number)
}
