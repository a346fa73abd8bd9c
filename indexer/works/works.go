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
	"fmt"
	"hash/fnv"
	"maps"
	"slices"
	"strconv"
	"strings"

	"rostrum/corpus"
	"rostrum/corpus/catalog"
)

// version names the rules: when it changes, all statements are compared again.
const version = "2"

// Update brings the works in the catalogue up to date and returns how many
// statements it gave another work. It looks at statements again only where one
// of those it is to be compared with has changed; the outcome is the same in
// whatever order they came. Of what has not changed it reads no more than the
// keys that were kept the last time.
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
				read = c.Record // there is nothing to compare its text with
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

// together sorts statements into those that have to be looked at together:
// those that have a key in common, and those that others join. Each list, and
// the lists, are in the order of their ids.
func together(all []catalog.Comparison) [][]catalog.Comparison {
	first := map[string]int{} // key to the first statement that has it
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

// keys are what statements have in common that may be one work: authors and
// session (or year, where they have none), the bytes, or a work that a person
// named, be it by a name or by the id of one of its statements. They are written
// as digests, after the version of the rules: should two ever be the same by
// chance, some statements are compared for nothing.
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

// namesOf names the statements that are looked at together, and the rules.
func namesOf(list []catalog.Comparison) string {
	h := sha256.New()
	fmt.Fprintln(h, version)
	for _, one := range list {
		fmt.Fprintln(h, one.ID)
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
