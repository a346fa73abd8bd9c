// Package datadir has the primitives of a data folder: the locks that allow one writing
// process at a time, SQLite databases, durable folders, checksums and disk space. It knows
// nothing about the contents.
package datadir
