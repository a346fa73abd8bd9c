package main

import (
	"bytes"
	"fmt"
	"io"
	"io/fs"
	"math/rand/v2"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"rostrum/internal/faults"
)

// privateMark begins each word that is searched for, and no word of the sample
// corpus or of the program.
const privateMark = "qzxwjv"

// privateWord is a word that nobody has ever searched for.
func privateWord(random *rand.Rand, number int) string {
	letters := make([]byte, 6)
	for i := range letters {
		letters[i] = byte('a' + random.IntN(26))
	}
	return fmt.Sprintf("%s%s%d", privateMark, letters, number)
}

// privateAddresses are the ways by which a word comes in: searched for, as a
// filter, as a passage, completed, beside a statement, in what is no address, in
// mistakes. W stands for the word, I for a statement.
var privateAddresses = []string{
	"/search?q=W", "/search?q=%22W+court%22", "/search?q=W*", "/search?q=W~", "/search?q=title:W", "/search?q=court+NOT+W", "/search?q=W&page=2&hl=fr",
	"/search?q=(W", "/search?q=court&organization=W", "/search?session=W&topic=W&situation=W&language=W&type=W", "/search?q=W&from=W", "/search?W=1",
	"/search.atom?q=W", "/search.csv?q=W", "/search.json?q=W", "/search.ndjson?q=W", "/search.bib?q=W", "/search.ris?q=W",
	"/api/v1/search?q=W", "/api/v1/search?q=W&explain=true&exact=true", "/api/v1/search?q=%22W", "/api/v1/search?q=court&W=W", "/api/v1/search?cursor=W",
	"/api/v1/suggest?q=W", "/opensearch/suggest?q=W", "/api/v1/facets/organization?prefix=W", "/api/v1/facets/W",
	"/api/v1/quote?text=W+before+the+court", "/quote?text=W+before+the+court", "/trends?q=W", "/api/v1/trends?q=W&by=session&split=organization", "/api/v1/export?q=W&format=csv",
	"/embed/frame?q=W", "/embed?q=W", "/s/I?q=W", "/s/I/p/1?q=W", "/s/I/similar?q=W", "/api/v1/statements/I?q=W", "/s/I/original?W=1", "/s/I/cite.bib?q=W",
	"/s/W", "/api/v1/statements/W", "/s/W/p/1", "/s/I/p/1/W.png", "/organizations/W", "/topics/W", "/sessions/W", "/W", "/W/W?W=W", "/coverage?q=W", "/?q=W", "/docs?q=W",
}

// TestFaultPrivacy asks a service for words in every way there is, and looks for
// them in all that was written meanwhile: the data folder, the cache, temporary
// files, and the log at its most talkative.
func TestFaultPrivacy(t *testing.T) {
	searches := faults.Times(300, 10_000)
	note := faults.Begin(t, faults.Privacy)
	data, home := indexSampleFor(t), t.TempDir()
	environment := os.Environ()
	places := map[string]string{"the data folder": data}
	for variable, name := range map[string]string{"HOME": "home", "XDG_CACHE_HOME": "cache", "TMPDIR": "temporary"} {
		folder := filepath.Join(home, name)
		if err := os.Mkdir(folder, 0o755); err != nil {
			t.Fatal(err)
		}
		environment = append(environment, variable+"="+folder)
		places["the folder "+name] = folder
	}
	var first string
	for id := range ids(t, data) {
		first = id
	}
	before := sizes(t, data)
	s := serveWith(t, environment, "--data", data, "--rate-limit", "0", "--log-level", "debug", "--log-format", "json")

	words := make(chan string)
	go func() {
		defer close(words)
		random := rand.New(rand.NewPCG(11, 12))
		for i := range searches {
			words <- privateWord(random, i)
		}
	}()
	var clients sync.WaitGroup
	var mu sync.Mutex
	asked, statuses := 0, map[int]int{}
	for range 8 {
		clients.Go(func() {
			for word := range words {
				mu.Lock()
				address := privateAddresses[asked%len(privateAddresses)]
				asked++
				mu.Unlock()
				status, err := askPrivately(s, strings.NewReplacer("W", word, "I", first).Replace(address), word)
				if err != nil {
					t.Errorf("%s: %v", address, err)
				}
				mu.Lock()
				statuses[status]++
				mu.Unlock()
			}
		})
	}
	clients.Wait()
	if statuses[http.StatusOK] < searches/2 || statuses[http.StatusNotFound] == 0 || statuses[http.StatusBadRequest] == 0 {
		t.Errorf("the answers had the statuses %v: some ways in are closed", statuses)
	}
	if err := s.stop(); err != nil {
		t.Errorf("the service ended with %v", err)
	}

	log := s.log.String()
	if n := strings.Count(log, `"route":`); n < searches {
		t.Errorf("the log has %d lines for %d requests: it was not at its most talkative", n, searches)
	}
	for line := range strings.Lines(log) {
		if strings.Contains(strings.ToLower(line), privateMark) {
			t.Errorf("the log says %s", line)
		}
	}
	files := 0
	for what, folder := range places {
		for path, content := range contents(t, folder) {
			files++
			if bytes.Contains(bytes.ToLower(content), []byte(privateMark)) || strings.Contains(path, privateMark) {
				t.Errorf("in %s, %s holds a word that was searched for", what, path)
			}
		}
	}
	// A word can be written in ways that no search for it finds: but nothing was
	// written beside what is the same whatever is asked.
	for path, size := range sizes(t, data) {
		if was, is := before[path]; (!is || was != size) && !strings.HasPrefix(path, "catalog.db-") && !strings.HasPrefix(path, "pictures") {
			t.Errorf("%s had %d bytes, and has %d after the searches", path, was, size)
		}
	}
	if !t.Failed() {
		note("%d unique words in %d ways: none in the log (debug), nor in %d files of data, cache, home and temporary folders", searches, len(privateAddresses), files)
	}
}

// askPrivately asks for an address with a word in all that comes along.
func askPrivately(s *serviceProcess, address, word string) (status int, err error) {
	request, err := http.NewRequest(http.MethodGet, s.address+address, nil)
	if err != nil {
		return 0, err
	}
	request.Header.Set("User-Agent", word)
	request.Header.Set("Referer", "https://example.org/"+word)
	request.Header.Set("X-Forwarded-For", word)
	request.Header.Set("If-None-Match", `"`+word+`"`)
	request.Header.Set("Accept-Language", "en, "+word[:8])
	request.AddCookie(&http.Cookie{Name: word, Value: url.QueryEscape(word)})
	response, err := s.client.Do(request)
	if err != nil {
		return 0, err
	}
	defer response.Body.Close()
	_, err = io.Copy(io.Discard, response.Body)
	return response.StatusCode, err
}

// contents are the files under a folder by their path in it.
func contents(t *testing.T, folder string) map[string][]byte {
	t.Helper()
	out := map[string][]byte{}
	err := fs.WalkDir(os.DirFS(folder), ".", func(path string, e fs.DirEntry, err error) error {
		if err != nil || !e.Type().IsRegular() {
			return err
		}
		out[path], err = os.ReadFile(filepath.Join(folder, path))
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func sizes(t *testing.T, folder string) map[string]int {
	t.Helper()
	out := map[string]int{}
	for path, content := range contents(t, folder) {
		out[path] = len(content)
	}
	return out
}
