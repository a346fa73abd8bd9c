package alert

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/rs/zerolog"

	"rostrum/corpus"
	"rostrum/search"
	"rostrum/search/export"
)

// Limits of a run.
const (
	maxTold     = 50 // statements per message; others are sent in further messages
	findingTime = 2 * time.Minute
	sendingTime = 30 * time.Second
)

// Records provides statements.
type Records interface {
	// Statement returns an error wrapping corpus.ErrNotFound for an unknown id.
	Statement(context.Context, corpus.ID) (corpus.Statement, error)
}

// Runner runs the alerts of a config.
type Runner struct {
	Engine    search.Searcher
	Records   Records
	Names     Names
	Outbox    *Outbox
	PublicURL string // public URL of the service; if empty, messages have no links to it
	// AllowPrivate allows webhooks at private addresses.
	AllowPrivate bool
	// Unsent leaves messages in the outbox.
	Unsent bool
}

// Report is the result of a run.
type Report struct {
	Alerts []Outcome `json:"alerts"`
}

// Outcome is the result of a run for one alert.
type Outcome struct {
	Name   string   `json:"name"`
	New    int      `json:"new"`    // new statements
	Sent   int      `json:"sent"`   // messages sent
	Unsent int      `json:"unsent"` // messages to be retried
	Faults []string `json:"faults,omitempty"`
}

// Failed reports whether any alert failed or has unsent messages.
func (r Report) Failed() bool {
	for _, o := range r.Alerts {
		if len(o.Faults) > 0 {
			return true
		}
	}
	return false
}

// Run runs each search once, then sends all pending messages. The failure of an
// alert does not affect the others; it returns an error only if the run itself fails.
func (r *Runner) Run(ctx context.Context, config *Config) (Report, error) {
	report := Report{Alerts: make([]Outcome, len(config.alerts))}
	places := map[string]int{}
	for i, a := range config.alerts {
		places[a.key] = i
		report.Alerts[i].Name = a.name
		n, err := r.look(ctx, a)
		switch {
		case errors.Is(err, corpus.ErrInvalid), errors.Is(err, corpus.ErrOverLimit), errors.Is(err, context.DeadlineExceeded):
			report.Alerts[i].Faults = append(report.Alerts[i].Faults, "the search failed: "+err.Error())
		case err != nil:
			return report, err
		}
		report.Alerts[i].New = n
	}
	if r.Unsent {
		return report, nil
	}
	waiting, err := r.Outbox.Pending(ctx)
	if err != nil {
		return report, err
	}
	for _, m := range waiting {
		i, listed := places[m.Alert]
		if !listed { // its alert is no longer in the file
			if err := r.Outbox.Settle(ctx, m.ID); err != nil {
				return report, err
			}
			continue
		}
		if err := r.deliver(ctx, config, config.alerts[i], m, &report.Alerts[i]); err != nil {
			return report, err
		}
	}
	return report, nil
}

// step logs at debug level why something was not sent. Alerts are identified by
// their hash only: their searches are private.
func step(ctx context.Context, alert, what string) {
	zerolog.Ctx(ctx).Debug().Str("alert", alert[:12]).Str("step", what).Msg("alert")
}

// look runs one search, and records new matches.
func (r *Runner) look(ctx context.Context, a saved) (n int, err error) {
	step(ctx, a.key, "look")
	finding, cancel := context.WithTimeout(ctx, findingTime)
	defer cancel()
	var found []Found
	for hit, err := range export.All(finding, r.Engine, a.request) {
		if err != nil {
			return 0, err
		}
		s := hit.Statement
		f := Found{ID: s.ID, Names: []string{string(s.ID), string(s.Work)}}
		for _, t := range hit.Translations {
			f.Names = append(f.Names, string(t.ID))
		}
		f.Old = a.since.IsZero() || s.Date.IsZero() || s.Date.Last() < a.since.First()
		found = append(found, f)
	}
	step(ctx, a.key, "found")
	messages, err := r.Outbox.Tell(ctx, a.key, a.question, found, maxTold)
	if err != nil {
		return 0, err
	}
	step(ctx, a.key, "noted")
	for _, m := range messages {
		n += len(m.Statements)
	}
	return n, nil
}

// deliver sends one message and settles it. Only failures of the outbox are returned
// as errors.
func (r *Runner) deliver(ctx context.Context, config *Config, a saved, m Message, outcome *Outcome) error {
	n, err := r.compose(ctx, a, m)
	if err == nil && len(n.Data.Statements) > 0 { // otherwise all statements were removed in the meantime
		step(ctx, a.key, "send")
		sending, cancel := context.WithTimeout(ctx, sendingTime)
		if a.webhook != "" {
			err = r.post(sending, a, m.ID, n)
		} else {
			err = config.mail.send(sending, a, m.ID, n)
		}
		cancel()
		if err == nil {
			outcome.Sent++
			step(ctx, a.key, "sent")
		}
	}
	if err != nil {
		if ctx.Err() != nil {
			return ctx.Err()
		}
		outcome.Unsent++
		outcome.Faults = append(outcome.Faults, fmt.Sprintf("a message was not sent and will be retried: %v", err))
		return nil
	}
	if err := r.Outbox.Settle(ctx, m.ID); err != nil {
		return err
	}
	step(ctx, a.key, "settled")
	return nil
}
