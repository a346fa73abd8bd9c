package service

import (
	"context"
	"errors"
	"time"

	"rostrum/corpus/backup"
	"rostrum/corpus/datadir"
	"rostrum/search"
	"rostrum/search/web"
)

// Reason is why a service is not ready, or degraded: a sentence for the operator,
// without paths. Config.Explain adds what to do about it; docs/operations.md lists
// all reasons.
type Reason string

func (r Reason) Error() string { return string(r) }

// Reasons why searches are unavailable.
const (
	NoIndex      Reason = "there is no index yet"
	DamagedIndex Reason = "no generation of the index is intact"
	OtherIndex   Reason = "the index was made by another version of rostrum and cannot be read"
	// Rebuilding is OtherIndex during a rebuild.
	Rebuilding Reason = "the index was made by another version of rostrum, cannot be read, and is being rebuilt"
)

// Reasons to be degraded while searches work.
const (
	OutdatedIndex Reason = "the index was made by another version of rostrum and is still in use"
	// Refreshing is OutdatedIndex during a rebuild.
	Refreshing    Reason = "the index was made by another version of rostrum and is in use while it is rebuilt"
	NoCatalog     Reason = "there is no catalogue yet"
	OlderCatalog  Reason = "the catalogue was written by an older rostrum and is being migrated: until then statements and originals cannot be shown"
	CatalogLost   Reason = "the catalogue cannot be read, so statements and originals cannot be shown"
	Behind        Reason = "the index is behind the catalogue, and no process is writing"
	BeingRestored Reason = "a snapshot is being restored"
	// Unfollowed concerns a replica; the log says why.
	Unfollowed      Reason = "what is published cannot be taken up, so newer statements are missing"
	DamagedOriginal Reason = "an original on disk does not match its checksum, and is not shown"
	// Unconfined concerns rendering page images, which reads documents.
	Unconfined Reason = "document readers are not fully sandboxed"
)

const untilSearched = "; until then searches are unavailable"

// catalogTimeout is how long the catalogue may take to respond before it counts as lost.
const catalogTimeout = 2 * time.Second

// Reasons lists all reasons, for the documentation.
var Reasons = []Reason{
	NoIndex, DamagedIndex, OtherIndex, Rebuilding, OutdatedIndex, Refreshing, NoCatalog, OlderCatalog, CatalogLost, Behind, BeingRestored, Unfollowed, DamagedOriginal, Unconfined,
}

// explain returns the message for an error or a Reason.
func (s *Service) explain(err error) string {
	if s.config.Explain != nil {
		return s.config.Explain(err)
	}
	return err.Error()
}

// condition returns the state of the service.
func (s *Service) condition(ctx context.Context) web.Condition {
	var c web.Condition
	rebuilds := s.config.Rebuild != nil
	state, openErr := s.live.State()
	switch {
	case openErr == nil:
	case errors.Is(openErr, search.ErrOtherVersion) && rebuilds:
		c.Unready = s.explain(Rebuilding)
	case errors.Is(openErr, search.ErrOtherVersion):
		c.Unready = s.explain(OtherIndex)
	case errors.Is(openErr, search.ErrNotBuilt):
		c.Unready = s.explain(NoIndex)
	default:
		c.Unready = s.explain(DamagedIndex)
	}
	add := func(err error) { c.Degraded = append(c.Degraded, s.explain(err)) }
	if state.Degraded != nil {
		add(state.Degraded)
	}
	switch {
	case state.Outdated && rebuilds:
		add(Refreshing)
	case state.Outdated:
		add(OutdatedIndex)
	}
	if backup.Restoring(s.config.Data) {
		add(BeingRestored)
	}
	if s.lost.Load() {
		add(Unfollowed)
	}
	if records := s.catalog.Load(); records != nil && records.DamagedOriginals() {
		add(DamagedOriginal)
	}
	if s.config.Unconfined {
		add(Unconfined)
	}
	if reason := s.catalogCondition(ctx, state); reason != "" {
		add(reason)
	}
	return c
}

// catalogCondition returns what is wrong with the catalogue, compared with the index
// in use, if any.
func (s *Service) catalogCondition(ctx context.Context, index search.State) Reason {
	records := s.catalog.Load()
	switch {
	case records == nil && s.older.Load():
		return OlderCatalog
	case records == nil:
		return NoCatalog
	}
	ctx, cancel := context.WithTimeout(ctx, catalogTimeout)
	defer cancel()
	revision, err := records.Revision(ctx)
	switch {
	case err != nil:
		return CatalogLost
	case index.Catalog == "" || index.Catalog == revision:
		return ""
	}
	if published, err := s.config.Engine.Published(ctx); err == nil && published != index.Revision {
		return "" // another index is about to be opened, or is damaged, which was reported
	}
	// While a run writes, the index is always behind; only if no process is writing does
	// the operator have to act.
	if datadir.Writing(s.config.Data) {
		return ""
	}
	if again, err := records.Revision(ctx); err != nil || again != revision {
		return ""
	}
	return Behind
}
