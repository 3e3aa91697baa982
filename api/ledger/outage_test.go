package ledger

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"billkey/api/ledger/pgtest"
)

// eventually tries until the server is reached again, as a desk does by itself.
func eventually(t *testing.T, do func() error) {
	t.Helper()
	var err error
	for limit := time.Now().Add(30 * time.Second); time.Now().Before(limit); {
		if err = do(); err == nil {
			return
		}
		var away *AwayError
		if !errors.As(err, &away) {
			break
		}
		<-time.After(20 * time.Millisecond)
	}
	t.Fatal(err)
}

// The server crashes as in a power cut while desks issue. While it is away nothing begins; when it is back, every order that
// Begin acknowledged is there, and every one that it refused is not.
func TestNothingAcknowledgedIsLostByACrash(t *testing.T) {
	c := pgtest.New(t, pgtest.Options{Durable: true})
	s := serverAt(c, c.Database(t, ""))
	l := openServer(t, s)
	for round := range 3 {
		var mu sync.Mutex
		acknowledged, undecided := map[string]int64{}, map[string]bool{}
		ctx, stop := context.WithCancel(t.Context())
		var wg sync.WaitGroup
		for desk := range 4 {
			d := openServer(t, s)
			wg.Go(func() {
				for i := 0; ctx.Err() == nil; i++ {
					uid := fmt.Sprintf("uid_%d_%d_%d", round, desk, i)
					id, err := d.Begin(context.WithoutCancel(ctx), attempt(uid, nine))
					var away *AwayError
					mu.Lock()
					switch {
					case err == nil:
						acknowledged[uid] = id
					case !errors.As(err, &away):
						t.Errorf("Begin = %v", err)
					case away.Undecided:
						undecided[uid] = true
					}
					mu.Unlock()
					if err != nil {
						return
					}
				}
			})
		}
		for enough := false; !enough; {
			mu.Lock()
			enough = len(acknowledged) > 40
			mu.Unlock()
			<-time.After(time.Millisecond)
		}
		if err := c.Crash(); err != nil {
			t.Fatal(err)
		}
		stop()
		_, err := l.Begin(t.Context(), attempt("while it is away", nine))
		wantAway(t, "Begin", err)
		if _, err := l.Entries(t.Context(), Query{}); err == nil {
			t.Error("a list while the server is away")
		}
		if err := c.Start(); err != nil {
			t.Fatal(err)
		}
		wg.Wait()
		eventually(t, func() error { _, err := l.Version(t.Context()); return err })
		here := map[string]int64{}
		for _, e := range list(t, l, Query{UIDPrefix: fmt.Sprintf("uid_%d_", round), Limit: maxLimit}) {
			here[e.CustomerUID] = e.ID
		}
		for uid, id := range acknowledged {
			if here[uid] != id {
				t.Errorf("%s: entry %d is lost", uid, id)
			}
			delete(here, uid)
		}
		for uid := range here {
			if !undecided[uid] {
				t.Errorf("%s: is there, and Begin said that it is not", uid)
			}
		}
	}
}

// A stopped server: calls fail at once, not after a time limit each; and they work again without anybody's doing.
func TestAServerThatIsAwayIsReachedAgain(t *testing.T) {
	c := pgtest.New(t, pgtest.Options{})
	l := openServer(t, serverAt(c, c.Database(t, "")))
	id := begun(t, l, attempt("a", nine))
	if err := c.Stop(); err != nil {
		t.Fatal(err)
	}
	began := time.Now()
	for range 50 {
		wantAway(t, "Settle", l.Settle(t.Context(), id, Outcome{State: Declined, At: nine}))
	}
	if took := time.Since(began); took > 5*time.Second {
		t.Errorf("50 calls took %v", took)
	}
	if l.dialing.failed > 12 {
		t.Errorf("%d attempts to reach it", l.dialing.failed)
	}
	if err := c.Start(); err != nil {
		t.Fatal(err)
	}
	eventually(t, func() error { return l.Settle(t.Context(), id, Outcome{State: Declined, At: nine}) })
	if got := read(t, l, id); got.State != Declined || len(kinds(t, l, "a")) != 2 {
		t.Errorf("%+v", got)
	}
}

func TestAFullDiskOfTheServerIsTypedAndLosesNothing(t *testing.T) {
	c := pgtest.New(t, pgtest.Options{})
	// The ledger's tables lie on a small disk of their own; the server's journal does not, or it would have to stop.
	small := smallDisk(t, 4<<10)
	c.Own(t, small)
	database := c.Database(t, "")
	if err := c.Exec("postgres", "CREATE TABLESPACE small LOCATION '"+small+"'"); err != nil {
		t.Fatal(err)
	}
	l := openServer(t, serverAt(c, database))
	if err := rawExec(t, l, "ALTER TABLE events SET TABLESPACE small"); err != nil {
		t.Fatal(err)
	}
	id := begun(t, l, attempt("a", nine))
	long := strings.Repeat("x", 8000)
	acknowledged := 1
	var err error
	for i := 0; err == nil && i < 20_000; i++ {
		err = l.Record(t.Context(), Event{At: nine, Profile: "p1", CustomerUID: "a", Kind: KindNote, Detail: fmt.Sprint(i, incompressible(i), long)})
		if err == nil {
			acknowledged++
		}
	}
	wantFull(t, "Record", err)
	_, err = l.Begin(t.Context(), Attempt{
		Profile: "p1", Environment: "test", CustomerUID: "b", Operator: incompressible(1), StartedAt: nine, Masked: cardA,
	})
	if err != nil { // a small event may still find room
		wantFull(t, "Begin", err)
	}
	if got := len(kinds(t, l, "a")); got != acknowledged {
		t.Errorf("%d events, %d were acknowledged", got, acknowledged)
	}
	if e := read(t, l, id); e.State != Pending {
		t.Errorf("%+v", e)
	}
	if err := rawExec(t, l, "ALTER TABLE events SET TABLESPACE pg_default"); err != nil { // room again
		t.Fatal(err)
	}
	settled(t, l, id, Outcome{State: Declined, At: nine})
}

// incompressible is a long text of its own.
func incompressible(n int) string {
	var out strings.Builder
	x := uint32(n)*2654435761 + 1
	for out.Len() < 6000 {
		x ^= x << 13
		x ^= x >> 17
		x ^= x << 5
		out.WriteRune(rune('a' + x%26))
	}
	return out.String()
}
