package stem

import "strings"

// Arabic stems a folded Arabic word: the article and the particles written
// together with it, the endings of number and gender, and pronouns. The -ي that
// makes an adjective or a noun of another word stays, so that العالمية and العالم
// are two. Plurals that change the word within are in a list.
func Arabic(word string) string {
	word = arabicBare(word)
	if base, ok := arabicIrregular[word]; ok {
		return base
	}
	stem := arabicEnding(word)
	if base, ok := arabicIrregular[stem]; ok {
		return base
	}
	return arabicVerb(stem)
}

// arabicVerb brings the third person of the present, which ي begins, alone or
// after the س of the future, to the past, and the plural and the feminine of the
// past to its masculine. The other persons begin with ت and ن, as many nouns do.
func arabicVerb(word string) string {
	for _, prefix := range []string{"يست", "تست", "نست"} {
		if rest, ok := strings.CutPrefix(word, prefix); ok && letters(rest) >= 3 {
			word = "است" + rest
		}
	}
	if arabicDerived(word) { // what follows is the plural, whose last letter is cut, or the feminine
		for _, ending := range []string{"و", "ت"} {
			if base, ok := strings.CutSuffix(word, ending); ok && letters(base) >= 5 {
				return base
			}
		}
		return word
	}
	rest, ok := strings.CutPrefix(word, "ي")
	if future, is := strings.CutPrefix(word, "سي"); is && letters(future) >= 3 {
		rest, ok = future, true
	}
	switch {
	case !ok || letters(rest) < 3 || arabicYa(word):
		return word
	case letters(rest) == 4 && strings.HasPrefix(rest[2:], "ت"):
		rest = "ا" + rest // يجتمع
	}
	if base, ok := strings.CutSuffix(rest, "و"); ok && letters(base) >= 3 {
		return base
	}
	return rest
}

// arabicDerived tells verbs of the derived forms that an ا begins, such as
// استخدم, انتخب and اجتمع.
func arabicDerived(word string) bool {
	return strings.HasPrefix(word, "است") || strings.HasPrefix(word, "انت") || strings.HasPrefix(word, "ا") && len(word) > 6 && strings.HasPrefix(word[4:], "ت")
}

// arabicYa tells whether a word begins with a ي of its own.
func arabicYa(word string) bool {
	for _, root := range arabicYaRoots {
		if strings.HasPrefix(word, root) {
			return true
		}
	}
	return false
}

var arabicYaRoots = strings.Fields(`يوم يوني يولي يناي يهود يمن يمين يونان يقين ياسر يسار يتيم يتام يورو يابان ينبوع يوغسلا يوحن يوسف يعقوب ياس يدوي يسر سياس سياد سيار سيطر سيناري سيره سيول سيف سينا سيما سيلان سيراليون سيشيل سيبيريا`)

// arabicArticle is what stands before a word: the article, alone and behind
// particles.
var arabicArticle = []string{"وبال", "وال", "بال", "كال", "فال", "ولل", "ال", "لل"}

// arabicBare takes the article away, and a bare و from words that do not begin
// with one.
func arabicBare(word string) string {
	for _, prefix := range arabicArticle {
		if rest, ok := strings.CutPrefix(word, prefix); ok && letters(rest) >= 2 {
			return rest
		}
	}
	if rest, ok := strings.CutPrefix(word, "و"); ok && letters(rest) >= 4 && !arabicWaw(word) {
		return rest
	}
	return word
}

// arabicWaw tells whether a word begins with a و of its own.
func arabicWaw(word string) bool {
	for _, root := range arabicWawRoots {
		if strings.HasPrefix(word, root) {
			return true
		}
	}
	return false
}

var arabicWawRoots = strings.Fields(`وزير وزرا وزار ولاي وثيق وثاي وثائ وطن وسائ وسيل وسط واجب واضح واحد واقع واسع وفد وفود ورق وحد وقع وقف وقت وصول وصي وصف وضع ورد وعي وعد وكال وكيل ولاد وفا وقاي
	وجود وجه وجب ودي وديع وريث وراث وظيف وظائ ولد وليد والد والي وهم ويل وساط وتير`)

// arabicEnding takes the ending of number, gender or a pronoun away.
func arabicEnding(word string) string {
	if arabicKept[word] {
		return word
	}
	for _, e := range []struct {
		ending string
		least  int // letters that must be left
		adds   string
	}{
		{"اتها", 3, "ات"}, {"اتهم", 3, "ات"}, {"اتنا", 3, "ات"},
		{"تهما", 3, "ه"}, {"تها", 3, "ه"}, {"تهم", 3, "ه"}, {"تنا", 3, "ه"}, {"تكم", 3, "ه"},
		{"هما", 3, ""}, {"ها", 3, ""}, {"هم", 3, ""}, {"نا", 3, ""}, {"كم", 3, ""},
		{"تين", 3, "ه"}, {"تان", 3, "ه"},
	} {
		if stem, ok := strings.CutSuffix(word, e.ending); ok && letters(stem) >= e.least {
			word = stem + e.adds
			break
		}
	}
	for _, e := range []struct {
		ending string
		least  int
		adds   string
	}{{"يات", 3, "ي"}, {"يين", 2, "ي"}, {"يون", 2, "ي"}, {"ين", 3, ""}, {"ون", 3, ""}, {"ان", 4, ""}, {"ا", 3, ""}} {
		if stem, ok := strings.CutSuffix(word, e.ending); ok && letters(stem) >= e.least && !arabicKept[word] {
			return stem + e.adds
		}
	}
	if stem, ok := strings.CutSuffix(word, "ات"); ok && letters(stem) >= 3 {
		if arabicLosesTa(stem) {
			return stem
		}
		return stem + "ه"
	}
	if stem, ok := strings.CutSuffix(word, "ه"); ok && arabicLosesTa(stem) && !arabicTa[word] {
		return stem
	}
	return word
}

// arabicLosesTa tells whether a stem is that of words with and without ة: of an
// adjective, a participle, or a noun of action. What is shorter would fall
// together with another word, as سنة with سن.
func arabicLosesTa(stem string) bool {
	runes := []rune(stem)
	n := len(runes)
	if n < 4 {
		return arabicAdjectives[stem]
	}
	switch {
	case runes[n-1] == 'ي', runes[0] == 'م':
		return true
	case strings.ContainsRune("اوي", runes[n-2]):
		return true
	}
	return n == 4 && runes[1] == 'ا' || n >= 5
}

// arabicAdjectives are short adjectives, whose feminine has a ة.
var arabicAdjectives = set(`عام خاص هام حر جاد حاد عده`)

// arabicTa keep their ة beside a word without it.
var arabicTa = set(`منطقه مكتبه قضيه مدرسه مهنه مره مده`)

func letters(s string) int { return len(s) / 2 } // Arabic letters have two bytes

// arabicKept end like forms and are none.
var arabicKept = set(`قانون تعاون سودان لبنان ايران باكستان افغانستان انسان سلطان برلمان بيان ميدان عنوان ضمان امان اعلان لجان بلدان ديوان عدوان برهان ايمان
	فلسطين يمين امين معين قوانين ملايين مساكين تامين تعيين دين بين حين تحسين تمكين تدوين تكوين مضامين عناوين سجين صين يقين
	مدين شؤون ديون تلفزيون مليون كون لون
	تفاهم فهم مهم حكم تراكم محاكم ملاحم هجوم ساهم اسهم
	هنا منا ربنا قضايا ضحايا نوايا دنيا سوريا ليبيا روسيا تركيا نيجيريا كينيا اوغندا رواندا كندا افريقيا اسيا اوروبا ايطاليا اسبانيا بريطانيا المانيا فرنسا هولندا السويد اندونيسيا ماليزيا
	عليا سيما دايما ايضا غدا هذا اذا لماذا ماذا كذا ابدا جدا ما لا
	وجه اتجاه مياه انتباه تنبيه توجيه نزيه فقه شبه كره`)

// arabicIrregular leads from plurals that change the word within to the stem of
// the singular, and brings names that end like forms back.
var arabicIrregular = table(`
	محكم محاكم|جريم جرايم جرائم|ضحيه ضحايا|قانون قوانين قانونا|حق حقوق|شعب شعوب|طرف اطراف|عضو اعضاء اعضا|قاضي قاض قضاه|شاهد شهود|حرب حروب|طفل اطفال|مراه امراه نساء نسا
	رجل رجال|رييس رؤساء رئيس رؤسا روساء|وزير وزراء وزرا|نظام نظم انظمه انظم|لجنه لجان|تقرير تقارير|مبدا مبادئ مبادي|مجلس مجالس|قضيه قضايا|سنه سنوات سنين|عام اعوام|يوم ايام
	بلد بلدان بلاد|مدين مدن|منطقه مناطق|ارض اراض اراضي|صوت اصوات|هدف اهداف|جهد جهود|تحدي تحد|مشروع مشاريع|برنامج برامج|مصلح مصالح|قيمه قيم|مشكل مشاكل
	قوه قوات|مدعي مدع|كتاب كتب|وثيق وثايق وثائق|ميثاق مواثيق|دوله دول|حاكم حكام|طالب طلاب|عامل عمال|سجن سجون|سجين سجناء|خبير خبراء|سفير سفراء|زعيم زعماء|شريك شركاء
	نتيج نتايج نتائج|فرصه فرص|سبب اسباب|حل حلول|راي اراء|حد حدود|قرن قرون|شهر اشهر شهور|اسبوع اسابيع|الف الاف|مبلغ مبالغ|موقف مواقف|مرحل مراحل|ماده مواد|نص نصوص|شرط شروط|حزب احزاب|جيش جيوش|سلاح اسلحه
	اجراء اجراءات`)
