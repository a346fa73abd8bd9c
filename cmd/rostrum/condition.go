package main

import (
	"context"
	"errors"
	"time"

	"rostrum/corpus/backup"
	"rostrum/corpus/datadir"
	"rostrum/search"
	"rostrum/search/web"
)

// What /readyz says, to be read by whoever runs the service: no paths, and what
// to do. docs/operations.md lists all of it.
const (
	saysNoIndex    = "there is no index yet: run `rostrum index SOURCE`"
	saysDamaged    = "no generation of the index is whole: run `rostrum index --rebuild`"
	saysOtherIndex = "the index was made by another version of rostrum, which this one cannot read: run `rostrum index --rebuild`"
	saysRemaking   = "the index was made by another version of rostrum, which this one cannot read, and is being made anew"

	saysOutdated     = "the index was made by another version of rostrum, and answers as it did: run `rostrum index --rebuild`"
	saysRefreshing   = "the index was made by another version of rostrum; it answers as it did, and is being made anew"
	saysNoRecords    = "there is no catalogue yet: run `rostrum index SOURCE`"
	saysOlderRecords = "the catalogue was written by an older rostrum and is being brought up to date: until then statements and originals cannot be shown"
	saysRecordsLost  = "the catalogue cannot be read, so that statements and originals cannot be shown: run `rostrum verify`"
	saysBehind       = "the index lacks what the catalogue has, and nobody is writing: run the last command again, or `rostrum index --rebuild`"
	saysBeingRestore = "a snapshot is being restored"
)

// recordsTimeout is how long records may take to answer before they count as lost.
const recordsTimeout = 2 * time.Second

// condition says how the service is.
func (s *service) condition(ctx context.Context) web.Condition {
	var c web.Condition
	remaking := s.remake != nil
	state, openErr := s.live.state()
	switch {
	case openErr == nil:
	case errors.Is(openErr, search.ErrOtherVersion) && remaking:
		c.Unready = saysRemaking
	case errors.Is(openErr, search.ErrOtherVersion):
		c.Unready = saysOtherIndex
	case errors.Is(openErr, search.ErrNotBuilt):
		c.Unready = saysNoIndex
	default:
		c.Unready = saysDamaged
	}
	add := func(sentence string) { c.Degraded = append(c.Degraded, sentence) }
	if state.Degraded != nil {
		add(state.Degraded.Error())
	}
	switch {
	case state.Outdated && remaking:
		add(saysRefreshing)
	case state.Outdated:
		add(saysOutdated)
	}
	if backup.Restoring(s.app.data) {
		add(saysBeingRestore)
	}
	if reason := s.records(ctx, state); reason != "" {
		add(reason)
	}
	return c
}

// records says what is wrong with the records beside the index that answers, if
// one does.
func (s *service) records(ctx context.Context, index search.State) string {
	kept := s.kept.Load()
	switch {
	case kept == nil && s.older.Load():
		return saysOlderRecords
	case kept == nil:
		return saysNoRecords
	}
	ctx, cancel := context.WithTimeout(ctx, recordsTimeout)
	defer cancel()
	revision, err := kept.Revision(ctx)
	switch {
	case err != nil:
		return saysRecordsLost
	case index.Catalog == "" || index.Catalog == revision:
		return ""
	}
	if published, err := s.live.engine.Published(ctx); err == nil && published != index.Revision {
		return "" // another is about to be taken up, or is damaged, which was said
	}
	// While a run writes, the index is behind as a matter of course; it is what
	// nobody goes on with that somebody has to see to.
	if datadir.Writing(s.app.data) {
		return ""
	}
	if again, err := kept.Revision(ctx); err != nil || again != revision {
		return ""
	}
	return saysBehind
}
