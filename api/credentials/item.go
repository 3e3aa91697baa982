package credentials

import (
	"context"
	"errors"
	"time"

	"github.com/zalando/go-keyring"
)

// read gets and parses an item.
func (v *Vault) read(user string) (Keys, error) { return v.readSince(time.Now(), user) }

// readSince reads for a call that began at start: a prompt that was closed then may be why reading fails now.
func (v *Vault) readSince(start time.Time, user string) (Keys, error) {
	s, err := v.keyring.Get(Service, user)
	if err != nil {
		return Keys{}, classify(err, time.Since(start))
	}
	b := []byte(s) // s itself cannot be wiped: go-keyring hands out a string
	defer clear(b)
	k, err := parseItem(b)
	if err != nil {
		return Keys{}, &UnavailableError{Reason: BadItem, Err: err}
	}
	return k, nil
}

// write sets an item and reads it back, because a denied overwrite is reported as success.
func (v *Vault) write(ctx context.Context, user string, k Keys) error {
	start := time.Now()
	b := k.item()
	defer clear(b)
	if err := v.keyring.Set(Service, user, string(b)); err != nil {
		return classify(err, time.Since(start))
	}
	if ctx.Err() != nil {
		return waitError(ctx) // nobody waits: raise no further prompt
	}
	back, err := v.readSince(start, user)
	defer back.Wipe()
	switch {
	case errors.Is(err, ErrNotFound), err == nil && !back.Equal(k):
		return &UnavailableError{Reason: NotKept}
	case reasonIs(err, BadItem):
		return &UnavailableError{Reason: NotKept, Err: err}
	}
	return err
}

// remove deletes an item and looks again, because a denied deletion is reported as success.
func (v *Vault) remove(ctx context.Context, user string) error {
	start := time.Now()
	err := classify(v.keyring.Delete(Service, user), time.Since(start))
	if errors.Is(err, ErrNotFound) {
		return nil
	}
	if err != nil {
		return err
	}
	if ctx.Err() != nil {
		return waitError(ctx)
	}
	_, err = v.keyring.Get(Service, user)
	switch {
	case errors.Is(err, keyring.ErrNotFound):
		return nil
	case err == nil:
		return &UnavailableError{Reason: NotKept}
	}
	return classify(err, time.Since(start))
}

func reasonIs(err error, r Reason) bool {
	var e *UnavailableError
	return errors.As(err, &e) && e.Reason == r
}
