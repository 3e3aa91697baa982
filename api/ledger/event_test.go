package ledger

import (
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"
)

func TestRecordAppendsToTheStory(t *testing.T) {
	onBoth(t, func(t *testing.T) {
		l := newLedger(t)
		e := issued(t, l, attempt("a", nine))
		for _, v := range []Event{
			{At: nine.Add(time.Hour), Operator: "lee", Profile: "p1", CustomerUID: "a", EntryID: e.ID, Kind: KindCharged, Detail: "1000"},
			{Profile: "p1", CustomerUID: "a", Kind: KindNote, Detail: "moved house"},
			{At: nine, Profile: "p2", CustomerUID: "a", Kind: KindNote, Detail: "another profile"},
			{At: nine, Profile: "p1", CustomerUID: "b", Kind: KindNote, Detail: "another uid"},
		} {
			if err := l.Record(t.Context(), v); err != nil {
				t.Fatal(err)
			}
		}
		story, err := l.Story(t.Context(), "p1", "a")
		if err != nil || len(story) != 4 {
			t.Fatalf("%+v, %v", story, err)
		}
		if v := story[2]; v.Kind != KindCharged || v.EntryID != e.ID || !v.At.Equal(nine.Add(time.Hour)) || v.Operator != "lee" || v.At.Location() != time.UTC {
			t.Errorf("%+v", v)
		}
		if v := story[3]; v.EntryID != 0 || time.Since(v.At) > time.Hour || v.Detail != "moved house" {
			t.Errorf("without a time: %+v", v)
		}
		for i := 1; i < len(story); i++ {
			if story[i].ID <= story[i-1].ID {
				t.Error("not in the order of writing")
			}
		}
	})
}

func TestRecordRefusesWhatIsNoEvent(t *testing.T) {
	onBoth(t, func(t *testing.T) {
		l := newLedger(t)
		var input *InputError
		if err := l.Record(t.Context(), Event{At: nine, Profile: "p1", CustomerUID: "a"}); !errors.As(err, &input) {
			t.Errorf("without a kind: %v", err)
		}
		if err := l.Record(t.Context(), Event{At: nine, Kind: KindNote, EntryID: 99}); err == nil {
			t.Error("an event about no entry was taken")
		}
	})
}

func TestEventsAreNeverChanged(t *testing.T) {
	onBoth(t, func(t *testing.T) {
		l := newLedger(t)
		issued(t, l, attempt("a", nine))
		overwrite := "INSERT OR REPLACE INTO events (id, at, kind) VALUES (1, 1, 'forged')"
		upsert := "INSERT INTO events (id, at, kind) %s VALUES (1, 1, 'forged') ON CONFLICT (id) DO UPDATE SET kind = 'forged'"
		if isOnServer(t) {
			overwrite, upsert = "TRUNCATE events", fmt.Sprintf(upsert, "OVERRIDING SYSTEM VALUE")
		}
		for _, text := range []string{
			strings.ReplaceAll(upsert, "%s", ""),
			"UPDATE events SET detail = 'other'",
			"UPDATE events SET at = 1 WHERE id = 1",
			"DELETE FROM events",
			"DELETE FROM events WHERE id = 1",
			overwrite,
		} {
			if err := rawExec(t, l, text); err == nil || !strings.Contains(err.Error(), "append-only") {
				t.Errorf("%s: %v", text, err)
			}
		}
		if n := one[int](t, l.reads(), "SELECT count(*) FROM events WHERE kind IN ('begun', 'issued')"); n != 2 {
			t.Errorf("%d events are left of 2", n)
		}
	})
}

func TestFileGuardsWhatWasBegunAndDecided(t *testing.T) {
	onBoth(t, func(t *testing.T) {
		l := newLedger(t)
		key := issued(t, l, attempt("a", nine))
		declined := begun(t, l, attempt("b", nine))
		settled(t, l, declined, Outcome{State: Declined, At: nine})
		for _, c := range []struct {
			text string
			id   int64
		}{
			{"UPDATE entries SET customer_uid = 'other' WHERE id = ?", key.ID},
			{"UPDATE entries SET prior_updated = 7 WHERE id = ?", key.ID},
			{"UPDATE entries SET started_at = 7 WHERE id = ?", key.ID},
			{"UPDATE entries SET state = 'pending' WHERE id = ?", key.ID},
			{"UPDATE entries SET state = 'unknown' WHERE id = ?", key.ID},
			{"UPDATE entries SET state = 'issued' WHERE id = ?", declined},
			{"UPDATE entries SET state = 'deleted' WHERE id = ?", declined},
			{"DELETE FROM entries WHERE id = ?", key.ID}, // its events hold on to it
		} {
			if err := rawExec(t, l, c.text, c.id); err == nil {
				t.Errorf("%s: allowed", c.text)
			}
		}
	})
}

func TestEveryChangeOfARowHasItsEvent(t *testing.T) {
	onBoth(t, func(t *testing.T) {
		l := newLedger(t)
		first := issued(t, l, attempt("a", nine))
		issued(t, l, replacing("a", nine.Add(time.Hour), cardB, Stamp{1, 2, cardC}))
		id := begun(t, l, attempt("b", nine))
		settled(t, l, id, Outcome{State: Unknown, At: nine})
		settled(t, l, id, Outcome{State: NotIssued, At: nine, How: HowHand, Message: "PG says no"})
		gone := issued(t, l, attempt("c", nine))
		if err := l.KeyDeleted(t.Context(), gone.ID, nine, "lee", ""); err != nil {
			t.Fatal(err)
		}
		// The last event about each row tells its state.
		rows := list(t, l, Query{})
		for _, e := range rows {
			kind := one[string](t, l.reads(), "SELECT kind FROM events WHERE entry_id = ? ORDER BY id DESC LIMIT 1", e.ID)
			if kind != string(e.State) && kind != KindSettledByHand {
				t.Errorf("entry %d is %s, its last event %s", e.ID, e.State, kind)
			}
		}
		if len(rows) != 5 || first.ID != 1 {
			t.Errorf("%d rows", len(rows))
		}
	})
}
