package infer_test

import (
	"os"
	"slices"
	"strings"
	"testing"

	"rostrum/corpus"
	"rostrum/indexer/infer"
	"rostrum/indexer/lang"
)

// link is a document of which only the words of its link are known.
func link(text string) corpus.Item {
	return corpus.Item{Key: "x", File: "x", Location: "x", Hints: []corpus.Hint{{Kind: corpus.HintLinkText, Text: text}}}
}

// TestAuthors reads links as pages write them. The first wanted value is the
// authors, then who delivered it, then the role.
func TestAuthors(t *testing.T) {
	in := infer.New(loadAuthority(t))
	for _, test := range []struct{ link, authors, deliverer, role string }{
		{link: "Statement by Austria", authors: "AUT"},
		{link: "Remarks by the International Bar Association (IBA)", authors: "iba"},
		{link: "Human Rights Watch's statement to the ASP", authors: "hrw"},
		{link: "ASP 22 - Statement by the Kingdom of Belgium", authors: "BEL"},
		{link: "AEP18: Déclaration du Burkina Faso", authors: "BFA"},
		{link: "Intervención de España", authors: "ESP"},
		{link: "Discours de la Côte d'Ivoire", authors: "CIV"},
		{link: "Déclaration de l'Union africaine", authors: "au"},
		{link: "New Zealand Statement – 15th ASP – Cooperation plenary", authors: "NZL"},
		{link: "General Debate – Philippines", authors: "PHL"},
		{link: "Plenary on cooperation: statement by Sudan", authors: "SDN"},
		{link: "DRC Statement - General Debate", authors: "COD"},
		{link: "ASP22: HRW statement – General debate", authors: "hrw"},
		{link: "UK statement to the ICC Assembly of States Parties 17th session", authors: "GBR"},
		{link: "Déclaration de la FIDH à l'AEP16", authors: "fidh"},
		{link: "The Coalition for the ICC delivers a closing statement at ASP20", authors: "cicc"},
		{link: "Discurso del Canciller de Costa Rica", authors: "CRI"},
		{link: "Israel présente un nouvel avion"},

		// Names that are taken for each other.
		{link: "Statement of the Republic of the Congo", authors: "COG"},
		{link: "Statement by DR Congo", authors: "COD"},
		{link: "Statement by Congo (Democratic Republic of the)", authors: "COD"},
		{link: "Statement by South Korea", authors: "KOR"},
		{link: "Statement by Ms. Kim, Ambassador of the Democratic People's Republic of Korea", authors: "PRK", deliverer: "Kim", role: "Ambassador of the Democratic People's Republic of Korea"},
		{link: "Intervention du Représentant de la République de Guinée", authors: "GIN"},
		{link: "Statement by Lichtenstein (Dominique Hasler)", authors: "LIE", deliverer: "Dominique Hasler"},

		// Several, and one for others.
		{link: "Declaración conjunta de Argentina, Chile y Uruguay", authors: "ARG CHL URY"},
		{link: "Déclaration conjointe de la Belgique, du Luxembourg et des Pays-Bas", authors: "BEL LUX NLD"},
		{link: "Joint NGO statement: Amnesty International, FIDH, Human Rights Watch and No Peace Without Justice", authors: "amnesty fidh hrw npwj"},
		{link: "Statement by Latvia, also on behalf of Estonia and Lithuania", authors: "LVA EST LTU"},
		{link: "Statement by Guatemala on behalf of Argentina, Brazil, Chile and Guatemala", authors: "ARG BRA CHL GTM"},
		{link: "Statement by Lithuania on behalf of the Baltic States", authors: "baltic"},
		{link: "Intervention de l'Afrique du Sud au nom des États d'Afrique", authors: "ag"},
		{link: "Statement on behalf of the European Union and its Member States by H.E. Ambassador Kos, Permanent Representative of Slovenia", authors: "eu", deliverer: "Kos", role: "Permanent Representative of Slovenia"},
		{link: "STATEMENT OF THE AFRICAN GROUP DELIVERED BY H.E. MR. SALEEM, AMBASSADOR OF SIERRA LEONE", authors: "ag", deliverer: "Saleem", role: "AMBASSADOR OF SIERRA LEONE"},
		{link: "Joint statement by Argentina, Belgim and Urugay", authors: "ARG BEL URY"}, // misspelt in a list

		// Persons and what they hold.
		{link: "Mrs. Fatou Bensouda, Prosecutor of the International Criminal Court", authors: "otp", deliverer: "Fatou Bensouda", role: "Prosecutor of the International Criminal Court"},
		{link: "Statement by Judge Silvia Fernández de Gurmendi, President of the Court", authors: "icc-presidency", deliverer: "Silvia Fernández de Gurmendi", role: "President of the Court"},
		{link: "Statement by H.E. Mr. Alexander Schallenberg Federal Minister for European and International Affairs of the Republic of Austria", authors: "AUT", deliverer: "Alexander Schallenberg", role: "Federal Minister for European and International Affairs of the Republic of Austria"},
		{link: "Statement by Mr. Miguel de Serpa Soares, Under-Secretary-General for Legal Affairs and United Nations Legal Counsel", authors: "un", deliverer: "Miguel de Serpa Soares", role: "Under-Secretary-General for Legal Affairs and United Nations Legal Counsel"},
		{link: "Statement by H.E. Ms. Roe, Ambassador of Trinidad and Tobago to the Kingdom of the Netherlands", authors: "TTO", deliverer: "Roe", role: "Ambassador of Trinidad and Tobago"},
		{link: "STATEMENT BY H.E. TO LAM, PRESIDENT OF THE SOCIALIST REPUBLIC OF VIET NAM", authors: "VNM", deliverer: "To Lam", role: "PRESIDENT OF THE SOCIALIST REPUBLIC OF VIET NAM"},
		{link: "Intervención del Excmo. Sr. Embajador de la República Bolivariana de Venezuela", authors: "VEN"},

		// What nobody can be sure of stays unset.
		{link: "ICJ Statement - General Debate"}, {link: "AI statement"}, {link: "Statement on Sudan"}, {link: "Statement by Jordan Peterson"},
		{link: "Statement by Georgia Smith, Human Rights First"}, {link: "Joint Statement by 68 States Parties"}, {link: "PER, CAN and AND"},
		{link: "Open letter to States Parties from 60 civil society organizations"}, {link: "Presentation by the Chair of the Committee on Budget and Finance"},
		{link: "Almuerzo en honor al Presidente de la República Checa"}, {link: "Meeting with the President of Lithuania"},
		{link: "Statement by Austrlia"}, // Austria, Australia
	} {
		s := in.Statement(link(test.link), corpus.Text{})
		if got := strings.Join(texts(s.Authors), " "); got != test.authors || s.Deliverer != test.deliverer && test.deliverer != "" || s.Role != test.role && test.role != "" {
			t.Errorf("%q\n got  %q %q %q\n want %q %q %q", test.link, got, s.Deliverer, s.Role, test.authors, test.deliverer, test.role)
		}
		checkEvidence(t, test.link, s)
	}
}

func TestTypes(t *testing.T) {
	in := infer.New(loadAuthority(t))
	for text, want := range map[string]corpus.TypeID{
		"Statement by Austria": "statement", "Déclaration de la Belgique au nom de l'Union européenne": "joint-statement", "Statement by Chile and Peru": "joint-statement",
		"Statement by Ms. Roe on behalf of the Government of Kenya": "statement", "Chile (right of reply)": "right-of-reply", "Explanation of vote by Japan": "explanation-of-position",
		"Report of the External Auditor on the financial statements of the Court": "report", "Statement on the report of the Court": "statement",
		"Letter to States Parties on the joint position": "letter", "Human Rights Watch: Briefing Note for the Twentieth Session": "briefing",
		"Other written statements: American Bar Association": "written-statement", "Note verbale on nominations": "note-verbale", "Press release PR963": "press-release",
		"Resolution ICC-ASP/14/Res.4": "resolution", "ICC-ASP-14-Res4-ENG": "resolution", "SUMMARY DAY FOUR": "summary", "Intervención de España": "statement",
		"Priorities and recommendations for the Assembly": "briefing", "Photographs of the Assembly": "", "Austria": "",
	} {
		if s := in.Statement(link(text), corpus.Text{}); s.Type != want {
			t.Errorf("%q: the type is %q, want %q", text, s.Type, want)
		}
	}
}

func TestTopics(t *testing.T) {
	in := infer.New(loadAuthority(t))
	for text, want := range map[string]string{
		"Amnesty International Statement - Plenary on Cooperation": "cooperation", "Plenary session on the Review of the ICC and the Rome Statute system": "review",
		"Statement to the General Debate": "general-debate", "Débat général": "general-debate", "Cooperation plenary": "cooperation", "Plénière sur la coopération": "cooperation",
		"Statement on victims and cooperation": "victims cooperation", "Report on non-cooperation": "non-cooperation", "Plenary on Victims": "victims",
		"Opening of the twentieth session": "opening", "Closing statement": "closing", "Election of the Prosecutor": "elections-prosecutor",
		"Letter on the 2022 budget": "budget", "Statement on the crime of aggression": "aggression", "Statement on universality": "universality",
		// An organization whose name holds a topic, and words that are not one.
		"Statement by Women's Initiatives for Gender Justice": "", "Victims of the earthquake": "", "Their cooperation was exemplary": "",
	} {
		s := in.Statement(link(text), corpus.Text{})
		if got := strings.Join(texts(s.Topics), " "); got != want {
			t.Errorf("%q: the topics are %q, want %q", text, got, want)
		}
	}
}

func TestFileNames(t *testing.T) {
	in := infer.New(loadAuthority(t))
	for file, want := range map[string]string{ // authors, session, topics, symbol, date, language
		"ICC-ASP13-GenDeba-Albania-ENG.pdf":                   "ALB ASP13 general-debate   en",
		"docs/ICC-ASP17-GenDeba-SouthAfrica-ENG.pdf":          "ZAF ASP17 general-debate   en",
		"https://www.example.org/fr/GenDeba.Chile.SPA.pdf":    "CHL  general-debate   es",
		"20211207_statement_trinidad_and_tobago.pdf":          "TTO    2021-12-07 ",
		"HRW_ASP20_Cooperation_statement.pdf":                 "hrw ASP20 cooperation   ",
		"ICC-ASP-20-INF3-Add1-FRA.pdf":                        " ASP20  ICC-ASP/20/INF.3/Add.1  fr",
		"ICC-ASP-21-1-Rev-2-ENG.pdf":                          " ASP21  ICC-ASP/21/1/Rev.2  en",
		"11.26.2015.ICC-ASP-14-Res4-ENG.pdf":                  " ASP14  ICC-ASP/14/Res.4 2015-11-26 en",
		"RC-Res.6-ENG.pdf":                                    " RC2010  RC/Res.6  en",
		"ICC-ASP-8-Res.3-ENG-FRA-SPA.pdf":                     " ASP8  ICC-ASP/8/Res.3  ",
		"ICC-ASP-20131125-PR963.pdf":                          " ASP12   2013-11-25 ",
		"situation-in-ukraine.pdf":                            "     ",
		"HRW-Ukraine.pdf":                                     "     ",
		"at_en.pdf":                                           "     ",
		"unga79-sn_fr.pdf":                                    "     ",
		"per-can-and.pdf":                                     "     ",
		"%FF%00bad%ZZ.pdf":                                    "     ",
		"amnesty-international-asp15-general-debate-2.pdf":    "amnesty ASP15 general-debate   ",
		"C:\\files\\GenDeba-Niger-FRA.pdf":                    "NER  general-debate   fr",
		"https://www.example.org/?q=1":                        "     ",
		"republique-democratique-du-congo_debat_general.docx": "COD  general-debate   ",
	} {
		s := in.Statement(corpus.Item{Key: file, File: file, Location: file}, corpus.Text{})
		got := strings.Join([]string{strings.Join(texts(s.Authors), ","), string(s.Session), strings.Join(texts(s.Topics), ","), s.Symbol, s.Date.String(), string(s.Language)}, " ")
		if got != want {
			t.Errorf("%s: got %q, want %q", file, got, want)
		}
	}
}

func TestDates(t *testing.T) {
	in := infer.New(loadAuthority(t))
	for text, want := range map[string]string{
		"Statement of 23.11.2006": "2006-11-23", "Statement, 1.12.2024": "2024-12-01", "Statement, 10 December 2021": "2021-12-10",
		"Déclaration du 7 décembre 2017": "2017-12-07", "Déclaration du 1er décembre 2018": "2018-12-01", "Intervención, 3 de diciembre de 2019": "2019-12-03",
		"Statement (December 5, 2022)": "2022-12-05", "Statement on the 7th of December, 2021": "2021-12-07", "Statement 2021-12-08": "2021-12-08",
		"Выступление 6 декабря 2021": "2021-12-06", "发言 2021年12月6日": "2021-12-06", "كلمة ٦ ديسمبر ٢٠٢١": "2021-12-06", "Discurso, 5 de dezembro de 2022": "2022-12-05",
		"Statement at the ASP20, 7 December":                                       "2021-12-07", // the year is the session's
		"Statement, ASP20 (6-11 December 2021), 8 December 2021":                   "2021-12-08",
		"ASP11 statement, 14 to 22 November 2012, 15 November 2012":                "2012-11-15",
		"Statement at ASP6, 30 November to 14 December 2007, 3 December 2007":      "2007-12-03",
		"Statement at ASP20 on the treaty of 17 July 1998, 7 December 2021":        "2021-12-07",
		"Statement by A 6.12.2021 and B 7.12.2021":                                 "", // which?
		"Statement of 31.02.2021":                                                  "",
		"Statement of 99.99.2021":                                                  "",
		"10 decisions of the Court":                                                "",
		"Statement 7 December":                                                     "", // of which year?
		"Statement 20211399":                                                       "",
		"Statement on the 20 articles, 12 sections and 7 mayors of 2021":           "",
		"Statement of the General Assembly's session, 6 December 2021, New York":   "2021-12-06",
		"Statement of 12/05/2022, as Americans write":                              "2022-05-12",
		"Statement of 12/31/2022, which can only be American":                      "2022-12-31",
		"Statement at the seventeenth session of the ASP, Wednesday, December 5th": "",
	} {
		s := in.Statement(link(text), corpus.Text{})
		if got := s.Date.String(); got != want {
			t.Errorf("%q: the date is %q, want %q", text, got, want)
		}
	}
}

func TestDateInASession(t *testing.T) {
	in := infer.New(loadAuthority(t))
	for _, test := range []struct {
		name, text    string
		session, part string
	}{
		{"to the Assembly", "Statement of Japan\n\n6 December 2017\n\nMr. President, this Assembly of States Parties has much to do.", "ASP16", "main"},
		{"resumed", "Statement of Japan to the Assembly of States Parties\n\n12 February 2021\n\nMr. President, thank you.", "ASP19", "resumed2"},
		{"to nobody known", "Statement of Japan\n\n6 December 2017\n\nMr. President, the sea is rising and our island with it.", "", ""},
		{"to the General Assembly", "Statement of Japan to the General Assembly\n\n6 December 2017\n\nMr. President, the Assembly of States Parties meets these days.", "", ""},
		{"to the Council", "Security Council briefing on Darfur\n\n12 December 2017\n\nMr. President, I brief you as the Assembly of States Parties goes on.", "", ""},
		{"on no day of a session", "Statement of Japan\n\n6 March 2017\n\nMr. President, this Assembly of States Parties has much to do.", "", ""},
	} {
		s := in.Statement(corpus.Item{File: "x.pdf", Location: "/x.pdf"}, corpus.Text{Pages: []corpus.Page{{Number: 1, Text: test.text}}})
		if string(s.Session) != test.session || string(s.Part) != test.part {
			t.Errorf("%s: session %q, part %q, want %q, %q", test.name, s.Session, s.Part, test.session, test.part)
		}
	}
}

func TestTitle(t *testing.T) {
	in := infer.New(loadAuthority(t))
	page := func(text string) []corpus.Page { return []corpus.Page{{Number: 1, Text: text}} }
	for _, test := range []struct {
		name string
		item corpus.Item
		text corpus.Text
		want string
	}{
		{"given", corpus.Item{File: "a.pdf", Given: corpus.Given{corpus.FieldTitle: {"As given"}}}, corpus.Text{Properties: corpus.Properties{Title: "Statement of X"}}, "As given"},
		{"of the file", corpus.Item{File: "a.pdf"}, corpus.Text{Properties: corpus.Properties{Title: "Statement of Austria"}}, "Statement of Austria"},
		{"without the site", corpus.Item{File: "a.html"}, corpus.Text{Properties: corpus.Properties{Title: "Statement of Austria | Coalition for the ICC"}}, "Statement of Austria"},
		{"left by a word processor", corpus.Item{File: "a.pdf"}, corpus.Text{Properties: corpus.Properties{Title: "Microsoft Word - draft3.doc"}, Pages: page("Statement of Austria\n\nMr. President,")}, "Statement of Austria"},
		{"left from another text", corpus.Item{File: "a.pdf"}, corpus.Text{Properties: corpus.Properties{Title: "Budget of the town of Graz"}, Pages: page("Statement of Austria\n\nMr. President,")}, "Statement of Austria"},
		{"over two lines", corpus.Item{File: "a.pdf"}, corpus.Text{Pages: page("Check against delivery\n\nSTATEMENT BY\nAUSTRIA\nat the 20th session\n\nMr. President,")}, "STATEMENT BY AUSTRIA at the 20th session"},
		{"no head", corpus.Item{File: "a.pdf"}, corpus.Text{Pages: page("Mr. President,\n\nWe thank you for the floor and for your work.")}, "We thank you for the floor and for your work."},
		{"file name", corpus.Item{File: "dir/statement_of-austria.pdf"}, corpus.Text{}, "statement of austria"},
		{"link", link("Statement by Austria on cooperation"), corpus.Text{}, "Statement by Austria on cooperation"},
		{"language link", corpus.Item{File: "a.pdf", Hints: []corpus.Hint{{Kind: corpus.HintLinkText, Text: "English"}, {Kind: corpus.HintBlock, Text: "Statement by Mr. Doe, Ambassador of Kenya\n3.12.2007"}}}, corpus.Text{}, "Statement by Mr. Doe, Ambassador of Kenya"},
	} {
		s := in.Statement(test.item, test.text)
		if s.Title != test.want {
			t.Errorf("%s: the title is %q, want %q", test.name, s.Title, test.want)
		}
	}
}

func TestGivenWins(t *testing.T) {
	in := infer.New(loadAuthority(t))
	given := corpus.Given{
		corpus.FieldWork: {"w1"}, corpus.FieldTitle: {"T"}, corpus.FieldOrganization: {"Human Rights Watch", "Nobody Known", "FRA"}, corpus.FieldDeliverer: {"A", "B"}, corpus.FieldRole: {"R"},
		corpus.FieldSession: {"#ASP19"}, corpus.FieldPart: {"resumed1"}, corpus.FieldTopic: {"Coopération", "News"}, corpus.FieldType: {"Discours"},
		corpus.FieldDate: {"2020-12"}, corpus.FieldLanguage: {"Français"}, corpus.FieldSymbol: {"S/1"}, corpus.FieldSituation: {"Darfour"},
	}
	item := corpus.Item{File: "ICC-ASP13-GenDeba-Albania-ENG.pdf", Given: given, Notes: map[string]string{"colour": "red"}, Hints: []corpus.Hint{{Kind: corpus.HintHeading, Text: "Statement by Kenya, ASP20, 6.12.2021"}}}
	s := in.Statement(item, corpus.Text{Pages: []corpus.Page{{Number: 1, Text: "Statement by Ghana\n\nMr. President,", Language: "en"}}})
	want := corpus.Statement{
		Work: "w1", Title: "T", Authors: []corpus.OrgID{"hrw", "Nobody Known", "FRA"}, Deliverer: "A; B", Role: "R", Session: "ASP19", Part: "resumed1",
		Topics: []corpus.TopicID{"cooperation", "News"}, Type: "statement", Language: "fr", Symbol: "S/1", Situations: []corpus.SituationID{"darfur"},
	}
	want.Date, _ = corpus.ParseDate("2020-12")
	if !slices.Equal(s.Authors, want.Authors) || !slices.Equal(s.Topics, want.Topics) || !slices.Equal(s.Situations, want.Situations) ||
		s.Work != want.Work || s.Title != want.Title || s.Deliverer != want.Deliverer || s.Role != want.Role || s.Session != want.Session || s.Part != want.Part ||
		s.Type != want.Type || s.Date != want.Date || s.Language != want.Language || s.Symbol != want.Symbol || s.Notes["colour"] != "red" {
		t.Errorf("got %+v", s)
	}
	unresolved := map[corpus.Field][]string{}
	for _, e := range s.Evidence {
		if e.Rule != "catalogue" || e.Confidence != 1 {
			t.Errorf("a given field has the evidence %+v", e)
		}
		if len(e.Unresolved) > 0 {
			unresolved[e.Field] = e.Unresolved
		}
	}
	if len(unresolved) != 2 || unresolved[corpus.FieldOrganization][0] != "Nobody Known" || unresolved[corpus.FieldTopic][0] != "News" {
		t.Errorf("unresolved names are %v", unresolved)
	}
}

func TestGivenDateNobodyCanRead(t *testing.T) {
	in := infer.New(loadAuthority(t))
	s := in.Statement(corpus.Item{File: "a.pdf", Given: corpus.Given{corpus.FieldDate: {"last winter"}}}, corpus.Text{})
	i := slices.IndexFunc(s.Evidence, func(e corpus.Evidence) bool { return e.Field == corpus.FieldDate })
	if !s.Date.IsZero() || i < 0 || !slices.Equal(s.Evidence[i].Unresolved, []string{"last winter"}) {
		t.Errorf("date %q, evidence %+v", s.Date, s.Evidence)
	}
}

func FuzzStatement(f *testing.F) {
	in := infer.New(loadAuthority(f))
	for _, p := range readPages(f, "testdata/pages.txt") {
		text, hint := "", ""
		if len(p.text.Pages) > 0 {
			text = p.text.Pages[0].Text
		}
		if len(p.item.Hints) > 0 {
			hint = p.item.Hints[0].Text
		}
		f.Add(text, hint, p.item.File, p.text.Properties.Title)
	}
	f.Fuzz(func(t *testing.T, text, hint, file, title string) {
		item := corpus.Item{Key: "k", File: file, Location: file, Hints: []corpus.Hint{
			{Kind: corpus.HintLinkText, Text: hint}, {Kind: corpus.HintBlock, Text: hint + "\n" + title}, {Kind: corpus.HintHeading, Text: title},
		}}
		s := in.Statement(item, corpus.Text{Pages: []corpus.Page{{Number: 1, Text: text}}, Properties: corpus.Properties{Title: title, Author: hint}})
		checkEvidence(t, text, s)
		if s.Title == "" {
			t.Error("no title")
		}
		names := loadedAuthority
		for _, id := range s.Authors {
			unknown := slices.ContainsFunc(s.Evidence, func(e corpus.Evidence) bool { return slices.Contains(e.Unresolved, string(id)) })
			if !names.Has(corpus.FieldOrganization, string(id)) && !unknown {
				t.Errorf("the author %q is neither known nor listed as unresolved", id)
			}
		}
		if s.Session != "" && !names.Has(corpus.FieldSession, string(s.Session)) {
			t.Errorf("the session %q was inferred and is not known", s.Session)
		}
		for _, e := range s.Evidence {
			if len(e.Source) > 250 || !isUTF8(e.Source) && isUTF8(text+hint+file+title) {
				t.Errorf("the source %q of %s is too long or cut within a character", e.Source, e.Field)
			}
		}
	})
}

func BenchmarkStatement(b *testing.B) {
	in := infer.New(loadAuthority(b))
	pages := readPages(b, "testdata/pages.txt")
	for b.Loop() {
		for _, p := range pages {
			in.Statement(p.item, p.text)
		}
	}
	b.ReportMetric(float64(b.Elapsed().Microseconds())/float64(b.N*len(pages)), "µs/document")
}

// TestHostileDocuments infers texts made to be slow; each must come to an end.
func TestHostileDocuments(t *testing.T) {
	in := infer.New(loadAuthority(t))
	for name, text := range map[string]string{
		"situations":  strings.Repeat("situations in the the the the ", 50_000),
		"names":       strings.Repeat("Guinea, Guinea-Bissau and Equatorial ", 50_000),
		"behalf":      strings.Repeat("I speak on behalf of ", 50_000),
		"dates":       strings.Repeat("1.1.2020 ", 100_000),
		"one line":    strings.Repeat("x", 2_000_000),
		"short lines": strings.Repeat("Mr\n", 500_000),
		"brackets":    "Statement by " + strings.Repeat("(", 100) + strings.Repeat("a) ", 100),
	} {
		item := link(text[:min(len(text), 100_000)])
		item.Hints = append(item.Hints, corpus.Hint{Kind: corpus.HintHeading, Text: text}, corpus.Hint{Kind: corpus.HintBlock, Text: text})
		s := in.Statement(item, corpus.Text{Pages: []corpus.Page{{Number: 1, Text: text}}, Properties: corpus.Properties{Title: text, Author: text}})
		checkEvidence(t, name, s)
	}
}

// TestBylines reads the first lines of speeches in seven languages.
func TestBylines(t *testing.T) {
	content, err := os.ReadFile("testdata/bylines.txt")
	if err != nil {
		t.Fatal(err)
	}
	in := infer.New(loadAuthority(t))
	_, rows, _ := strings.Cut(string(content), "\n\n")
	for line := range strings.Lines(rows) {
		cells := strings.Split(strings.TrimSpace(line), " |")
		if len(cells) != 3 {
			t.Fatalf("%q has %d cells", line, len(cells))
		}
		text := strings.ReplaceAll(cells[0], " / ", "\n\n")
		language, _ := lang.Detect(text)
		item := corpus.Item{Key: "k", File: "k.html", Location: "https://site.invalid/k"}
		s := in.Statement(item, corpus.Text{Pages: []corpus.Page{{Number: 1, Text: text, Language: language}}})
		checkEvidence(t, cells[0], s)
		if got := strings.Join(texts(s.Authors), " "); got != strings.TrimSpace(cells[1]) || s.Deliverer != strings.TrimSpace(cells[2]) {
			t.Errorf("%s\n got  %q, %q\n want %q, %q", cells[0], got, s.Deliverer, strings.TrimSpace(cells[1]), strings.TrimSpace(cells[2]))
		}
	}
}
