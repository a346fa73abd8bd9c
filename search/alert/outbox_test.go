package alert_test

import (
	"errors"
	"fmt"
	"testing"

	"rostrum/corpus"
	"rostrum/search/alert"
)

func TestOutboxTellsOnce(t *testing.T) {
	dir := t.TempDir()
	a, err := alert.OpenOutbox(t.Context(), dir)
	if err != nil {
		t.Fatal(err)
	}
	defer a.Close()
	found := func(old bool, names ...string) alert.Found {
		return alert.Found{ID: corpus.ID(names[0]), Names: names, Old: old}
	}
	for _, step := range []struct {
		what, alert, question string
		found                 []alert.Found
		want                  string // statements by message
	}{
		{"a new alert", "a", "q", []alert.Found{found(true, "s1", "s1"), found(true, "s2", "w2")}, "[]"},
		{"nothing more", "a", "q", []alert.Found{found(true, "s1", "s1"), found(true, "s2", "w2")}, "[]"},
		{"three more", "a", "q", []alert.Found{found(true, "s1", "s1"), found(true, "s3", "s3"), found(true, "s4", "s4"), found(true, "s5", "s5")}, "[[s3 s4] [s5]]"},
		{"a translation in its place", "a", "q", []alert.Found{found(true, "s2-fr", "w2", "s2")}, "[]"},
		{"the translation alone", "a", "q", []alert.Found{found(true, "s2-fr", "s2-fr")}, "[]"},
		{"another alert with a date", "b", "q", []alert.Found{found(true, "s1", "s1"), found(false, "s3", "s3")}, "[[s3]]"},
		{"another question", "a", "q2", []alert.Found{found(true, "s6", "s6"), found(false, "s1", "s1"), found(false, "s7", "s7")}, "[[s7]]"},
	} {
		messages, err := a.Tell(t.Context(), step.alert, step.question, step.found, 2)
		if err != nil {
			t.Fatalf("%s: %v", step.what, err)
		}
		got := [][]corpus.ID{}
		for _, m := range messages {
			got = append(got, m.Statements)
		}
		if fmt.Sprint(got) != step.want {
			t.Errorf("%s: told %v, want %s", step.what, got, step.want)
		}
	}

	waiting, err := a.Pending(t.Context())
	if err != nil || len(waiting) != 4 {
		t.Fatalf("%d messages wait, want 4: %v", len(waiting), err)
	}
	if err := a.Settle(t.Context(), waiting[1].ID); err != nil {
		t.Fatal(err)
	}
	if _, err := alert.OpenOutbox(t.Context(), dir); !errors.Is(err, corpus.ErrLocked) {
		t.Errorf("a second run is refused with %v, want %v", err, corpus.ErrLocked)
	}
	// A preview sees what is there, waits for nobody, and changes nothing.
	preview, err := alert.PreviewOutbox(t.Context(), dir)
	if err != nil {
		t.Fatal(err)
	}
	for range 2 {
		if messages, err := preview.Tell(t.Context(), "a", "q2", []alert.Found{found(true, "s3", "s3"), found(true, "s8", "s8")}, 2); err != nil || len(messages) != 1 {
			t.Errorf("a preview told %v, want s8 alone: %v", messages, err)
		}
	}
	if err := preview.Close(); err != nil {
		t.Fatal(err)
	}
	left, err := a.Pending(t.Context())
	if err != nil || len(left) != 3 || left[0].ID != waiting[0].ID || left[1].ID != waiting[2].ID {
		t.Errorf("left over: %v, want %v without its second: %v", left, waiting, err)
	}
}
