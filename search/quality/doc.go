// Package quality measures the quality of search results.
//
// Evaluate uses a judged collection (documents, queries and relevance grades) and compares the engine's ranking
// with textbook BM25. Judge uses queries in the query language, and reports the ranks of the relevant works. The
// caller chooses the engine.
//
// The judged queries of the repository are in testdata; cmd/rostrum runs them and keeps the ranks in golden files
// next to them.
package quality
