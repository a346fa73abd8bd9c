package main

import (
	"io"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"rostrum/corpus"
	"rostrum/corpus/catalog"
)

// An original that was changed on the disk is not shown, and /readyz says so until
// it is brought back; all else is answered as before.
func TestDamagedOriginalIsNotShown(t *testing.T) {
	t.Parallel()
	data := indexSampleFor(t)
	records, err := catalog.OpenReadOnly(t.Context(), data)
	if err != nil {
		t.Fatal(err)
	}
	defer records.Close()
	var s corpus.Statement
	for one, err := range records.Records(t.Context()) {
		if err != nil {
			t.Fatal(err)
		}
		if one.Origin.MediaType == "application/pdf" {
			s = one
		}
	}
	sha := s.Origin.SHA256
	path := filepath.Join(data, "originals", sha[:2], sha)
	content, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	address := "http://" + strings.TrimPrefix(serving(t, "--data", data), "http://")
	original := address + "/s/" + string(s.ID) + "/original"
	answers := func(status int) {
		t.Helper()
		response, err := http.Get(original)
		if err != nil {
			t.Fatal(err)
		}
		defer response.Body.Close()
		body, err := io.ReadAll(response.Body)
		if err != nil || response.StatusCode != status || (string(body) == string(content)) != (status == http.StatusOK) {
			t.Errorf("the original: %s, %d bytes, %v; want %d", response.Status, len(body), err, status)
		}
	}
	answers(http.StatusOK)
	damaged := append([]byte{}, content...)
	damaged[len(damaged)/2] ^= 1
	if err := os.WriteFile(path, damaged, 0o600); err != nil {
		t.Fatal(err)
	}
	answers(http.StatusServiceUnavailable)
	if ready := ask(t, address+"/readyz"); !strings.Contains(ready, "an original on disk does not match its checksum, and is not shown: run `rostrum verify`") {
		t.Errorf("/readyz says %s", ready)
	}
	ask(t, address+"/s/"+string(s.ID))
	if err := os.WriteFile(path, content, 0o600); err != nil {
		t.Fatal(err)
	}
	answers(http.StatusOK)
	if ready := ask(t, address+"/readyz"); strings.Contains(ready, "original") {
		t.Errorf("/readyz says %s", ready)
	}
}
