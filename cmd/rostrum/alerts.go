package main

import (
	"context"
	"encoding/json"
	"os"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"rostrum/corpus/authority"
	"rostrum/corpus/catalog"
	"rostrum/search"
	"rostrum/search/alert"
	"rostrum/search/service"
)

func alertsCommand(app *app) *cobra.Command {
	alerts := &cobra.Command{Use: "alerts", Short: "Send new matches of saved searches", Args: cobra.NoArgs}
	var dryRun, asJSON bool
	cmd := &cobra.Command{
		Use: "run FILE", Short: "Send new matches by e-mail or webhook", Args: cobra.ExactArgs(1),
		Long: `Run the saved searches in a YAML file, and send new matches by e-mail or to a
webhook. Each statement is sent once per alert. Messages that could not be sent
are retried by the next run, under the same id. A new alert sends no older
statements, unless it has a start date. Run it from cron, or use
` + "`rostrum serve --alerts FILE`" + `.`,
		Example: `  rostrum alerts run alerts.yaml --dry-run
  rostrum alerts run alerts.yaml --public-url https://statements.example.org`,
		RunE: func(cmd *cobra.Command, args []string) error {
			ctx := cmd.Context()
			names, err := authority.Load(app.authority)
			if err != nil {
				return err
			}
			if err := app.notReplica(); err != nil {
				return err
			}
			config, err := openAlerts(cmd.Flags(), args[0], names, dryRun)
			if err != nil {
				return err
			}
			index, err := app.engine(names).Open(ctx)
			if err != nil {
				return err
			}
			defer index.Close()
			report, err := app.runAlerts(ctx, cmd.Flags(), config, index, names, dryRun)
			if asJSON {
				if err := json.NewEncoder(app.stdout).Encode(report); err != nil {
					return err
				}
			} else {
				app.terminal().Alerts(report, dryRun)
			}
			if err == nil && report.Failed() {
				err = &exitError{code: exitSomeFailed}
			}
			return err
		},
	}
	addAlertFlags(cmd.Flags())
	cmd.Flags().String("public-url", "", "public address of the service, for links to statements")
	cmd.Flags().BoolVar(&dryRun, "dry-run", false, "only report the number of new statements; record and send nothing")
	cmd.Flags().BoolVar(&asJSON, "json", false, "print JSON")
	alerts.AddCommand(cmd)
	return alerts
}

func addAlertFlags(flags *pflag.FlagSet) {
	flags.Bool("allow-http", false, "allow http webhooks, which are not encrypted")
	flags.Bool("allow-private", false, "allow webhooks at private addresses")
}

// openAlerts reads a file of alerts, and the secrets it refers to.
func openAlerts(flags *pflag.FlagSet, path string, names *authority.Authority, unsent bool) (*alert.Config, error) {
	allowHTTP, _ := flags.GetBool("allow-http")
	return alert.Reader{Names: names, Env: os.LookupEnv, AllowHTTP: allowHTTP, Unsent: unsent}.Read(path)
}

// runAlerts runs alerts once over an index.
func (a *app) runAlerts(ctx context.Context, flags *pflag.FlagSet, config *alert.Config, engine search.Searcher, names *authority.Authority, dryRun bool) (alert.Report, error) {
	records, err := catalog.OpenReadOnly(ctx, a.data)
	if err != nil {
		return alert.Report{}, err
	}
	defer records.Close()
	open := alert.OpenOutbox
	if dryRun {
		open = alert.PreviewOutbox
	}
	outbox, err := open(ctx, a.data)
	if err != nil {
		return alert.Report{}, err
	}
	defer outbox.Close()
	runner := &alert.Runner{Engine: engine, Records: service.Records{Catalog: records}, Names: names, Outbox: outbox, Unsent: dryRun}
	runner.PublicURL, _ = flags.GetString("public-url")
	runner.AllowPrivate, _ = flags.GetBool("allow-private")
	return runner.Run(ctx, config)
}
