package source

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"rostrum/corpus"
	"rostrum/corpus/authority"
	"rostrum/indexer/extract/html"
	"rostrum/indexer/fetch"
	"rostrum/indexer/infer"
	"rostrum/indexer/lang"
)

// modelledSites are websites modelled on those of the ready-made sources. The
// addresses have the forms seen there; the texts are samples. Each is crawled from
// one start address of its source, and lists what must be found, with the inferred
// session, and what must not be requested.
var modelledSites = map[string]struct {
	start string
	finds map[string]corpus.SessionID // by address; "" where there must be no session
	never []string
}{
	"asp": {
		"https://asp.icc-cpi.int/sessions/documentation/8th-session",
		map[string]corpus.SessionID{
			"https://asp.icc-cpi.int/sites/asp/files/asp_docs/ASP8/ICC-ASP-8-S-31-ENG.pdf":                                               "ASP8",
			"https://asp.icc-cpi.int/press-releases/press-releases-2009/opening-of-the-eighth-session-of-the-assembly-of-states-parties": "ASP8",
		},
		[]string{"https://asp.icc-cpi.int/calendar/2009", "https://asp.icc-cpi.int/vacancies"},
	},
	"coalition": {
		"https://www.coalitionfortheicc.org/general-debate-statements-asp19",
		map[string]corpus.SessionID{
			"https://www.coalitionfortheicc.org/sites/default/files/cicc_asp19_statement.pdf": "ASP19",
			"https://www.coalitionfortheicc.org/news/20201216/closing-statement-asp19":        "ASP19",
		},
		[]string{"https://www.coalitionfortheicc.org/donate", "https://www.coalitionfortheicc.org/country/kenya"},
	},
	"amnesty":          {"https://www.amnesty.org/en/documents/", map[string]corpus.SessionID{"https://www.amnesty.org/en/documents/ior53/5130/2016/en/": "ASP15"}, []string{"https://www.amnesty.org/en/latest/campaigns/"}},
	"hrw":              {"https://www.hrw.org/news/2021/12/", map[string]corpus.SessionID{"https://www.hrw.org/news/2021/12/07/statement-assembly-states-parties": "ASP20"}, []string{"https://www.hrw.org/news/2021/06/01/other-news", "https://www.hrw.org/donate"}},
	"fidh":             {"https://www.fidh.org/en/issues/international-justice/", map[string]corpus.SessionID{"https://www.fidh.org/en/issues/international-justice/statement-asp16": "ASP16"}, []string{"https://www.fidh.org/en/region/asia/"}},
	"pga":              {"https://pgaction.org/news/", map[string]corpus.SessionID{"https://pgaction.org/news/statement-asp14.html": "ASP14"}, []string{"https://pgaction.org/about/"}},
	"eu-new-york":      {"https://www.eeas.europa.eu/delegations/un-new-york/", map[string]corpus.SessionID{"https://www.eeas.europa.eu/delegations/un-new-york/eu-statement-asp_en": "ASP22", "https://www.eeas.europa.eu/delegations/un-new-york/report-unga_en": ""}, []string{"https://www.eeas.europa.eu/delegations/japan/"}},
	"france-new-york":  {"https://onu.delegfrance.org/", map[string]corpus.SessionID{"https://onu.delegfrance.org/declaration-aep-22": "ASP22"}, nil},
	"france-the-hague": {"https://nl.ambafrance.org/", map[string]corpus.SessionID{"https://nl.ambafrance.org/17eme-session": "ASP17"}, nil},
	"france-speeches":  {"https://www.vie-publique.fr/discours/", map[string]corpus.SessionID{"https://www.vie-publique.fr/discours/301641-declaration": "ASP24"}, []string{"https://www.vie-publique.fr/fiches/1"}},
	"luxembourg":       {"https://newyork-un.mae.lu/en/News/", map[string]corpus.SessionID{"https://newyork-un.mae.lu/en/News/Statement-ASP": "ASP16"}, []string{"https://newyork-un.mae.lu/en/visas"}},
	"australia":        {"https://unny.mission.gov.au/unny/", map[string]corpus.SessionID{"https://unny.mission.gov.au/unny/171206-asp.html": "ASP16"}, nil},
	"germany":          {"https://new-york-un.diplo.de/un-en/", map[string]corpus.SessionID{"https://new-york-un.diplo.de/un-en/news-corner/asp": "ASP22", "https://new-york-un.diplo.de/un-en/news-corner/unga": ""}, []string{"https://new-york-un.diplo.de/un-de/"}},
	"denmark":          {"https://fnnewyork.um.dk/en/", map[string]corpus.SessionID{"https://fnnewyork.um.dk/en/statements/asp-22": "ASP22"}, []string{"https://fnnewyork.um.dk/da/"}},
	"new-zealand":      {"https://www.mfat.govt.nz/en/media-and-resources/", map[string]corpus.SessionID{"https://www.mfat.govt.nz/en/media-and-resources/22nd-session": "ASP22", "https://www.mfat.govt.nz/en/media-and-resources/unga-77": ""}, []string{"https://www.mfat.govt.nz/en/trade/"}},
	"lithuania":        {"https://un.mfa.lt/", map[string]corpus.SessionID{"https://un.mfa.lt/en/statements/asp15": "ASP15"}, nil},
	"estonia":          {"https://un.mfa.ee/", map[string]corpus.SessionID{"https://un.mfa.ee/statement-asp16": "ASP16"}, nil},
	"iceland":          {"https://stjornarradid.is/efst-a-baugi/frettir/", map[string]corpus.SessionID{"https://stjornarradid.is/efst-a-baugi/frettir/nordic-asp17": "ASP17"}, []string{"https://stjornarradid.is/raduneyti/"}},
}

// samplePage is a page with a statement to a session, or to the General Assembly.
func samplePage(session corpus.SessionID) string {
	occasion := "at the seventy-seventh session of the United Nations General Assembly"
	if session != "" {
		occasion = fmt.Sprintf("at the %sth session of the Assembly of States Parties to the Rome Statute", strings.TrimPrefix(string(session), "ASP"))
	}
	return "<!doctype html><html lang=en><head><title>Statement " + occasion + "</title></head><body><main><article><h1>Statement by Ms. Ada Sample " + occasion + "</h1><p>Madam President,</p>" +
		strings.Repeat("<p>This sample was written for a test and is the word of nobody, whatever page it stands on.</p>", 20) + "</article></main></body></html>"
}

// elsewhere answers for all hosts from one local server.
type elsewhere struct {
	web    *fetch.Web
	server string
}

func (e elsewhere) local(address string) string {
	u, err := url.Parse(address)
	if err != nil {
		return address
	}
	return e.server + "/" + u.Host + u.RequestURI()
}

func (e elsewhere) Fetch(ctx context.Context, item corpus.Item) (corpus.Document, error) {
	item.Location = e.local(item.Location)
	doc, err := e.web.Fetch(ctx, item)
	doc.Address = "https://" + strings.TrimPrefix(doc.Address, e.server+"/")
	return doc, err
}

func (e elsewhere) Allowed(ctx context.Context, address string) error {
	return e.web.Allowed(ctx, e.local(address))
}

// TestReadyMadeSourcesReplayed crawls a local site of modelled pages with each of the
// ready-made sources.
func TestReadyMadeSourcesReplayed(t *testing.T) {
	names, err := authority.Load("")
	if err != nil {
		t.Fatal(err)
	}
	in := infer.New(names)
	dir := filepath.Join("..", "..", "docs", "sources")
	files, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	replayed := 0
	for _, f := range files {
		entries, err := ReadEntries(filepath.Join(dir, f.Name()))
		if err != nil {
			t.Fatal(err)
		}
		for _, e := range entries {
			site, ok := modelledSites[e.Name]
			if !ok {
				t.Errorf("%s: %s has no modelled site", f.Name(), e.Name)
				continue
			}
			replayed++
			t.Run(e.Name, func(t *testing.T) {
				if !slices.Contains(e.Addresses, site.start) {
					t.Fatalf("%s does not begin at %s", e.Name, site.start)
				}
				asked := map[string]int{}
				list := "<!doctype html><html><head><title>Statements</title></head><body><main><h1>Statements</h1><ul>"
				for address := range site.finds {
					list += fmt.Sprintf(`<li><a href="%s">Statement by Ms. Ada Sample</a></li>`, address)
				}
				for _, address := range site.never {
					list += fmt.Sprintf(`<li><a href="%s">Statement of another kind</a></li>`, address)
				}
				server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
					address := "https:/" + r.URL.Path
					asked[address]++
					session, found := site.finds[address]
					w.Header().Set("Content-Type", "text/html")
					switch {
					case address == site.start:
						io.WriteString(w, list+"</ul></main></body></html>")
					case found && strings.HasSuffix(address, ".pdf"):
						w.Header().Set("Content-Type", "application/pdf")
						io.WriteString(w, "%PDF-1.4")
					case found:
						io.WriteString(w, samplePage(session))
					default:
						http.NotFound(w, r)
					}
				}))
				defer server.Close()
				one := *e
				one.Addresses = []string{site.start}
				web := fetch.NewWeb(fetch.Config{AllowPrivate: true, Pace: time.Nanosecond, Clock: hasty{}})
				defer web.Close()
				relay := elsewhere{web, server.URL}
				found := map[string]corpus.SessionID{}
				for item, err := range one.Open(relay, readList).Items(t.Context()) {
					if err != nil {
						t.Errorf("%s: %v", item.File, err)
						continue
					}
					var text corpus.Text
					if !strings.HasSuffix(item.Location, ".pdf") {
						doc, err := relay.Fetch(t.Context(), item)
						if err != nil {
							t.Fatal(err)
						}
						text = html.Read(html.Page{Bytes: doc.Bytes, Address: item.Location})
						for i := range text.Pages {
							text.Pages[i].Language, _ = lang.Detect(text.Pages[i].Text)
						}
					}
					s := in.Statement(item, text)
					found[item.Location] = s.Session
					if s.Deliverer != "Ada Sample" {
						t.Errorf("%s: delivered by %q, want Ada Sample", item.Location, s.Deliverer)
					}
				}
				for address, session := range site.finds {
					if got, ok := found[address]; !ok || got != session {
						t.Errorf("%s: found %v with the session %q, want %q", address, ok, got, session)
					}
				}
				if len(found) != len(site.finds) {
					t.Errorf("found %v, want %v", found, site.finds)
				}
				for _, address := range site.never {
					if asked[address] > 0 {
						t.Errorf("%s was asked for", address)
					}
				}
			})
		}
	}
	if replayed != len(modelledSites) {
		t.Errorf("%d of %d modelled sites were replayed", replayed, len(modelledSites))
	}
}
