// Package service keeps a search service answering while what it answers from
// changes: the published index is taken up whenever there is another, a catalogue
// whenever there is one, and what another version of the program made is rebuilt.
// It ties catalogue, index and page images to the web server, and says what those
// who run it have to know.
package service
