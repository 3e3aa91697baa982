package ledger

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"billkey/api/ledger/pgtest"
)

func TestAFullDiskOfTheServerIsTypedAndLosesNothing(t *testing.T) {
	c := pgtest.New(t, pgtest.Options{})
	// The ledger's tables lie on a small disk of their own; the server's journal does not, or it would have to stop.
	small := smallDisk(t, 4<<10)
	c.Own(t, small)
	database := c.Database(t, "")
	if err := c.Exec("postgres", "CREATE TABLESPACE small LOCATION '"+small+"'"); err != nil {
		t.Fatal(err)
	}
	l := openServer(t, serverAt(c, database))
	if err := rawExec(t, l, "ALTER TABLE events SET TABLESPACE small"); err != nil {
		t.Fatal(err)
	}
	id := begun(t, l, attempt("a", nine))
	long := strings.Repeat("x", 8000)
	acknowledged := 1
	var err error
	for i := 0; err == nil && i < 20_000; i++ {
		err = l.Record(t.Context(), Event{At: nine, Profile: "p1", CustomerUID: "a", Kind: KindNote, Detail: fmt.Sprint(i, incompressible(i), long)})
		if err == nil {
			acknowledged++
		}
	}
	wantFull(t, "Record", err)
	_, err = l.Begin(t.Context(), Attempt{
		Profile: "p1", Environment: "test", CustomerUID: "b", Operator: incompressible(1), StartedAt: nine, Masked: cardA,
	})
	if err != nil { // a small event may still find room
		wantFull(t, "Begin", err)
	}
	if got := len(kinds(t, l, "a")); got != acknowledged {
		t.Errorf("%d events, %d were acknowledged", got, acknowledged)
	}
	if e := read(t, l, id); e.State != Pending {
		t.Errorf("%+v", e)
	}
	if err := rawExec(t, l, "ALTER TABLE events SET TABLESPACE pg_default"); err != nil { // room again
		t.Fatal(err)
	}
	settled(t, l, id, Outcome{State: Declined, At: nine})
}

// The whole server lies on a disk that is full: it stops in the middle of what it writes, and cannot start before there is room.
func TestAServerWhoseWholeDiskIsFullLosesNothing(t *testing.T) {
	dir := smallDisk(t, 160<<10)
	c := pgtest.New(t, pgtest.Options{Durable: true, Dir: dir, Settings: []string{"max_wal_size = 48MB", "min_wal_size = 32MB"}})
	s := serverAt(c, c.Database(t, ""))
	l := openServer(t, s)
	ballast := filepath.Join(dir, "ballast")
	o := issuingAt(t, s, 4, "uid")
	o.enough(40)
	fillDisk(t, ballast)
	// Somebody else on the server writes what its journal has no room for any more.
	if err := c.Exec("postgres", "SELECT pg_logical_emit_message(false, 'x', repeat(md5(i::text), 32000)) FROM generate_series(1, 200) i"); err == nil {
		t.Fatal("there was room")
	}
	err := beginFails(t, l)
	var away *AwayError
	var full *FullError
	if !errors.As(err, &away) && !errors.As(err, &full) {
		t.Errorf("Begin = %v", err)
	}
	if err := os.Remove(ballast); err != nil {
		t.Fatal(err)
	}
	if err := c.Again(); err != nil {
		t.Fatal(err)
	}
	eventually(t, func() error { _, err := l.Begin(t.Context(), attempt("room again", nine)); return err })
	o.kept(t, l, "uid")
	if err := l.Check(t.Context()); err != nil {
		t.Error(err)
	}
}

// fillDisk writes a file until nothing more finds room.
func fillDisk(t *testing.T, path string) {
	t.Helper()
	f, err := os.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	for block := make([]byte, 1<<20); len(block) > 0; {
		if _, err := f.Write(block); err != nil {
			block = block[:len(block)/2]
		}
	}
	if err := f.Close(); err != nil {
		t.Fatal(err)
	}
}

// incompressible is a long text of its own.
func incompressible(n int) string {
	var out strings.Builder
	x := uint32(n)*2654435761 + 1
	for out.Len() < 6000 {
		x ^= x << 13
		x ^= x >> 17
		x ^= x << 5
		out.WriteRune(rune('a' + x%26))
	}
	return out.String()
}
