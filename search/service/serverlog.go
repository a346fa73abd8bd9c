package service

import (
	"regexp"
	"strings"

	"github.com/rs/zerolog"
)

// serverLog takes what net/http says of connections, a line each, into the log:
// as JSON where that is JSON, and without the addresses of clients.
type serverLog struct{ logger *zerolog.Logger }

// clientAddress is an address with a port, as net/http writes it.
var clientAddress = regexp.MustCompile(`(?:\[[0-9a-fA-F:.]+(?:%\w+)?\]|\d{1,3}(?:\.\d{1,3}){3}):\d+`)

// Write implements io.Writer.
func (l serverLog) Write(line []byte) (int, error) {
	text, _, _ := strings.Cut(strings.TrimSpace(string(line)), "\n") // a stack may follow, with addresses in it
	l.logger.Warn().Str("error", clientAddress.ReplaceAllString(text, "a client")).Msg("http server")
	return len(line), nil
}
