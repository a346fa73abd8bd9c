// Package terminal prints results, records and reports for people, as plain text.
// Control characters are removed, so that text from documents and services cannot
// control the terminal.
package terminal
