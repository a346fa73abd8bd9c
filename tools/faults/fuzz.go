package main

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"os/exec"
	"path"
	"regexp"
	"strconv"
	"strings"
	"time"
)

var executions = regexp.MustCompile(`execs: (\d+)`)

// fuzz runs every fuzz target of the packages whose name matches fit, one at a time,
// for the time each, and returns the outcome.
func fuzz(ctx context.Context, each time.Duration, fit string, packages []string) (*outcome, error) {
	wanted, err := regexp.Compile(fit)
	if err != nil {
		return nil, err
	}
	list, err := command(ctx, "go", append([]string{"list"}, packages...)...)
	if err != nil {
		return nil, err
	}
	var out outcome
	var ran []string
	tried := 0
	for _, pkg := range strings.Fields(list) {
		targets, err := command(ctx, "go", "test", "-list", "^Fuzz", pkg)
		if err != nil {
			return nil, err
		}
		for _, target := range strings.Fields(targets) {
			if !strings.HasPrefix(target, "Fuzz") || !wanted.MatchString(pkg+"."+target) {
				continue
			}
			fmt.Fprintln(os.Stderr, pkg, target)
			said, err := command(ctx, "go", "test", "-run", "^$", "-fuzz", "^"+target+"$", "-fuzztime", each.String(), pkg)
			if ctx.Err() != nil {
				return nil, ctx.Err()
			}
			if err != nil {
				fmt.Fprintln(os.Stderr, said)
				out.Failed = append(out.Failed, pkg+"."+target)
			}
			if last := executions.FindAllStringSubmatch(said, -1); len(last) > 0 {
				n, _ := strconv.Atoi(last[len(last)-1][1]) // digits only
				tried += n
			}
			ran = append(ran, path.Base(pkg)+"."+target)
		}
	}
	if len(ran) == 0 {
		return nil, fmt.Errorf("no fuzz target fits %q", fit)
	}
	out.Found = []string{fmt.Sprintf("%d targets (%s), %g minutes each: %d inputs, %d crashers", len(ran), strings.Join(ran, ", "), each.Minutes(), tried, len(out.Failed))}
	return &out, nil
}

// command runs a command and returns its output, stdout and stderr.
func command(ctx context.Context, name string, args ...string) (string, error) {
	var out bytes.Buffer
	cmd := exec.CommandContext(ctx, name, args...)
	cmd.Stdout, cmd.Stderr = &out, &out
	if err := cmd.Run(); err != nil {
		return out.String(), fmt.Errorf("%s %s: %w\n%s", name, strings.Join(args, " "), err, out.String())
	}
	return out.String(), nil
}
