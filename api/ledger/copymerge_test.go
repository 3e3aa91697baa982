package ledger

import (
	"slices"
	"testing"
	"time"
)

// onBothTargets runs a test with a ledger of each kind to merge into.
func onBothTargets(t *testing.T, test func(t *testing.T, to anyLedger)) {
	t.Helper()
	onBoth(t, func(t *testing.T) {
		copyingBy(t, 5)
		test(t, newLedger(t))
	})
}

// Three files, two of which have rows of the third by earlier copies, become one ledger on every way there is.
func TestManyLedgersBecomeOneWithoutDoubles(t *testing.T) {
	onBothTargets(t, func(t *testing.T, to anyLedger) {
		a, b, c := newFile(t), newFile(t), newFile(t)
		work(t, a, uidsOf("a", 4), 1, 40)
		work(t, b, uidsOf("b", 4), 2, 40)
		copied(t, a, b)
		work(t, c, uidsOf("c", 4), 3, 40)
		copied(t, b, c) // with a's rows
		work(t, a, uidsOf("a", 4), 4, 20)
		for range 2 {
			for _, l := range []anyLedger{c, a, b} {
				copied(t, l, to)
			}
		}
		wantNoDoubles(t, to)
		for _, l := range []anyLedger{a, b, c} {
			copied(t, to, l)
		}
		rows, events := everything(t, to)
		for _, l := range []anyLedger{a, b, c} {
			got, told := everything(t, l)
			if len(got) != len(rows) || len(told) != len(events) {
				t.Errorf("%d rows and %d events, want %d and %d", len(got), len(told), len(rows), len(events))
			}
		}
		for _, uid := range []string{"a0", "a3", "b1", "c2"} {
			if !slices.Equal(kinds(t, to, uid), kinds(t, c, uid)) {
				t.Errorf("%s: the story differs", uid)
			}
		}
	})
}

// Ledgers that know the same customer_uids, each of which goes on being used: whatever they hold, copies can be repeated, come to
// rest, lose nothing and double nothing.
func TestLedgersOfTheSameCustomersComeToRest(t *testing.T) {
	onBothTargets(t, func(t *testing.T, to anyLedger) {
		a, b := newFile(t), newFile(t)
		of := map[anyLedger]int{}
		for round := range uint64(4) {
			for i, l := range []anyLedger{a, b} {
				work(t, l, uidsOf("u", 5), 10*uint64(i+1)+round, 25)
				c := copiedSome(t, l, to)
				if c.Entries.Different+c.Events.Different != 0 {
					t.Fatalf("%+v", c)
				}
				if n := c.Entries.Same + c.Entries.Kept + c.Entries.Waiting; n != c.Entries.Of {
					t.Fatalf("%+v", c)
				}
				of[l] = c.Entries.Of - c.Entries.Waiting
			}
		}
		for _, l := range []anyLedger{a, b} {
			first := copiedSome(t, l, to)
			if c := copiedSome(t, l, to); c.Entries.Brought+c.Entries.Changed+c.Events.Brought != 0 || c.Entries != (CopyTally{
				Of: first.Entries.Of, Same: first.Entries.Same, Kept: first.Entries.Kept, Waiting: first.Entries.Waiting,
			}) {
				t.Errorf("no rest: %+v, then %+v", first, c)
			}
		}
		rows, _ := everything(t, to)
		if len(rows) < of[a]+of[b] {
			t.Errorf("%d rows of %d", len(rows), of[a]+of[b])
		}
		wantNoDoubles(t, to)
		for _, e := range rows {
			if e.State == Replaced && e.ReplacedBy == 0 {
				t.Errorf("nothing replaced %+v", e)
			}
		}
		if err := to.Check(t.Context()); err != nil {
			t.Error(err)
		}
	})
}

// Of two keys in force the later one is, in whichever order the ledgers come.
func TestOfTwoKeysInForceTheLaterOneIs(t *testing.T) {
	onBothTargets(t, func(t *testing.T, first anyLedger) {
		early, late := newFile(t), newFile(t)
		e := issued(t, early, attempt("gildong", nine))
		a := attempt("gildong", nine.Add(time.Hour))
		a.Masked = cardB
		issued(t, late, a)
		for _, order := range [][]anyLedger{{early, late}, {late, early}} {
			to := first
			if order[0] == anyLedger(late) {
				to = newLedger(t)
			}
			for range 2 { // and it stays so
				for _, l := range order {
					copied(t, l, to)
				}
			}
			rows := list(t, to, Query{CustomerUID: "gildong"})
			if len(rows) != 2 || rows[0].State != Issued || rows[0].Masked != cardB || rows[1].State != Replaced ||
				rows[1].ReplacedBy != rows[0].ID || rows[0].Replaces != rows[1].ID {
				t.Fatalf("%+v", rows)
			}
			if got := kinds(t, to, "gildong"); !slices.Equal(got, []string{KindBegun, KindIssued, KindBegun, KindIssued, KindReplaced}) {
				t.Errorf("story %v", got)
			}
			copied(t, to, early) // the ledger of the earlier key learns it
			if is := read(t, early, e.ID); is.State != Replaced || is.ReplacedByMasked != cardB {
				t.Errorf("%+v", is)
			}
		}
	})
}

// Of two open orders the second waits, with all that is told of it, until the first has its end.
func TestAnOpenOrderWaitsForAnother(t *testing.T) {
	onBothTargets(t, func(t *testing.T, to anyLedger) {
		from := newFile(t)
		waiting := begun(t, from, attempt("gildong", nine))
		issued(t, from, attempt("other", nine))
		open := begun(t, to, attempt("gildong", nine.Add(time.Hour)))
		for range 2 {
			c := copiedSome(t, from, to)
			if c.Whole() || c.Entries.Waiting != 1 || c.Entries.Same != 1 || c.Events.Waiting != 1 || len(c.Troubles) != 1 ||
				c.Troubles[0].Reason != CopyOpen || c.Troubles[0].Here != open || c.Troubles[0].Entry != waiting {
				t.Fatalf("%+v", c)
			}
		}
		settled(t, to, open, Outcome{State: Declined, At: nine.Add(2 * time.Hour)})
		if c := copied(t, from, to); c.Entries.Brought != 1 || c.Events.Brought != 1 {
			t.Errorf("%+v", c)
		}
	})
}

// A key that took another's place did so also where it has been deleted since, in whichever order the ledgers come.
func TestADeletedKeyHadTakenTheOthersPlace(t *testing.T) {
	onBothTargets(t, func(t *testing.T, first anyLedger) {
		early, late := newFile(t), newFile(t)
		issued(t, early, attempt("gildong", nine))
		gone := issued(t, late, attempt("gildong", nine.Add(time.Hour)))
		if err := late.KeyDeleted(t.Context(), gone.ID, nine.Add(2*time.Hour), "kim", "asked for"); err != nil {
			t.Fatal(err)
		}
		for i, order := range [][]anyLedger{{early, late}, {late, early}} {
			to := first
			if i == 1 {
				to = newLedger(t)
			}
			for range 2 {
				copied(t, order[0], to)
				copied(t, order[1], to)
			}
			rows := list(t, to, Query{CustomerUID: "gildong"})
			if len(rows) != 2 || rows[0].State != Deleted || rows[1].State != Replaced || rows[1].ReplacedBy != rows[0].ID {
				t.Errorf("%+v", rows)
			}
		}
	})
}

// While a key is being deleted here, nothing of another ledger comes between the DELETE and its end.
func TestADeletionUnderWayIsNotDisturbed(t *testing.T) {
	onBothTargets(t, func(t *testing.T, to anyLedger) {
		from := newFile(t)
		old := issued(t, from, attempt("gildong", nine.Add(-time.Hour)))
		e := issued(t, to, attempt("gildong", nine))
		d := deletion(t, to, e)
		d.At = time.Now()
		if err := to.BeginDeletion(t.Context(), d); err != nil {
			t.Fatal(err)
		}
		c := copiedSome(t, from, to)
		if c.Entries.Waiting != 1 || c.Events.Waiting != 2 || c.Troubles[0].Reason != CopyDeleting || read(t, to, e.ID).State != Issued {
			t.Fatalf("%+v", c)
		}
		if err := to.KeyDeleted(t.Context(), e.ID, time.Now(), "kim", "asked for"); err != nil {
			t.Fatal(err)
		}
		copied(t, from, to) // the deleted key had taken its place
		if rows := list(t, to, Query{CustomerUID: "gildong"}); rows[1].State != Replaced || rows[1].ReplacedBy != e.ID || rows[1].Masked != old.Masked {
			t.Errorf("%+v", rows)
		}
	})
}

// Two files that grew from one: what both have comes once, and what each wrote since, under the same IDs, twice. What both
// decided, and differently, is named and left alone.
func TestFilesThatGrewFromOneAreToldApart(t *testing.T) {
	onBothTargets(t, func(t *testing.T, to anyLedger) {
		a := newFile(t)
		issued(t, a, attempt("common", nine))
		id := begun(t, a, attempt("torn", nine))
		path := newPath(t)
		if _, err := a.BackUp(t.Context(), path); err != nil {
			t.Fatal(err)
		}
		b := openAt(t, path)
		issued(t, a, attempt("only a", nine.Add(time.Minute)))
		issued(t, b, attempt("only b", nine.Add(time.Minute)))
		settled(t, a, id, Outcome{State: Declined, At: nine.Add(time.Hour)})
		settled(t, b, id, Outcome{State: Issued, Key: keyOf(cardA, nine, nine), At: nine.Add(time.Hour)})
		copied(t, a, to)
		c := copiedSome(t, b, to)
		if c.Whole() || c.Entries.Different != 1 || c.Entries.Same != 2 || c.Troubles[0].Reason != CopyClash ||
			!slices.Equal(c.Troubles[0].Columns, []string{"state"}) {
			t.Errorf("%+v", c)
		}
		if rows := list(t, to, Query{}); len(rows) != 4 {
			t.Errorf("%d rows", len(rows))
		}
		if e := list(t, to, Query{CustomerUID: "torn"})[0]; e.State != Declined {
			t.Errorf("%+v", e)
		}
	})
}

// A file put back from a back-up gets the rows it lost from where they were copied to.
func TestRowsThatWereLostComeBack(t *testing.T) {
	onBothTargets(t, func(t *testing.T, to anyLedger) {
		a := newFile(t)
		work(t, a, uidsOf("u", 3), 1, 20)
		path := newPath(t)
		if _, err := a.BackUp(t.Context(), path); err != nil {
			t.Fatal(err)
		}
		work(t, a, uidsOf("later_", 3), 2, 30)
		copied(t, a, to)
		old := openAt(t, path)
		work(t, old, uidsOf("new_", 3), 3, 30) // under IDs that others had
		for range 2 {
			copied(t, to, old)
			copied(t, old, to)
		}
		rows, events := everything(t, to)
		got, told := everything(t, old)
		if len(got) != len(rows) || len(told) != len(events) {
			t.Errorf("%d rows and %d events, want %d and %d", len(got), len(told), len(rows), len(events))
		}
		wantNoDoubles(t, old)
	})
}
