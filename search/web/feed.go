package web

import (
	"crypto/sha256"
	"encoding/hex"
	"time"

	"github.com/gin-gonic/gin"

	"rostrum/search"
	"rostrum/search/export"
	"rostrum/search/query"
	"rostrum/search/web/ui"
)

// feedSize is how many entries a page of a feed has: readers ask often, and
// want what is new.
const feedSize = 50

func isFeed(f export.Format) bool { return f == export.Atom || f == export.JSONFeed }

// fed is a search as a feed shows it: always by when statements were added, so
// that a reader who comes to what it knows has missed nothing.
func (st state) fed() state {
	st.Sort, st.Size, st.Whole, st.Debug = "", defaultSize, "", false
	return st
}

// feedRequest is the question of a page of a feed.
func (st state) feedRequest() (search.Request, error) {
	if most := search.MaxWindow / feedSize; st.Page > most {
		return search.Request{}, faults{{Parameter: "page", Position: -1, message: "fault.number", pairs: []any{"Most", most}}}
	}
	st.Sort, st.Size = search.SortAdded, feedSize
	r, err := st.request()
	if all, ok := r.Query.(query.All); ok {
		r.Query = query.And(all) // what holds only some of the words is no news, here as in alerts
	}
	return r, err
}

// feedAddress is where a page of the feed of a search is.
func feedAddress(f export.Format, st state) string {
	if f == export.Atom {
		return st.address("/search.atom")
	}
	if st.query() == "" {
		return "/api/v1/export?format=" + string(f)
	}
	return st.address("/api/v1/export") + "&format=" + string(f)
}

// feed describes a page of the feed of a search. Its id is made of the
// question, so it stays the same wherever the service moves.
func (s *Server) feed(c *gin.Context, f export.Format, st state, l *ui.Locale, results *search.Results) export.Feed {
	base, first := s.base(c.Request), st.turn(1)
	at := func(st state) string { return base + feedAddress(f, st) }
	whole := first
	whole.Since = "" // a reader that asks for what came after another moment has the same feed
	sum := sha256.Sum256([]byte(whole.query()))
	title := l.Text("home.title")
	if st.Q != "" {
		title = st.Q + " · " + title
	}
	out := export.Feed{
		ID: "urn:rostrum:search:" + hex.EncodeToString(sum[:16]), Title: title, Subtitle: l.Count("results.count", results.Total),
		Self: at(st), First: at(first), Home: base + whole.address("/search"), Updated: newest(results),
	}
	if st.Cursor == "" && st.Page > 1 {
		out.Previous = at(st.turn(st.Page - 1))
	}
	if results.Next != "" {
		next := st.turn(st.Page + 1)
		if st.Cursor != "" || next.Page > search.MaxWindow/feedSize {
			next = first
			next.Cursor = results.Next
		}
		out.Next = at(next)
	}
	return out
}

// newest is when something last changed in what a feed shows; without anything,
// when it was seen that there is nothing.
func newest(results *search.Results) time.Time {
	var at time.Time
	for _, h := range results.Hits {
		if t := export.Changed(h.Statement); t.After(at) {
			at = t
		}
	}
	if at.IsZero() {
		return results.Index.Built
	}
	return at
}
