package catalog

import (
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"rostrum/corpus"
)

func said(f corpus.Field, values ...string) corpus.Correction {
	return corpus.Correction{Field: f, Values: values, Reason: "seen", By: "Archivist"}
}

// TestCorrectionsOutliveTheRecord puts, corrects, takes back, deletes and puts
// again in any order: the record is always what was read last, with what people
// last said of it over it.
func TestCorrectionsOutliveTheRecord(t *testing.T) {
	c, _ := openTemp(t)
	ctx := t.Context()
	rapid.Check(t, func(rt *rapid.T) {
		id := corpus.ID(rapid.StringMatching(`[a-z]{12}`).Draw(rt, "id"))
		location := "/s/" + string(id)
		var read *corpus.Statement
		spoken := map[corpus.Field]corpus.Correction{}
		check := func() {
			if read == nil {
				return
			}
			want := *read
			want.Evidence = slices.Clone(read.Evidence)
			for _, f := range corpus.Correctable {
				if x, ok := spoken[f]; ok {
					want.Correct(x)
				}
			}
			got, err := c.Statement(ctx, id)
			if err != nil {
				rt.Fatal(err)
			}
			for _, f := range corpus.Correctable {
				if diff := cmp.Diff(want.Values(f), got.Values(f)); diff != "" {
					rt.Fatalf("%s (-want +got):\n%s", f, diff)
				}
				was, _ := want.Of(f)
				is, _ := got.Of(f)
				if was.Rule != is.Rule || len(was.Overruled) != len(is.Overruled) {
					rt.Fatalf("%s: the evidence is %+v, want %+v", f, is, was)
				}
			}
		}
		for range rapid.IntRange(1, 8).Draw(rt, "steps") {
			switch rapid.SampledFrom([]string{"put", "correct", "unset", "delete"}).Draw(rt, "step") {
			case "put":
				r := sampleRecord(id, location)
				r.Statement.Title = rapid.SampledFrom([]string{"one", "two", ""}).Draw(rt, "title")
				r.Statement.Evidence = []corpus.Evidence{{Field: corpus.FieldTitle, Value: []string{r.Statement.Title}, Rule: "heading", Confidence: .9}}
				if err := c.Put(ctx, r); err != nil {
					rt.Fatal(err)
				}
				read = &r.Statement
			case "correct":
				f := rapid.SampledFrom([]corpus.Field{corpus.FieldTitle, corpus.FieldTopic, corpus.FieldOrganization, corpus.FieldDate}).Draw(rt, "field")
				x := said(f, rapid.SliceOfN(rapid.SampledFrom([]string{"2020", "2021-12"}), 0, 1).Draw(rt, "values")...)
				err := c.Correct(ctx, Change{ID: id, Set: []corpus.Correction{x}})
				if (err == nil) != (read != nil) {
					rt.Fatalf("correct: %v", err)
				}
				if err == nil {
					spoken[f] = x
				}
			case "unset":
				if err := c.Correct(ctx, Change{ID: id, Unset: []corpus.Field{corpus.FieldTitle}}); err == nil {
					delete(spoken, corpus.FieldTitle)
				}
			case "delete":
				if err := c.Delete(ctx, id); err != nil {
					rt.Fatal(err)
				}
				read = nil
			}
			check()
		}
	})
}

func TestAllCorrectionsOrNone(t *testing.T) {
	c, _ := openTemp(t)
	if err := c.Put(t.Context(), sampleRecord("a", "/s/a.pdf")); err != nil {
		t.Fatal(err)
	}
	before, err := c.Revision(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	err = c.Correct(t.Context(), Change{ID: "a", Set: []corpus.Correction{said(corpus.FieldTitle, "x")}}, Change{ID: "none", Set: []corpus.Correction{said(corpus.FieldTitle, "x")}})
	if !errors.Is(err, corpus.ErrNotFound) {
		t.Errorf("got %v, want an error of kind %v", err, corpus.ErrNotFound)
	}
	kept, err := c.Corrections(t.Context(), "a")
	if err != nil || len(kept) != 0 {
		t.Errorf("kept %v (%v), want nothing", kept, err)
	}
	if after, _ := c.Revision(t.Context()); after != before {
		t.Errorf("the revision went from %s to %s", before, after)
	}
}

func TestCorrectionsGoAlongWithANewID(t *testing.T) {
	c, _ := openTemp(t)
	if err := c.Put(t.Context(), sampleRecord("a", "/s/a.pdf")); err != nil {
		t.Fatal(err)
	}
	if err := c.Correct(t.Context(), Change{ID: "a", Set: []corpus.Correction{said(corpus.FieldTitle, "Corrected")}}); err != nil {
		t.Fatal(err)
	}
	if err := c.Put(t.Context(), sampleRecord("b", "/s/a.pdf")); err != nil {
		t.Fatal(err)
	}
	if s, err := c.Statement(t.Context(), "b"); err != nil || s.Title != "Corrected" {
		t.Errorf("the title is %q (%v), want the corrected one", s.Title, err)
	}
}

func TestRemovedStaysAway(t *testing.T) {
	c, dir := openTemp(t)
	ctx := t.Context()
	folder := t.TempDir()
	file := filepath.Join(folder, "a.pdf")
	if err := os.WriteFile(file, []byte("bytes"), 0o644); err != nil {
		t.Fatal(err)
	}
	id := corpus.NewID("s/a.pdf")
	r := sampleRecord(id, file)
	sha := r.Statement.Origin.SHA256
	twin := sampleRecord("twin", "/s/twin.pdf")
	for _, x := range []Record{r, twin} {
		if err := c.Put(ctx, x); err != nil {
			t.Fatal(err)
		}
	}
	if err := errors.Join(c.KeepOriginal(sha, []byte("bytes")), c.PutText(ctx, sha, sampleText())); err != nil {
		t.Fatal(err)
	}
	if err := c.Remove(ctx, id, "asked by its author"); err != nil {
		t.Fatal(err)
	}
	tests := []struct {
		name, location string
		id             corpus.ID
		sha            string
		want           bool
	}{
		{"the same file", file, id, "", true},
		{"the file under another id", file, "other", "", true},
		{"the same bytes elsewhere", "/elsewhere/b.pdf", "other", sha, true},
		{"a twin that was there before", "/s/twin.pdf", "twin", sha, false},
		{"a file of that name in a folder of that name", "/other/s/a.pdf", id, "", false},
		{"the same, when its bytes are known", "/other/s/a.pdf", id, strings.Repeat("cd", 32), false},
		{"another file", "/s/b.pdf", "other", strings.Repeat("cd", 32), false},
	}
	for _, test := range tests {
		removal, down, err := c.Removed(ctx, test.location, test.id, test.sha)
		if err != nil || down != test.want || down && (removal.ID != id || removal.Reason != "asked by its author") {
			t.Errorf("%s: %v %+v (%v), want %v", test.name, down, removal, err, test.want)
		}
	}
	if err := os.Remove(file); err != nil {
		t.Fatal(err)
	}
	if _, down, err := c.Removed(ctx, "/moved/s/a.pdf", id, ""); err != nil || !down {
		t.Errorf("after its folder was moved: %v (%v), want that it stays away", down, err)
	}
	original := filepath.Join(dir, "originals", sha[:2], sha)
	if _, err := os.Stat(original); err != nil {
		t.Errorf("the original that its twin has too: %v", err)
	}
	if err := c.Remove(ctx, "twin", "as well"); err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(original); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("the original: %v, want that it is gone", err)
	}
	if _, err := c.Text(ctx, sha, by("1")); !errors.Is(err, corpus.ErrNotFound) {
		t.Errorf("the text: %v, want that it is gone", err)
	}
	if err := c.Remove(ctx, "twin", "again"); !errors.Is(err, corpus.ErrNotFound) {
		t.Errorf("a second time: %v", err)
	}
}
