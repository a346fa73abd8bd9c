// Package words holds the project to one vocabulary. Its test reads terms.txt,
// a list of phrases, identifiers, file names, flags and parameters that were
// replaced by standard terms, and fails where one of them comes back: on the
// pages in any language, in the documentation, in what the program prints, or
// in the code. Ordinary words are not on the list; it names what people read as
// a whole and what code is called.
package words
