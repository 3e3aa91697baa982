package pgtest

import (
	"fmt"
	"os"
	"path/filepath"
	"testing"
	"time"
)

// Standby makes and starts a second server that follows this one, whose commits from then on wait until it has them on its
// disk.
func (c *Cluster) Standby(t testing.TB) *Cluster {
	t.Helper()
	s, err := c.follow()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(s.Remove)
	for _, text := range []string{"ALTER SYSTEM SET synchronous_standby_names = '*'", "SELECT pg_reload_conf()"} {
		if err := c.Exec("postgres", text); err != nil {
			t.Fatal(err)
		}
	}
	const follows = `DO $$ BEGIN
		IF NOT EXISTS (SELECT 1 FROM pg_stat_replication WHERE sync_state = 'sync') THEN RAISE EXCEPTION 'nobody follows'; END IF;
	END $$`
	for limit := time.Now().Add(patience); c.Exec("postgres", follows) != nil; {
		if time.Now().After(limit) {
			t.Fatal("the standby does not follow")
		}
		<-time.After(20 * time.Millisecond)
	}
	return s
}

func (c *Cluster) follow() (*Cluster, error) {
	dir, err := os.MkdirTemp("", "billkey-postgres-")
	if err != nil {
		return nil, err
	}
	s := &Cluster{dir: dir, bin: c.bin, Password: c.Password}
	if err := s.copyOf(c); err != nil {
		s.Remove()
		return nil, err
	}
	return s, nil
}

func (c *Cluster) copyOf(first *Cluster) (err error) {
	if err := c.giveAway(c.dir); err != nil {
		return err
	}
	cmd := c.command("pg_basebackup", "-h", "127.0.0.1", "-p", fmt.Sprint(first.Port), "-U", User, "-D", c.data(), "--wal-method=stream",
		"--checkpoint=fast", "--write-recovery-conf", "--no-sync")
	cmd.Env = append(cmd.Env, "PGPASSWORD="+first.Password)
	if said, err := cmd.CombinedOutput(); err != nil {
		return fmt.Errorf("pg_basebackup: %w\n%s", err, said)
	}
	if c.Port, err = freePort(); err != nil {
		return err
	}
	f, err := os.OpenFile(filepath.Join(c.data(), "postgresql.auto.conf"), os.O_APPEND|os.O_WRONLY, 0) // the last line of a name counts
	if err != nil {
		return err
	}
	if _, err := fmt.Fprintf(f, "port = %d\n", c.Port); err != nil {
		return err
	}
	if err := f.Close(); err != nil {
		return err
	}
	return c.Start()
}

// Promote makes a standby the server that is written to.
func (c *Cluster) Promote() error { return c.Exec("postgres", "SELECT pg_promote(true, 60)") }
