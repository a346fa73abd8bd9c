// Package feeds answers programs that read standard formats: feed readers,
// reference managers and spreadsheets, crawlers, and browsers that search.
package feeds

import "rostrum/search/web/site"

// Feeds serves a site in standard formats. Its handlers are safe for concurrent use.
type Feeds struct{ *site.Site }

// New makes the feeds of a site.
func New(s *site.Site) *Feeds { return &Feeds{Site: s} }
