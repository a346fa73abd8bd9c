package authority_test

import (
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"rostrum/corpus"
	"rostrum/corpus/authority"
)

func load(t testing.TB) *authority.Authority {
	t.Helper()
	a, err := authority.Load("")
	if err != nil {
		t.Fatal(err)
	}
	return a
}

func TestResolve(t *testing.T) {
	a := load(t)
	const org, topic, kind, sit, lang = corpus.FieldOrganization, corpus.FieldTopic, corpus.FieldType, corpus.FieldSituation, corpus.FieldLanguage
	for _, test := range []struct {
		field corpus.Field
		name  string
		want  string // "" for unknown
	}{
		{org, "hrw", "hrw"},
		{org, "HRW", "hrw"},
		{org, "Human Rights Watch", "hrw"},
		{org, "HUMAN  RIGHTS-WATCH", "hrw"},
		{org, "Human Rights Watch (HRW)", "hrw"},
		{org, "Human Rigts Watch", "hrw"}, // as one real page writes it
		{org, "Human Rights First", "hrf"},
		{org, "Amnistía Internacional", "amnesty"},
		{org, "amnistia internacional", "amnesty"},
		{org, "Women’s Initiatives for Gender Justice", "wigj"},
		{org, "Womens Initiatives for Gender Justice", "wigj"},
		{org, "Хьюман Райтс Вотч", "hrw"},
		{org, "منظمة العفو الدولية", "amnesty"},
		{org, "人权观察", "hrw"},
		{org, "Unión Europea", "eu"},
		{org, "Groupe des États d’Afrique", "ag"},
		{org, "AI", "amnesty"}, // somebody gave it as a name
		{org, "Association Arménienne (AAMC)", ""},
		{org, "Human Rights", ""},
		{org, "", ""},
		{org, "…", ""},

		{org, "FRA", "FRA"},
		{org, "France", "FRA"},
		{org, "République française", "FRA"},
		{org, "Франция", "FRA"},
		{org, "فرنسا", "FRA"},
		{org, "法国", "FRA"},
		{org, "França", "FRA"},
		{org, "FR", ""}, // a code of two letters is nobody's name
		{org, "Republic of Austria", "AUT"},
		{org, "Republic of The Gambia", "GMB"},
		{org, "Czech Republic", "CZE"},
		{org, "United States of America", "USA"},
		{org, "the United States", "USA"},
		{org, "Kingdom of Spain", "ESP"},
		{org, "the Kingdom of the Netherlands", "NLD"},
		{org, "République du Mali", "MLI"},
		{org, "República de Costa Rica", "CRI"},
		{org, "Federal Republic of Nigeria", "NGA"},
		{org, "République du Niger", "NER"},
		{org, "Republic of Guinea", "GIN"},
		{org, "Republic of Guinea-Bissau", "GNB"},
		{org, "Guinea Ecuatorial", "GNQ"},
		{org, "Republic of Equatorial Guinea", "GNQ"},
		{org, "Papua New Guinea", "PNG"},
		{org, "Dominica", "DMA"},
		{org, "Commonwealth of Dominica", "DMA"},
		{org, "Dominican Republic", "DOM"},
		{org, "República Dominicana", "DOM"},
		{org, "Congo", "COG"},
		{org, "Republic of the Congo", "COG"},
		{org, "Democratic Republic of the Congo", "COD"},
		{org, "RDC", "COD"},
		{org, "Republic of Korea", "KOR"},
		{org, "Democratic People's Republic of Korea", "PRK"},
		{org, "People's Republic of Korea", ""},
		{org, "Republic of China", ""}, // not the People's Republic
		{org, "People’s Republic of China", "CHN"},
		{org, "Malawi", "MWI"},
		{org, "Mali", "MLI"},
		{org, "Iraq", "IRQ"},
		{org, "Iran (Islamic Republic of)", "IRN"},
		{org, "Cote dIvoire", "CIV"},
		{org, "St. Kitts and Nevis", "KNA"},
		{org, "Central African Rep.", "CAF"},
		{org, "Palestine", "PSE"},
		{org, "Georgia", "GEO"},
		{org, "South Georgia", ""},
		{org, "Turkey", "TUR"},
		{org, "Eswatini", "SWZ"},

		{topic, "Coopération", "cooperation"},
		{topic, "cooperacion", "cooperation"},
		{topic, "General Debate", "general-debate"},
		{topic, "Débat général", "general-debate"},
		{topic, "Review of the ICC and Rome Statute system", "review"},
		{topic, "Examen de la CPI et du système du Statut de Rome", "review"},
		{topic, "合作", "cooperation"},
		{topic, "News", ""},
		{kind, "Déclaration", "statement"},
		{kind, "Nota verbal", "note-verbale"},
		{kind, "Joint Statement", "joint-statement"},
		{sit, "Darfour", "darfur"},
		{sit, "Philippines", "philippines"},
		{sit, "Venezuela", "venezuela-1"},
		{lang, "français", "fr"},
		{lang, "ENG", "en"},
		{lang, "Klingonese", ""},
		{corpus.FieldSession, "#ASP20", "ASP20"},
		{corpus.FieldSession, "UNGA79", ""},
		{corpus.FieldTitle, "France", ""},
	} {
		id, ok := a.Resolve(test.field, test.name)
		if id != test.want || ok != (test.want != "") {
			t.Errorf("Resolve(%s, %q) = %q, %t, want %q", test.field, test.name, id, ok, test.want)
		}
	}
}

func TestEveryNameLeadsToItsID(t *testing.T) {
	a := load(t)
	for _, f := range []corpus.Field{corpus.FieldOrganization, corpus.FieldTopic, corpus.FieldType, corpus.FieldSituation, corpus.FieldSession} {
		ids := a.IDs(f)
		if len(ids) == 0 {
			t.Errorf("%s has no ids", f)
		}
		for _, id := range ids {
			for _, name := range append(a.Names(f, id), id) {
				if got, ok := a.Resolve(f, name); !ok || got != id {
					t.Errorf("Resolve(%s, %q) = %q, want %q", f, name, got, id)
				}
			}
		}
	}
}

func TestAllMembersOfTheUnitedNationsAreKnown(t *testing.T) {
	a := load(t)
	n := 0
	for _, id := range a.IDs(corpus.FieldOrganization) {
		if a.Kind(corpus.FieldOrganization, id) == "state" {
			n++
		}
	}
	// 193 members, two observers, the Cook Islands and Niue.
	if n != 197 {
		t.Errorf("%d states, want 197", n)
	}
}

func TestNamed(t *testing.T) {
	a := load(t)
	for name, want := range map[string]string{
		"Amnesty International": "amnesty", "HRW": "hrw", "Congo": "COG", "AI": "", "ICJ": "", "AU": "", "AG": "", "FRA": "", "PER": "", "can": "",
		"United Kingdom": "GBR", "UK": "GBR", "US": "", "REDRESS": "redress",
	} {
		if got, _ := a.Named(corpus.FieldOrganization, name); got != want {
			t.Errorf("Named(%q) = %q, want %q", name, got, want)
		}
	}
}

func TestFind(t *testing.T) {
	a := load(t)
	for text, want := range map[string][]string{
		"Statement by Guinea-Bissau and Equatorial Guinea": {"GNB", "GNQ"},
		"Nigeria, Niger, Mali and Malawi":                  {"NGA", "NER", "MLI", "MWI"},
		"the Democratic Republic of the Congo":             {"COD"},
		"Dominican Republic; Dominica":                     {"DOM", "DMA"},
		"North Korea and the Republic of Korea":            {"PRK", "KOR"},
		"an asp bit us; the ICJ and AI and AU know":        nil,
		"it can per and us ind":                            nil, // words that are codes of states
		"HRW and hrw":                                      {"hrw"},
		"Human Rights Watch Kenya":                         {"hrw", "KEN"},
		"La Côte d’Ivoire et l’Union européenne":           {"CIV", "eu"},
		"Papua New Guinea":                                 {"PNG"},
		"South Sudan is not Sudan":                         {"SSD", "SDN"},
		"Sovereign Order of Malta":                         {"order-malta"},
		"\xff broken \xc3 bytes beside France\xff":         {"FRA"},
		"Министр иностранных дел Республики Беларусь, Россия":       {"BLR", "RUS"},
		"Coalition for the International Criminal Court Kenya team": {"cicc", "KEN"},
	} {
		var got []string
		for _, m := range a.Find(corpus.FieldOrganization, text) {
			got = append(got, m.ID)
			if m.Start < 0 || m.End > len(text) || m.Start >= m.End {
				t.Errorf("Find(%q): %+v is not within the text", text, m)
			}
		}
		if !slices.Equal(got, want) {
			t.Errorf("Find(%q) = %q, want %q", text, got, want)
		}
	}
}

func TestNear(t *testing.T) {
	a := load(t)
	for name, want := range map[string]string{
		"Human Rigths Watch": "hrw", "Human Right Watch": "hrw", "Amnesty Internatonal": "amnesty", "Urugai": "URY", "Lichtenstein": "LIE",
		"Phillipines": "PHL", "Cote d'Ivoir": "CIV", "Federation internationale pour les droits humain": "fidh",
		"Coalition for the Internatonal Criminal Court": "cicc",
		// Too near to two, too short, too far, known, or a word of its own.
		"Austrlia": "", "Nigera": "", "Mal": "", "Malli": "", "Guyane": "", "Austrian": "", "Dominican": "", "HRX": "", "Human Rights Wolf": "", "France": "",
		"Iraland": "IRL", "Zambya": "ZMB", "Jambia": "", "Slovekia": "", "Human Rights Fist": "hrf", "": "",
	} {
		if got, _ := a.Near(corpus.FieldOrganization, name); got != want {
			t.Errorf("Near(%q) = %q, want %q", name, got, want)
		}
	}
}

func TestLabel(t *testing.T) {
	a := load(t)
	for _, test := range []struct {
		field corpus.Field
		id    string
		lang  corpus.Language
		want  string
	}{
		{corpus.FieldOrganization, "hrw", "en", "Human Rights Watch"},
		{corpus.FieldOrganization, "FRA", "es", "Francia"},
		{corpus.FieldOrganization, "FRA", "ru", "Франция"},
		{corpus.FieldOrganization, "FRA", "ar", "فرنسا"},
		{corpus.FieldOrganization, "FRA", "zh", "法国"},
		{corpus.FieldOrganization, "ulag", "fr", "Ukrainian Legal Advisory Group"}, // English where there is no French
		{corpus.FieldOrganization, "Nobody", "en", "Nobody"},
		{corpus.FieldTopic, "cooperation", "fr", "Coopération"},
		{corpus.FieldTopic, "cooperation", "zh", "合作"},
		{corpus.FieldType, "letter", "ru", "Письмо"},
		{corpus.FieldSession, "ASP20", "en", "ASP20 – Twentieth session"},
		{corpus.FieldSession, "ASP21", "zh", "ASP21 – 第二十一届会议"},
		{corpus.FieldSession, "ASP21", "ru", "ASP21 – Двадцать первая сессия"},
		{corpus.FieldSession, "UNGA79", "fr", "UNGA79"},
		{corpus.FieldLanguage, "es", "fr", "espagnol"},
		{corpus.FieldLanguage, "zh", "en", "Chinese"},
		{corpus.FieldLanguage, "xx-nonsense-", "en", "xx-nonsense-"},
		{corpus.FieldYear, "2021", "ar", "2021"},
		{corpus.FieldSituation, "darfur", "es", "Darfur (Sudán)"},
	} {
		if got := a.Label(test.field, test.id, test.lang); got != test.want {
			t.Errorf("Label(%s, %q, %s) = %q, want %q", test.field, test.id, test.lang, got, test.want)
		}
	}
	for _, f := range authority.Fields() {
		for _, id := range a.IDs(f) {
			if f == corpus.FieldOrganization && a.Kind(f, id) != "state" {
				continue // many have one name only
			}
			d, _ := a.Describe(f, id)
			for _, lang := range []corpus.Language{"ar", "en", "es", "fr", "ru", "zh"} {
				if d.Labels[lang] == "" {
					t.Errorf("%s %s has no label in %s", f, id, lang)
				}
			}
		}
	}
}

func TestDescribe(t *testing.T) {
	a := load(t)
	d, ok := a.Describe(corpus.FieldOrganization, "amnesty")
	if !ok || d.Kind != "ngo" || d.Acronym != "AI" || d.Labels["fr"] != "Amnesty International" || !slices.Contains(d.Aliases, "Amnistie internationale") ||
		!slices.Equal(d.Ambiguous, []string{"AI"}) || d.File != "organizations.csv" || d.Line < 2 || d.ConfirmedBy == "" {
		t.Errorf("got %+v", d)
	}
	if _, ok := a.Describe(corpus.FieldOrganization, "nobody"); ok {
		t.Error("an id that no file has is described")
	}
}

// TestNamesInOtherForms finds names as texts inflect them or write them out.
func TestNamesInOtherForms(t *testing.T) {
	a := load(t)
	for text, want := range map[string]string{
		"Заявление Российской Федерации": "RUS", "заявление Австрии": "AUT", "представителя Казахстана": "KAZ", "от имени Доминиканской Республики": "DOM",
		"заявление Нигера": "NER", "заявление Нигерии": "NGA", "заявление Мали": "MLI",
		"Georgian Coalition for the International Criminal Court": "gcicc", "Coalition burundaise pour la Cour pénale internationale": "bccpi",
	} {
		got := ""
		for _, m := range a.Find(corpus.FieldOrganization, text) {
			got += m.ID
		}
		if got != want {
			t.Errorf("Find(%q) = %q, want %q", text, got, want)
		}
	}
}

func TestEquivalents(t *testing.T) {
	a := load(t)
	has := func(typed, other string) bool {
		return slices.ContainsFunc(a.Equivalents(typed), func(n corpus.Name) bool { return strings.EqualFold(n.Text, other) })
	}
	for _, pair := range [][2]string{
		{"HRW", "Human Rights Watch"}, {"human rights watch", "HRW"}, {"cooperation", "coopération"}, {"cooperación", "cooperation"},
		{"ASP", "Assembly of States Parties"}, {"CPI", "International Criminal Court"}, {"universalité", "universality"},
		{"France", "Francia"}, {"Sudan", "Soudan"}, {"asp20", "AEP 20"}, {"débat général", "general debate"}, {"Budget", "Presupuesto"}, {"US", "U.S."}, {"USA", "U.S."}, {"US", "United States"},
	} {
		if !has(pair[0], pair[1]) {
			t.Errorf("Equivalents(%q) = %q, which lacks %q", pair[0], a.Equivalents(pair[0]), pair[1])
		}
	}
	for _, typed := range []string{"AI", "ICJ", "AG", "AU", "us", "UN", "car", "immunities", "activation", "justice", "the", "", strings.Repeat("x", 1000)} {
		if got := a.Equivalents(typed); len(got) > 0 {
			t.Errorf("Equivalents(%q) = %q, want none", typed, got)
		}
	}
	for _, other := range a.Equivalents("Amnesty International") {
		if other.Text == "AI" {
			t.Error("Amnesty International is searched for as AI")
		}
	}
}

// TestUserFiles extends, overrides and takes away rows, and names what is wrong.
func TestUserFiles(t *testing.T) {
	write := func(files map[string]string) string {
		dir := t.TempDir()
		for name, content := range files {
			if err := os.WriteFile(filepath.Join(dir, name), []byte(content), 0o644); err != nil {
				t.Fatal(err)
			}
		}
		return dir
	}
	a, err := authority.Load(write(map[string]string{
		"organizations.csv": "\ufeffid,acronym,name_en,aliases,type\naamc,AAMC,Armenian Association,Association Arménienne,ngo\nhrw,HRW,HRW Renamed,,ngo\nulag,,,,ngo\n",
		"sessions.csv":      "session,part,label,year,name_en,start,end,aliases\n26,main,ASP26,2027,Twenty-sixth session,2027-12-06,2027-12-11,ASP26|26th session\n",
	}))
	if err != nil {
		t.Fatal(err)
	}
	for name, want := range map[string]string{"Association Arménienne (AAMC)": "aamc", "HRW Renamed": "hrw", "Human Rights Watch": "", "ULAG": "", "Amnesty": "amnesty"} {
		if got, _ := a.Resolve(corpus.FieldOrganization, name); got != want {
			t.Errorf("with files of the user: Resolve(%q) = %q, want %q", name, got, want)
		}
	}
	if id, _, _ := a.ResolveSession("twenty-sixth session of the Assembly of States Parties"); id != "ASP26" {
		t.Errorf("a session of the user is %q", id)
	}
	if a.Version() == load(t).Version() {
		t.Error("the version does not change with the names")
	}

	for _, test := range []struct{ name, file, content, want string }{
		{"alias of another", "organizations.csv", "id,name_en,type,aliases\nnew,New One,ngo,Human Rights Watch\n", `organizations.csv:2: the name "Human Rights Watch" already belongs to "hrw"`},
		{"alias of a state", "organizations.csv", "id,name_en,type\nfr,FRANCE,ngo\n", `organizations.csv:2`},
		{"alias in other letters", "topics.csv", "id,name_en\nx,cooperacion\n", `topics.csv:2`},
		{"unknown state", "situations.csv", "id,iso3,name_en\natlantis,ATL,Atlantis\n", `situations.csv:2: the state "ATL" is not in states.csv`},
		{"unknown group", "states.csv", "iso3,name_en,status,regional_group\nATL,Atlantis,party,XYZ\n", `states.csv:2: the regional group "XYZ"`},
		{"session twice", "sessions.csv", "session,part,label,year,name_en,start,end,aliases\n30,main,ASP30,2031,Thirtieth,2031-12-01,2031-12-05,#ASP20\n", `sessions.csv:2: the name "#ASP20" already belongs to "ASP20"`},
		{"no date", "sessions.csv", "session,part,label,year,name_en,start,end\n30,main,ASP30,2031,Thirtieth,6 Dec,2031-12-05\n", `sessions.csv:2: start`},
		{"ends before", "sessions.csv", "session,part,label,year,name_en,start,end\n30,main,ASP30,2031,Thirtieth,2031-12-06,2031-12-05\n", `sessions.csv:2: the session ends`},
		{"days of another", "sessions.csv", "session,part,label,year,name_en,start,end\n30,main,ASP30,2031,Thirtieth,2021-12-10,2021-12-20\n", `sessions.csv:2: the days overlap with those of ASP20`},
		{"misnamed file", "organisations.csv", "id,name_en,type\nx,Y,ngo\n", `organisations.csv:1: there is no authority file of this name`},
		{"bad part", "sessions.csv", "session,part,label,year,name_en,start,end\n30,second,ASP30,2031,Thirtieth,2031-12-01,2031-12-05\n", `sessions.csv:2: the part "second"`},
		{"unknown column", "topics.csv", "id,name_en,alias\nx,Y,Z\n", `topics.csv:1: unknown column "alias"`},
		{"missing column", "topics.csv", "id,aliases\nx,Z\n", `topics.csv:1: the column "name_en" is missing`},
		{"column twice", "topics.csv", "id,name_en,id\nx,Y,Z\n", `topics.csv:1: the column "id" appears twice`},
		{"id twice", "topics.csv", "id,name_en\nx,Y\nx,Z\n", `topics.csv:3: the id "x" is already that of`},
		{"no id", "topics.csv", "id,name_en\n,Y\n", `topics.csv:2: the row has no id`},
		{"bad id", "topics.csv", "id,name_en\na b,Y\n", `topics.csv:2: the id "a b"`},
		{"field count", "topics.csv", "id,name_en\nx,Y\ny\n", `topics.csv:3: wrong number of fields`},
		{"open quote", "topics.csv", "id,name_en\nx,\"Y\n", `topics.csv:`},
		{"empty", "topics.csv", "", `topics.csv:1: cannot read the header row`},
	} {
		_, err := authority.Load(write(map[string]string{test.file: test.content}))
		if err == nil || !strings.Contains(err.Error(), test.want) {
			t.Errorf("%s: the error is %v, want one with %q", test.name, err, test.want)
		}
	}
	if _, err := authority.Load(t.TempDir()); err != nil {
		t.Errorf("a folder without files: %v", err)
	}
	if _, err := authority.Load(filepath.Join(t.TempDir(), "missing")); !errors.Is(err, corpus.ErrInvalid) {
		t.Errorf("a folder that is not there: %v", err)
	}
}

func FuzzResolve(f *testing.F) {
	a := load(f)
	for _, seed := range []string{"Human Rigts Watch", "Côte d'Ivoire", "XV período de sesiones", "ICC-ASP/S-1", "(HRW)", "Republic of the", "ASP ASP20 20", "\xff\xfe", "第二十届会议", "20th session of the", "١٢"} {
		f.Add(seed)
	}
	fields := []corpus.Field{corpus.FieldOrganization, corpus.FieldTopic, corpus.FieldSession, corpus.FieldType, corpus.FieldSituation, corpus.FieldLanguage}
	f.Fuzz(func(t *testing.T, name string) {
		for _, field := range fields {
			id, ok := a.Resolve(field, name)
			if ok && field != corpus.FieldLanguage && !a.Has(field, id) {
				t.Errorf("Resolve(%s, %q) = %q, which is no id", field, name, id)
			}
			if upper, okUpper := a.Resolve(field, strings.ToUpper(name)); ok && isASCII(name) && (upper != id || !okUpper) {
				t.Errorf("Resolve(%s, %q) = %q, but in capitals %q", field, name, id, upper)
			}
			a.Near(field, name)
			for _, m := range a.Find(field, name) {
				if m.Start < 0 || m.Start >= m.End || m.End > len(name) || !a.Has(field, m.ID) {
					t.Errorf("Find(%s, %q) has %+v", field, name, m)
				}
			}
		}
		for _, m := range a.FindSessions(name) {
			if m.Start < 0 || m.Start >= m.End || m.End > len(name) {
				t.Errorf("FindSessions(%q) has %+v", name, m)
			}
		}
		a.Equivalents(name)
	})
}

func isASCII(s string) bool {
	for i := range len(s) {
		if s[i] >= 0x80 {
			return false
		}
	}
	return true
}

func BenchmarkLoad(b *testing.B) {
	for b.Loop() {
		load(b)
	}
}

func BenchmarkFind(b *testing.B) {
	a := load(b)
	text := strings.Repeat("The delegations of Guinea-Bissau, of Côte d'Ivoire and of the Republic of Korea spoke of cooperation. ", 100)
	b.SetBytes(int64(len(text)))
	for b.Loop() {
		a.Find(corpus.FieldOrganization, text)
	}
}
