package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/url"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"rostrum/corpus/authority"
	"rostrum/search"
	"rostrum/search/client"
	"rostrum/search/web/answer"
)

func quoteCommand(app *app) *cobra.Command {
	var size int
	var asJSON, failEmpty bool
	cmd := &cobra.Command{
		Use:   "quote [TEXT]",
		Short: "Check a quotation against the statements",
		Long: `Check whether a quotation occurs in a statement: verbatim (differences in case,
accents, punctuation and hyphens are only noted), as a close match (with the
differences), or not at all (with the longest part that matches). "..." marks an
omission. Without TEXT the quotation is read from standard input; up to 2,000
characters.`,
		Example: `  rostrum quote 'the words attributed to a state'
  rostrum quote --session ASP20 --json <passage.txt`,
		RunE: func(cmd *cobra.Command, args []string) error {
			if size < 1 || size > search.MaxSize {
				return usageError("--size %d: use 1 to %d", size, search.MaxSize)
			}
			text := strings.Join(args, " ")
			if len(args) == 0 {
				var err error
				if text, err = app.readQuotation(); err != nil {
					return err
				}
			}
			if service, err := remote(cmd.Flags()); err != nil {
				return err
			} else if service != nil {
				verdict, err := app.quoteRemote(cmd.Context(), service, client.Quotation{Text: text, Filters: remoteFilters(cmd.Flags()), Size: size}, asJSON)
				if err == nil && failEmpty && verdict == search.NotFound {
					return &exitError{code: exitNothing}
				}
				return err
			}
			names, err := authority.Load(app.authority)
			if err != nil {
				return err
			}
			filters, err := readFilters(cmd.Flags(), names)
			if err != nil {
				return err
			}
			index, err := app.openIndex(cmd.Context(), names)
			if err != nil {
				return err
			}
			defer index.Close()
			return app.quote(cmd.Context(), index, names, search.QuoteRequest{Text: text, Filters: filters, Size: size}, asJSON, failEmpty)
		},
	}
	addFilterFlags(cmd.Flags())
	addServerFlag(cmd.Flags())
	cmd.Flags().IntVar(&size, "size", search.DefaultQuoteSize, "maximum number of statements, 1 to 100")
	cmd.Flags().BoolVar(&asJSON, "json", false, "print JSON, as returned by /api/v1/quote")
	cmd.Flags().BoolVar(&failEmpty, "fail-empty", false, "exit with code 5 when it is not found")
	return cmd
}

// readQuotation reads standard input, up to four bytes for each allowed character
// and one more, which shows that the text is too long.
func (a *app) readQuotation() (string, error) {
	if isTerminal(a.stdin) {
		return "", usageError("no text to check: pass it as an argument or on standard input; see `rostrum quote --help`")
	}
	raw, err := io.ReadAll(io.LimitReader(a.stdin, 4*(search.MaxQuote+1)))
	if err != nil {
		return "", fmt.Errorf("read the passage from standard input: %w", err)
	}
	return strings.TrimSpace(string(raw)), nil
}

func (a *app) quote(ctx context.Context, index search.Index, names *authority.Authority, r search.QuoteRequest, asJSON, failEmpty bool) error {
	quoter, err := power[search.Quoter](index, "check quotations")
	if err != nil {
		return err
	}
	result, err := quoter.Quote(ctx, r)
	var wrong *search.QuoteError
	if errors.As(err, &wrong) {
		return usageError("%s", wrong.Message)
	}
	if err != nil {
		return err
	}
	if asJSON {
		params := url.Values{"text": {r.Text}, "size": {strconv.Itoa(r.Size)}}
		addFilters(params, r.Filters)
		err = a.printJSON(answer.Quote(apiSite(names), r, params, result))
	} else {
		err = a.terminal().Quote(printed(names).Quote(result))
	}
	if err == nil && failEmpty && result.Verdict == search.NotFound {
		return &exitError{code: exitNothing}
	}
	return err
}
