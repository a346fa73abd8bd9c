package authority_test

import (
	"slices"
	"testing"

	"rostrum/corpus"
	"rostrum/corpus/authority"
)

func TestKindsOfAuthors(t *testing.T) {
	names, err := authority.Load("")
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		authors []corpus.OrgID
		want    []corpus.KindID
	}{
		{[]corpus.OrgID{"FRA", "hrw", "DEU"}, []corpus.KindID{"state", "ngo"}},
		{[]corpus.OrgID{"grulac"}, []corpus.KindID{"group"}},
		{[]corpus.OrgID{"canz"}, []corpus.KindID{"group"}},
		{[]corpus.OrgID{"otp"}, []corpus.KindID{"court"}},
		{[]corpus.OrgID{"iccba"}, []corpus.KindID{"other"}},
		{[]corpus.OrgID{"An organization that no file has"}, nil},
		{nil, nil},
	} {
		if got := names.Kinds(c.authors); !slices.Equal(got, c.want) {
			t.Errorf("kinds of %q are %q, want %q", c.authors, got, c.want)
		}
	}
}

func TestKindsResolveByTheirNames(t *testing.T) {
	names, err := authority.Load("")
	if err != nil {
		t.Fatal(err)
	}
	for name, want := range map[string]string{
		"NGO": "ngo", "ONG": "ngo", "société civile": "ngo", "НПО": "ngo", "非政府组织": "ngo", "states": "state", "Regional group": "group", "court": "court",
	} {
		if got, ok := names.Resolve(corpus.FieldKind, name); !ok || got != want {
			t.Errorf("%q is the kind %q, want %q", name, got, want)
		}
	}
}
