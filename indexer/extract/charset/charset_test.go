package charset

import (
	"strings"
	"testing"
	"unicode/utf8"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/japanese"
	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/unicode"
)

const (
	french  = "Déclaration de l’Équateur : « l’œuvre de la Cour est inachevée, et nous y répondrons ensemble »"
	russian = "Выступление представителя Российской Федерации на заседании Ассамблеи государств-участников"
	arabic  = "بيان وفد الأردن أمام جمعية الدول الأطراف في نظام روما الأساسي للمحكمة الجنائية الدولية"
	chinese = "中国代表在缔约国大会一般性辩论中的发言，感谢主席先生和各位代表"
	greek   = "Δήλωση του αντιπροσώπου της Ελλάδας στη Συνέλευση των Κρατών Μερών του Καταστατικού"
	polish  = "Wystąpienie przedstawiciela Polski na Zgromadzeniu Państw-Stron, w którym była mowa o współpracy"
)

func encoded(t *testing.T, e encoding.Encoding, s string) string {
	t.Helper()
	out, err := e.NewEncoder().String(s)
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func TestDecodeHTML(t *testing.T) {
	late := "<html><head><script>" + strings.Repeat("var a = 1;", 500) + "</script>"
	tests := map[string]struct{ bytes, declared, want string }{
		"utf-8, nothing said":              {"<p>" + french, "", french},
		"utf-8, first letter far behind":   {late + "<p>" + french, "", french},
		"utf-8, header lies":               {"<p>" + french, "iso-8859-1", french},
		"utf-8, meta lies":                 {`<meta charset="windows-1251"><p>` + french, "", french},
		"utf-8, cut in a letter":           {("<p>" + french + french + "é")[:len("<p>"+french+french)+1], "", french + french},
		"windows-1252 in the header":       {encoded(t, charmap.Windows1252, "<p>"+french), "windows-1252", french},
		"windows-1252 called iso-8859-1":   {`<meta charset="iso-8859-1"><p>` + encoded(t, charmap.Windows1252, french), "", french},
		"windows-1252, nothing said":       {encoded(t, charmap.Windows1252, "<p>"+french), "", french},
		"windows-1252 called utf-8":        {encoded(t, charmap.Windows1252, "<p>"+french), "utf-8", french},
		"an unknown name":                  {encoded(t, charmap.Windows1252, "<p>"+french), "x-nothing", french},
		"windows-1251, http-equiv":         {`<meta http-equiv="Content-Type" content="text/html; charset=windows-1251"><p>` + encoded(t, charmap.Windows1251, russian), "", russian},
		"windows-1251, meta far behind":    {late + `<meta charset=windows-1251><p>` + encoded(t, charmap.Windows1251, russian), "", russian},
		"windows-1251, nothing said":       {"<p>" + encoded(t, charmap.Windows1251, russian), "", russian},
		"koi8-r in the header":             {encoded(t, charmap.KOI8R, "<p>"+russian), "koi8-r", russian},
		"koi8-r, nothing said":             {encoded(t, charmap.KOI8R, "<p>"+russian), "", russian},
		"windows-1256":                     {`<meta charset="windows-1256"><p>` + encoded(t, charmap.Windows1256, arabic), "", arabic},
		"windows-1256, nothing said":       {encoded(t, charmap.Windows1256, "<p>"+arabic), "", arabic},
		"iso-8859-2":                       {`<meta charset="iso-8859-2"><p>` + encoded(t, charmap.ISO8859_2, polish), "", polish},
		"iso-8859-6":                       {encoded(t, charmap.ISO8859_6, "<p>"+arabic), "iso-8859-6", arabic},
		"iso-8859-7":                       {encoded(t, charmap.ISO8859_7, "<p>"+greek), "ISO-8859-7", greek},
		"gb18030":                          {encoded(t, simplifiedchinese.GB18030, "<p>"+chinese), "gb18030", chinese},
		"gb2312 in meta":                   {`<meta content="text/html;charset=gb2312" http-equiv=content-type><p>` + encoded(t, simplifiedchinese.GBK, chinese), "", chinese},
		"gb18030, nothing said":            {encoded(t, simplifiedchinese.GB18030, "<p>"+chinese+chinese), "", chinese + chinese},
		"iso-2022-jp":                      {encoded(t, japanese.ISO2022JP, "<p>締約国会議"), "iso-2022-jp", "締約国会議"},
		"utf-16 with its mark, big end":    {encoded(t, unicode.UTF16(unicode.BigEndian, unicode.UseBOM), "<p>"+arabic), "", arabic},
		"utf-16 with its mark, little end": {encoded(t, unicode.UTF16(unicode.LittleEndian, unicode.UseBOM), "<p>"+arabic), "utf-8", arabic},
		"utf-8 with its mark":              {"\xEF\xBB\xBF<p>" + french, "windows-1252", french},
		"charset named in an empty way":    {`<meta http-equiv=content-type content="charset=';,"><p>plain`, "", "plain"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			got := string(DecodeHTML([]byte(test.bytes), test.declared))
			if i := strings.LastIndex(got, "<p>"); i >= 0 {
				got = got[i+3:]
			}
			if got = strings.TrimSuffix(got, "\uFFFD"); got != test.want {
				t.Errorf("got %q, want %q", got, test.want)
			}
		})
	}
}

func FuzzDecodeHTML(f *testing.F) {
	f.Add([]byte("<meta charset=gb18030>\xd6\xd0"), "")
	f.Add([]byte("\xfe\xff\xd8\x00"), "utf-16")
	f.Add([]byte(`<meta content="charset=;">`+"\xe9"), "iso-2022-jp")
	f.Fuzz(func(t *testing.T, b []byte, declared string) {
		out := DecodeHTML(b, declared)
		if !utf8.Valid(out) {
			t.Errorf("%q as %q gives %q, which is no UTF-8", b, declared, out)
		}
		if len(out) > 4*len(b)+8 {
			t.Errorf("%d bytes became %d", len(b), len(out))
		}
	})
}

// TestMixed reads text with a part in another charset.
func TestMixed(t *testing.T) {
	for in, want := range map[string]string{
		"La délégation salue l\x92\xc9tat et la souverainet\xe9.": "La délégation salue l’État et la souveraineté.",
		"Государства участники и \xd1\xf3\xe4.":                   "Государства участники и Суд.",
		"La délégation réaffirme son attachement \xc3":            "La délégation réaffirme son attachement \uFFFD",
	} {
		first, _, _ := strings.Cut(want, " ")
		rest := strings.Repeat(first+" é ", 40) // most of it is UTF-8
		if got := string(Decode([]byte(rest+in), "utf-8")); got != rest+want {
			t.Errorf("%q: got %q, want %q", in, got, rest+want)
		}
	}
}
