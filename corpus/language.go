package corpus

import (
	"strings"

	"golang.org/x/text/language"
)

// Language is a lower-case ISO 639-1 code, or "" if unknown.
type Language string

// Languages of statements that have their own analyzer.
const (
	Arabic     Language = "ar"
	Chinese    Language = "zh"
	English    Language = "en"
	French     Language = "fr"
	Portuguese Language = "pt"
	Russian    Language = "ru"
	Spanish    Language = "es"
)

// Languages lists the languages with their own analyzer, by code.
var Languages = []Language{Arabic, English, Spanish, French, Portuguese, Russian, Chinese}

// Name is a name or term in a language; Language is "" for a name that is the same
// in all languages, such as that of an organization.
type Name struct {
	Text     string
	Language Language
}

// ParseLanguage parses a BCP 47 tag, an ISO 639 code of two or three letters (also ENG, FRA
// and SPA in United Nations file names) or the name of a language in English, French, Spanish
// or itself. It returns false for anything else.
func ParseLanguage(s string) (Language, bool) {
	s = strings.ToLower(strings.TrimSpace(s))
	if l, ok := languageNames[s]; ok {
		return l, true
	}
	tag, err := language.Parse(s)
	if err != nil {
		return "", false
	}
	base, confidence := tag.Base()
	if confidence == language.No || base.String() == "und" {
		return "", false
	}
	return Language(base.String()), true
}

// Dir is the writing direction: "rtl" or "ltr".
func (l Language) Dir() string {
	switch l {
	case "ar", "he", "fa", "ur", "ps", "dv", "yi", "ckb", "sd", "ug":
		return "rtl"
	}
	return "ltr"
}

// Names that tag parsers do not know: codes in United Nations file names, and link texts on
// listing pages.
var languageNames = map[string]Language{
	"esp": Spanish, "fre": French, "ger": "de", "chn": Chinese, "chi": Chinese,
	"arabic": Arabic, "arabe": Arabic, "árabe": Arabic, "العربية": Arabic, "عربي": Arabic,
	"chinese": Chinese, "chinois": Chinese, "chino": Chinese, "中文": Chinese,
	"english": English, "anglais": English, "inglés": English, "ingles": English,
	"french": French, "français": French, "francais": French, "francés": French, "frances": French,
	"portuguese": Portuguese, "portugais": Portuguese, "portugués": Portuguese, "português": Portuguese,
	"russian": Russian, "russe": Russian, "ruso": Russian, "русский": Russian,
	"spanish": Spanish, "espagnol": Spanish, "español": Spanish, "espanol": Spanish,
	"german": "de", "italian": "it",
}
