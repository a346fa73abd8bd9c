// Package works finds out which statements are one work: translations of one
// speech, and copies of it that were posted again, as "Rev.1" or "check against
// delivery" or on a second site. They count once and are shown as one.
//
// To part what belongs together does less harm than to join what does not, so
// statements are only compared if they are of the same authors and session, and
// are left apart if their part, date, topic, kind or symbol says so. What a
// person gave as the work always wins; what a listing page put together stays
// together.
package works

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"

	"rostrum/corpus"
	"rostrum/corpus/catalog"
)

// version names the rules: when it changes, all statements are compared anew.
const version = "1"

// Update brings the works in the catalogue up to date and returns how many
// statements it gave another work. It looks at statements again only where one
// of those it is to be compared with has changed; the outcome is the same in
// whatever order they came.
func Update(ctx context.Context, c *catalog.Catalog) (int, error) {
	compared, err := c.Compared(ctx)
	if err != nil {
		return 0, err
	}
	var all []corpus.Statement
	for s, err := range c.Records(ctx) {
		if err != nil {
			return 0, err
		}
		all = append(all, s)
	}
	var found []catalog.Work
	for _, candidates := range together(all) {
		digest := digestOf(candidates)
		if !slices.ContainsFunc(candidates, func(s corpus.Statement) bool { return compared[s.ID] != digest }) {
			continue
		}
		var documents []*document
		for _, s := range candidates {
			if len(candidates) > 1 {
				if s, err = c.Statement(ctx, s.ID); err != nil {
					return 0, err
				}
			}
			documents = append(documents, newDocument(s))
		}
		for _, w := range group(documents) {
			w.Compared = digest
			found = append(found, w)
		}
	}
	return c.SetWorks(ctx, found)
}

// together sorts statements into those that have to be looked at together.
// Each list, and the lists, are in the order of their ids.
func together(all []corpus.Statement) [][]corpus.Statement {
	named := map[corpus.WorkID]bool{}
	for i := range all {
		if all[i].FixedWork() {
			named[all[i].Work] = true
		}
		named[all[i].ListedWork()] = true
	}
	first := map[string]int{} // key to the first statement that has it
	set := newSets(len(all))
	for i := range all {
		for _, key := range keys(&all[i], named) {
			if j, ok := first[key]; ok {
				set.join(i, j)
			} else {
				first[key] = i
			}
		}
	}
	lists := map[int][]corpus.Statement{}
	for i, s := range all {
		lists[set.of(i)] = append(lists[set.of(i)], s)
	}
	var out [][]corpus.Statement
	for _, root := range slices.Sorted(maps.Keys(lists)) {
		out = append(out, lists[root])
	}
	slices.SortFunc(out, func(a, b []corpus.Statement) int { return strings.Compare(string(a[0].ID), string(b[0].ID)) })
	return out
}

// keys are what statements have in common that may be one work: authors and
// session (or year, where they have none), the bytes, or a work that a person
// named, be it by a name or by the id of one of its statements.
func keys(s *corpus.Statement, named map[corpus.WorkID]bool) []string {
	var out []string
	if s.Origin.SHA256 != "" {
		out = append(out, "bytes "+s.Origin.SHA256)
	}
	occasion := string(s.Session)
	if occasion == "" && s.Date.Year != 0 {
		occasion = "year " + strconv.Itoa(s.Date.Year)
	}
	if len(s.Authors) > 0 && occasion != "" {
		authors := s.Values(corpus.FieldOrganization)
		slices.Sort(authors)
		out = append(out, "said "+occasion+"\x00"+strings.Join(authors, "\x00"))
	}
	listed := s.ListedWork()
	if s.FixedWork() {
		out = append(out, "work "+string(s.Work))
	} else if named[corpus.WorkID(s.ID)] {
		out = append(out, "work "+string(s.ID))
	}
	if listed != "" {
		out = append(out, "work "+string(listed))
	}
	return out
}

// digestOf digests all of some statements that comparing them depends on.
func digestOf(list []corpus.Statement) string {
	h := sha256.New()
	fmt.Fprintln(h, version)
	// A map is written in the order of its keys, a struct in that of its fields.
	encoder := json.NewEncoder(h)
	for _, s := range list {
		work := ""
		if s.FixedWork() {
			work = "fixed " + string(s.Work)
		}
		_ = encoder.Encode([]any{
			s.ID, work, s.ListedWork(), s.Authors, s.Session, s.Part, s.Topics, s.Type, s.Date, s.Language, s.Symbol, s.Status,
			s.Origin.SHA256, s.Origin.File, s.Origin.URL, standsAlone(&s),
		})
	}
	return hex.EncodeToString(h.Sum(nil)[:12])
}

// standsAlone tells whether a person said that a statement belongs to no other.
func standsAlone(s *corpus.Statement) bool {
	e, ok := s.Of(corpus.FieldWork)
	return ok && e.Rule == corpus.RuleCorrection && len(e.Value) == 0
}

// sets are disjoint sets of numbers.
type sets []int

func newSets(n int) sets {
	s := make(sets, n)
	for i := range s {
		s[i] = i
	}
	return s
}

func (s sets) of(i int) int {
	for s[i] != i {
		s[i] = s[s[i]]
		i = s[i]
	}
	return i
}

// join puts two sets together; the smaller root names the whole.
func (s sets) join(i, j int) {
	i, j = s.of(i), s.of(j)
	s[max(i, j)] = min(i, j)
}
