package stem

import "strings"

// set returns the words of a list as a set.
func set(list string) map[string]bool {
	out := map[string]bool{}
	for _, w := range strings.Fields(list) {
		out[w] = true
	}
	return out
}

// table maps all words of each group to the first. Groups end at a bar or at the end
// of the line.
func table(list string) map[string]string {
	out := map[string]string{}
	for _, group := range strings.FieldsFunc(list, func(r rune) bool { return r == '|' || r == '\n' }) {
		words := strings.Fields(group)
		for _, w := range words {
			out[w] = words[0]
		}
	}
	return out
}
