// Package terminal shows answers, records and reports to people at a terminal, as
// plain text. What documents and services say cannot steer the terminal: control
// characters are left out.
package terminal
