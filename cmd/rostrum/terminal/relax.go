package terminal

import (
	"bufio"
	"fmt"
	"strings"

	"rostrum/corpus"
	"rostrum/search"
)

// Relaxations explains an empty result: what would find something instead, or how to go on if nothing
// would. Label names the ids of filters.
func (p Printer) Relaxations(ways []search.Relaxation, label func(corpus.Field, string) string) error {
	w := bufio.NewWriter(p.Out)
	if len(ways) > 0 {
		fmt.Fprintln(w, "Try instead:")
		for _, way := range ways {
			fmt.Fprintf(w, "  %s (%s)\n", OneLine(relaxed(way, label)), Count(way.Total, "statement", "statements"))
		}
	} else {
		fmt.Fprintln(w, "No statement in this collection matches. Try another spelling, the beginning of a word\nfollowed by *, fewer words, or the name of an organization in any language.")
	}
	return w.Flush()
}

func relaxed(way search.Relaxation, label func(corpus.Field, string) string) string {
	names := make([]string, len(way.Values))
	for i, id := range way.Values {
		names[i] = label(way.Field, id)
	}
	asked := ""
	if way.Request.Query != nil {
		asked = way.Request.Query.String()
	}
	switch way.Kind {
	case search.RelaxValue:
		return fmt.Sprintf("%s: %s", way.Field, strings.Join(names, ", "))
	case search.RelaxName:
		return "another name: " + asked
	case search.RelaxSpelling:
		return fmt.Sprintf("%s, without filters", asked)
	case search.RelaxFilter:
		return fmt.Sprintf("without %s: %s", way.Field, strings.Join(names, ", "))
	case search.RelaxDates:
		return "any date"
	case search.RelaxExact:
		return "including other forms and translations"
	case search.RelaxFilters:
		return "without filters"
	}
	return "only " + asked
}
