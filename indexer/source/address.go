package source

import (
	"errors"
	"fmt"
	"net/url"
	"path"
	"regexp"
	"slices"
	"strings"
)

// canonicalAddress returns the canonical form of an address, from which ids are
// derived: scheme and host in lower case, no default port, no fragment.
func canonicalAddress(s string) (string, error) {
	u, err := parseAddress(s)
	if err != nil {
		return "", err
	}
	return u.String(), nil
}

// CheckAddress returns an error if an address cannot be a source. The error does not
// contain user names or passwords.
func CheckAddress(s string) error {
	_, err := parseAddress(s)
	return err
}

// credentials matches a user name and password in front of the server's name, also if
// they contain characters that should have been escaped.
var credentials = regexp.MustCompile(`^([A-Za-z]+://)[^/?#]*@|^([A-Za-z]+://)[^/?#@:]+:[^@]*@`)

// ShownAddress removes user name and password from an address, for printing and
// storing.
func ShownAddress(s string) string { return credentials.ReplaceAllString(s, "$1$2") }

var errCredentials = errors.New("it holds a user name or a password, which would be stored and shown: remove them, and download what needs them by other means")

func parseAddress(s string) (*url.URL, error) {
	if ShownAddress(s) != s {
		return nil, errCredentials
	}
	u, err := url.Parse(s)
	if err != nil {
		return nil, err
	}
	if u.Hostname() == "" {
		return nil, errors.New("the name of the server is missing")
	}
	if u.User != nil {
		return nil, errCredentials
	}
	u.Scheme, u.Host = strings.ToLower(u.Scheme), hostOf(u)
	u.Fragment, u.RawFragment = "", ""
	if u.Path == "" {
		u.Path = "/"
	}
	return u, nil
}

// hostOf returns the host in lower case, with the port unless it is the default of
// the scheme.
func hostOf(u *url.URL) string {
	host := strings.ToLower(u.Host)
	switch strings.ToLower(u.Scheme) {
	case "http":
		return strings.TrimSuffix(host, ":80")
	case "https":
		return strings.TrimSuffix(host, ":443")
	}
	return host
}

// passing are query parameters that track visitors or hold session ids, and do not
// change the page.
var passing = regexp.MustCompile(`(?i)^(?:utm_\w+|fbclid|gclid|mc_cid|mc_eid|phpsessid|jsessionid|aspsessionid\w*|sid|sessionid)$`)

var sessionInPath = regexp.MustCompile(`(?i);jsessionid=[^/;]*`)

// tidyAddress returns the canonical form of a link found by a crawl: without dot
// segments, session ids and tracking parameters.
func tidyAddress(s string) (*url.URL, error) {
	u, err := parseAddress(s)
	if err != nil {
		return nil, err
	}
	if u.Scheme != "http" && u.Scheme != "https" {
		return nil, fmt.Errorf("%q is neither http nor https", u.Scheme)
	}
	u.Path, u.RawPath = sessionInPath.ReplaceAllString(u.Path, ""), sessionInPath.ReplaceAllString(u.RawPath, "")
	u = u.ResolveReference(&url.URL{Path: u.Path, RawPath: u.RawPath, RawQuery: u.RawQuery}) // resolves dots
	var kept []string
	for pair := range strings.SplitSeq(u.RawQuery, "&") {
		if name, _, _ := strings.Cut(pair, "="); pair != "" && !passing.MatchString(name) {
			kept = append(kept, pair)
		}
	}
	u.RawQuery, u.ForceQuery = strings.Join(kept, "&"), false
	if u.Path == "" {
		u.Path = "/"
	}
	return u, nil
}

// identity is equal for addresses of the same page: it ignores the order of query
// parameters and how characters are escaped.
func identity(u *url.URL) string {
	pairs := strings.Split(u.RawQuery, "&")
	slices.Sort(pairs)
	return u.Scheme + "://" + u.Host + u.Path + "?" + strings.Join(pairs, "&")
}

var digits = regexp.MustCompile(`[0-9]+`)

// pattern is equal for pages that one template generates without end: addresses that
// differ only in numbers and in the values of query parameters.
func pattern(u *url.URL) string {
	var names []string
	for pair := range strings.SplitSeq(u.RawQuery, "&") {
		name, _, _ := strings.Cut(pair, "=")
		names = append(names, name)
	}
	slices.Sort(names)
	return u.Host + digits.ReplaceAllString(u.Path, "#") + "?" + strings.Join(slices.Compact(names), "&")
}

// goesRound detects paths with a segment that occurs three times or more, as produced
// by relative links that loop: /a/b/a/b/a/b.
func goesRound(u *url.URL) bool {
	seen := map[string]int{}
	for part := range strings.SplitSeq(u.Path, "/") {
		if seen[part]++; part != "" && seen[part] > 2 {
			return true
		}
	}
	return false
}

var (
	documentPath = regexp.MustCompile(`(?i)\.(?:pdf|docx|odt|rtf|txt|md)$`)
	otherPath    = regexp.MustCompile(`(?i)\.(?:jpe?g|png|gif|svg|webp|ico|bmp|tiff?|mp[34]|m4[av]|mov|avi|wav|webm|zip|gz|rar|7z|exe|css|js|json|xml|rss|atom|ics|csv|xlsx?|pptx?|doc|woff2?|ttf)$`)
)

// Scope limits where a source may lead.
type Scope struct {
	Hosts []string // with the port, unless it is the default of the scheme
	Paths []string // path prefixes; none: all
	Deny  []string // path prefixes that are excluded from these
}

// Check returns an error if an address is out of scope.
func (s Scope) Check(u *url.URL) error {
	host := hostOf(u)
	if !slices.Contains(s.Hosts, host) {
		return fmt.Errorf("%s is not among the hosts that the source allows", host)
	}
	// Dot segments and doubled slashes must not circumvent a rule.
	clean := path.Clean("/" + u.Path)
	if strings.HasSuffix(u.Path, "/") && clean != "/" {
		clean += "/"
	}
	begins := func(prefix string) bool { return strings.HasPrefix(clean, prefix) || clean+"/" == prefix }
	if slices.ContainsFunc(s.Deny, begins) || len(s.Paths) > 0 && !slices.ContainsFunc(s.Paths, begins) {
		return fmt.Errorf("%s is not among the paths that the source allows", clean)
	}
	return nil
}
