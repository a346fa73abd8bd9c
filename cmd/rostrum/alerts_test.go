package main

import (
	"bufio"
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"flag"
	"fmt"
	"io"
	"mime/quotedprintable"
	"net"
	"net/http"
	"net/http/httptest"
	"net/mail"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"testing"

	"rostrum/corpus/catalog"
)

var alertKills = flag.Int("alert-kills", 12, "how often TestAlertsSurviveKills kills a run")

const alertSecret = "a secret for a test of signatures, of no use elsewhere"

// receiver takes what alerts send, by web and by mail, and knows messages by
// their ids, as those who get them are told to.
type receiver struct {
	t    *testing.T
	web  *httptest.Server
	mail net.Listener

	mu       sync.Mutex
	messages map[string]map[string][]string // by alert and id of the message: the statements it tells of
	bodies   []string                       // of what was taken, as it came
	taken    int                            // messages, those that came again included
	refuse   int                            // the status the web answers with, if any
	arrived  chan string                    // the alerts of messages, as they come

	events, killAt int // what comes in is counted; at one of these the sender is killed
	victim         *os.Process
}

func newReceiver(t *testing.T) *receiver {
	r := &receiver{t: t, messages: map[string]map[string][]string{}, arrived: make(chan string, 10_000)}
	r.web = httptest.NewServer(http.HandlerFunc(r.hook))
	t.Cleanup(r.web.Close)
	var err error
	if r.mail, err = net.Listen("tcp", "127.0.0.1:0"); err != nil {
		t.Fatal(err)
	}
	served := make(chan bool)
	go func() {
		defer close(served)
		for {
			conn, err := r.mail.Accept()
			if err != nil {
				return
			}
			r.session(conn)
		}
	}()
	t.Cleanup(func() { r.mail.Close(); <-served })
	return r
}

// event kills the sender if it is its turn.
func (r *receiver) event() {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.events++; r.events == r.killAt {
		r.victim.Kill()
	}
}

func (r *receiver) take(alert, id, body string, statements []string) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.taken++
	r.bodies = append(r.bodies, body)
	if r.messages[alert] == nil {
		r.messages[alert] = map[string][]string{}
	}
	if before, again := r.messages[alert][id]; again && fmt.Sprint(before) != fmt.Sprint(statements) {
		r.t.Errorf("message %s told of %v, then of %v", id, before, statements)
	}
	r.messages[alert][id] = statements
	r.arrived <- alert
}

func (r *receiver) hook(w http.ResponseWriter, request *http.Request) {
	body, err := io.ReadAll(request.Body)
	if err != nil {
		return // its sender was killed
	}
	r.event()
	header := request.Header
	mac := hmac.New(sha256.New, []byte(alertSecret))
	fmt.Fprintf(mac, "%s.%s.%s", header.Get("webhook-id"), header.Get("webhook-timestamp"), body)
	if want := "v1," + base64.StdEncoding.EncodeToString(mac.Sum(nil)); header.Get("webhook-signature") != want {
		r.t.Errorf("signature %q, want %q", header.Get("webhook-signature"), want)
	}
	if header.Get("Idempotency-Key") != header.Get("webhook-id") || header.Get("webhook-id") == "" {
		r.t.Errorf("ids %q and %q", header.Get("Idempotency-Key"), header.Get("webhook-id"))
	}
	var n struct {
		Data struct {
			Alert      string
			Statements []struct{ ID string }
		}
	}
	if err := json.Unmarshal(body, &n); err != nil {
		r.t.Errorf("a webhook got %q: %v", body, err)
	}
	if r.refuse != 0 {
		w.Header().Set("Location", r.web.URL)
		w.WriteHeader(r.refuse)
		return
	}
	var ids []string
	for _, s := range n.Data.Statements {
		ids = append(ids, s.ID)
	}
	r.take(n.Data.Alert, header.Get("webhook-id"), string(body), ids)
	r.event()
}

var listedID = regexp.MustCompile(`(?m)^   id (\S+)\r?$`)

// session speaks as much SMTP as a mail needs.
func (r *receiver) session(conn net.Conn) {
	defer conn.Close()
	in := bufio.NewReader(conn)
	fmt.Fprint(conn, "220 test\r\n")
	for {
		line, err := in.ReadString('\n')
		if err != nil {
			return
		}
		r.event()
		switch verb, _, _ := strings.Cut(strings.ToUpper(strings.TrimSpace(line)), " "); verb {
		case "EHLO":
			fmt.Fprint(conn, "250-test\r\n250 8BITMIME\r\n")
		case "DATA":
			fmt.Fprint(conn, "354 go on\r\n")
			var text strings.Builder
			for {
				if line, err = in.ReadString('\n'); err != nil {
					return
				}
				if line == ".\r\n" {
					break
				}
				text.WriteString(strings.TrimPrefix(line, "."))
			}
			r.event()
			m, err := mail.ReadMessage(strings.NewReader(text.String()))
			if err != nil {
				r.t.Errorf("a mail cannot be read: %v", err)
				return
			}
			body, err := io.ReadAll(quotedprintable.NewReader(m.Body))
			if err != nil {
				r.t.Errorf("a mail cannot be read: %v", err)
			}
			var ids []string
			for _, match := range listedID.FindAllSubmatch(body, -1) {
				ids = append(ids, string(match[1]))
			}
			if m.Header.Get("To") != "<desk@example.org>" {
				r.t.Errorf("mail to %q", m.Header.Get("To"))
			}
			r.take("by mail", m.Header.Get("Message-ID"), string(body), ids)
			fmt.Fprint(conn, "250 taken\r\n")
			r.event()
		case "QUIT":
			fmt.Fprint(conn, "221 bye\r\n")
			return
		default:
			fmt.Fprint(conn, "250 ok\r\n")
		}
	}
}

// alertFolder writes a file of alerts that tell a receiver.
func alertFolder(t *testing.T, r *receiver) (file, documents, data string) {
	t.Helper()
	dir := t.TempDir()
	file, documents, data = filepath.Join(dir, "alerts.yaml"), filepath.Join(dir, "documents"), filepath.Join(dir, "data")
	text := fmt.Sprintf(`mail: {server: "%s", from: "Statements <alerts@example.org>", tls: none}
alerts:
  - {name: by web, query: caravan witnesses, webhook: "%s/hook", secret_file: secret}
  - {name: by mail, query: caravan, mail: [desk@example.org]}
`, r.mail.Addr(), r.web.URL)
	for path, content := range map[string]string{file: text, filepath.Join(dir, "secret"): alertSecret + "\n"} {
		if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.Mkdir(documents, 0o755); err != nil {
		t.Fatal(err)
	}
	return file, documents, data
}

// publish brings one more statement in.
func publish(t *testing.T, documents, data string, number int) {
	t.Helper()
	text := fmt.Sprintf("Sample text number %d about a caravan of witnesses, written for a test of alerts. It was said by nobody.", number)
	if err := os.WriteFile(filepath.Join(documents, fmt.Sprintf("sample%d.txt", number)), []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
	if o := outcomeOf(t, "index", documents, "--data", data, "--quiet"); o.code != exitOK {
		t.Fatalf("index: %+v", o)
	}
}

// ids are the statements of a data folder.
func ids(t *testing.T, data string) map[string]bool {
	t.Helper()
	kept, err := catalog.OpenReadOnly(t.Context(), data)
	if err != nil {
		t.Fatal(err)
	}
	defer kept.Close()
	out := map[string]bool{}
	for s, err := range kept.All(t.Context()) {
		if err != nil {
			t.Fatal(err)
		}
		out[string(s.ID)] = true
	}
	return out
}

// dyingWriter passes on what is logged, and kills its own process in place of
// the line with a number: nothing can be tidied up.
type dyingWriter struct {
	out  io.Writer
	left int
}

func (w *dyingWriter) Write(b []byte) (int, error) {
	if w.left--; w.left == 0 {
		syscall.Kill(os.Getpid(), syscall.SIGKILL)
	}
	return w.out.Write(b)
}

const dieAtLine = "DIE_AT_LINE" // in the environment of the program under test

// TestAlertsSurviveKills kills runs at every step they log and at all that they
// say to those who are told, while statements come in. Then all were told of
// each statement, and in no two messages.
func TestAlertsSurviveKills(t *testing.T) {
	t.Parallel()
	r := newReceiver(t)
	file, documents, data := alertFolder(t, r)
	args := []string{"alerts", "run", file, "--data", data, "--allow-http", "--allow-private"}
	publish(t, documents, data, 0)
	if o := outcomeOf(t, args...); o.code != exitOK || r.taken != 0 {
		t.Fatalf("the first run told of what is old: %d messages, %+v", r.taken, o)
	}
	old := ids(t, data)

	killed, steps, points := 0, 0, 0
	for round := 1; killed < *alertKills; round++ {
		if round > 4**alertKills+40 {
			t.Fatalf("%d rounds, but only %d kills", round, killed)
		}
		publish(t, documents, data, round)
		cmd := exec.CommandContext(t.Context(), "rostrum", append(args, "--verbose", "--log-format", "json")...)
		cmd.Env = os.Environ()
		byLine := round%2 == 0
		if byLine {
			steps++
			cmd.Env = append(cmd.Env, dieAtLine+"="+strconv.Itoa(steps))
		}
		r.mu.Lock()
		if r.killAt = 0; !byLine {
			points++
			r.killAt = r.events + points
		}
		err := cmd.Start()
		r.victim = cmd.Process
		r.mu.Unlock()
		if err != nil {
			t.Fatal(err)
		}
		err = cmd.Wait()
		r.mu.Lock()
		r.killAt = 0
		r.mu.Unlock()
		switch status := cmd.ProcessState.Sys().(syscall.WaitStatus); {
		case status.Signaled():
			killed++
		case err != nil:
			t.Fatalf("round %d ended with %v", round, err)
		case byLine:
			steps = 0 // it had no more steps: again from the first
		default:
			points = 0
		}
	}
	if o := outcomeOf(t, args...); o.code != exitOK {
		t.Fatalf("the last run: %+v", o)
	}
	if o := outcomeOf(t, args...); strings.Count(o.stdout, ": 0 new statements, 0 messages sent") != 2 {
		t.Errorf("a run with nothing new printed %q", o.stdout)
	}
	all := ids(t, data)
	distinct := 0
	for _, alert := range []string{"by web", "by mail"} {
		told := map[string]string{}
		for message, statements := range r.messages[alert] {
			distinct++
			for _, id := range statements {
				if other, twice := told[id]; twice {
					t.Errorf("%s: %s was told of in %s and in %s", alert, id, other, message)
				}
				told[id] = message
				if old[id] {
					t.Errorf("%s: %s was told of, though it was there before", alert, id)
				}
			}
		}
		if want := len(all) - len(old); len(told) != want {
			t.Errorf("%s: told of %d statements, want %d", alert, len(told), want)
		}
	}
	t.Logf("%d kills, %d statements, %d messages, %d of which came again", killed, len(all)-len(old), distinct, r.taken-distinct)
}

// What was not taken waits, and is sent by a later run under the same id.
func TestRefusedAlertsAreSentAgain(t *testing.T) {
	t.Parallel()
	r := newReceiver(t)
	file, documents, data := alertFolder(t, r)
	args := []string{"alerts", "run", file, "--data", data, "--allow-http", "--allow-private"}
	publish(t, documents, data, 0)
	outcomeOf(t, args...)
	publish(t, documents, data, 1)
	for _, status := range []int{500, 302, 404} {
		r.refuse = status
		o := outcomeOf(t, args...)
		if o.code != exitSomeFailed || !strings.Contains(o.stdout, "0 messages sent, 1 waiting") || !strings.Contains(o.stderr, fmt.Sprintf("by web: a message was not sent and will be retried: the webhook returned status %d", status)) {
			t.Errorf("refused with %d: %+v", status, o)
		}
	}
	if len(r.messages["by web"]) != 0 || len(r.messages["by mail"]) != 1 {
		t.Errorf("a webhook that refuses took %v; mail, which does not, %v", r.messages["by web"], r.messages["by mail"])
	}
	r.refuse = 0
	if o := outcomeOf(t, args...); o.code != exitOK || len(r.messages["by web"]) != 1 {
		t.Errorf("when it was taken at last: %+v, %v", o, r.messages)
	}

	// Addresses in one's own network are for those who say so.
	publish(t, documents, data, 2)
	o := outcomeOf(t, "alerts", "run", file, "--data", data, "--allow-http")
	if o.code != exitSomeFailed || !strings.Contains(o.stderr, "it is not at a public address") {
		t.Errorf("a webhook at %s: %+v", r.web.URL, o)
	}
	if strings.Contains(o.stderr, "/hook") {
		t.Errorf("the address of the webhook is told: %s", o.stderr)
	}
}

// Messages show why they came: the passage, the page it stands on, and a link to
// it that does not say what was looked for.
func TestAlertsCarryThePassage(t *testing.T) {
	t.Parallel()
	r := newReceiver(t)
	file, documents, data := alertFolder(t, r)
	args := []string{"alerts", "run", file, "--data", data, "--allow-http", "--allow-private", "--public-url", "https://search.example.org/"}
	publish(t, documents, data, 0)
	outcomeOf(t, args...)
	publish(t, documents, data, 1)
	known := ids(t, data)
	publish(t, documents, data, 2)
	if o := outcomeOf(t, args...); o.code != exitOK || len(r.bodies) != 2 {
		t.Fatalf("%+v, %d messages", o, len(r.bodies))
	}
	var told struct {
		Data struct {
			Statements []struct {
				ID, URL string
				Passage struct {
					Page      int
					Text, URL string
					Ranges    [][2]int
				}
			}
		}
	}
	if err := json.Unmarshal([]byte(r.bodies[0]), &told); err != nil || len(told.Data.Statements) != 2 {
		t.Fatalf("%v: %s", err, r.bodies[0])
	}
	for _, s := range told.Data.Statements {
		p := s.Passage
		if address := "https://search.example.org/s/" + s.ID; s.URL != address || p.URL != address+"#p1-1" || p.Page != 1 || !strings.Contains(p.Text, "a caravan of witnesses") {
			t.Errorf("the webhook is told %+v", s)
		}
		for _, marked := range p.Ranges {
			if word := string([]rune(p.Text)[marked[0]:marked[1]]); word != "caravan" && word != "witnesses" {
				t.Errorf("marked is %q", word)
			}
		}
		if len(p.Ranges) != 2 {
			t.Errorf("marked is %v", p.Ranges)
		}
	}
	for id := range ids(t, data) {
		if link := "   https://search.example.org/s/" + id + "#p1-1"; !known[id] && !strings.Contains(r.bodies[1], link) {
			t.Errorf("the mail has no %s: %s", link, r.bodies[1])
		}
	}
	if !strings.Contains(r.bodies[1], "   p. 1: “Sample text number 2 about a caravan of witnesses") {
		t.Errorf("the mail says %s", r.bodies[1])
	}
}

// Nothing that is kept or logged says what is looked for, how the alert is
// called, who is told or by which secret.
func TestAlertsStayPrivate(t *testing.T) {
	t.Parallel()
	r := newReceiver(t)
	file, documents, data := alertFolder(t, r)
	publish(t, documents, data, 0)
	args := []string{"alerts", "run", file, "--data", data, "--allow-http", "--allow-private", "--log-level", "debug", "--log-format", "json"}
	outcomeOf(t, args...)
	publish(t, documents, data, 1)
	r.refuse = 500 // a message stays in the outbox
	logged := outcomeOf(t, args...).stderr
	kept := ""
	for _, name := range []string{"alerts.db", "alerts.db-wal"} {
		content, err := os.ReadFile(filepath.Join(data, name))
		if err != nil && !os.IsNotExist(err) {
			t.Fatal(err)
		}
		kept += string(content)
	}
	if !strings.Contains(kept, "CREATE TABLE") {
		t.Fatal("alerts.db is not where it was looked for")
	}
	// What is wrong is said by the name of the alert, to whoever runs it.
	said := regexp.MustCompile(`(?m)^by web: .*$`)
	for what, text := range map[string]string{"log": said.ReplaceAllString(logged, ""), "state": kept} {
		for _, private := range []string{"caravan", "by web", "by mail", "desk@example.org", "/hook", alertSecret} {
			if strings.Contains(text, private) {
				t.Errorf("the %s holds %q", what, private)
			}
		}
	}
}

func TestServiceSendsAlerts(t *testing.T) {
	t.Parallel()
	r := newReceiver(t)
	file, documents, data := alertFolder(t, r)
	publish(t, documents, data, 0)
	outcomeOf(t, "alerts", "run", file, "--data", data, "--allow-http", "--allow-private")
	publish(t, documents, data, 1)
	ctx, end := context.WithCancel(t.Context())
	var log strings.Builder
	ended := make(chan int)
	go func() {
		ended <- run(ctx, []string{"serve", "--addr", "127.0.0.1:0", "--admin-addr", "", "--data", data, "--page-image-cache", "0", "--alerts", file,
			"--allow-http", "--allow-private", "--log-format", "json"}, strings.NewReader(""), io.Discard, &log)
	}()
	got := map[string]bool{<-r.arrived: true, <-r.arrived: true}
	end()
	if code := <-ended; code != exitOK || !got["by web"] || !got["by mail"] {
		t.Errorf("the service ended with %d, and told %v", code, got)
	}
	if strings.Contains(log.String(), "caravan") || strings.Contains(log.String(), "by web") {
		t.Errorf("the log says what was looked for: %s", log.String())
	}
}
