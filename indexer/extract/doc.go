// Package extract reads the text out of documents: PDF files, web pages and
// what else statements are handed in as.
//
// The parsers meet files that anybody may have made, so none of them runs in
// the process that asks. An Extractor starts workers, which are the same
// binary started again to run Work, and speaks to them over pipes. A worker
// that takes too long or too much memory is killed and replaced, and the
// document gets the reason; a worker that lives is kept for the next document.
// Before it looks at one it has given up the network, files and all else that it
// does not need (package sandbox).
//
// What language the text is in and what it says are left to others.
package extract
