package ledger

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/jackc/pgx/v5/pgconn"
)

// AwayError tells that the database cannot be reached, or was lost in the middle. Nothing was written, unless Undecided:
// the connection was cut between a commit and its answer, and the server did not come back in time to be asked. An order
// is then found among [Store.Unsettled] if it was written; it was not sent, since Begin did not say that it is durable.
type AwayError struct {
	Undecided bool
	Err       error
}

// Error says what the connection met.
func (e *AwayError) Error() string {
	if e.Undecided {
		return fmt.Sprintf("ledger: database is away, and whether it took the last change is not known: %v", e.Err)
	}
	return fmt.Sprintf("ledger: database is away: %v", e.Err)
}

// Unwrap returns what the connection met.
func (e *AwayError) Unwrap() error { return e.Err }

// RefusedError tells that the server answers and lets this user in no further. Reason is password, certificate, database
// (there is none of that name), role (it may not connect, or not see the ledger) or schema (it is missing or older, and the
// user may not make it).
type RefusedError struct {
	Reason string
	Err    error
}

// Error names the reason.
func (e *RefusedError) Error() string {
	return "ledger: server refuses: " + e.Reason + ": " + e.Err.Error()
}

// Unwrap returns the server's error.
func (e *RefusedError) Unwrap() error { return e.Err }

// UnfitError tells that a server or database cannot keep a ledger. What is version or encoding, Has is what it has.
type UnfitError struct{ What, Has string }

// Error names what does not fit.
func (e *UnfitError) Error() string { return "ledger: server is not fit: " + e.What + " " + e.Has }

// code is the server's five letters; "" where it is not the server that speaks.
func code(err error) string {
	var e *pgconn.PgError
	if errors.As(err, &e) {
		return e.Code
	}
	return ""
}

// rolledBack tells that the server took a change back because of another one: it may be begun again.
func rolledBack(err error) bool {
	return code(err) == "40001" || code(err) == "40P01"
}

// said gives what the server said of a read, or did not say, its type; every other error passes.
func (l *Shared) said(err error) error {
	c := code(err)
	var refused *RefusedError
	var away *AwayError
	switch {
	case err == nil, errors.As(err, &refused), errors.As(err, &away):
		return err
	case strings.HasPrefix(c, "28"):
		return &RefusedError{refusal(c), err}
	case c == "3D000":
		return &RefusedError{"database", err}
	case c == "42501", c == "3F000", c == "42P01":
		return &RefusedError{"role", err}
	case strings.HasPrefix(c, "08"), strings.HasPrefix(c, "57P"), c == "53300", c == "25006":
		return &AwayError{Err: err} // going down, coming up, full of others, or a standby
	case strings.HasPrefix(c, "XX"), c == "58P01":
		return &DamagedError{Path: l.server.String(), Err: err}
	case isUntrusted(err):
		return &RefusedError{"certificate", err}
	case c == "" && isConnection(err):
		return &AwayError{Err: err}
	}
	return err
}

func refusal(code string) string {
	if code == "28P01" {
		return "password"
	}
	return "role"
}

// typed gives what the server said of a write its type.
func (l *Shared) typed(err error) error {
	switch c := code(err); {
	case c == "53100":
		return &UnwritableError{"full", &FullError{err}}
	case c == "42501":
		return &UnwritableError{"read_only", &ReadOnlyError{err}}
	case c == "55P03", c == "57014", rolledBack(err):
		return &UnwritableError{"busy", &BusyError{err}}
	case strings.HasPrefix(c, "53") && c != "53300", strings.HasPrefix(c, "58"):
		return &UnwritableError{"io", err}
	}
	err = l.said(err)
	var away *AwayError
	if errors.As(err, &away) {
		return &UnwritableError{"away", err}
	}
	return err
}

// isConnection tells what a connection or its making met from what a caller or this package says.
func isConnection(err error) bool {
	if errors.Is(err, context.Canceled) {
		return false
	}
	var own interface{ Timeout() bool } // of net, and of a time limit
	var connect *pgconn.ConnectError
	return errors.As(err, &connect) || errors.As(err, &own) || errors.Is(err, errResting) || pgconn.SafeToRetry(err) || isCut(err)
}
