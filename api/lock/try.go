package lock

import (
	"context"
	"fmt"
	"time"
)

// try looks at a PIN. It is counted as wrong before it is looked at, so that ending the program meanwhile wins nothing.
func (k *Keeper) try(ctx context.Context, pin PIN) error {
	if err := k.reread(); err != nil {
		return err
	}
	switch s := k.State(); {
	case !s.Set:
		return ErrNone
	case s.Wait > 0:
		return &WaitError{Wait: s.Wait}
	}
	stored, err := k.store.Hash(ctx)
	if err != nil {
		return fmt.Errorf("lock: the hash: %w", err)
	}
	defer clear(stored)
	k.count(k.remembered().Wrong+1, k.now())
	ok, err := verify(stored, pin.Reveal())
	if err != nil {
		return err
	}
	if !ok {
		return &WrongError{Wait: k.State().Wait}
	}
	k.count(0, time.Time{})
	return nil
}

func (k *Keeper) keep(ctx context.Context, pin PIN) error {
	if err := Check(pin); err != nil {
		return err
	}
	h := hash(pin.Reveal(), k.params)
	defer clear(h)
	if err := k.store.Keep(ctx, h); err != nil {
		return fmt.Errorf("lock: the hash: %w", err)
	}
	return k.remember(Record{Set: true})
}

func (k *Keeper) drop(ctx context.Context, r Record) error {
	if err := k.remember(r); err != nil {
		return err
	}
	if err := k.store.Drop(ctx); err != nil {
		return fmt.Errorf("lock: the hash: %w", err)
	}
	return nil
}

func (k *Keeper) remembered() Record {
	k.mu.Lock()
	defer k.mu.Unlock()
	return k.record
}

// remember changes the record once it is written.
func (k *Keeper) remember(r Record) error {
	if err := k.store.Write(r); err != nil {
		return fmt.Errorf("lock: %w", err)
	}
	k.know(r)
	return nil
}

// count changes how many PINs were wrong, also where that cannot be written: a full disk loses no count of this process.
func (k *Keeper) count(wrong int, last time.Time) {
	r := k.remembered()
	r.Wrong, r.LastWrong = wrong, last
	k.know(r)
	_ = k.store.Write(r)
}

func (k *Keeper) know(r Record) {
	k.mu.Lock()
	defer k.mu.Unlock()
	k.record = r
}

// reread takes in what another process has written. Of two counts the higher one holds; a time of this process is kept as
// it is, since it knows how much time has gone by even when the clock was set.
func (k *Keeper) reread() error {
	r, err := k.store.Read()
	if err != nil {
		return fmt.Errorf("lock: %w", err)
	}
	k.mu.Lock()
	defer k.mu.Unlock()
	if r.Set && k.record.Set && k.record.Wrong >= r.Wrong {
		r.Wrong, r.LastWrong = k.record.Wrong, k.record.LastWrong
	}
	k.record = r
	return nil
}
