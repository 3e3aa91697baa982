package headless

import (
	"context"
	"strings"
	"testing"

	"billkey/api/credentials/secretservice"
	"billkey/api/ledger"
	"billkey/api/ledger/pgtest"
	"billkey/api/sandbox"
)

// onServer is a database with no ledger in it yet.
func onServer(t *testing.T) (c *pgtest.Cluster, s ledger.Server) {
	t.Helper()
	c = pgtest.New(t, pgtest.Options{})
	return c, ledger.Server{Host: "127.0.0.1", Port: c.Port, Database: c.Database(t, ""), User: pgtest.User, TLS: ledger.TLSOff}
}

// Two folders, as at two desks, and one ledger.
func TestCommandsKeepTheirLedgerOnAServer(t *testing.T) {
	c, s := onServer(t)
	t.Setenv(LedgerPassword, c.Password)
	_, base := serveSandbox(t, sandbox.Options{})
	for range 2 {
		f := newFaces(t)
		if _, code := f.check(base, cardLines, "-issue", "-ledger", s.String()); code != ExitOK {
			t.Fatalf("exit %d", code)
		}
		f.clean()
	}
	s.Password = func(context.Context) (string, error) { return c.Password, nil }
	l, err := ledger.OpenShared(t.Context(), s)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = l.Close() }()
	p, err := l.Entries(t.Context(), ledger.Query{})
	if err != nil || len(p.Entries) != 2 {
		t.Fatalf("%d rows; %v", len(p.Entries), err)
	}
	for _, e := range p.Entries {
		if e.Desk != deskName() || e.Operator != Account() {
			t.Errorf("%q at %q", e.Operator, e.Desk)
		}
	}
}

func TestWhyAServersLedgerCannotBeUsedIsSaid(t *testing.T) {
	c, s := onServer(t)
	away := s
	away.Port = 1
	other := s
	other.Database = "nothing"
	for _, try := range []struct{ url, password, want string }{
		{"postgres://kim:secret@db/ledger", "", "password"},
		{"postgres://kim@db.example/ledger?sslmode=disable", "", "tls"},
		{"mysql://kim@db/ledger", "", "scheme"},
		{away.String(), c.Password, "cannot be reached"},
		{s.String(), "wrong", "did not take the password"},
		{other.String(), c.Password, "no database of that name"},
	} {
		t.Setenv(LedgerPassword, try.password)
		r := newFaces(t).run("", "check", "-ledger", try.url)
		if r.code == ExitOK || !strings.Contains(r.errors, try.want) || strings.Contains(r.errors, "secret") || strings.Contains(r.errors, c.Password) {
			t.Errorf("%s: %+v", try.url, r)
		}
	}
}

func TestThePasswordOfAServerIsKeptInTheKeychain(t *testing.T) {
	c, s := onServer(t)
	inSession(secretservice.Unlocked)(t)
	f := newFaces(t)
	if r := f.run("wrong\n", "ledger", "password", "-ledger", s.String()); r.code != ExitUnreachable {
		t.Errorf("%+v", r)
	}
	if r := f.run(c.Password+"\n", "ledger", "password", "-ledger", s.String()); r.code != ExitOK || !strings.Contains(r.out, "is reached") {
		t.Fatalf("%+v", r)
	}
	_, base := serveSandbox(t, sandbox.Options{})
	if _, code := f.check(base, cardLines, "-ledger", s.String()); code != ExitOK {
		t.Errorf("exit %d", code)
	}
	f.clean()
}

func TestTheSQLOfTheRolesIsPrinted(t *testing.T) {
	if r := newFaces(t).run("", "ledger", "roles"); r.code != ExitOK || !strings.Contains(r.out, "GRANT INSERT ON billkey.entries") {
		t.Errorf("%+v", r)
	}
	for _, args := range [][]string{{"ledger"}, {"ledger", "burn"}, {"ledger", "password"}} {
		if r := newFaces(t).run("", args...); r.code != ExitUsage {
			t.Errorf("%v: %+v", args, r)
		}
	}
}
