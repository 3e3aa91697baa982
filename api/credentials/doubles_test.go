package credentials

import (
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/zalando/go-keyring"
)

// ring is a keychain in memory whose calls a test can bend. The zero value works.
type ring struct {
	mu      sync.Mutex
	items   map[string]string
	before  func(call string) error // called first, may block; an error ends the call
	deaf    bool                    // reports success and changes nothing
	inside  atomic.Int32
	crowded atomic.Bool // two calls were inside at once
	calls   []string
}

func (r *ring) enter(call string) error {
	if r.inside.Add(1) > 1 {
		r.crowded.Store(true)
	}
	defer r.inside.Add(-1)
	r.mu.Lock()
	r.calls = append(r.calls, call)
	before := r.before
	r.mu.Unlock()
	if before != nil {
		return before(call)
	}
	return nil
}

func (r *ring) Get(service, user string) (string, error) {
	if err := r.enter("get"); err != nil {
		return "", err
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	s, ok := r.items[service+" "+user]
	if !ok {
		return "", keyring.ErrNotFound
	}
	return s, nil
}

func (r *ring) Set(service, user, password string) error {
	if err := r.enter("set"); err != nil {
		return err
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.items == nil {
		r.items = map[string]string{}
	}
	if !r.deaf {
		r.items[service+" "+user] = password
	}
	return nil
}

func (r *ring) Delete(service, user string) error {
	if err := r.enter("delete"); err != nil {
		return err
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	if _, ok := r.items[service+" "+user]; !ok {
		return keyring.ErrNotFound
	}
	if !r.deaf {
		delete(r.items, service+" "+user)
	}
	return nil
}

// item is what is really stored.
func (r *ring) item(user string) string {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.items[Service+" "+user]
}

// called lists the calls so far.
func (r *ring) called() []string {
	r.mu.Lock()
	defer r.mu.Unlock()
	return append([]string(nil), r.calls...)
}

// bend changes what happens before each call.
func (r *ring) bend(before func(call string) error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.before = before
}

// failing answers every call with err.
func failing(err error) func(string) error {
	return func(string) error { return err }
}

// slow answers after d.
func slow(d time.Duration) func(string) error {
	return func(string) error {
		<-time.After(d)
		return nil
	}
}

// mustSave stores keys that the ring is known to take.
func mustSave(t *testing.T, v *Vault, id, variant string) {
	t.Helper()
	if kept, err := v.Save(t.Context(), id, stepKeys(variant)); kept != InKeychain || err != nil {
		t.Fatalf("save: %s %v", keptWord(kept), err)
	}
}

// wantKeys checks what Load gives.
func wantKeys(t *testing.T, v *Vault, id, variant string) {
	t.Helper()
	k, err := v.Load(t.Context(), id)
	if err != nil {
		t.Fatalf("load: %v", err)
	}
	if !k.Equal(stepKeys(variant)) {
		t.Fatalf("load gave other keys than %s", variant)
	}
}
