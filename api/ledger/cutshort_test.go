package ledger

import (
	"database/sql"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// A process killed while it made the file leaves pages that only a writer can roll back.
func TestFileWhoseMakingWasCutShortOpens(t *testing.T) {
	source, path := filepath.Join(t.TempDir(), "source.db"), newPath(t)
	db, err := sql.Open("sqlite", strings.Replace(dsn(source, role{mode: "rw"}), "mode=rw", "mode=rwc", 1))
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = db.Close() }()
	db.SetMaxOpenConns(1)
	_, err = db.Exec(`PRAGMA journal_mode = delete; PRAGMA cache_size = 1; BEGIN; CREATE TABLE cut (short);
		WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 50) INSERT INTO cut SELECT randomblob(3000) FROM n`)
	if err != nil {
		t.Fatal(err)
	}
	for _, side := range []string{"", "-journal"} { // the moment of the kill
		b, err := os.ReadFile(source + side)
		if err != nil || len(b) == 0 {
			t.Fatalf("%q has %d bytes: %v", side, len(b), err)
		}
		if err := os.WriteFile(path+side, b, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	l := openAt(t, path)
	begun(t, l, attempt("a", nine))
	if err := l.Check(t.Context()); err != nil {
		t.Error(err)
	}
}
