package ledger

import (
	"context"
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"
	"time"
)

// copied copies everything of one ledger into another, which wants no trouble.
func copied(t testing.TB, from, to anyLedger) Copied {
	t.Helper()
	c := copiedSome(t, from, to)
	if !c.Whole() || c.Entries.Same+c.Entries.Kept+c.Entries.Archived != c.Entries.Of || c.Events.Same+c.Events.Archived != c.Events.Of {
		t.Fatalf("%+v", c)
	}
	return c
}

func copiedSome(t testing.TB, from, to anyLedger) Copied {
	t.Helper()
	s := sourceOf(t, from)
	defer func() { _ = s.Close() }()
	c, err := Copy(t.Context(), s, to, CopyOptions{Operator: "mover"})
	if err != nil {
		t.Fatalf("Copy: %v", err)
	}
	return c
}

func sourceOf(t testing.TB, l anyLedger) (s *Source) {
	t.Helper()
	var err error
	if server, yes := l.(*Shared); yes {
		s, err = OpenSharedSource(context.WithoutCancel(t.Context()), server.server)
	} else {
		s, err = OpenSource(context.WithoutCancel(t.Context()), l.Path())
	}
	if err != nil {
		t.Fatalf("source: %v", err)
	}
	return s
}

// copyingBy has a copy make many of them.
func copyingBy(t testing.TB, n int) {
	t.Helper()
	was, rest := copyAtOnce, breath
	copyAtOnce, breath = n, 0
	t.Cleanup(func() { copyAtOnce, breath = was, rest })
}

// everything is all that a ledger holds. IDs are those of the ledger: places in the order of writing stand for them.
func everything(t testing.TB, l anyLedger) (entries []Entry, events []Event) {
	t.Helper()
	s := sourceOf(t, l)
	defer func() { _ = s.Close() }()
	rows, err := s.entriesAfter(t.Context(), 0, 1_000_000)
	if err != nil {
		t.Fatal(err)
	}
	at := map[int64]int64{0: 0}
	for i, o := range rows {
		at[o.row.ID] = int64(i + 1)
	}
	for _, o := range rows {
		e := o.row
		e.ID, e.Replaces, e.ReplacedBy = at[e.ID], at[e.Replaces], at[e.ReplacedBy]
		entries = append(entries, e)
	}
	told, err := s.eventsAfter(t.Context(), 0, 1_000_000)
	if err != nil {
		t.Fatal(err)
	}
	for i, o := range told {
		o.row.ID, o.row.EntryID = int64(i+1), at[o.row.EntryID]
		events = append(events, o.row)
	}
	return entries, events
}

// wantEqual wants the same rows with the same links and the same events, in the same order.
func wantEqual(t testing.TB, got, want anyLedger) {
	t.Helper()
	gotRows, gotEvents := everything(t, got)
	rows, events := everything(t, want)
	if len(gotRows) != len(rows) || len(gotEvents) != len(events) {
		t.Fatalf("%d rows and %d events, want %d and %d", len(gotRows), len(gotEvents), len(rows), len(events))
	}
	for i, e := range rows {
		is := gotRows[i]
		if d := differing(is, e); d != nil || is.Replaces != e.Replaces || is.ReplacedBy != e.ReplacedBy ||
			is.WatchedBy != e.WatchedBy || !is.WatchedUntil.Equal(e.WatchedUntil) {
			t.Errorf("row %d differs in %v\n got %+v\nwant %+v", i+1, d, is, e)
		}
	}
	for i, e := range events {
		if gotEvents[i] != e {
			t.Errorf("event %d\n got %+v\nwant %+v", i+1, gotEvents[i], e)
		}
	}
}

// work plays a random history of n steps; the same seed plays the same one.
func work(t testing.TB, l anyLedger, uids []string, seed uint64, n int) {
	t.Helper()
	r := rand.New(rand.NewPCG(seed, 7)) //nolint:gosec // the same every time
	l.SetDesk(fmt.Sprint("desk ", seed))
	for i := range n {
		step(t, l, r, uids[r.IntN(len(uids))], nine.Add(time.Duration(seed)*time.Second+time.Duration(i)*time.Minute))
	}
}

func step(t testing.TB, l anyLedger, r *rand.Rand, uid string, at time.Time) {
	t.Helper()
	ctx := t.Context()
	fail := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	rows := list(t, l, Query{CustomerUID: uid})
	if i := slices.IndexFunc(rows, func(e Entry) bool { return e.State.Open() }); i >= 0 {
		settled(t, l, rows[i].ID, endOf(r, rows[i], at))
		return
	}
	held, err := l.InForce(ctx, "p1", uid)
	switch n := r.IntN(10); {
	case n < 5 || len(rows) == 0:
		a := attempt(uid, at)
		a.CustomerName = []string{"", "홍길동"}[r.IntN(2)]
		if err == nil && r.IntN(5) > 0 {
			a.Prior, a.Replace, a.Masked = held.Stamp(), true, cardB
		} else if r.IntN(5) == 0 {
			a.Prior, a.Replace = Stamp{at.Unix() - 9, at.Unix() - 9, cardC}, true
		}
		begun(t, l, a)
	case n < 7:
		fail(l.SetNote(ctx, rows[r.IntN(len(rows))].ID, fmt.Sprint("note ", r.IntN(100)), "kim", at))
	case n < 9 && err == nil:
		moment, e := l.Moment(ctx)
		fail(e)
		s := Sighting{Profile: "p1", CustomerUID: uid, Asked: moment, At: at, Operator: "lee"}
		if r.IntN(3) > 0 {
			s.Key = keyOf(held.Masked, time.Unix(held.Inserted, 0), time.Unix(held.Updated, 0))
		}
		_, e = l.Seen(ctx, s)
		fail(e)
	case n == 9 && err == nil:
		fail(l.KeyDeleted(ctx, held.ID, at, "kim", "asked for"))
	default:
		fail(l.Record(ctx, Event{At: at, Profile: "p1", CustomerUID: uid, Kind: KindLookedUp, Detail: "none"}))
	}
}

func endOf(r *rand.Rand, e Entry, at time.Time) Outcome {
	o := Outcome{At: at, How: HowAnswer, State: []State{Issued, Issued, Issued, Declined, NotIssued, Unknown}[r.IntN(6)], Message: "[3022] 유효기간 오류"}
	if o.State == Issued && r.IntN(6) > 0 {
		o.Key = keyOf(e.Masked, at, at)
	}
	return o
}

func uidsOf(prefix string, n int) (out []string) {
	for i := range n {
		out = append(out, fmt.Sprint(prefix, i))
	}
	return out
}

// ways are from where to where ledgers are copied.
var ways = [][2]string{{onFile, onServer}, {onServer, onFile}, {onFile, onFile}, {onServer, onServer}}

// onAllWays runs a test for each, with an empty ledger at both ends.
func onAllWays(t *testing.T, test func(t *testing.T, from, to anyLedger)) {
	t.Helper()
	for _, way := range ways {
		t.Run(way[0]+" to "+way[1], func(t *testing.T) { test(t, newOf(t, way[0]), newOf(t, way[1])) })
	}
}

func newOf(t testing.TB, kind string) anyLedger {
	t.Helper()
	if kind == onServer {
		return openServer(t, newServer(t))
	}
	return newFile(t)
}

func TestACopyIsEqualAndSoIsTheWayBack(t *testing.T) {
	copyingBy(t, 7)
	onAllWays(t, func(t *testing.T, from, to anyLedger) {
		if _, file := from.(*Ledger); file {
			writeStories(t, from)
		}
		work(t, from, uidsOf("random_", 6), 1, 150)
		c := copied(t, from, to)
		if c.Entries.Brought != c.Entries.Of || c.Entries.Same != c.Entries.Of || c.Events.Brought != c.Events.Of {
			t.Errorf("%+v", c)
		}
		wantEqual(t, to, from)
		back := newFile(t)
		copied(t, to, back)
		wantEqual(t, back, from)
		for _, l := range []anyLedger{to, back} { // home again, and once more: nothing is doubled
			if c := copied(t, l, from); c.Entries.Brought+c.Entries.Changed+c.Events.Brought != 0 || c.Entries.Same != c.Entries.Of {
				t.Errorf("%+v", c)
			}
			if err := l.Check(t.Context()); err != nil {
				t.Error(err)
			}
		}
		if !slices.Equal(kinds(t, to, "random_1"), kinds(t, from, "random_1")) {
			t.Error("the story is told otherwise")
		}
	})
}

func TestWhatChangedAtTheSourceIsBroughtByTheNextCopy(t *testing.T) {
	copyingBy(t, 5)
	onAllWays(t, func(t *testing.T, from, to anyLedger) {
		for round := range uint64(4) {
			work(t, from, uidsOf("u", 4), round, 40)
			copied(t, from, to)
			wantEqual(t, to, from)
		}
		if c := copied(t, from, to); c.Entries.Brought+c.Entries.Changed+c.Events.Brought != 0 {
			t.Errorf("%+v", c)
		}
	})
}

// A copy that is ended after any of its batches is gone on with by the next one.
func TestACopyThatWasCutShortIsGoneOnWith(t *testing.T) {
	copyingBy(t, 4)
	onAllWays(t, func(t *testing.T, from, to anyLedger) {
		work(t, from, uidsOf("u", 5), 1, 60)
		s := sourceOf(t, from)
		defer func() { _ = s.Close() }()
		for ends := 1; ; ends++ {
			ctx, end := context.WithCancel(t.Context())
			batches := 0
			_, err := Copy(ctx, s, to, CopyOptions{Progress: func(CopyPhase, int, int) {
				if batches++; batches == ends {
					end()
				}
			}})
			end()
			if err == nil {
				break
			}
			if ends == 1 {
				continue
			}
			wantNoDoubles(t, to)
		}
		copied(t, from, to)
		wantEqual(t, to, from)
	})
}

// wantNoDoubles wants each name once.
func wantNoDoubles(t testing.TB, l anyLedger) {
	t.Helper()
	s := sourceOf(t, l)
	defer func() { _ = s.Close() }()
	rows, err := s.entriesAfter(t.Context(), 0, 1_000_000)
	seen := map[name]bool{}
	for _, o := range rows {
		if seen[o.name] {
			t.Errorf("%+v twice", o.name)
		}
		seen[o.name] = true
	}
	if err != nil {
		t.Fatal(err)
	}
}
