// Package suggest completes what is being typed, corrects spelling, and proposes
// related searches, from the content of an index.
package suggest
