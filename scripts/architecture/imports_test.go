package architecture

import (
	"slices"
	"strings"
	"testing"
)

// may is what the code of a folder may import beside the standard library: folders of this module, and modules of others
// by the beginning of their path. Its tests may import what is under tests as well.
type may struct{ own, other, tests []string }

const (
	fyne       = "fyne.io/fyne/v2"
	glfw       = "github.com/go-gl/glfw/v3.3/glfw"
	keyring    = "github.com/zalando/go-keyring"
	sqlite     = "modernc.org/sqlite"
	pgx        = "github.com/jackc/pgx/v5"
	text       = "golang.org/x/text"
	rapid      = "pgregory.net/rapid"
	excelize   = "github.com/xuri/excelize/v2"
	argon2     = "golang.org/x/crypto/argon2"
	font       = "golang.org/x/image/font"
	secretBus  = "api/credentials/secretservice"
	dbus       = "github.com/godbus/dbus/v5"
	ledgerRows = "api/ledger/ledgertest"
	postgres   = "api/ledger/pgtest"
)

// allowed is the program's shape. The directions point from what people see to what knows nothing: a card never reaches
// the ledger, a window never HTTP, and the imitation of the server knows nothing of the client it is tested with.
var allowed = map[string]may{
	".": {
		own:   []string{"api/headless", "api/sandbox", "assets", "ui", "ui/platform", "ui/platform/owner", "ui/preflight"},
		other: []string{fyne},
	},
	"assets": {tests: []string{"api/sandbox", font}},
	"api": {
		own:   []string{"api/card", "api/secret"},
		tests: []string{"api/sandbox"},
	},
	"api/secret": {},
	"api/lock":   {own: []string{"api/secret"}, other: []string{argon2}, tests: []string{rapid}},
	"api/card":   {own: []string{"api/secret"}, other: []string{text}, tests: []string{rapid}},
	"api/credentials": {
		own: []string{"api/filelock", "api/secret"}, other: []string{keyring},
		tests: []string{secretBus},
	},
	secretBus:      {},
	"api/filelock": {},
	"api/instance": {own: []string{"api/filelock"}},
	"api/ledger": {
		other: []string{sqlite, pgx, text},
		tests: []string{ledgerRows, postgres, rapid},
	},
	ledgerRows: {other: []string{sqlite, pgx}},
	postgres:   {other: []string{pgx}},
	"api/export": {
		own: []string{"api/ledger"}, other: []string{excelize},
		tests: []string{ledgerRows, rapid},
	},
	"api/issuing": {
		own:   []string{"api", "api/card", "api/ledger"},
		tests: []string{"api/sandbox", "api/secret", rapid},
	},
	"api/sandbox": {},
	"api/inspect": {own: []string{"api"}, tests: []string{"api/card", "api/sandbox", "api/secret"}},
	"api/headless": {
		own: []string{"assets", "api", "api/card", "api/credentials", "api/inspect", "api/instance", "api/issuing", "api/ledger",
			"api/lock", "api/sandbox"},
		tests: []string{"api/secret", keyring, ledgerRows, postgres, secretBus},
	},
	"ui": {
		own: []string{"assets", "api/card", "api/credentials", "api/export", "api/inspect", "api/issuing", "api/ledger",
			"api/lock", "ui/platform", "ui/platform/owner"},
		other: []string{fyne},
		tests: []string{"api", "api/headless", "api/sandbox", "api/secret", ledgerRows, postgres, secretBus, excelize, keyring, rapid, font},
	},
	"ui/preflight":         {other: []string{glfw}},
	"ui/platform":          {other: []string{fyne}},
	"ui/platform/owner":    {other: []string{dbus}},
	"scripts/architecture": {},
	"scripts/stage":        {},
	"scripts/licences":     {own: []string{"assets"}}, // writes what is embedded there
	"scripts/about":        {other: []string{"golang.org/x/image/draw"}},
	"scripts/windows":      {own: []string{"scripts/about"}, tests: []string{"api/headless", "scripts/stage", "scripts/wine"}},
	"scripts/dist":         {own: []string{"assets", "scripts/about"}, tests: []string{"scripts/wine", font}},
	"scripts/wine":         {},
	"scripts/desks": { // many desks without a window
		own: []string{"api", "api/card", "api/issuing", "api/ledger", "api/sandbox", "api/secret", postgres, "scripts/stage"},
	},
	"scripts/ime": {own: []string{"api/credentials", "api/sandbox", "scripts/stage"}}, // a profile that needs a name
}

// tools is what the other folders of scripts may import: they look at the program from outside.
var tools = may{
	own:   []string{"api/ledger", ledgerRows, "api/sandbox", "scripts/stage"},
	tests: []string{"assets", "api/credentials", "api/headless", "scripts/about", "scripts/wine", secretBus, dbus, "golang.org/x/image"},
}

func TestImportsPointInTheAllowedDirections(t *testing.T) {
	t.Parallel()
	for _, f := range sources(t) {
		m, known := allowed[f.folder]
		if strings.HasPrefix(f.folder, "scripts/") && !known {
			m, known = tools, true
		}
		if !known {
			t.Errorf("%s: the folder is not in the table", f.path)
			continue
		}
		own, other := f.imports()
		for _, name := range own {
			if !slices.Contains(m.own, name) && (!f.test || name != f.folder && !slices.Contains(m.tests, name)) {
				t.Errorf("%s must not import %s", f.path, name)
			}
		}
		for _, name := range other {
			if !begins(name, m.other) && (!f.test || !begins(name, m.tests)) {
				t.Errorf("%s must not import %s", f.path, name)
			}
		}
	}
}

func begins(name string, roots []string) bool {
	return slices.ContainsFunc(roots, func(r string) bool { return name == r || strings.HasPrefix(name, r+"/") })
}

func TestOnlyMainOpensTheToolkitsApplication(t *testing.T) {
	t.Parallel()
	for _, f := range sources(t) {
		if _, other := f.imports(); slices.Contains(other, fyne+"/app") && f.path != "main.go" {
			t.Errorf("%s imports %s/app: every test of it would need a display", f.path, fyne)
		}
	}
}
