package corpus

import "net/url"

// IsWebAddress reports whether text is an http or https URL with a host. Only such URLs become
// links; others, such as javascript:, would be unsafe.
func IsWebAddress(text string) bool {
	u, err := url.Parse(text)
	return err == nil && u.Host != "" && (u.Scheme == "https" || u.Scheme == "http")
}
