package request

import (
	"net/url"
	"slices"
	"strings"
)

// maxBack limits the address of the page that led to a statement, in bytes: browsers
// and proxies limit the length of an address as a whole.
const maxBack = 2048

// Carried is the part of a state that links to a statement carry: the words to
// highlight, and the way back.
func (st State) Carried() State {
	return State{Q: st.Q, Exact: st.Exact, Lang: st.Lang, Back: st.Back}
}

// ComingFrom returns the state with page as the way back from statements. The first
// page of plain results is the default, and is left out.
func (st State) ComingFrom(page string) State {
	st.Back = ""
	if len(page) <= maxBack && page != st.Carried().Address("/search") {
		st.Back = page
	}
	return st
}

// Return returns the address that leads back from a statement: the page that led
// there, or the results for the highlighted words; "" without either.
func (st State) Return() string {
	if st.Back != "" {
		return st.Back
	}
	if st.Q == "" {
		return ""
	}
	return st.Carried().Address("/search")
}

// ours reports whether an address is a page of this site that lists statements, so
// that links cannot lead elsewhere.
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
