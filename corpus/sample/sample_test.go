package sample_test

import (
	"bytes"
	"encoding/csv"
	"errors"
	"io"
	"io/fs"
	"os/exec"
	"slices"
	"strings"
	"testing"

	"golang.org/x/net/html"

	"rostrum/corpus"
	"rostrum/corpus/authority"
	"rostrum/corpus/sample"
)

// notices begin the first line of every document, by language.
var notices = map[string]string{
	"en": "Sample text written for trying out rostrum; these are not the words of",
	"fr": "Texte d’exemple écrit pour essayer rostrum ; ce ne sont pas les mots de",
	"es": "Texto de muestra escrito para probar rostrum; no son las palabras del",
}

// catalogue reads the rows of the catalogue, each from column to cell.
func catalogue(t *testing.T) []map[string]string {
	t.Helper()
	content, err := fs.ReadFile(sample.FS(), "catalogue.csv")
	if err != nil {
		t.Fatal(err)
	}
	records, err := csv.NewReader(bytes.NewReader(content)).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	var rows []map[string]string
	for _, record := range records[1:] {
		row := map[string]string{}
		for i, column := range records[0] {
			row[column] = record[i]
		}
		rows = append(rows, row)
	}
	return rows
}

func TestCatalogueListsTheFiles(t *testing.T) {
	var listed []string
	for _, row := range catalogue(t) {
		listed = append(listed, row["file"])
	}
	slices.Sort(listed)
	var there []string
	size := int64(0)
	err := fs.WalkDir(sample.FS(), ".", func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || path == "catalogue.csv" {
			return err
		}
		there = append(there, path)
		info, err := d.Info()
		if err == nil {
			size += info.Size()
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	slices.Sort(there)
	if !slices.Equal(listed, there) {
		t.Errorf("the catalogue lists\n%v\nthe files are\n%v", listed, there)
	}
	if most := int64(2_500_000); size > most {
		t.Errorf("the sample has %d bytes, which every binary carries: want %d at most", size, most)
	}
}

func TestCoverage(t *testing.T) {
	rows := catalogue(t)
	if len(rows) < 36 {
		t.Errorf("%d documents, want 36 at least", len(rows))
	}
	sessions, languages, formats, works := map[string]int{}, map[string]int{}, map[string]int{}, map[string]int{}
	joint, situations := 0, 0
	for _, row := range rows {
		sessions[row["session"]]++
		languages[row["language"]]++
		formats[row["file"][strings.LastIndex(row["file"], ".")+1:]]++
		if row["work"] != "" {
			works[row["work"]]++
		}
		if strings.Contains(row["organization"], "|") {
			joint++
		}
		if row["situation"] != "" {
			situations++
		}
	}
	for _, session := range []string{"ASP19", "ASP20", "ASP21", "ASP22", "ASP23", "ASP24"} {
		if sessions[session] < 3 {
			t.Errorf("%s has %d documents, want 3 at least", session, sessions[session])
		}
	}
	for _, language := range []string{"en", "fr", "es"} {
		if languages[language] < 7 {
			t.Errorf("%s has %d documents, want 7 at least", language, languages[language])
		}
	}
	if formats["pdf"] < len(rows)/3 || formats["html"] < len(rows)/3 {
		t.Errorf("formats: %v of %d, want a third of each at least", formats, len(rows))
	}
	translated := 0
	for work, n := range works {
		if n < 2 {
			t.Errorf("the work %s has one document only: a work is named to join translations", work)
		}
		translated++
	}
	if translated < 4 || joint < 4 || situations < 4 {
		t.Errorf("%d works in translation, %d joint statements, %d with situations: want 4 of each", translated, joint, situations)
	}
}

// The entries that a page on ASP20 lists begin the catalogue, in its order.
func TestSeedComesFirst(t *testing.T) {
	want := []struct{ organization, title string }{
		{"Coalition for the ICC (CICC)", "The Coalition for the ICC delivers a closing statement at ASP20"},
		{"Coalition for the ICC (CICC)", "Coalition for the ICC (CICC) Review Team Statement - Plenary on the Review of the ICC and Rome Statute system"},
		{"Human Rights Watch (HRW)", "Human Rights Watch (HRW) Statement - Plenary on the Review of the ICC and Rome Statute system"},
		{"Amnesty International", "Amnesty International Statement - Plenary on Cooperation"},
		{"Human Rights Watch (HRW)", "Human Rights Watch (HRW) Statement - Plenary on Cooperation"},
		{"Coalition for the ICC (CICC)", "Coalition for the ICC (CICC) Letter to ICC States Parties"},
		{"CICC Elections Team", "CICC Elections Team Paper on a Permanent Vetting Mechanism"},
		{"Amnesty International", "Amnesty International: ASP 20 Statements"},
		{"Human Rights Watch (HRW)", "Human Rights Watch (HRW): Briefing Note for the Twentieth Session of the ICC ASP"},
		{"International Federation for Human Rights (FIDH)", "International Federation for Human Rights (FIDH): Recommendations to strengthen the ICC"},
		{"Association française pour la promotion de la compétence universelle", "Association Française pour la promotion de la compétence universelle: Recommandations"},
		{"Ukrainian Civil Society Organizations", "Ukrainian Civil Society Organizations: Joint Civil Society Statement on the Adoption of the ICC’s 2022 budget and the Situation in Ukraine"},
	}
	rows := catalogue(t)
	for i, w := range want {
		if got := rows[i]; got["organization"] != w.organization || got["title"] != w.title || got["session"] != "ASP20" {
			t.Errorf("row %d is %q by %q (%s), want %q by %q (ASP20)", i+1, got["title"], got["organization"], got["session"], w.title, w.organization)
		}
	}
}

func TestDatesLieInTheirSessions(t *testing.T) {
	names, err := authority.Load("")
	if err != nil {
		t.Fatal(err)
	}
	parts := map[string][]authority.SessionPart{}
	for _, s := range names.Sessions() {
		parts[string(s.ID)] = s.Parts
	}
	for _, row := range catalogue(t) {
		date, err := corpus.ParseDate(row["date"])
		if err != nil {
			t.Errorf("%s: %v", row["file"], err)
			continue
		}
		// A date known to the month only has to share a day with the session.
		within := slices.ContainsFunc(parts[row["session"]], func(p authority.SessionPart) bool {
			meets := p.Start.First() <= date.Last() && date.First() <= p.End.Last()
			return meets && (row["part"] == "" || row["part"] == string(p.Part))
		})
		if !within {
			t.Errorf("%s: %s is no day of %s %s", row["file"], date, row["session"], row["part"])
		}
	}
}

func TestEveryDocumentSaysItIsASample(t *testing.T) {
	for _, row := range catalogue(t) {
		content, err := fs.ReadFile(sample.FS(), row["file"])
		if err != nil {
			t.Error(err)
			continue
		}
		var first string
		switch {
		case strings.HasSuffix(row["file"], ".html"):
			first = firstLineHTML(t, content)
		default:
			first = firstLinePDF(t, content)
		}
		if want := notices[row["language"]]; want == "" || !strings.HasPrefix(first, want) {
			t.Errorf("%s (%s) begins %q, want %q", row["file"], row["language"], first, want)
		}
	}
}

// firstLineHTML is the first text of the article.
func firstLineHTML(t *testing.T, content []byte) string {
	t.Helper()
	inside := false
	for z := html.NewTokenizer(bytes.NewReader(content)); ; {
		switch z.Next() {
		case html.ErrorToken:
			if !errors.Is(z.Err(), io.EOF) {
				t.Error(z.Err())
			}
			return ""
		case html.StartTagToken:
			name, _ := z.TagName()
			inside = inside || string(name) == "article"
		case html.TextToken:
			if text := strings.TrimSpace(string(z.Text())); inside && text != "" {
				return html.UnescapeString(text)
			}
		}
	}
}

// firstLinePDF is the first line of the first page, as another program reads
// it than the one that made it.
func firstLinePDF(t *testing.T, content []byte) string {
	t.Helper()
	program, err := exec.LookPath("pdftotext")
	if err != nil {
		t.Skip("pdftotext is not installed (Debian: poppler-utils)")
	}
	cmd := exec.CommandContext(t.Context(), program, "-l", "1", "-enc", "UTF-8", "-", "-")
	cmd.Stdin = bytes.NewReader(content)
	out, err := cmd.Output()
	if err != nil {
		t.Error(err)
	}
	first, _, _ := strings.Cut(string(out), "\n")
	return first
}
