package request

import (
	"rostrum/search"
	"rostrum/search/api"
	"rostrum/search/export"
	"rostrum/search/query"
)

// FeedSize is the number of entries on a page of a feed, which readers request often
// and for the newest only.
const FeedSize = 50

// IsFeed reports whether a format is a feed.
func IsFeed(f export.Format) bool { return f == export.Atom || f == export.JSONFeed }

// AsFeed returns a search as shown in a feed: always sorted by when statements were
// added, so that a reader that finds a known entry has missed nothing.
func (st State) AsFeed() State {
	st.Sort, st.Size, st.Expand, st.Debug = "", DefaultSize, "", false
	return st
}

// FeedRequest returns the request for a page of a feed.
func (st State) FeedRequest() (search.Request, error) {
	if most := search.MaxWindow / FeedSize; st.Page > most {
		return search.Request{}, Invalid("page", "fault.number", "Most", most)
	}
	st.Sort, st.Size = search.SortAdded, FeedSize
	r, err := st.Request()
	if all, ok := r.Query.(query.All); ok {
		r.Query = query.And(all) // relaxed matches are no news, in feeds as in alerts
	}
	return r, err
}

// FeedAddress returns the address of a page of a search's feed.
func FeedAddress(f export.Format, st State) string {
	if f == export.Atom {
		return st.Address("/search.atom")
	}
	if st.Query() == "" {
		return api.ExportPath + "?format=" + string(f)
	}
	return st.Address(api.ExportPath) + "&format=" + string(f)
}
