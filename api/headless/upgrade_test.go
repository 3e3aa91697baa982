package headless

import (
	"database/sql"
	"fmt"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"billkey/api/credentials"
	"billkey/api/ledger"
)

// earlier are the versions whose data folder is in testdata; its README tells how it was made.
var earlier = []string{"0.1.0"}

// left copies what an earlier version left into the folder.
func (f *faces) left(version string) {
	f.t.Helper()
	for _, name := range []string{"ledger.db", "profiles.json", "practice.json"} {
		b, err := os.ReadFile(filepath.Join("testdata", version, name))
		if err != nil {
			f.t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(f.dir, name), b, 0o600); err != nil {
			f.t.Fatal(err)
		}
	}
}

func TestEarlierVersionsFolderIsKept(t *testing.T) {
	for _, version := range earlier {
		f := newFaces(t)
		f.left(version)
		p, err := Open(t.Context(), Options{DataDir: f.dir, Restore: true})
		if err != nil {
			t.Fatal(err)
		}
		if p.Start.SetAside != "" || p.Start.RestoreErr != nil {
			t.Errorf("%s: %+v", version, p.Start)
		}
		wantEarlierLedger(t, p)
		wantEarlierProfiles(t, p)
		wantEarlierPractice(t, p)
		if err := p.Close(); err != nil {
			t.Error(err)
		}
	}
}

// wantEarlierLedger wants the two keys, linked to each other, and their whole story.
func wantEarlierLedger(t *testing.T, p *Parts) {
	t.Helper()
	page, err := p.Ledger.Entries(t.Context(), ledger.Query{})
	if err != nil || len(page.Entries) != 2 {
		t.Fatalf("%+v %v", page, err)
	}
	now, before := page.Entries[0], page.Entries[1]
	if now.State != ledger.Issued || now.Masked != "555555******4444" || now.CardName != "현대카드" || now.Replaces != before.ID ||
		before.State != ledger.Replaced || before.Masked != "411111******1234" || before.CardName != "신한카드" || before.ReplacedBy != now.ID {
		t.Errorf("now %+v\nbefore %+v", now, before)
	}
	for _, e := range page.Entries {
		if e.CustomerUID != "gildong_0001_1234" || e.PG != "nice_v2" || e.MID != "iamport01m" || e.Profile != credentials.PracticeID ||
			e.StartedAt.Year() != 2026 || e.ConsentAt.After(e.StartedAt) {
			t.Errorf("%+v", e)
		}
	}
	var kinds []string
	events, err := p.Ledger.Story(t.Context(), credentials.PracticeID, "gildong_0001_1234")
	for _, e := range events {
		kinds = append(kinds, string(e.Kind))
	}
	if want := []string{"begun", "issued", "begun", "replaced", "issued"}; err != nil || !reflect.DeepEqual(kinds, want) {
		t.Errorf("%v %v", kinds, err)
	}
	if err := p.Ledger.Check(t.Context()); err != nil {
		t.Error(err)
	}
}

func wantEarlierProfiles(t *testing.T, p *Parts) {
	t.Helper()
	want := credentials.Profile{
		ID: "pnwdt4asqmqo", Name: "Our shop test", Environment: credentials.Test, BaseURL: credentials.DefaultBaseURL,
		Needs: credentials.NeedsFor(""),
	}
	if got, ok := p.Profiles.Get(want.ID); !ok || !reflect.DeepEqual(got, want) || len(p.Profiles.Rejected()) > 0 {
		t.Errorf("%+v", got)
	}
	if all := p.Profiles.List(); len(all) != 2 || all[0].ID != credentials.PracticeID {
		t.Errorf("%+v", all)
	}
}

// wantEarlierPractice wants the key that the practice server had.
func wantEarlierPractice(t *testing.T, p *Parts) {
	t.Helper()
	profile, _ := p.Profiles.Get(credentials.PracticeID)
	desk, err := p.Desk(profile)
	if err != nil {
		t.Fatal(err)
	}
	if l, err := desk.LookUp(t.Context(), "gildong_0001_1234"); err != nil || l.Key == nil || !strings.HasSuffix(l.Key.Masked, "4444") {
		t.Errorf("%+v %v", l, err)
	}
}

func TestEarlierVersionsFolderIsChecked(t *testing.T) {
	for _, version := range earlier {
		f := newFaces(t)
		f.left(version)
		if r := f.run("", "check", "-lang", "en"); r.code != ExitOK {
			t.Errorf("%s: %+v", version, r)
		}
	}
}

// A later version's ledger is left alone, and that is said in words, on every way into the program.
func TestLaterVersionsLedgerIsLeftAloneAndSaid(t *testing.T) {
	f := newFaces(t)
	f.left(earlier[0])
	path := filepath.Join(f.dir, "ledger.db")
	setSchema(t, path, 99)
	was, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	for _, command := range []string{"check", "endpoint"} {
		r := f.run("", command, "-lang", "en")
		if r.code != ExitNotReady || !strings.Contains(r.errors, "newer version of Billkey Desk") {
			t.Errorf("%s: %+v", command, r)
		}
	}
	said := ""
	screen := screenOf(func(*Parts) error { t.Error("opened"); return nil })
	screen.Alert = func(text string) { said = text }
	if code := Start([]string{"-data", f.dir}, screen); code != ExitNotReady ||
		!strings.Contains(said, "더 새로운 버전") || !strings.Contains(said, "newer version") {
		t.Errorf("%d %s", code, said)
	}
	if is, err := os.ReadFile(path); err != nil || !reflect.DeepEqual(is, was) {
		t.Errorf("the ledger was changed: %v", err)
	}
}

func setSchema(t *testing.T, path string, schema int) {
	t.Helper()
	db, err := sql.Open("sqlite", path)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = db.Close() }()
	if _, err := db.ExecContext(t.Context(), fmt.Sprintf("PRAGMA user_version = %d", schema)); err != nil {
		t.Fatal(err)
	}
}
