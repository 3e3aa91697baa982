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

// closedLedger is a ledger with stories, closed, its content, and a back-up of it.
func closedLedger(t testing.TB) (path, backup string, content map[string]tableRows) {
	t.Helper()
	path, backup = newPath(t), beside(t, "backup.db")
	l := openAt(t, path)
	writeStories(t, l)
	content = dump(t, l.read)
	backedUp(t, l, backup)
	if err := l.Close(); err != nil {
		t.Fatal(err)
	}
	return path, backup, content
}

func contentOf(t testing.TB, path string) map[string]tableRows {
	t.Helper()
	l := openAt(t, path)
	defer func() { _ = l.Close() }()
	return dump(t, l.read)
}

func TestRestoreBringsTheBackUpBackAndKeepsTheFormer(t *testing.T) {
	path, backup, content := closedLedger(t)
	l := openAt(t, path)
	later := issued(t, l, attempt("made after the back-up", nine.Add(2*time.Hour)))
	open, err := l.Unsettled(t.Context(), "")
	if err != nil {
		t.Fatal(err)
	}
	settled(t, l, open[0].ID, Outcome{State: Declined, At: nine}) // an event more about an old row
	former := dump(t, l.read)
	if err := l.Close(); err != nil {
		t.Fatal(err)
	}
	r, err := Restore(t.Context(), backup, path, "김민지")
	if err != nil {
		t.Fatal(err)
	}
	if r.Rows != len(content["entries"]) || r.Events != len(content["events"]) || r.Missing != 1 || r.MissingEvents != 3 ||
		r.Path != backup || !r.Last.Equal(nine.Add(70*time.Minute)) || !strings.HasPrefix(r.Former, path+".replaced-") {
		t.Errorf("%+v", r)
	}
	wantAlone(t, filepath.Dir(path), ledgerName, filepath.Base(r.Former))
	if got := contentOf(t, r.Former); !reflect.DeepEqual(got, former) {
		t.Error("the former ledger was changed")
	}
	l = openAt(t, path)
	events, err := l.Story(t.Context(), "", "")
	if err != nil || len(events) != 1 {
		t.Fatalf("%+v, %v", events, err)
	}
	want := Event{
		ID: events[0].ID, At: events[0].At, Operator: "김민지", Kind: KindRestored,
		Detail: fmt.Sprintf("rows=%d events=%d last=2026-03-02T10:10:00Z missing=1 former=%s", r.Rows, r.Events, filepath.Base(r.Former)),
	}
	if events[0] != want || time.Since(want.At) > time.Hour {
		t.Errorf("got %+v\nwant %+v", events[0], want)
	}
	got := dump(t, l.read)
	got["events"] = got["events"][:r.Events]
	if !reflect.DeepEqual(got, content) {
		t.Error("what was restored is not what was backed up")
	}
	// The server still has the key the ledger forgot: the next order names it and links it as found.
	e := issued(t, l, replacing(later.CustomerUID, nine.Add(3*time.Hour), cardB, later.Stamp()))
	if old := read(t, l, e.Replaces); !old.Found || old.Stamp() != later.Stamp() {
		t.Errorf("%+v", old)
	}
}

func TestRestoreWhereThereIsNoLedger(t *testing.T) {
	_, backup, content := closedLedger(t)
	for name, lost := range map[string]func(path string){
		"nothing":          func(string) {},
		"an empty file":    func(path string) { _ = os.WriteFile(path, nil, 0o600) },
		"a -wal left over": func(path string) { _ = os.WriteFile(path+"-wal", []byte("of another file"), 0o600) },
	} {
		path := newPath(t)
		lost(path)
		r, err := Restore(t.Context(), backup, path, "kim")
		if err != nil || r.Missing != 0 || r.MissingEvents != 0 || r.Rows != len(content["entries"]) {
			t.Fatalf("%s: %+v, %v", name, r, err)
		}
		if got := contentOf(t, path); !reflect.DeepEqual(got["entries"], content["entries"]) {
			t.Errorf("%s: other entries", name)
		}
		if (r.Former == "") != (name != "an empty file") {
			t.Errorf("%s: former %q", name, r.Former)
		}
	}
}

func TestRestoreInPlaceOfADamagedLedgerKeepsItByteForByte(t *testing.T) {
	path, backup, content := closedLedger(t)
	spoil(t, path)
	_ = os.WriteFile(path+"-wal", []byte("what could be rescued"), 0o600)
	suspect(path)
	before, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	r, err := Restore(t.Context(), backup, path, "kim")
	if err != nil || r.Former == "" {
		t.Fatalf("%+v, %v", r, err)
	}
	if after, err := os.ReadFile(r.Former); err != nil || !bytes.Equal(before, after) {
		t.Errorf("changed; %v", err)
	}
	former := filepath.Base(r.Former)
	wantAlone(t, filepath.Dir(path), ledgerName, former, former+"-wal", former+"-shm")
	if wal, err := os.ReadFile(r.Former + "-wal"); err != nil || string(wal) != "what could be rescued" {
		t.Errorf("the -wal is %q, %v", wal, err)
	}
	if got := contentOf(t, path); !reflect.DeepEqual(got["entries"], content["entries"]) {
		t.Error("other entries")
	}
}

func TestRestoreRefusesALedgerInUse(t *testing.T) {
	path, backup, content := closedLedger(t)
	l := openAt(t, path)
	_, err := Restore(t.Context(), backup, path, "kim")
	var busy *BusyError
	if !errors.As(err, &busy) {
		t.Errorf("open here: %v", err)
	}
	begun(t, l, attempt("still works", nine)) // and is not disturbed
	if err := l.Close(); err != nil {
		t.Fatal(err)
	}
	c := startChild(t, place{path: path})
	if got := c.hear(); got != "ready" {
		t.Fatal(got)
	}
	if _, err := Restore(t.Context(), backup, path, "kim"); !errors.As(err, &busy) {
		t.Errorf("open in another process: %v", err)
	}
	c.say("begin theirs")
	c.hear()
	c.kill()
	wantAlone(t, filepath.Dir(path), ledgerName, ledgerName+"-wal", ledgerName+"-shm")
	r, err := Restore(t.Context(), backup, path, "kim")
	if err != nil || r.Missing != 2 {
		t.Errorf("after its end: %+v, %v", r, err)
	}
	if got := contentOf(t, r.Former); len(got["entries"]) != len(content["entries"])+2 {
		t.Error("what the killed process wrote is not in the former ledger")
	}
}

func TestRestoreThatFailsLeavesTheLedgerInPlace(t *testing.T) {
	path, backup, content := closedLedger(t)
	damaged, unmasked, foreign := newPath(t), newPath(t), newPath(t)
	for _, p := range []string{damaged, unmasked} {
		if _, err := duplicate(backup, p); err != nil {
			t.Fatal(err)
		}
	}
	spoil(t, damaged)
	l := openAt(t, unmasked)
	if err := rawExec(t, l, "PRAGMA ignore_check_constraints = on; UPDATE entries SET key_masked = '4929111122223333' WHERE id = 5"); err != nil {
		t.Fatal(err)
	}
	_ = l.Close()
	_ = os.WriteFile(foreign, []byte("no ledger"), 0o600)
	ended, cancel := context.WithCancel(t.Context())
	cancel()
	var d *DamagedError
	var input *InputError
	for name, c := range map[string]struct {
		ctx  context.Context
		from string
		want func(error) bool
	}{
		"damaged":   {t.Context(), damaged, func(err error) bool { return errors.As(err, &d) && d.Path == damaged }},
		"unmasked":  {t.Context(), unmasked, func(err error) bool { return errors.As(err, &d) && d.Path == unmasked }},
		"foreign":   {t.Context(), foreign, func(err error) bool { return errors.Is(err, ErrForeign) }},
		"missing":   {t.Context(), foreign + ".none", func(err error) bool { return errors.Is(err, os.ErrNotExist) }},
		"itself":    {t.Context(), path, func(err error) bool { return errors.As(err, &input) && input.Field == "from" }},
		"cancelled": {ended, backup, func(err error) bool { return errors.Is(err, context.Canceled) }},
	} {
		if _, err := Restore(c.ctx, c.from, path, "kim"); !c.want(err) {
			t.Errorf("%s: %v", name, err)
		}
		wantAlone(t, filepath.Dir(path), ledgerName)
	}
	if got := contentOf(t, path); !reflect.DeepEqual(got, content) {
		t.Error("the ledger was changed")
	}
}

// Whenever it is cancelled, there is a whole ledger in place, and the former one somewhere.
func TestRestoreMayBeCancelledAtAnyMoment(t *testing.T) {
	path, backup, content := closedLedger(t)
	for i := range 30 {
		ctx, cancel := context.WithTimeout(t.Context(), time.Duration(i*i)*200*time.Microsecond)
		_, err := Restore(ctx, backup, path, "kim")
		cancel()
		if err != nil && !errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("round %d: %v", i, err)
		}
		if left, _ := filepath.Glob(path + ".part-*"); len(left) != 0 {
			t.Errorf("round %d left %q", i, left)
		}
		if got := contentOf(t, path); !reflect.DeepEqual(got["entries"], content["entries"]) {
			t.Fatalf("round %d: other entries", i)
		}
	}
}

func TestRestoreWhereFilesHaveOneNameOnly(t *testing.T) {
	link = func(string, string) error { return errors.ErrUnsupported }
	t.Cleanup(func() { link = os.Link })
	path, backup, content := closedLedger(t)
	r, err := Restore(t.Context(), backup, path, "kim")
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range []string{path, r.Former} {
		if got := contentOf(t, p); !reflect.DeepEqual(got["entries"], content["entries"]) {
			t.Errorf("%s holds other entries", filepath.Base(p))
		}
	}
}

// Who opened the ledger while it was held, and waits, must not go on in the former file, nor touch the new one's -wal.
func TestWhoWaitedForARestoreDoesNotWriteIntoTheFormerFile(t *testing.T) {
	path, backup, content := closedLedger(t)
	h, err := holdFile(t.Context(), path)
	if err != nil {
		t.Fatal(err)
	}
	waiting := make(chan error, 1)
	db, err := openPool(path, 1, role{mode: "rw"})
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = db.Close() }()
	conn, err := db.Conn(t.Context()) // it has the former file open
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = conn.Close() }()
	go func() {
		_, err := conn.ExecContext(context.WithoutCancel(t.Context()), "PRAGMA journal_mode = wal")
		waiting <- err
	}()
	r := restoring{from: backup, to: path, hold: h, at: nine}
	if err := r.run(t.Context()); err == nil { // counts nothing: the wrong number is what it must notice
		t.Fatal("restored another number of entries than it was told")
	}
	r.out.Backup, err = ReadBackup(t.Context(), backup)
	if err == nil {
		err = r.run(t.Context())
	}
	h.drop()
	if err != nil {
		t.Fatal(err)
	}
	if err := <-waiting; err == nil || isBusy(err) { // busy: it never got there
		t.Error("the former file took a write")
	}
	for _, p := range []string{path, r.out.Former} {
		if got := contentOf(t, p); !reflect.DeepEqual(got["entries"], content["entries"]) {
			t.Errorf("%s holds other entries", filepath.Base(p))
		}
	}
}
