package service

import (
	"bytes"
	"encoding/json"
	"log"
	"strings"
	"testing"

	"github.com/rs/zerolog"
)

// TestServerErrorsAreLines has net/http complain: each time there is one JSON
// object, and no address of a client in it.
func TestServerErrorsAreLines(t *testing.T) {
	var out bytes.Buffer
	logger := zerolog.New(&out)
	l := log.New(serverLog{&logger}, "", 0)
	for _, from := range []string{"203.0.113.7:41234", "[2001:db8::7]:41234", "[fe80::1%eth0]:80"} {
		l.Printf("http: panic serving %s: boom\ngoroutine 7 [running]:\nmain.main()", from)
	}
	lines := strings.Split(strings.TrimSpace(out.String()), "\n")
	if len(lines) != 3 {
		t.Fatalf("%d lines:\n%s", len(lines), out.String())
	}
	for _, line := range lines {
		var said struct{ Level, Message, Error string }
		if err := json.Unmarshal([]byte(line), &said); err != nil || said.Level != "warn" || said.Error != "http: panic serving a client: boom" {
			t.Errorf("%s: %v", line, err)
		}
	}
}
