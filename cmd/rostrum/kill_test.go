package main

import (
	"bytes"
	"fmt"
	"io/fs"
	"maps"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"

	"rostrum/corpus"
	"rostrum/corpus/catalog"
	"rostrum/internal/faults"
)

// kill runs the program and kills it after a while. It tells whether there was
// still something to kill.
func (p *papers) kill(after time.Duration, args ...string) bool {
	p.t.Helper()
	if err := os.RemoveAll(p.report()); err != nil { // that of the run before
		p.t.Fatal(err)
	}
	var stderr lockedBuffer
	cmd := apart(args...)
	cmd.Stderr = &stderr
	if err := cmd.Start(); err != nil {
		p.t.Fatal(err)
	}
	timer := time.AfterFunc(after, func() { _ = cmd.Process.Kill() })
	err := cmd.Wait()
	timer.Stop()
	killed := cmd.ProcessState.Sys().(syscall.WaitStatus).Signaled()
	if err != nil && !killed {
		p.t.Fatalf("%s ended with %v: %s", strings.Join(args, " "), err, stderr.String())
	}
	return killed
}

// someTime is a time in which a run that took so long last is somewhere, or has
// just ended.
func (p *papers) someTime(took time.Duration) time.Duration {
	return time.Duration(p.random.Int64N(int64(took + took/8)))
}

// TestFaultKilledIndex kills `rostrum index` at random points while its folder
// grows and changes. Whatever its reports said was brought in is there
// afterwards, the index opens as it was or as it was about to be, and the same
// command goes on to the end. One that was killed is often killed again.
func TestFaultKilledIndex(t *testing.T) {
	t.Parallel()
	kills := faults.Times(6, 1000)
	note := faults.Begin(t, faults.Kill)
	p := newPapers(t)
	p.change(0)
	took := p.finish("at first")
	killed, finished, slowest := 0, 0, time.Duration(0)
	for round := 1; killed < kills; round++ {
		if round > 4*kills+40 {
			t.Fatalf("%d runs, but only %d kills", round, killed)
		}
		p.change(round)
		before := time.Now()
		ended := !p.kill(p.someTime(took), p.command()...)
		if ended {
			took = time.Since(before)
		} else {
			killed++
		}
		p.acknowledge()
		p.check(fmt.Sprintf("after %d kills", killed))
		if killed%5 == 0 || killed == kills {
			p.finish(fmt.Sprintf("after %d kills", killed))
			finished++
		}
		if killed%50 == 1 && !ended {
			slowest = max(slowest, p.ready())
		}
	}
	if faults.Full() && slowest > 5*time.Second {
		t.Errorf("a service was ready %s after a kill, want 5 s at most", slowest)
	}
	note("`rostrum index` whole: %d kills; of %d documents acknowledged %s lost, after %d kills the same command ran to its end, serving again after %.1f s at most",
		kills, p.acknowledged, map[bool]string{true: "some", false: "none"}[t.Failed()], finished, slowest.Seconds())
}

// ready is how long it takes from a kill until a service answers.
func (p *papers) ready() time.Duration {
	p.t.Helper()
	start := time.Now()
	s := serve(p.t, "--data", p.data, "--page-image-cache", "0")
	status, body, err := s.get("/readyz")
	if err != nil || status != http.StatusOK {
		p.t.Errorf("after a kill /readyz answers %d %s, %v", status, body, err)
	}
	took := time.Since(start)
	if err := s.stop(); err != nil {
		p.t.Error(err)
	}
	return took
}

// TestFaultKilledCorrection kills corrections at random points: each is kept as
// a whole or not at all, and said again it is found.
func TestFaultKilledCorrection(t *testing.T) {
	t.Parallel()
	kills := faults.Times(3, 100)
	note := faults.Begin(t, faults.Kill)
	p := newPapers(t)
	p.change(0)
	took := p.finish("at first")
	files := slices.Sorted(maps.Keys(p.edition))
	titles := map[corpus.ID]string{} // as acknowledged
	killed := 0
	for round := 1; killed < kills; round++ {
		if round > 4*kills+40 {
			t.Fatalf("%d runs, but only %d kills", round, killed)
		}
		id := p.ids[files[round%len(files)]]
		args := []string{"correct", string(id), fmt.Sprintf("title=heading%d", round), "topic=Cooperation", "--data", p.data}
		before := time.Now()
		if p.kill(p.someTime(took), args...) {
			killed++
		} else {
			took = time.Since(before)
			titles[id] = fmt.Sprint("heading", round)
		}
		after := fmt.Sprintf("after %d kills", killed)
		p.check(after)
		s := p.statement(id)
		fresh := s.Title == fmt.Sprint("heading", round)
		if !fresh && titles[id] != "" && s.Title != titles[id] {
			t.Errorf("%s: %s is called %q, want %q", after, id, s.Title, titles[id])
		}
		if fresh != (slices.Contains(s.Topics, "cooperation") && len(s.Topics) == 1) && titles[id] == "" {
			t.Errorf("%s: half a correction was kept: title %q, topics %v", after, s.Title, s.Topics)
		}
		if o := outcomeOf(t, args...); o.code != exitOK {
			t.Fatalf("%s, the same correction ended with %+v", after, o)
		}
		titles[id] = fmt.Sprint("heading", round)
		if o := outcomeOf(t, "search", fmt.Sprint("title:heading", round), "--data", p.data); !strings.Contains(o.stdout, "1 statement\n") {
			t.Errorf("%s: the title that was given is not found: %+v", after, o)
		}
	}
	if !t.Failed() {
		note("corrections: %d kills, each kept whole or not at all", kills)
	}
}

func (p *papers) statement(id corpus.ID) corpus.Statement {
	p.t.Helper()
	kept, err := catalog.OpenReadOnly(p.t.Context(), p.data)
	if err != nil {
		p.t.Fatal(err)
	}
	defer kept.Close()
	s, err := kept.Statement(p.t.Context(), id)
	if err != nil {
		p.t.Fatal(err)
	}
	return s
}

// TestFaultKilledRemoval kills removals at random points. A statement is there
// as a whole, or on its way out; said again, the removal leaves nothing of it,
// nor does what is indexed next.
func TestFaultKilledRemoval(t *testing.T) {
	t.Parallel()
	kills := faults.Times(3, 100)
	note := faults.Begin(t, faults.Kill)
	p := newPapers(t)
	killed := 0
	var took time.Duration
	for round := 0; killed < kills; round++ {
		if round > 4*kills+40 {
			t.Fatalf("%d runs, but only %d kills", round, killed)
		}
		file := fmt.Sprintf("withdrawn%d.txt", round)
		p.edition[file] = 1
		p.write(file, fmt.Appendf(nil, "Sample text %s, written for a test of removals that are killed. It was said by nobody.", word(file, 1)))
		if all := p.finish("before a removal"); round == 0 {
			took = all
		}
		id := p.ids[file]
		args := []string{"remove", string(id), "--reason", "a test", "--data", p.data}
		before := time.Now()
		if p.kill(p.someTime(took), args...) {
			killed++
		} else {
			took = time.Since(before)
		}
		after := fmt.Sprintf("after %d kills", killed)
		delete(p.kept, file)
		delete(p.edition, file)
		p.check(after, catalog.ProblemOriginalKept)
		again := args
		if round%2 == 1 && !p.has(id) {
			again = []string{"index", "--rebuild", "--data", p.data} // finishes what is left of any removal
		}
		if o := outcomeOf(t, again...); o.code != exitOK {
			t.Fatalf("%s, %v ended with %+v", after, again, o)
		}
		if left := holding(t, p.data, word(file, 1)); len(left) > 0 {
			t.Errorf("%s, %v left the text in %v", after, again, left)
		}
		// The file is still at the source, and stays away.
		if o := outcomeOf(t, p.command()...); o.code != exitOK {
			t.Fatalf("%s: %+v", after, o)
		}
		if left := holding(t, p.data, word(file, 1)); len(left) > 0 {
			t.Errorf("%s: what was taken down came back in %v", after, left)
		}
		if err := os.Remove(filepath.Join(p.folder, file)); err != nil {
			t.Fatal(err)
		}
	}
	if !t.Failed() {
		note("removals: %d kills, finished by the next run each left nothing", kills)
	}
}

func (p *papers) has(id corpus.ID) bool {
	p.t.Helper()
	kept, err := catalog.OpenReadOnly(p.t.Context(), p.data)
	if err != nil {
		p.t.Fatal(err)
	}
	defer kept.Close()
	_, err = kept.Location(p.t.Context(), id)
	return err == nil
}

// holding lists the files under a folder that hold a text. No database in it may
// be open in this process: to close any file is to lose all locks on it.
func holding(t *testing.T, folder, text string) (names []string) {
	t.Helper()
	err := filepath.WalkDir(folder, func(path string, e fs.DirEntry, err error) error {
		if err != nil || e.IsDir() {
			return err
		}
		content, err := os.ReadFile(path)
		if bytes.Contains(content, []byte(text)) {
			names = append(names, path)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return names
}
