// Package pages answers people: complete pages, made on the server, each state
// of which has an address. It decodes nothing and searches nothing by itself;
// see request and limit.
package pages

import (
	"rostrum/search/web/apidocs"
	"rostrum/search/web/site"
)

// Pages serves the pages of a site. Its handlers are safe for concurrent use.
type Pages struct {
	*site.Site
	docs apidocs.Docs
}

// New makes the pages of a site; docs is what programs are told of its API.
func New(s *site.Site, docs apidocs.Docs) *Pages { return &Pages{Site: s, docs: docs} }
