package corpus

import (
	"strings"

	"golang.org/x/text/language"
)

// Language is the language of a text: a lower-case ISO 639-1 code, or "" where
// it is not known.
type Language string

// The languages that statements are made in and that have an analyser of their own.
const (
	Arabic     Language = "ar"
	Chinese    Language = "zh"
	English    Language = "en"
	French     Language = "fr"
	Portuguese Language = "pt"
	Russian    Language = "ru"
	Spanish    Language = "es"
)

// Languages lists the languages with an analyser of their own, by code.
var Languages = []Language{Arabic, English, Spanish, French, Portuguese, Russian, Chinese}

// Name is a name or term as it is written in a language; "" where it is written
// so in any, as names of organizations are.
type Name struct {
	Text     string
	Language Language
}

// ParseLanguage reads a BCP 47 tag, an ISO 639 code of two or three letters
// (also the ENG FRA SPA of United Nations file names) or a language's name in
// English, French, Spanish or itself. It reports false for anything else.
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

// Dir is the direction the language is written in: "rtl" or "ltr".
func (l Language) Dir() string {
	switch l {
	case "ar", "he", "fa", "ur", "ps", "dv", "yi", "ckb", "sd", "ug":
		return "rtl"
	}
	return "ltr"
}

// Names that no tag parser knows: codes seen at the end of United Nations file
// names, and link texts seen on listing pages.
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
