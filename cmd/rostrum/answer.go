package main

import (
	"rostrum/corpus"
	"rostrum/corpus/authority"
	"rostrum/search"
	"rostrum/search/api"
	"rostrum/search/terminal"
	"rostrum/search/web"
	"rostrum/search/web/request"
	"rostrum/search/web/site"
)

// apiSite is what the answers of the API are made from. Scripts get in JSON what
// the API would send, so that they need to know one form only.
func apiSite(names *authority.Authority) *site.Site {
	return &site.Site{Names: names, Parser: request.Parser{Names: names, MaxBytes: request.DefaultMaxBytes}}
}

// printJSON prints a value as the API sends it.
func (a *app) printJSON(v any) error { return api.Encode(a.stdout, v) }

// printed makes of what an engine found the values that are printed, in English.
// A service sends such values.
func printed(names terminal.Names) api.Builder {
	return api.Builder{Label: func(f corpus.Field, id string) string { return names.Label(f, id, corpus.English) }}
}

// suggestion is another spelling as it is printed; nil for none.
func suggestion(meant *search.Correction) *api.Suggestion {
	if meant == nil {
		return nil
	}
	return &api.Suggestion{Q: meant.Query.String(), Total: meant.Total}
}

// meetings tells when and where sessions met.
func meetings(names *authority.Authority) func(corpus.SessionID) []site.SessionPart {
	parts := map[corpus.SessionID][]site.SessionPart{}
	for _, s := range names.Sessions() {
		for _, p := range s.Parts {
			parts[s.ID] = append(parts[s.ID], site.SessionPart(p))
		}
	}
	return func(id corpus.SessionID) []web.SessionPart { return parts[id] }
}
