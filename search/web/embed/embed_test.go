package embed_test

import (
	"encoding/json"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"

	"rostrum/search/web/embed"
)

// All that a page loads for a search box, compressed, in bytes.
const bound = 6144

func TestElementIsSmall(t *testing.T) {
	if got := len(embed.Element().Gzip); got > bound {
		t.Errorf("the element has %d bytes compressed, at most %d are allowed", got, bound)
	} else {
		t.Logf("%d bytes compressed, of at most %d", got, bound)
	}
}

// What would let a page's own markup, or an answer, run as a script, or leave
// something behind on somebody's machine.
func TestElementKeepsAwayFromWhatIsNotAllowed(t *testing.T) {
	script := string(embed.Element().Content)
	for _, name := range []string{
		"innerHTML", "outerHTML", "insertAdjacentHTML", "document.write", "eval(", "new Function", "DOMParser", "createContextualFragment",
		".style", "cookie", "localStorage", "sessionStorage", "indexedDB", "sendBeacon", "import(", "console.", "http://", "https://",
	} {
		if strings.Contains(script, name) {
			t.Errorf("the element uses %s", name)
		}
	}
}

// A page that is pinned to a version that was released must go on finding it.
func TestReleasedVersionsAreKept(t *testing.T) {
	files, err := os.ReadDir("kept")
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range files {
		script, ok := embed.Version(f.Name())
		if !ok || embed.VersionedName(script.Content) != f.Name() {
			t.Errorf("kept/%s has another content than when it was released", f.Name())
		}
	}
	if _, ok := embed.Version(embed.Element().Versioned); !ok {
		t.Error("the element of this program has no address for good")
	}
	if _, ok := embed.Version("nothing"); ok {
		t.Error("a version that never was is found")
	}
}

func TestSnippetsAreNamed(t *testing.T) {
	if _, err := (embed.Choices{}).Snippet("nothing"); err == nil {
		t.Error("an unknown kind of snippet: no error")
	}
}

// sayings finds what the element says in each language.
var sayings = regexp.MustCompile(`(?ms)^  (\w\w): (\[.*?),\n  \]`)

func TestElementSpeaksSixLanguages(t *testing.T) {
	source, err := os.ReadFile("source/words.js")
	if err != nil {
		t.Fatal(err)
	}
	// Which of other, one, two, few and many a language has for whole numbers (CLDR).
	plurals := map[string][]bool{
		"ar": {true, true, true, true, true}, "en": {true, true}, "es": {true, true}, "fr": {true, true},
		"ru": {true, true, false, true, true}, "zh": {true},
	}
	said := map[string][]string{}
	for _, m := range sayings.FindAllSubmatch(source, -1) {
		var list []string
		if err := json.Unmarshal(append(m[2], ']'), &list); err != nil {
			t.Fatalf("%s: %v", m[1], err)
		}
		said[string(m[1])] = list
	}
	for lang, want := range plurals {
		if len(said[lang]) != len(said["en"]) || len(said[lang]) == 0 {
			t.Errorf("%s: %d sentences, English has %d", lang, len(said[lang]), len(said["en"]))
			continue
		}
		for i, s := range said[lang] {
			if s == "" || (i != 3 && strings.Contains(s, "#") != strings.Contains(said["en"][i], "#")) {
				t.Errorf("%s: %q for %q", lang, s, said["en"][i])
			}
		}
		var got []bool
		for _, form := range strings.Split(said[lang][3], "/") {
			got = append(got, form != "")
		}
		if !slices.Equal(got, want) {
			t.Errorf("%s: the forms of %q are %v, want %v", lang, said[lang][3], got, want)
		}
	}
	if len(said) != len(plurals) {
		t.Errorf("%d languages, want %d", len(said), len(plurals))
	}
}
