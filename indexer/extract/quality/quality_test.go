package quality

import (
	"math/rand/v2"
	"strings"
	"testing"
	"unicode/utf8"

	"rostrum/corpus"
)

var speeches = map[corpus.Language]string{
	corpus.English: `Mr President, my delegation aligns itself with the statement delivered on behalf of the European Union and would like to
		add the following remarks in its national capacity. We reaffirm our full support for the Court as an independent institution.`,
	corpus.French: `Monsieur le Président, ma délégation s'associe à la déclaration prononcée au nom de l'Union européenne et souhaite ajouter
		les remarques suivantes à titre national. Nous réaffirmons notre plein soutien à la Cour et à son indépendance.`,
	corpus.Spanish: `Señor Presidente, mi delegación se suma a la declaración formulada en nombre de la Unión Europea y desea añadir los
		siguientes comentarios a título nacional. Reafirmamos nuestro pleno apoyo a la Corte como institución independiente.`,
	corpus.Portuguese: `Senhor Presidente, a minha delegação associa-se à declaração proferida em nome da União Europeia e gostaria de
		acrescentar as seguintes observações a título nacional. Reafirmamos o nosso pleno apoio ao Tribunal.`,
	corpus.Russian: `Господин Председатель, наша делегация присоединяется к заявлению, сделанному от имени группы государств, и хотела бы
		добавить следующие замечания. Мы подтверждаем нашу полную поддержку Суда как независимого учреждения.`,
	corpus.Arabic: `السيد الرئيس، يضم وفد بلادي صوته إلى البيان الذي أدلي به باسم المجموعة العربية ويود أن يضيف الملاحظات التالية
		بصفته الوطنية. نؤكد من جديد دعمنا الكامل للمحكمة باعتبارها مؤسسة مستقلة ومحايدة.`,
	corpus.Chinese: `主席先生，我国代表团赞同以非洲国家集团名义所作的发言，并愿以本国名义补充以下几点意见。我们重申全力支持作为独立机构的国际刑事法院，
		并呼吁所有国家与法院充分合作，执行尚未执行的逮捕令。`,
}

func TestGood(t *testing.T) {
	for l, s := range speeches {
		if v := Text(s); v.Kind != Good || v.Language != l {
			t.Errorf("%s: %v, %q", l, v.Kind, v.Language)
		}
	}
	others := map[string]string{
		"Albanian": `Zoti President, delegacioni ynë i bashkohet deklaratës së bërë në emër të Bashkimit Evropian dhe dëshiron të shtojë
			disa vërejtje. Ne riafirmojmë mbështetjen tonë të plotë për Gjykatën si institucion i pavarur.`,
		"Turkish": `Sayın Başkan, heyetimiz Avrupa Birliği adına yapılan açıklamaya katılmakta ve ulusal sıfatıyla aşağıdaki hususları
			eklemek istemektedir. Bağımsız bir kurum olarak Mahkemeye tam desteğimizi yineliyoruz.`,
		"a list of states": "Albania Andorra Argentina Australia Austria Belgium Bolivia Botswana Brazil Bulgaria Canada Chile Colombia Croatia Cyprus Denmark Ecuador Estonia",
		"symbols of documents": `ICC-ASP/20/12 Report of the Bureau; ICC-ASP/20/13 Report on cooperation; ICC-ASP/20/14 Budget; ICC-ASP/20/15
			Report of the Registry; ICC-ASP/20/16 Audit; ICC-ASP/20/17 Premises; ICC-ASP/20/18 Election`,
		"a table of contents": "Introduction ........ 1 Cooperation ........ 2 Complementarity ........ 3 Universality ........ 4 Budget ........ 5 Election of judges ........ 6 Any other business ........ 7 Closing of the session ........ 8",
	}
	for name, s := range others {
		if v := Text(s); v.Kind != Good {
			t.Errorf("%s: %v", name, v.Kind)
		}
	}
}

func TestNonsense(t *testing.T) {
	shift := func(by rune) string {
		return strings.Map(func(r rune) rune {
			if r > ' ' && r < 0x7F {
				return '!' + (r-'!'+by)%94
			}
			return r
		}, speeches[corpus.English])
	}
	random := rand.New(rand.NewPCG(1, 2))
	var signs strings.Builder
	for range 120 {
		signs.WriteRune(0x4E00 + rune(random.IntN(20000)))
	}
	var backwards []string
	for _, w := range strings.Fields(speeches[corpus.Arabic]) {
		var b []byte
		for len(w) > 0 {
			r, size := utf8.DecodeLastRuneInString(w)
			b = utf8.AppendRune(b, r)
			w = w[:len(w)-size]
		}
		backwards = append(backwards, string(b))
	}
	for name, s := range map[string]string{
		"shifted by 29": shift(29), "shifted by 3": shift(3), "shifted by 64": shift(64),
		"symbols":                     `!"#"$%&'" ()*+')"',-! ."'/01'!!2! !3!4'! ."'/% ,1/) 5676898:6;< =>?>@A>B8<CD:E7<A79FGH @I:IJ68AFKLFA8IM:NO7IAJ`,
		"signs":                       signs.String(),
		"Arabic backwards":            strings.Join(backwards, " "),
		"Arabic through a broken map": strings.NewReplacer("ا", "4", "ل", "AB", "ي", "D").Replace(speeches[corpus.Arabic]),
	} {
		if v := Text(s); v.Kind != Nonsense {
			t.Errorf("%s: %v of %d words: %.80q", name, v.Kind, v.Words, s)
		}
	}
}

func TestShort(t *testing.T) {
	for s, want := range map[string]Kind{"": Empty, " \n": Empty, "12.3 45": Empty, "Thank you.": Short, "شكرا": Short, "谢谢主席": Short} {
		if v := Text(s); v.Kind != want {
			t.Errorf("%q: %v, want %v", s, v.Kind, want)
		}
	}
}

func TestLikely(t *testing.T) {
	got, ok := Likely([]Verdict{{Good, 100, corpus.French}, {Good, 60, corpus.English}, {Good, 70, corpus.English}, {Nonsense, 900, corpus.Spanish}})
	if !ok || got != corpus.English {
		t.Errorf("%q %v", got, ok)
	}
	if got, ok := Likely(nil); ok || got != "" {
		t.Errorf("%q of nothing", got)
	}
}

func TestArabicScore(t *testing.T) {
	right := strings.Fields("تجتمع جمعية الدول الأطراف في لحظة حاسمة للعدالة")
	wrong := strings.Fields("عمتجت ةيعمج لودلا ألا فارط يف ةظحل ةمساح ةلادعلل")
	if a, b := ArabicScore(right), ArabicScore(wrong); a <= b {
		t.Errorf("in order %d, backwards %d", a, b)
	}
}

func FuzzText(f *testing.F) {
	for _, s := range speeches {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		v := Text(s)
		if v.Kind < Empty || v.Kind > Good || v.Words < 0 || v.Kind == Nonsense && v.Language != "" && v.Language != corpus.Arabic && v.Language != corpus.Chinese {
			t.Errorf("%+v", v)
		}
		ArabicScore(strings.Fields(s))
	})
}
