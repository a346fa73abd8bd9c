// Package suggest is what an index offers beside its answers: how what is being
// typed may go on, how else a word is spelt, and which searches lead on from
// what was found.
package suggest
