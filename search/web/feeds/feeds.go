// Package feeds serves standard formats to feed readers, reference managers, spreadsheets, crawlers and
// browsers.
package feeds

import "rostrum/search/web/site"

// Feeds serves a site in standard formats. Its handlers are safe for concurrent use.
type Feeds struct{ *site.Site }

// New returns the feeds of a site.
func New(s *site.Site) *Feeds { return &Feeds{Site: s} }
