package search

import (
	"context"

	"rostrum/corpus"
)

// Debate is where a statement stands among those of its session on one of its topics, in the order of
// SortOldest: by date, since the order of speakers within a day is not recorded.
type Debate struct {
	Session corpus.SessionID
	Topic   corpus.TopicID
	Total   int // works in the debate
	Place   int // of the statement's work among them, from 1
	// Before and After are the hits beside it; nil at either end.
	Before, After *Hit
}

// maxDebates is the number of topics of one statement whose debates are looked up.
const maxDebates = 3

// Debates finds the debates that a statement belongs to, in the order of its topics. Debates with no
// other statement, and those beyond MaxWindow, are left out. Errors are those of Searcher.
func Debates(ctx context.Context, s Searcher, d corpus.Statement) ([]Debate, error) {
	var out []Debate
	if d.Session == "" {
		return nil, nil
	}
	for _, topic := range d.Topics[:min(len(d.Topics), maxDebates)] {
		debate, err := debateOn(ctx, s, d, topic)
		if err != nil {
			return nil, err
		}
		if debate.Place > 0 && debate.Total > 1 {
			out = append(out, debate)
		}
	}
	return out, nil
}

func debateOn(ctx context.Context, s Searcher, d corpus.Statement, topic corpus.TopicID) (Debate, error) {
	out := Debate{Session: d.Session, Topic: topic}
	r := Request{Sort: SortOldest, Size: MaxSize, Filters: Filters{Values: map[corpus.Field][]string{
		corpus.FieldSession: {string(d.Session)}, corpus.FieldTopic: {string(topic)},
	}}}
	for ; r.From < MaxWindow; r.From += r.Size {
		results, err := s.Search(ctx, r)
		if err != nil {
			return out, err
		}
		out.Total = results.Total
		for i := range results.Hits {
			h := &results.Hits[i]
			switch {
			case out.Place > 0:
				out.After = h
				return out, nil
			case h.Statement.Work == d.Work:
				out.Place = r.From + i + 1
			default:
				out.Before = h
			}
		}
		if len(results.Hits) < r.Size {
			break
		}
	}
	return out, nil
}

// MoreBy returns the newest statements of any author of d, without the work of d itself, and how many
// there are in all. Nothing is returned for a statement without authors.
func MoreBy(ctx context.Context, s Searcher, d corpus.Statement, size int) ([]Hit, int, error) {
	if len(d.Authors) == 0 {
		return nil, 0, nil
	}
	var authors []string
	for _, id := range d.Authors {
		authors = append(authors, string(id))
	}
	results, err := s.Search(ctx, Request{Sort: SortNewest, Size: size + 1, Filters: Filters{Values: map[corpus.Field][]string{corpus.FieldOrganization: authors}}})
	if err != nil {
		return nil, 0, err
	}
	var out []Hit
	total := results.Total
	for _, h := range results.Hits {
		if h.Statement.Work != d.Work && len(out) < size {
			out = append(out, h)
		}
	}
	return out, max(total-1, len(out)), nil
}
