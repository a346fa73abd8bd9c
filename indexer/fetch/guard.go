package fetch

import (
	"fmt"
	"net"
	"net/http"
	"net/netip"
	"syscall"
	"time"

	"rostrum/corpus"
)

// guardedTransport dials public addresses only, unless private ones are
// allowed. The check is made on the address that is dialled, after the name
// was resolved and at every redirect, so a name cannot change its mind.
func guardedTransport(allowPrivate bool) *http.Transport {
	dialer := &net.Dialer{Timeout: 15 * time.Second}
	if !allowPrivate {
		dialer.Control = func(_, address string, _ syscall.RawConn) error {
			return publicOnly(address)
		}
	}
	transport := &http.Transport{
		DialContext:            dialer.DialContext,
		TLSHandshakeTimeout:    15 * time.Second,
		ResponseHeaderTimeout:  30 * time.Second,
		MaxResponseHeaderBytes: 64 << 10,
		MaxIdleConnsPerHost:    1,
		IdleConnTimeout:        30 * time.Second,
		ForceAttemptHTTP2:      true,
	}
	if allowPrivate {
		// Behind a proxy it is the proxy that dials, and our check would be void.
		transport.Proxy = http.ProxyFromEnvironment
	}
	return transport
}

// Ranges that netip does not count as private but that lead to no public
// server: IANA's special-purpose registries.
var reserved = []netip.Prefix{
	netip.MustParsePrefix("0.0.0.0/8"),
	netip.MustParsePrefix("100.64.0.0/10"), // shared address space, RFC 6598
	netip.MustParsePrefix("192.0.0.0/24"),
	netip.MustParsePrefix("192.0.2.0/24"),
	netip.MustParsePrefix("198.18.0.0/15"),
	netip.MustParsePrefix("198.51.100.0/24"),
	netip.MustParsePrefix("203.0.113.0/24"),
	netip.MustParsePrefix("240.0.0.0/4"),
	netip.MustParsePrefix("64:ff9b::/96"), // NAT64 reaches IPv4 addresses, private ones too
	netip.MustParsePrefix("64:ff9b:1::/48"),
	netip.MustParsePrefix("100::/64"),
	netip.MustParsePrefix("2001:db8::/32"),
	netip.MustParsePrefix("2002::/16"), // 6to4, likewise
}

func publicOnly(address string) error {
	host, err := netip.ParseAddrPort(address)
	if err != nil {
		return fmt.Errorf("%w: %q is not an address", corpus.ErrRefused, address)
	}
	ip := host.Addr().Unmap().WithZone("")
	refuse := !ip.IsGlobalUnicast() || ip.IsPrivate()
	for _, p := range reserved {
		refuse = refuse || p.Contains(ip)
	}
	if refuse {
		return fmt.Errorf("%w: %s is not a public address, so it is read only for a source of `rostrum sync` that says `private: yes`", corpus.ErrRefused, ip)
	}
	return nil
}
