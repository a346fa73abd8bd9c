package main

import (
	"bufio"
	"net"
	"net/http"
	"os"
	"regexp"
	"strings"
	"testing"
	"time"
)

// TestTwoServicesOnOneMachine starts two services that differ in the address of
// the search page alone, while another program may have the default of /metrics.
func TestTwoServicesOnOneMachine(t *testing.T) {
	if listener, err := net.Listen("tcp", "127.0.0.1:8081"); err == nil { // else somebody has it
		defer listener.Close()
	}
	data := indexSampleFor(t)
	taken := map[string]bool{}
	for range 2 {
		var log lockedBuffer
		cmd := apart("serve", "--addr", "127.0.0.1:0", "--data", data, "--log-format", "json")
		cmd.Stderr = &log
		out, err := cmd.StdoutPipe()
		if err == nil {
			err = cmd.Start()
		}
		if err != nil {
			t.Fatal(err)
		}
		defer func() {
			_ = cmd.Process.Signal(os.Interrupt)
			if err := cmd.Wait(); err != nil {
				t.Errorf("the service ended with %v: %s", err, &log)
			}
		}()
		if line, err := bufio.NewReader(out).ReadString('\n'); err != nil {
			t.Fatalf("the service said %q, %v: %s", line, err, &log)
		}
		var said []string
		for deadline := time.Now().Add(time.Minute); said == nil; time.Sleep(5 * time.Millisecond) {
			if said = regexp.MustCompile(`"admin_addr":"([^"]+)"`).FindStringSubmatch(log.String()); said == nil && time.Now().After(deadline) {
				t.Fatalf("the log does not name the address of /metrics: %s", &log)
			}
		}
		response, err := http.Get("http://" + said[1] + "/metrics")
		if err != nil {
			t.Fatal(err)
		}
		response.Body.Close()
		if response.StatusCode != http.StatusOK || taken[said[1]] || strings.HasSuffix(said[1], ":8081") {
			t.Errorf("/metrics on %s answers %s", said[1], response.Status)
		}
		taken[said[1]] = true
	}
	// Who names the address wants it and no other.
	if o := outcomeOf(t, "serve", "--addr", "127.0.0.1:0", "--data", data, "--admin-addr", "127.0.0.1:8081"); o.code != exitFailure || !strings.Contains(o.stderr, "choose another address with --admin-addr") {
		t.Errorf("the named address is in use: %+v", o)
	}
}
