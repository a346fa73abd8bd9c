// Package quality measures how well an engine finds what it should.
//
// Evaluate takes a judged collection, documents with questions and the grades
// that people gave, and compares the engine's ranking with textbook BM25. Judge takes questions in the language people ask in, and looks
// where the works that answer them come. Both leave it to their caller which
// engine that is.
//
// The judged questions of the repository are in testdata; cmd/rostrum asks them
// and keeps the ranks in golden files beside them.
package quality
