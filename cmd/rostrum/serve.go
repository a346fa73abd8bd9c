package main

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"syscall"
	"time"

	"github.com/rs/zerolog"
	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
	"golang.org/x/sync/errgroup"

	"rostrum/corpus/authority"
	"rostrum/search/alert"
	"rostrum/search/web"
)

// Bounds on a connection. A slow client holds a connection, never a search.
const (
	headerTimeout = 10 * time.Second
	readTimeout   = 20 * time.Second
	writeTimeout  = 60 * time.Second
	idleTimeout   = 2 * time.Minute
	drainTimeout  = 15 * time.Second
	maxHeader     = 32 << 10 // bytes
)

func addServeFlags(flags *pflag.FlagSet) {
	flags.String("addr", "127.0.0.1:8080", "address of the search page and the API")
	flags.String("admin-addr", "127.0.0.1:8081", "address of /metrics, for those who run the service; empty: none")
	flags.String("public-url", "", "how the service is reached from outside, such as https://search.example.org")
	flags.String("alerts", "", "YAML file of alerts to be sent while serving, as for rostrum alerts run")
	addAlertFlags(flags)
	addSpeakersFlag(flags)
	addPictureFlag(flags)
	flags.StringSlice("embed-origins", nil, "sites that may show /embed/frame in a frame, such as https://www.example.org")
	flags.Int("rate", 6000, "searches and requests to the API a minute from one client (a hundred times as many from this machine, where a proxy may stand); 0: any number")
	flags.StringSlice("trusted-proxies", nil, "addresses of proxies whose word about a client's address is believed")
}

func addSpeakersFlag(flags *pflag.FlagSet) {
	flags.String("speakers", "", "CSV with the columns session and organization, and optionally topic and date: who spoke")
}

func serveCommand(app *app) *cobra.Command {
	cmd := &cobra.Command{
		Use: "serve", Short: "Serve the search page and the API", Args: cobra.NoArgs,
		Long: `Serve the search page and the API until interrupted. A new generation of the
index, made by ` + "`rostrum index`" + ` meanwhile, is taken up by itself.`,
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

// serve answers until ctx ends, then lets what is under way finish.
func (a *app) serve(ctx context.Context, flags *pflag.FlagSet, names *authority.Authority, sample bool) error {
	addr, _ := flags.GetString("addr")
	adminAddr, _ := flags.GetString("admin-addr")
	publicURL, _ := flags.GetString("public-url")
	proxies, _ := flags.GetStringSlice("trusted-proxies")
	rate, _ := flags.GetInt("rate")
	if rate < 0 {
		return usageError("--rate %d: write how many requests a minute one client may send, or 0 for any number", rate)
	}
	speakers, _ := flags.GetString("speakers")
	list, faults, err := readSpeakers(speakers, names)
	if err != nil {
		return err
	}
	for _, fault := range faults {
		zerolog.Ctx(ctx).Warn().Msg(fault)
	}

	var book *alert.Book
	if path, _ := flags.GetString("alerts"); path != "" {
		if book, err = openAlerts(flags, path, names, false); err != nil {
			return err
		}
	}
	kept, err := a.kept(ctx)
	if err != nil {
		return err
	}
	defer kept.Close()
	live := openLive(engineConfig(a.indexDir(), names))
	defer live.close()
	if _, err := live.searcher(); err != nil {
		return err
	}
	if reason := live.degraded(); reason != "" {
		zerolog.Ctx(ctx).Warn().Msg(reason)
	}
	logger := *zerolog.Ctx(ctx)
	config := webConfig(kept, live.searcher, names, &survey{catalog: kept, speakers: list})
	config.Logger, config.Sample, config.PublicURL, config.TrustedProxies = logger, sample, publicURL, proxies
	config.EmbedOrigins, _ = flags.GetStringSlice("embed-origins")
	config.Limits.Rate = rate
	config.PageCount, config.Degraded = records{kept}.pageCount, live.degraded
	if megabytes, _ := flags.GetInt("page-pictures"); megabytes > 0 {
		shown, err := a.openPictures(kept, megabytes)
		if err != nil { // a data folder that may only be read, perhaps
			logger.Warn().Err(err).Msg("pages are shown as text only")
		} else {
			defer shown.close()
			config.Pictures = shown
		}
	}
	site, err := web.New(config)
	if err != nil {
		return usageError("%v", err)
	}
	listener, err := listen(ctx, addr, "--addr")
	if err != nil {
		return err
	}
	servers := map[*http.Server]net.Listener{newServer(site): listener}
	if adminAddr != "" {
		admin, err := listen(ctx, adminAddr, "--admin-addr")
		if err != nil {
			_ = listener.Close()
			return err
		}
		servers[newServer(site.Admin())] = admin
	}
	fmt.Fprintf(a.stdout, "rostrum answers on http://%s (end with Ctrl+C)\n", listener.Addr())

	group, ctx := errgroup.WithContext(ctx)
	group.Go(func() error { live.follow(ctx); return nil })
	if book != nil {
		group.Go(func() error { a.watchAlerts(ctx, flags, book, live, names); return nil })
	}
	for server, on := range servers {
		group.Go(func() error {
			if err := server.Serve(on); !errors.Is(err, http.ErrServerClosed) {
				return fmt.Errorf("serve %s: %w", on.Addr(), err)
			}
			return nil
		})
		group.Go(func() error {
			<-ctx.Done()
			// ctx is over, but what is under way may still be answered.
			drain, cancel := context.WithTimeout(context.WithoutCancel(ctx), drainTimeout)
			defer cancel()
			if err := server.Shutdown(drain); err != nil {
				return server.Close()
			}
			return nil
		})
	}
	return group.Wait()
}

func newServer(handler http.Handler) *http.Server {
	return &http.Server{
		Handler: handler, ReadHeaderTimeout: headerTimeout, ReadTimeout: readTimeout, WriteTimeout: writeTimeout,
		IdleTimeout: idleTimeout, MaxHeaderBytes: maxHeader,
	}
}

// listen opens a port, or says what to do when it is taken.
func listen(ctx context.Context, addr, flag string) (net.Listener, error) {
	listener, err := (&net.ListenConfig{}).Listen(ctx, "tcp", addr)
	switch {
	case errors.Is(err, syscall.EADDRINUSE):
		return nil, &exitError{exitFailure, fmt.Sprintf("%s is in use by another program: end that one, or choose another address with %s (%s HOST:0 finds a free port)", addr, flag, flag)}
	case errors.Is(err, syscall.EACCES):
		return nil, &exitError{exitFailure, fmt.Sprintf("this user may not listen on %s: choose a port above 1023 with %s", addr, flag)}
	case err != nil:
		return nil, usageError("%s %q: %v: write it as HOST:PORT, for example 127.0.0.1:8080", flag, addr, err)
	}
	return listener, nil
}
