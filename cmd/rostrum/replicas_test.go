package main

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/johannesboyne/gofakes3"
	"github.com/johannesboyne/gofakes3/backend/s3mem"

	"rostrum/internal/faults"
)

// writer is a data folder that sample texts are added to and that is published.
type writer struct {
	t                   *testing.T
	folder, data, store string
	texts               map[string]string // by id
}

func newWriter(t *testing.T, store string) *writer {
	dir := t.TempDir()
	return &writer{t: t, folder: filepath.Join(dir, "texts"), data: filepath.Join(dir, "data"), store: store, texts: map[string]string{}}
}

// publish adds texts and publishes the result.
func (w *writer) publish(texts map[string]string) outcome {
	w.t.Helper()
	rows := "file,id\n"
	for id, text := range texts {
		w.texts[id] = text
	}
	for id, text := range w.texts {
		rows += id + ".txt," + id + "\n"
		if err := errors.Join(os.MkdirAll(w.folder, 0o755), os.WriteFile(filepath.Join(w.folder, id+".txt"), []byte(text), 0o644)); err != nil {
			w.t.Fatal(err)
		}
	}
	if err := os.WriteFile(filepath.Join(w.folder, "rows.csv"), []byte(rows), 0o644); err != nil {
		w.t.Fatal(err)
	}
	return ranApart(w.t, "index", filepath.Join(w.folder, "rows.csv"), "--data", w.data, "--publish", w.store, "--quiet")
}

// sampleText is a text that says that it is one, with words of its own.
func sampleText(word string) string {
	return "A sample text about the " + word + ". It was written for a test of replicas, before the court of a test, and was said by nobody."
}

// replica serves what is published in a store.
func replicaOf(t *testing.T, store, data string) *serviceProcess {
	return serve(t, "--follow", store, "--follow-every", "50ms", "--data", data, "--rate-limit", "0", "--page-image-cache", "0")
}

// crash ends a service as a power cut would.
func (s *serviceProcess) crash() {
	_ = s.cmd.Process.Kill()
	_ = s.cmd.Wait()
	s.stop = func() error { return nil }
}

// balancer asks several services in rotation, and the next one if one does not answer.
type balancer struct {
	services []*atomic.Pointer[url.URL]
	next     atomic.Int64
}

func (b *balancer) RoundTrip(r *http.Request) (response *http.Response, err error) {
	first := int(b.next.Add(1))
	for i := range b.services {
		to := b.services[(first+i)%len(b.services)].Load()
		again := r.Clone(r.Context())
		again.URL.Scheme, again.URL.Host = to.Scheme, to.Host
		if response, err = http.DefaultTransport.RoundTrip(again); err == nil {
			return response, nil
		}
	}
	return nil, err
}

func (b *balancer) set(t *testing.T, i int, s *serviceProcess) {
	address, err := url.Parse(s.address)
	if err != nil {
		t.Fatal(err)
	}
	b.services[i].Store(address)
}

// within waits until a condition holds.
func within(t *testing.T, what string, holds func() bool) {
	t.Helper()
	for deadline := time.Now().Add(time.Minute); !holds(); time.Sleep(10 * time.Millisecond) {
		if time.Now().After(deadline) {
			t.Fatalf("after a minute, %s", what)
		}
	}
}

// TestFaultReplicas asks two replicas through a load balancer, while statements are
// added and one replica after the other is killed: every request is answered, and both
// answer alike.
func TestFaultReplicas(t *testing.T) {
	note := faults.Begin(t, faults.Swap)
	rounds := faults.Times(2, 20)
	store := filepath.Join(t.TempDir(), "store")
	w := newWriter(t, store)
	if o := w.publish(map[string]string{"keeper": sampleText("keeper"), "other": sampleText("other")}); o.code != exitOK {
		t.Fatalf("index ended with %+v", o)
	}
	folders := []string{filepath.Join(t.TempDir(), "a"), filepath.Join(t.TempDir(), "b")}
	b := &balancer{services: []*atomic.Pointer[url.URL]{{}, {}}}
	services := make([]*serviceProcess, len(folders))
	for i, folder := range folders {
		services[i] = replicaOf(t, store, folder)
		b.set(t, i, services[i])
	}
	proxy := httptest.NewServer(&httputil.ReverseProxy{Transport: b, Rewrite: func(*httputil.ProxyRequest) {}})
	defer proxy.Close()
	front := &serviceProcess{address: proxy.URL, client: proxy.Client()}
	a := &asked{service: front, answers: map[string]string{}}

	var done atomic.Bool
	var clients sync.WaitGroup
	for i := range 4 {
		clients.Go(func() {
			for n := i; !done.Load() && a.failed.Load() == 0; n++ {
				a.ask(t, swapQuestions[n%len(swapQuestions)])
			}
		})
	}
	for round := range rounds {
		id := fmt.Sprintf("text%d", round)
		if o := w.publish(map[string]string{id: sampleText("swapped " + id)}); o.code != exitOK {
			t.Errorf("index ended with %+v", o)
			break
		}
		for i := range services {
			within(t, "a replica has not taken up "+id, func() bool { status, _, _ := services[i].get("/s/" + id); return status == http.StatusOK })
		}
		i := round % len(services)
		services[i].crash()
		services[i] = replicaOf(t, store, folders[i])
		b.set(t, i, services[i])
	}
	done.Store(true)
	clients.Wait()
	note("two replicas, one killed %d times under load: %d of %d requests failed", rounds, a.failed.Load(), a.requests.Load())
}

// TestReplicaForgets takes a statement down: it is gone from the store and from every
// file of the replica.
func TestReplicaForgets(t *testing.T) {
	store, data := filepath.Join(t.TempDir(), "store"), filepath.Join(t.TempDir(), "replica")
	w := newWriter(t, "file://"+store)
	w.publish(map[string]string{"keeper": sampleText("keeper"), "leaver": sampleText("zanzibarian leaver")})
	s := replicaOf(t, store, data)
	if status, _, err := s.get("/s/leaver"); status != http.StatusOK {
		t.Fatalf("the statement is answered with %d %v", status, err)
	}
	if o := ranApart(t, "remove", "leaver", "--reason", "a test", "--data", w.data, "--publish", w.store, "--quiet"); o.code != exitOK {
		t.Fatalf("remove ended with %+v", o)
	}
	if holding := filesWith(t, store, "zanzibarian"); len(holding) > 0 {
		t.Errorf("the store still has it in %v", holding)
	}
	within(t, "the replica still has it", func() bool { return len(filesWith(t, data, "zanzibarian")) == 0 })
	// A connection to the replaced catalogue lives for a second at most.
	within(t, "the replica still answers with it", func() bool { status, _, err := s.get("/s/leaver"); return status != http.StatusOK && err == nil })
}

// filesWith lists the files below a folder that contain a text.
func filesWith(t *testing.T, dir, text string) (holding []string) {
	t.Helper()
	err := filepath.WalkDir(dir, func(path string, e fs.DirEntry, err error) error {
		if errors.Is(err, fs.ErrNotExist) { // it has just been replaced
			return nil
		}
		if err != nil || !e.Type().IsRegular() {
			return err
		}
		content, err := os.ReadFile(path)
		if bytes.Contains(content, []byte(text)) {
			holding = append(holding, path)
		}
		if errors.Is(err, fs.ErrNotExist) {
			return nil
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return holding
}

// TestReplicaKeepsWhatItHas damages the store in several ways: a replica goes on with
// what it has, says that it is behind, and catches up once the store is mended.
func TestReplicaKeepsWhatItHas(t *testing.T) {
	store, data := filepath.Join(t.TempDir(), "store"), filepath.Join(t.TempDir(), "replica")
	w := newWriter(t, store)
	w.publish(map[string]string{"keeper": sampleText("keeper")})
	s := replicaOf(t, store, data)
	for _, c := range []struct {
		name   string
		damage func(path string) error
	}{
		{"cut off", func(path string) error { return os.Truncate(path, 10) }},
		{"changed", func(path string) error {
			content, err := os.ReadFile(path)
			if err == nil {
				content[len(content)/2] ^= 1
				err = os.WriteFile(path, content, 0o600)
			}
			return err
		}},
		{"missing", os.Remove},
	} {
		// The store is damaged before the replica can see it whole: it is published
		// elsewhere, damaged there, and then moved into the place of the store.
		staged := filepath.Join(t.TempDir(), "store")
		fresh := "text" + strings.ReplaceAll(c.name, " ", "")
		w.store = staged
		if o := w.publish(map[string]string{fresh: sampleText(fresh)}); o.code != exitOK {
			t.Fatalf("index ended with %+v", o)
		}
		for _, path := range filesWith(t, staged, "CREATE TABLE") { // the catalogue
			if err := c.damage(path); err != nil {
				t.Fatal(err)
			}
		}
		exchange(t, store, staged)
		within(t, "a store whose catalogue is "+c.name+" is not reported", func() bool {
			_, body, _ := s.get("/readyz")
			return strings.Contains(body, "what is published cannot be taken up")
		})
		if status, body, _ := s.get("/api/v1/search?q=keeper"); status != http.StatusOK || !strings.Contains(body, `"keeper"`) {
			t.Errorf("with a store whose catalogue is %s, the replica answers %d %.200s", c.name, status, body)
		}
		w.store = store
		if o := w.publish(nil); o.code != exitOK {
			t.Fatalf("index ended with %+v", o)
		}
		if c.name == "changed" { // it has the name and size of the right one, so it is not sent again
			if err := os.RemoveAll(filepath.Join(store, "files")); err != nil {
				t.Fatal(err)
			}
			w.publish(map[string]string{fresh + "b": sampleText("second")})
		}
		within(t, "the replica has not caught up after a store whose catalogue was "+c.name, func() bool {
			status, _, _ := s.get("/s/" + fresh)
			return status == http.StatusOK
		})
	}
}

// exchange puts one folder in the place of another.
func exchange(t *testing.T, place, with string) {
	t.Helper()
	if err := errors.Join(os.Rename(place, place+".old"), os.Rename(with, place), os.RemoveAll(place+".old")); err != nil {
		t.Fatal(err)
	}
}

// TestReplicaOfBucket publishes to a bucket of an S3-compatible service.
func TestReplicaOfBucket(t *testing.T) {
	t.Setenv("AWS_ACCESS_KEY_ID", "test")
	t.Setenv("AWS_SECRET_ACCESS_KEY", "test")
	memory := s3mem.New()
	if err := memory.CreateBucket("statements"); err != nil {
		t.Fatal(err)
	}
	s3 := httptest.NewServer(gofakes3.New(memory).Server())
	defer s3.Close()
	store := "s3://statements?region=us-east-1&use_path_style=true&prefix=rostrum/&endpoint=" + url.QueryEscape(s3.URL)
	w := newWriter(t, store)
	for _, id := range []string{"first", "second"} {
		if o := w.publish(map[string]string{id: sampleText(id)}); o.code != exitOK {
			t.Fatalf("index ended with %+v", o)
		}
	}
	s := replicaOf(t, store, filepath.Join(t.TempDir(), "replica"))
	w.publish(map[string]string{"third": sampleText("third")})
	within(t, "the replica has not taken up the third text", func() bool { status, _, _ := s.get("/s/third"); return status == http.StatusOK })
	if status, body, err := s.get("/api/v1/search?q=sample"); status != http.StatusOK || !strings.Contains(body, `"value":3`) {
		t.Errorf("the replica answers %d %v %.200s", status, err, body)
	}
	if status, body, err := s.get("/s/second/original"); status != http.StatusOK || body != sampleText("second") {
		t.Errorf("the original is answered with %d %v %q", status, err, body)
	}
}

// TestReplicaFolder refuses what would lose data: to follow into a folder with contents
// of its own, and to write to the folder of a replica.
func TestReplicaFolder(t *testing.T) {
	store, data := filepath.Join(t.TempDir(), "store"), filepath.Join(t.TempDir(), "replica")
	if o := ranApart(t, "serve", "--follow", store, "--data", data, "--addr", "127.0.0.1:0", "--admin-addr", ""); o.code == exitOK || !strings.Contains(o.stderr, store) {
		t.Errorf("following a folder that is not there: %+v", o)
	}
	if err := os.Mkdir(store, 0o755); err != nil {
		t.Fatal(err)
	}
	if o := ranApart(t, "serve", "--follow", store, "--data", data, "--addr", "127.0.0.1:0", "--admin-addr", ""); o.code != exitNoIndex || !strings.Contains(o.stderr, "nothing has been published") {
		t.Errorf("following an empty store: %+v", o)
	}
	w := newWriter(t, store)
	w.publish(map[string]string{"keeper": sampleText("keeper")})
	if o := ranApart(t, "serve", "--follow", store, "--data", w.data, "--addr", "127.0.0.1:0", "--admin-addr", ""); o.code != exitUsage || !strings.Contains(o.stderr, "of its own") {
		t.Errorf("following into the writer's folder: %+v", o)
	}
	s := replicaOf(t, store, data)
	for _, args := range [][]string{
		{"index", w.folder, "--data", data}, {"remove", "keeper", "--reason", "a test", "--data", data}, {"correct", "keeper", "title=Another", "--data", data},
	} {
		if o := ranApart(t, args...); o.code != exitUsage || !strings.Contains(o.stderr, "follows") {
			t.Errorf("%v in the folder of a replica: %+v", args, o)
		}
	}
	if status, _, err := s.get("/s/keeper"); status != http.StatusOK {
		t.Errorf("the replica answers %d %v", status, err)
	}
}
