package request

import (
	"rostrum/search"
	"rostrum/search/api"
	"rostrum/search/export"
	"rostrum/search/query"
)

// FeedSize is how many entries a page of a feed has: readers ask often, and
// want what is new.
const FeedSize = 50

// IsFeed tells whether a format is one of feed readers.
func IsFeed(f export.Format) bool { return f == export.Atom || f == export.JSONFeed }

// AsFeed is a search as a feed shows it: always by when statements were added, so
// that a reader who comes to what it knows has missed nothing.
func (st State) AsFeed() State {
	st.Sort, st.Size, st.Expand, st.Debug = "", DefaultSize, "", false
	return st
}

// FeedRequest is the question of a page of a feed.
func (st State) FeedRequest() (search.Request, error) {
	if most := search.MaxWindow / FeedSize; st.Page > most {
		return search.Request{}, Invalid("page", "fault.number", "Most", most)
	}
	st.Sort, st.Size = search.SortAdded, FeedSize
	r, err := st.Request()
	if all, ok := r.Query.(query.All); ok {
		r.Query = query.And(all) // what holds only some of the words is no news, here as in alerts
	}
	return r, err
}

// FeedAddress is where a page of the feed of a search is.
func FeedAddress(f export.Format, st State) string {
	if f == export.Atom {
		return st.Address("/search.atom")
	}
	if st.Query() == "" {
		return api.ExportPath + "?format=" + string(f)
	}
	return st.Address(api.ExportPath) + "&format=" + string(f)
}
