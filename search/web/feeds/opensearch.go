package feeds

import (
	"encoding/xml"
	"net/http"
	"net/url"

	"github.com/gin-gonic/gin"

	"rostrum/corpus"
	"rostrum/search"
	"rostrum/search/web/answer"
	"rostrum/search/web/limit"
	"rostrum/search/web/respond"
	"rostrum/search/web/ui"
)

const openSearchType = "application/opensearchdescription+xml"

// OpenSearch serves the OpenSearch description for browsers. It needs absolute URLs; without a known base
// URL it returns 404.
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
	lang := "&lang=" + url.QueryEscape(string(l.Lang))
	body, err := xml.MarshalIndent(description{
		ShortName: "rostrum", Description: l.Text("home.title"), InputEncoding: "UTF-8",
		Image: image{"image/svg+xml", base + s.UI.Assets.Path("mark.svg")},
		Addresses: []address{
			{Type: "text/html", Template: base + "/search?q={searchTerms}" + lang},
			{Type: "application/x-suggestions+json", Rel: "suggestions", Template: base + "/opensearch/suggest?q={searchTerms}" + lang},
			{Type: openSearchType, Rel: "self", Template: base + "/opensearch.xml?lang=" + string(l.Lang)},
		},
	}, "", "  ")
	if err != nil {
		return err
	}
	c.Header("Cache-Control", "public, max-age=86400")
	respond.Send(c, http.StatusOK, openSearchType, append([]byte(xml.Header), body...))
	return nil
}

// OpenSearchSuggest serves suggestions for a browser's search field: the typed text, then parallel lists of
// completions, descriptions and URLs.
func (s *Feeds) OpenSearchSuggest(c *gin.Context, ix *limit.Index) error {
	values, limit, err := s.Parser.Suggest(c.Request.URL.RawQuery, "q", "lang")
	if err != nil {
		return err
	}
	l := s.UI.Locale(ui.Negotiate(values.Get("lang"), ""))
	if unchanged, err := respond.IndexNotModified(c, ix, s.Build(), values.Encode(), "public, max-age=60"); unchanged || err != nil {
		return err
	}
	found, err := ix.Suggest(c.Request.Context(), values.Get("q"), limit, s.Labels(l.Lang))
	if err != nil {
		return err
	}
	words, kinds, addresses := []string{}, []string{}, []string{}
	for _, item := range found.Items {
		a := answer.Completion(item, values.Get("lang"))
		completion := a.Label
		if item.Kind == search.SuggestPhrase {
			completion = a.Q
		}
		words = append(words, completion)
		kinds = append(kinds, l.Text("suggest."+string(item.Kind)))
		addresses = append(addresses, s.Base(c.Request)+a.URL)
	}
	return respond.JSON(c, http.StatusOK, "application/x-suggestions+json; charset=utf-8", []any{values.Get("q"), words, kinds, addresses})
}
