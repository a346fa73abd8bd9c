package main

import (
	"encoding/json"
	"fmt"
	"runtime"
	"runtime/debug"

	"github.com/spf13/cobra"

	"rostrum/indexer/extract/sandbox"
)

// version is set by the release build: -ldflags "-X main.version=1.2.3".
var version = ""

// programVersion is the released version, or else the commit of the build.
func programVersion() string {
	if version != "" {
		return version
	}
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return "unknown"
	}
	revision, modified := "", ""
	for _, s := range info.Settings {
		switch {
		case s.Key == "vcs.revision":
			revision = s.Value[:min(12, len(s.Value))]
		case s.Key == "vcs.modified" && s.Value == "true":
			modified = "-modified"
		}
	}
	if revision == "" {
		return "development"
	}
	return "development-" + revision + modified
}

// about describes this program and machine.
type about struct {
	Version     string              `json:"version"`
	Go          string              `json:"go"`
	Platform    string              `json:"platform"`
	Readers     string              `json:"readers"` // "confined", or what is missing
	Confinement sandbox.Confinement `json:"confinement"`
}

func aboutThis() (about, error) {
	start, err := launcher()
	if err != nil {
		return about{}, err
	}
	c := sandbox.Examine(start)
	out := about{programVersion(), runtime.Version(), runtime.GOOS + "/" + runtime.GOARCH, "confined", c}
	if err := c.Err(); err != nil {
		out.Readers = err.Error()
	}
	return out, nil
}

func versionCommand(app *app) *cobra.Command {
	var asJSON bool
	cmd := &cobra.Command{
		Use: "version", Short: "Show the version, and whether document readers are sandboxed", Args: cobra.NoArgs,
		RunE: func(*cobra.Command, []string) error {
			if asJSON {
				a, err := aboutThis()
				if err != nil {
					return err
				}
				return json.NewEncoder(app.stdout).Encode(a)
			}
			fmt.Fprintf(app.stdout, "rostrum %s (%s, %s/%s)\n", programVersion(), runtime.Version(), runtime.GOOS, runtime.GOARCH)
			return nil
		},
	}
	cmd.Flags().BoolVar(&asJSON, "json", false, "print JSON")
	return cmd
}
