package web

import (
	"rostrum/corpus"
	"rostrum/search/web/ui"
)

// label is what people call an id.
func (s *Server) label(f corpus.Field, id string, lang corpus.Language) string {
	switch f {
	case corpus.FieldLanguage:
		return ui.Autonym(corpus.Language(id))
	case corpus.FieldYear:
		return id
	}
	return s.names.Label(f, id, lang)
}

// labels is label in one language.
func (s *Server) labels(lang corpus.Language) func(corpus.Field, string) string {
	return func(f corpus.Field, id string) string { return s.label(f, id, lang) }
}

// pageLabel is a label to stand in a page. A browser takes the direction of a
// name from its first letter; a session's is that of its code (ASP20), whatever
// the language of the words after it, so a mark comes before it.
func (s *Server) pageLabel(f corpus.Field, id string, lang corpus.Language) string {
	name := s.label(f, id, lang)
	if f == corpus.FieldSession && name != id && lang.Dir() == "rtl" {
		return "\u200f" + name
	}
	return name
}
