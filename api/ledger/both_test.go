package ledger

import (
	"context"
	"database/sql"
	"strings"
	"sync"
	"testing"

	"github.com/jackc/pgx/v5"

	"billkey/api/ledger/pgtest"
)

// anyLedger is a ledger of either kind, with what is behind its methods.
type anyLedger interface {
	Store
	home
}

// The suite of what a ledger does runs on both kinds; a test's name says on which.
const (
	onFile   = "file"
	onServer = "server"
)

// onBoth runs a test on a file, and on a server where PostgreSQL is installed. [newLedger] gives it the right one.
func onBoth(t *testing.T, test func(t *testing.T)) {
	t.Helper()
	t.Run(onFile, test)
	t.Run(onServer, test)
}

func isOnServer(t testing.TB) bool { return strings.Contains(t.Name()+"/", "/"+onServer+"/") }

// newLedger is an empty one.
func newLedger(t testing.TB) anyLedger {
	t.Helper()
	if isOnServer(t) {
		return openServer(t, newServer(t))
	}
	return newFile(t)
}

// another is one more desk on the same ledger.
func another(t testing.TB, l anyLedger) anyLedger {
	t.Helper()
	if s, yes := l.(*Shared); yes {
		return openServer(t, s.server)
	}
	return openAt(t, l.(*Ledger).path)
}

// databases are what tests have left as clean as they were made: making one takes longer than most tests.
var databases struct {
	mu    sync.Mutex
	free  []string
	dirty map[string]bool
}

// newServer is a database of its own, with an empty ledger in it.
func newServer(t testing.TB) Server {
	t.Helper()
	c := pgtest.Shared(t)
	databases.mu.Lock()
	defer databases.mu.Unlock()
	var name string
	if n := len(databases.free); n > 0 {
		name, databases.free = databases.free[n-1], databases.free[:n-1]
	} else {
		name = c.Database(t, "")
	}
	t.Cleanup(func() { giveBack(t, c, name) })
	return serverAt(c, name)
}

const emptied = `SET session_replication_role = replica;
	TRUNCATE billkey.entries, billkey.events, billkey.shelf, billkey.tallies, billkey.part_months, billkey.unshelved, billkey.entry_origins,
		billkey.event_origins RESTART IDENTITY;
	DELETE FROM billkey.ledgers WHERE n <> 0; UPDATE billkey.ledgers SET id = gen_random_uuid()`

func giveBack(t testing.TB, c *pgtest.Cluster, name string) {
	t.Helper()
	databases.mu.Lock()
	defer databases.mu.Unlock()
	if databases.dirty[name] || c.Exec(name, emptied) != nil {
		if err := c.Drop(name); err != nil {
			t.Error(err)
		}
		return
	}
	databases.free = append(databases.free, name)
}

// setApart keeps a database from the next test.
func setApart(name string) {
	databases.mu.Lock()
	defer databases.mu.Unlock()
	if databases.dirty == nil {
		databases.dirty = map[string]bool{}
	}
	databases.dirty[name] = true
}

func serverAt(c *pgtest.Cluster, database string) Server {
	return Server{
		Host: "127.0.0.1", Port: c.Port, Database: database, User: pgtest.User, TLS: TLSOff,
		Password: func(context.Context) (string, error) { return c.Password, nil },
	}
}

func openServer(t testing.TB, s Server) *Shared {
	t.Helper()
	l, err := OpenShared(t.Context(), s)
	if err != nil {
		t.Fatalf("OpenShared: %v", err)
	}
	t.Cleanup(func() { _ = l.Close() })
	return l
}

// rawExec runs SQL past the API. ? is a parameter on both.
func rawExec(t testing.TB, l anyLedger, text string, args ...any) error {
	t.Helper()
	if s, yes := l.(*Shared); yes {
		if len(args) == 0 { // perhaps several statements
			return rawServer(t, s, text)
		}
		_, err := bound{db: s.db}.ExecContext(t.Context(), text, args...)
		return err
	}
	_, err := l.(*Ledger).write.ExecContext(t.Context(), text, args...)
	return err
}

func rawServer(t testing.TB, l *Shared, text string) error {
	t.Helper()
	setApart(l.server.Database)
	conn, err := pgx.ConnectConfig(t.Context(), conns(t, l))
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = conn.Close(context.WithoutCancel(t.Context())) }()
	_, err = conn.PgConn().Exec(t.Context(), text).ReadAll()
	return err
}

// unsaved is a transaction that is rolled back at the end: thousands of writes, none of which waits for the disk.
func unsaved(t testing.TB, l anyLedger) querier {
	t.Helper()
	db := l.reads()
	if s, yes := l.(*Shared); yes {
		db = s.db
	}
	if f, yes := l.(*Ledger); yes {
		db = f.write
	}
	tx, err := db.(*sql.DB).BeginTx(context.WithoutCancel(t.Context()), nil)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = tx.Rollback() })
	if isOnServer(t) {
		return bound{db: tx}
	}
	return tx
}

// conns is how to connect as the ledger does.
func conns(t testing.TB, l *Shared) *pgx.ConnConfig {
	t.Helper()
	config := l.pool.Config().ConnConfig
	var err error
	if config.Password, err = l.server.Password(t.Context()); err != nil {
		t.Fatal(err)
	}
	return config
}

// unguard lets what was begun be changed.
func unguard(t testing.TB, l anyLedger) {
	t.Helper()
	text := "DROP TRIGGER entries_identity"
	if isOnServer(t) {
		text = "DROP TRIGGER entries_guard ON entries"
	}
	if err := rawExec(t, l, text); err != nil {
		t.Fatal(err)
	}
}

// savepoint and back let a transaction go on after an error, which on a server ends it.
func savepoint(t testing.TB, tx querier) { t.Helper(); must(t, tx, "SAVEPOINT sound") }

func back(t testing.TB, tx querier) { t.Helper(); must(t, tx, "ROLLBACK TO sound") }

func must(t testing.TB, tx querier, text string) {
	t.Helper()
	if _, err := tx.ExecContext(t.Context(), text); err != nil {
		t.Fatal(err)
	}
}
