package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// Settings that were renamed go on being taken by their old names, wherever they
// are made.
func TestRenamedSettings(t *testing.T) {
	file := filepath.Join(t.TempDir(), "rostrum.yaml")
	if err := os.WriteFile(file, []byte("page_pictures: 3\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	t.Setenv("ROSTRUM_RATE", "7")
	settings := func(args ...string) string {
		t.Helper()
		o := outcomeOf(t, append([]string{"config", "show", "--origin", "--config", file}, args...)...)
		if o.code != exitOK {
			t.Fatalf("%+v", o)
		}
		return o.stdout
	}
	said := settings()
	for _, want := range []string{"page-image-cache: 3  # file " + file, "rate-limit: 7  # environment ROSTRUM_RATE"} {
		if !strings.Contains(said, want+"\n") {
			t.Errorf("no %q in\n%s", want, said)
		}
	}
	t.Setenv("ROSTRUM_RATE_LIMIT", "8")
	said = settings("--page-pictures", "4")
	for _, want := range []string{"page-image-cache: 4  # flag", "rate-limit: 8  # environment ROSTRUM_RATE_LIMIT"} {
		if !strings.Contains(said, want+"\n") {
			t.Errorf("no %q in\n%s", want, said)
		}
	}
	if help := outcomeOf(t, "serve", "--help").stdout; strings.Contains(help, "--page-pictures") || strings.Contains(help, "--rate ") {
		t.Errorf("the help names old flags:\n%s", help)
	}
}
