package web

import (
	"fmt"
	"net/http"
	"net/url"
	"strings"

	"github.com/gin-gonic/gin"

	"rostrum/search/web/apidocs"
	"rostrum/search/web/browse"
	"rostrum/search/web/embed"
	"rostrum/search/web/feeds"
	"rostrum/search/web/limit"
	"rostrum/search/web/pages"
	"rostrum/search/web/request"
	"rostrum/search/web/site"
	"rostrum/search/web/ui"
)

// Server is the HTTP server. It is safe for concurrent use.
type Server struct {
	*site.Site
	pages  *pages.Pages
	browse *browse.Browser
	feeds  *feeds.Feeds
	embed  *embed.Embed
	config Config
	limits Limits

	limiter     *limit.Limiter
	metrics     *metrics
	clients     *limit.RateLimiter // nil: no limit
	host        string             // of PublicURL; "" accepts any
	adminHost   string             // by which the admin address may be asked, beside addresses
	origins     []string           // sites whose pages may read what programs get
	engine      *gin.Engine
	admin       *gin.Engine
	description []byte // of the API, as JSON
}

// New returns a Server, or an error for an invalid configuration.
func New(config Config) (*Server, error) {
	if config.Searcher == nil || config.Records == nil {
		return nil, fmt.Errorf("web: Config needs a Searcher and Records")
	}
	look, err := ui.New()
	if err != nil {
		return nil, err
	}
	limits := config.Limits.withDefaults()
	if config.Names == nil {
		config.Names = site.PlainNames{}
	}
	s := &Server{Site: &site.Site{
		Records: config.Records, Names: config.Names, PageImages: config.PageImages, Sessions: config.Sessions, PageCount: config.PageCount,
		Coverage: config.Coverage, Bridge: config.Bridge, UI: look, Version: config.Version, Sample: config.Sample, PublicURL: strings.TrimSuffix(config.PublicURL, "/"),
		Deadline: limits.Deadline, Parser: request.Parser{Names: config.Names, MaxBytes: limits.QueryBytes},
	}, config: config, limits: limits}
	var docs apidocs.Docs
	if s.description, docs, err = describe(); err != nil {
		return nil, err
	}
	s.pages, s.feeds = pages.New(s.Site, docs), feeds.New(s.Site)
	s.browse = browse.New(s.pages)
	if s.embed, err = embed.New(s.pages, config.EmbedOrigins, s.allow); err != nil {
		return nil, err
	}
	if config.PublicURL != "" {
		public, err := url.Parse(config.PublicURL)
		if err != nil || public.Host == "" || (public.Scheme != "http" && public.Scheme != "https") {
			return nil, fmt.Errorf("public address %q: write it as https://search.example.org", config.PublicURL)
		}
		s.host = public.Host
	}
	s.adminHost = strings.ToLower(config.AdminHost)
	s.origins = config.Origins
	if s.origins == nil && config.PublicURL != "" {
		s.origins = []string{anySite}
	}
	if err := checkOrigins(s.origins); err != nil {
		return nil, err
	}
	if s.limits.Rate > 0 {
		s.clients = limit.NewRateLimiter(s.limits.Rate, limit.MaxClients)
	}
	s.limiter = limit.NewLimiter(s.limits.Searches, s.limits.Queue, s.limits.Work)
	s.metrics = newMetrics(s.limiter)
	if s.engine, err = s.newEngine(); err != nil {
		return nil, err
	}
	if s.admin, err = s.newEngine(); err != nil {
		return nil, err
	}
	s.engine.Use(s.onlyHost, s.headers)
	s.routes(s.engine)
	watch := s.admin.Group("/", s.onlyAdminHost)
	get(watch, "/metrics", s.showMetrics)
	get(watch, "/healthz", s.healthz)
	get(watch, "/readyz", s.readyz)
	return s, nil
}

// ServeHTTP handles requests to the public address.
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if hasWords(r) {
		w = unstored{w}
	}
	s.engine.ServeHTTP(w, r)
}

// Admin returns the handler of the admin address.
func (s *Server) Admin() http.Handler { return s.admin }

func (s *Server) newEngine() (*gin.Engine, error) {
	gin.SetMode(gin.ReleaseMode) // otherwise Gin prints every route
	e := gin.New()
	// An id that is a name may contain a slash or a space: match the escaped path, then unescape its parts.
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
