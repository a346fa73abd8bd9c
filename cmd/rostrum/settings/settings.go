// Package settings reads the settings of a command. In order of precedence they come
// from flags, environment (ROSTRUM_ADMIN_ADDR), configuration file (admin-addr or
// admin_addr) and defaults. Every flag can be set in each of them.
package settings

import (
	"errors"
	"io/fs"
	"os"
	"slices"
	"strings"

	"github.com/knadh/koanf/parsers/yaml"
	"github.com/knadh/koanf/providers/file"
	"github.com/knadh/koanf/v2"
	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"rostrum/corpus"
)

const envPrefix = "ROSTRUM_"

// Default is the origin of settings that were not set.
const Default = "default"

// renamed maps old names of settings to current ones. Flags, environment and
// configuration file accept both.
var renamed = map[string]string{"page-pictures": "page-image-cache", "rate": "rate-limit"}

// CurrentName is the current name of a flag that may be given by an old name.
func CurrentName(_ *pflag.FlagSet, name string) pflag.NormalizedName {
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

// Apply sets the flags of cmd that were not given on the command line, and returns
// the origin of each setting: "flag", "environment NAME", "file PATH" or Default.
// Errors wrap corpus.ErrInvalid: a file that cannot be read, an unknown key, or an
// invalid value.
func Apply(cmd *cobra.Command) (origins map[string]string, err error) {
	origins = map[string]string{}
	settings := koanf.New("/")
	path, _ := cmd.Flags().GetString("config")
	if path == "" {
		path = os.Getenv(envPrefix + "CONFIG")
	}
	if path != "" {
		if err := settings.Load(file.Provider(path), yaml.Parser()); errors.Is(err, fs.ErrNotExist) {
			return nil, corpus.ErrInvalid.Errorf("there is no configuration file %q: correct --config or ROSTRUM_CONFIG", path)
		} else if err != nil {
			return nil, corpus.ErrInvalid.Errorf("configuration file %s: %v", path, err)
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
				err = corpus.ErrInvalid.Errorf("%s: %v", variable, e)
			}
		case inFile:
			origins[f.Name] = "file " + path
			if e := cmd.Flags().Set(f.Name, value); e != nil {
				err = corpus.ErrInvalid.Errorf("configuration file %s: %s: %v", path, key, e)
			}
		default:
			origins[f.Name] = Default
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
		if !known[string(CurrentName(nil, strings.ReplaceAll(key, "_", "-")))] {
			return corpus.ErrInvalid.Errorf("configuration file %s: unknown setting %q; see `rostrum config show`", path, key)
		}
	}
	return nil
}
