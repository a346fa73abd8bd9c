package main

import (
	"encoding/json"
	"fmt"

	"github.com/spf13/cobra"

	"rostrum/cmd/rostrum/terminal"
	"rostrum/corpus/backup"
	"rostrum/search"
	"rostrum/search/service"
)

func verifyCommand(app *app) *cobra.Command {
	var asJSON bool
	cmd := &cobra.Command{
		Use: "verify", Short: "Check records, originals and index, byte by byte and against each other", Args: cobra.NoArgs,
		Long: `Read every record, text, original and generation of the index, compare them with
their checksums and with each other, and report each problem and how to fix it. It
can run at the same time as other commands.

Exit codes: 0 no problems; 1 problems with records or originals; 4 problems with
the index, which can always be rebuilt.`,
		RunE: func(cmd *cobra.Command, _ []string) error {
			folder, _ := app.folder(nil, "")
			v, err := folder.Verify(cmd.Context())
			if err != nil {
				return err
			}
			advise(&v)
			if asJSON {
				err = json.NewEncoder(app.stdout).Encode(v)
			} else {
				app.terminal().Verified(v)
			}
			switch {
			case err != nil:
				return err
			case v.Damaged:
				return &exitError{code: exitNoIndex}
			case !v.OK:
				return &exitError{code: exitFailure}
			}
			return nil
		},
	}
	cmd.Flags().BoolVar(&asJSON, "json", false, "print JSON")
	return cmd
}

// advise adds to the problems how to fix the index, and notes what is not a problem.
func advise(v *backup.Verified) {
	for i := range v.Problems {
		switch p := &v.Problems[i]; p.Kind {
		case backup.ProblemIndexMissing:
			p.Message += advice(search.ErrNotBuilt)
		case backup.ProblemIndexDamaged, backup.ProblemIndexVersion, backup.ProblemIndexLacks, backup.ProblemIndexExtra, backup.ProblemIndexDiffers:
			p.Message += adviceRebuild
		}
	}
	if v.Unnamed > 0 {
		v.Notes = append(v.Notes, fmt.Sprintf("%s (%s) without a record; they are harmless, and are reused if their statements are added again",
			terminal.Count(v.Unnamed, "original", "originals"), terminal.Megabytes(v.UnnamedBytes)))
	}
	if v.Behind {
		v.Notes = append(v.Notes, explain(service.Behind))
	}
}
