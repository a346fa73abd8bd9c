// Package quality measures how well an engine finds what it should.
//
// Evaluate takes a judged collection, documents with questions and the grades
// that people gave, and compares the engine's ranking with textbook BM25 on the
// same tokens. FindKnown takes questions of which it is known which files they
// should bring up. Both leave it to their caller which engine that is.
package quality
