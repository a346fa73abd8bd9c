package pdf

import "testing"

func TestUnpack(t *testing.T) {
	pack := func(s string) (chars []char) {
		for _, r := range s {
			if b := []byte(string(r)); len(b) == 2 {
				r = rune(b[0])<<8 | rune(b[1])
			}
			chars = append(chars, char{r: r})
		}
		return chars
	}
	unpacked := func(chars []char) string {
		unpack(chars)
		var out []rune
		for _, c := range chars {
			out = append(out, c.r)
		}
		return string(out)
	}
	const russian = "Государства участники поддерживают суд"
	if got := unpacked(pack(russian)); got != russian {
		t.Errorf("got %q, want %q", got, russian)
	}
	var korean []char
	for _, r := range "국제형사재판소 로마규정 당사국총회에서 협력을 논의하였다" {
		korean = append(korean, char{r: r})
	}
	before := string(korean[0].r)
	if got := unpacked(korean); got[:len(before)] != before {
		t.Errorf("Korean was taken apart: %q", got)
	}
}

func TestDamaged(t *testing.T) {
	of := func(s string) *rawPage {
		var p rawPage
		for _, r := range s {
			p.chars = append(p.chars, char{r: r})
		}
		return &p
	}
	for in, want := range map[string]bool{
		"\uf0b7 Justice for all of the victims \uf0b7 Peace":               false, // bullets
		"Jus\ue001ce for vic\ue001ms of interna\ue001onal crimes":          true,
		"The founda\ufffdon of jus\ufffdce and ac\ufffdon of the Assembly": true,
		"Nothing is lost here": false,
	} {
		if got := of(in).damaged(); got != want {
			t.Errorf("%q: got %v, want %v", in, got, want)
		}
	}
}
