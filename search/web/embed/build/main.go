// Command build bundles the source of <rostrum-search> into the one file that is served. Run it with `go
// generate ./search/web/embed`; the result is committed. With -release it also stores the version for
// pages that pin it.
package main

import (
	"flag"
	"fmt"
	"os"
	"strings"

	"github.com/evanw/esbuild/pkg/api"

	"rostrum/search/web/embed"
)

// Files, relative to the folder of the package.
const (
	source = "source/element.js"
	target = "npm/" + embed.Name
	kept   = "kept/"
)

func main() {
	release := flag.Bool("release", false, "keep this version for pages that will be pinned to it")
	flag.Parse()
	script, err := bundle(source)
	if err == nil {
		err = os.WriteFile(target, script, 0o644)
	}
	if err == nil && *release {
		err = os.WriteFile(kept+embed.VersionedName(script), script, 0o644)
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "build:", err)
		os.Exit(1)
	}
}

// internal matches property names that are used only within the source, and can be shortened.
const internal = "^(ask|choose|chosen|countOf|dateOf|element|input|linkTo|open|option|pageOf|set|show|stop|words|write)$"

// bundle bundles and minifies a script with its imports.
func bundle(entry string) ([]byte, error) {
	result := api.Build(api.BuildOptions{
		EntryPoints: []string{entry}, Bundle: true, Format: api.FormatESModule, Target: api.ES2022, Charset: api.CharsetUTF8,
		MinifySyntax: true, MinifyWhitespace: true, MinifyIdentifiers: true, LegalComments: api.LegalCommentsNone,
		Plugins: []api.Plugin{styleSheets}, MangleProps: internal,
	})
	if err := fault(result.Errors); err != nil {
		return nil, err
	}
	return result.OutputFiles[0].Contents, nil
}

// styleSheets imports style sheets as minified text.
var styleSheets = api.Plugin{Name: "style-sheets", Setup: func(build api.PluginBuild) {
	build.OnLoad(api.OnLoadOptions{Filter: `\.css$`}, func(args api.OnLoadArgs) (api.OnLoadResult, error) {
		content, err := os.ReadFile(args.Path)
		if err != nil {
			return api.OnLoadResult{}, err
		}
		sheet := api.Transform(string(content), api.TransformOptions{
			Loader: api.LoaderCSS, MinifySyntax: true, MinifyWhitespace: true, Sourcefile: args.Path,
		})
		if err := fault(sheet.Errors); err != nil {
			return api.OnLoadResult{}, err
		}
		text := strings.TrimSpace(string(sheet.Code))
		return api.OnLoadResult{Contents: &text, Loader: api.LoaderText}, nil
	})
}}

func fault(messages []api.Message) error {
	if len(messages) == 0 {
		return nil
	}
	m := messages[0]
	if m.Location == nil {
		return fmt.Errorf("%s", m.Text)
	}
	return fmt.Errorf("%s:%d:%d: %s", m.Location.File, m.Location.Line, m.Location.Column, m.Text)
}
