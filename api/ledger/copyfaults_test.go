package ledger

import (
	"bytes"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"
)

// The process is killed at every batch, each time by the next one.
func TestACopyOfAKilledProcessIsGoneOnWith(t *testing.T) {
	onBoth(t, func(t *testing.T) {
		from := newFile(t)
		work(t, from, uidsOf("u", 4), 1, 40)
		where := newPlace(t)
		for batches, ended := 1, false; !ended; batches += 2 {
			c := startChild(t, where)
			c.hear()
			c.say("copy " + from.Path())
			for i := 0; i < batches && !ended; i++ {
				ended = c.hear() == "0"
			}
			c.kill()
			wantNoDoubles(t, where.open(t))
		}
		to := where.open(t)
		if c := copied(t, from, to); c.Entries.Brought+c.Events.Brought != 0 {
			t.Errorf("%+v", c)
		}
		wantEqual(t, to, from)
	})
}

// The connection is cut at every commit, of the source's server and of the other: when the server has it, before its answer.
func TestACopyWhoseConnectionIsCutIsGoneOnWith(t *testing.T) {
	copyingBy(t, 5)
	from := newFile(t)
	work(t, from, uidsOf("u", 4), 1, 40)
	s := newServer(t)
	p := newProxy(t, s.Port)
	var commits, at atomic.Int64
	p.cut = func(sent []byte) bool { return isCommit(sent) && commits.Add(1) == at.Load() }
	for n := int64(1); ; n++ {
		to := openServer(t, through(p, s))
		commits.Store(0)
		at.Store(n)
		src := sourceOf(t, from)
		_, err := Copy(t.Context(), src, to, CopyOptions{})
		_ = src.Close()
		wantNoDoubles(t, openServer(t, s))
		if commits.Load() < n {
			if err != nil {
				t.Fatal(err)
			}
			break
		}
	}
	to := openServer(t, s)
	copied(t, from, to)
	wantEqual(t, to, from)
}

// A server that goes away in the middle is an error with a name, at either end.
func TestAServerThatGoesAwayEndsTheCopy(t *testing.T) {
	copyingBy(t, 5)
	s := newServer(t)
	p := newProxy(t, s.Port)
	var cut atomic.Bool
	p.cut = func([]byte) bool { return cut.Load() }
	work(t, openServer(t, s), uidsOf("u", 4), 1, 40)
	for name, do := range map[string]func() error{
		"source": func() error {
			src, err := OpenSharedSource(t.Context(), through(p, s))
			if err != nil {
				t.Fatal(err)
			}
			defer func() { _ = src.Close() }()
			_, err = Copy(t.Context(), src, newFile(t), CopyOptions{Progress: func(CopyPhase, int, int) { cut.Store(true) }})
			return err
		},
		"target": func() error {
			l := openServer(t, through(p, s))
			from := newFile(t)
			work(t, from, uidsOf("other_", 4), 2, 40)
			src := sourceOf(t, from)
			defer func() { _ = src.Close() }()
			_, err := Copy(t.Context(), src, l, CopyOptions{Progress: func(CopyPhase, int, int) { cut.Store(true) }})
			return err
		},
	} {
		cut.Store(false)
		var away *AwayError
		if err := do(); !errors.As(err, &away) {
			t.Errorf("%s: %v", name, err)
		}
		cut.Store(false)
	}
}

// Desks go on issuing on the ledger that is copied to, and on the one that is copied.
func TestDesksWorkWhileALedgerIsCopied(t *testing.T) {
	copyingBy(t, 5)
	onAllWays(t, func(t *testing.T, from, to anyLedger) {
		work(t, from, uidsOf("u", 4), 1, 60)
		begun(t, to, attempt("its own", nine))
		src := sourceOf(t, from)
		n := uint64(10)
		c, err := Copy(t.Context(), src, to, CopyOptions{Progress: func(CopyPhase, int, int) {
			n++
			work(t, to, uidsOf("theirs_", 3), n, 2)
			work(t, from, uidsOf("u", 6), n, 2)
		}})
		_ = src.Close()
		if err != nil || !c.Whole() || c.Entries.Same != c.Entries.Of {
			t.Fatalf("%+v, %v", c, err)
		}
		copied(t, from, to)
		rows, _ := everything(t, to)
		theirs := slices.DeleteFunc(rows, func(e Entry) bool { return strings.HasPrefix(e.CustomerUID, "u") })
		if own, _ := everything(t, from); len(rows)-len(theirs) == len(own) || len(theirs) < 2 {
			return
		}
		t.Errorf("%d of theirs", len(theirs))
	})
}

// A source is only read: an older schema is not brought up to date, its rows come as they are, and are known again when it was.
func TestASourceOfAnOlderSchemaIsReadAsItIs(t *testing.T) {
	onBoth(t, func(t *testing.T) {
		for schema := range schemas() {
			path, to := copyOfFixture(t, schema), newLedger(t)
			was, err := os.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			copyPath(t, path, to)
			if is, err := os.ReadFile(path); err != nil || !bytes.Equal(is, was) {
				t.Errorf("schema %d was changed, %v", schema, err)
			}
			up := openAt(t, path)
			wantEqual(t, to, up)
			if c := copied(t, up, to); c.Entries.Brought+c.Events.Brought != 0 {
				t.Errorf("%+v", c)
			}
		}
	})
}

func copyPath(t testing.TB, path string, to anyLedger) Copied {
	t.Helper()
	s, err := OpenSource(t.Context(), path)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = s.Close() }()
	c, err := Copy(t.Context(), s, to, CopyOptions{})
	if err != nil || !c.Whole() {
		t.Fatalf("%+v, %v", c, err)
	}
	return c
}

// An archive is a source like another. What has left for it does not come back from where it was copied to.
func TestArchivesAreCopiedAndBringNothingTwice(t *testing.T) {
	onBoth(t, func(t *testing.T) {
		a, b, to := newFile(t), newFile(t), newLedger(t)
		work(t, b, uidsOf("b", 3), 2, 40)
		work(t, a, uidsOf("a", 3), 1, 40)
		copied(t, b, a) // so that it has rows of two ledgers
		copied(t, a, to)
		path := filepath.Join(t.TempDir(), "archive.db")
		out, err := a.Archive(t.Context(), ArchiveOrder{Before: nine.Add(time.Hour), Path: path, Operator: "kim"})
		if err != nil || out.Rows == 0 {
			t.Fatalf("%+v, %v", out, err)
		}
		rows, _ := everything(t, a)
		for _, l := range []anyLedger{to, b} {
			if c := copied(t, l, a); c.Entries.Archived == 0 || c.Entries.Brought+c.Events.Brought != 0 {
				t.Errorf("%+v", c)
			}
		}
		if got, _ := everything(t, a); len(got) != len(rows) {
			t.Errorf("%d rows, want %d", len(got), len(rows))
		}
		if c := copyPath(t, path, to); c.Entries.Same != out.Rows || c.Entries.Brought+c.Events.Brought != 0 {
			t.Errorf("%+v", c)
		}
		whole := newLedger(t)
		copyPath(t, path, whole)
		copied(t, a, whole)
		if got, _ := everything(t, whole); len(got) != len(rows)+out.Rows {
			t.Errorf("%d rows, want %d", len(got), len(rows)+out.Rows)
		}
	})
}

func TestWhatCannotBeASourceIsRefused(t *testing.T) {
	l := newFile(t)
	issued(t, l, attempt("a", nine))
	if err := rawExec(t, l, "PRAGMA user_version = 99"); err != nil {
		t.Fatal(err)
	}
	var newer *NewerError
	if _, err := OpenSource(t.Context(), l.Path()); !errors.As(err, &newer) {
		t.Errorf("newer: %v", err)
	}
	if _, err := OpenSource(t.Context(), newPath(t)); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("missing: %v", err)
	}
	path := newPath(t)
	for _, text := range []string{"", "no database at all, but a text that is longer than a header of a hundred bytes would be, which is read first"} {
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		if _, err := OpenSource(t.Context(), path); err == nil {
			t.Errorf("%q is a source", text)
		}
		if is, err := os.ReadFile(path); err != nil || string(is) != text {
			t.Errorf("changed to %q, %v", is, err)
		}
	}
	s := onlyServer(t)
	if err := rawExec(t, s, "UPDATE version SET number = 99"); err != nil {
		t.Fatal(err)
	}
	if _, err := OpenSharedSource(t.Context(), s.server); !errors.As(err, &newer) {
		t.Errorf("newer server: %v", err)
	}
}

// A supervisor's role is enough to copy from, a desk's to copy to.
func TestRolesMayCopyWhatTheyMayDo(t *testing.T) {
	server, file := onlyServer(t), newFile(t)
	work(t, file, uidsOf("u", 3), 1, 20)
	desk := openServer(t, as(t, server, "soyeon", "billkey_desk"))
	copied(t, file, desk)
	work(t, file, uidsOf("u", 3), 2, 20)
	copied(t, file, desk)
	looker := openServer(t, as(t, server, "jiho", "billkey_supervisor"))
	copied(t, looker, newFile(t))
	if got := kinds(t, looker, "u0"); len(got) == 0 {
		t.Error("no story")
	}
	work(t, file, uidsOf("new_", 3), 3, 20)
	fresh := sourceOf(t, file)
	defer func() { _ = fresh.Close() }()
	var readOnly *ReadOnlyError
	if _, err := Copy(t.Context(), fresh, looker, CopyOptions{}); !errors.As(err, &readOnly) {
		t.Errorf("%v", err)
	}
}

// What was written past the program's masks is masked before it is copied.
func TestACopyBringsNoCardNumber(t *testing.T) {
	const pan = "4929111122223333"
	from, to := newFile(t), newFile(t)
	e := issued(t, from, attempt("a", nine))
	if err := rawExec(t, from, "PRAGMA ignore_check_constraints = on"); err != nil {
		t.Fatal(err)
	}
	for _, text := range []string{"UPDATE entries SET note = 'card 4929 1111 2222 3333', message = ?", "INSERT INTO events (at, kind, detail) VALUES (1, 'note', ?)"} {
		if err := rawExec(t, from, text, "card "+pan+" was refused"); err != nil {
			t.Fatal(err)
		}
	}
	copied(t, from, to)
	for _, end := range []string{"", "-wal"} {
		b, err := os.ReadFile(to.Path() + end)
		if err != nil || bytes.Contains(b, []byte("11112222")) || bytes.Contains(b, []byte("1111 2222")) {
			t.Errorf("%q holds it, %v", end, err)
		}
	}
	if rows := list(t, to, Query{}); rows[0].Message != "card 492911******3333 was refused" {
		t.Errorf("%+v", rows)
	}
	if err := rawExec(t, from, "UPDATE entries SET key_masked = ? WHERE id = ?", pan, e.ID); err != nil {
		t.Fatal(err)
	}
	src := sourceOf(t, from)
	defer func() { _ = src.Close() }()
	if _, err := Copy(t.Context(), src, to, CopyOptions{}); !errors.Is(err, ErrUnmasked) || strings.Contains(err.Error(), pan) {
		t.Errorf("%v", err)
	}
}

// The check finds what is not as it was, field by field.
func TestTheCheckNamesWhatDiffers(t *testing.T) {
	onBothTargets(t, func(t *testing.T, to anyLedger) {
		from := newFile(t)
		e := issued(t, from, attempt("a", nine))
		copied(t, from, to)
		unguard(t, to)
		if err := rawExec(t, to, "UPDATE entries SET operator = ?, prior_card_name = ?", "somebody", "else"); err != nil {
			t.Fatal(err)
		}
		c := copiedSome(t, from, to)
		if c.Whole() || c.Entries.Different != 1 || c.Troubles[0].Entry != e.ID || c.Troubles[0].Reason != CopyDiffers ||
			!slices.Equal(c.Troubles[0].Columns, []string{"operator", "prior_card_name"}) {
			t.Errorf("%+v", c)
		}
	})
}
