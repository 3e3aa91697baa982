package headless

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"billkey/api/credentials"
	"billkey/api/credentials/secretservice"
	"billkey/api/ledger"
	"billkey/api/sandbox"
)

func (f *faces) open(o Options) *Parts {
	f.t.Helper()
	p, err := f.tryOpen(o)
	if err != nil {
		f.t.Fatal(err)
	}
	f.t.Cleanup(func() { _ = p.Close() })
	return p
}

func (f *faces) tryOpen(o Options) (*Parts, error) {
	o.DataDir = f.dir
	return Open(context.Background(), o)
}

// without fails when a text is in any file of the folder.
func (f *faces) without(secret string) {
	f.t.Helper()
	err := filepath.WalkDir(f.dir, func(p string, d os.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		b, err := os.ReadFile(p)
		if strings.Contains(string(b), secret) {
			f.t.Errorf("it is in %s", p)
		}
		return err
	})
	if err != nil {
		f.t.Fatal(err)
	}
}

func typed(password string) credentials.Password { return credentials.NewPassword([]byte(password)) }

func TestAServerThatWasChosenIsUsedFromTheNextStartOn(t *testing.T) {
	c, s := onServer(t)
	inSession(secretservice.Unlocked)(t)
	f := newFaces(t)
	p := f.open(Options{})
	place := p.LedgerPlace()
	if _, chosen, err := place.Chosen(); chosen || err != nil {
		t.Fatalf("%v %v", chosen, err)
	}
	if readOnly, err := place.Use(inTime(t), s, typed(c.Password)); readOnly || err != nil {
		t.Fatalf("%v %v", readOnly, err)
	}
	if got, chosen, err := place.Chosen(); !chosen || err != nil || got.String() != s.String() {
		t.Errorf("%v %v %v", got, chosen, err)
	}
	if info, err := os.Stat(place.path); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("%v %v", info, err)
	}
	f.without(c.Password)
	if own := filepath.Join(f.dir, "ledger.db"); p.Ledger.Path() != own {
		t.Errorf("this run is at %s", p.Ledger.Path())
	}
	if next := f.open(Options{}).Ledger.Path(); next != s.String() {
		t.Errorf("the next is at %s", next)
	}
	if other := f.open(Options{Ledger: ledgerFile}).Ledger.Path(); other != p.Ledger.Path() {
		t.Errorf("-ledger file is at %s", other)
	}
	if readOnly, err := place.Try(inTime(t), s, typed("")); readOnly || err != nil { // with the one that is kept
		t.Errorf("%v %v", readOnly, err)
	}
	_, base := serveSandbox(t, sandbox.Options{})
	if _, code := f.check(base, cardLines, "-issue"); code != ExitOK {
		t.Errorf("exit %d", code)
	}
	if n := len(f.entries()); n != 0 {
		t.Errorf("%d rows in the folder's own ledger", n)
	}
	if r := f.run(c.Password+"\n", "ledger", "password"); r.code != ExitOK {
		t.Errorf("%+v", r)
	}
	for range 2 {
		if err := place.UseFile(inTime(t)); err != nil {
			t.Fatal(err)
		}
	}
	if next := f.open(Options{}).Ledger.Path(); next != p.Ledger.Path() {
		t.Errorf("the last is at %s", next)
	}
}

func TestNothingIsChosenThatCannotBeOpened(t *testing.T) {
	c, s := onServer(t)
	inSession(secretservice.Unlocked)(t)
	f := newFaces(t)
	place := f.open(Options{}).LedgerPlace()
	change := func(do func(*ledger.Server)) ledger.Server { other := s; do(&other); return other }
	var refused *ledger.RefusedError
	var away *ledger.AwayError
	var wrong *ledger.ServerError
	for name, try := range map[string]struct {
		server   ledger.Server
		password string
		as       any
		want     func() string
		is       string
	}{
		"password":    {s, "wrong", &refused, func() string { return refused.Reason }, "password"},
		"no password": {s, "", &refused, func() string { return refused.Reason }, "password"},
		"database":    {change(func(s *ledger.Server) { s.Database = "nothing" }), c.Password, &refused, func() string { return refused.Reason }, "database"},
		"away":        {change(func(s *ledger.Server) { s.Port = 1 }), c.Password, &away, func() string { return "" }, ""},
		"plain":       {change(func(s *ledger.Server) { s.Host = "db.example" }), c.Password, &wrong, func() string { return wrong.Field }, "tls"},
		"port":        {change(func(s *ledger.Server) { s.Port = 70000 }), c.Password, &wrong, func() string { return wrong.Field }, "port"},
		"host":        {change(func(s *ledger.Server) { s.Host = "db example/x" }), c.Password, &wrong, func() string { return wrong.Field }, "url"},
		"user":        {change(func(s *ledger.Server) { s.User = "" }), c.Password, &wrong, func() string { return wrong.Field }, "user"},
		"certificate": {change(func(s *ledger.Server) { s.TLS, s.RootCert = "", "none.pem" }), c.Password, &wrong, func() string { return wrong.Field }, "sslrootcert"},
	} {
		_, err := place.Use(inTime(t), try.server, typed(try.password))
		if !errors.As(err, try.as) || try.want() != try.is {
			t.Errorf("%s: %v", name, err)
		}
	}
	if _, chosen, err := place.Chosen(); chosen || err != nil {
		t.Errorf("%v %v", chosen, err)
	}
}

func TestAPasswordThatNoKeychainTakesChoosesNothing(t *testing.T) {
	c, s := onServer(t)
	inSession(secretservice.Locked)(t)
	f := newFaces(t)
	place := f.open(Options{}).LedgerPlace()
	_, err := place.Use(inTime(t), s, typed(c.Password))
	var none *credentials.UnavailableError
	if _, chosen, _ := place.Chosen(); chosen || !errors.As(err, &none) {
		t.Errorf("%v %v", chosen, err)
	}
	f.without(c.Password)
}

func TestAServerThatMayOnlyBeReadIsSaid(t *testing.T) {
	c, s := onServer(t)
	f := newFaces(t)
	place := f.open(Options{}).LedgerPlace()
	if _, err := place.Try(inTime(t), s, typed(c.Password)); err != nil { // which makes the tables
		t.Fatal(err)
	}
	for _, text := range []string{ledger.RolesSQL(), "CREATE ROLE supervisor LOGIN PASSWORD 'seen' IN ROLE billkey_supervisor"} {
		if err := c.Exec(s.Database, text); err != nil {
			t.Fatal(err)
		}
	}
	s.User = "supervisor"
	if readOnly, err := place.Try(inTime(t), s, typed("seen")); !readOnly || err != nil {
		t.Errorf("%v %v", readOnly, err)
	}
}

// Nobody is locked out, and nobody's orders land in another ledger than they think.
func TestAChosenServerThatCannotBeUsedIsSaidWithTheWayOut(t *testing.T) {
	t.Setenv(LedgerPassword, "any")
	f := newFaces(t)
	away := ledger.Server{Host: "127.0.0.1", Port: 1, Database: "d", User: "u", TLS: ledger.TLSOff}.String()
	for content, key := range map[string]string{
		away: "ledger.server.away", "": "ledger.server.unreadable", "nonsense": "ledger.server.unreadable",
		"postgres://u:" + canaryNumber + "@db/d": "ledger.server.unreadable",
	} {
		if err := os.WriteFile(filepath.Join(f.dir, placeFile), []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
		_, err := f.tryOpen(Options{})
		var chosen *ChosenError
		if !errors.As(err, &chosen) {
			t.Fatalf("%q: %v", content, err)
		}
		box := whyNoStart(err)
		for _, lang := range []string{"ko", "en"} {
			w := wordsFor(lang)
			r := f.run("", "check", "-lang", lang)
			sentence, _, _ := strings.Cut(w.t(key), "{")
			for _, said := range []string{box, r.errors} {
				if !strings.Contains(said, sentence) || !strings.Contains(said, w.t("ledger.server.own")) || strings.Contains(said, canaryNumber) {
					t.Errorf("%q: %s", content, said)
				}
			}
		}
		if _, err := os.Stat(filepath.Join(f.dir, "ledger.db")); err == nil {
			t.Fatal("the folder's own ledger was opened")
		}
	}
	if own := f.open(Options{Ledger: ledgerFile}).Ledger.Path(); own != filepath.Join(f.dir, "ledger.db") {
		t.Error(own)
	}
	if r := f.run("", "ledger", "password", "-ledger", ledgerFile); r.code != ExitUsage {
		t.Errorf("%+v", r)
	}
}
