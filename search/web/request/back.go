package request

import (
	"net/url"
	"slices"
	"strings"
)

// maxBack is how many bytes the address of the page that led to a statement may have: with the rest of
// an address it has to fit into what browsers and proxies take.
const maxBack = 2048

// Carried is what links to a statement carry: the words to mark there, and the way back.
func (st State) Carried() State {
	return State{Q: st.Q, Exact: st.Exact, Lang: st.Lang, Back: st.Back}
}

// ComingFrom is the state with page as the way back from the statements it leads to. The plain results of
// its words need not be said: they are where the words came from, unless another page is.
func (st State) ComingFrom(page string) State {
	st.Back = ""
	if len(page) <= maxBack && page != st.Carried().Address("/search") {
		st.Back = page
	}
	return st
}

// Return is the address that leads back from a statement: the page of ours that led there, or the
// results of the words that are marked; "" without either.
func (st State) Return() string {
	if st.Back != "" {
		return st.Back
	}
	if st.Q == "" {
		return ""
	}
	return st.Carried().Address("/search")
}

// ours tells whether an address is one of a page that lists statements, so that nobody can have a page
// of ours lead elsewhere.
func ours(address string) bool {
	u, err := url.Parse(address)
	if err != nil || len(address) > maxBack || u.IsAbs() || u.Host != "" || u.Opaque != "" || u.Fragment != "" {
		return false
	}
	if slices.Contains([]string{"/search", "/quote", TrendsPath, "/coverage"}, u.Path) {
		return true
	}
	for _, beginning := range EntityPaths {
		if strings.HasPrefix(u.Path, beginning) {
			return true
		}
	}
	return strings.HasPrefix(u.Path, "/s/") && strings.HasSuffix(u.Path, "/similar")
}
