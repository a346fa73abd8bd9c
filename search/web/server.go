package web

import (
	"fmt"
	"net/http"
	"net/url"
	"strings"

	"github.com/gin-gonic/gin"

	"rostrum/search/web/embed"
	"rostrum/search/web/ui"
)

// Server answers over HTTP. It is safe for concurrent use.
type Server struct {
	*Site
	config  Config
	limits  Limits
	metrics *metrics
	limiter *limiter
	host    string // of PublicURL; "" allows any
	// ancestors is the part of a policy that says which sites may frame a page.
	ancestors string
	engine    *gin.Engine
	admin     *gin.Engine

	clients     *clients // nil: they may ask as much as they like
	description []byte   // of the API, as JSON
	docs        apiDocs
}

// New makes a Server. It fails if the configuration cannot work.
func New(config Config) (*Server, error) {
	if config.Searcher == nil || config.Records == nil {
		return nil, fmt.Errorf("web: Config needs a Searcher and Records")
	}
	pages, err := ui.New()
	if err != nil {
		return nil, err
	}
	limits := config.Limits.withDefaults()
	if config.Names == nil {
		config.Names = plainNames{}
	}
	site := &Site{
		Records: config.Records, Names: config.Names, Pictures: config.Pictures, Sessions: config.Sessions, PageCount: config.PageCount,
		Coverage: config.Coverage, UI: pages, Version: config.Version, Sample: config.Sample, PublicURL: strings.TrimSuffix(config.PublicURL, "/"),
		Deadline: limits.Deadline, parser: parser{names: config.Names, maxBytes: limits.QueryBytes},
	}
	s := &Server{Site: site, config: config, limits: limits, metrics: newMetrics()}
	if s.description, s.docs, err = describe(); err != nil {
		return nil, err
	}
	if config.PublicURL != "" {
		public, err := url.Parse(config.PublicURL)
		if err != nil || public.Host == "" || (public.Scheme != "http" && public.Scheme != "https") {
			return nil, fmt.Errorf("public address %q: write it as https://search.example.org", config.PublicURL)
		}
		s.host = public.Host
	}
	if s.ancestors, err = ancestors(config.EmbedOrigins); err != nil {
		return nil, err
	}
	if s.limits.Rate > 0 {
		s.clients = newClients(s.limits.Rate, maxClients)
	}
	s.limiter = newLimiter(s.limits.Searches, s.limits.Queue)
	if s.engine, err = s.newEngine(); err != nil {
		return nil, err
	}
	if s.admin, err = s.newEngine(); err != nil {
		return nil, err
	}
	s.engine.Use(s.onlyHost, s.headers)
	s.routes(s.engine)
	watch := s.admin.Group("/")
	get(watch, "/metrics", s.showMetrics)
	get(watch, "/healthz", s.healthz)
	get(watch, "/readyz", s.readyz)
	return s, nil
}

// ServeHTTP answers a request to the public address.
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) { s.engine.ServeHTTP(w, r) }

// Admin answers on the address that only those who run the service can reach.
func (s *Server) Admin() http.Handler { return s.admin }

func (s *Server) newEngine() (*gin.Engine, error) {
	gin.SetMode(gin.ReleaseMode) // or Gin prints every route
	e := gin.New()
	// A name that is its own id may hold a slash or a space: match the path as
	// it was escaped, then unescape the parts.
	e.UseRawPath = true
	e.UnescapePathValues = true
	e.HandleMethodNotAllowed = true
	if err := e.SetTrustedProxies(s.config.TrustedProxies); err != nil {
		return nil, fmt.Errorf("trusted proxies: %w", err)
	}
	e.Use(s.observe, s.recover)
	e.NoRoute(s.notFound)
	e.NoMethod(s.methodNotAllowed)
	return e, nil
}

func (s *Server) routes(e *gin.Engine) {
	pages := e.Group("/", s.speak)
	searches := pages.Group("/", s.limit) // all that asks the engine or counts the collection, however it looks
	get(searches, "/", s.handle(s.home))
	get(searches, "/search", s.handle(s.search))
	get(pages, "/s/:id", s.handle(s.statement))
	get(pages, "/s/:id/original", s.handle(s.original))
	get(searches, "/s/:id/similar", s.handle(s.similarPage))
	for _, r := range references {
		get(pages, "/s/:id/cite."+r.format.Extension(), s.handle(s.citeAs(r.format)))
	}
	get(pages, "/s/:id/p/:page", s.handle(s.pageView))
	for f := range aspectPaths {
		get(searches, browsePath(f), s.handle(s.browse(f)))
		get(searches, aspectPaths[f]+":id", s.handle(s.aspect(f)))
	}
	get(searches, "/quote", s.handle(s.quotePage))
	get(searches, "/coverage", s.handle(s.coverage))
	get(searches, trendsPath, s.handle(s.trends))
	get(pages, "/help", s.handle(s.help))
	get(pages, "/about", s.handle(s.about))
	get(searches, docsPath, s.handle(s.showDocs))

	for _, t := range takeaways {
		get(searches, t.path, s.handle(s.exportAs(t.format)))
	}

	api := e.Group("/api/v1", s.cors, s.limit)
	shared(api, "/search", s.handle(s.apiSearch))
	shared(api, "/statements/:id", s.handle(s.apiStatement))
	shared(api, "/statements/:id/similar", s.handle(s.apiSimilar))
	shared(api, "/facets/:name", s.handle(s.apiFacets))
	shared(api, "/export", s.handle(s.apiExport))
	shared(api, "/coverage", s.handle(s.apiCoverage))
	shared(api, "/quote", s.handle(s.apiQuote))
	shared(api, "/trends", s.handle(s.apiTrends))
	shared(api, "/suggest", s.handle(s.apiSuggest))

	programs := e.Group("/", s.cors)
	shared(programs, openAPIPath, s.handle(s.openAPI))
	shared(programs.Group("/", s.limit), "/search.json", s.handle(s.apiSearch))
	shared(programs.Group("/", s.limit), oEmbedPath, s.handle(s.oEmbed))
	get(pages, "/opensearch.xml", s.handle(s.openSearch))
	shared(programs.Group("/", s.limit), "/opensearch/suggest", s.handle(s.openSearchSuggest))

	get(searches, "/embed", s.handle(s.embedPage))
	get(pages, embed.FramePath, s.handle(s.embedFrame))
	get(pages, cardPath(":id"), s.handle(s.card))
	shared(e.Group("/", s.anywhere), embed.Root+":name", s.handle(s.embedScript))

	root := e.Group("/")
	get(root, "/s/:id/p/:page/:picture", s.handle(s.picture))
	get(root, "/healthz", s.healthz)
	get(root, "/readyz", s.readyz)
	get(root, "/robots.txt", s.robots)
	get(root.Group("/", s.limit), "/sitemap.xml", s.handle(s.sitemap))
	get(root, ui.AssetRoot+":name", s.asset)
}

// handler answers a request, or says in its error why it cannot.
type handler func(*gin.Context, *Index) error

// handle answers with the error of a handler, if it has one.
func (s *Server) handle(h handler) gin.HandlerFunc {
	return func(c *gin.Context) {
		ix := s.index(c)
		defer ix.Release()
		if err := h(c, ix); err != nil {
			s.fail(c, err)
		}
	}
}

// index is what a request asks.
func (s *Server) index(c *gin.Context) *Index {
	return newIndex(s.config.Searcher, s.limiter, s.limits.Deadline, c.ClientIP())
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
