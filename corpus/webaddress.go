package corpus

import "net/url"

// IsWebAddress tells whether a text is an http or https address with a host. Only
// such become links: others could do anything when they are followed.
func IsWebAddress(text string) bool {
	u, err := url.Parse(text)
	return err == nil && u.Host != "" && (u.Scheme == "https" || u.Scheme == "http")
}
