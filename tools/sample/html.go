package main

import (
	"bytes"
	"fmt"
	"html/template"
)

// page is an article as published by an organization. With Site it is surrounded by
// what websites put around articles, which extraction must leave out.
var page = template.Must(template.New("page").Parse(`<!DOCTYPE html>
<html lang="{{.Language}}">
<head>
<meta charset="utf-8">
<title>{{.Title}}</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="description" content="{{.Notice}}">
<meta name="author" content="rostrum sample">
{{- with .Date}}
<meta name="date" content="{{.}}">
{{- end}}
</head>
<body>
{{- with .Site}}
<header>
<nav aria-label="{{.Menu}}">
<ul>
{{- range .Links}}
<li><a href="#">{{.}}</a></li>
{{- end}}
</ul>
</nav>
</header>
{{- end}}
<main>
<article>
<p><em>{{.Notice}}</em></p>
<h1>{{.Title}}</h1>
{{- range .Blocks}}
{{if .Heading}}<h2>{{.Words}}</h2>{{else}}<p>{{.Words}}</p>{{end}}
{{- end}}
</article>
</main>
{{- with .Site}}
<aside>
<h2>{{.More}}</h2>
<ul>
{{- range .Related}}
<li><a href="#">{{.}}</a></li>
{{- end}}
</ul>
</aside>
<footer>
<p>{{.Foot}}</p>
</footer>
{{- end}}
</body>
</html>
`))

type site struct {
	Menu, More, Foot string
	Links, Related   []string
}

var sites = map[string]*site{
	"en": {
		Menu: "Main menu", More: "Read more", Foot: "Contact · Legal notice · Accessibility",
		Links:   []string{"Home", "About us", "News", "Sessions", "Donate"},
		Related: []string{"Calendar of side events", "Subscribe to the newsletter"},
	},
	"fr": {
		Menu: "Menu principal", More: "À lire aussi", Foot: "Contact · Mentions légales · Accessibilité",
		Links:   []string{"Accueil", "Qui sommes-nous", "Actualités", "Sessions", "Faire un don"},
		Related: []string{"Calendrier des événements parallèles", "S’abonner à la lettre d’information"},
	},
	"es": {
		Menu: "Menú principal", More: "Más información", Foot: "Contacto · Aviso legal · Accesibilidad",
		Links:   []string{"Inicio", "Quiénes somos", "Noticias", "Períodos de sesiones", "Donar"},
		Related: []string{"Calendario de eventos paralelos", "Suscribirse al boletín"},
	},
}

// html returns the text as a web page.
func (t text) html() ([]byte, error) {
	type part struct {
		Heading bool
		Words   string
	}
	data := struct {
		Language, Title, Notice, Date string
		Blocks                        []part
		Site                          *site
	}{Language: t.language(), Title: t.title(), Notice: t.notice(), Date: t.values["date"]}
	for _, b := range t.blocks {
		data.Blocks = append(data.Blocks, part{b.heading, b.words})
	}
	switch t.layout {
	case "":
	case "site":
		data.Site = sites[t.language()]
	default:
		return nil, fmt.Errorf("the layout %q is not one of HTML", t.layout)
	}
	var out bytes.Buffer
	if err := page.Execute(&out, data); err != nil {
		return nil, err
	}
	return out.Bytes(), nil
}
