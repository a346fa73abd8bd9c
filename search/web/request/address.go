package request

import (
	"net/url"
	"strconv"

	"rostrum/corpus"
)

func StatementPath(id corpus.ID) string { return "/s/" + url.PathEscape(string(id)) }

// PassageAddress leads to a passage with the words of the question marked; on
// page 0, to the statement as a whole.
func PassageAddress(st State, id corpus.ID, page, number int) string {
	carried := State{Q: st.Q, Exact: st.Exact, Lang: st.Lang}
	if page == 0 {
		return carried.Address(StatementPath(id))
	}
	return carried.Address(StatementPath(id)) + "#" + PassageAnchor(page, number)
}

func PassageAnchor(page, number int) string {
	return "p" + strconv.Itoa(page) + "-" + strconv.Itoa(number)
}

// EntityPaths are where sessions, topics and organizations have their pages.
var EntityPaths = map[corpus.Field]string{
	corpus.FieldSession:      "/sessions/",
	corpus.FieldTopic:        "/topics/",
	corpus.FieldOrganization: "/organizations/",
}

func EntityAddress(st State, f corpus.Field, id string) string {
	return State{Lang: st.Lang}.Address(EntityPaths[f] + url.PathEscape(id))
}

const DocsPath = "/docs"

const OEmbedPath = "/oembed"

const OpenAPIPath = "/openapi.json"

func SimilarPath(id corpus.ID) string { return StatementPath(id) + "/similar" }

const TrendsPath = "/trends"
