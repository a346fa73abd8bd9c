// Package corpus defines what a statement is: a speech or paper before the Assembly of
// States Parties, with its pages, authors, date, and the evidence for each.
//
// It has no I/O. Package indexer adds documents, package search answers queries; they share
// only the types defined here.
package corpus
