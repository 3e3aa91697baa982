package api

import (
	"errors"
	"fmt"
	"strings"
)

// Kind says what is known about an order that did not succeed.
type Kind uint8

// The kinds. The zero Kind is the cautious one.
const (
	// KindUndecided: it may have happened. The request, or part of it, was sent and no readable verdict came back:
	// time limit, broken connection, redirect, 5xx, no JSON, cut or oversize body, no code, code 0 without a
	// response, or an answer for another customer_uid.
	KindUndecided Kind = iota
	// KindDeclined: iamport, the PG or the card company said no. Nothing happened.
	KindDeclined
	// KindNotFound: the server knows no such thing (404, or code 1 with its not-found text).
	KindNotFound
	// KindUnauthorized: key, secret or token were refused (401), or no key could be read. Nothing happened.
	KindUnauthorized
	// KindRefused: the input was refused, by the server (4xx, missing parameter) or here before anything was sent.
	KindRefused
	// KindUnreachable: not one byte of the request was sent.
	KindUnreachable
)

var kindNames = [...]string{"undecided", "declined", "not found", "unauthorized", "refused", "unreachable"}

// String names the kind for logs.
func (k Kind) String() string {
	if int(k) < len(kindNames) {
		return kindNames[k]
	}
	return "undecided"
}

// Targets for errors.Is.
var (
	ErrNotFound     = errors.New("api: not found")
	ErrUnauthorized = errors.New("api: unauthorized")
)

// Reasons carried in [Error.Err]; their text is for logs.
var (
	errRedirect   = errors.New("redirect not followed")
	errNotJSON    = errors.New("answer is not the expected JSON")
	errNoCode     = errors.New("answer has no code")
	errNoResponse = errors.New("code 0 without a response")
	errOversize   = errors.New("answer is larger than 1 MiB")
	errOther      = errors.New("answer is about something else than was asked")
	errStatus     = errors.New("server fault")
	errContradict = errors.New("status and code contradict each other")
	errNoKeys     = errors.New("key or secret is empty")
	errBadToken   = errors.New("answer holds no usable token")
	errIncomplete = errors.New("required field is empty")
)

// Error is the failure of one operation. It never holds card digits, keys or tokens.
type Error struct {
	Op      string // the operation: "issue", "lookup", "token", …
	Kind    Kind
	Status  int    // HTTP status, 0 when there was no answer
	Code    int    // iamport's code when HasCode
	HasCode bool   // the answer carried a code
	Message string // the server's own words, made safe to show; "" when there were none
	Err     error  // the cause, may be nil
}

// Error describes the failure for logs. The cause's text passes the same cleaning as the server's words: it may quote
// what came over the wire.
func (e *Error) Error() string {
	var b strings.Builder
	fmt.Fprintf(&b, "iamport %s: %s", e.Op, e.Kind)
	if e.Status != 0 {
		fmt.Fprintf(&b, ", HTTP %d", e.Status)
	}
	if e.HasCode {
		fmt.Fprintf(&b, ", code %d", e.Code)
	}
	if e.Message != "" {
		fmt.Fprintf(&b, ": %s", e.Message)
	}
	if e.Err != nil {
		fmt.Fprintf(&b, ": %s", safeMessage(e.Err.Error()))
	}
	return b.String()
}

// Unwrap returns the cause.
func (e *Error) Unwrap() error { return e.Err }

// Is matches [ErrNotFound] and [ErrUnauthorized] by kind.
func (e *Error) Is(target error) bool {
	return target == ErrNotFound && e.Kind == KindNotFound || target == ErrUnauthorized && e.Kind == KindUnauthorized
}

// Undecided asks whether the order behind err may have been carried out. Only an [*Error] can prove that it was not:
// any other error counts as undecided. nil is decided.
func Undecided(err error) bool {
	if err == nil {
		return false
	}
	if e, ok := errors.AsType[*Error](err); ok {
		return e.Kind == KindUndecided
	}
	return true
}

// notSent restates a failure to get a token as the failure of op: whatever became of the token request, the order
// itself was never sent.
func notSent(op string, err error) *Error {
	out := &Error{Op: op, Kind: KindUnreachable, Err: err}
	if e, ok := errors.AsType[*Error](err); ok {
		out.Status, out.Code, out.HasCode, out.Message = e.Status, e.Code, e.HasCode, e.Message
		if e.Kind != KindUndecided {
			out.Kind = e.Kind
		}
		out.Err = cause{e}
	}
	return out
}

// cause keeps the inner error reachable for errors.As without printing the server's message twice.
type cause struct{ inner *Error }

func (c cause) Error() string {
	short := *c.inner
	short.Message = ""
	return short.Error()
}

func (c cause) Unwrap() error { return c.inner }
