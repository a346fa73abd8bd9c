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

// guardedTransport connects to public addresses only, unless private ones are
// allowed. The check applies to the address dialled, after name resolution and for
// every redirect, so DNS rebinding cannot bypass it.
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
		// A proxy would dial instead of us, bypassing the check, so it is used only
		// if all addresses are allowed.
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
