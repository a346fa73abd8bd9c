// Package works finds statements that are one work: translations of a speech, and
// copies published again, such as "Rev.1", "check against delivery", or on a second
// site. A work is counted once and shown as one result.
//
// Joining different statements does more harm than separating copies. Statements are
// therefore only compared if they have the same authors and session, and stay
// separate if part, date, topic, kind or symbol differ. A work assigned by a person
// always wins; statements that a listing page joins stay together.
package works

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"hash/fnv"
	"maps"
	"slices"
	"strconv"
	"strings"

	"rostrum/corpus"
	"rostrum/corpus/catalog"
)

// version is the version of the rules: when it changes, all statements are compared
// again.
const version = "2"

// Update updates the works in the catalogue, and returns the number of statements
// whose work changed. Statements are compared again only if one of those they are
// compared with has changed; the result does not depend on the order in which they
// were added. Of unchanged statements only the stored keys are read.
func Update(ctx context.Context, c *catalog.Catalog) (int, error) {
	all, err := c.Comparisons(ctx)
	if err != nil {
		return 0, err
	}
	for i := range all {
		if one := &all[i]; !one.Current || !strings.HasPrefix(one.Keys, version+" ") {
			s, err := c.Record(ctx, one.ID)
			if err != nil {
				return 0, err
			}
			one.Current, one.Keys = false, keys(&s)
		}
	}
	var found []catalog.Work
	for _, candidates := range together(all) {
		names := namesOf(candidates)
		if !slices.ContainsFunc(candidates, func(one catalog.Comparison) bool { return !one.Current || one.Compared != names }) {
			continue
		}
		var documents []*document
		kept := map[corpus.ID]string{}
		for _, one := range candidates {
			read := c.Statement
			if len(candidates) == 1 {
				read = c.Record // it is compared with nothing
			}
			s, err := read(ctx, one.ID)
			if err != nil {
				return 0, err
			}
			documents = append(documents, newDocument(s))
			kept[one.ID] = one.Keys
		}
		for _, w := range group(documents) {
			w.Compared, w.Keys = names, kept[w.ID]
			found = append(found, w)
		}
	}
	return c.SetWorks(ctx, found)
}

// together groups statements that must be compared with each other: those that share
// a key, directly or through others. The groups and their members are sorted by id.
func together(all []catalog.Comparison) [][]catalog.Comparison {
	first := map[string]int{} // key to the first statement with that key
	set := newSets(len(all))
	for i := range all {
		for key := range strings.FieldsSeq(all[i].Keys[len(version):]) {
			if j, ok := first[key]; ok {
				set.join(i, j)
			} else {
				first[key] = i
			}
		}
	}
	lists := map[int][]catalog.Comparison{}
	for i, one := range all {
		lists[set.of(i)] = append(lists[set.of(i)], one)
	}
	out := slices.Collect(maps.Values(lists))
	slices.SortFunc(out, func(a, b []catalog.Comparison) int { return strings.Compare(string(a[0].ID), string(b[0].ID)) })
	return out
}

// keys returns the keys of a statement; only statements that share one may be one
// work. They are authors and session (or year, without authors), the bytes, and a
// work assigned by a person, by name or by the id of one of its statements. Keys are
// digests over the version of the rules and the value; a collision would only cause a
// needless comparison.
func keys(s *corpus.Statement) string {
	var out strings.Builder
	out.WriteString(version)
	add := func(key string) {
		digest := fnv.New64a()
		_, _ = digest.Write([]byte(key)) // cannot fail
		fmt.Fprintf(&out, " %x", digest.Sum64())
	}
	if s.Origin.SHA256 != "" {
		add("bytes " + s.Origin.SHA256)
	}
	occasion := string(s.Session)
	if occasion == "" && s.Date.Year != 0 {
		occasion = "year " + strconv.Itoa(s.Date.Year)
	}
	if len(s.Authors) > 0 && occasion != "" {
		authors := s.Values(corpus.FieldOrganization)
		slices.Sort(authors)
		add("said " + occasion + "\x00" + strings.Join(authors, "\x00"))
	}
	if s.FixedWork() {
		add("work " + string(s.Work))
	} else {
		add("work " + string(s.ID))
	}
	if listed := s.ListedWork(); listed != "" {
		add("work " + string(listed))
	}
	return out.String()
}

// namesOf returns a digest of the statements compared together, and of the rules.
func namesOf(list []catalog.Comparison) string {
	h := sha256.New()
	fmt.Fprintln(h, version)
	for _, one := range list {
		fmt.Fprintln(h, one.ID)
	}
	return hex.EncodeToString(h.Sum(nil)[:12])
}

// standsAlone reports whether a person separated a statement from all others.
func standsAlone(s *corpus.Statement) bool {
	e, ok := s.Of(corpus.FieldWork)
	return ok && e.Rule == corpus.RuleCorrection && len(e.Value) == 0
}

// sets is a disjoint-set forest.
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

// join unites two sets; the smaller root becomes the root of both.
func (s sets) join(i, j int) {
	i, j = s.of(i), s.of(j)
	s[max(i, j)] = min(i, j)
}
