package credentials

import (
	"context"
	"errors"
	"time"
)

// The hash of the window's PIN is kept beside the keys, under a name with a space, which no profile's ID has. It is no
// secret to be wiped, but who holds it can guess a short PIN.

// LoadText gives a text that was kept. Errors as of [Vault.Load].
func (v *Vault) LoadText(ctx context.Context, name string) (string, error) {
	ctx, cancel := context.WithTimeout(ctx, v.limit)
	defer cancel()
	turn, err := v.gate.enter(ctx)
	if err != nil {
		return "", err
	}
	return visit(ctx, &v.gate, turn, func(context.Context) (string, error) {
		start := time.Now()
		text, err := v.keyring.Get(Service, name)
		return text, classify(err, time.Since(start))
	}, func(string) {})
}

// SaveText keeps a text in the keychain and reads it back; it is nowhere when that fails.
func (v *Vault) SaveText(ctx context.Context, name, text string) error {
	return v.ask(ctx, func() task {
		return func(ctx context.Context) error {
			start := time.Now()
			if err := v.keyring.Set(Service, name, text); err != nil {
				return classify(err, time.Since(start))
			}
			if ctx.Err() != nil {
				return waitError(ctx)
			}
			back, err := v.keyring.Get(Service, name)
			if err = classify(err, time.Since(start)); err == nil && back != text || errors.Is(err, ErrNotFound) {
				return &UnavailableError{Reason: NotKept}
			}
			return err
		}
	})
}

// DeleteText forgets a text. Nothing to delete is no error.
func (v *Vault) DeleteText(ctx context.Context, name string) error {
	return v.ask(ctx, func() task {
		return func(ctx context.Context) error { return v.remove(ctx, name) }
	})
}
