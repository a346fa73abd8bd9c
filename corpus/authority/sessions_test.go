package authority_test

import (
	"testing"

	"rostrum/corpus"
)

func TestResolveSession(t *testing.T) {
	a := load(t)
	for _, test := range []struct {
		name string
		id   corpus.SessionID
		part corpus.Part
	}{
		{"ASP20", "ASP20", ""}, {"#ASP20", "ASP20", ""}, {"asp 20", "ASP20", ""}, {"AEP16", "ASP16", ""}, {"ICC-ASP/5", "ASP5", ""}, {"ICC-ASP/5/", "ASP5", ""},
		{"16ème session", "ASP16", ""}, {"16e session", "ASP16", ""}, {"22nd session", "ASP22", ""}, {"1st session", "ASP1", ""}, {"1ère session", "ASP1", ""},
		{"XV período de sesiones", "ASP15", ""}, {"20.º período de sesiones", "ASP20", ""}, {"vigésimo primer período de sesiones", "ASP21", ""},
		{"decimosexta sesión", "ASP16", ""}, {"décima sessão", "ASP10", ""}, {"Vingt et unième session", "ASP21", ""},
		{"Twentieth session of the Assembly of States Parties", "ASP20", ""}, {"the Twenty-Second Session of the ASP", "ASP22", ""},
		{"18th session of the Assembly of States Parties to the Rome Statute of the International Criminal Court (2019)", "ASP18", ""},
		{"Dix-septième session de l’Assemblée des États Parties", "ASP17", ""}, {"ASP 2021", "ASP20", ""}, {"20th ASP", "ASP20", ""},
		{"Двадцать первая сессия", "ASP21", ""}, {"第二十届会议", "ASP20", ""}, {"الدورة العشرون", "ASP20", ""},
		{"ASP19 resumed2", "ASP19", "resumed2"}, {"19th session (second resumption)", "ASP19", "resumed2"}, {"Nineteenth session (first resumption)", "ASP19", "resumed1"},
		{"resumed thirteenth session", "ASP13", "resumed1"}, {"reprise de la treizième session", "ASP13", "resumed1"},
		{"Second session", "ASP2", ""}, {"resumed nineteenth session", "ASP19", ""}, // which of two it does not say
		{"RC2010", "RC2010", ""}, {"Review Conference", "RC2010", ""}, {"Kampala", "RC2010", ""}, {"Conférence de révision du Statut de Rome", "RC2010", ""},
		{"ASP-S1", "ASP-S1", ""}, {"ICC-ASP/S-1", "ASP-S1", ""}, {"First special session", "ASP-S1", ""},

		{"UNGA79", "", ""}, {"79th session", "", ""}, {"News", "", ""}, {"", "", ""}, {"ASP", "", ""}, {"20", "", ""}, {"ASP99", "", ""}, {"ASP20 ASP21", "", ""},
		{"20th session of the General Assembly", "", ""}, {"20th session of the Human Rights Council", "", ""}, {"20th session on cooperation with Sudan", "", ""},
		{"Senegal 2024", "", ""}, {"Presidencia 2013", "", ""}, {"ICJT 2015", "", ""},
	} {
		id, part, ok := a.ResolveSession(test.name)
		if id != test.id || part != test.part || ok != (test.id != "") {
			t.Errorf("ResolveSession(%q) = %q, %q, %t, want %q, %q", test.name, id, part, ok, test.id, test.part)
		}
	}
}

func TestFindSessions(t *testing.T) {
	a := load(t)
	type found struct {
		id   corpus.SessionID
		sure bool
	}
	for text, want := range map[string][]found{
		"ICC-ASP-13-23-ENG":                                           {{"ASP13", true}},
		"ICC-ASP-S-1-Res.1-ENG":                                       {{"ASP-S1", true}},
		"11.26.2015.ICC-ASP-14-Res4-ENG":                              {{"ASP14", true}},
		"ICC-ASP-20131125-PR963":                                      nil, // the number of a press release
		"at the 20th session of the ASP":                              {{"ASP20", true}},
		"the 20th session":                                            {{"ASP20", false}},
		"20th session of the Security Council":                        nil,
		"Human Rights Council, 22nd session":                          nil,
		"the ASP. 20 people":                                          nil,
		"before the ASP, 7 December 2021":                             nil,
		"page.asp?20":                                                 nil,
		"15th meeting of the Assembly of States Parties":              {{"ASP15", true}},
		"the 12th plenary meeting of the Assembly of States Parties":  nil,
		"at its 4th meeting, the Assembly of States Parties":          nil,
		"14th ICC Assembly of States Parties":                         {{"ASP14", true}},
		"13th ICC Assembly":                                           {{"ASP13", true}},
		"24° Sesión de la Asamblea de Estados Parte":                  {{"ASP24", true}},
		"vigésima cuarta sesión de la Asamblea de los Estados Parte":  {{"ASP24", true}},
		"decimotercera sesión de la Asamblea de los Estados Partes":   {{"ASP13", true}},
		"XXI Asamblea de Estados Partes":                              {{"ASP21", true}},
		"22 período de sesiones de la Asamblea de los Estados Partes": {{"ASP22", true}},
		"22 sesiones de trabajo":                                      nil,
		"18° AEP":                                                     {{"ASP18", true}},
		"17.ª sessão da Assembleia dos Estados Partes":                {{"ASP17", true}},
		"للدورة ٢١ لجمعية الدول الاطراف":                              {{"ASP21", true}},
		"الدورة 17 لجمعية الدول الأطراف":                              {{"ASP17", true}},
		"الدورة الثالثة والسبعون":                                     nil,
		"на двадцать второй сессии Ассамблеи государств-участников Римского статута": {{"ASP22", true}},
		"семьдесят третья сессия":                       nil,
		"Seventy-third session, 26th and 27th meetings": nil,
		"soixante-treizième session":                    nil,
		"septuagésimo tercer período de sesiones":       nil,
		"from ASP19 to ASP20":                           {{"ASP19", true}, {"ASP20", true}},
		"Assembly of States Parties\n17th Session":      {{"ASP17", true}},
		"Review Conference of the Rome Statute":         {{"RC2010", true}},
		"the Kampala Review Conference":                 {{"RC2010", true}},
		"in Kampala we ate":                             nil,
		"sixth committee, ninth session":                nil,
		"resumed session":                               nil,
		"الدورة العشرون لجمعية الدول الأطراف":           {{"ASP20", true}},
		"جمعية الدول الأطراف، في الدورة الحادية والعشرين":           {{"ASP21", true}},
		"الدورة العشرون للجمعية العامة":                             nil,
		"на двадцать первой сессии Ассамблеи государств-участников": {{"ASP21", true}},
		"缔约国大会第二十一届会议":                                              {{"ASP21", true}},
		"第十八届会议":                                                    {{"ASP18", false}},
		"联合国大会第二十届会议":                                               nil,
	} {
		var got []found
		for _, m := range a.FindSessions(text) {
			got = append(got, found{m.ID, m.Sure})
		}
		if len(got) != len(want) {
			t.Errorf("FindSessions(%q) = %v, want %v", text, got, want)
			continue
		}
		for i := range got {
			if got[i] != want[i] {
				t.Errorf("FindSessions(%q) = %v, want %v", text, got, want)
			}
		}
	}
}

func TestSessionOn(t *testing.T) {
	a := load(t)
	for date, want := range map[string]struct {
		id   corpus.SessionID
		part corpus.Part
	}{
		"2021-12-06": {"ASP20", "main"}, "2021-12-11": {"ASP20", "main"}, "2021-12-12": {}, "2020-12-16": {"ASP19", "main"}, "2020-12-17": {"ASP19", "resumed1"},
		"2021-02-12": {"ASP19", "resumed2"}, "2010-06-01": {"RC2010", "main"}, "2025-07-08": {"ASP-S1", "main"}, "2021-12": {}, "2021": {}, "": {},
	} {
		var d corpus.Date
		if err := d.UnmarshalText([]byte(date)); err != nil {
			t.Fatal(err)
		}
		id, part, ok := a.SessionOn(d)
		if id != want.id || part != want.part || ok != (want.id != "") {
			t.Errorf("SessionOn(%q) = %q, %q, %t, want %q, %q", date, id, part, ok, want.id, want.part)
		}
	}
}

func TestSessionsInOrder(t *testing.T) {
	sessions := load(t).Sessions()
	last := ""
	for _, s := range sessions {
		if len(s.Parts) == 0 || s.Parts[0].Part != corpus.PartMain {
			t.Errorf("%s has no main part", s.ID)
			continue
		}
		if start := s.Parts[0].Start.String(); start < last {
			t.Errorf("%s, of %s, comes after a session of %s", s.ID, start, last)
		} else {
			last = start
		}
	}
	if len(sessions) < 27 {
		t.Errorf("%d sessions, want ASP1 to ASP25, ASP-S1 and RC2010 at least", len(sessions))
	}
}
