package pages

import (
	"rostrum/search"
	"rostrum/search/web/request"
)

// suggestion is the question that was perhaps meant.
type suggestion struct {
	Q     string
	Total int
	URL   string // of its page
}

// suggested is a correction as it is shown; nil if there is none.
func suggested(st request.State, correction *search.Correction) *suggestion {
	if correction == nil {
		return nil
	}
	other := st.Asking(correction.Query)
	return &suggestion{Q: other.Q, Total: correction.Total, URL: other.Address("/search")}
}
