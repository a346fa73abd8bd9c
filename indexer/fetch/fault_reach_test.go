package fetch

import (
	"context"
	"net"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"net/url"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"golang.org/x/net/dns/dnsmessage"

	"rostrum/corpus"
	"rostrum/internal/faults"
)

// inner is an internal server that counts its connections.
func inner(t *testing.T) (port string, visits *atomic.Int64) {
	t.Helper()
	visits = &atomic.Int64{}
	handler := http.HandlerFunc(func(http.ResponseWriter, *http.Request) { visits.Add(1) })
	v4, err := net.Listen("tcp4", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	_, port, _ = net.SplitHostPort(v4.Addr().String())
	listeners := []net.Listener{v4}
	for _, more := range []string{"127.8.6.4:" + port, "[::1]:" + port} { // where the machine has these addresses
		if l, err := net.Listen("tcp", more); err == nil {
			listeners = append(listeners, l)
		}
	}
	for _, l := range listeners {
		server := &http.Server{Handler: handler, ConnState: func(_ net.Conn, s http.ConnState) {
			if s == http.StateNew {
				visits.Add(1) // a connection counts, even without a request
			}
		}}
		go server.Serve(l)
		t.Cleanup(func() { server.Close() })
	}
	return port, visits
}

// names runs a resolver for the test: it answers with the addresses of a name in
// turn.
func names(t *testing.T, zone map[string][]string) {
	t.Helper()
	conn, err := net.ListenPacket("udp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { conn.Close() })
	go func() {
		asked := map[string]int{}
		for buffer := make([]byte, 1500); ; {
			n, from, err := conn.ReadFrom(buffer)
			if err != nil {
				return
			}
			var m dnsmessage.Message
			if m.Unpack(buffer[:n]) != nil || len(m.Questions) != 1 {
				continue
			}
			q := m.Questions[0]
			name := strings.TrimSuffix(strings.ToLower(q.Name.String()), ".")
			m.Response, m.Additionals, m.RCode = true, nil, dnsmessage.RCodeNameError
			if known := zone[name]; known != nil {
				m.RCode = dnsmessage.RCodeSuccess
				ip := netip.MustParseAddr(known[asked[name+q.Type.String()]%len(known)])
				asked[name+q.Type.String()]++
				head := dnsmessage.ResourceHeader{Name: q.Name, Class: q.Class}
				switch {
				case ip.Is4() && q.Type == dnsmessage.TypeA:
					m.Answers = append(m.Answers, dnsmessage.Resource{Header: head, Body: &dnsmessage.AResource{A: ip.As4()}})
				case ip.Is6() && q.Type == dnsmessage.TypeAAAA:
					m.Answers = append(m.Answers, dnsmessage.Resource{Header: head, Body: &dnsmessage.AAAAResource{AAAA: ip.As16()}})
				}
			}
			if b, err := m.Pack(); err == nil {
				conn.WriteTo(b, from)
			}
		}
	}()
	before := net.DefaultResolver
	t.Cleanup(func() { net.DefaultResolver = before })
	net.DefaultResolver = &net.Resolver{PreferGo: true, Dial: func(ctx context.Context, _, _ string) (net.Conn, error) {
		return (&net.Dialer{}).DialContext(ctx, "udp", conn.LocalAddr().String())
	}}
}

// TestFaultReachAddresses requests addresses that lead, in various notations, to this
// machine or to private networks.
func TestFaultReachAddresses(t *testing.T) {
	saw := faults.Begin(t, faults.Reach)
	port, visits := inner(t)
	names(t, map[string][]string{
		"loopback.example": {"127.0.0.1"}, "loopback6.example": {"::1"}, "mapped.example": {"::ffff:127.0.0.1"},
		"metadata.google.internal": {"169.254.169.254"}, "intranet.example": {"10.0.0.1"},
		"turncoat.example": {"192.0.2.1", "127.0.0.1"}, "nat64.example": {"64:ff9b::7f00:1"},
	})
	hosts := []string{
		"127.0.0.1", "127.8.6.4", "127.1", "127.0.1", "2130706433", "0x7f000001", "0x7f.0.0.1", "0177.0.0.1", "017700000001", "00000127.0.0.1", "0", "0.0.0.0",
		"[::1]", "[::]", "[0:0:0:0:0:0:0:1]", "[::ffff:127.0.0.1]", "[::ffff:7f00:1]", "[::127.0.0.1]", "[::ffff:0:127.0.0.1]",
		"[64:ff9b::7f00:1]", "[64:ff9b:1::7f00:1]", "[2002:7f00:1::]", "[2001:0:7f00:1::]", "[fe80::1%25lo]", "[fec0::1]", "[fd00:ec2::254]", "[ff02::1]",
		"169.254.169.254", "10.1.2.3", "172.31.255.254", "192.168.1.1", "100.100.100.200", "198.18.0.1", "224.0.0.1", "255.255.255.255",
		"localhost", "LOCALHOST", "localhost.", "①②⑦.⓪.⓪.①", "127。0。0。1", "127.0.0.1.", "example.org@127.0.0.1", "127.0.0.1:80@127.0.0.1",
		"loopback.example", "loopback6.example", "mapped.example", "metadata.google.internal", "intranet.example", "turncoat.example", "nat64.example",
	}
	reached := 0
	for _, host := range hosts {
		// A new fetcher for each address, without what earlier requests taught.
		web := NewWeb(Config{Pace: time.Millisecond, Clock: &stopped{}})
		ctx, cancel := context.WithTimeout(t.Context(), 10*time.Second)
		before := visits.Load()
		doc, err := web.Fetch(ctx, at("http://"+host+":"+port+"/secret"))
		cancel()
		web.Close()
		if err == nil || visits.Load() != before || ctx.Err() == context.DeadlineExceeded {
			reached++
			t.Errorf("%s: %v, %d bytes, %d connections", host, err, len(doc.Bytes), visits.Load()-before)
		}
	}
	saw("%d ways to write private addresses: %d reached", len(hosts), reached)
}

// front returns a fetcher that takes one local server for a public one; all other
// addresses are guarded as usual.
func front(t *testing.T, config Config, handler http.HandlerFunc) (*Web, string) {
	t.Helper()
	server := httptest.NewServer(handler)
	t.Cleanup(server.Close)
	config.Pace = time.Millisecond
	web := NewWeb(config)
	t.Cleanup(web.Close)
	transport := web.client.Transport.(*paced).next.(*http.Transport)
	guarded := transport.DialContext
	transport.DialContext = func(ctx context.Context, network, address string) (net.Conn, error) {
		if address == "front.example:80" {
			return (&net.Dialer{}).DialContext(ctx, network, server.Listener.Addr().String())
		}
		return guarded(ctx, network, address)
	}
	return web, "http://front.example"
}

// TestFaultReachRedirects redirects from a public server to forbidden addresses, for
// a page and for robots.txt.
func TestFaultReachRedirects(t *testing.T) {
	saw := faults.Begin(t, faults.Reach)
	port, visits := inner(t)
	names(t, map[string][]string{"loopback.example": {"127.0.0.1"}})
	t.Setenv("HTTP_PROXY", "http://127.0.0.1:"+port) // a proxy would dial instead of us, bypassing the check
	t.Setenv("ALL_PROXY", "socks5://127.0.0.1:"+port)
	targets := []string{
		"http://127.0.0.1:" + port + "/", "//127.0.0.1:" + port + "/", "http://[::ffff:127.0.0.1]:" + port + "/", "http://loopback.example:" + port + "/",
		"http://front.example@127.0.0.1:" + port + "/", "http://2130706433:" + port + "/", "http://169.254.169.254/latest/meta-data/", "https://127.0.0.1:" + port + "/",
		"file:///etc/passwd", "FILE:///etc/passwd", "gopher://127.0.0.1:" + port + "/_x", "ftp://127.0.0.1:" + port + "/", "data:text/html,statement", "javascript:alert(1)", "unix:///run/docker.sock", "jar:http://127.0.0.1!/",
		"http://elsewhere.example/",
	}
	reached, tried := 0, 0
	for _, from := range []string{"/page", "/robots.txt"} {
		for _, target := range targets {
			if from == "/robots.txt" && target == "http://elsewhere.example/" {
				continue // RFC 9309, 2.3.1.2: rules of a host may be redirected to another public host
			}
			var asked atomic.Int64
			web, base := front(t, Config{Clock: &stopped{}, Allow: func(u *url.URL) error {
				if u.Host == "elsewhere.example" {
					return corpus.ErrRefused
				}
				return nil
			}}, func(w http.ResponseWriter, r *http.Request) {
				asked.Add(1)
				switch r.URL.Path {
				case from:
					w.Header().Set("Location", target)
					w.WriteHeader(http.StatusFound)
				case "/robots.txt":
					http.NotFound(w, r)
				}
			})
			tried++
			before := visits.Load()
			doc, err := web.Fetch(t.Context(), at(base+"/page"))
			if err == nil || visits.Load() != before || asked.Load() == 0 {
				reached++
				t.Errorf("%s to %s: %v, %q, %d connections", from, target, err, doc.Bytes, visits.Load()-before)
			}
		}
	}
	// Without a redirect it works, with or without a proxy.
	web, base := front(t, Config{Clock: &stopped{}}, noRobots(func(http.ResponseWriter, *http.Request) {}))
	if _, err := web.Fetch(t.Context(), at(base+"/page")); err != nil || visits.Load() > 0 {
		t.Errorf("a page of the public server: %v, %d connections", err, visits.Load())
	}
	saw("%d redirects, from pages and robots.txt: %d followed", tried, reached)
}
