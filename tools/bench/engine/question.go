package main

import "context"

// kind is what a question asks for.
type kind string

const (
	oneTerm  kind = "one term"
	twoTerms kind = "two terms"
	phrase   kind = "phrase"
	prefix   kind = "prefix"
	all      kind = "all"
)

// question is asked of every engine, each in its own language.
type question struct {
	kind kind
	text string // words, or the letters of a prefix
}

// questions are of words that are common, less common and rare, in both languages.
var questions = []question{
	{oneTerm, "humanitarian"}, {oneTerm, "justicia"}, {oneTerm, "reform"}, {oneTerm, "landmines"},
	{twoTerms, "nuclear weapons"}, {twoTerms, "derechos humanos"}, {twoTerms, "climate justice"}, {twoTerms, "court victims"},
	{phrase, "human rights"}, {phrase, "international criminal court"}, {phrase, "derechos humanos"}, {phrase, "crimes against humanity"},
	{prefix, "coop"}, {prefix, "nucl"}, {prefix, "human"}, {prefix, "democ"},
	{all, ""},
}

// contender is an engine that is asked. Its answer has ten hits with passages,
// and facets.
type contender interface {
	// ask returns how many statements were found.
	ask(context.Context, question) (total int, err error)
}
