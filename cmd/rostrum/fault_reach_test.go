package main

import (
	"bufio"
	"bytes"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"rostrum/internal/faults"
)

// canary is a word of a file that no catalogue may lead to.
const canary = "kanarienvogel"

// TestFaultReachFiles brings in catalogues, folders and saved pages that lead
// out of where they lie, by their words and by links.
func TestFaultReachFiles(t *testing.T) {
	t.Parallel()
	saw := faults.Begin(t, faults.Reach)
	root := t.TempDir()
	secret := filepath.Join(root, "secret.txt")
	inside := filepath.Join(root, "catalogue")
	write := func(path, content string) {
		t.Helper()
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(content), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	write(secret, "This sample text holds a word that nobody should find: "+canary+".")
	write(filepath.Join(inside, "right.txt"), "This sample text lies where it should, and nightingales may be found in it.")
	write(filepath.Join(inside, "sub", "other.txt"), "This sample text is led to by a link that stays inside, and larks may be found in it.")
	for name, target := range map[string]string{
		"link.txt": "../secret.txt", "absolute.txt": secret, "chain.txt": "link.txt", "up": "..", "root": "/",
		"environment.txt": "/proc/self/environ", "passwords.txt": "/etc/passwd", "endless.txt": "/dev/zero", "round.txt": "round.txt",
		"stays.txt": "sub/other.txt",
	} {
		if err := os.Symlink(target, filepath.Join(inside, name)); err != nil {
			t.Fatal(err)
		}
	}
	if err := syscall.Mkfifo(filepath.Join(inside, "pipe.txt"), 0o600); err != nil {
		t.Fatal(err)
	}
	wrong := []string{
		"../secret.txt", "./../secret.txt", "sub/../../secret.txt", "right.txt/../../secret.txt", "..//secret.txt", ".../../../secret.txt", secret, "/etc/passwd", "//etc/passwd",
		"file://" + secret, "%2e%2e/secret.txt", `..\secret.txt`, `C:\secret.txt`, "~/secret.txt", "$PWD/../secret.txt", "..", ".", "secret.txt\x00.txt",
		"link.txt", "absolute.txt", "chain.txt", "up/secret.txt", "root" + secret, "root/etc/passwd", "environment.txt", "passwords.txt", "endless.txt", "round.txt", "pipe.txt",
	}
	// The same rows in the three forms of a catalogue, a folder, a saved page.
	var table, lines, list bytes.Buffer
	cells := csv.NewWriter(&table)
	_ = cells.Write([]string{"file"})
	var links strings.Builder
	for _, file := range append(wrong, "right.txt", "stays.txt") {
		_ = cells.Write([]string{file})
		quoted, err := json.Marshal(file)
		if err != nil {
			t.Fatal(err)
		}
		fmt.Fprintf(&lines, "{\"file\":%s}\n", quoted)
		if !strings.Contains(file, "\x00") { // no YAML
			fmt.Fprintf(&list, "- file: %s\n", quoted)
		}
		fmt.Fprintf(&links, "<li><a href=%s>A sample statement</a></li>\n", quoted)
	}
	cells.Flush()
	write(filepath.Join(inside, "a.csv"), table.String())
	write(filepath.Join(inside, "b.jsonl"), lines.String())
	write(filepath.Join(inside, "c.yaml"), list.String())
	write(filepath.Join(inside, "page.htm"), "<!doctype html><h1>Statements</h1><ul>"+links.String()+"</ul>")
	// Beside a document, what people say of it may be a link as well.
	if err := os.Symlink("../secret.yaml", filepath.Join(inside, "right.txt.yaml")); err != nil {
		t.Fatal(err)
	}
	write(filepath.Join(root, "secret.yaml"), "title: "+canary+"\n")
	write(filepath.Join(root, "sources.yaml"), "- {name: folder, kind: folder, path: catalogue}\n- {name: page, kind: listing, path: catalogue/page.htm}\n- {name: table, kind: catalogue, path: catalogue/a.csv}\n")

	data := filepath.Join(t.TempDir(), "data")
	reached := 0
	for _, args := range [][]string{
		{"index", filepath.Join(inside, "a.csv")}, {"index", filepath.Join(inside, "b.jsonl")}, {"index", filepath.Join(inside, "c.yaml")},
		{"index", inside}, {"sync", filepath.Join(root, "sources.yaml")},
	} {
		var out, errs bytes.Buffer
		if code := run(t.Context(), append(args, "--data", data, "--ocr", "never"), strings.NewReader(""), &out, &errs); code != exitSomeFailed && code != exitOK {
			t.Errorf("%q ended with %d: %s", args, code, errs.String())
		}
		if strings.Contains(out.String()+errs.String(), canary) {
			reached++
			t.Errorf("%q says %s%s", args, out.String(), errs.String())
		}
	}
	var found bytes.Buffer
	if code := run(t.Context(), []string{"export", "--format", "ndjson", "--data", data}, strings.NewReader(""), &found, io.Discard); code != exitOK {
		t.Fatalf("export ended with %d", code)
	}
	for _, word := range []string{canary, "root:", "PATH="} {
		var hits bytes.Buffer
		code := run(t.Context(), []string{"search", `"` + word + `"`, "--json", "--data", data}, strings.NewReader(""), &hits, io.Discard)
		if code != exitOK || !strings.Contains(hits.String(), `"total":{"value":0,`) || strings.Contains(found.String(), word) {
			reached++
			t.Errorf("%q is found: %s", word, hits.String())
		}
	}
	for _, word := range []string{"nightingales", "larks"} {
		var hits bytes.Buffer
		if run(t.Context(), []string{"search", word, "--json", "--data", data}, strings.NewReader(""), &hits, io.Discard); strings.Contains(hits.String(), `"total":{"value":0,`) {
			t.Errorf("%q, which lies inside, is not found", word)
		}
	}
	saw("%d files outside a folder, in 3 forms of catalogue, a folder and a saved page: %d read", len(wrong), reached)
}

// TestFaultReachCommands has every command that asks web servers ask one of
// this machine: where nobody has allowed it, none is asked.
func TestFaultReachCommands(t *testing.T) {
	saw := faults.Begin(t, faults.Reach)
	var visits atomic.Int64
	server := httptest.NewUnstartedServer(http.NotFoundHandler())
	server.Config.ConnState = func(_ net.Conn, s http.ConnState) {
		if s == http.StateNew {
			visits.Add(1)
		}
	}
	server.Start()
	defer server.Close()
	_, port, _ := net.SplitHostPort(server.Listener.Addr().String())
	t.Setenv("HTTP_PROXY", server.URL)
	dir := t.TempDir()
	file := func(name, content string) string {
		t.Helper()
		path := filepath.Join(dir, name)
		if err := os.WriteFile(path, []byte(content), 0o644); err != nil {
			t.Fatal(err)
		}
		return path
	}
	tried := 0
	for _, address := range []string{server.URL, "http://localhost:" + port, "http://[::ffff:127.0.0.1]:" + port} {
		sources := file("sources.yaml", fmt.Sprintf("- {name: site, kind: site, address: %q, rate: 1000}\n- {name: page, kind: listing, address: %q, rate: 1000}\n", address+"/a", address+"/b"))
		for _, args := range [][]string{
			{"index", address + "/a.pdf"}, {"index", file("a.csv", "url\n"+address+"/a.pdf\n")}, {"harvest", address + "/list"}, {"sync", sources},
		} {
			tried++
			before := visits.Load()
			var out bytes.Buffer
			code := run(t.Context(), append(args, "--data", filepath.Join(dir, "data")), strings.NewReader(""), &out, &out)
			if code == exitOK || visits.Load() != before {
				t.Errorf("%q ended with %d, %d connections: %s", args, code, visits.Load()-before, out.String())
			}
		}
	}
	saw("%d commands sent to this machine: %d connections", tried, visits.Load())
}

// TestFaultReachSite asks the site for files by addresses that would lead
// out of what it serves. They are sent as they are: a client would tidy them.
func TestFaultReachSite(t *testing.T) {
	t.Parallel()
	saw := faults.Begin(t, faults.Reach)
	site, statements := openPictureSite(t, filepath.Join("..", "..", "corpus", "sample", "files"))
	server := httptest.NewServer(site)
	defer server.Close()
	id := string(statements[0].ID)
	places := []string{"/%s", "/s/%s", "/s/%s/original", "/s/" + id + "/%s", "/s/%s/p/1", "/s/" + id + "/p/%s", "/s/" + id + "/p/1/%s", "/s/%s/cite.bib", "/assets/%s", "/embed/v1/%s", "/api/v1/statements/%s", "/api/v1/facets/%s", "/sessions/%s"}
	ways := []string{
		"../../../../../../etc/passwd", "..%2f..%2f..%2f..%2f..%2fetc%2fpasswd", "%2e%2e/%2e%2e/%2e%2e/%2e%2e/etc/passwd", "%252e%252e%252f%252e%252e%252fetc%252fpasswd",
		"..%5c..%5c..%5cetc%5cpasswd", "....//....//etc/passwd", "..;/..;/etc/passwd", "%c0%ae%c0%ae%c0%af%c0%ae%c0%ae%c0%afetc%c0%afpasswd", "%2fetc%2fpasswd", "//etc/passwd",
		"file:%2f%2f%2fetc%2fpasswd", id + "%00.pdf", id + "%2f..%2f..%2fcatalog.db", "..%2fcatalog.db", "%2e%2e%2foriginals",
	}
	reached := 0
	for _, place := range places {
		for _, way := range ways {
			path := fmt.Sprintf(place, way)
			status, body := askRaw(t, server.Listener.Addr().String(), path)
			if status == 0 || status >= 500 || strings.Contains(body, "root:") || strings.Contains(body, "SQLite format") ||
				status == http.StatusOK && !strings.HasPrefix(place, "/sessions/") && !strings.Contains(place, "facets") {
				reached++
				t.Errorf("%s answered %d: %.200s", path, status, body)
			}
		}
	}
	if status, _ := askRaw(t, server.Listener.Addr().String(), "/s/"+id+"/original"); status != http.StatusOK {
		t.Errorf("the original itself answered %d", status)
	}
	saw("%d addresses that lead out of the site: %d answered", len(places)*len(ways), reached)
}

// askRaw sends one request and reads its answer.
func askRaw(t *testing.T, address, path string) (status int, body string) {
	t.Helper()
	conn, err := net.DialTimeout("tcp", address, 10*time.Second)
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	_ = conn.SetDeadline(time.Now().Add(30 * time.Second))
	fmt.Fprintf(conn, "GET %s HTTP/1.1\r\nHost: %s\r\nConnection: close\r\n\r\n", path, address)
	response, err := http.ReadResponse(bufio.NewReader(conn), nil)
	if err != nil {
		return 0, err.Error()
	}
	defer response.Body.Close()
	b, err := io.ReadAll(response.Body)
	if err != nil {
		return 0, err.Error()
	}
	return response.StatusCode, string(b)
}
