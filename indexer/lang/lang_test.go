package lang

import (
	"strings"
	"testing"

	"rostrum/corpus"
)

func TestDetect(t *testing.T) {
	tests := []struct {
		text string
		want corpus.Language
	}{
		{"We call on all States Parties to cooperate with the Court and to execute its arrest warrants.", corpus.English},
		{"Nous appelons tous les États parties à coopérer avec la Cour et à exécuter ses mandats d'arrêt.", corpus.French},
		{"Hacemos un llamamiento a todos los Estados Partes para que cooperen con la Corte y ejecuten sus órdenes de detención.", corpus.Spanish},
		{"Apelamos a todos os Estados Partes para que cooperem com o Tribunal e não deixem sem resposta as vítimas.", corpus.Portuguese},
		{"Мы призываем все государства-участники сотрудничать с Судом и исполнять его ордера на арест.", corpus.Russian},
		{"Ми закликаємо всі держави-учасниці співпрацювати із Судом і виконувати його ордери.", "uk"},
		{"ندعو جميع الدول الأطراف إلى التعاون مع المحكمة وتنفيذ أوامر القبض الصادرة عنها.", corpus.Arabic},
		{"ما از همه کشورهای عضو می\u200cخواهیم که با دادگاه همکاری کنند و گزارش دهند.", "fa"},
		{"我们呼吁所有缔约国与法院合作并执行其逮捕令。", corpus.Chinese},
		{"我们在ICC-ASP第二十届会议上的发言", corpus.Chinese},
		{"すべての締約国に対し、裁判所に協力するよう求めます。", "ja"},
		{"Chiediamo a tutti gli Stati Parte di cooperare con la Corte e di eseguire i suoi mandati di arresto.", "it"},
		{"Wir rufen alle Vertragsstaaten auf, mit dem Gerichtshof zusammenzuarbeiten und die Haftbefehle zu vollstrecken.", "de"},
		{"Wij roepen alle staten op om samen te werken met het Hof en zijn bevelen uit te voeren.", "nl"},
		{"Accountability matters.", corpus.English},
		{"Monsieur le Président, Excellences, Mesdames et Messieurs,", corpus.French},
		{"Señor Presidente, distinguidos delegados:", corpus.Spanish},
		{"ICC-ASP/20/12", ""},
		{"12.3 45 67", ""},
		{"", ""},
		{"\xff\xfe\xfd", ""},
	}
	for _, test := range tests {
		got, sure := Detect(test.text)
		if got != test.want {
			t.Errorf("Detect(%q) = %q (%.2f), want %q", test.text, got, sure, test.want)
		}
		if sure < 0 || sure > 1 || (got == "") != (sure == 0) {
			t.Errorf("Detect(%q) is sure to %v of %q", test.text, sure, got)
		}
	}
}

// Detection in a long text costs no more than in its beginning.
func TestDetectLong(t *testing.T) {
	long := strings.Repeat("我", 10_000_000)
	if got, _ := Detect(long); got != corpus.Chinese {
		t.Errorf("Detect(ten million signs) = %q", got)
	}
}

func FuzzDetect(f *testing.F) {
	f.Add("the court of the parties")
	f.Add("\xf0\x9f\x98\x80 де ла")
	f.Fuzz(func(t *testing.T, text string) {
		first, sure := Detect(text)
		if sure < 0 || sure > 1 {
			t.Errorf("sure to %v", sure)
		}
		if again, _ := Detect(text); again != first {
			t.Errorf("%q, then %q", first, again)
		}
	})
}

func BenchmarkDetect(b *testing.B) {
	text := strings.Repeat("We call on all States Parties to cooperate with the Court and to execute its arrest warrants. ", 6)
	b.SetBytes(int64(len(text)))
	for b.Loop() {
		Detect(text)
	}
}
