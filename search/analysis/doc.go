// Package analysis is how text is read: its words, their stems and the stop
// words of each language, sentences and passages, the words of a query, where
// they stand in a text, and what two texts have in common.
//
// Every engine reads through it, statements and queries alike, so that all find
// the same, mark what they found, and count words alike. It knows nothing of
// postings, generations or files. Bleve's stemmers and stop words come in here.
package analysis
