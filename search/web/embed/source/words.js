// Texts of the element in the six languages of the service. # is a number.
// Counts list their plural forms in the order of `forms`, separated by /; an empty
// form is the same as the first.

const forms = ["other", "one", "two", "few", "many"];

const names = [
  "label", "button", "hint", "count", "all", "none", "busy", "down", "opening", "page",
  "session", "topic", "organization", "language", "previous", "next",
];

const sayings = {
  en: [
    "Search statements", "Search", "Use arrow keys and Enter", "# statements/# statement", "All results", "No results",
    "Searching…", "No response yet", "Opening", "p. #", "Session", "Topic", "Organization or state", "Language", "Previous", "Next",
  ],
  ar: [
    "البحث في البيانات", "بحث", "الأسهم للاختيار، Enter للفتح", "# بيان/بيان واحد/بيانان/# بيانات/# بيانًا", "كل النتائج", "لا نتائج",
    "جارٍ البحث…", "لا استجابة بعد", "يُفتح", "ص #", "الدورة", "الموضوع", "المنظمة أو الدولة", "اللغة", "السابقة", "التالية",
  ],
  es: [
    "Buscar en las declaraciones", "Buscar", "Las flechas eligen, Intro abre", "# declaraciones/# declaración", "Todos los resultados", "Sin resultados",
    "Buscando…", "Sin respuesta", "Abriendo", "pág. #", "Período de sesiones", "Tema", "Organización o Estado", "Idioma", "Anterior", "Siguiente",
  ],
  fr: [
    "Rechercher dans les déclarations", "Rechercher", "Flèches pour choisir, Entrée pour ouvrir", "# déclarations/# déclaration", "Tous les résultats", "Aucun résultat",
    "Recherche…", "Sans réponse", "Ouverture", "p. #", "Session", "Thème", "Organisation ou État", "Langue", "Précédente", "Suivante",
  ],
  ru: [
    "Поиск по выступлениям", "Найти", "Стрелки выбирают, Enter открывает", "# выступления/# выступление//# выступления/# выступлений", "Все результаты", "Нет результатов",
    "Идёт поиск…", "Пока нет ответа", "Открывается", "с. #", "Сессия", "Тема", "Организация или государство", "Язык", "Предыдущая", "Следующая",
  ],
  zh: [
    "检索发言", "检索", "方向键选择，回车打开", "# 篇发言", "全部结果", "没有结果",
    "正在检索…", "尚无响应", "正在打开", "第 # 页", "届会", "议题", "组织或国家", "语言", "上一页", "下一页",
  ],
};

// speak returns the texts of a language, falling back to English.
export function speak(wanted) {
  const [asked] = wanted.toLowerCase().split("-");
  const lang = sayings[asked] ? asked : "en";
  const words = Object.fromEntries(sayings[lang].map((saying, i) => [names[i], saying]));
  // Western digits everywhere, as in sessions, symbols and pages.
  const western = (lang === "en" ? "en-GB" : lang) + "-u-nu-latn-ca-gregory";
  const write = (n) => n.toLocaleString(western);
  const fill = (saying, n) => saying.replace("#", write(n));
  return {
    ...words,
    lang,
    dir: lang === "ar" ? "rtl" : "ltr",
    write,
    pageOf: (n) => fill(words.page, n),
    countOf(n) {
      const said = words.count.split("/");
      return n ? fill(said[forms.indexOf(new Intl.PluralRules(lang).select(n))] || said[0], n) : words.none;
    },
    // A date may be a year, a month or a day.
    dateOf: (date) =>
      new Date(date).toLocaleDateString(western, { timeZone: "UTC", year: "numeric", month: date[4] && "short", day: date[7] && "numeric" }),
  };
}
