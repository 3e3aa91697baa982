package ledger

import (
	"bytes"
	"database/sql"
	"errors"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"sync"
	"testing"
)

func TestColumnsAreTheAllowedOnes(t *testing.T) {
	l := newFile(t)
	allowed := map[string]string{
		"entries": `id profile environment customer_uid channel_key pg mid masked operator is_replace prior_inserted prior_updated
			prior_masked prior_card_name started_at consent_at note state inserted updated key_masked card_name card_code sandbox
			code message how settled_at replaces replaced_by found customer_name looked_at elsewhere desk watched_by watched_until`,
		"events":          `id at operator profile customer_uid entry_id kind detail`,
		"sqlite_sequence": `name seq`, // SQLite's own, for AUTOINCREMENT
		"ledgers":         `n id`,
		"entry_origins":   `ledger id print here`,
		"event_origins":   `ledger id print here`,
		"unshelved":       `entry_id`,
		"leaving":         `entry_id`, // both are empty whenever a transaction ends
		"nowhere":         `id`,
		"shelf": `place entry_id state customer_uid name company number pg mid environment profile operator note
			haystack desk`,
		"grams":        `text`, // and the full-text index's own
		"grams_config": `k v`, "grams_data": `id block`, "grams_docsize": `id sz origin`, "grams_idx": `segid term pgno`,
	}
	rows, err := l.read.QueryContext(t.Context(), `SELECT m.name, group_concat(c.name, ' ') FROM sqlite_master m, pragma_table_info(m.name) c
		WHERE m.type = 'table' GROUP BY m.name`)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = rows.Close() }()
	seen := 0
	for rows.Next() {
		var table, columns string
		if err := rows.Scan(&table, &columns); err != nil {
			t.Fatal(err)
		}
		seen++
		if want := strings.Fields(allowed[table]); !slices.Equal(strings.Fields(columns), want) {
			t.Errorf("table %s has columns %s, allowed are %v", table, columns, want)
		}
	}
	if err := rows.Err(); err != nil || seen != len(allowed) {
		t.Errorf("%d tables, want %d; %v", seen, len(allowed), err)
	}
}

func TestConnectionsAreSetForDurability(t *testing.T) {
	l := newFile(t)
	for pragma, want := range map[string]string{
		"journal_mode": "wal", "synchronous": "2", "busy_timeout": "5000", "foreign_keys": "1",
		"trusted_schema": "0", "query_only": "0", "ignore_check_constraints": "0",
	} {
		if got := one[string](t, l.write, "PRAGMA "+pragma); got != want {
			t.Errorf("writing: %s = %s, want %s", pragma, got, want)
		}
	}
	for pragma, want := range map[string]string{"journal_mode": "wal", "busy_timeout": "5000", "query_only": "1"} {
		if got := one[string](t, l.read, "PRAGMA "+pragma); got != want {
			t.Errorf("reading: %s = %s, want %s", pragma, got, want)
		}
	}
}

func TestWritesLockTheFileFromTheStart(t *testing.T) {
	path := newPath(t)
	l, other := openAt(t, path), openAt(t, path)
	tx, err := l.write.BeginTx(t.Context(), nil)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = tx.Rollback() }()
	if err := rawExec(t, other, "PRAGMA busy_timeout = 1"); err != nil {
		t.Fatal(err)
	}
	_, err = other.Begin(t.Context(), attempt("a", nine))
	var busy *BusyError
	var unwritable *UnwritableError
	if !errors.As(err, &busy) || !errors.As(err, &unwritable) || unwritable.Reason != "busy" {
		t.Errorf("Begin against a held lock = %v, want busy", err)
	}
}

func TestFileIsItsOwnersOnly(t *testing.T) {
	l := openAt(t, filepath.Join(t.TempDir(), "new", "ledger.db"))
	begun(t, l, attempt("a", nine))
	for _, end := range []string{"", "-wal", "-shm"} {
		info, err := os.Stat(l.Path() + end)
		if err != nil {
			t.Fatal(err)
		}
		if os.PathSeparator == '/' && info.Mode().Perm() != 0o600 {
			t.Errorf("ledger.db%s has mode %o", end, info.Mode().Perm())
		}
	}
	info, err := os.Stat(filepath.Dir(l.Path()))
	if err != nil || os.PathSeparator == '/' && info.Mode().Perm() != 0o700 {
		t.Errorf("folder: %v, %v", info.Mode(), err)
	}
}

func TestPathMayHoldAnyCharacter(t *testing.T) {
	path := filepath.Join(t.TempDir(), "빌키 desk #1 %20 a&b;c", "led=ger.db")
	if os.PathSeparator == '/' {
		path = filepath.Join(filepath.Dir(path), "what?mode=memory", "ledger.db")
	}
	l := openAt(t, path)
	begun(t, l, attempt("a", nine))
	if err := l.Close(); err != nil {
		t.Fatal(err)
	}
	if info, err := os.Stat(path); err != nil || info.Size() == 0 {
		t.Errorf("not written to the file asked for: %v", err)
	}
	if got := list(t, openAt(t, path), Query{}); len(got) != 1 {
		t.Errorf("%d entries after reopening", len(got))
	}
}

func TestReopeningKeepsRowsAndEvents(t *testing.T) {
	path := newPath(t)
	l := openAt(t, path)
	first := issued(t, l, attempt("a", nine))
	open := begun(t, l, attempt("b", nine))
	before := []Entry{read(t, l, first.ID), read(t, l, open)}
	if err := l.Close(); err != nil {
		t.Fatal(err)
	}
	l = openAt(t, path)
	for _, want := range before {
		if got := read(t, l, want.ID); !reflect.DeepEqual(got, want) {
			t.Errorf("after reopening\n%+v\nwant\n%+v", got, want)
		}
	}
	if got := kinds(t, l, "a"); !slices.Equal(got, []string{KindBegun, KindIssued}) {
		t.Errorf("events %v", got)
	}
}

func TestUpToDateFileIsNotWrittenByOpening(t *testing.T) {
	path := newPath(t)
	if err := openAt(t, path).Close(); err != nil {
		t.Fatal(err)
	}
	before, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if err := openAt(t, path).Close(); err != nil {
		t.Fatal(err)
	}
	after, err := os.ReadFile(path)
	if err != nil || !bytes.Equal(before, after) {
		t.Errorf("file changed by opening; %v", err)
	}
}

func TestNewerLedgerIsRefusedUntouched(t *testing.T) {
	path := newPath(t)
	l := openAt(t, path)
	if err := rawExec(t, l, "PRAGMA user_version = 99"); err != nil {
		t.Fatal(err)
	}
	_ = l.Close()
	before, _ := os.ReadFile(path)
	_, err := Open(t.Context(), path)
	var newer *NewerError
	if !errors.As(err, &newer) || newer.Version != 99 || newer.Known != newest() {
		t.Fatalf("Open = %v, want NewerError", err)
	}
	if after, _ := os.ReadFile(path); !bytes.Equal(before, after) {
		t.Error("the newer ledger was changed")
	}
}

func TestForeignDatabaseIsRefusedUntouched(t *testing.T) {
	for name, script := range map[string]string{
		"without a mark":     "CREATE TABLE theirs (x)",
		"with a mark":        "PRAGMA application_id = 7; CREATE TABLE theirs (x)",
		"marked, and empty":  "PRAGMA application_id = 7",
		"ours by name alone": "CREATE TABLE entries (id)",
	} {
		t.Run(name, func(t *testing.T) {
			path := newPath(t)
			db, err := sql.Open("sqlite", path)
			if err != nil {
				t.Fatal(err)
			}
			if _, err := db.ExecContext(t.Context(), script); err != nil {
				t.Fatal(err)
			}
			_ = db.Close()
			before, _ := os.ReadFile(path)
			if _, err := Open(t.Context(), path); !errors.Is(err, ErrForeign) {
				t.Fatalf("Open = %v, want ErrForeign", err)
			}
			if after, _ := os.ReadFile(path); !bytes.Equal(before, after) {
				t.Error("the foreign file was changed")
			}
		})
	}
}

func TestFailedMigrationLeavesNothing(t *testing.T) {
	l := newFile(t)
	before := one[int](t, l.read, "SELECT count(*) FROM sqlite_master")
	// Behind by one version, the first step runs again and fails at its first table; what ran before it must go.
	tx, err := l.write.BeginTx(t.Context(), nil)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := tx.ExecContext(t.Context(), "PRAGMA user_version = 0; CREATE TABLE half (x)"); err != nil {
		t.Fatal(err)
	}
	if err := runSteps(t.Context(), tx); err == nil {
		t.Fatal("a step over existing tables did not fail")
	}
	_ = tx.Rollback()
	if v := one[int](t, l.read, "PRAGMA user_version"); v != newest() {
		t.Errorf("version %d after a failed migration, want %d", v, newest())
	}
	if after := one[int](t, l.read, "SELECT count(*) FROM sqlite_master"); after != before {
		t.Errorf("%d objects, want %d", after, before)
	}
}

func TestManyMayOpenANewLedgerAtOnce(t *testing.T) {
	path := newPath(t)
	var wg sync.WaitGroup
	for range 8 {
		wg.Go(func() {
			l, err := Open(t.Context(), path)
			if err != nil {
				t.Errorf("Open: %v", err)
				return
			}
			defer func() { _ = l.Close() }()
			if v := one[int](t, l.read, "PRAGMA user_version"); v != newest() {
				t.Errorf("version %d", v)
			}
		})
	}
	wg.Wait()
}
