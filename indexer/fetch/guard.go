package fetch

import (
	"net"
	"net/http"
	"net/netip"
	"syscall"
	"time"

	"rostrum/corpus"
	"rostrum/internal/publicnet"
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
		DisableCompression:     true, // see unpack
	}
	if allowPrivate {
		// Behind a proxy it is the proxy that dials, and our check would be void.
		transport.Proxy = http.ProxyFromEnvironment
	}
	return transport
}

func publicOnly(address string) error {
	host, err := netip.ParseAddrPort(address)
	if err != nil {
		return corpus.ErrRefused.Errorf("%q is not an address", address)
	}
	if ip := host.Addr().Unmap(); !publicnet.Is(ip) {
		return corpus.ErrRefused.Errorf("%s is not a public address, so it is read only for a source of `rostrum sync` that says `private: yes`", ip)
	}
	return nil
}
