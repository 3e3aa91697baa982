package credentials

import (
	"context"
	"errors"
	"slices"
	"sync"
	"testing"
	"testing/synctest"
	"time"
)

// stuck is a prompt that nobody answers until release is called.
func stuck() (before func(string) error, release func()) {
	answered := make(chan struct{})
	return func(string) error {
		<-answered
		return nil
	}, sync.OnceFunc(func() { close(answered) })
}

func TestUnansweredPromptEndsAtTheLimit(t *testing.T) {
	for _, c := range []struct {
		name  string
		limit time.Duration
		want  time.Duration
	}{{"default", 0, DefaultLimit}, {"set", 5 * time.Second, 5 * time.Second}} {
		t.Run(c.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				before, release := stuck()
				defer release()
				v := NewVault(VaultOptions{Keyring: &ring{before: before}, Limit: c.limit})
				start := time.Now()
				_, err := v.Load(t.Context(), "p1")
				if !errors.Is(err, ErrTimeout) || errors.Is(err, ErrBusy) || !errors.Is(err, context.DeadlineExceeded) {
					t.Errorf("got %v", err)
				}
				if took := time.Since(start); took != c.want {
					t.Errorf("took %s", took)
				}
			})
		})
	}
}

func TestCallsBehindAnAbandonedOneAreAnsweredAtOnce(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		before, release := stuck()
		r := &ring{before: before}
		v := NewVault(VaultOptions{Keyring: r})
		_, _ = v.Load(t.Context(), "p1")
		start := time.Now()
		kept, saveErr := v.Save(t.Context(), "p1", stepKeys("a"))
		_, loadErr := v.Load(t.Context(), "p2")
		for _, err := range []error{saveErr, loadErr, v.Delete(t.Context(), "p2"), v.Available(t.Context())} {
			if !errors.Is(err, ErrBusy) || !errors.Is(err, ErrTimeout) {
				t.Errorf("got %v", err)
			}
		}
		if kept != ThisSession {
			t.Errorf("kept %s", keptWord(kept))
		}
		if took := time.Since(start); took != 0 {
			t.Errorf("waited %s", took)
		}
		wantKeys(t, v, "p1", "a") // what the session has needs no keychain
		r.bend(nil)
		release()
		synctest.Wait()
		if err := v.Available(t.Context()); err != nil {
			t.Errorf("after the prompt was answered: %v", err)
		}
	})
}

func TestCallsWaitForOneThatIsOnlySlow(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r := &ring{before: slow(time.Second)}
		v := NewVault(VaultOptions{Keyring: r})
		start := time.Now()
		var wg sync.WaitGroup
		for range 5 {
			wg.Go(func() {
				if err := v.Available(t.Context()); err != nil {
					t.Error(err)
				}
			})
		}
		wg.Wait()
		if took := time.Since(start); took != 5*time.Second {
			t.Errorf("five calls of one second took %s", took)
		}
		if r.crowded.Load() {
			t.Error("two calls were in the keyring at once")
		}
	})
}

func TestQueuedCallLearnsThatTheOneBeforeIsStuck(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		before, release := stuck()
		defer release()
		v := NewVault(VaultOptions{Keyring: &ring{before: before}, Limit: time.Minute})
		go func() { _, _ = v.Load(t.Context(), "p1") }()
		synctest.Wait()
		<-time.After(50 * time.Second)
		start := time.Now()
		err := v.Available(t.Context())
		if !errors.Is(err, ErrBusy) {
			t.Errorf("got %v", err)
		}
		if took := time.Since(start); took != 10*time.Second {
			t.Errorf("took %s, want the rest of the first call's time", took)
		}
	})
}

func TestQueuedCallKeepsToItsOwnLimit(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		v := NewVault(VaultOptions{Keyring: &ring{before: slow(10 * time.Second)}})
		go func() { _, _ = v.Load(t.Context(), "p1") }()
		synctest.Wait()
		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		if err := v.Available(ctx); !errors.Is(err, ErrTimeout) || errors.Is(err, ErrBusy) {
			t.Errorf("got %v", err)
		}
		if err := v.Available(t.Context()); err != nil {
			t.Errorf("a caller who gave up in the queue blocks nobody: %v", err)
		}
	})
}

func TestCancelledSaveKeepsNothing(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		before, release := stuck()
		r := &ring{before: before}
		v := NewVault(VaultOptions{Keyring: r})
		ctx, cancel := context.WithCancel(t.Context())
		time.AfterFunc(time.Second, cancel)
		kept, err := v.Save(ctx, "p1", stepKeys("a"))
		if kept != NowhereKept || !errors.Is(err, context.Canceled) {
			t.Errorf("got %s %v", keptWord(kept), err)
		}
		if k := v.Kept("p1"); k != NowhereKept {
			t.Errorf("kept: %s", keptWord(k))
		}
		release()
	})
}

func TestTimedOutSaveIsKeptForTheSessionAndRaisesNoSecondPrompt(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		before, release := stuck()
		r := &ring{before: before}
		v := NewVault(VaultOptions{Keyring: r})
		k := stepKeys("a")
		kept, err := v.Save(t.Context(), "p1", k)
		if kept != ThisSession || !errors.Is(err, ErrTimeout) {
			t.Errorf("got %s %v", keptWord(kept), err)
		}
		k.Wipe() // the blocked call has a copy of its own
		release()
		synctest.Wait()
		if got := r.called(); !slices.Equal(got, []string{"set"}) {
			t.Errorf("calls: %v", got)
		}
		wantKeys(t, v, "p1", "a")
		wantKeys(t, NewVault(VaultOptions{Keyring: r}), "p1", "a")
	})
}

func TestTimedOutDeleteRaisesNoSecondPrompt(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r := &ring{}
		v := NewVault(VaultOptions{Keyring: r})
		mustSave(t, v, "p1", "a")
		before, release := stuck()
		r.bend(before)
		if err := v.Delete(t.Context(), "p1"); !errors.Is(err, ErrTimeout) {
			t.Errorf("got %v", err)
		}
		release()
		synctest.Wait()
		if got := r.called(); !slices.Equal(got, []string{"set", "get", "delete"}) {
			t.Errorf("calls: %v", got)
		}
	})
}

func TestResultThatComesTooLateIsDropped(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var g gate
		c, err := g.enter(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		late := stepKeys("late")
		_, err = visit(ctx, &g, c, func(context.Context) (Keys, error) {
			<-time.After(time.Minute)
			return late, nil
		}, Keys.Wipe)
		if !errors.Is(err, ErrTimeout) {
			t.Errorf("got %v", err)
		}
		<-time.After(time.Hour)
		synctest.Wait()
		if !late.Key.IsZero() || !late.Secret.IsZero() {
			t.Error("keys nobody received were not wiped")
		}
	})
}

func TestFailedUnlockAfterAPromptIsDismissed(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		refused := errors.New("failed to unlock correct collection '/org/freedesktop/secrets/collection/login'")
		for delay, want := range map[time.Duration]Reason{20 * time.Millisecond: Locked, 3 * time.Second: Dismissed} {
			v := NewVault(VaultOptions{Keyring: &ring{before: func(string) error {
				<-time.After(delay)
				return refused
			}}})
			_, loadErr := v.Load(t.Context(), "p1")
			_, saveErr := v.Save(t.Context(), "p2", stepKeys("a"))
			for _, err := range []error{loadErr, saveErr, v.Delete(t.Context(), "p1"), v.Available(t.Context())} {
				if !reasonIs(err, want) || !errors.Is(err, refused) {
					t.Errorf("after %s: %v", delay, err)
				}
			}
		}
	})
}
