// Package pgtest gives tests a PostgreSQL of their own: a cluster in a temporary folder, on a free port of this machine.
// Nothing of it is the system's own cluster, and nothing of it outlives the tests.
package pgtest

import (
	"context"
	"errors"
	"fmt"
	"net"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/jackc/pgx/v5"
)

// Cluster is a server. Its superuser is User.
type Cluster struct {
	Port     int
	Password string

	dir, bin string
	keep     bool
	settings []string
	ended    chan error // of the running server; nil while it is stopped
	made     atomic.Int64
}

// User may do everything.
const User = "postgres"

// oldest is the oldest version that the ledger works with.
const oldest = 15

// Options are what a cluster may differ in.
type Options struct {
	// Durable makes it wait for the disk as a real one does.
	Durable bool
	// Dir is an empty folder for its files; "" makes one.
	Dir string
	// Keep leaves Dir as it is at the end; a cluster that is there from an earlier run is used.
	Keep bool
	// Settings are further lines of postgresql.conf.
	Settings []string
}

// New makes and starts a cluster for one test. The test is skipped where PostgreSQL is not installed.
func New(t testing.TB, o Options) *Cluster {
	t.Helper()
	c, err := Run(o)
	if errors.Is(err, errMissing) {
		t.Skip(err)
	}
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(c.Remove)
	return c
}

var shared struct {
	once sync.Once
	c    *Cluster
	err  error
}

// Shared is one cluster for all tests of a package, which does not wait for the disk. [Close] ends it.
func Shared(t testing.TB) *Cluster {
	t.Helper()
	shared.once.Do(func() { shared.c, shared.err = Run(Options{}) })
	if errors.Is(shared.err, errMissing) {
		t.Skip(shared.err)
	}
	if shared.err != nil {
		t.Fatal(shared.err)
	}
	return shared.c
}

// Close ends the shared cluster, if any test asked for it. TestMain calls it.
func Close() {
	if shared.c != nil {
		shared.c.Remove()
	}
}

// Run makes and starts a cluster for a measurement, which has to call [Cluster.Remove].
func Run(o Options) (*Cluster, error) {
	bin, err := programs()
	if err != nil {
		return nil, err
	}
	if o.Dir == "" {
		if o.Dir, err = os.MkdirTemp("", "billkey-postgres-"); err != nil {
			return nil, err
		}
	}
	c := &Cluster{dir: o.Dir, bin: bin, keep: o.Keep, Password: "only for tests", settings: o.Settings}
	if !o.Durable {
		c.settings = append(slices.Clone(o.Settings), "fsync = off", "full_page_writes = off")
	}
	err = c.make()
	if err == nil {
		err = c.Start()
	}
	if err != nil {
		c.Remove()
		return nil, err
	}
	return c, nil
}

func (c *Cluster) data() string { return filepath.Join(c.dir, "data") }

func (c *Cluster) make() (err error) {
	if _, err := os.Stat(c.data()); err == nil {
		return c.configure()
	}
	if err := os.MkdirAll(c.dir, 0o700); err != nil {
		return err
	}
	if err := errors.Join(reach(c.dir), c.giveAway(c.dir)); err != nil {
		return err
	}
	password := filepath.Join(c.dir, "password")
	if err := os.WriteFile(password, []byte(c.Password), 0o644); err != nil { //nolint:gosec // of nothing worth keeping
		return err
	}
	// Its language is none: the ledger must not depend on it.
	cmd := c.command("initdb", "-D", c.data(), "-U", User, "--pwfile="+password, "--auth=scram-sha-256", "--encoding=UTF8", "--locale=C",
		"--no-sync", "--no-instructions")
	if said, err := cmd.CombinedOutput(); err != nil {
		return fmt.Errorf("initdb: %w\n%s", err, said)
	}
	return c.configure()
}

func (c *Cluster) configure() (err error) {
	if c.Port, err = freePort(); err != nil {
		return err
	}
	settings := append([]string{
		"listen_addresses = '127.0.0.1'", fmt.Sprintf("port = %d", c.Port), "unix_socket_directories = ''", "max_connections = 200",
		"shared_buffers = 128MB", "log_min_messages = fatal", "max_wal_size = 1GB",
	}, c.settings...)
	return os.WriteFile(filepath.Join(c.data(), "postgresql.auto.conf"), []byte(strings.Join(settings, "\n")+"\n"), 0o644) //nolint:gosec // the server's user reads it
}

func freePort() (int, error) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return 0, err
	}
	port := l.Addr().(*net.TCPAddr).Port
	return port, l.Close()
}

// Config connects to a database as the superuser.
func (c *Cluster) Config(database string) *pgx.ConnConfig {
	config, err := pgx.ParseConfig(fmt.Sprintf("postgres://%s@127.0.0.1:%d/%s?sslmode=disable", User, c.Port, database))
	if err != nil {
		panic(err) // it is right
	}
	config.Password = c.Password
	return config
}

// Exec runs statements as the superuser.
func (c *Cluster) Exec(database, text string) error {
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	defer cancel()
	conn, err := pgx.ConnectConfig(ctx, c.Config(database))
	if err != nil {
		return err
	}
	defer func() { _ = conn.Close(ctx) }()
	_, err = conn.PgConn().Exec(ctx, text).ReadAll()
	return err
}

// Database makes a new database and names it; a copy of template, or an empty one for "".
func (c *Cluster) Database(t testing.TB, template string) string {
	t.Helper()

	name := "ledger_" + strconv.FormatInt(c.made.Add(1), 10)
	if template == "" {
		template = "template0"
	}
	if err := c.Exec("postgres", fmt.Sprintf("CREATE DATABASE %s TEMPLATE %s STRATEGY file_copy", name, template)); err != nil {
		t.Fatal(err)
	}
	return name
}

// Drop takes a database away, whoever is still connected.
func (c *Cluster) Drop(name string) error {
	return c.Exec("postgres", "DROP DATABASE IF EXISTS "+name+" WITH (FORCE)")
}

// Own gives a folder to the server's user.
func (c *Cluster) Own(t testing.TB, dir string) {
	t.Helper()
	if err := errors.Join(reach(dir), c.giveAway(dir)); err != nil {
		t.Fatal(err)
	}
}

// reach lets another user come to a folder of a test.
func reach(dir string) error {
	for d := dir; strings.HasPrefix(d, os.TempDir()+string(filepath.Separator)); d = filepath.Dir(d) {
		if err := os.Chmod(d, 0o711); err != nil { // #nosec G302 -- of a test
			return err
		}
	}
	return nil
}
