// Package owner has the system find out whether the account's owner is at the desk: Windows by Hello, which asks for a face, a
// finger or the PIN of Windows; Linux by polkit, which asks for what the account logs in with. macOS is not asked.
package owner

import (
	"context"
	"errors"
)

// ErrNotOffered tells that the system cannot ask, today or ever: nothing is wrong.
var ErrNotOffered = errors.New("this system cannot ask for its owner")

// Means is what a system asks with.
type Means string

// Means there are.
const (
	Hello Means = "hello" // Windows Hello
	Login Means = "login" // the password or finger of the account's log-in
)

// Reason is why nobody was recognized.
type Reason string

// Reasons.
const (
	Cancelled Reason = "cancelled" // whoever was asked left
	Busy      Reason = "busy"      // the device is in use
	Attempts  Reason = "attempts"  // too many that did not fit
	Unable    Reason = "unable"    // the system could not ask after all
)

// NotSeenError tells that the owner was not recognized. Err is the system's own error, if there was one.
type NotSeenError struct {
	Reason Reason
	Err    error
}

func (e *NotSeenError) Error() string {
	if e.Err != nil {
		return "the owner was not recognized: " + string(e.Reason) + ": " + e.Err.Error()
	}
	return "the owner was not recognized: " + string(e.Reason)
}

func (e *NotSeenError) Unwrap() error { return e.Err }

// System asks by the means of this system. [Here] tells whether it has any.
type System struct{}

// Means is what this system asks with; "" where it cannot ask.
func (System) Means() Means { return means }

// Offered tells whether the system can ask now: the account has set it up. It may take a second.
func (System) Offered(ctx context.Context) bool { return offered(ctx) == nil }

// Ask has the system ask, before the window with this handle, and say there for what. It returns nil if, and only if, the
// system says that the owner was recognized; else ErrNotOffered, a *NotSeenError, or ctx's error after its end, with which the
// question goes away. It takes as long as the owner does.
func (System) Ask(ctx context.Context, window uintptr, what string) error {
	return ask(ctx, window, what)
}
