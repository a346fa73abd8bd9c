package web

import (
	_ "embed"
	"encoding/json"
	"fmt"
	"net/http"

	"github.com/gin-gonic/gin"
	"go.yaml.in/yaml/v3"

	"rostrum/search/web/apidocs"
	"rostrum/search/web/limit"
	"rostrum/search/web/respond"
)

// apiDescription says what programs may ask and what they get; see there.
//
//go:embed openapi.yaml
var apiDescription []byte

// describe converts the description of the API to JSON and to its page.
func describe() (asJSON []byte, docs apidocs.Docs, err error) {
	var tree map[string]any
	if err := yaml.Unmarshal(apiDescription, &tree); err != nil {
		return nil, docs, fmt.Errorf("read the description of the API: %w", err)
	}
	if asJSON, err = json.Marshal(tree); err != nil {
		return nil, docs, fmt.Errorf("write the description of the API: %w", err)
	}
	if docs, err = apidocs.Read(apiDescription); err != nil {
		return nil, docs, err
	}
	return asJSON, docs, nil
}

// openAPI serves the description as JSON.
func (s *Server) openAPI(c *gin.Context, _ *limit.Index) error {
	c.Writer.Header().Add("Vary", "Accept-Encoding")
	if respond.NotModified(c, s.Build(), string(s.description), "", "public, max-age=3600") {
		return nil
	}
	respond.Send(c, http.StatusOK, "application/json; charset=utf-8", s.description)
	return nil
}
