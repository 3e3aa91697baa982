package issuing_test

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"billkey/api"
	"billkey/api/card"
	"billkey/api/issuing"
	"billkey/api/ledger"
	"billkey/api/sandbox"
	"billkey/api/secret"
)

const (
	uid        = "gildong_0001_1111"
	panA       = "4111111111111111"
	panB       = "5555555555554444"
	panC       = "378282246310005"
	keyRoute   = "/subscribe/customers/{customer_uid}"
	tokenRoute = "/users/getToken"
)

var practice = issuing.Profile{ID: "practice", Environment: "practice"}

// stage is a desk with real parts around it: the client, the imitation of the server, a ledger file.
type stage struct {
	t      testing.TB
	server *sandbox.Server
	path   string
	ledger *ledger.Ledger
	client *api.Client
	desk   *issuing.Desk
	conns  *connections // of the client, on loopback
}

// inBubble runs f on fake time with a stage of its own.
func inBubble(t *testing.T, o sandbox.Options, f func(t *testing.T, s *stage)) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) { f(t, newStage(t, o)) })
}

func newStage(t testing.TB, o sandbox.Options) *stage {
	t.Helper()
	server, err := sandbox.New(o)
	if err != nil {
		t.Fatal(err)
	}
	s := &stage{t: t, server: server, path: filepath.Join(t.TempDir(), "ledger.db")}
	if err := os.WriteFile(s.path, emptyLedger(), 0o600); err != nil {
		t.Fatal(err)
	}
	s.ledger = openLedger(t, s.path)
	s.client = newClient(t, server)
	s.desk = issuing.New(s.client, s.ledger, practice)
	return s
}

// emptyLedger is the file of a ledger just made. Making it takes longer than any test here.
var emptyLedger = sync.OnceValue(func() []byte {
	dir, err := os.MkdirTemp("", "issuing")
	if err != nil {
		panic(err)
	}
	defer func() { _ = os.RemoveAll(dir) }()
	path := filepath.Join(dir, "ledger.db")
	l, err := ledger.Open(context.Background(), path)
	if err != nil {
		panic(err)
	}
	if err := l.Close(); err != nil {
		panic(err)
	}
	b, err := os.ReadFile(path)
	if err != nil {
		panic(err)
	}
	return b
})

func openLedger(t testing.TB, path string) *ledger.Ledger {
	t.Helper()
	l, err := ledger.Open(t.Context(), path)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = l.Close() })
	return l
}

func practiceKeys(context.Context) (api.Keys, error) {
	return api.Keys{Key: secret.FromString(sandbox.Key), Secret: secret.FromString(sandbox.Secret)}, nil
}

func newClient(t testing.TB, server *sandbox.Server) *api.Client {
	t.Helper()
	c, err := api.New(api.Config{BaseURL: "http://127.0.0.1", Keys: practiceKeys, Transport: server.Transport()})
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// another is a second desk with a client of its own, on the same ledger and the same server.
func (s *stage) another() *issuing.Desk {
	return issuing.New(newClient(s.t, s.server), s.ledger, practice)
}

func (s *stage) issue(pan string, c issuing.Confirmation) (issuing.Receipt, error) {
	s.t.Helper()
	return s.desk.Issue(s.t.Context(), order(pan, c))
}

func order(pan string, c issuing.Confirmation) issuing.Order {
	return issuing.Order{UID: uid, Card: card.Fake(pan), Confirmation: c, Operator: "kim"}
}

// issued makes sure that the card is registered.
func (s *stage) issued(pan string, c issuing.Confirmation) issuing.Receipt {
	s.t.Helper()
	r, err := s.issue(pan, c)
	if err != nil || r.State != ledger.Issued || r.JournalErr != nil {
		s.t.Fatalf("not issued: %+v, %v", r, err)
	}
	return r
}

// confirmed is the word that the key now in force may be replaced.
func (s *stage) confirmed() issuing.Confirmation {
	s.t.Helper()
	return confirm(s.t, s.desk)
}

func confirm(t testing.TB, d *issuing.Desk) issuing.Confirmation {
	t.Helper()
	l, err := d.LookUp(t.Context(), uid)
	if err != nil {
		t.Fatal(err)
	}
	typed := uid
	if issuing.ChallengeFor(l) == issuing.TypeLastFour {
		typed = card.LastFour(l.Key.Masked)
	}
	c, ok := d.Confirm(l, typed)
	if !ok {
		t.Fatalf("not confirmed: %+v", l)
	}
	return c
}

// pass lets time go by, on the fake clock.
func pass(d time.Duration) { <-time.After(d) }

func (s *stage) inject(f sandbox.Fault) {
	f.Method, f.Route = "POST", keyRoute
	s.server.Inject(f)
}

func (s *stage) posts() int { return s.server.Count("POST", keyRoute) }

func (s *stage) entry(id int64) ledger.Entry {
	s.t.Helper()
	e, err := s.ledger.Entry(s.t.Context(), id)
	if err != nil {
		s.t.Fatal(err)
	}
	return e
}

// wantKind fails unless err is the desk's failure of that kind.
func wantKind(t testing.TB, err error, k issuing.Kind) *issuing.Failure {
	t.Helper()
	var f *issuing.Failure
	if !errors.As(err, &f) || f.Kind != k {
		t.Fatalf("error %v, want kind %s", err, k)
	}
	return f
}

// inForce is what the server holds, through its own API and a client of its own; nil for nothing.
func (s *stage) inForce() *api.BillingKey {
	s.t.Helper()
	return serverKey(s.t, newClient(s.t, s.server), uid)
}

func serverKey(t testing.TB, c *api.Client, uid string) *api.BillingKey {
	t.Helper()
	k, err := c.BillingKey(t.Context(), uid)
	if errors.Is(err, api.ErrNotFound) {
		return nil
	}
	if err != nil {
		t.Fatal(err)
	}
	return &k
}

// agrees fails unless the ledger's issued row of uid is the server's key, or neither has one.
func (s *stage) agrees() {
	s.t.Helper()
	agree(s.t, s.ledger, s.inForce())
}

func agree(t testing.TB, l *ledger.Ledger, k *api.BillingKey) {
	t.Helper()
	var held []ledger.Entry
	for _, e := range rows(t, l) {
		if e.State == ledger.Issued {
			held = append(held, e)
		}
	}
	switch {
	case k == nil && len(held) == 0:
	case k == nil || len(held) != 1:
		t.Fatalf("server has %+v, ledger %+v", k, held)
	case held[0].Updated != k.Updated || held[0].Inserted != k.Inserted:
		t.Fatalf("server has %+v, ledger %+v", k, held[0])
	}
}

// rows are all entries of uid, newest first.
func rows(t testing.TB, l *ledger.Ledger) []ledger.Entry {
	t.Helper()
	p, err := l.Entries(t.Context(), ledger.Query{Profile: practice.ID, Limit: 1000})
	if err != nil {
		t.Fatal(err)
	}
	var out []ledger.Entry
	for _, e := range p.Entries {
		if e.CustomerUID == uid {
			out = append(out, e)
		}
	}
	return out
}

// states are the states of uid's rows, oldest first, for short comparisons.
func (s *stage) states() string {
	s.t.Helper()
	var out []string
	for _, e := range rows(s.t, s.ledger) {
		out = append([]string{string(e.State)}, out...)
	}
	return strings.Join(out, " ")
}
