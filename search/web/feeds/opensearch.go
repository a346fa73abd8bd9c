package feeds

import (
	"encoding/xml"
	"net/http"
	"net/url"

	"github.com/gin-gonic/gin"

	"rostrum/corpus"
	"rostrum/search/web/limit"
	"rostrum/search/web/respond"
)

const openSearchType = "application/opensearchdescription+xml"

// OpenSearch describes the search to browsers, which can then offer it beside
// their own. Its addresses have to be absolute; where none is sure there is no
// description.
func (s *Feeds) OpenSearch(c *gin.Context, _ *limit.Index) error {
	base := s.Base(c.Request)
	if base == "" {
		return corpus.ErrNotFound
	}
	l := s.Locale(c.Request)
	type address struct {
		Type     string `xml:"type,attr"`
		Rel      string `xml:"rel,attr,omitempty"`
		Template string `xml:"template,attr"`
	}
	type image struct {
		Type    string `xml:"type,attr"`
		Address string `xml:",chardata"`
	}
	type description struct {
		XMLName       xml.Name  `xml:"http://a9.com/-/spec/opensearch/1.1/ OpenSearchDescription"`
		ShortName     string    `xml:"ShortName"`
		Description   string    `xml:"Description"`
		InputEncoding string    `xml:"InputEncoding"`
		Image         image     `xml:"Image"`
		Addresses     []address `xml:"Url"`
	}
	hl := "&hl=" + url.QueryEscape(string(l.Lang))
	body, err := xml.MarshalIndent(description{
		ShortName: "rostrum", Description: l.Text("home.title"), InputEncoding: "UTF-8",
		Image: image{"image/svg+xml", base + s.UI.Assets.Path("mark.svg")},
		Addresses: []address{
			{Type: "text/html", Template: base + "/search?q={searchTerms}" + hl},
			{Type: "application/x-suggestions+json", Rel: "suggestions", Template: base + "/opensearch/suggest?q={searchTerms}" + hl},
			{Type: openSearchType, Rel: "self", Template: base + "/opensearch.xml?hl=" + string(l.Lang)},
		},
	}, "", "  ")
	if err != nil {
		return err
	}
	c.Header("Cache-Control", "public, max-age=86400")
	respond.Send(c, http.StatusOK, openSearchType, append([]byte(xml.Header), body...))
	return nil
}
