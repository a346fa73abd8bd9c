// Package bleveindex is the embedded engine: it builds indexes of statements,
// opens them and answers requests from them.
//
// Bleve gives it the stemmers and stop words of each language and the segment
// format: dictionaries, postings and frequencies. On top of that stand parts of
// its own, each because Bleve's was measured to be wrong or too slow for this
// work: one tokenizer for all languages, so that a word has the same place in
// every reading of a text; a walk over postings that ranks by BM25 with true
// lengths; columns in memory for facets, filters and dates; the order of the
// words of every text, for exact phrases; and passages cut at sentences.
//
// An index is a generation: a folder that is written aside, closed, probed,
// hashed and then never changed. CURRENT names the one in use. A generation is
// made of segments, which it may share with the one before through links.
package bleveindex
