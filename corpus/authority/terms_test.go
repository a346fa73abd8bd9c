package authority_test

import (
	"encoding/csv"
	"os"
	"slices"
	"strings"
	"testing"
	"unicode"

	"rostrum/corpus"
)

// scripts are the letters that each language of the table is written in.
var scripts = map[string]*unicode.RangeTable{
	"name_en": unicode.Latin, "name_fr": unicode.Latin, "name_es": unicode.Latin, "name_pt": unicode.Latin,
	"name_ar": unicode.Arabic, "name_ru": unicode.Cyrillic, "name_zh": unicode.Han,
}

// latinInAll are terms that languages with other letters write in Latin ones.
var latinInAll = []string{"amicus curiae", "ne bis in idem", "nulla poena sine lege", "nullum crimen sine lege", "proprio motu", "ratione personae", "ratione temporis"}

// TestTermsTable holds the table to its own rules. That no name is claimed
// twice is checked where the table is loaded.
func TestTermsTable(t *testing.T) {
	f, err := os.Open("terms.csv")
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	rows, err := csv.NewReader(f).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	header, rows := rows[0], rows[1:]
	if len(rows) < 500 {
		t.Errorf("%d terms, want 500", len(rows))
	}
	before := ""
	for i, row := range rows {
		cells := map[string]string{}
		for j, cell := range row {
			cells[header[j]] = cell
			if cell != strings.TrimSpace(cell) || strings.Contains(cell, "  ") || strings.Contains(cell, "||") || strings.HasSuffix(cell, "|") {
				t.Errorf("line %d: stray spaces or bars in %q", i+2, cell)
			}
		}
		id := cells["id"]
		if id <= before {
			t.Errorf("%s stands after %s", id, before)
		}
		before = id
		if cells["confirmed_by"] == "" {
			t.Errorf("%s: nobody says where its names are from", id)
		}
		languages := 0
		for column, script := range scripts {
			name := cells[column]
			if name == "" {
				continue
			}
			languages++
			for _, latin := range latinInAll {
				name = strings.ReplaceAll(name, latin, "")
			}
			for _, r := range name {
				if unicode.IsLetter(r) && !unicode.Is(script, r) && !unicode.Is(unicode.Common, r) {
					t.Errorf("%s: %s is %q, with a letter %c of another script", id, column, cells[column], r)
					break
				}
			}
		}
		if languages < 5 {
			t.Errorf("%s has names in %d languages, want 5", id, languages)
		}
		for _, alias := range strings.Split(cells["aliases"], "|") {
			used := map[string]bool{}
			for _, r := range alias {
				for name, script := range unicode.Scripts {
					if unicode.IsLetter(r) && name != "Common" && unicode.Is(script, r) {
						used[name] = true
					}
				}
			}
			if len(used) > 1 && !slices.ContainsFunc(latinInAll, func(latin string) bool { return strings.Contains(alias, strings.Fields(latin)[0]) }) && !strings.Contains(alias, "ad hoc") {
				t.Errorf("%s: the alias %q mixes scripts", id, alias)
			}
		}
	}
}

// TestTermsInTheirForms asks for terms as people type them.
func TestTermsInTheirForms(t *testing.T) {
	a := load(t)
	for typed, want := range map[string]string{
		"arrest warrant": "mandats d'arrêt", "warrants of arrest": "mandats d'arrêt", "Arrest Warrants": "órdenes de detención", "mandat d'arrêt": "arrest warrants",
		"ордеров на арест": "arrest warrants", "orden de detención": "arrest warrants", "أمر القبض": "", "mandado de prisão": "arrest warrants", "逮捕令": "arrest warrants",
		"reparation": "réparations", "reparations": "赔偿", "victims' participation": "participation des victimes", "victim participation": "участие потерпевших",
		"victims’ participation": "participación de las víctimas", "participación de víctimas": "participation of victims", "crime against humanity": "crimes contre l'humanité",
		"penalty": "", "arrears": "arriérés", "States in arrears": "arriérés", "withdrawal": "retrait", "withdrawals": "выход из Римского статута", "evidence": "доказательства", "admissibility": "приемлемость",
		"due diligence": "العناية الواجبة", "equitable geographical representation": "公平地域代表性", "outreach": "外联", "confirmation of the charges": "confirmation des charges",
		"complémentarité": "complementarity", "Prosecutor": "Fiscal", "fiscal": "", "prosecutors": "Procureur",
		"fin": "", "fine": "", "state": "", "order": "", "judge": "", "court": "", "matter": "", "case": "", "law": "", "rules": "",
	} {
		got := a.Equivalents(typed)
		if found := slices.ContainsFunc(got, func(n corpus.Name) bool { return n.Text == want }); !found && want != "" || want == "" && len(got) > 0 {
			t.Errorf("Equivalents(%q) = %v, want %q among them", typed, got, want)
		}
	}
	for _, n := range a.Equivalents("prosecutor") {
		if want := map[string]corpus.Language{"Fiscal": "es", "Procureur": "fr", "Прокурор": "ru"}[n.Text]; want != "" && n.Language != want {
			t.Errorf("%q is in %q, want %q", n.Text, n.Language, want)
		}
	}
}

func BenchmarkEquivalents(b *testing.B) {
	a := load(b)
	for b.Loop() {
		a.Equivalents("victims' participation")
		a.Equivalents("participation of victims in Darfur")
	}
}
