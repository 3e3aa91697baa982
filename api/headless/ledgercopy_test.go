package headless

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"billkey/api/ledger"
)

// withRows is a data folder whose ledger has a row for each customer_uid; that of the last one is open.
func withRows(t *testing.T, uids ...string) string {
	t.Helper()
	dir := t.TempDir()
	l, err := ledger.Open(t.Context(), filepath.Join(dir, "ledger.db"))
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = l.Close() }()
	at := time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)
	for i, uid := range uids {
		id, err := l.Begin(t.Context(), ledger.Attempt{
			Profile: "p1", Environment: "test", CustomerUID: uid, Masked: "411111******1111", StartedAt: at, Operator: "kim",
		})
		if err == nil && i < len(uids)-1 {
			err = l.Settle(t.Context(), id, ledger.Outcome{State: ledger.Declined, At: at, How: ledger.HowAnswer})
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

func count(t *testing.T, l ledger.Store) int {
	t.Helper()
	n, err := l.Count(t.Context(), ledger.Query{})
	if err != nil {
		t.Fatal(err)
	}
	return n
}

func TestLedgersAreCopiedToAServerAndBack(t *testing.T) {
	c, s := onServer(t)
	t.Setenv(LedgerPassword, c.Password)
	a, b, back := withRows(t, "a1", "a2", "common"), withRows(t, "b1", "b2"), filepath.Join(t.TempDir(), "back.db")
	f := newFaces(t)
	for range 2 {
		r := f.run("", "ledger", "copy", "-from", a, "-from", filepath.Join(b, "ledger.db"), "-to", s.String())
		if r.code != ExitOK || strings.Count(r.out, "Everything of the source is here.") != 2 || !strings.Contains(r.errors, "Rows: 3 of 3") ||
			!strings.Contains(r.out, "3 equal, 0 further along here") || strings.Contains(r.out+r.errors, c.Password) {
			t.Fatalf("%+v", r)
		}
	}
	if r := f.run("", "ledger", "copy", "-lang", "ko", "-from", s.String(), "-to", back); r.code != ExitOK || !strings.Contains(r.out, "모든 내용이 여기에 있습니다") {
		t.Fatalf("%+v", r)
	}
	l, err := ledger.Open(t.Context(), back)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = l.Close() }()
	s.Password = func(context.Context) (string, error) { return c.Password, nil }
	server, err := ledger.OpenShared(t.Context(), s)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = server.Close() }()
	if x, y := count(t, l), count(t, server); x != 5 || y != 5 {
		t.Errorf("%d and %d rows", x, y)
	}
}

func TestWhatACopyCouldNotBringIsNamed(t *testing.T) {
	a, b := withRows(t, "gildong"), withRows(t, "gildong")
	r := newFaces(t).run("", "ledger", "copy", "-from", a, "-to", b)
	if r.code != ExitNotReady || !strings.Contains(r.out, "Row 1 (gildong) waits: another order") || !strings.Contains(r.out, "Not everything is here") {
		t.Errorf("%+v", r)
	}
}

func TestACopyThatCannotBeIsSaid(t *testing.T) {
	a := withRows(t, "gildong")
	f := newFaces(t)
	missing := filepath.Join(t.TempDir(), "nothing.db")
	text := filepath.Join(t.TempDir(), "text.db")
	if err := os.WriteFile(text, []byte(strings.Repeat("no ledger ", 20)), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, try := range []struct {
		code int
		want string
		args []string
	}{
		{ExitUsage, "wants -from and -to", nil},
		{ExitUsage, "wants -from and -to", []string{"-from", a}},
		{ExitUsage, "same ledger", []string{"-from", a, "-to", filepath.Join(a, "ledger.db")}},
		{ExitUsage, "same ledger", []string{"-from", "postgres://kim@db/l", "-to", "postgres://kim@db:5432/l?sslmode=verify-full"}},
		{ExitUsage, "password", []string{"-from", a, "-to", "postgres://kim:secret@db/l"}},
		{ExitNotReady, "There is no ledger at", []string{"-from", missing, "-to", a}},
		{ExitNotReady, "", []string{"-from", text, "-to", a}},
		{ExitUnreachable, "cannot be reached", []string{"-from", a, "-to", "postgres://kim@127.0.0.1:1/l?sslmode=disable"}},
	} {
		t.Setenv(LedgerPassword, "nobody's")
		r := f.run("", append([]string{"ledger", "copy"}, try.args...)...)
		if r.code != try.code || !strings.Contains(r.errors, try.want) || strings.Contains(r.errors, "secret") {
			t.Errorf("%v: %+v", try.args, r)
		}
	}
	if _, err := os.Stat(missing); err == nil {
		t.Error("a source was made")
	}
	if r := f.run("", "ledger", "roles", "-from", a); r.code != ExitUsage {
		t.Errorf("%+v", r)
	}
}

// The data of an earlier version is copied as it is.
func TestAnEarlierVersionsLedgerIsCopied(t *testing.T) {
	for _, version := range earlier {
		f := newFaces(t)
		f.left(version)
		to := filepath.Join(t.TempDir(), "to.db")
		if r := f.run("", "ledger", "copy", "-from", f.dir, "-to", to); r.code != ExitOK || !strings.Contains(r.out, "Rows of the source: 2.") {
			t.Errorf("%+v", r)
		}
	}
}
