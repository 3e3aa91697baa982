package credentials

import (
	"context"
	"errors"
	"time"
)

// DefaultLimit is how long a call may take: long enough to read a prompt and type a password.
const DefaultLimit = 60 * time.Second

// probeUser names the item [Vault.Available] looks for. It is never written; no profile has it as ID.
const probeUser = "availability probe"

// VaultOptions are what a vault may be told. The zero value is right for the program.
type VaultOptions struct {
	Keyring Keyring       // nil: SystemKeyring
	Limit   time.Duration // of one call, prompts and waiting for other calls included; 0: DefaultLimit
}

// Vault keeps key and secret of each profile in the keychain, and in memory where the keychain does not
// take them. Keychain calls run one at a time, each in a goroutine of its own under a time limit, since
// a prompt nobody answers blocks for ever. Methods may be called from any goroutine, but not from one
// that must not wait.
type Vault struct {
	keyring Keyring
	limit   time.Duration
	gate    gate
	session session
}

// NewVault makes a vault. It does not touch the keychain yet.
func NewVault(o VaultOptions) *Vault {
	if o.Keyring == nil {
		o.Keyring = SystemKeyring{}
	}
	if o.Limit <= 0 {
		o.Limit = DefaultLimit
	}
	return &Vault{keyring: o.Keyring, limit: o.Limit}
}

// Load gives the keys of a profile: those of this session, else those in the keychain. The caller owns the
// copy and wipes it. Errors: ErrNotFound, ErrTimeout, [*UnavailableError], the context's.
func (v *Vault) Load(ctx context.Context, profileID string) (Keys, error) {
	if err := checkUser(profileID); err != nil {
		return Keys{}, err
	}
	if k, ok := v.session.get(profileID); ok {
		return k, nil
	}
	ctx, cancel := context.WithTimeout(ctx, v.limit)
	defer cancel()
	turn, err := v.gate.enter(ctx)
	if err != nil {
		return Keys{}, err
	}
	k, err := visit(ctx, &v.gate, turn, func(context.Context) (Keys, error) { return v.read(profileID) }, Keys.Wipe)
	v.session.saw(profileID, err)
	return k, err
}

// Save puts the keys into the keychain and reads them back. When that fails they are kept for this session,
// and the reason is returned together with ThisSession. Keys that cannot be iamport's ([*InvalidError])
// and a save the caller cancelled are not kept at all. The caller keeps ownership of k.
func (v *Vault) Save(ctx context.Context, profileID string, k Keys) (Kept, error) {
	if err := errors.Join(checkUser(profileID), k.check()); err != nil {
		return NowhereKept, err
	}
	err := v.ask(ctx, func() task {
		own := k.Clone() // a call that is given up still reads it when k is wiped
		return func(ctx context.Context) error {
			defer own.Wipe()
			return v.write(ctx, profileID, own)
		}
	})
	switch {
	case errors.Is(err, context.Canceled):
		return NowhereKept, err
	case err != nil:
		v.session.put(profileID, k)
		return ThisSession, err
	}
	v.session.drop(profileID)
	v.session.saw(profileID, nil)
	return InKeychain, nil
}

// Delete forgets the keys of a profile, here and in the keychain, and checks that they are gone there. Nothing
// to delete is no error. After an error those in memory are gone, those in the keychain may be there.
func (v *Vault) Delete(ctx context.Context, profileID string) error {
	if err := checkUser(profileID); err != nil {
		return err
	}
	v.session.drop(profileID)
	err := v.ask(ctx, func() task {
		return func(ctx context.Context) error { return v.remove(ctx, profileID) }
	})
	if err == nil {
		v.session.saw(profileID, ErrNotFound)
	}
	return err
}

// Kept says where the keys of a profile are, as far as this process has seen. It asks nobody.
func (v *Vault) Kept(profileID string) Kept { return v.session.kept(profileID) }

// Available asks the keychain for something it does not have, which may raise its prompt. Nil: it can be
// used; else ErrTimeout, [*UnavailableError] or the context's error.
func (v *Vault) Available(ctx context.Context) error {
	err := v.ask(ctx, func() task {
		return func(context.Context) error {
			start := time.Now()
			_, err := v.keyring.Get(Service, probeUser)
			return classify(err, time.Since(start))
		}
	})
	if errors.Is(err, ErrNotFound) {
		return nil
	}
	return err
}

// Wipe forgets everything in memory, for the end of the program. The keychain is not touched.
func (v *Vault) Wipe() { v.session.wipe() }

// task is what a keychain call does once it has its turn.
type task func(context.Context) error

// ask runs a task under the vault's time limit. begin is called in the caller's goroutine, and only when
// the task is sure to run: whatever it copies is the task's to wipe.
func (v *Vault) ask(ctx context.Context, begin func() task) error {
	ctx, cancel := context.WithTimeout(ctx, v.limit)
	defer cancel()
	turn, err := v.gate.enter(ctx)
	if err != nil {
		return err
	}
	work := begin()
	_, err = visit(ctx, &v.gate, turn, func(ctx context.Context) (struct{}, error) {
		return struct{}{}, work(ctx)
	}, func(struct{}) {})
	return err
}

// checkUser refuses an ID that could not name an item.
func checkUser(profileID string) error {
	if !validID(profileID) {
		return &InvalidError{Field: FieldID, Code: CodeMalformed}
	}
	return nil
}
