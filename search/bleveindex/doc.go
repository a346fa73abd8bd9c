// Package bleveindex is the embedded engine: search.Engine over files in a folder
// of this machine.
//
// It takes Bleve's segment format (dictionaries, postings and frequencies) and
// walks the postings itself, because what users are promised cannot be had from
// Bleve's searcher:
//
//   - Totals and facets count works, not documents, and exactly: a work in four
//     languages is one hit, and a value counts once for it however many of its
//     translations match. That needs the whole set of matching statements before
//     anything is counted, with the filters of each facet lifted in turn.
//   - Phrases are true to the page: they run on from one page to the next and over
//     words that a printer broke, a hyphenated word is also its parts joined, accents
//     count where they are typed, and what is found is what is marked. One tokenizer
//     numbers the words of a text for all languages, and a stream of these numbers
//     is stored for every statement.
//   - Quotations and repeated passages are aligned word by word with those streams,
//     and statements that cannot hold them are excluded by postings alone.
//
// It is also faster, and ranks by BM25 with true lengths, but that is not why.
//
// The parts, each of which knows only those after it:
//
//   - bleveindex answers requests: match, score, collect, count facets and trends,
//     align quotations.
//   - suggest completes, corrects spelling and finds related searches.
//   - generation says which segments make the published index, and builds, updates,
//     checks and purges.
//   - segment is what the files of one set of statements hold.
//   - analysis, shared with other engines, is how text is read.
package bleveindex
