// Package search defines searching the corpus: which statements match, in which order, on which
// page, and how many there are for each session, topic and organization.
//
// It has what all engines share: requests, query plans and results. It knows neither how
// statements are indexed nor how results are shown; results are text with offsets, never HTML.
package search
