package feeds

import (
	"crypto/sha256"
	"encoding/hex"
	"time"

	"github.com/gin-gonic/gin"

	"rostrum/search"
	"rostrum/search/export"
	"rostrum/search/web/request"
	"rostrum/search/web/ui"
)

// feed describes a page of the feed of a search. Its id is derived from the search, so that it is the same
// at any address of the service.
func (s *Feeds) feed(c *gin.Context, f export.Format, st request.State, l *ui.Locale, results *search.Results) export.Feed {
	base, first := s.Base(c.Request), st.WithPage(1)
	at := func(st request.State) string { return base + request.FeedAddress(f, st) }
	whole := first
	whole.Since = "" // feed readers that poll with another since have the same feed
	sum := sha256.Sum256([]byte(whole.Query()))
	title := l.Text("home.title")
	if st.Q != "" {
		title = st.Q + " · " + title
	}
	out := export.Feed{
		ID: "urn:rostrum:search:" + hex.EncodeToString(sum[:16]), Title: title, Subtitle: l.Count("results.count", results.Total),
		Self: at(st), First: at(first), Home: base + whole.Address("/search"), Updated: newest(results),
	}
	if st.Cursor == "" && st.Page > 1 {
		out.Previous = at(st.WithPage(st.Page - 1))
	}
	if results.Next != "" {
		next := st.WithPage(st.Page + 1)
		if st.Cursor != "" || next.Page > search.MaxWindow/request.FeedSize {
			next = first
			next.Cursor = results.Next
		}
		out.Next = at(next)
	}
	return out
}

// newest is when the feed last changed; for an empty feed, the current time.
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
