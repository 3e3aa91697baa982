package ledger

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
	"time"
)

// smallBatches makes batches of a few rows, with a pause between them.
func smallBatches(t testing.TB, rows int, pause time.Duration) {
	was, wasBreath := leavingAtOnce, breath
	leavingAtOnce, breath = rows, pause
	t.Cleanup(func() { leavingAtOnce, breath = was, wasBreath })
}

func archived(t testing.TB, l *Ledger, before time.Time, path string) Archived {
	t.Helper()
	a, err := l.Archive(t.Context(), ArchiveOrder{Before: before, Path: path, Operator: "김민지"})
	if err != nil {
		t.Fatalf("Archive: %v", err)
	}
	return a
}

func byID(rows tableRows) map[float64]map[string]any {
	out := map[float64]map[string]any{}
	for _, r := range rows {
		out[r["id"].(float64)] = r
	}
	return out
}

// wantSplit wants every row and event of before in exactly one of the two files, or in both where twice is allowed.
func wantSplit(t testing.TB, before, kept, gone map[string]tableRows, twice bool) {
	t.Helper()
	for table, rows := range before {
		here, there := byID(kept[table]), byID(gone[table])
		for id, row := range byID(rows) {
			h, inHere := here[id]
			g, inThere := there[id]
			switch {
			case !inHere && !inThere:
				t.Errorf("%s %v is in neither file", table, id)
			case inHere && inThere && !twice:
				t.Errorf("%s %v is in both files", table, id)
			case inHere && !reflect.DeepEqual(h, row), inThere && !reflect.DeepEqual(g, row):
				t.Errorf("%s %v was changed", table, id)
			}
		}
	}
}

func TestArchiveMovesWhatIsOldAndDecided(t *testing.T) {
	l := newFile(t)
	writeStories(t, l)
	before := dump(t, l.read)
	path := beside(t, "2026-03-01 이전.db")
	n, err := l.ArchiveCount(t.Context(), nine.Add(24*time.Hour))
	if err != nil {
		t.Fatal(err)
	}
	a := archived(t, l, nine.Add(24*time.Hour), path)
	kept := dump(t, l.read)
	archive := openAt(t, path)
	gone := dump(t, archive.read)
	wantSplit(t, before, kept, gone, false)
	// deleted, gone_before's first, declined, not_issued, by_hand_no; every chain has its last key in force.
	if n != 5 || a.Rows != 5 || a.Left != 5 || len(gone["entries"]) != 5 || a.Events != len(gone["events"]) {
		t.Errorf("counted %d, %+v", n, a)
	}
	for _, e := range list(t, l, Query{}) {
		if s := e.State; s == Declined || s == NotIssued || s == Deleted {
			t.Errorf("%s is still %s", e.CustomerUID, s)
		}
	}
	if err := errors.Join(l.Check(t.Context()), archive.Check(t.Context())); err != nil {
		t.Error(err)
	}
	if id := begun(t, l, attempt("next", nine)); id != int64(len(before["entries"]))+1 {
		t.Errorf("the next ID is %d", id)
	}
	if left := one[int](t, l.read, "SELECT count(*) FROM leaving"); left != 0 {
		t.Errorf("%d are still leaving", left)
	}
}

func TestArchivingIsWrittenDown(t *testing.T) {
	l := newFile(t)
	writeStories(t, l)
	path := beside(t, "old.db")
	cut := time.Date(2026, 3, 3, 0, 0, 0, 0, time.FixedZone("KST", 9*3600))
	a := archived(t, l, cut, path)
	events, err := l.Story(t.Context(), "", "")
	if err != nil || len(events) != 1 {
		t.Fatalf("%+v, %v", events, err)
	}
	hash, err := hashOf(path)
	if err != nil || hash != a.SHA256 {
		t.Errorf("the file's hash is %s, not %s; %v", hash, a.SHA256, err)
	}
	e := events[0]
	detail := fmt.Sprintf("rows=5 events=%d before=2026-03-02T15:00:00Z sha256=%s file=old.db", a.Events, grouped(hash))
	if e.Kind != KindArchived || e.Operator != "김민지" || e.Detail != detail || strings.ReplaceAll(grouped(hash), ":", "") != hash {
		t.Errorf("%+v\nwant %s", e, detail)
	}
	wantAlone(t, filepath.Dir(path), "old.db")
	info, err := os.Stat(path)
	if err != nil || os.PathSeparator == '/' && info.Mode().Perm() != 0o600 || info.Size() != a.Bytes {
		t.Errorf("%+v, %v", info, err)
	}
}

// An archive lists and finds, and neither changes it.
func TestArchiveIsSearchedWithoutBeingChanged(t *testing.T) {
	l := newFile(t)
	fill(t, l, 300)
	path := beside(t, "old.db")
	a := archived(t, l, nine, path)
	archive := openAt(t, path)
	if got := list(t, archive, Query{Limit: maxLimit}); len(got) != a.Rows {
		t.Errorf("%d entries of %d", len(got), a.Rows)
	}
	if got := list(t, archive, Query{Text: "gildong"}); len(got) == 0 {
		t.Error("nothing was found")
	}
	if err := archive.Close(); err != nil {
		t.Fatal(err)
	}
	if hash, err := hashOf(path); err != nil || hash != a.SHA256 {
		t.Errorf("changed: %v", err)
	}
	if b, err := ReadBackup(t.Context(), path); err != nil || b.Rows != a.Rows || b.Events != a.Events {
		t.Errorf("%+v, %v", b, err)
	}
}

func TestChainsGoWholeOrNotAtAll(t *testing.T) {
	smallBatches(t, 1, 0)
	l := newFile(t)
	minute := func(n int) time.Time { return nine.Add(time.Duration(n) * time.Minute) }
	chain := func(uid string, start int) (last Entry) {
		last = issued(t, l, attempt(uid, minute(start)))
		for i := 1; i < 4; i++ {
			last = issued(t, l, replacing(uid, minute(start+i), cardB, last.Stamp()))
		}
		return last
	}
	chain("in force", 0)
	ended := chain("ended", 10)
	late := chain("late", 20) // its last row is too young
	for _, e := range []Entry{ended, late} {
		if err := l.KeyDeleted(t.Context(), e.ID, minute(30), "kim", ""); err != nil {
			t.Fatal(err)
		}
	}
	// Keys issued elsewhere, registered long ago, in front of a key in force.
	issued(t, l, replacing("found", minute(25), cardB, Stamp{minute(-9000).Unix(), minute(-9000).Unix(), cardC}))
	settled(t, l, begun(t, l, attempt("in force", minute(5))), Outcome{State: Declined, At: nine})

	path := beside(t, "old.db")
	if a := archived(t, l, minute(23), path); a.Rows != 5 || a.Left != 5 {
		t.Errorf("%+v", a)
	}
	got := map[string]int{}
	for _, e := range list(t, openAt(t, path), Query{}) {
		got[e.CustomerUID]++
	}
	if want := map[string]int{"ended": 4, "in force": 1}; !reflect.DeepEqual(got, want) {
		t.Errorf("archived %v, want %v", got, want)
	}
	if err := l.Check(t.Context()); err != nil {
		t.Error(err)
	}
}

func TestNothingOldMakesNoFile(t *testing.T) {
	l := newFile(t)
	writeStories(t, l)
	path := beside(t, "old.db")
	a := archived(t, l, nine.Add(-time.Hour), path)
	if a != (Archived{}) {
		t.Errorf("%+v", a)
	}
	wantAlone(t, filepath.Dir(path))
	if events, err := l.Story(t.Context(), "", ""); err != nil || len(events) != 0 {
		t.Errorf("%+v, %v", events, err)
	}
}

func TestArchiveRefusesWhatItIsNotTold(t *testing.T) {
	l := newFile(t)
	writeStories(t, l)
	before := dump(t, l.read)
	taken := beside(t, "taken")
	if err := os.WriteFile(taken, []byte("precious"), 0o600); err != nil {
		t.Fatal(err)
	}
	var input *InputError
	var unwritable *UnwritableError
	var newer *NewerError
	try := func(o ArchiveOrder) error { _, err := l.Archive(t.Context(), o); return err }
	if err := try(ArchiveOrder{Path: beside(t, "old.db")}); !errors.As(err, &input) || input.Field != "before" {
		t.Errorf("without a time: %v", err)
	}
	if err := try(ArchiveOrder{Before: nine}); !errors.As(err, &input) || input.Field != "path" {
		t.Errorf("without a path: %v", err)
	}
	for _, path := range []string{taken, l.Path()} {
		if err := try(ArchiveOrder{Before: nine, Path: path}); !errors.Is(err, ErrExists) {
			t.Errorf("onto a file: %v", err)
		}
	}
	if err := try(ArchiveOrder{Before: nine, Path: beside(t, "none") + "/old.db"}); !errors.As(err, &unwritable) {
		t.Errorf("into no folder: %v", err)
	}
	if err := rawExec(t, l, fmt.Sprintf("PRAGMA user_version = %d", newest()+1)); err != nil {
		t.Fatal(err)
	}
	if err := try(ArchiveOrder{Before: nine, Path: beside(t, "old.db")}); !errors.As(err, &newer) {
		t.Errorf("under a newer program: %v", err)
	}
	if got := dump(t, l.read); !reflect.DeepEqual(got, before) {
		t.Error("the ledger was changed")
	}
}

func TestArchivingThatWasCutShortIsFinishedByASecondArchive(t *testing.T) {
	smallBatches(t, 50, time.Hour)
	l := newFile(t)
	fill(t, l, 200)
	before := dump(t, l.read)
	all, err := l.ArchiveCount(t.Context(), nine)
	if err != nil {
		t.Fatal(err)
	}
	first, second := beside(t, "first.db"), beside(t, "second.db")
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	go func() {
		for { // until the first batch has left
			if n, err := l.ArchiveCount(ctx, nine); err != nil || n < all {
				cancel()
				return
			}
		}
	}()
	a, err := l.Archive(ctx, ArchiveOrder{Before: nine, Path: first, Operator: "kim"})
	if !errors.Is(err, context.Canceled) || a.Path != first || a.Rows != all || a.Left != 50 {
		t.Fatalf("%+v, %v", a, err)
	}
	wantSplit(t, before, dump(t, l.read), contentOf(t, first), true)
	breath = 0
	b := archived(t, l, nine, second)
	if b.Rows != all-50 || b.Left != b.Rows {
		t.Errorf("the second: %+v", b)
	}
	kept, gone := dump(t, l.read), contentOf(t, first)
	wantSplit(t, before, kept, gone, false)
	for id := range byID(contentOf(t, second)["entries"]) {
		if byID(gone["entries"])[id] == nil {
			t.Errorf("%v is in the second archive alone", id)
		}
	}
}

func TestArchivingMayBeCancelledAtAnyMoment(t *testing.T) {
	smallBatches(t, 20, time.Millisecond)
	l := newFile(t)
	fill(t, l, 400)
	before := dump(t, l.read)
	gone := map[string]tableRows{}
	for i := range 25 {
		folder := t.TempDir()
		ctx, cancel := context.WithTimeout(t.Context(), time.Duration(i*i)*time.Millisecond)
		a, err := l.Archive(ctx, ArchiveOrder{Before: nine, Path: filepath.Join(folder, "old.db"), Operator: "kim"})
		cancel()
		switch {
		case err != nil && !errors.Is(err, context.DeadlineExceeded):
			t.Errorf("round %d: %v", i, err)
		case a.Path == "":
			wantAlone(t, folder)
		default:
			wantAlone(t, folder, "old.db")
			for table, rows := range contentOf(t, a.Path) {
				gone[table] = append(gone[table], rows...)
			}
		}
		wantSplit(t, before, dump(t, l.read), gone, true)
	}
	if err := l.Check(t.Context()); err != nil {
		t.Error(err)
	}
}

// A row that someone changes after it was copied stays.
func TestRowChangedMeanwhileStays(t *testing.T) {
	l := newFile(t)
	fill(t, l, 100)
	before := dump(t, l.read)
	path := beside(t, "old.db")
	p, err := newPart(path)
	if err != nil {
		t.Fatal(err)
	}
	a, err := l.newArchiver(t.Context(), ArchiveOrder{Before: nine, Path: path})
	if err != nil {
		t.Fatal(err)
	}
	defer a.close()
	if err := errors.Join(emptyLedger(t.Context(), p.path), a.fill(t.Context(), p.path), a.seal(t.Context(), p)); err != nil {
		t.Fatal(err)
	}
	id := one[int64](t, l.read, "SELECT id FROM entries WHERE state = 'declined' LIMIT 1")
	if err := l.Record(t.Context(), Event{Profile: "p1", EntryID: id, Kind: KindNote, Detail: "just now"}); err != nil {
		t.Fatal(err)
	}
	if err := a.leave(t.Context()); !errors.Is(err, ErrChanged) || a.out.Left != 0 {
		t.Errorf("%v, %d left", err, a.out.Left)
	}
	wantSplit(t, before, dump(t, l.read), map[string]tableRows{}, false)
}

func TestRowsLeaveInNoOtherWay(t *testing.T) {
	l := newFile(t)
	writeStories(t, l)
	before := dump(t, l.read)
	declined := one[int64](t, l.read, "SELECT id FROM entries WHERE state = 'declined'")
	replaced := one[int64](t, l.read, "SELECT id FROM entries WHERE state = 'replaced' LIMIT 1")
	for name, script := range map[string]string{
		"a row":                     "DELETE FROM entries WHERE id = %[1]d",
		"its events":                "DELETE FROM events WHERE entry_id = %[1]d",
		"a key in force":            "INSERT INTO leaving SELECT id FROM entries WHERE state = 'issued' LIMIT 1",
		"an open order":             "INSERT INTO leaving SELECT id FROM entries WHERE state IN ('pending', 'unknown')",
		"no row":                    "INSERT INTO leaving VALUES (99999)",
		"listed and forgotten":      "INSERT INTO leaving VALUES (%[1]d)",
		"listed and struck":         "INSERT INTO leaving VALUES (%[1]d); DELETE FROM leaving",
		"its events alone":          "INSERT INTO leaving VALUES (%[1]d); DELETE FROM events WHERE entry_id = %[1]d",
		"its events, then struck":   "INSERT INTO leaving VALUES (%[1]d); DELETE FROM events WHERE entry_id = %[1]d; DELETE FROM leaving",
		"the row before its events": "INSERT INTO leaving VALUES (%[1]d); DELETE FROM entries WHERE id = %[1]d",
		"listed for another":        "INSERT INTO leaving VALUES (%[1]d); UPDATE leaving SET entry_id = 1",
		"half a chain":              "INSERT INTO leaving VALUES (%[2]d); DELETE FROM events WHERE entry_id = %[2]d; DELETE FROM entries WHERE id = %[2]d; DELETE FROM leaving",
		"overwritten":               "INSERT OR REPLACE INTO entries (id, profile, environment, customer_uid, started_at, state) VALUES (%[1]d, 'p', 'e', 'u', 1, 'declined')",
		"events about nothing":      "INSERT INTO leaving VALUES (%[1]d); DELETE FROM events WHERE entry_id IS NULL",
		"a way to list for good":    "INSERT INTO nowhere VALUES (%[1]d)",
	} {
		tx, err := l.write.BeginTx(t.Context(), nil)
		if err != nil {
			t.Fatal(err)
		}
		_, err = tx.ExecContext(t.Context(), fmt.Sprintf(script, declined, replaced))
		if err == nil {
			err = tx.Commit()
		}
		if err == nil {
			t.Errorf("%s: allowed", name)
		}
		_ = tx.Rollback()
	}
	if got := dump(t, l.read); !reflect.DeepEqual(got, before) {
		t.Error("the ledger was changed")
	}
}

func TestNoCardNumberReachesABackUpOrAnArchive(t *testing.T) {
	const pan = "4929111122223333"
	l := newFile(t)
	for i := range 20 {
		a := attempt(fmt.Sprint("uid_", i), nine)
		a.Note, a.Operator = "card "+pan+" was refused", pan
		settled(t, l, begun(t, l, a), Outcome{State: Declined, Message: "of " + pan, At: nine})
	}
	folder := t.TempDir()
	backedUp(t, l, filepath.Join(folder, "backup.db"))
	if _, err := l.Archive(t.Context(), ArchiveOrder{Before: nine.Add(time.Hour), Path: filepath.Join(folder, "archive.db"), Operator: pan}); err != nil {
		t.Fatal(err)
	}
	if _, err := Restore(t.Context(), filepath.Join(folder, "backup.db"), filepath.Join(folder, "restored.db"), pan); err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"backup.db", "archive.db", "restored.db"} {
		b, err := os.ReadFile(filepath.Join(folder, name))
		if err != nil {
			t.Fatal(err)
		}
		if bytes.Contains(b, []byte("11112222")) || !bytes.Contains(b, []byte("was refused")) {
			t.Errorf("%s holds the number, or nothing", name)
		}
	}
}

func TestOldRowsAreFoundByIndexes(t *testing.T) {
	l := newFile(t)
	fill(t, l, 100)
	rows, err := l.read.QueryContext(t.Context(), "EXPLAIN QUERY PLAN "+strings.ReplaceAll(selectOld, ":before", "5"))
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = rows.Close() }()
	for rows.Next() {
		var id, parent, unused int
		var step string
		if err := rows.Scan(&id, &parent, &unused, &step); err != nil {
			t.Fatal(err)
		}
		if strings.HasPrefix(step, "SCAN e") || strings.HasPrefix(step, "SCAN n") {
			t.Errorf("walks the whole table: %s", step)
		}
	}
}
