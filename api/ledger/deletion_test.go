package ledger

import (
	"errors"
	"slices"
	"testing"
	"time"
)

func deletion(t *testing.T, l anyLedger, e Entry) Deletion {
	t.Helper()
	return Deletion{EntryID: e.ID, Stamp: e.Stamp(), Asked: momentOf(t, l), At: nine.Add(time.Hour), Operator: "lee", Reason: "customer left"}
}

func deleting(t *testing.T, l anyLedger, e Entry) {
	t.Helper()
	if err := l.BeginDeletion(t.Context(), deletion(t, l, e)); err != nil {
		t.Fatal(err)
	}
}

func TestADeletionIsWrittenDownBeforeItIsSent(t *testing.T) {
	onBoth(t, func(t *testing.T) {
		l := newLedger(t)
		e := issued(t, l, attempt("a", nine))
		deleting(t, l, e)
		if v := lastEvent(t, l, "a"); v.Kind != KindDeleting || v.Detail != "customer left" || v.EntryID != e.ID || v.Operator != "lee" {
			t.Errorf("%+v", v)
		}
		if got := read(t, l, e.ID); got.State != Issued {
			t.Errorf("%s before the answer", got.State)
		}
		if err := l.KeyDeleted(t.Context(), e.ID, nine, "lee", "customer left"); err != nil {
			t.Fatal(err)
		}
		if got := kinds(t, l, "a"); !slices.Equal(got, []string{KindBegun, KindIssued, KindDeleting, KindDeleted}) {
			t.Errorf("%v", got)
		}
		issued(t, l, attempt("a", nine.Add(time.Hour))) // at once
	})
}

func TestADeletionIsRefused(t *testing.T) {
	onBoth(t, func(t *testing.T) {
		l := newLedger(t)
		e := issued(t, l, attempt("a", nine))
		was := deletion(t, l, e)
		next := issued(t, l, replacing("a", nine.Add(time.Minute), cardB, e.Stamp()))
		refused := func(name string, d Deletion, want error) {
			t.Helper()
			before := len(kinds(t, l, "a"))
			if err := l.BeginDeletion(t.Context(), d); !errors.Is(err, want) {
				t.Errorf("%s: %v, want %v", name, err, want)
			}
			if len(kinds(t, l, "a")) != before {
				t.Errorf("%s: something was written", name)
			}
		}
		refused("of a replaced key", was, ErrNotInForce)
		refused("of none", Deletion{EntryID: 99, Reason: "x"}, ErrNoEntry)
		d := deletion(t, l, next)
		d.Stamp.Updated++
		refused("of another key", d, ErrMoved)
		d = deletion(t, l, next)
		settled(t, l, begun(t, l, replacing("a", nine, cardC, next.Stamp())), Outcome{State: Declined, At: nine})
		refused("after an order", d, ErrMoved)
		d = deletion(t, l, next)
		d.Reason = ""
		var input *InputError
		if err := l.BeginDeletion(t.Context(), d); !errors.As(err, &input) {
			t.Errorf("without a reason: %v", err)
		}
		open := begun(t, l, replacing("a", nine, cardC, next.Stamp()))
		var order *OpenOrderError
		if err := l.BeginDeletion(t.Context(), deletion(t, l, next)); !errors.As(err, &order) || order.Entry.ID != open {
			t.Errorf("with an open order: %v", err)
		}
	})
}

// An order and a deletion, and two deletions, exclude each other; a deletion whose desk died does so until nothing of it
// can be travelling any more.
func TestNothingBeginsWhileAKeyIsBeingDeleted(t *testing.T) {
	onBoth(t, func(t *testing.T) {
		l := newLedger(t)
		other := another(t, l)
		e := issued(t, l, attempt("a", nine))
		deleting(t, l, e)
		try := func(after time.Duration) (begin, del error) {
			_, begin = other.Begin(t.Context(), replacing("a", nine.Add(time.Hour+after), cardB, e.Stamp()))
			d := deletion(t, other, e)
			d.At = d.At.Add(after)
			return begin, other.BeginDeletion(t.Context(), d)
		}
		for _, after := range []time.Duration{0, time.Minute, DeletionLimit - 1} {
			begin, del := try(after)
			for name, err := range map[string]error{"order": begin, "deletion": del} {
				var busy *DeletionError
				if !errors.As(err, &busy) || busy.Event.Operator != "lee" || busy.Event.Detail != "customer left" {
					t.Errorf("%s after %v: %v", name, after, err)
				}
			}
		}
		issued(t, other, attempt("b", nine.Add(time.Hour)))
		d := deletion(t, other, e)
		d.At = d.At.Add(DeletionLimit)
		if err := other.BeginDeletion(t.Context(), d); err != nil {
			t.Errorf("after the limit: %v", err)
		}
		err := l.Record(t.Context(), Event{At: nine, Profile: "p1", CustomerUID: "a", EntryID: e.ID, Kind: KindNotDeleted})
		if err != nil {
			t.Fatal(err)
		}
		if begin, _ := try(DeletionLimit); begin != nil {
			t.Errorf("an order after its end: %v", begin)
		}
	})
}

// A desk died between the DELETE and its answer, or never sent it: the next look tells.
func TestALookDecidesADeletionWithoutAnEnd(t *testing.T) {
	onBoth(t, func(t *testing.T) {
		l := newLedger(t)
		a, b := issued(t, l, attempt("a", nine)), issued(t, l, attempt("b", nine))
		deleting(t, l, a)
		deleting(t, l, b)
		if f := seenNow(t, l, sighting(t, l, "a", nil)); f != (Finding{Verdict: SeenDeleted, EntryID: a.ID}) {
			t.Errorf("%+v", f)
		}
		if v := lastEvent(t, l, "a"); read(t, l, a.ID).State != Deleted || v.Kind != KindDeleted || v.Detail != "customer left" || v.Operator != "lee" {
			t.Errorf("%+v", v)
		}
		early, late := sighting(t, l, "b", shownFor(b)), sighting(t, l, "b", shownFor(b))
		late.At = late.At.Add(DeletionLimit)
		seenNow(t, l, early)
		late.Asked = momentOf(t, l)
		seenNow(t, l, late)
		want := []string{KindBegun, KindIssued, KindDeleting, KindLookedUp, KindNotDeleted, KindLookedUp}
		if got := kinds(t, l, "b"); !slices.Equal(got, want) || read(t, l, b.ID).State != Issued {
			t.Errorf("%v, want %v", got, want)
		}
		last := sighting(t, l, "b", nil)
		if f := seenNow(t, l, last); f.Verdict != SeenGone { // by now it is somebody else's deletion
			t.Errorf("%+v", f)
		}
	})
}

// Another place may have deleted the key while our DELETE was slow: it would meet the next key.
func TestThatAKeyIsGoneDoesNotProveThatOurDeletionHasArrived(t *testing.T) {
	onBoth(t, func(t *testing.T) {
		l := newLedger(t)
		e := issued(t, l, attempt("a", nine))
		deleting(t, l, e)
		begun, err := l.Story(t.Context(), e.Profile, "a")
		if err != nil {
			t.Fatal(err)
		}
		at := begun[len(begun)-1].At
		m, err := l.Moment(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		f, err := l.Seen(t.Context(), Sighting{Profile: e.Profile, CustomerUID: "a", Asked: m, At: at.Add(time.Second)})
		if err != nil || f[0].Verdict != SeenDeleted || read(t, l, e.ID).State != Deleted {
			t.Fatalf("%+v, %v", f, err)
		}
		var under *DeletionError
		if _, err := l.Begin(t.Context(), attempt("a", at.Add(2*time.Second))); !errors.As(err, &under) {
			t.Errorf("an order two seconds later: %v", err)
		}
		if _, err := l.Begin(t.Context(), attempt("a", at.Add(DeletionLimit))); err != nil {
			t.Errorf("an order after the limit: %v", err)
		}
	})
}
