package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"os"
	"os/exec"
	"os/signal"
	"strings"
	"syscall"
	"time"

	"github.com/rs/zerolog"
	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
	"golang.org/x/sync/errgroup"

	"rostrum/cmd/rostrum/settings"
	"rostrum/corpus"
	"rostrum/corpus/authority"
	"rostrum/corpus/catalog"
	"rostrum/corpus/replica"
	"rostrum/indexer/extract/sandbox"
	"rostrum/indexer/pageimage"
	"rostrum/search"
	"rostrum/search/alert"
	"rostrum/search/service"
	"rostrum/search/web"
	"rostrum/search/web/limit"
)

func addServeFlags(flags *pflag.FlagSet) {
	flags.String("addr", "127.0.0.1:8080", "address of the search page and the API")
	flags.String("admin-addr", "127.0.0.1:8081", "address of /metrics; empty: none")
	flags.String("public-url", "", "public address of the service, such as https://search.example.org")
	flags.String("alerts", "", "YAML file of alerts to send while serving, as for rostrum alerts run")
	addAlertFlags(flags)
	addSpeakersFlag(flags)
	addPageImageFlag(flags)
	flags.StringSlice("embed-origins", nil, "sites that may show the search, and statements they link to, in a frame, such as https://www.example.org")
	flags.StringSlice("cors", nil, "sites whose pages may read the API, such as https://www.example.org, or * for all; without it all with --public-url, and none otherwise")
	flags.Int("rate-limit", limit.DefaultRate, "searches and API requests a minute from one client (100 times as many from this machine, where a proxy may run); 0: no limit")
	flags.Int("search-work", search.DefaultWork, "words that one search may read, and what takes as long; one that needs more is refused")
	flags.String("follow", "", "store to serve a replica of (see rostrum index --publish): a folder, or s3://BUCKET?region=REGION")
	flags.Duration("follow-every", 10*time.Second, "how often to look for something newer in it")
	flags.Bool("wait", false, "start without an index: answer 503 until there is one")
	flags.Bool("rebuild-outdated", true, "rebuild an index made by another version of rostrum, in a separate process")
	flags.StringSlice("trusted-proxies", nil, "addresses of proxies whose X-Forwarded-For header is trusted")
}

func addSpeakersFlag(flags *pflag.FlagSet) {
	flags.String("speakers", "", "CSV with the columns session and organization, and optionally topic and date: who spoke")
}

func serveCommand(app *app) *cobra.Command {
	cmd := &cobra.Command{
		Use: "serve", Short: "Serve the search page and the API", Args: cobra.NoArgs,
		Long: `Serve the search page and the API until interrupted. A new generation of the
index, written by ` + "`rostrum index`" + `, and the state restored by ` + "`rostrum restore`" + `
are opened automatically within two seconds.

SIGHUP checks for a new generation at once; names and settings are read at start.
On SIGTERM or Ctrl+C new connections are refused and open requests are answered,
for 15 seconds at most; a second signal stops at once.

/readyz reports "ready"; "degraded", with the reasons, if searches work but
something needs attention; or 503 and "not ready", with the reason. Without an
index the service does not start (exit code 4), unless --wait is given.

An index made by another version of rostrum is rebuilt from the records, by
` + "`rostrum index --rebuild`" + ` in a separate process limited to one CPU. Until then
it stays in use if this version can read it.

With --follow, the data folder is a replica of what ` + "`rostrum index --publish`" + ` wrote to
a store: nothing else may be in it or be written to it. Any number of replicas can
serve the same store behind a load balancer; see docs/scaling.md.`,
		RunE: func(cmd *cobra.Command, _ []string) error {
			names, err := authority.Load(app.authority)
			if err != nil {
				return err
			}
			return app.serve(cmd.Context(), cmd.Flags(), names, false)
		},
	}
	addServeFlags(cmd.Flags())
	return cmd
}

// serve serves until ctx ends, then lets open requests finish.
func (a *app) serve(ctx context.Context, flags *pflag.FlagSet, names *authority.Authority, sample bool) error {
	// Without a handler, SIGHUP would end the process: register it first.
	reload := make(chan os.Signal, 1)
	signal.Notify(reload, syscall.SIGHUP)
	defer signal.Stop(reload)

	addr, _ := flags.GetString("addr")
	adminAddr, _ := flags.GetString("admin-addr")
	var alerts *alert.Config
	if path, _ := flags.GetString("alerts"); path != "" {
		var err error
		if alerts, err = openAlerts(flags, path, names, false); err != nil {
			return err
		}
	}
	config, err := a.serviceConfig(ctx, flags, names)
	if err != nil {
		return err
	}
	config.Web.Sample = sample
	if address, _ := flags.GetString("follow"); address != "" {
		if alerts != nil {
			return usageError("--alerts cannot be used with --follow: alerts are sent where documents are added")
		}
		store, err := replica.Open(ctx, address)
		if err != nil {
			return err
		}
		defer store.Close()
		if err := a.follow(store, flags, names, &config); err != nil {
			return err
		}
	}
	s, err := service.Start(ctx, config)
	if err != nil {
		return err
	}
	defer s.Close()
	listener, err := listen(ctx, addr, "--addr")
	if err != nil {
		return err
	}
	handlers := map[net.Listener]http.Handler{listener: s}
	if adminAddr != "" {
		admin, err := a.listenAdmin(ctx, adminAddr)
		if err != nil {
			_ = listener.Close()
			return err
		}
		handlers[admin] = http.HandlerFunc(s.Admin)
	}
	fmt.Fprintf(a.stdout, "rostrum listening on http://%s (press Ctrl+C to stop)\n", listener.Addr())

	group, ctx := errgroup.WithContext(ctx)
	group.Go(func() error { return s.Watch(ctx, reload) })
	if alerts != nil {
		run := func(ctx context.Context) (alert.Report, error) {
			return a.runAlerts(ctx, flags, alerts, s.Index(), names, false)
		}
		group.Go(func() error { alert.Watch(ctx, run); return nil })
	}
	for on, handler := range handlers {
		group.Go(func() error { return service.Serve(ctx, on, handler) })
	}
	return group.Wait()
}

// follow makes the data folder a replica of a store.
func (a *app) follow(store *replica.Store, flags *pflag.FlagSet, names *authority.Authority, config *service.Config) error {
	every, _ := flags.GetDuration("follow-every")
	if every <= 0 {
		return usageError("--follow-every %s: use a duration such as 10s", every)
	}
	folder, _ := a.folder(names, "")
	folder.Progress = nil
	follower := &replica.Follower{Store: store, Folder: folder, Forget: func(sha256 string) error { return pageimage.Forget(a.pageImagesDir(), sha256) }}
	if err := follower.Begin(); err != nil {
		return err
	}
	config.Follow, config.FollowEvery, config.Rebuild = follower.Follow, every, nil
	return nil
}

// serviceConfig builds the service configuration from flags. It opens nothing yet.
func (a *app) serviceConfig(ctx context.Context, flags *pflag.FlagSet, names *authority.Authority) (service.Config, error) {
	rate, _ := flags.GetInt("rate-limit")
	if rate < 0 {
		return service.Config{}, usageError("--rate-limit %d: use the number of requests a minute from one client, or 0 for no limit", rate)
	}
	work, _ := flags.GetInt("search-work")
	if work < 1 {
		return service.Config{}, usageError("--search-work %d: use the number of words that one search may read, %d or more for a large collection", work, search.DefaultWork)
	}
	path, _ := flags.GetString("speakers")
	speakers, faults, err := readSpeakers(path, names)
	if err != nil {
		return service.Config{}, err
	}
	for _, fault := range faults {
		zerolog.Ctx(ctx).Warn().Msg(fault)
	}
	config := service.Config{Data: a.data, Engine: a.engine(names), Speakers: speakers, Explain: explain}
	config.Wait, _ = flags.GetBool("wait")
	config.Web = web.Config{
		Names: names, Sessions: meetings(names), Version: programVersion(), Logger: *zerolog.Ctx(ctx), Limits: web.Limits{Rate: rate, Work: work},
	}
	if config.Web.Bridge, err = a.semantic().Bridge(names); err != nil {
		return service.Config{}, err
	}
	config.Web.PublicURL, _ = flags.GetString("public-url")
	config.Web.TrustedProxies, _ = flags.GetStringSlice("trusted-proxies")
	if given := a.origins["cors"]; given != "" && given != settings.Default {
		list, _ := flags.GetStringSlice("cors")
		config.Web.Origins = append([]string{}, list...) // an empty list is not the default
	}
	admin, _ := flags.GetString("admin-addr")
	config.Web.AdminHost, _, _ = net.SplitHostPort(admin)
	config.Web.EmbedOrigins, _ = flags.GetStringSlice("embed-origins")
	if rebuild, _ := flags.GetBool("rebuild-outdated"); rebuild {
		config.Rebuild = a.rebuildBeside
	}
	if megabytes, _ := flags.GetInt("page-image-cache"); megabytes > 0 {
		start, err := launcher()
		if err != nil {
			return service.Config{}, err
		}
		config.Unconfined = !sandbox.Examine(start).Full()
		config.PageImages = func(c *catalog.Catalog) (service.PageImages, error) { return a.openPageImages(c, megabytes) }
	}
	return config, nil
}

// rebuildBeside rebuilds the index in a separate process with one CPU, which takes
// the writers' lock.
func (a *app) rebuildBeside(ctx context.Context) error {
	program, err := os.Executable()
	if err != nil {
		return err
	}
	cmd := exec.CommandContext(ctx, program, "index", "--rebuild", "--workers", "1", "--quiet", "--data", a.data, "--authority", a.authority)
	cmd.Args[0] = os.Args[0] // so that process lists show the same name
	cmd.Env = append(os.Environ(), "GOMAXPROCS=1")
	var stderr bytes.Buffer
	cmd.Stderr = &stderr
	// On an interrupt it removes its staging files.
	cmd.Cancel = func() error { return cmd.Process.Signal(os.Interrupt) }
	cmd.WaitDelay = service.DrainTimeout
	err = cmd.Run()
	if said := strings.TrimSpace(strings.TrimPrefix(stderr.String(), "rostrum: ")); said != "" && err != nil {
		return errors.New(said)
	}
	if err != nil {
		return fmt.Errorf("rostrum index --rebuild: %w", err)
	}
	return nil
}

// listenAdmin opens the port of /metrics. If the default port is in use, for example
// by a second service, and none was configured, it takes any free port.
func (a *app) listenAdmin(ctx context.Context, addr string) (net.Listener, error) {
	listener, err := listen(ctx, addr, "--admin-addr")
	if !errors.Is(err, syscall.EADDRINUSE) || a.origins["admin-addr"] != settings.Default {
		return listener, err
	}
	if listener, err = listen(ctx, "127.0.0.1:0", "--admin-addr"); err != nil {
		return nil, err
	}
	zerolog.Ctx(ctx).Info().Str("default", addr).Stringer("admin_addr", listener.Addr()).Msg("the default address of /metrics is in use, so a free port was chosen; set --admin-addr to change it")
	return listener, nil
}

// listen opens a port; its errors say what to do.
func listen(ctx context.Context, addr, flag string) (net.Listener, error) {
	listener, err := (&net.ListenConfig{}).Listen(ctx, "tcp", addr)
	switch {
	case errors.Is(err, syscall.EADDRINUSE):
		return nil, &corpus.Error{Err: err, Message: fmt.Sprintf("%s is in use by another program: stop it, or choose another address with %s (%s HOST:0 finds a free port)", addr, flag, flag)}
	case errors.Is(err, syscall.EACCES):
		return nil, &corpus.Error{Err: err, Message: fmt.Sprintf("no permission to listen on %s: choose a port above 1023 with %s", addr, flag)}
	case err != nil:
		return nil, usageError("%s %q: %v: write it as HOST:PORT, for example 127.0.0.1:8080", flag, addr, err)
	}
	return listener, nil
}
