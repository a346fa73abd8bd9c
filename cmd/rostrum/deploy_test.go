package main

import (
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
)

var (
	sampleFlag     = regexp.MustCompile(`--([a-z][a-z-]+)`)
	sampleVariable = regexp.MustCompile(`ROSTRUM_([A-Z_]+)`)
)

// TestDeploymentSamples checks that every flag and variable in the folder deploy is a
// setting of the program.
func TestDeploymentSamples(t *testing.T) {
	settings := map[string]bool{}
	var collect func(*cobra.Command)
	collect = func(cmd *cobra.Command) {
		add := func(f *pflag.Flag) { settings[f.Name] = true }
		cmd.Flags().VisitAll(add)
		cmd.PersistentFlags().VisitAll(add)
		for _, c := range cmd.Commands() {
			collect(c)
		}
	}
	collect(rootCommand(&app{}))
	found := 0
	check := func(file, line, name string) {
		if found++; !settings[name] {
			t.Errorf("%s: there is no setting %s: %s", file, name, line)
		}
	}
	err := filepath.WalkDir("../../deploy", func(path string, e fs.DirEntry, err error) error {
		if err != nil || e.IsDir() || filepath.Ext(path) == ".md" {
			return err
		}
		content, err := os.ReadFile(path)
		for line := range strings.Lines(string(content)) {
			if strings.HasPrefix(line, "#") || !strings.Contains(line, "rostrum") && !strings.Contains(line, "ROSTRUM") && !strings.Contains(line, `"serve"`) && !strings.Contains(line, `"sync"`) {
				continue
			}
			for _, m := range sampleFlag.FindAllStringSubmatch(line, -1) {
				check(path, line, m[1])
			}
			for _, m := range sampleVariable.FindAllStringSubmatch(line, -1) {
				check(path, line, strings.ReplaceAll(strings.ToLower(m[1]), "_", "-"))
			}
		}
		return err
	})
	if err != nil || found < 10 {
		t.Fatalf("%d settings were found: %v", found, err)
	}
}
