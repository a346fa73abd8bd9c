package source

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"iter"
	"net/url"
	"path"
	"slices"
	"strings"

	"github.com/rs/zerolog"

	"rostrum/corpus"
)

// site is a source that is crawled breadth-first from its start addresses. It stores
// no state: if a run is resumed, the fetcher's cache answers the requests that were
// made before.
type site struct {
	entry *Entry
	web   Web
	list  ReadListing

	nodes    map[string]*node // by identity
	order    []*node          // in the order in which they were found
	queue    []*node
	asked    int
	barren   map[string]int // pages by pattern and by folder, since the last one that led to a document
	outside  map[string]int // links by host
	trapped  map[string]int // pages left out by pattern
	unlisted map[string]bool
	errs     []entry // pages that could not be read
	doubt    error   // why documents that were not found may exist nevertheless
	warnings []string
}

// node is an address that a page links to.
type node struct {
	url   *url.URL
	depth int
	item  *corpus.Item // from the page that lists it; nil if none does

	file      bool // by extension or content
	statement bool // a page with a text of its own
	aside     bool // a page with another canonical address, or with noindex
	err       error
}

// maxFolder limits the pages of one folder that lead to no document, as a multiple of
// the limit for one pattern.
const maxFolder = 4

// shortProse is the length in bytes below which a page that lists documents is not a
// statement itself. The shortest statements seen have about 1,200.
const shortProse = 800

// longList is the number of listed documents from which a page is a listing, however
// long its text.
const longList = 20

func (s *site) Name() string       { return s.entry.Name }
func (s *site) Len() int           { return 0 }
func (s *site) Warnings() []string { return s.warnings }

func (s *site) Absence(location string) (Absence, error) {
	switch {
	case s.unlisted[location]:
		return Withdrawn, nil
	case s.doubt != nil:
		return Unsure, s.doubt
	}
	return Unlinked, nil
}

// Items crawls the whole site before it yields, so that each document comes with the
// fullest entry of any page.
func (s *site) Items(ctx context.Context) iter.Seq2[corpus.Item, error] {
	return func(yield func(corpus.Item, error) bool) {
		s.search(ctx)
		for _, e := range s.errs {
			if ctx.Err() != nil || !yield(e.item, e.err) {
				return
			}
		}
		for _, n := range s.order {
			if !s.isDocument(n) {
				continue
			}
			if n.file && documentPath.MatchString(n.url.Path) && s.spend() {
				break
			}
			err := n.err
			if err == nil && n.file {
				err = s.web.Allowed(ctx, n.url.String())
			}
			if ctx.Err() != nil {
				return
			}
			if errors.Is(err, corpus.ErrRefused) {
				s.pass(ctx, n.url, err)
				continue
			}
			if !yield(s.itemOf(n), err) {
				return
			}
		}
		s.warn()
	}
}

func (s *site) search(ctx context.Context) {
	s.nodes, s.barren, s.outside = map[string]*node{}, map[string]int{}, map[string]int{}
	s.trapped, s.unlisted = map[string]int{}, map[string]bool{}
	for _, address := range s.entry.Addresses {
		s.lead(address, 0, nil)
	}
	for len(s.queue) > 0 && ctx.Err() == nil {
		n := s.queue[0]
		s.queue = s.queue[1:]
		if s.isTrap(n) {
			continue
		}
		if s.spend() {
			return
		}
		before := len(s.order)
		s.visit(ctx, n)
		s.learn(n, s.order[before:])
	}
}

// spend counts a request, and reports whether the limit is reached.
func (s *site) spend() (enough bool) {
	if s.asked >= s.entry.MaxPages {
		if s.doubt == nil {
			s.doubt = fmt.Errorf("the search of %s ended after %d addresses", s.Name(), s.asked)
			s.warnings = append(s.warnings, fmt.Sprintf("%s: stopped after %d addresses; there are more: raise max-pages, or narrow allow", s.Name(), s.asked))
		}
		return true
	}
	s.asked++
	return false
}

// lead follows a link, with its entry if the page lists it as a document.
func (s *site) lead(address string, depth int, item *corpus.Item) {
	u, err := tidyAddress(address)
	if err != nil || goesRound(u) {
		return
	}
	if n := s.nodes[identity(u)]; n != nil {
		n.describe(item)
		return
	}
	file := documentPath.MatchString(u.Path)
	if otherPath.MatchString(u.Path) || file && item == nil {
		return
	}
	if s.entry.Scope.Check(u) != nil {
		if item != nil {
			s.outside[u.Host]++
		}
		return
	}
	n := &node{url: u, depth: depth, file: file}
	if !file && depth > s.entry.Depth {
		return
	}
	n.describe(item)
	s.nodes[identity(u)] = n
	s.order = append(s.order, n)
	if !file {
		s.queue = append(s.queue, n)
	}
}

// describe keeps the fullest entry for a document.
func (n *node) describe(item *corpus.Item) {
	if item != nil && (n.item == nil || len(item.Hints) > len(n.item.Hints)) {
		n.item = item
	}
}

// isTrap detects pages of a pattern or folder of which many were read and none led to
// a document, such as an endless calendar.
func (s *site) isTrap(n *node) bool {
	p := pattern(n.url)
	if n.depth == 0 || n.item != nil || s.barren[p] < s.entry.MaxAlike && s.barren[folderOf(n.url)] < maxFolder*s.entry.MaxAlike {
		return false
	}
	s.trapped[p]++
	return true
}

func folderOf(u *url.URL) string { return u.Host + path.Dir(u.Path) + "/" }

func (s *site) learn(n *node, found []*node) {
	fruitful := n.item != nil || n.file || slices.ContainsFunc(found, func(f *node) bool { return f.item != nil })
	for _, kind := range []string{pattern(n.url), folderOf(n.url)} {
		if fruitful {
			s.barren[kind] = 0
		} else {
			s.barren[kind]++
		}
	}
}

// visit reads a page.
func (s *site) visit(ctx context.Context, n *node) {
	doc, err := s.web.Fetch(ctx, s.bare(n.url))
	if err != nil {
		s.fail(ctx, n, err)
		return
	}
	final, err := tidyAddress(doc.Address)
	if err != nil {
		final = n.url
	}
	if other := s.nodes[identity(final)]; other != nil && other != n {
		other.describe(n.item)
		n.aside = true
		return
	}
	s.nodes[identity(final)] = n
	if !isPage(doc.MediaType, doc.Bytes) {
		n.file = isFile(doc.Bytes) || n.item != nil
		return
	}
	s.read(n, doc, final)
}

// read collects the links of a page, and whether it is a statement itself.
func (s *site) read(n *node, doc corpus.Document, at *url.URL) {
	page := readPage(doc.Bytes, at)
	if page.noIndex {
		n.aside, s.unlisted[n.url.String()] = true, true
	}
	if c, err := tidyAddress(page.canonical); err == nil && identity(c) != identity(at) && identity(c) != identity(n.url) &&
		c.Path != "/" && s.entry.Scope.Check(c) == nil { // sites that declare their front page as canonical for all pages do so by mistake
		n.aside = true
		s.lead(page.canonical, n.depth, n.item)
	}
	// A page that cannot be parsed as a listing may still have links.
	items, _ := s.list(bytes.NewReader(doc.Bytes), at.String())
	items = slices.DeleteFunc(items, func(i corpus.Item) bool { return i.Location == "" || page.noFollow || !page.follows(i.Location) })
	n.statement = len(items) == 0 || page.prose >= shortProse && len(items) < longList
	for _, item := range items {
		if n.item != nil && !n.statement {
			// The text is in a file that a page listed.
			item.Hints = append(slices.Clone(item.Hints), n.item.Hints...)
		}
		s.lead(item.Location, n.depth+1, &item)
	}
	if page.noFollow {
		return
	}
	for _, link := range page.links {
		s.lead(link, n.depth+1, nil)
	}
}

// fail handles a page that could not be read.
func (s *site) fail(ctx context.Context, n *node, err error) {
	refused, missing := errors.Is(err, corpus.ErrRefused), errors.Is(err, corpus.ErrNotFound)
	switch {
	case ctx.Err() != nil:
		return
	case n.item != nil:
		n.err = err // reported with the document
	case n.depth > 0 && (refused || missing || errors.Is(err, corpus.ErrOverLimit)):
		s.pass(ctx, n.url, err) // broken links are the site's business
		return
	default:
		s.errs = append(s.errs, entry{corpus.Item{File: n.url.String(), Source: s.Name()}, err})
	}
	if !missing && !refused || n.depth == 0 {
		s.doubt = err
	}
}

func (s *site) pass(ctx context.Context, u *url.URL, err error) {
	zerolog.Ctx(ctx).Debug().Str("source", s.Name()).Stringer("address", u).Err(err).Msg("passed over")
}

// isDocument reports whether an address is a statement: a file, a page listed as a
// document, or a page that the entry declares as one.
func (s *site) isDocument(n *node) bool {
	switch {
	case n.aside:
		return false
	case n.file, n.err != nil:
		return true
	case !n.statement:
		return false
	}
	return n.item != nil || slices.ContainsFunc(s.entry.Pages, func(p string) bool { return strings.HasPrefix(n.url.Path, p) })
}

func (s *site) bare(u *url.URL) corpus.Item {
	return corpus.Item{Key: u.String(), Location: u.String(), File: u.String(), Source: s.Name()}
}

func (s *site) itemOf(n *node) corpus.Item {
	item := s.bare(n.url)
	if n.item != nil {
		item.Given, item.Hints, item.Notes = n.item.Given, n.item.Hints, n.item.Notes
	}
	return item
}

func (s *site) warn() {
	s.warnings = append(s.warnings, warnOutside(s.Name(), s.outside)...)
	for _, p := range sortedKeys(s.trapped) {
		s.warnings = append(s.warnings, fmt.Sprintf("%s: passed over %d pages like %s, since those before led to no document; deny them, or raise max-alike", s.Name(), s.trapped[p], strings.TrimSuffix(p, "?")))
	}
}

// warnOutside lists the hosts of listed documents that are not allowed by the source.
func warnOutside(name string, hosts map[string]int) []string {
	if len(hosts) == 0 {
		return nil
	}
	var parts []string
	for _, h := range sortedKeys(hosts) {
		parts = append(parts, fmt.Sprintf("%s (%d)", h, hosts[h]))
	}
	return []string{fmt.Sprintf("%s: passed over documents on hosts or paths that it does not allow: %s; add them under allow to read them", name, strings.Join(parts, ", "))}
}
