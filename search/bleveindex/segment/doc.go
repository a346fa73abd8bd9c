// Package segment is what the files of an index hold: a set of statements that
// were written together and never change.
//
// Postings lead from words and stems to statements, columns hold what is
// filtered, counted and sorted by, token streams the words of each statement in
// their order, and the lexicon the words behind their numbers. Which segments
// make an index is for package generation to say.
package segment
