// Package words enforces a common vocabulary. Its test reads terms.txt, a list of retired phrases, identifiers,
// file names, flags and parameters with their replacements, and fails if one of them is used: in interface
// messages, documentation, program output or code. The list has no ordinary words.
package words
