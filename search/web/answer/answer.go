// Package answer builds API responses: values of package api with the labels and URLs of a site. It
// does no I/O, so that commands can print the same JSON as the API.
package answer

import (
	"net/url"
	"strings"

	"rostrum/corpus"
	"rostrum/corpus/coverage"
	"rostrum/search"
	"rostrum/search/api"
	"rostrum/search/export"
	"rostrum/search/query"
	"rostrum/search/web/request"
	"rostrum/search/web/site"
	"rostrum/search/web/ui"
)

// FacetSize is the default number of values per facet.
const FacetSize = 100

// RelatedSize is the maximum number of related searches.
const RelatedSize = 6

// passages is the number of passages per hit.
const passages = 3

// builder returns a builder of values whose links carry the search in st.
func builder(s *site.Site, st request.State) api.Builder {
	return api.Builder{
		Label: s.Labels(ui.Negotiate(st.Lang, "")),
		Link: func(id corpus.ID, page, passage int) string {
			if page == 0 {
				return request.StatementPath(id)
			}
			return request.PassageAddress(st, id, page, passage)
		},
		HTML: func(text string, ranges []search.Range) string { return string(ui.Marked(text, ranges)) },
	}
}

// Complete requests everything that a search response contains.
func Complete(r search.Request) search.Request {
	r.Facets, r.FacetSize, r.Passages, r.Related = search.FacetFields, FacetSize, passages, RelatedSize
	r.Forms = true
	return r
}

// Results returns the response to a search with state st.
func Results(s *site.Site, st request.State, meant *search.LikelyMeant) api.Results {
	r, results := meant.Request, meant.Results
	q := api.Query{Q: st.Q, Filters: st.Values, From: st.From, To: st.To, Since: st.Since, Sort: r.Sort, Exact: st.Exact, Notes: api.Notes(r.Notes)}
	if r.Query != nil {
		q.Normalized = r.Query.String()
	}
	typed := ""
	if meant.Typed != nil {
		typed = st.Asking(meant.Typed).Address(api.SearchPath)
		st = st.Asking(r.Query) // links continue from the corrected search
	}
	if len(results.Forms) > 0 {
		q.Forms = api.Forms(r.Query, results.Forms, func(q query.Expr) string { return st.Asking(q).Address(api.SearchPath) })
	}
	b := builder(s, st)
	out := b.Results(q, results, facetURL(st))
	out.Related = Related(b.Label, results, st.Lang, api.SearchPath)
	if typed != "" {
		out.Links["typed"] = typed
	}
	for _, n := range r.Notes {
		if n.Code == query.CodeParagraph {
			out.Links["quote"] = api.QuotePath + "?" + url.Values{"text": {n.Text}}.Encode()
		}
	}
	if meant.Correction != nil {
		other := st.Asking(meant.Correction.Query)
		out.Suggestion = &api.Suggestion{Q: other.Q, Total: meant.Correction.Total, URL: other.Address(api.SearchPath)}
	}
	out.Links["self"] = st.Address(api.SearchPath)
	out.Links["feed"] = request.FeedAddress(export.Atom, st.FirstPage().AsFeed())
	out.Links["csv"] = st.FirstPage().Address("/search.csv")
	switch shown := (st.Page-1)*st.Size + len(results.Hits); {
	case st.Cursor != "" || shown+st.Size > search.MaxWindow:
		if results.Next != "" {
			next := st.WithPage(1)
			next.Cursor = results.Next
			out.Links["next"] = next.Address(api.SearchPath)
		}
	default:
		if shown < results.Total && len(results.Hits) > 0 {
			out.Links["next"] = st.WithPage(st.Page + 1).Address(api.SearchPath)
		}
		if st.Page > 1 {
			out.Links["prev"] = st.WithPage(st.Page - 1).Address(api.SearchPath)
		}
	}
	return out
}

// Bridge adds the statements in other languages to the response of a search with state st.
// found is nil if there are none.
func Bridge(s *site.Site, st request.State, r search.Request, found *search.Results, out *api.Results) {
	if found == nil {
		found = &search.Results{}
	}
	b := builder(s, st)
	out.Bridge = b.Bridge(found, func(h search.Hit) api.Hit {
		return builder(s, st.MarkingLanguage(found.Bridge, h.Statement.Language)).Hit(h)
	}, func(n corpus.Name) string { return st.Dropping(n).Address(api.SearchPath) })
	out.Bridge.Links["page"] = st.InOtherLanguages(true).Address("/search")
	if shown := r.From + len(found.Hits); shown < found.Total && len(found.Hits) > 0 && shown+st.Size <= search.MaxWindow {
		out.Bridge.Links["next"] = st.WithPage(st.Page + 1).Address(api.SearchPath)
	}
}

func facetURL(st request.State) func(corpus.Field, string) string {
	return func(f corpus.Field, id string) string { return st.Toggle(f, id).Address(api.SearchPath) }
}

// FacetValues returns values of a facet in the form of Results.
func FacetValues(s *site.Site, st request.State, f corpus.Field, values []search.FacetValue) []api.FacetValue {
	return builder(s, st).FacetValues(f, values, facetURL(st))
}

// Related returns the related searches, with URLs at path in the language lang.
func Related(label func(corpus.Field, string) string, results *search.Results, lang, path string) []api.Related {
	out := make([]api.Related, 0, len(results.Related))
	for _, r := range results.Related {
		next := api.Related{Kind: r.Kind, Q: request.Quoted(r.Text), Label: r.Text, Total: r.Count}
		if r.Kind != search.SuggestPhrase {
			next.Q, next.Label = string(r.Kind)+":"+value(r.ID), label(corpus.Field(r.Kind), r.ID)
		}
		next.URL = request.State{Q: next.Q, Lang: lang}.Address(path)
		out = append(out, next)
	}
	return out
}

// value formats an id as the value of a field in a query.
func value(id string) string {
	if strings.Trim(id, "-0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ") != "" {
		return request.Quoted(id)
	}
	return strings.Trim(id, "-")
}

// Quote returns the response to the quotation r with the parameters values.
func Quote(s *site.Site, r search.QuoteRequest, values url.Values, result *search.QuoteResult) api.Quote {
	st := request.State{Lang: values.Get("lang")}
	if result.Verdict == search.Verbatim {
		st.Q = s.Parser.MarkedBy(r)
	}
	out := builder(s, st).Quote(result)
	out.Links["self"] = api.QuotePath + "?" + values.Encode()
	return out
}

// Similar returns the statements similar to id, in the language lang.
func Similar(s *site.Site, id corpus.ID, lang string, result *search.Similar) api.Similar {
	st := request.State{Lang: lang}
	out := builder(s, st).Similar(id, result, func(id corpus.ID, p search.Passage) string {
		return request.PassageAddress(s.Parser.Marking(st, p), id, p.Page, p.Number)
	})
	out.Links["statement"] = st.Address(request.StatementPath(id))
	out.Links["page"] = st.Address(request.SimilarPath(id))
	return out
}

// Trends returns the response to a request for counts; r is that of st.
func Trends(s *site.Site, st request.TrendState, r search.TrendRequest, t *search.Trend) api.Trends {
	out := builder(s, st.State).Trends(api.TrendQuery{
		Q: append([]string{}, st.Queries...), Exact: st.Exact, By: st.By, Split: st.Split, Filters: st.Values, From: st.From, To: st.To, Notes: api.Notes(r.Notes),
	}, r, t, func(query int, by, split string) string { return st.Search(query, by, split).Address(api.SearchPath) })
	out.Links["self"] = st.Address(api.TrendsPath)
	out.Links["csv"] = st.CSV()
	out.Links["page"] = st.Address(request.TrendsPath)
	return out
}

// Statement returns a statement and the others of its work, in the language lang.
func Statement(s *site.Site, d corpus.Statement, others []search.Translation, lang string) api.Statement {
	return builder(s, request.State{Lang: lang}).Statement(d, others)
}

// Coverage returns a report in the language lang.
func Coverage(s *site.Site, report coverage.Report, lang string) api.Coverage {
	return builder(s, request.State{Lang: lang}).Coverage(report)
}

// Suggestions returns the completions of q, in the language lang.
func Suggestions(s *site.Site, q, lang string, found *search.Suggestions) api.Suggestions {
	l := s.UI.Locale(ui.Negotiate(lang, ""))
	out := api.Suggestions{Q: q, Suggestions: []api.Completion{}, Groups: []api.Group{}, Summary: l.Count("suggest.count", len(found.Items))}
	for _, item := range found.Items {
		out.Suggestions = append(out.Suggestions, Completion(item, lang))
		if n := len(out.Groups); n == 0 || out.Groups[n-1].Kind != item.Kind {
			out.Groups = append(out.Groups, api.Group{Kind: item.Kind, Label: l.Text("suggest." + string(item.Kind))})
		}
	}
	return out
}

// Completion returns a suggestion with its URL.
func Completion(item search.Suggestion, lang string) api.Completion {
	out, st := api.NewCompletion(item), request.State{Lang: lang}
	switch item.Kind {
	case search.SuggestWord, search.SuggestPhrase:
		out.Q = item.Text
		if item.Kind == search.SuggestPhrase {
			out.Q = request.Quoted(item.Text)
		}
		out.URL = request.State{Q: out.Q, Lang: lang}.Address("/search")
	case search.SuggestTitle:
		out.URL = request.State{Q: "title:" + request.Quoted(item.Text), Lang: lang}.Address("/search")
		if item.ID != "" {
			out.URL = st.Address(request.StatementPath(corpus.ID(item.ID)))
		}
	case search.SuggestSituation:
		out.URL = st.Toggle(corpus.FieldSituation, item.ID).Address("/search")
	default:
		out.URL = request.EntityAddress(st, corpus.Field(item.Kind), item.ID)
	}
	return out
}
