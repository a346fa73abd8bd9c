package main

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"rostrum/corpus"
	"rostrum/corpus/authority"
)

func authorityCommand(app *app) *cobra.Command {
	cmd := &cobra.Command{
		Use:   "authority",
		Short: "Check the authority files, or look up a name",
		Long: `The authority files name sessions, topics, organizations, states, situations and
document types. They are built in; files with the same names in a folder
(--authority FOLDER) extend them or replace rows.`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			return usageError("say what to do: `%s check` or `%s show NAME`", cmd.CommandPath(), cmd.CommandPath())
		},
	}
	cmd.AddCommand(authorityCheckCommand(app), authorityShowCommand(app))
	return cmd
}

func authorityCheckCommand(app *app) *cobra.Command {
	return &cobra.Command{
		Use:   "check [FOLDER]",
		Short: "Check the authority files: errors by file and line",
		Long: `Read the built-in authority files together with those in FOLDER (or in
--authority), and print each invalid row with its file and line: a name that two
ids claim, a reference to an unknown id, a date that does not exist. Without
errors, print what the files contain.`,
		Args: cobra.MaximumNArgs(1),
		RunE: func(_ *cobra.Command, args []string) error {
			dir := app.authority
			if len(args) > 0 {
				dir = args[0]
			}
			names, err := authority.Load(dir)
			var faults authority.Faults
			if errors.As(err, &faults) {
				for _, fault := range faults {
					fmt.Fprintln(app.stdout, fault)
				}
				return usageError("%s in the authority files", plural(len(faults), "fault", "faults"))
			}
			if err != nil {
				return err
			}
			return printHoldings(app.stdout, names)
		},
	}
}

// printHoldings counts what the authority holds, and in how many of the
// languages of the interface it can show it.
func printHoldings(out interface{ Write([]byte) (int, error) }, names *authority.Authority) error {
	w := bufio.NewWriter(out)
	fmt.Fprintf(w, "%-13s %6s %6s", "", "ids", "names")
	for _, lang := range labelLanguages {
		fmt.Fprintf(w, " %5s", lang)
	}
	fmt.Fprintf(w, " %9s\n", "confirmed")
	for _, f := range authority.Fields() {
		ids := names.IDs(f)
		known, confirmed := 0, 0
		labels := map[corpus.Language]int{}
		for _, id := range ids {
			known += len(names.Names(f, id))
			d, _ := names.Describe(f, id)
			for lang := range d.Labels {
				labels[lang]++
			}
			if d.ConfirmedBy != "" && !strings.HasPrefix(d.ConfirmedBy, ownKnowledge) {
				confirmed++
			}
		}
		fmt.Fprintf(w, "%-13s %6d %6d", f, len(ids), known)
		for _, lang := range labelLanguages {
			fmt.Fprintf(w, " %5d", labels[lang])
		}
		fmt.Fprintf(w, " %9d\n", confirmed)
	}
	fmt.Fprintf(w, "No faults. Version %s.\n", names.Version())
	return w.Flush()
}

// ownKnowledge is what confirmed_by says of a row that nobody has checked.
const ownKnowledge = "own knowledge"

// labelLanguages are those of the interface.
var labelLanguages = []corpus.Language{
	corpus.English, corpus.French, corpus.Spanish, corpus.Arabic, corpus.Russian, corpus.Chinese,
}

func authorityShowCommand(app *app) *cobra.Command {
	var asJSON bool
	cmd := &cobra.Command{
		Use:   "show ID|NAME",
		Short: "Show what an id or a name resolves to, and the row that says so",
		Example: `  rostrum authority show HRW
  rostrum authority show 'République démocratique du Congo'
  rostrum authority show '16ème session' --json`,
		Args: cobra.MinimumNArgs(1),
		RunE: func(_ *cobra.Command, args []string) error {
			names, err := authority.Load(app.authority)
			if err != nil {
				return err
			}
			name := strings.Join(args, " ")
			var found []authority.Description
			for _, f := range authority.Fields() {
				if id, ok := names.Resolve(f, name); ok {
					d, _ := names.Describe(f, id)
					found = append(found, d)
				}
			}
			if len(found) == 0 {
				return unknownName(names, name)
			}
			if asJSON {
				return json.NewEncoder(app.stdout).Encode(found)
			}
			return printDescriptions(app.stdout, found)
		},
	}
	cmd.Flags().BoolVar(&asJSON, "json", false, "print as JSON")
	return cmd
}

// unknownName says that no file has a name, and which names are near it.
func unknownName(names *authority.Authority, name string) error {
	var near []string
	for _, f := range authority.Fields() {
		if id, ok := names.Near(f, name); ok {
			near = append(near, fmt.Sprintf("%s (%s %s)", names.Label(f, id, corpus.English), f, id))
		}
	}
	hint := "add a row for it to a file of your own, and name its folder with --authority"
	if len(near) > 0 {
		hint = "on a page it would be read as " + strings.Join(near, " or ")
	}
	return corpus.ErrNotFound.Errorf("no authority file has the name %q: %s", name, hint)
}

func printDescriptions(out interface{ Write([]byte) (int, error) }, found []authority.Description) error {
	w := bufio.NewWriter(out)
	line := func(what, value string) {
		if value != "" {
			fmt.Fprintf(w, "  %-13s %s\n", what, value)
		}
	}
	for i, d := range found {
		if i > 0 {
			fmt.Fprintln(w)
		}
		fmt.Fprintf(w, "%s %s\n", d.Field, d.ID)
		line("kind", d.Kind)
		line("acronym", d.Acronym)
		for _, lang := range append(labelLanguages, corpus.Portuguese) {
			line(string(lang), d.Labels[lang])
		}
		line("also", strings.Join(d.Aliases, " | "))
		line("ambiguous", strings.Join(d.Ambiguous, " | "))
		line("row", fmt.Sprintf("%s:%d", d.File, d.Line))
		line("confirmed by", d.ConfirmedBy)
	}
	return w.Flush()
}
