package web_test

import (
	"fmt"
	"time"

	"rostrum/corpus"
)

// library is a small corpus in which everything a page has to cope with occurs:
// translations, joint statements, two directions of writing, pages read by OCR,
// a statement without text, names that no authority knows, markup in a title.
func library() *memory {
	m := &memory{originals: map[corpus.ID][]byte{}}
	add := func(s corpus.Statement, pages ...string) {
		if s.Work == "" {
			s.Work = corpus.WorkID(s.ID)
		}
		if s.Type == "" {
			s.Type = "statement"
		}
		if s.Status == "" {
			s.Status = corpus.StatusGood
		}
		if s.Origin.MediaType == "" {
			s.Origin.MediaType = "application/pdf"
		}
		s.Origin.File = "files/" + string(s.ID) + ".pdf"
		s.Origin.Location = "/srv/private/" + string(s.ID) + ".pdf"
		s.Origin.SHA256 = fmt.Sprintf("%064x", len(m.statements)+1)
		s.Origin.RetrievedAt = time.Date(2025, 3, 4, 5, 6, 7, 0, time.UTC)
		s.Added = s.Origin.RetrievedAt.Add(time.Duration(len(m.statements)/3) * time.Hour) // three at once
		for i, text := range pages {
			page := corpus.Page{Number: i + 1, Text: text, Language: s.Language, Method: corpus.MethodTextLayer}
			if s.Origin.MediaType == "application/pdf" {
				page.Width, page.Height = plateWidth, plateHeight
			}
			s.Pages = append(s.Pages, page)
		}
		m.statements = append(m.statements, s)
	}
	day := func(y int, mo time.Month, d int) corpus.Date { return corpus.Date{Year: y, Month: mo, Day: d} }

	add(corpus.Statement{
		ID: "hearing", Work: "hearing", Title: "Sample statement on cooperation: hearing victims before deciding",
		Authors: []corpus.OrgID{"hrw"}, Deliverer: "A. Specimen", Role: "adviser", Session: "ASP20", Part: corpus.PartMain,
		Topics: []corpus.TopicID{"cooperation"}, Date: day(2021, 12, 8), Language: corpus.English, Symbol: "ICC-ASP/20/SAMPLE/7",
		Situations: []corpus.SituationID{"darfur"},
		Origin:     corpus.Origin{URL: "https://example.org/hearing.pdf", Publisher: "Sample Press"},
		Evidence: []corpus.Evidence{
			{Field: corpus.FieldOrganization, Value: []string{"hrw"}, Rule: "catalogue", Source: "Human Rights Watch", Confidence: 1},
			{Field: corpus.FieldSession, Value: []string{"ASP20"}, Rule: "date", Source: "8 December 2021", Confidence: .8},
			{Field: corpus.FieldTopic, Value: []string{"cooperation"}, Rule: "heading", Source: "Plenary on Cooperation", Confidence: .95},
		},
	},
		"Sample text. Madam President, this page exists to show how a statement is set. It deals with how requests for cooperation are answered, and with who is heard before they are.\n\nThe order of a page is kept: each paragraph can be pointed to.",
		"Cooperation is measured where victims live: in the office that answers a request, in the hour it takes to find an interpreter, and in the letter that tells victims what was decided and why.\n\nThree changes would cost little. First, let every request carry a date by which it will be answered. Second, let the annual report count those dates, met and missed. Third, let victims read the count in a language they use.\n\nNo new body is asked for, nor a new fund.",
		"A sample ends here. The safety of victims and witnesses stays on the agenda of the next session.")
	add(corpus.Statement{
		ID: "entendre", Work: "hearing", Title: "Déclaration d’exemple sur la coopération : entendre les victimes avant de décider",
		Authors: []corpus.OrgID{"hrw"}, Deliverer: "A. Specimen", Session: "ASP20", Topics: []corpus.TopicID{"cooperation"},
		Date: day(2021, 12, 8), Language: corpus.French,
	}, "Texte d’exemple. La coopération n’a de sens que si les victimes en voient l’effet, et si chaque demande reçoit une réponse datée.")
	add(corpus.Statement{
		ID: "istimaa", Work: "hearing", Title: "بيان نموذجي بشأن التعاون (الجزء الأول): الاستماع إلى الضحايا",
		Authors: []corpus.OrgID{"hrw"}, Session: "ASP20", Topics: []corpus.TopicID{"cooperation"}, Date: day(2021, 12, 8), Language: corpus.Arabic,
	}, "نص نموذجي. لا معنى للتعاون إن لم يلمس الضحايا أثره، وإن لم يتلقَّ كل طلب جوابًا مؤرخًا يُقرأ ويُفهم.\n\nوتبقى سلامة الضحايا والشهود على جدول أعمال الدورة المقبلة.")
	add(corpus.Statement{
		ID: "joint", Title: "Sample joint statement on universality and the rights of victims", Type: "joint-statement",
		Authors: []corpus.OrgID{"CRI", "LIE", "CHE"}, Session: "ASP22", Topics: []corpus.TopicID{"general-debate"}, Date: day(2023, 12, 5), Language: corpus.English,
		Origin: corpus.Origin{MediaType: "text/html", URL: "https://example.org/joint"},
	}, "Sample text. This sample deals with universality: which states have joined, which have left, and how victims are affected where no court may act.\n\nA list follows.\nFirst item of the list\nSecond item of the list")
	add(corpus.Statement{
		ID: "scan", Title: "Sample statement of the general debate, read from a scan", Authors: []corpus.OrgID{"FRA"}, Session: "ASP5",
		Topics: []corpus.TopicID{"general-debate"}, Date: day(2006, 11, 23), Language: corpus.English, Status: corpus.StatusPartial, Reason: "page 2 could not be read",
	})
	scan := &m.statements[len(m.statements)-1]
	scan.Pages = []corpus.Page{
		{Number: 1, Label: "iv", Text: "Sample text read from a picture. It mentions victims once.", Language: corpus.English, Method: corpus.MethodOCR, Confidence: .87, Width: plateWidth, Height: plateHeight},
		{Number: 2, Method: corpus.MethodOCR, Width: plateWidth, Height: plateHeight},
	}
	add(corpus.Statement{
		ID: "suspect", Title: "Sample document without readable text", Authors: []corpus.OrgID{"amnesty"}, Session: "ASP21", Date: corpus.Date{Year: 2022},
		Status: corpus.StatusSuspect, Reason: "the text is not language", Language: corpus.English,
	}, "")
	add(corpus.Statement{
		ID: "hostile", Title: `Sample <script>alert("title")</script> & 'quotes' on victims`, Authors: []corpus.OrgID{`Bureau "A/B" <b>`}, Deliverer: `<img src=x onerror=alert(1)>`,
		Session: "UNGA79", Topics: []corpus.TopicID{"<svg onload=alert(1)>"}, Date: corpus.Date{Year: 2024, Month: 9}, Language: corpus.English,
		Origin: corpus.Origin{URL: "javascript:alert(1)", MediaType: "text/html"},
	}, `Sample text with <script>alert("victims")</script> victims and </mark></p> markup & entities &amp; in it.`)
	add(corpus.Statement{
		ID: "sesion", Title: "Declaración de muestra sobre la cooperación y las víctimas", Authors: []corpus.OrgID{"CRI"}, Session: "ASP23",
		Topics: []corpus.TopicID{"cooperation", "general-debate"}, Date: day(2024, 12, 1), Language: corpus.Spanish,
	}, "Texto de muestra. La cooperación se mide donde viven las víctimas.")
	add(corpus.Statement{
		ID: "vystup", Title: "Образец выступления о сотрудничестве и правах потерпевших", Authors: []corpus.OrgID{"cicc"}, Session: "ASP24",
		Topics: []corpus.TopicID{"cooperation"}, Date: day(2025, 12, 3), Language: corpus.Russian,
	}, "Образец текста. Сотрудничество измеряется там, где живут потерпевшие.")
	add(corpus.Statement{
		ID: "fayan", Title: "关于合作问题的示范发言", Authors: []corpus.OrgID{"fidh"}, Session: "ASP24",
		Topics: []corpus.TopicID{"cooperation"}, Date: day(2025, 12, 4), Language: corpus.Chinese,
	}, "示范文本。合作应当在受害者生活的地方衡量。")
	states := []corpus.OrgID{"DEU", "JPN", "BRA", "KEN", "SEN", "NOR", "CAN", "AUS", "PHL", "ARG", "COL", "BGD"}
	for i := range 24 {
		session := 13 + i%12
		add(corpus.Statement{
			ID: corpus.ID(fmt.Sprintf("debate%02d", i)), Title: fmt.Sprintf("Sample statement in the general debate, number %d", i+1),
			Authors: []corpus.OrgID{states[i%len(states)]}, Session: corpus.SessionID(fmt.Sprintf("ASP%d", session)),
			Topics: []corpus.TopicID{"general-debate"}, Date: day(2001+session, 12, 1+i%9), Language: corpus.English,
		}, fmt.Sprintf("Sample text number %d. It deals with the budget, with elections and with the support that states give to the work for victims.", i+1),
			"A second page, so that there is one.")
	}
	at := func(id corpus.ID) *corpus.Origin {
		for i := range m.statements {
			if m.statements[i].ID == id {
				return &m.statements[i].Origin
			}
		}
		panic("no statement " + id)
	}
	at("sesion").Gone = time.Date(2026, 2, 3, 4, 5, 6, 0, time.UTC)
	at("fayan").Stale = "/srv/private/fayan.pdf: there is no folder"
	m.originals["hearing"] = []byte("%PDF-1.4 sample")
	m.originals["hostile"] = []byte("<script>alert(1)</script>")
	return m
}
