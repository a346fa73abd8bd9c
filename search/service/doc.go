// Package service keeps a search service up to date while it runs: it opens each
// newly published index, opens the catalogue once there is one, and rebuilds data
// written by another version of the program. It connects catalogue, index and page
// images to the web server, and reports their state to the operator.
package service
