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

// Settings come from four places, in order of precedence: flag, environment
// (ROSTRUM_ADMIN_ADDR), configuration file (admin-addr or admin_addr), default.
// Every flag can be set in each of them.
const envPrefix = "ROSTRUM_"

// originDefault is the origin of settings that were not set.
const originDefault = "default"

// renamed maps old names of settings to current ones. Flags, environment and
// configuration file accept both.
var renamed = map[string]string{"page-pictures": "page-image-cache", "rate": "rate-limit"}

// currentName is the current name of a flag that may be given by an old name.
func currentName(_ *pflag.FlagSet, name string) pflag.NormalizedName {
	if now, ok := renamed[name]; ok {
		name = now
	}
	return pflag.NormalizedName(name)
}

// namesOf lists the names of a setting, the current one first.
func namesOf(flag string) []string {
	names := []string{flag}
	for old, now := range renamed {
		if now == flag {
			names = append(names, old)
		}
	}
	return names
}

// fromEnvironment looks up a setting in the environment; name is the variable.
func fromEnvironment(flag string) (name, value string, ok bool) {
	for _, flag := range namesOf(flag) {
		name = envPrefix + strings.ToUpper(strings.ReplaceAll(flag, "-", "_"))
		if value, ok = os.LookupEnv(name); ok {
			return name, value, true
		}
	}
	return "", "", false
}

// fromFile looks up a setting in the configuration file; key is its spelling there.
func fromFile(settings *koanf.Koanf, flag string) (key, value string, ok bool) {
	for _, flag := range namesOf(flag) {
		for _, key = range []string{flag, strings.ReplaceAll(flag, "-", "_")} {
			if !settings.Exists(key) {
				continue
			}
			if list := settings.Strings(key); len(list) > 0 {
				return key, strings.Join(list, ","), true
			}
			return key, settings.String(key), true
		}
	}
	return "", "", false
}

// configure sets the flags of cmd that were not given on the command line, and
// returns the origin of each setting.
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
		variable, fromEnv, inEnv := fromEnvironment(f.Name)
		key, value, inFile := fromFile(settings, f.Name)
		switch {
		case err != nil || f.Name == "help":
		case f.Changed:
			origins[f.Name] = "flag"
		case inEnv:
			origins[f.Name] = "environment " + variable
			if e := cmd.Flags().Set(f.Name, fromEnv); e != nil {
				err = usageError("%s: %v", variable, e)
			}
		case inFile:
			origins[f.Name] = "file " + path
			if e := cmd.Flags().Set(f.Name, value); e != nil {
				err = usageError("configuration file %s: %s: %v", path, key, e)
			}
		default:
			origins[f.Name] = originDefault
		}
	})
	return origins, err
}

// checkKeys rejects unknown keys of the configuration file: a misspelt setting would
// otherwise be silently ignored.
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
		if !known[string(currentName(nil, strings.ReplaceAll(key, "_", "-")))] {
			return usageError("configuration file %s: unknown setting %q; see `rostrum config show`", path, key)
		}
	}
	return nil
}

func configCommand(app *app) *cobra.Command {
	config := &cobra.Command{Use: "config", Short: "Show the effective settings", Args: cobra.NoArgs}
	show := &cobra.Command{
		Use: "show", Short: "Show every setting, and with --origin where it was set", Args: cobra.NoArgs,
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
	show.Flags().Bool("origin", false, "show where each setting was set")
	addServeFlags(show.Flags())
	addExtractFlags(show.Flags())
	app.addPublishFlag(show.Flags())
	config.AddCommand(show)
	return config
}
