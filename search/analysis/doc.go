// Package analysis is how text is read: words, folded forms, stems and stop words
// of each language, sentences and passages, the clauses of a query, where they
// match in a text, and what two texts have in common.
//
// Every engine reads statements and queries through it, so that all find the same,
// mark what they found, and count words alike. It knows nothing of postings,
// generations or files. Bleve's stemmers and stop words come in here.
//
// The way of a query: Lower turns the engine-neutral plan into nodes and clauses;
// an engine matches these in its index; a Marker matches them again in the texts
// that are shown, and cuts passages around what it marks. The way of a quotation: a
// Quotation is compared with the Units of a statement by an Aligner, and QuotedText
// shows the result.
package analysis
