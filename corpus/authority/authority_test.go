package authority

import (
"testing"
"rostrum/corpus"
)
func corpusL(s string) corpus.Language { return corpus.Language(s) }

func TestTry(t *testing.T) {
	a, err := Load("")
	if err != nil {
		t.Fatal(err)
	}
	for _, s := range []string{"ASP20", "#ASP20", "AEP 16", "ICC-ASP/5", "16ème session", "22nd session", "XV período de sesiones", "Twentieth session of the Assembly of States Parties", "19th session (second resumption)", "Nineteenth session (first resumption)", "vigésimo primer período de sesiones", "UNGA79", "79th session", "20th session of the General Assembly", "RC2010", "Kampala", "S-1", "ASP 2021", "News", "ASP19 resumed2", "resumed thirteenth session", "20.º período de sesiones", "ASP-S1","ASP21 (2022)"} {
		id, p, ok := a.ResolveSession(s)
		t.Log(s, id, p, ok)
	}
	for _, s := range []string{"FRA", "HRW", "Human Rights Watch (HRW)", "Republic of Austria", "Republic of The Gambia", "Republic of China", "Central African Rep.", "the Kingdom of Spain", "République du Mali", "Франция", "فرنسا", "法国", "Moldova", "North Macedonia", "Korea", "DPRK","Association Arménienne (AAMC)", "Georgia (country)","Republic of Ireland","State of Israel"} {
		id, ok := a.Resolve("organization", s)
		t.Log(s, id, ok)
	}
	for _, s := range []string{"Human Rigths Watch", "Urugai", "Guyane", "Austrlia", "Amnesty Internatonal", "Nigera", "Iraland","Cote d'Ivoir"} {
		id, ok := a.Near("organization", s)
		t.Log(s, id, ok)
	}
	for _, s := range []string{"HRW", "ASP", "cooperation", "AI", "France", "ICC", "universalité", "ASP20"} {
		t.Log(s, a.Equivalents(s))
	}
	for _, l := range []string{"ar", "en", "es", "fr", "ru", "zh"} {
		t.Log(a.Label("session", "ASP20", corpusL(l)), a.Label("organization", "FRA", corpusL(l)), a.Label("language", "es", corpusL(l)), a.Label("type", "letter", corpusL(l)))
	}
}
