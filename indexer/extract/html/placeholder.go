package html

import (
	"net/url"
	"regexp"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// A page that is not the statement may have text all the same: it says that the
// page was not found, or that a browser is being checked. What it says is known
// by its title or first words, and by there being little else.

// maxPlaceholder is the length in bytes of the longest of such pages.
const maxPlaceholder = 1500

var placeholders = []struct {
	says   *regexp.Regexp
	reason string
}{
	{regexp.MustCompile(`(?i)\b(error )?404\b|page (was |could |can)?\s?not( be)? found|\bnot found\b|page (est |demandée est |que vous .{0,40}est )?introuvable|page non trouvée|n['’]existe (pas|plus)|contenu (n['’]est plus|non) disponible|página no encontrada|no se (ha )?encontr(ó|ado) la página|(página|contenido) .{0,30}no (existe|está disponible)|página não encontrada|seite (wurde )?nicht gefunden|страница не (найдена|существует)|такой страницы нет|الصفحة غير موجودة|页面不存在|找不到页面|找不到(该|此|您)|no longer (available|exists?)|(can['’]?t|cannot|could ?n['’]?t|could not|unable to) (be found|find (that|the|this|your) (page|document|file))|(page|document|file|content|article) (you .{0,60})?(has been|was|may have been) (removed|moved|deleted)|nothing (was )?found (here|at this)|does(n['’]t| not) exist|removed, had its name changed`),
		"the page says that what was asked for was not found"},
	{regexp.MustCompile(`(?i)just a moment|checking (if the site|your browser)|security (check|verification)|verify (that )?you are|one more step|unusual traffic|verif(y|ying) (that )?you are (a )?human|are you (a robot|human)|attention required|enable (javascript|cookies) (and|to)|please (enable|turn on) javascript|captcha|ddos protection|un instant|vérification de (votre|la) (navigateur|sécurité)|comprobando (su|tu) navegador|проверка браузера|请完成.{0,6}验证`),
		"the page checks the browser of its readers, and has no text"},
	{regexp.MustCompile(`(?i)access (is |has been |was )?(denied|restricted|blocked|forbidden)|(request|requested url) (was |has been |is )?(rejected|blocked)|(you|your ip( address)?) (have|has) been blocked|not authori[sz]ed|permission to (access|view)|\b403\b|forbidden|accès refusé|accès (interdit|restreint|bloqué)|acceso (denegado|restringido|prohibido)|acesso negado|доступ запрещ|访问被拒绝`),
		"the page refuses to be read"},
	{regexp.MustCompile(`(?i)^\W*(please )?(log ?in|sign ?in|einloggen|anmelden|se connecter|connexion|iniciar sesión|acceder|войти|تسجيل الدخول|登录)\W*$|(log ?in|sign ?in|subscribe) to (read|continue|view)|connectez-vous pour|abonnez-vous pour|inicie sesión para`),
		"the page asks its readers to log in, and its text is behind that"},
	{regexp.MustCompile(`(?i)(service|site|page) (is )?(temporarily )?unavailable|internal server error|\b50[0-4] \w|under (construction|maintenance)|en maintenance|en mantenimiento`),
		"the page says that the site is out of order"},
}

// placeholder is why a page is not the statement; "" if it may be.
func placeholder(title string, content []block) string {
	if length(content) > maxPlaceholder {
		return ""
	}
	heads := []string{title}
	for i, b := range content {
		if i < 2 || b.head {
			heads = append(heads, b.text)
		}
	}
	for _, p := range placeholders {
		for _, h := range heads {
			if len(h) <= maxHeadline && p.says.MatchString(h) {
				return p.reason
			}
		}
	}
	return ""
}

// maxHeadline bounds what is taken for a headline or a first sentence, in bytes.
const maxHeadline = 160

// fullText is what links to the whole of a text are called.
var fullText = regexp.MustCompile(`(?i)(read|view|see|download|open) (the )?(full|whole|complete|entire|original)|full (text|statement|speech|version)|texte (intégral|complet)|lire (la suite|le discours|l'intégralité)|texto (completo|íntegro)|leer (más|el discurso)|полный текст|النص الكامل|全文`)

// maxTeaser is the length in bytes of the longest of texts that a page shows of
// a whole that is elsewhere.
const maxTeaser = 1000

// leadsToFull tells a page of a few sentences with a link to the whole text.
func leadsToFull(doc *html.Node, content []block) bool {
	if length(content) > maxTeaser {
		return false
	}
	for n := range doc.Descendants() {
		if n.DataAtom == atom.A && attribute(n, "href") != "" && fullText.MatchString(text(n)) {
			return true
		}
	}
	return false
}

// viewed is the address of the document that a page shows in a frame: of a PDF,
// or of a viewer that is told which; "" for frames of other kinds, films and maps.
func viewed(n *html.Node) string {
	src := attribute(n, "src")
	if src == "" {
		src = attribute(n, "data-src")
	}
	if src == "" {
		src = attribute(n, "data")
	}
	u, err := url.Parse(src)
	if err != nil {
		return ""
	}
	if isDocument(u.Path) || strings.EqualFold(attribute(n, "type"), "application/pdf") {
		return src
	}
	for _, values := range u.Query() {
		for _, v := range values {
			if inner, err := url.Parse(v); err == nil && isDocument(inner.Path) {
				return v
			}
		}
	}
	if inner, err := url.Parse(u.Fragment); err == nil && isDocument(inner.Path) {
		return u.Fragment
	}
	return ""
}

func isDocument(path string) bool {
	path = strings.ToLower(path)
	for _, ext := range []string{".pdf", ".docx", ".doc", ".odt", ".rtf"} {
		if strings.HasSuffix(path, ext) {
			return true
		}
	}
	return false
}
