// Package extract extracts the text of documents: PDF files, web pages, and the other
// formats in which statements are published.
//
// Documents are untrusted, so they are never parsed in the calling process. An
// Extractor starts workers, which are the same program running Work, and talks to
// them over pipes. A worker that exceeds its time or memory is killed and replaced,
// and the document gets the reason; otherwise it is kept for the next document.
// Before a worker sees a document, it gives up the network, files and everything else
// it does not need (package sandbox).
//
// Detecting the language and interpreting the text are left to other packages.
package extract
