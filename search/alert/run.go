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

// Bounds on a run.
const (
	maxTold     = 50 // statements in one message; more come in further messages
	findingTime = 2 * time.Minute
	sendingTime = 30 * time.Second
)

// Records gives what is known of a statement.
type Records interface {
	// Statement is an error wrapping corpus.ErrNotFound for an unknown id.
	Statement(context.Context, corpus.ID) (corpus.Statement, error)
}

// Runner runs the alerts of a config.
type Runner struct {
	Engine    search.Searcher
	Records   Records
	Names     Names
	Outbox    *Outbox
	PublicURL string // how the service is reached from outside; "": messages have no links to it
	// AllowPrivate lets webhooks lead into one's own network.
	AllowPrivate bool
	// Unsent leaves messages in the outbox.
	Unsent bool
}

// Report is what a run did.
type Report struct {
	Alerts []Outcome `json:"alerts"`
}

// Outcome is what a run did for one alert.
type Outcome struct {
	Name   string   `json:"name"`
	New    int      `json:"new"`    // statements told of for the first time
	Sent   int      `json:"sent"`   // messages
	Unsent int      `json:"unsent"` // messages that wait for the next run
	Faults []string `json:"faults,omitempty"`
}

// Failed tells whether something is left to be done.
func (r Report) Failed() bool {
	for _, o := range r.Alerts {
		if len(o.Faults) > 0 {
			return true
		}
	}
	return false
}

// Run asks every question once, then sends all that is to be sent. An alert that
// fails does not keep the others from running; an error ends the run.
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
		if !listed { // nobody wants it any more
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

// step leaves a line for whoever looks for why something was not sent. Alerts
// are named by their digest: what they look for is nobody's business.
func step(ctx context.Context, alert, what string) {
	zerolog.Ctx(ctx).Debug().Str("alert", alert[:12]).Str("step", what).Msg("alert")
}

// look asks one question, and notes what is new.
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

// deliver sends one message and strikes it off. Only what the memory cannot keep
// is an error.
func (r *Runner) deliver(ctx context.Context, config *Config, a saved, m Message, outcome *Outcome) error {
	n, err := r.compose(ctx, a, m)
	if err == nil && len(n.Data.Statements) > 0 { // else all were taken down meanwhile
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
