package api

import (
	"context"
	"encoding/json"
	"sync"
	"time"

	"billkey/api/secret"
)

const (
	// tokenMargin is how long before its end a token is renewed. Within the last 60 s the server answers with the
	// same token and five more minutes.
	tokenMargin = 60 * time.Second
	// tokenPause is how long a token is used even if it came with less life than the margin: a server that hands out
	// the same ending token again must not be asked before each request.
	tokenPause = 15 * time.Second
	maxToken   = 4096
)

// grant is one token. Grants are compared by pointer: a server may hand out the same token twice.
type grant struct {
	token   secret.Value
	renewAt time.Time // local clock
}

// flight is a token request that several callers wait for. It ends early only when all of them have gone.
type flight struct {
	done    chan struct{}
	cancel  context.CancelFunc
	waiting int
	grant   *grant
	err     error
}

// tokens holds the token in force and lets one request at a time renew it.
type tokens struct {
	fetch  func(context.Context) (*grant, error)
	now    func() time.Time
	mu     sync.Mutex
	grant  *grant
	flight *flight
}

// get returns the token in force, or asks for one.
func (t *tokens) get(ctx context.Context) (*grant, error) {
	t.mu.Lock()
	if g := t.grant; g != nil && t.now().Before(g.renewAt) {
		t.mu.Unlock()
		return g, nil
	}
	return t.join(ctx)
}

// renew returns a grant newer than bad, asking for one only if nobody else has.
func (t *tokens) renew(ctx context.Context, bad *grant) (*grant, error) {
	t.mu.Lock()
	if t.grant != nil && t.grant != bad {
		defer t.mu.Unlock()
		return t.grant, nil
	}
	return t.join(ctx)
}

func (t *tokens) held() *grant {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.grant
}

func (t *tokens) forget() {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.grant = nil
}

// join waits for the flight, starting it if there is none. It is entered locked and leaves unlocked.
func (t *tokens) join(ctx context.Context) (*grant, error) {
	f := t.flight
	if f == nil {
		f = t.start(ctx)
	}
	f.waiting++
	t.mu.Unlock()
	select {
	case <-f.done:
		return f.grant, f.err
	case <-ctx.Done():
		t.leave(f)
		return nil, ctx.Err()
	}
}

// start begins a flight that outlives the context of the caller who began it.
func (t *tokens) start(ctx context.Context) *flight {
	ctx, cancel := context.WithCancel(context.WithoutCancel(ctx))
	f := &flight{done: make(chan struct{}), cancel: cancel}
	t.flight = f
	go func() {
		defer cancel()
		g, err := t.fetch(ctx)
		t.mu.Lock()
		defer t.mu.Unlock()
		f.grant, f.err = g, err
		if t.flight == f {
			t.flight = nil
			if err == nil {
				t.grant = g
			}
		}
		close(f.done)
	}()
	return f
}

// leave takes one waiter off; the last one ends the flight.
func (t *tokens) leave(f *flight) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if f.waiting--; f.waiting == 0 && t.flight == f {
		t.flight = nil
		f.cancel()
	}
}

// fetchToken asks for a token and learns the server's clock.
//
// POST /users/getToken
func (c *Client) fetchToken(ctx context.Context) (*grant, error) {
	keys, err := c.keys(ctx)
	if err != nil {
		return nil, &Error{Op: "token", Kind: keysKind(ctx), Err: err}
	}
	if keys.Key.IsZero() || keys.Secret.IsZero() {
		return nil, &Error{Op: "token", Kind: KindUnauthorized, Err: errNoKeys}
	}
	k := post("token", "/users/getToken", restLimit, func() []byte { return tokenBody(keys) })
	k.secrets = [][]byte{keys.Key.Reveal(), keys.Secret.Reveal()}
	to, err := c.address(k.route, nil, nil)
	if err != nil {
		return nil, &Error{Op: k.op, Kind: KindRefused, Err: err}
	}
	a, fail := c.send(ctx, k, to, secret.Value{})
	if fail != nil {
		return nil, fail
	}
	return c.takeToken(a)
}

// keysKind tells a caller who went away from a key that cannot be read.
func keysKind(ctx context.Context) Kind {
	if ctx.Err() != nil {
		return KindUnreachable
	}
	return KindUnauthorized
}

func tokenBody(keys Keys) []byte {
	const key, sec = "imp_key", "imp_secret"
	b := make([]byte, 0, 2+memberLen(key, keys.Key.Len())+memberLen(sec, keys.Secret.Len()))
	b = appendMember(append(b, '{'), key, keys.Key.Reveal())
	return append(appendMember(b, sec, keys.Secret.Reveal()), '}')
}

// takeToken reads {access_token, now, expired_at}. Both times are the server's, in UNIX seconds: only their
// difference counts, from the moment of receipt. The local clock may be hours off.
func (c *Client) takeToken(a *answer) (*grant, error) {
	var w struct {
		Token   text   `json:"access_token"`
		Now     number `json:"now"`
		Expires number `json:"expired_at"`
	}
	if err := json.Unmarshal(a.response, &w); err != nil || !usableToken(string(w.Token)) {
		return nil, a.unclear("token", errBadToken)
	}
	received := c.local()
	var life time.Duration
	if w.Now.valid && w.Now.n > 0 {
		c.offset.Store(int64(time.Unix(w.Now.n, 0).Sub(received)))
		life = time.Duration(max(0, min(w.Expires.n-w.Now.n, 86400))) * time.Second
	}
	return &grant{
		token:   secret.FromString(string(w.Token)),
		renewAt: received.Add(max(life-tokenMargin, tokenPause)),
	}, nil
}

// usableToken keeps out what cannot stand in a header.
func usableToken(s string) bool {
	for _, r := range s {
		if r <= ' ' || r > '~' {
			return false
		}
	}
	return s != "" && len(s) <= maxToken
}
