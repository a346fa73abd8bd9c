package pages

import (
	"rostrum/corpus"
)

// PageLabel is a label to stand in a page. A browser takes the direction of a
// name from its first letter; a session's is that of its code (ASP20), whatever
// the language of the words after it, so a mark comes before it.
func (s *Pages) PageLabel(f corpus.Field, id string, lang corpus.Language) string {
	name := s.Label(f, id, lang)
	if f == corpus.FieldSession && name != id && lang.Dir() == "rtl" {
		return "\u200f" + name
	}
	return name
}
