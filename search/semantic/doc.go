// Package semantic compares words and sentences of different languages by their
// meaning. It runs a sentence encoder, the Universal Sentence Encoder multilingual v3
// (Yang and others, "Multilingual Universal Sentence Encoder for Semantic Retrieval",
// 2020), in plain Go: Install converts the published weights to one flat file, Open
// maps it into memory, and Encoder.Encode turns a text into a vector of Dim numbers.
//
// A Vocabulary holds the vectors of the words of an index by language, and Bridge
// looks up the words of other languages that are nearest to those of a query.
//
// The package knows neither engines nor documents: it is given words.
package semantic
