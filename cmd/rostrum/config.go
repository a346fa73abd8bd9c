package main

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"slices"
	"strings"

	"github.com/knadh/koanf/parsers/yaml"
	"github.com/knadh/koanf/providers/file"
	"github.com/knadh/koanf/v2"
	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
)

// Settings come from four places, the first that says something wins: flag,
// environment (ROSTRUM_ADMIN_ADDR), configuration file (admin-addr or
// admin_addr), default. Every flag can be set in each of them.
const envPrefix = "ROSTRUM_"

// originDefault is where settings come from that nobody has made.
const originDefault = "default"

// configure fills in the flags of cmd that were not given, and returns where
// each setting came from.
func configure(cmd *cobra.Command) (origins map[string]string, err error) {
	origins = map[string]string{}
	settings := koanf.New("/")
	path, _ := cmd.Flags().GetString("config")
	if path == "" {
		path = os.Getenv(envPrefix + "CONFIG")
	}
	if path != "" {
		if err := settings.Load(file.Provider(path), yaml.Parser()); errors.Is(err, fs.ErrNotExist) {
			return nil, usageError("there is no configuration file %q: correct --config or ROSTRUM_CONFIG", path)
		} else if err != nil {
			return nil, usageError("configuration file %s: %v", path, err)
		}
		if err := checkKeys(cmd.Root(), path, settings.Keys()); err != nil {
			return nil, err
		}
	}
	cmd.Flags().VisitAll(func(f *pflag.Flag) {
		name := strings.ToUpper(strings.ReplaceAll(f.Name, "-", "_"))
		fromEnv, inEnv := os.LookupEnv(envPrefix + name)
		key := f.Name
		if !settings.Exists(key) {
			key = strings.ReplaceAll(f.Name, "-", "_")
		}
		switch {
		case err != nil || f.Name == "help":
		case f.Changed:
			origins[f.Name] = "flag"
		case inEnv:
			origins[f.Name] = "environment " + envPrefix + name
			if e := cmd.Flags().Set(f.Name, fromEnv); e != nil {
				err = usageError("%s%s: %v", envPrefix, name, e)
			}
		case settings.Exists(key):
			origins[f.Name] = "file " + path
			value := settings.String(key)
			if list := settings.Strings(key); len(list) > 0 {
				value = strings.Join(list, ",")
			}
			if e := cmd.Flags().Set(f.Name, value); e != nil {
				err = usageError("configuration file %s: %s: %v", path, key, e)
			}
		default:
			origins[f.Name] = originDefault
		}
	})
	return origins, err
}

// checkKeys refuses a key of the configuration file that no command knows: a
// misspelt setting would otherwise be without effect and without a word.
func checkKeys(root *cobra.Command, path string, keys []string) error {
	known := map[string]bool{}
	var visit func(*cobra.Command)
	visit = func(c *cobra.Command) {
		for _, set := range []*pflag.FlagSet{c.Flags(), c.PersistentFlags()} {
			set.VisitAll(func(f *pflag.Flag) { known[f.Name] = true })
		}
		for _, child := range c.Commands() {
			visit(child)
		}
	}
	visit(root)
	slices.Sort(keys)
	for _, key := range keys {
		if !known[strings.ReplaceAll(key, "_", "-")] {
			return usageError("configuration file %s: there is no setting %q; see `rostrum config show`", path, key)
		}
	}
	return nil
}

func configCommand(app *app) *cobra.Command {
	config := &cobra.Command{Use: "config", Short: "Show the settings in force", Args: cobra.NoArgs}
	show := &cobra.Command{
		Use: "show", Short: "Print every setting, and with --origin where it comes from", Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			withOrigin, _ := cmd.Flags().GetBool("origin")
			cmd.Flags().VisitAll(func(f *pflag.Flag) {
				if f.Name == "help" || f.Name == "origin" {
					return
				}
				line := fmt.Sprintf("%s: %s", f.Name, f.Value)
				if withOrigin {
					line += "  # " + app.origins[f.Name]
				}
				fmt.Fprintln(app.stdout, line)
			})
			return nil
		},
	}
	show.Flags().Bool("origin", false, "say where each setting comes from")
	addServeFlags(show.Flags())
	addExtractFlags(show.Flags())
	config.AddCommand(show)
	return config
}
