package source

import (
	"errors"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"time"

	"go.yaml.in/yaml/v3"

	"rostrum/corpus"
)

// Kind is a kind of source.
type Kind string

// The kinds of source. A listing is one page that links to the documents; a site is
// crawled from its start addresses.
const (
	KindFolder    Kind = "folder"
	KindFile      Kind = "file"
	KindCatalogue Kind = "catalogue"
	KindListing   Kind = "listing"
	KindSite      Kind = "site"
)

// Entry is one source in a file of sources.
type Entry struct {
	Name      string
	Kind      Kind
	Path      string   // absolute; of folders, files, catalogues and saved listings
	Addresses []string // canonical; of listings and sites
	Scope     Scope
	Pages     []string      // path prefixes of pages that are statements, whether listed as such or not
	Depth     int           // links from a start address
	MaxPages  int           // requests in one run
	MaxAlike  int           // pages of one pattern that lead to no document
	MaxBytes  int64         // of one document; 0: the fetcher's default
	Pace      time.Duration // between two requests to a host; 0: the fetcher's default
	Private   bool          // allow addresses of this machine and of private networks
	Given     corpus.Given  // for all its documents, unless they have a value of their own
	Withheld  bool          // its originals are not served
}

const (
	defaultDepth    = 5
	defaultMaxPages = 5000
	defaultMaxAlike = 50
)

// ReadEntries reads a YAML file of sources. Its errors wrap corpus.ErrInvalid and
// name the line.
func ReadEntries(path string) ([]*Entry, error) {
	content, err := os.ReadFile(path)
	if err != nil {
		return nil, corpus.ErrInvalid.Errorf("the file of sources cannot be read: %w", err)
	}
	dir, err := filepath.Abs(filepath.Dir(path))
	if err != nil {
		return nil, corpus.ErrInvalid.Errorf("%w", err)
	}
	entries, err := parseEntries(content, dir)
	if err != nil {
		return nil, corpus.ErrInvalid.Errorf("%s: %w", path, err)
	}
	return entries, nil
}

func parseEntries(content []byte, dir string) ([]*Entry, error) {
	var document yaml.Node
	if err := yaml.Unmarshal(content, &document); err != nil {
		return nil, fmt.Errorf("it is not YAML: %w", err)
	}
	if len(document.Content) == 0 {
		return nil, errors.New("it is empty: write \"sources:\" and under it one \"- name: ...\" for each")
	}
	list := document.Content[0]
	if list.Kind == yaml.MappingNode {
		pairs, err := mapping(list)
		if err != nil {
			return nil, err
		}
		for _, pair := range pairs {
			if pair.key != "sources" {
				return nil, fmt.Errorf("line %d: there is no key %q here: the sources stand in a list under \"sources:\"", pair.line, pair.key)
			}
			list = pair.value
		}
	}
	if list.Kind != yaml.SequenceNode || len(list.Content) == 0 {
		return nil, fmt.Errorf("line %d: it lists no sources: write \"sources:\" and under it one \"- name: ...\" for each", list.Line)
	}
	var entries []*Entry
	lines := map[string]int{}
	for _, node := range list.Content {
		e, err := parseEntry(node, dir)
		if err == nil && lines[e.Name] > 0 {
			err = fmt.Errorf("line %d: the name %q is that of line %d: give one of the two another name", node.Line, e.Name, lines[e.Name])
		}
		if err != nil {
			return nil, err
		}
		lines[e.Name] = node.Line
		entries = append(entries, e)
	}
	return entries, nil
}

type pair struct {
	key   string
	line  int
	value *yaml.Node
}

func mapping(node *yaml.Node) ([]pair, error) {
	if node.Kind != yaml.MappingNode {
		return nil, fmt.Errorf("line %d: a mapping of keys to values is expected here", node.Line)
	}
	var out []pair
	seen := map[string]bool{}
	for i := 0; i+1 < len(node.Content); i += 2 {
		p := pair{strings.ReplaceAll(node.Content[i].Value, "_", "-"), node.Content[i].Line, node.Content[i+1]}
		if seen[p.key] {
			return nil, fmt.Errorf("line %d: %q stands twice", p.line, node.Content[i].Value)
		}
		seen[p.key] = true
		out = append(out, p)
	}
	return out, nil
}

// keys are the keys of an entry, and the kinds that accept them; nil: all.
var keys = map[string][]Kind{
	"name": nil, "kind": nil, "given": nil, "serve-original": nil, "max-bytes": nil,
	"path":    {KindFolder, KindFile, KindCatalogue, KindListing},
	"address": {KindListing, KindSite},
	"allow":   {KindCatalogue, KindListing, KindSite}, "deny": {KindCatalogue, KindListing, KindSite},
	"rate": {KindCatalogue, KindListing, KindSite}, "private": {KindCatalogue, KindListing, KindSite},
	"depth": {KindSite}, "max-pages": {KindSite}, "max-alike": {KindSite}, "pages": {KindSite},
}

func parseEntry(node *yaml.Node, dir string) (*Entry, error) {
	pairs, err := mapping(node)
	if err != nil {
		return nil, err
	}
	e := &Entry{Depth: defaultDepth, MaxPages: defaultMaxPages, MaxAlike: defaultMaxAlike}
	for _, p := range pairs {
		if p.key == "kind" {
			e.Kind = Kind(p.value.Value)
		}
	}
	if !slices.Contains([]Kind{KindFolder, KindFile, KindCatalogue, KindListing, KindSite}, e.Kind) {
		return nil, fmt.Errorf("line %d: the kind of a source is folder, file, catalogue, listing or site, not %q", node.Line, e.Kind)
	}
	for _, p := range pairs {
		kinds, known := keys[p.key]
		switch {
		case !known:
			return nil, fmt.Errorf("line %d: there is no key %q; known are %s", p.line, p.key, strings.Join(sortedKeys(keys), ", "))
		case kinds != nil && !slices.Contains(kinds, e.Kind):
			return nil, fmt.Errorf("line %d: a %s has no %s", p.line, e.Kind, p.key)
		}
		if err := e.set(p, dir); err != nil {
			return nil, fmt.Errorf("line %d: %s: %w", p.value.Line, p.key, err)
		}
	}
	return e, e.complete(node.Line)
}

// set sets the value of a key.
func (e *Entry) set(p pair, dir string) (err error) {
	switch p.key {
	case "name":
		e.Name, err = text(p.value)
	case "path":
		e.Path, err = text(p.value)
		if e.Path = filepath.Clean(e.Path); !filepath.IsAbs(e.Path) {
			e.Path = filepath.Join(dir, e.Path)
		}
	case "address":
		e.Addresses, err = texts(p.value)
		for i, a := range e.Addresses {
			if !IsAddress(a) {
				return fmt.Errorf("%q is not an http(s) address", ShownAddress(a))
			}
			if e.Addresses[i], err = canonicalAddress(a); err != nil {
				return fmt.Errorf("%s: %w", ShownAddress(a), err)
			}
		}
	case "allow":
		err = e.allow(p.value)
	case "deny":
		e.Scope.Deny, err = paths(p.value)
	case "pages":
		e.Pages, err = paths(p.value)
	case "depth":
		e.Depth, err = number(p.value)
	case "max-pages":
		e.MaxPages, err = number(p.value)
	case "max-alike":
		e.MaxAlike, err = number(p.value)
	case "max-bytes":
		e.MaxBytes, err = size(p.value)
	case "rate":
		var rate float64
		if err = p.value.Decode(&rate); err != nil || !(rate > 0 && rate <= 1000) {
			return fmt.Errorf("%q is not a number of requests a second, such as 0.5", p.value.Value)
		}
		e.Pace = time.Duration(float64(time.Second) / rate)
	case "private":
		e.Private, err = yes(p.value)
	case "serve-original":
		var serve bool
		serve, err = yes(p.value)
		e.Withheld = !serve
	case "given":
		err = e.give(p.value)
	}
	return err
}

func (e *Entry) allow(node *yaml.Node) error {
	pairs, err := mapping(node)
	if err != nil {
		return err
	}
	for _, p := range pairs {
		switch p.key {
		case "hosts":
			e.Scope.Hosts, err = texts(p.value)
			for i, h := range e.Scope.Hosts {
				if strings.ContainsAny(h, "/*?#@ ") {
					return fmt.Errorf("%q is not the name of a host: write it without http:// and without a path, and name each host by itself", h)
				}
				e.Scope.Hosts[i] = strings.ToLower(h)
			}
		case "paths":
			e.Scope.Paths, err = paths(p.value)
		default:
			return fmt.Errorf("there is no key %q on line %d; known are hosts and paths", p.key, p.line)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

func (e *Entry) give(node *yaml.Node) error {
	values, err := yamlCells(node)
	if err != nil {
		return err
	}
	unknown := map[string]bool{}
	e.Given, _, err = given(values, unknown)
	if err == nil && len(unknown) > 0 {
		err = fmt.Errorf("no such field is known: %s", strings.Join(sortedKeys(unknown), ", "))
	}
	for _, f := range []corpus.Field{corpus.FieldID, corpus.FieldWork} {
		if err == nil && len(e.Given[f]) > 0 {
			err = fmt.Errorf("%s cannot be the same for all documents of a source", f)
		}
	}
	return err
}

// complete validates an entry as a whole, and fills in defaults.
func (e *Entry) complete(line int) error {
	var wrong string
	switch {
	case e.Name == "":
		wrong = "a source needs a name"
	case e.Path == "" && len(e.Addresses) == 0 && e.Kind == KindSite:
		wrong = "a site needs an address: one or a list, where the search begins"
	case e.Path == "" && len(e.Addresses) == 0 && e.Kind == KindListing:
		wrong = "a listing needs an address, or the path of a page that was saved"
	case e.Path == "" && len(e.Addresses) == 0:
		wrong = fmt.Sprintf("a %s needs a path", e.Kind)
	case e.Kind == KindListing && (e.Path != "") == (len(e.Addresses) > 0), e.Kind == KindListing && len(e.Addresses) > 1:
		wrong = "a listing has one address or one path: make each page a source of its own, or all of them the start of a site"
	}
	if wrong != "" {
		return fmt.Errorf("line %d: %s", line, wrong)
	}
	for _, a := range e.Addresses {
		e.allowHostOf(a)
		u, err := tidyAddress(a)
		if err == nil {
			err = e.Scope.Check(u)
		}
		if err != nil {
			return fmt.Errorf("line %d: the address %s cannot be read: %w", line, a, err)
		}
	}
	return nil
}

// Allows returns an error if the source may not lead to an address. The scope is
// complete once the source was opened.
func (e *Entry) Allows(u *url.URL) error { return e.Scope.Check(u) }

func (e *Entry) allowHostOf(address string) {
	if u, err := parseAddress(address); err == nil && !slices.Contains(e.Scope.Hosts, u.Host) {
		e.Scope.Hosts = append(e.Scope.Hosts, u.Host)
	}
}

func text(node *yaml.Node) (string, error) {
	if value := strings.TrimSpace(node.Value); node.Kind == yaml.ScalarNode && value != "" {
		return value, nil
	}
	return "", errors.New("a text is expected here")
}

// texts reads a list, or a single text as a list of one.
func texts(node *yaml.Node) ([]string, error) {
	if node.Kind != yaml.SequenceNode {
		one, err := text(node)
		return []string{one}, err
	}
	var out []string
	for _, n := range node.Content {
		one, err := text(n)
		if err != nil {
			return nil, err
		}
		out = append(out, one)
	}
	return out, nil
}

func paths(node *yaml.Node) ([]string, error) {
	out, err := texts(node)
	for _, p := range out {
		if err == nil && !strings.HasPrefix(p, "/") {
			err = fmt.Errorf("%q is not the beginning of a path: it begins with /", p)
		}
	}
	return out, err
}

func number(node *yaml.Node) (int, error) {
	n, err := strconv.Atoi(node.Value)
	if err != nil || n < 0 {
		return 0, fmt.Errorf("%q is not a whole number", node.Value)
	}
	return n, nil
}

func size(node *yaml.Node) (int64, error) {
	value, factor := strings.ToUpper(strings.TrimSpace(node.Value)), int64(1)
	for unit, bytes := range map[string]int64{"KB": 1 << 10, "MB": 1 << 20, "GB": 1 << 30} {
		if rest, ok := strings.CutSuffix(value, unit); ok {
			value, factor = strings.TrimSpace(rest), bytes
		}
	}
	n, err := strconv.ParseInt(value, 10, 32)
	if err != nil || n < 1 {
		return 0, fmt.Errorf("%q is not a size, such as 20MB", node.Value)
	}
	return n * factor, nil
}

func yes(node *yaml.Node) (bool, error) {
	var b bool
	if err := node.Decode(&b); err != nil {
		return false, fmt.Errorf("%q is neither yes nor no", node.Value)
	}
	return b, nil
}
