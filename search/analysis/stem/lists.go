package stem

import "strings"

// set makes a set of the words of a list.
func set(list string) map[string]bool {
	out := map[string]bool{}
	for _, w := range strings.Fields(list) {
		out[w] = true
	}
	return out
}

// table leads to the first word of each group from all of them. Groups end with
// a bar or with the line.
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
