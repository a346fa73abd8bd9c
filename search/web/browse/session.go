package browse

import (
	"cmp"
	"context"
	"slices"
	"strings"

	"rostrum/corpus"
	"rostrum/search"
	"rostrum/search/web/limit"
	"rostrum/search/web/request"
	"rostrum/search/web/site"
	"rostrum/search/web/ui"
)

// meeting is a stretch of days on which a session met, with the place as the interface calls it.
type meeting struct {
	site.SessionPart
	At string
}

func (s *Browser) meetings(l *ui.Locale, id corpus.SessionID) []meeting {
	if s.Sessions == nil {
		return nil
	}
	var out []meeting
	for _, part := range s.Sessions(id) {
		out = append(out, meeting{part, place(l, part.Place)})
	}
	return out
}

// place is what the interface calls a place where the Assembly met; as written if it knows no name.
func place(l *ui.Locale, name string) string {
	id := "place." + strings.ToLower(strings.ReplaceAll(name, " ", "-"))
	if called := l.Text(id); called != id {
		return called
	}
	return name
}

// debate is what was said on one topic at a session.
type debate struct {
	Name  string
	URL   string
	Count int
	First corpus.Date // zero if no statement has a date
}

// maxDebates is the number of debates of a session that are listed: each is looked up for its date.
const maxDebates = 30

// debates lists the debates of a session by the dates of their first statements, those without a date
// last.
func (s *Browser) debates(ctx context.Context, ix *limit.Index, l *ui.Locale, st request.State, id corpus.SessionID, topics search.Facet) ([]debate, error) {
	var out []debate
	for _, v := range topics.Values[:min(len(topics.Values), maxDebates)] {
		on := st.Toggle(corpus.FieldTopic, v.ID).WithSort(search.SortOldest)
		r, err := on.Request()
		if err != nil {
			return nil, err
		}
		r.Size = 1
		first, err := ix.Search(ctx, r)
		if err != nil {
			return nil, err
		}
		d := debate{Name: s.PageLabel(corpus.FieldTopic, v.ID, l.Lang), URL: on.Address("/search"), Count: v.Count}
		if len(first.Hits) > 0 {
			d.First = first.Hits[0].Statement.Date
		}
		out = append(out, d)
	}
	slices.SortStableFunc(out, func(a, b debate) int {
		switch {
		case a.First.IsZero() != b.First.IsZero():
			if a.First.IsZero() {
				return 1
			}
			return -1
		case a.First != b.First:
			return cmp.Compare(a.First.First(), b.First.First())
		}
		return cmp.Or(cmp.Compare(b.Count, a.Count), l.Compare(a.Name, b.Name))
	})
	return out, nil
}
