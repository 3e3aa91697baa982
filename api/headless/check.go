package headless

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"

	"billkey/api/credentials"
	"billkey/api/issuing"
)

// CheckReport is the outcome of `billkey check`.
type CheckReport struct {
	Profile     string            `json:"profile"`
	Environment string            `json:"environment"`
	Ready       bool              `json:"ready"`
	Failure     string            `json:"failure,omitempty"` // an issuing.Kind
	Message     string            `json:"message,omitempty"` // iamport's own
	Channels    []issuing.Channel `json:"channels,omitempty"`
}

// runCheck proves key and secret and lists the channels that can issue.
func runCheck(ctx context.Context, c *Command, stdout, stderr io.Writer) int {
	p, err := Open(ctx, c.Options)
	if err != nil {
		return fail(stderr, ExitNotReady, err)
	}
	defer func() { _ = p.Close() }()
	profile, err := p.Choose()
	if err != nil {
		return fail(stderr, ExitUsage, err)
	}
	channels, err := p.Try(ctx, profile, credentials.Keys{})
	report := CheckReport{Profile: profile.ID, Environment: string(profile.Environment), Channels: channels}
	code := report.judge(err)
	if c.JSON {
		enc := json.NewEncoder(stdout)
		enc.SetIndent("", "  ")
		_ = enc.Encode(report)
		return code
	}
	report.print(stdout)
	return code
}

func (r *CheckReport) judge(err error) int {
	for _, c := range r.Channels {
		r.Ready = r.Ready || c.CanIssue
	}
	var f *issuing.Failure
	switch {
	case errors.As(err, &f):
		r.Failure, r.Message = string(f.Kind), f.Message
		if f.Kind == issuing.Unreachable {
			return ExitUnreachable
		}
		return ExitNotReady
	case err != nil:
		r.Failure, r.Message = "other", err.Error()
		return ExitNotReady
	case !r.Ready:
		r.Failure = "no_channel"
		return ExitNotReady
	}
	return ExitOK
}

func (r *CheckReport) print(w io.Writer) {
	say(w, fmt.Sprintf("profile %s (%s)", r.Profile, r.Environment))
	for _, c := range r.Channels {
		mode, use := "live", "window only"
		if c.Test {
			mode = "test"
		}
		if c.CanIssue {
			use = "can issue"
		}
		say(w, fmt.Sprintf("  %-4s  %-11s  %s  %s.%s  %s", mode, use, c.Name, c.PG, c.MID, c.Key))
	}
	if r.Ready {
		say(w, "ready")
		return
	}
	say(w, fmt.Sprintf("not ready: %s %s", r.Failure, r.Message))
}
