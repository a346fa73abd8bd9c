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
	"rostrum/search/api"
	"rostrum/search/client"
	"rostrum/search/web/answer"
)

func quoteCommand(app *app) *cobra.Command {
	var size int
	var asJSON, failEmpty bool
	cmd := &cobra.Command{
		Use:   "quote [TEXT]",
		Short: "Check whether a passage is quoted as in a statement",
		Long: `Check whether a passage is quoted as in a statement: verbatim (differences in case,
accents, punctuation and hyphens are only noted), closely (with the differences),
or not at all (with the longest part that matches). "..." stands for words left
out. Without TEXT the passage is read from standard input; up to 2,000 characters.`,
		Example: `  rostrum quote 'the words somebody attributes to a state'
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
	cmd.Flags().IntVar(&size, "size", search.DefaultQuoteSize, "statements wanted, 1 to 100")
	cmd.Flags().BoolVar(&asJSON, "json", false, "print what /api/v1/quote answers")
	cmd.Flags().BoolVar(&failEmpty, "fail-empty", false, "end with exit code 5 when it is not found")
	return cmd
}

// readQuotation reads standard input up to a little more than may be checked:
// four bytes for each character, and one that shows that there are more.
func (a *app) readQuotation() (string, error) {
	if isTerminal(a.stdin) {
		return "", usageError("name the passage to check, or give it on standard input; see `rostrum quote --help`")
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
		a.printQuote(printed(names).Quote(result))
	}
	if err == nil && failEmpty && result.Verdict == search.NotFound {
		return &exitError{code: exitNothing}
	}
	return err
}

func (a *app) printQuote(result api.Quote) {
	on, off := a.emphasis()
	switch result.Verdict {
	case search.NotFound:
		fmt.Fprintln(a.stdout, "not found")
		p := result.Partial
		if p == nil {
			return
		}
		fmt.Fprintf(a.stdout, "Longest matching passage: %d of %s: %s\n", p.Words, plural(result.Words, "word", "words"), marked(p.Quoted, nil, "", ""))
		a.printQuoted(1, p.Hit, "", on, off)
		return
	default:
		fmt.Fprintf(a.stdout, "%s, in %s\n", printable(string(result.Verdict)), plural(result.Total, "statement", "statements"))
	}
	for i, m := range result.Matches {
		said := string(m.Verdict)
		if m.Note != "" {
			said += " (" + m.Note + ")"
		}
		a.printQuoted(i+1, m.Hit, printable(said), on, off)
		for _, d := range m.Differences {
			quoted, found := marked(d.Quoted, nil, "", ""), marked(d.Found, nil, "", "")
			switch d.Op {
			case search.OpReplace:
				fmt.Fprintf(a.stdout, "   quoted %q, found %q\n", quoted, found)
			case search.OpDelete:
				fmt.Fprintf(a.stdout, "   quoted %q, found nothing\n", quoted)
			case search.OpInsert:
				fmt.Fprintf(a.stdout, "   left out in the quotation: %q\n", found)
			}
		}
	}
}

func (a *app) printQuoted(n int, hit api.Hit, said, on, off string) {
	fmt.Fprintf(a.stdout, "\n%d. %s\n   %s\n", n, marked(hit.Title, nil, on, off), strings.Join(facts(hit), " · "))
	if said != "" {
		fmt.Fprintf(a.stdout, "   %s\n", said)
	}
	a.printPassages(hit, on, off)
}
