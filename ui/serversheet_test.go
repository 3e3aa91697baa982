package ui

import (
	"context"
	"errors"
	"image/color"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"

	"billkey/api/credentials"
	"billkey/api/credentials/secretservice"
	"billkey/api/ledger"
	"billkey/api/ledger/pgtest"
)

// onlyPlace is a choice that answers as it is told.
type onlyPlace struct {
	server   ledger.Server
	chosen   bool
	unread   error
	readOnly bool
	err      error
	got      string // what was asked, with the password
}

func (p *onlyPlace) Chosen() (ledger.Server, bool, error) { return p.server, p.chosen, p.unread }
func (p *onlyPlace) Try(ctx context.Context, s ledger.Server, password credentials.Password) (bool, error) {
	p.got = s.String() + " " + string(password.Reveal())
	if ctx.Err() != nil {
		return false, ctx.Err()
	}
	return p.readOnly, p.err
}
func (p *onlyPlace) Use(ctx context.Context, s ledger.Server, password credentials.Password) (bool, error) {
	return p.Try(ctx, s, password)
}
func (p *onlyPlace) UseFile(context.Context) error { p.got = "file"; return p.err }

// serverSheet opens the sheet from the settings and fills it in.
func (s *stage) serverSheet(server ledger.Server, password string) *serverSheet {
	s.t.Helper()
	s.window.openSettings()
	sheet := s.window.showServerSheet(s.window.deps.Place.Chosen())
	sheet.kind.SetSelectedIndex(1)
	sheet.host.SetText(server.Host)
	sheet.port.SetText(strconv.Itoa(server.Port))
	sheet.database.SetText(server.Database)
	sheet.user.SetText(server.User)
	if server.TLS == ledger.TLSOff {
		sheet.tls.SetSelectedIndex(1)
	}
	sheet.word.SetText(password)
	return sheet
}

// at checks what a field's line says.
func (s *stage) at(sheet *serverSheet, field, key string) {
	s.t.Helper()
	sentence, _, _ := strings.Cut(s.window.w.t(key), "{")
	if said := sheet.rows[field].note.content; !strings.Contains(said, sentence) {
		s.t.Errorf("%s says %q", field, said)
	}
	if e := sheet.entries()[field]; e != nil && s.focused() != fyne.Focusable(e) {
		s.t.Errorf("the cursor is not at %s", field)
	}
}

func TestALedgerServerIsChosenInTheSettings(t *testing.T) {
	c := pgtest.New(t, pgtest.Options{})
	server := ledger.Server{Host: "127.0.0.1", Port: c.Port, Database: c.Database(t, ""), User: pgtest.User, TLS: ledger.TLSOff}
	keyringOf(secretservice.Unlocked)(t)
	s := newEmptyStage(t)
	s.open(realKeychain(s, "ko"))
	sheet := s.serverSheet(server, "wrong")
	s.press(sheet.test)
	s.at(sheet, "password", "place.refused.password")
	sheet.word.SetText(c.Password)
	sheet.database.SetText("nothing")
	s.press(sheet.test)
	s.at(sheet, "database", "place.refused.database")
	s.shot("ledger-server")
	sheet.database.SetText(server.Database)
	s.press(sheet.test)
	s.says("place.reached")
	s.press(sheet.save)
	s.says("place.chosen.server")
	s.shows(server.String())
	if sheet.word.Text != "" || !sheet.host.Disabled() || s.focused() != fyne.Focusable(sheet.close) {
		t.Error("the sheet goes on, or its password stays")
	}
	s.shot("ledger-server-done")
	s.window.sheets.leave()
	s.says("place.chosen.server")
	s.shot("ledger-server-chosen")
	s.hides(c.Password)
	noFileHolds(t, s.dir, c.Password)
	s.restart(realKeychain(s, "ko"))
	if at := s.parts.Ledger.Path(); at != server.String() {
		t.Fatalf("the ledger is at %s", at)
	}
	s.issue("gildong_0001_1111", cardVisa)
	s.window.openServerSheet()
	s.q.drain()
	s.shows(server.String())
	s.window.sheets.leave()
	sheet = s.serverSheet(server, "")
	s.press(sheet.test) // with the password that is kept
	s.says("place.reached")
	sheet.kind.SetSelectedIndex(0)
	s.press(sheet.save)
	s.says("place.chosen.file")
	s.restart(realKeychain(s, "ko"))
	if len(s.entries()) != 0 || s.parts.Ledger.Path() != filepath.Join(s.dir, "ledger.db") {
		t.Errorf("the ledger is at %s", s.parts.Ledger.Path())
	}
}

func noFileHolds(t *testing.T, dir, secret string) {
	t.Helper()
	err := filepath.WalkDir(dir, func(p string, d os.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		b, err := os.ReadFile(p)
		if strings.Contains(string(b), secret) {
			t.Errorf("it is in %s", p)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}

// What the fields hold is judged by the program's own part, before any connection.
func TestWrongServerFieldsAreSaidWhereTheyAre(t *testing.T) {
	good := ledger.Server{Host: "db.example", Port: 5432, Database: "billkey", User: "minji"}
	for field, change := range map[string]func(*serverSheet){
		"host":        func(s *serverSheet) { s.host.SetText("") },
		"port":        func(s *serverSheet) { s.port.SetText("99999999999999999999") },
		"database":    func(s *serverSheet) { s.database.SetText(" ") },
		"user":        func(s *serverSheet) { s.user.SetText("") },
		"tls":         func(s *serverSheet) { s.tls.SetSelectedIndex(1) },
		"sslrootcert": func(s *serverSheet) { s.cert.SetText("/nowhere/ca.pem") },
	} {
		for _, deed := range []string{"test", "save"} {
			s := newStage(t)
			sheet := s.serverSheet(good, "hidden")
			change(sheet)
			s.press(map[string]*button{"test": sheet.test, "save": sheet.save}[deed])
			s.at(sheet, field, "place.problem."+field)
			if _, chosen, err := s.window.deps.Place.Chosen(); chosen || err != nil {
				t.Errorf("%v %v", chosen, err)
			}
			s.window.lock()
			if sheet.word.Text != "" {
				t.Error("the password outlives the sheet")
			}
		}
	}
}

func TestWhatAServerAnswersIsSaidInWords(t *testing.T) {
	for _, lang := range Languages {
		place := &onlyPlace{}
		s := newStage(t, func(d *Deps) { d.Place, d.Language = place, lang })
		for key, err := range map[string]error{
			"place.away":                  &ledger.AwayError{Err: errNoItem},
			"ledger.server.unfit.version": &ledger.UnfitError{What: "version", Has: "14"},
			"place.refused.role":          &ledger.RefusedError{Reason: "role", Err: errNoItem},
			"place.refused.schema":        &ledger.RefusedError{Reason: "schema", Err: errNoItem},
			"place.refused.database":      &ledger.RefusedError{Reason: "database", Err: errNoItem},
			"place.problem.host":          &ledger.ServerError{Field: "url"},
			"place.refused.certificate":   &ledger.RefusedError{Reason: "certificate", Err: errNoItem},
			"keychain.locked":             &credentials.UnavailableError{Reason: credentials.Locked},
		} {
			place.err = err
			sheet := s.serverSheet(ledger.Server{Host: "::1", Port: 1, Database: "d", User: "u"}, "pass word ")
			s.press(sheet.save)
			s.says(key)
			if place.got != "postgres://u@[::1]:1/d?sslmode=verify-full pass word " {
				t.Errorf("%q was asked for", place.got)
			}
			s.window.sheets.leave()
		}
		place.err, place.readOnly = nil, true
		sheet := s.serverSheet(ledger.Server{Host: "h", Port: 1, Database: "d", User: "u"}, "")
		s.press(sheet.test)
		s.says("place.read_only")
		s.press(sheet.save)
		s.says("place.read_only", "place.chosen.server")
	}
}

func TestAServerSheetIsLeftWhileTheServerIsAsked(t *testing.T) {
	place := &onlyPlace{unread: errNoItem}
	s := newStage(t, func(d *Deps) { d.Place = place })
	sheet := s.serverSheet(ledger.Server{Host: "h", Database: "d", User: "u"}, "hidden")
	sheet.save.press()
	sheet.save.press() // once is enough
	if len(s.q.jobs) != 1 || !sheet.activity.Visible() || !sheet.host.Disabled() || !sheet.test.Disabled() {
		t.Errorf("%d jobs", len(s.q.jobs))
	}
	s.window.sheets.leave()
	s.q.drain()
	if sheet.word.Text != "" || s.window.settings.prefs.placed.Visible() || sheet.note.content != "" {
		t.Errorf("%q is said", sheet.note.content)
	}
}

func TestAChoiceThatCannotBeReadIsSaid(t *testing.T) {
	s := newStage(t, func(d *Deps) { d.Place = &onlyPlace{unread: errNoItem} })
	s.window.openSettings()
	s.press(s.window.settings.prefs.server)
	s.says("place.unreadable")
}

func TestWithoutAPlaceThereIsNoButton(t *testing.T) {
	s := newStage(t, func(d *Deps) { d.Place = nil })
	s.window.openSettings()
	s.showsNot(s.window.w.t("place.open"))
	s.window.openServerSheet()
	s.q.drain()
	if s.window.sheets.open != nil {
		t.Error("a sheet opens")
	}
}

func TestFieldsOfAServerThatIsNotChosenLookDisabled(t *testing.T) {
	s := newStage(t, func(d *Deps) { d.Place = &onlyPlace{} })
	sheet := s.serverSheet(ledger.Server{Host: "db.example", Port: 5432}, "secret")
	ground := func(e *entry) color.Color {
		rectangles := find[*canvas.Rectangle](e)
		if len(rectangles) < 2 {
			t.Fatal("an input has no ground and border")
		}
		return rectangles[0].FillColor
	}
	on := ground(sheet.host)
	if h := sheet.word.MinSize().Height; h > sheet.host.MinSize().Height+1 || h < sheet.host.MinSize().Height-1 {
		t.Errorf("the password's field is %v high, others %v", h, sheet.host.MinSize().Height)
	}
	s.shot("server")
	sheet.kind.SetSelectedIndex(0)
	for name, e := range sheet.entries() {
		if !e.Disabled() || ground(e) == on || ground(e) != colour(colourQuietWash) {
			t.Errorf("%s looks as if it could be changed", name)
		}
	}
	s.shot("server-file")
}

func TestAServersOwnWordsAreSmallAndShort(t *testing.T) {
	place := &onlyPlace{err: &ledger.AwayError{Err: errors.New(strings.Repeat("failed to connect to user=minji database=billkey: dial tcp: lookup db.example: no such host ", 9))}}
	s := newStage(t, func(d *Deps) { d.Place = place })
	sheet := s.serverSheet(ledger.Server{Host: "db.example", Port: 5432, Database: "d", User: "u"}, "")
	s.press(sheet.test)
	s.says("place.away")
	lines := find[*canvas.Text](sheet.detail)
	if len(lines) != 3 || !strings.HasSuffix(lines[2].Text, "…") || sheet.detail.size != sizeSmall {
		t.Errorf("%d lines of detail", len(lines))
	}
	if strings.Contains(sheet.note.content, "dial tcp") {
		t.Error("our own sentence repeats the driver's")
	}
	s.shot("server-away")
	sheet.host.SetText("db2.example")
	if sheet.detail.content != "" {
		t.Error("the detail outlives the change of a field")
	}
}
