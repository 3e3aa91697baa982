package ledger

import (
	"errors"
	"slices"
	"testing"
)

func TestANoteIsChangedAndTold(t *testing.T) {
	onBoth(t, func(t *testing.T) {
		l := newLedger(t)
		e := issued(t, l, attempt("a", nine))
		set := func(note string) {
			t.Helper()
			if err := l.SetNote(t.Context(), e.ID, note, "lee", nine); err != nil {
				t.Fatal(err)
			}
		}
		set("moved house, card 4111-1111-1111-1111")
		const kept = "moved house, card 4111-11**-****-1111"
		if got := read(t, l, e.ID).Note; got != kept {
			t.Errorf("%q", got)
		}
		if v := lastEvent(t, l, "a"); v.Kind != KindNote || v.Detail != kept || v.EntryID != e.ID || v.Operator != "lee" || !v.At.Equal(nine) {
			t.Errorf("%+v", v)
		}
		set(kept) // says nothing new
		set("")
		if got := read(t, l, e.ID).Note; got != "" {
			t.Errorf("%q", got)
		}
		if got := kinds(t, l, "a"); !slices.Equal(got, []string{KindBegun, KindIssued, KindNote, KindNote}) {
			t.Errorf("%v", got)
		}
		if err := l.SetNote(t.Context(), 99, "x", "lee", nine); !errors.Is(err, ErrNoEntry) {
			t.Errorf("%v", err)
		}
	})
}
