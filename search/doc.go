// Package search is about finding statements of the corpus: which
// of them match, in which order, on which page, and how many there are for
// each session, topic and organization.
//
// It holds what both engines share: the request, the plan it is read into, and
// the results. It knows neither how statements are brought in nor how answers
// are shown; results are text with offsets, never HTML.
package search
