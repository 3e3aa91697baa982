package ledger

import (
	"errors"
	"slices"
	"testing"
	"time"
)

// sighting is a lookup of uid asked now, an hour after nine.
func sighting(t *testing.T, l anyLedger, uid string, k *Key) Sighting {
	t.Helper()
	return Sighting{Profile: "p1", CustomerUID: uid, Asked: momentOf(t, l), At: nine.Add(time.Hour), Operator: "lee", Key: k}
}

func momentOf(t *testing.T, l anyLedger) int64 {
	t.Helper()
	m, err := l.Moment(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return m
}

func seenNow(t *testing.T, l anyLedger, s Sighting) Finding {
	t.Helper()
	f, err := l.Seen(t.Context(), s)
	if err != nil || len(f) != 1 {
		t.Fatalf("%+v, %v", f, err)
	}
	if m := momentOf(t, l); f[0].Moment != m && f[0].Verdict != SeenStale && f[0].Verdict != SeenDeleted {
		t.Errorf("holds up to %d, want %d", f[0].Moment, m)
	}
	f[0].Moment = 0
	return f[0]
}

// shownFor is the key of an entry as the server shows it.
func shownFor(e Entry) *Key {
	return &Key{Inserted: e.Inserted, Updated: e.Updated, Masked: e.KeyMasked}
}

func lastEvent(t *testing.T, l anyLedger, uid string) Event {
	t.Helper()
	story, err := l.Story(t.Context(), "p1", uid)
	if err != nil || len(story) == 0 {
		t.Fatal(story, err)
	}
	return story[len(story)-1]
}

func TestSeenMarksTheEntryInForce(t *testing.T) {
	onBoth(t, func(t *testing.T) {
		l := newLedger(t)
		e := issued(t, l, attempt("a", nine))
		other := keyOf(cardB, nine, nine.Add(30*time.Minute))
		for _, c := range []struct {
			key       *Key
			want      Verdict
			elsewhere string
			detail    string
		}{
			{shownFor(e), SeenSame, "", "same " + cardA},
			{other, SeenChanged, ElsewhereChanged, "changed " + cardB},
			{nil, SeenGone, ElsewhereGone, "gone"},
			{shownFor(e), SeenSame, "", "same " + cardA},
		} {
			if f := seenNow(t, l, sighting(t, l, "a", c.key)); f != (Finding{Verdict: c.want, EntryID: e.ID}) {
				t.Errorf("%+v, want %s", f, c.want)
			}
			got := read(t, l, e.ID)
			if got.Elsewhere != c.elsewhere || !got.LookedAt.Equal(nine.Add(time.Hour)) || got.State != Issued || got.Stamp() != e.Stamp() {
				t.Errorf("%s: %+v", c.want, got)
			}
			if v := lastEvent(t, l, "a"); v.Kind != KindLookedUp || v.Detail != c.detail || v.EntryID != e.ID || v.Operator != "lee" {
				t.Errorf("%s: %+v", c.want, v)
			}
		}
	})
}

func TestSeenWithoutAKeyInForce(t *testing.T) {
	onBoth(t, func(t *testing.T) {
		l := newLedger(t)
		settled(t, l, begun(t, l, attempt("a", nine)), Outcome{State: Declined, At: nine})
		for uid, c := range map[string]struct {
			key  *Key
			want Verdict
		}{
			"a": {nil, SeenNone}, "b": {nil, SeenNone}, "c": {keyOf(cardB, nine, nine), SeenForeign},
		} {
			if f := seenNow(t, l, sighting(t, l, uid, c.key)); f != (Finding{Verdict: c.want}) {
				t.Errorf("%s: %+v", uid, f)
			}
		}
		if v := lastEvent(t, l, "c"); v.Detail != "foreign "+cardB || v.EntryID != 0 {
			t.Errorf("%+v", v)
		}
		if n := len(list(t, l, Query{})); n != 1 {
			t.Errorf("%d rows", n)
		}
	})
}

// What an open order may have caused is nobody else's doing.
func TestSeenConcludesNothingWhileAnOrderIsOpen(t *testing.T) {
	onBoth(t, func(t *testing.T) {
		l := newLedger(t)
		e := issued(t, l, attempt("a", nine))
		open := begun(t, l, replacing("a", nine, cardB, e.Stamp()))
		fresh := begun(t, l, attempt("b", nine))
		for name, c := range map[string]struct {
			uid  string
			key  *Key
			want Finding
		}{
			"the order's key, perhaps": {"a", keyOf(cardB, nine, nine.Add(time.Minute)), Finding{Verdict: SeenOpen, EntryID: open}},
			"no key":                   {"a", nil, Finding{Verdict: SeenOpen, EntryID: open}},
			"the old key":              {"a", shownFor(e), Finding{Verdict: SeenSame, EntryID: e.ID}},
			"a new order's, perhaps":   {"b", keyOf(cardA, nine, nine), Finding{Verdict: SeenOpen, EntryID: fresh}},
			"nothing yet":              {"b", nil, Finding{Verdict: SeenNone}},
		} {
			if f := seenNow(t, l, sighting(t, l, c.uid, c.key)); f != c.want {
				t.Errorf("%s: %+v, want %+v", name, f, c.want)
			}
			if got := read(t, l, e.ID); got.Elsewhere != "" {
				t.Errorf("%s: marked as %s", name, got.Elsewhere)
			}
		}
	})
}

// An answer to a question from before the order shows what was there before it.
func TestSeenForgetsAnAnswerThatWasOvertaken(t *testing.T) {
	onBoth(t, func(t *testing.T) {
		l := newLedger(t)
		e := issued(t, l, attempt("a", nine))
		old := sighting(t, l, "a", shownFor(e))
		next := issued(t, l, replacing("a", nine.Add(time.Minute), cardB, e.Stamp()))
		before := kinds(t, l, "a")
		if f := seenNow(t, l, old); f != (Finding{Verdict: SeenStale}) {
			t.Errorf("%+v", f)
		}
		if got := read(t, l, next.ID); got.Elsewhere != "" || !got.LookedAt.IsZero() || !slices.Equal(kinds(t, l, "a"), before) {
			t.Errorf("%+v", got)
		}
		seenNow(t, l, sighting(t, l, "b", nil)) // another customer_uid's story does not matter
		s := sighting(t, l, "a", shownFor(next))
		issued(t, l, attempt("c", nine))
		if f := seenNow(t, l, s); f.Verdict != SeenSame {
			t.Errorf("%+v", f)
		}
	})
}

func TestTheSameFindingIsToldOnceADay(t *testing.T) {
	onBoth(t, func(t *testing.T) {
		l := newLedger(t)
		e := issued(t, l, attempt("a", nine))
		see := func(after time.Duration, k *Key) {
			t.Helper()
			s := sighting(t, l, "a", k)
			s.At = nine.Add(after)
			seenNow(t, l, s)
			if got := read(t, l, e.ID).LookedAt; !got.Equal(s.At) {
				t.Errorf("looked at %v, want %v", got, s.At)
			}
		}
		told := func(want int) {
			t.Helper()
			n := one[int](t, l.reads(), "SELECT count(*) FROM events WHERE kind = 'looked_up'")
			if n != want {
				t.Errorf("%d events, want %d", n, want)
			}
		}
		see(time.Hour, shownFor(e))
		see(2*time.Hour, shownFor(e))
		told(1)
		see(3*time.Hour, nil)
		told(2)
		see(4*time.Hour, shownFor(e))
		told(3)
		see(27*time.Hour, shownFor(e)) // within a day of the last one told
		told(3)
		see(28*time.Hour, shownFor(e))
		told(4)
		if err := l.SetNote(t.Context(), e.ID, "called", "kim", nine); err != nil {
			t.Fatal(err)
		}
		see(29*time.Hour, shownFor(e))
		told(5)
	})
}

func TestAnEntrySettledByHandTakesTheStampItsCardShows(t *testing.T) {
	onBoth(t, func(t *testing.T) {
		l := newLedger(t)
		first := issued(t, l, attempt("a", nine))
		id := begun(t, l, replacing("a", nine.Add(time.Hour), cardA, first.Stamp())) // a renewal keeps its number
		settled(t, l, id, Outcome{State: Issued, How: HowHand, Message: "PG says yes", At: nine})
		if f := seenNow(t, l, sighting(t, l, "a", shownFor(first))); f != (Finding{Verdict: SeenChanged, EntryID: id}) {
			t.Errorf("the key from before it: %+v", f)
		}
		if f := seenNow(t, l, sighting(t, l, "a", keyOf(cardB, nine, nine.Add(time.Hour)))); f != (Finding{Verdict: SeenChanged, EntryID: id}) {
			t.Errorf("another card: %+v", f)
		}
		key := keyOf(cardA, nine, nine.Add(time.Hour))
		key.CustomerName = "홍길동"
		if f := seenNow(t, l, sighting(t, l, "a", key)); f != (Finding{Verdict: SeenSame, EntryID: id}) {
			t.Errorf("its own: %+v", f)
		}
		if got := read(t, l, id); got.Stamp() != key.stamp() || got.Elsewhere != "" || got.CustomerName != "홍길동" || got.CardName != key.CardName {
			t.Errorf("%+v", got)
		}
		key.Updated++
		if f := seenNow(t, l, sighting(t, l, "a", key)); f.Verdict != SeenChanged {
			t.Errorf("a later one: %+v", f)
		}
	})
}

func TestSeenFillsTheNameAndNothingElseOfAKeyItKnows(t *testing.T) {
	onBoth(t, func(t *testing.T) {
		l := newLedger(t)
		e := issued(t, l, attempt("a", nine))
		key := shownFor(e)
		key.CustomerName = "홍길동 4111111111111111"
		seenNow(t, l, sighting(t, l, "a", key))
		key.CustomerName = "another"
		seenNow(t, l, sighting(t, l, "a", key))
		got := read(t, l, e.ID)
		if got.CustomerName != "홍길동 411111******1111" || got.CardName != e.CardName || got.Sandbox == nil {
			t.Errorf("%+v", got)
		}
	})
}

func TestManySightingsAreOneTransaction(t *testing.T) {
	onBoth(t, func(t *testing.T) {
		l := newLedger(t)
		a, b := issued(t, l, attempt("a", nine)), issued(t, l, attempt("b", nine))
		f, err := l.Seen(t.Context(), sighting(t, l, "b", nil), sighting(t, l, "a", shownFor(a)))
		if err != nil || f[0].Verdict != SeenGone || f[0].EntryID != b.ID || f[1].Verdict != SeenSame || f[1].EntryID != a.ID {
			t.Errorf("%+v, %v", f, err)
		}
		_, err = l.Seen(t.Context(), sighting(t, l, "b", shownFor(b)), sighting(t, l, "a", &Key{Masked: "4111111111111111"}))
		if !errors.Is(err, ErrUnmasked) || read(t, l, b.ID).Elsewhere != ElsewhereGone {
			t.Errorf("%v", err)
		}
		for field, s := range map[string]Sighting{"profile": {CustomerUID: "a"}, "customer_uid": {Profile: "p1"}} {
			var input *InputError
			if _, err := l.Seen(t.Context(), s); !errors.As(err, &input) || input.Field != field {
				t.Errorf("without %s: %v", field, err)
			}
		}
		if f, err := l.Seen(t.Context()); err != nil || len(f) != 0 {
			t.Errorf("%v, %v", f, err)
		}
	})
}

func TestTheMarkEndsWithTheKey(t *testing.T) {
	onBoth(t, func(t *testing.T) {
		l := newLedger(t)
		for uid, end := range map[string]func(e Entry){
			"replaced": func(e Entry) { issued(t, l, replacing("replaced", nine.Add(2*time.Hour), cardC, Stamp{7, 8, cardB})) },
			"deleted": func(e Entry) {
				if err := l.KeyDeleted(t.Context(), e.ID, nine, "kim", "asked"); err != nil {
					t.Fatal(err)
				}
			},
		} {
			e := issued(t, l, attempt(uid, nine))
			seenNow(t, l, sighting(t, l, uid, &Key{Inserted: 7, Updated: 8, Masked: cardB}))
			end(e)
			if got := read(t, l, e.ID); got.Elsewhere != "" || got.State == Issued || got.LookedAt.IsZero() {
				t.Errorf("%s: %+v", uid, got)
			}
		}
	})
}

func TestInForceIsTheOneIssued(t *testing.T) {
	onBoth(t, func(t *testing.T) {
		l := newLedger(t)
		first := issued(t, l, attempt("a", nine))
		second := issued(t, l, replacing("a", nine.Add(time.Minute), cardB, first.Stamp()))
		begun(t, l, attempt("b", nine))
		if got, err := l.InForce(t.Context(), "p1", "a"); err != nil || got.ID != second.ID {
			t.Errorf("%+v, %v", got, err)
		}
		for _, where := range [][2]string{{"p1", "b"}, {"p2", "a"}} {
			if _, err := l.InForce(t.Context(), where[0], where[1]); !errors.Is(err, ErrNoEntry) {
				t.Errorf("%v: %v", where, err)
			}
		}
	})
}
