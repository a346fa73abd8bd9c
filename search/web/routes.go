package web

import (
	"github.com/gin-gonic/gin"

	"rostrum/search/web/browse"
	"rostrum/search/web/cite"
	"rostrum/search/web/embed"
	"rostrum/search/web/feeds"
	"rostrum/search/web/limit"
	"rostrum/search/web/request"
	"rostrum/search/web/respond"
	"rostrum/search/web/ui"
)

func (s *Server) routes(e *gin.Engine) {
	people := e.Group("/", s.pages.VaryByLanguage)
	searches := people.Group("/", s.limit) // all that asks the engine or counts the collection, however it looks
	s.page(searches, "/", s.handle(s.pages.Home))
	s.page(searches, "/search", s.handle(s.pages.Search))
	s.page(people, "/s/:id", s.handle(s.pages.Statement))
	get(people, "/s/:id/original", s.handle(s.pages.Original))
	s.page(searches, "/s/:id/similar", s.handle(s.pages.Similar))
	for _, r := range cite.References {
		get(people, "/s/:id/cite."+r.Format.Extension(), s.handle(cite.Send(s.Site, r.Format)))
	}
	s.page(people, "/s/:id/p/:page", s.handle(s.pages.PageView))
	for f := range request.EntityPaths {
		s.page(searches, browse.Path(f), s.handle(s.browse.List(f)))
		s.page(searches, request.EntityPaths[f]+":id", s.handle(s.browse.Entity(f)))
	}
	s.page(searches, "/quote", s.handle(s.pages.Quote))
	s.page(searches, "/coverage", s.handle(s.pages.CoveragePage))
	s.page(searches, request.TrendsPath, s.handle(s.pages.Trends))
	s.page(people, "/help", s.handle(s.pages.Help))
	s.page(people, "/about", s.handle(s.pages.About))
	get(searches, request.DocsPath, s.handle(s.pages.Docs))

	for _, t := range feeds.ExportFormats {
		s.page(searches, t.Path, s.handle(s.feeds.ExportAs(t.Format)))
	}

	s.page(searches, feeds.BundlePath, s.handle(s.feeds.Bundle))

	api := e.Group("/api/v1", s.cors, s.limit)
	shared(api, "/search", s.handle(s.apiSearch))
	shared(api, "/statements/:id", s.handle(s.apiStatement))
	shared(api, "/statements/:id/similar", s.handle(s.apiSimilar))
	shared(api, "/facets/:name", s.handle(s.apiFacets))
	shared(api, "/export", s.handle(s.feeds.APIExport))
	shared(api, "/coverage", s.handle(s.apiCoverage))
	shared(api, "/quote", s.handle(s.apiQuote))
	shared(api, "/trends", s.handle(s.apiTrends))
	shared(api, "/suggest", s.handle(s.apiSuggest))

	programs := e.Group("/", s.cors)
	shared(programs, request.OpenAPIPath, s.handle(s.openAPI))
	shared(programs.Group("/", s.limit), "/search.json", s.handle(s.apiSearch))
	shared(programs.Group("/", s.limit), request.OEmbedPath, s.handle(s.embed.OEmbed))
	get(people, "/opensearch.xml", s.handle(s.feeds.OpenSearch))
	shared(programs.Group("/", s.limit), "/opensearch/suggest", s.handle(s.feeds.OpenSearchSuggest))

	get(searches, "/embed", s.handle(s.embed.Builder))
	get(people, embed.FramePath, s.handle(s.embed.SearchFrame))
	get(people, embed.CardPath(":id"), s.handle(s.embed.Card))
	shared(e.Group("/", s.anywhere), embed.Root+":name", s.handle(s.embed.Script))

	root := e.Group("/")
	get(root, "/s/:id/p/:page/:picture", s.handle(s.pages.PageImage))
	get(root, "/healthz", s.healthz)
	get(root, "/readyz", s.readyz)
	get(root, "/robots.txt", s.robots)
	get(root.Group("/", s.limit), "/sitemap.xml", s.handle(s.feeds.Sitemap))
	get(root, ui.AssetRoot+":name", s.asset)
}

// handle answers with the error of a handler, if it has one.
func (s *Server) handle(h respond.Handler) gin.HandlerFunc {
	return func(c *gin.Context) {
		ix := s.index(c)
		defer ix.Release()
		if err := h(c, ix); err != nil {
			s.fail(c, err)
		}
	}
}

// index is what a request asks.
func (s *Server) index(c *gin.Context) *limit.Index {
	return limit.NewIndex(s.config.Searcher, s.limiter, s.limits.Deadline, c.ClientIP())
}

// get answers HEAD as well; net/http leaves the body out.
func get(g *gin.RouterGroup, path string, h gin.HandlerFunc) {
	g.GET(path, h)
	g.HEAD(path, h)
}

// shared answers other sites' pages as well. Before some requests their browsers
// ask whether they may be sent; what opens the group to them says so.
func shared(g *gin.RouterGroup, path string, h gin.HandlerFunc) {
	get(g, path, h)
	g.OPTIONS(path)
}
