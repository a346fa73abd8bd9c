// Package corpus says what a statement is: the speech or paper somebody put
// before the Assembly of States Parties, the pages it is printed on, who gave
// it, when, and how we know.
//
// It holds no I/O. Bringing documents in is the work of package indexer,
// answering questions about them that of package search; both share only the
// words defined here.
package corpus
