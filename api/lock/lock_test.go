package lock

import (
	"context"
	"errors"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"pgregory.net/rapid"

	"billkey/api/secret"
)

// memory is a store of this test alone.
type memory struct {
	record  Record
	hash    []byte
	readErr error
	fullErr error // of writing the record
	ringErr error // of the hash
}

func (m *memory) Read() (Record, error) { return m.record, m.readErr }

func (m *memory) Write(r Record) error {
	if m.fullErr == nil {
		m.record = r
	}
	return m.fullErr
}

func (m *memory) Hash(context.Context) ([]byte, error) {
	return append([]byte(nil), m.hash...), m.ringErr
}

func (m *memory) Keep(_ context.Context, h []byte) error {
	if m.ringErr == nil {
		m.hash = append([]byte(nil), h...)
	}
	return m.ringErr
}

func (m *memory) Drop(context.Context) error { m.hash = nil; return m.ringErr }

// quick costs next to nothing.
var quick = Params{Time: 1, Memory: 8, Threads: 1}

func pin(s string) secret.Value { return secret.FromString(s) }

func opened(s Store) *Keeper { return Open(s, Options{Params: quick}) }

func withPIN(t *testing.T, m *memory, p string) *Keeper {
	t.Helper()
	k := opened(m)
	if err := k.Set(t.Context(), pin(p)); err != nil {
		t.Fatal(err)
	}
	return k
}

func wrong(t *testing.T, err error) time.Duration {
	t.Helper()
	var w *WrongError
	if !errors.As(err, &w) {
		t.Fatalf("got %v", err)
	}
	return w.Wait
}

func tooEarly(err error) bool {
	var w *WaitError
	return errors.As(err, &w)
}

func TestPINIsSetTriedChangedAndRemoved(t *testing.T) {
	m := &memory{}
	k := opened(m)
	if k.State().Set || k.Try(t.Context(), pin("")) != nil {
		t.Error("locked without a PIN")
	}
	if err := k.Change(t.Context(), pin("2580"), pin("8052")); !errors.Is(err, ErrNone) {
		t.Errorf("changed what is not there: %v", err)
	}
	k = withPIN(t, m, "2580")
	if k.Set(t.Context(), pin("1357")) == nil {
		t.Error("a PIN was set over another")
	}
	wrong(t, k.Change(t.Context(), pin("1111"), pin("8052")))
	wrong(t, k.Remove(t.Context(), pin("1111")))
	if err := k.Change(t.Context(), pin("2580"), pin("805211")); err != nil {
		t.Fatal(err)
	}
	wrong(t, k.Try(t.Context(), pin("2580")))
	if err := opened(m).Try(t.Context(), pin("805211")); err != nil {
		t.Error(err)
	}
	if err := k.Remove(t.Context(), pin("805211")); err != nil || k.State().Set || m.hash != nil {
		t.Errorf("not removed: %v", err)
	}
}

func TestWaitGrowsFromTheThirdWrongPIN(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		k := withPIN(t, &memory{}, "2580")
		var waits []string
		for range 14 {
			w := wrong(t, k.Try(t.Context(), pin("8052")))
			waits = append(waits, w.String())
			if w == 0 {
				continue
			}
			if !tooEarly(k.Try(t.Context(), pin("2580"))) {
				t.Fatal("the right PIN was looked at too early")
			}
			time.Sleep(w - time.Nanosecond)
			if !tooEarly(k.Try(t.Context(), pin("2580"))) {
				t.Fatal("a nanosecond too early")
			}
			time.Sleep(time.Nanosecond)
		}
		if got := strings.Join(waits, " "); got != "0s 0s 1s 2s 4s 8s 16s 32s 1m4s 2m8s 4m16s 5m0s 5m0s 5m0s" {
			t.Errorf("waits: %s", got)
		}
		if err := k.Try(t.Context(), pin("2580")); err != nil {
			t.Error(err)
		}
		if wrong(t, k.Try(t.Context(), pin("8052"))) != 0 {
			t.Error("the right PIN did not begin anew")
		}
	})
}

func TestWaitOutlivesTheProgramAndAClockThatIsSetBack(t *testing.T) {
	m := &memory{}
	now := time.Date(2026, 3, 1, 9, 0, 0, 0, time.UTC)
	at := Options{Params: quick, Now: func() time.Time { return now }}
	k := Open(m, at)
	if err := k.Set(t.Context(), pin("2580")); err != nil {
		t.Fatal(err)
	}
	for range 6 {
		_ = k.Try(t.Context(), pin("8052"))
		now = now.Add(k.State().Wait)
	}
	now = now.Add(-2 * time.Second)
	if got := Open(m, at).State().Wait; got != 2*time.Second {
		t.Errorf("after a restart: %s", got)
	}
	now = now.Add(-24 * time.Hour)
	k = Open(m, at)
	if got := k.State().Wait; got != 8*time.Second {
		t.Errorf("with the clock a day back: %s", got)
	}
	now = now.Add(8 * time.Second)
	if err := k.Try(t.Context(), pin("2580")); err != nil {
		t.Error(err)
	}
}

// Whatever is done in whatever order: the right PIN opens exactly when no wait is on, and a wrong one never.
func TestAnyOrderOfTries(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		m := &memory{}
		now := time.Date(2026, 3, 1, 9, 0, 0, 0, time.UTC)
		at := Options{Params: quick, Now: func() time.Time { return now }}
		k := Open(m, at)
		if err := k.Set(context.Background(), pin("2580")); err != nil {
			r.Fatal(err)
		}
		count, until := 0, now
		r.Repeat(map[string]func(*rapid.T){
			"restart": func(*rapid.T) { k = Open(m, at) },
			"pass": func(r *rapid.T) {
				now = now.Add(time.Duration(rapid.IntRange(0, 400_000).Draw(r, "ms")) * time.Millisecond)
			},
			"wrong": func(r *rapid.T) {
				early := now.Before(until)
				err := k.Try(context.Background(), pin("8052"))
				if early != tooEarly(err) || err == nil {
					r.Fatalf("early %v: %v", early, err)
				}
				if !early {
					count++
					until = now.Add(waitAfter(count))
				}
			},
			"right": func(r *rapid.T) {
				early := now.Before(until)
				err := k.Try(context.Background(), pin("2580"))
				if early != (err != nil) || early != tooEarly(err) {
					r.Fatalf("early %v: %v", early, err)
				}
				if !early {
					count = 0
				}
			},
			"": func(r *rapid.T) {
				if got, want := k.State().Wait, max(0, until.Sub(now)); got != want && count >= freeTries {
					r.Fatalf("waits %s, not %s", got, want)
				}
			},
		})
	})
}

func TestProgramThatIsKilledWhileLookingHasCounted(t *testing.T) {
	m := &memory{}
	k := withPIN(t, m, "2580")
	m.hash = []byte("nothing that could be looked at")
	for range 3 {
		if err := k.Try(t.Context(), pin("2580")); !errors.Is(err, ErrDamaged) {
			t.Fatal(err)
		}
	}
	if m.record.Wrong != 3 {
		t.Errorf("%d counted", m.record.Wrong)
	}
}

func TestWhatIsBrokenDoesNotOpen(t *testing.T) {
	broken := errors.New("broken")
	m := &memory{readErr: broken}
	k := opened(m)
	if !k.State().Set || !errors.Is(k.Try(t.Context(), pin("2580")), broken) {
		t.Error("a store that cannot be read opens")
	}
	m = &memory{}
	k = withPIN(t, m, "2580")
	m.ringErr = broken
	if err := k.Try(t.Context(), pin("2580")); !errors.Is(err, broken) || m.record.Wrong != 0 {
		t.Errorf("a keychain that does not answer: %v, %d counted", err, m.record.Wrong)
	}
	if k.Change(t.Context(), pin("2580"), pin("8052")) == nil || k.Remove(t.Context(), pin("2580")) == nil {
		t.Error("changed without the hash")
	}
	m.ringErr, m.fullErr = nil, broken
	for range 3 {
		_ = k.Try(t.Context(), pin("8052"))
	}
	if !tooEarly(k.Try(t.Context(), pin("2580"))) {
		t.Error("a full disk loses the count")
	}
	if k.Reset(t.Context()) == nil || !k.State().Set {
		t.Error("a removal that was not written holds")
	}
}

func TestResetIsRememberedUntilItIsAcknowledged(t *testing.T) {
	m := &memory{}
	k := withPIN(t, m, "2580")
	if err := k.Reset(t.Context()); err != nil || m.hash != nil {
		t.Fatal(err)
	}
	if s := opened(m).State(); s.Set || s.Removed.IsZero() {
		t.Errorf("%+v", s)
	}
	if err := k.Acknowledge(); err != nil || !opened(m).State().Removed.IsZero() {
		t.Errorf("still remembered: %v", err)
	}
	_ = k.Reset(t.Context())
	withPIN(t, m, "8052")
	if !opened(m).State().Removed.IsZero() {
		t.Error("a new PIN does not end it")
	}
}
