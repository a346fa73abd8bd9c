package alert

import (
	"bytes"
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/netip"
	"net/url"
	"strconv"
	"syscall"
	"time"

	"rostrum/internal/publicnet"
)

// post sends news to a webhook, signed as in Standard Webhooks
// (github.com/standard-webhooks/standard-webhooks, spec/standard-webhooks.md).
// Retries have the same id, but another timestamp.
func (r *Runner) post(ctx context.Context, a saved, id string, n news) error {
	body, err := json.Marshal(n)
	if err != nil {
		return err
	}
	request, err := http.NewRequestWithContext(ctx, http.MethodPost, a.webhook, bytes.NewReader(body))
	if err != nil {
		return errors.New("the webhook address is invalid")
	}
	id = "msg_" + id
	at := strconv.FormatInt(time.Now().Unix(), 10)
	request.Header.Set("Content-Type", "application/json")
	request.Header.Set("User-Agent", "rostrum-alerts")
	request.Header.Set("Idempotency-Key", id)
	request.Header.Set("webhook-id", id)
	request.Header.Set("webhook-timestamp", at)
	request.Header.Set("webhook-signature", "v1,"+sign(a.secret, id, at, body))
	client := r.webhookClient()
	defer client.CloseIdleConnections()
	response, err := client.Do(request)
	if err != nil {
		// The URL may contain secrets.
		var whole *url.Error
		if errors.As(err, &whole) {
			err = whole.Err
		}
		return fmt.Errorf("no response from the webhook: %w", err)
	}
	defer response.Body.Close()
	_, _ = io.CopyN(io.Discard, response.Body, 64<<10) // only the status counts
	switch status := response.StatusCode; {
	case status >= 200 && status < 300:
		return nil
	case status >= 300 && status < 400:
		return fmt.Errorf("the webhook returned status %d: redirects are not followed; use the address it redirects to", status)
	default:
		return fmt.Errorf("the webhook returned status %d", status)
	}
}

// sign returns the signature of a message.
func sign(secret []byte, id, at string, body []byte) string {
	mac := hmac.New(sha256.New, secret)
	_, _ = fmt.Fprintf(mac, "%s.%s.%s", id, at, body) // hash writes never fail
	return base64.StdEncoding.EncodeToString(mac.Sum(nil))
}

// webhookClient connects to public addresses only, unless private ones are allowed.
// The address is checked on dialling, after name resolution, to prevent DNS rebinding.
func (r *Runner) webhookClient() *http.Client {
	dialer := &net.Dialer{Timeout: 15 * time.Second}
	if !r.AllowPrivate {
		dialer.Control = func(_, address string, _ syscall.RawConn) error {
			if host, err := netip.ParseAddrPort(address); err != nil || !publicnet.Is(host.Addr()) {
				return errors.New("it is not at a public address: allow private addresses with --allow-private")
			}
			return nil
		}
	}
	return &http.Client{
		Transport: &http.Transport{
			DialContext: dialer.DialContext, TLSHandshakeTimeout: 15 * time.Second, ForceAttemptHTTP2: true, MaxResponseHeaderBytes: 64 << 10,
		},
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}
}
