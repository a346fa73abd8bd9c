package correct_test

import (
	"bytes"
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"rostrum/corpus"
	"rostrum/corpus/authority"
	"rostrum/corpus/correct"
)

func reader(t testing.TB) correct.Reader {
	t.Helper()
	names, err := authority.Load("")
	if err != nil {
		t.Fatal(err)
	}
	return correct.Reader{Names: names, Date: corpus.ParseDate}
}

func TestAssignment(t *testing.T) {
	r := reader(t)
	tests := []struct{ text, want string }{
		{"organization=Human Rigts Watch|Norvège", "organization=[hrw NOR]"},
		{"Organisation = HRW | hrw |", "organization=[hrw]"},
		{"organization=Friends of Wells", "organization=[Friends of Wells]?"},
		{"speaker=A|B", "deliverer=[A B]"},
		{"topic=", "topic=[]"},
		{"title=Wells | jars", "title=[Wells | jars]"},
		{"title=a=b", "title=[a=b]"},
		{"session=20ème session", "session=[ASP20] part=[main]"},
		{"session=ASP19 (first resumption)", "session=[ASP19] part=[resumed1]"},
		{"session=ASP19", "session=[ASP19]"},
		{"part=Resumed2", "part=[resumed2]"},
		{"language=Français", "language=[fr]"},
		{"date=2021-12", "date=[2021-12]"},
		{"work=any name", "work=[any name]"},
		{"source_url=https://example.org/a.pdf", "source_url=[https://example.org/a.pdf]"},
	}
	for _, test := range tests {
		set, err := r.Assignment(test.text)
		if err != nil {
			t.Errorf("%s: %v", test.text, err)
			continue
		}
		var got []string
		for _, c := range set {
			unknown := ""
			if len(c.Unresolved) > 0 {
				unknown = "?"
			}
			got = append(got, fmt.Sprintf("%s=%v%s", c.Field, c.Values, unknown))
		}
		if text := strings.Join(got, " "); text != test.want {
			t.Errorf("%s: got %s, want %s", test.text, text, test.want)
		}
	}
}

func TestAssignmentsThatCannotBeRead(t *testing.T) {
	r := reader(t)
	tests := []struct{ text, want string }{
		{"date", "not of the form FIELD=VALUE"},
		{"colour=red", `no field "colour" to correct: use one of title, organization`},
		{"id=other", "no field"},
		{"date=8th of never", "write it as 2021-12-08"},
		{"session=ASP20|ASP21", "has only one session"},
		{"part=third", "use main, resumed1 or resumed2"},
		{"language=Klingonish", "there is no language"},
		{"source_url=javascript:alert(1)", "not an http(s) address"},
		{"title=a\x1b[31mb", "control character U+001B"},
		{"title=" + strings.Repeat("x", 3000), "longer than 2000 bytes"},
		{"title=\xff", "not UTF-8"},
	}
	for _, test := range tests {
		_, err := r.Assignment(test.text)
		if !errors.Is(err, corpus.ErrInvalid) || !strings.Contains(err.Error(), test.want) {
			t.Errorf("%.40q: got %v, want %q in it", test.text, err, test.want)
		}
	}
}

// recorded is a statement with everything in it that tables stumble over.
func recorded() correct.Recorded {
	s := corpus.Statement{
		ID: "a", Work: "a", Title: "=SUM(1) \"wells\", jars\nand | more", Authors: []corpus.OrgID{"hrw", "Friends, of Wells"}, Session: "ASP19", Part: "resumed1",
		Topics: []corpus.TopicID{"cooperation"}, Date: corpus.Date{Year: 2021, Month: 12}, Language: "fr", Symbol: "-1", Deliverer: "A; B",
		Origin: corpus.Origin{File: "@a.pdf", URL: "https://example.org/a"},
	}
	c := []corpus.Correction{
		{Field: corpus.FieldTopic, Values: []string{"cooperation"}, Reason: "+seen"},
		{Field: corpus.FieldRole, Values: []string{}},
	}
	s.Correct(c...)
	return correct.Recorded{Statement: s, Corrections: c}
}

func table(t *testing.T, r correct.Reader, rows ...correct.Recorded) string {
	t.Helper()
	var out bytes.Buffer
	w, err := r.NewTableWriter(&out)
	if err != nil {
		t.Fatal(err)
	}
	for _, row := range rows {
		if err := w.Write(row); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Flush(); err != nil {
		t.Fatal(err)
	}
	return out.String()
}

func TestATableThatNobodyEditedSaysNothing(t *testing.T) {
	r := reader(t)
	text := table(t, r, recorded())
	rows, faults, err := r.ReadTable(strings.NewReader(text), func(corpus.ID) (correct.Recorded, error) { return recorded(), nil })
	if err != nil || len(faults) > 0 || len(rows) != 1 || len(rows[0].Set) > 0 {
		t.Errorf("rows %+v, faults %v, error %v of\n%s", rows, faults, err, text)
	}
}

// A table carries corrections to a catalogue that lacks them.
func TestATableCarriesCorrectionsOver(t *testing.T) {
	r := reader(t)
	text := table(t, r, recorded())
	bare := recorded()
	bare.Corrections, bare.Statement.Evidence, bare.Statement.Topics = nil, nil, []corpus.TopicID{"budget"}
	rows, faults, err := r.ReadTable(strings.NewReader(text), func(corpus.ID) (correct.Recorded, error) { return bare, nil })
	if err != nil || len(faults) > 0 {
		t.Fatal(err, faults)
	}
	want := []correct.Row{{ID: "a", Set: []corpus.Correction{
		{Field: corpus.FieldRole, Values: []string{}, Reason: "+seen"}, {Field: corpus.FieldTopic, Values: []string{"cooperation"}, Reason: "+seen"},
	}}}
	if diff := cmp.Diff(want, rows); diff != "" {
		t.Errorf("corrections (-want +got):\n%s", diff)
	}
}

func TestEditedTable(t *testing.T) {
	r := reader(t)
	known := func(id corpus.ID) (correct.Recorded, error) {
		if id != "a" && id != "b" {
			return correct.Recorded{}, corpus.ErrNotFound
		}
		x := recorded()
		x.Statement.ID = id
		return x, nil
	}
	tests := []struct{ name, text, want, faults string }{
		{"one cell", "id,date\na,2021-12-08\n", "a date=[2021-12-08]", ""},
		{"a cell emptied", "id,topic\na,\n", "a topic=[]", ""},
		{"a session with its part", "id,session\na,ASP20\n", "a session=[ASP20] part=[main]", ""},
		{"a part of its own", "id,session,part\na,ASP19,main\n", "a part=[main]", ""},
		{"a column that is not there says nothing", "id,file,reason\na,x.pdf,because\n", "", ""},
		{"good rows count", "id,date,language\na,soon,Klingonish\nb,2020,fr\nc,2020,fr\n", "b date=[2020]", "2 date, 2 language, 4 id"},
		{"twice", "id,date\na,2020\na,2021\n", "a date=[2020]", "3 id"},
		{"too many cells", "id,date\na,2020,x\n", "", "2 "},
		{"not UTF-8", "id,title\na,\xff\n", "", "2 title"},
	}
	for _, test := range tests {
		rows, wrong, err := r.ReadTable(strings.NewReader(test.text), known)
		if err != nil {
			t.Errorf("%s: %v", test.name, err)
			continue
		}
		var got, faults []string
		for _, row := range rows {
			for i, c := range row.Set {
				if i == 0 {
					got = append(got, string(row.ID))
				}
				got = append(got, fmt.Sprintf("%s=%v", c.Field, c.Values))
			}
		}
		for _, w := range wrong {
			faults = append(faults, fmt.Sprintf("%d %s", w.Line, w.Column))
		}
		if strings.Join(got, " ") != test.want || strings.Join(faults, ", ") != test.faults {
			t.Errorf("%s: got %q with faults %q, want %q with %q", test.name, got, faults, test.want, test.faults)
		}
	}
	for _, whole := range []string{"", "date\n2020\n", "id,colour\na,red\n", "id,date,Date\na,,\n", "id\n\"a\n"} {
		if _, _, err := r.ReadTable(strings.NewReader(whole), known); !errors.Is(err, corpus.ErrInvalid) {
			t.Errorf("%q: got %v, want an error of kind %v", whole, err, corpus.ErrInvalid)
		}
	}
}

func FuzzReadTable(f *testing.F) {
	r := reader(f)
	f.Add("id,title,organization,session,date,corrected\na,\"x, y\",HRW|Norway,ASP19,2021,title|date\n")
	f.Add("\ufeffid,topic\na,'=1\n,\n")
	f.Fuzz(func(t *testing.T, text string) {
		rows, _, err := r.ReadTable(strings.NewReader(text), func(corpus.ID) (correct.Recorded, error) { return recorded(), nil })
		if err != nil {
			return
		}
		// What was read once and is applied is not read again.
		for _, row := range rows {
			x := recorded()
			x.Statement.Correct(row.Set...)
			x.Corrections = row.Set
			var out bytes.Buffer
			w, _ := r.NewTableWriter(&out)
			_ = w.Write(x)
			_ = w.Flush()
			again, faults, err := r.ReadTable(&out, func(corpus.ID) (correct.Recorded, error) { return x, nil })
			if err != nil || len(faults) > 0 || len(again) != 1 || len(again[0].Set) > 0 {
				t.Errorf("%+v reads again as %+v, faults %v, error %v", row.Set, again, faults, err)
			}
		}
	})
}
