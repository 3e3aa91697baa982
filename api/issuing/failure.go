package issuing

import (
	"context"
	"errors"
	"fmt"

	"billkey/api"
	"billkey/api/ledger"
)

// Kind says why the desk could not do what was asked, for [Failure].
type Kind string

// Kinds. In all of them nothing was issued.
const (
	// BadUID: the customer_uid cannot be sent.
	BadUID Kind = "bad_uid"
	// Used: a key stands behind the customer_uid and its replacement was not confirmed.
	Used Kind = "used"
	// Changed: the key is no longer the one that was confirmed.
	Changed Kind = "changed"
	// OpenOrder: an order for this customer_uid is still open, here or at another desk on this ledger.
	OpenOrder Kind = "open_order"
	// NoJournal: the ledger could not be written, so nothing was sent.
	NoJournal Kind = "no_journal"
	// BadCredentials: iamport refused key and secret, or the token made of them.
	BadCredentials Kind = "bad_credentials"
	// NoCredentials: the profile's key and secret could not be had; Err tells why.
	NoCredentials Kind = "no_credentials"
	// Unreachable: no connection, nothing was sent.
	Unreachable Kind = "unreachable"
	// Unclear: an answer that could not be understood, to a question that changes nothing.
	Unclear Kind = "unclear"
	// Declined: iamport, the PG or the card company said no; Message is theirs.
	Declined Kind = "declined"
	// Cancelled: the operator left.
	Cancelled Kind = "cancelled"
	// NoCard: the card's fields are empty or wiped.
	NoCard Kind = "no_card"
	// OtherProfile: the order belongs to another profile; its key is never looked up with this one's credentials.
	OtherProfile Kind = "other_profile"
	// TooEarly: the order's answer may still come, so it cannot be settled by hand.
	TooEarly Kind = "too_early"
	// NoReason: settling by hand and deleting need a reason.
	NoReason Kind = "no_reason"
	// Settled: the order has an end already.
	Settled Kind = "settled"
	// NotConfirmed: what was typed does not name the key that is to be deleted.
	NotConfirmed Kind = "not_confirmed"
	// NotInForce: the row holds no key in force (any more).
	NotInForce Kind = "not_in_force"
	// Deleting: the key behind the customer_uid is just being deleted, here or at another desk on this ledger.
	Deleting Kind = "deleting"
	// NotWritten: it was done, but the ledger could not be written; the next lookup writes it.
	NotWritten Kind = "not_written"
	// LiveLocked: a charge would take real money and that was not allowed.
	LiveLocked Kind = "live_locked"
	// BadAmount: the amount of a test charge is below 1 won or above [MaxCharge].
	BadAmount Kind = "bad_amount"
	// ChargeOpen: the end of an earlier test charge is not known; CancelCharge decides it.
	ChargeOpen Kind = "charge_open"
	// NoCharge: there is no such charge to cancel: it was never made, or was cancelled already.
	NoCharge Kind = "no_charge"
)

// Failure is every error of the desk.
type Failure struct {
	Kind Kind
	// Message is iamport's or the PG's own, whole; empty where there is none.
	Message string
	// Was and Now are the confirmed and the present key, for Changed and Used.
	Was, Now *Key
	// Open is the order in the way, for OpenOrder.
	Open *ledger.Entry
	// Deletion tells by whom, when and why, for Deleting.
	Deletion *ledger.Event
	Err      error
}

// Error is for logs; ui finds its own words by Kind.
func (f *Failure) Error() string {
	switch {
	case f.Message != "":
		return fmt.Sprintf("issuing: %s: %s", f.Kind, f.Message)
	case f.Err != nil:
		return fmt.Sprintf("issuing: %s: %v", f.Kind, f.Err)
	}
	return fmt.Sprintf("issuing: %s", f.Kind)
}

// Unwrap gives the cause.
func (f *Failure) Unwrap() error { return f.Err }

// CredentialsError wraps what a key source answers when it has no key and secret to give.
type CredentialsError struct{ Err error }

// Error names the cause.
func (e *CredentialsError) Error() string { return fmt.Sprintf("credentials: %v", e.Err) }

// Unwrap gives the cause.
func (e *CredentialsError) Unwrap() error { return e.Err }

var kinds = map[api.Kind]Kind{
	api.KindDeclined:     Declined,
	api.KindNotFound:     Declined,
	api.KindRefused:      Declined,
	api.KindUnauthorized: BadCredentials,
	api.KindUnreachable:  Unreachable,
	api.KindUndecided:    Unclear,
}

// asFailure turns an error of the gateway into a [*Failure]; nil stays nil.
func asFailure(err error) error {
	if err == nil {
		return nil
	}
	return failureOf(err)
}

func failureOf(err error) *Failure {
	var f *Failure
	if errors.As(err, &f) {
		return f
	}
	var c *CredentialsError
	if errors.As(err, &c) {
		return &Failure{Kind: NoCredentials, Err: err}
	}
	if errors.Is(err, context.Canceled) {
		return &Failure{Kind: Cancelled, Err: err}
	}
	var e *api.Error
	if errors.As(err, &e) {
		return &Failure{Kind: kinds[e.Kind], Message: e.Message, Err: err}
	}
	return &Failure{Kind: Unclear, Err: err}
}

// journalFailure tells what stands in the way in the ledger from a ledger that cannot be written.
func journalFailure(err error) *Failure {
	var open *ledger.OpenOrderError
	var deletion *ledger.DeletionError
	switch {
	case errors.Is(err, context.Canceled):
		return &Failure{Kind: Cancelled, Err: err}
	case errors.As(err, &open):
		return &Failure{Kind: OpenOrder, Open: &open.Entry, Err: err}
	case errors.As(err, &deletion):
		return &Failure{Kind: Deleting, Deletion: &deletion.Event, Err: err}
	case errors.Is(err, ledger.ErrNoEntry), errors.Is(err, ledger.ErrNotInForce):
		return &Failure{Kind: NotInForce, Err: err}
	case errors.Is(err, ledger.ErrSettled):
		return &Failure{Kind: Settled, Err: err}
	}
	return &Failure{Kind: NoJournal, Err: err}
}
