package main

import (
	"context"

	"github.com/rs/zerolog"
	"github.com/spf13/cobra"
	"golang.org/x/sync/errgroup"

	"rostrum/corpus/authority"
	"rostrum/corpus/catalog"
	"rostrum/search/assistant"
	"rostrum/search/service"
)

func mcpCommand(app *app) *cobra.Command {
	var publicURL string
	cmd := &cobra.Command{
		Use: "mcp", Short: "Run a Model Context Protocol server for AI assistants", Args: cobra.NoArgs,
		Long: `Serve the Model Context Protocol on standard input and output, until the assistant
closes them. The tools search, read statements by page, check quotations and
count; nothing is written. The assistant starts this command itself.`,
		Example: `  {"mcpServers": {"rostrum": {"command": "rostrum", "args": ["mcp", "--data", "/var/lib/rostrum"]}}}`,
		RunE: func(cmd *cobra.Command, _ []string) error {
			names, err := authority.Load(app.authority)
			if err != nil {
				return err
			}
			records, err := catalog.OpenReadOnly(cmd.Context(), app.data)
			if err != nil {
				return err
			}
			defer records.Close()
			live := service.Open(cmd.Context(), app.engine(names))
			defer live.Close()
			if _, err := live.State(); err != nil {
				return err
			}
			bridge, err := app.semantic().Bridge(names)
			if err != nil {
				return err
			}
			config := assistant.Config{
				Engine: live, Bridge: bridge, Records: service.Records{Catalog: records}, Names: names, Version: programVersion(), PublicURL: publicURL, Began: began(names), Logger: *zerolog.Ctx(cmd.Context()),
			}
			ctx, end := context.WithCancel(cmd.Context())
			group, ctx := errgroup.WithContext(ctx)
			group.Go(func() error { live.Watch(ctx, nil); return nil })
			group.Go(func() error {
				defer end()
				return assistant.Serve(ctx, config, app.stdin, app.stdout)
			})
			return group.Wait()
		},
	}
	cmd.Flags().StringVar(&publicURL, "public-url", "", "public address of the service, for links to statements")
	return cmd
}
