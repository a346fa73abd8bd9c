package main

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"math/rand/v2"
	"net"
	"net/http"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/chromedp/chromedp"

	"rostrum/internal/faults"
)

// sampleProxy is the configuration of a proxy in the page about operations.
func sampleProxy(t *testing.T, language string) string {
	t.Helper()
	page, err := os.ReadFile(filepath.Join("..", "..", "docs", "operations.md"))
	if err != nil {
		t.Fatal(err)
	}
	_, after, found := strings.Cut(string(page), "```"+language+"\n")
	sample, _, ends := strings.Cut(after, "```")
	if !found || !ends {
		t.Fatalf("docs/operations.md has no sample for %s", language)
	}
	return sample
}

// freeAddress is one of this machine that nobody listens on.
func freeAddress(t *testing.T) string {
	t.Helper()
	l, err := (&net.ListenConfig{}).Listen(t.Context(), "tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	return l.Addr().String()
}

// program finds a program that a system keeps away from its users.
func program(t *testing.T, name string) string {
	t.Helper()
	path, err := exec.LookPath(name)
	if err != nil {
		if path, err = exec.LookPath("/usr/sbin/" + name); err != nil {
			t.Skipf("%s is not installed (apt-get install %s)", name, name)
		}
	}
	return path
}

// startProxy runs a proxy by its sample, in front of a service, with all that it
// writes in a folder. Where a system's own configuration logs, this one does too:
// only what the sample says keeps words away.
func startProxy(t *testing.T, name, folder, backend string) (address string) {
	t.Helper()
	address = freeAddress(t)
	var cmd *exec.Cmd
	path := program(t, name)
	config := filepath.Join(t.TempDir(), "config")
	var text string
	switch name {
	case "nginx":
		sample := strings.NewReplacer("443 ssl", address, "127.0.0.1:8080", backend).Replace(sampleProxy(t, "nginx"))
		text = fmt.Sprintf("daemon off;\nmaster_process off;\npid %[1]s/pid;\nerror_log %[1]s/error.log;\nevents {}\nhttp {\naccess_log %[1]s/access.log;\nclient_body_temp_path %[1]s/body;\nproxy_temp_path %[1]s/proxy;\nfastcgi_temp_path %[1]s/f;\nuwsgi_temp_path %[1]s/u;\nscgi_temp_path %[1]s/s;\n%[2]s}\n", folder, sample)
		cmd = exec.CommandContext(t.Context(), path, "-p", folder, "-c", config, "-e", filepath.Join(folder, "first.log"))
	case "caddy":
		text = strings.NewReplacer("{\n    log {", "{\n    admin off\n    log {\n        output file "+folder+"/caddy.log", "statements.example.org {", "http://"+address+" {\n    log", "127.0.0.1:8080", backend).Replace(sampleProxy(t, "caddy"))
		cmd = exec.CommandContext(t.Context(), path, "run", "--config", config, "--adapter", "caddyfile")
		cmd.Env = append(os.Environ(), "HOME="+folder, "XDG_DATA_HOME="+folder, "XDG_CONFIG_HOME="+folder)
	}
	if err := os.WriteFile(config, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	said, err := os.Create(filepath.Join(folder, "said"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { said.Close() })
	cmd.Stdout, cmd.Stderr = said, said
	cmd.Cancel = func() error { return cmd.Process.Signal(syscall.SIGTERM) }
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		_ = cmd.Process.Signal(syscall.SIGTERM) // it may have ended
		_ = cmd.Wait()
	})
	dialer := net.Dialer{Timeout: time.Second}
	for deadline := time.Now().Add(30 * time.Second); ; time.Sleep(10 * time.Millisecond) {
		c, err := dialer.DialContext(t.Context(), "tcp", address)
		if err == nil {
			c.Close()
			return address
		}
		if time.Now().After(deadline) {
			output, _ := os.ReadFile(filepath.Join(folder, "said"))
			t.Fatalf("%s does not listen: %s", name, output)
		}
	}
}

// chromiumHistory are the files in which Chromium keeps the addresses of pages
// that its user looked at: the history and its icons, the tabs to be restored,
// and the addresses that its own statistics of use are counted by.
var chromiumHistory = regexp.MustCompile(`/Default/(History|Favicons|Sessions/)|/segmentation_platform/`)

// TestFaultPrivateBehindProxies searches for words behind the proxies of the
// samples, with the service up and down: no proxy writes a word, and of a
// browser's files only its history has those that were asked for by address.
func TestFaultPrivateBehindProxies(t *testing.T) {
	for _, proxy := range []string{"nginx", "caddy"} {
		t.Run(proxy, func(t *testing.T) {
			note := faults.Begin(t, faults.Privacy)
			folder := t.TempDir()
			data := indexSampleFor(t)
			s := serveWith(t, os.Environ(), "--data", data, "--rate-limit", "0")
			address := startProxy(t, proxy, folder, strings.TrimPrefix(s.address, "http://"))
			random := rand.New(rand.NewPCG(13, 14))
			number := 0
			words := func(n int) string {
				list := make([]string, n)
				for i := range list {
					list[i], number = privateWord(random, number), number+1
				}
				return strings.Join(list, " OR ")
			}
			const atOnce = 20
			ask := func(method, query string, want ...int) {
				t.Helper()
				form := url.Values{"q": {query}}.Encode()
				path, body := "/search?"+form, io.Reader(nil)
				if method == http.MethodPost {
					path, body = "/search", strings.NewReader(form+"&translate=true&size=10")
				}
				r, err := http.NewRequestWithContext(t.Context(), method, "http://"+address+path, body)
				if err != nil {
					t.Fatal(err)
				}
				r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
				answer, err := http.DefaultClient.Do(r)
				if err != nil {
					t.Fatal(err)
				}
				defer answer.Body.Close()
				content, err := io.ReadAll(answer.Body)
				if err != nil || !slices.Contains(want, answer.StatusCode) {
					t.Errorf("%s: status %d, want %v; %v; %.300s", method, answer.StatusCode, want, err, content)
				}
			}
			browsed := faults.Times(2, 100) // questions by a browser, each way
			browser := browsePrivately(t, "http://"+address, func() string { return words(atOnce) }, browsed)
			rounds := max(1, faults.Times(3, 10_000/atOnce)-2*browsed)
			for i := range rounds {
				ask([]string{http.MethodGet, http.MethodPost}[i%2], words(atOnce), http.StatusOK)
			}
			if err := s.stop(); err != nil {
				t.Error(err)
			}
			for _, method := range []string{http.MethodGet, http.MethodPost} {
				ask(method, words(atOnce), http.StatusBadGateway)
			}
			files, kept := 0, 0
			for path, content := range contents(t, folder) {
				files++
				if bytes.Contains(content, []byte(privateMark)) {
					t.Errorf("%s wrote a word to %s: %.300s", proxy, path, content[max(0, bytes.Index(content, []byte(privateMark))-200):])
				}
			}
			for path, content := range contents(t, browser) {
				files++
				public, private := bytes.Contains(content, []byte(privateMark)), bytes.Contains(content, []byte(strings.ToUpper(privateMark)))
				switch {
				case private:
					t.Errorf("the browser keeps in %s a word that was posted: %.900q", path, content[max(0, bytes.Index(content, []byte(strings.ToUpper(privateMark)))-700):])
				case public && !chromiumHistory.MatchString(path):
					t.Errorf("the browser keeps in %s a word that was in an address", path)
				case public:
					kept++
				}
			}
			if browser != "" && kept == 0 {
				t.Error("the browser's history has no word: it was looked for in the wrong place")
			}
			if !t.Failed() {
				note("%d words by GET and POST behind %s, %d of them in Chromium, with the service up and down: in none of %d files but, of GET, the browser's history", number, proxy, 2*browsed*atOnce, files)
			}
		})
	}
}

// browsePrivately searches in Chromium: each question by GET, in the box of a
// page, and then one in capital letters by POST, as somebody who has chosen it.
// It returns the folder with all that the browser has written; "" without one.
func browsePrivately(t *testing.T, base string, words func() string, n int) string {
	t.Helper()
	path, err := exec.LookPath("chromium")
	if err != nil {
		t.Log("chromium is not installed (apt-get install chromium): no browser searches")
		return ""
	}
	home := t.TempDir()
	options := append(chromedp.DefaultExecAllocatorOptions[:], chromedp.ExecPath(path), chromedp.NoSandbox, chromedp.UserDataDir(filepath.Join(home, "profile")),
		chromedp.Flag("disable-background-networking", true), chromedp.Env("HOME="+home, "XDG_CACHE_HOME="+home, "TMPDIR="+home))
	ctx, end := chromedp.NewExecAllocator(t.Context(), options...)
	defer end()
	ctx, cancel := chromedp.NewContext(ctx)
	defer cancel()
	ctx, late := context.WithTimeout(ctx, 20*time.Minute)
	defer late()
	follow := func(step chromedp.Action[chromedp.Void]) {
		t.Helper()
		if _, err := chromedp.RunResponse(ctx, step); err != nil {
			t.Fatal(err)
		}
	}
	search := func(text string) {
		t.Helper()
		follow(chromedp.Evaluate[chromedp.Void](fmt.Sprintf(`{ const q = document.getElementById("q"); q.value = %q; q.form.requestSubmit() }`, text)))
		var at string
		if at, err = chromedp.Run(ctx, chromedp.Location()); err != nil {
			t.Fatal(err)
		}
		if public := strings.Contains(at, privateMark); public != strings.Contains(text, privateMark) || strings.Contains(at, strings.ToUpper(privateMark)) {
			t.Errorf("the search for %s is at %s", text, at)
		}
	}
	for range n {
		follow(chromedp.Navigate(base + "/"))
		search(words())
	}
	follow(chromedp.Navigate(base + "/"))
	follow(chromedp.Click(".under .linked"))
	for range n { // in place, so that there is no new page to wait for
		text := strings.ToUpper(words())
		ask := fmt.Sprintf(`{ const q = document.getElementById("q"); q.value = %q; q.form.requestSubmit() }`, text)
		if _, err := chromedp.Run(ctx, chromedp.Evaluate[chromedp.Void](ask)); err != nil {
			t.Fatal(err)
		}
		if _, err := chromedp.Run(ctx, chromedp.Poll[chromedp.Void](fmt.Sprintf(`document.querySelector(".zero") && document.getElementById("q").value === %q && location.href === %q`, text, base+"/search"))); err != nil {
			at, _ := chromedp.Run(ctx, chromedp.Evaluate[string](`location.href + ": " + document.body.innerText`))
			t.Fatalf("%v: the browser shows %.600s", err, at)
		}
	}
	if err := chromedp.Cancel(ctx); err != nil { // an orderly end, in which it writes what it keeps
		t.Fatal(err)
	}
	return home
}
