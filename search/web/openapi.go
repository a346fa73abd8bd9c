package web

import (
	_ "embed" // of the description
	"encoding/json"
	"fmt"
	"net/http"

	"github.com/gin-gonic/gin"
	"go.yaml.in/yaml/v3"
)

// apiDescription says what programs may ask and what they get; see there.
//
//go:embed openapi.yaml
var apiDescription []byte

const openAPIPath = "/openapi.json"

// describe reads the description of the API into its JSON and its page.
func describe() (asJSON []byte, docs apiDocs, err error) {
	var tree map[string]any
	if err := yaml.Unmarshal(apiDescription, &tree); err != nil {
		return nil, docs, fmt.Errorf("read the description of the API: %w", err)
	}
	if asJSON, err = json.Marshal(tree); err != nil {
		return nil, docs, fmt.Errorf("write the description of the API: %w", err)
	}
	if docs, err = readDocs(apiDescription); err != nil {
		return nil, docs, err
	}
	return asJSON, docs, nil
}

// openAPI gives programs the description.
func (s *Server) openAPI(c *gin.Context, _ *Index) error {
	c.Header("Vary", "Accept-Encoding")
	if unchanged(c, s.build(), string(s.description), "", "public, max-age=3600") {
		return nil
	}
	send(c, http.StatusOK, "application/json; charset=utf-8", s.description)
	return nil
}
