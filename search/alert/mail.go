package alert

import (
	"context"
	"fmt"
	netmail "net/mail"
	"strings"

	"github.com/wneessen/go-mail"
)

// send sends news to all recipients, as one message.
func (s mailServer) send(ctx context.Context, a saved, id string, n news) error {
	from, err := netmail.ParseAddress(s.from)
	if err != nil {
		return err
	}
	m := mail.NewMsg()
	if err := m.From(s.from); err != nil {
		return fmt.Errorf("set the sender: %w", err)
	}
	if err := m.To(a.to...); err != nil {
		return fmt.Errorf("set the recipients: %w", err)
	}
	// The Message-ID stays the same across retries.
	m.SetMessageIDWithValue(id + from.Address[strings.LastIndexByte(from.Address, '@'):])
	m.SetDateWithValue(n.Time)
	m.SetGenHeader("Auto-Submitted", "auto-generated") // RFC 3834: suppresses automatic replies
	m.Subject(fmt.Sprintf("%s: %s", a.name, n.counted()))
	m.SetBodyString(mail.TypeTextPlain, n.text())

	options := []mail.Option{mail.WithPort(s.port), mail.WithTimeout(sendingTime)}
	switch s.tls {
	case "none":
		options = append(options, mail.WithTLSPolicy(mail.NoTLS))
	case "implicit":
		options = append(options, mail.WithSSL())
	default:
		options = append(options, mail.WithTLSPolicy(mail.TLSMandatory))
	}
	if s.user != "" {
		options = append(options, mail.WithSMTPAuth(mail.SMTPAuthAutoDiscover), mail.WithUsername(s.user), mail.WithPassword(s.password))
	}
	client, err := mail.NewClient(s.host, options...)
	if err != nil {
		return fmt.Errorf("set up the connection to the mail server: %w", err)
	}
	if err := client.DialAndSendWithContext(ctx, m); err != nil && !m.IsDelivered() {
		return fmt.Errorf("the mail server did not accept the message: %w", err)
	}
	return nil
}
