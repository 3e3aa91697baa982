package ui

import (
	"cmp"
	"context"
	"strconv"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"
	"fyne.io/fyne/v2/widget"

	"billkey/api/credentials"
	"billkey/api/ledger"
)

// Where the ledger can be kept, and how a server's connection is protected.
var (
	placeKinds = []string{"file", "server"}
	placeTLS   = []string{"full", "plain"}
	tlsModes   = map[string]string{"full": ledger.TLSFull, "plain": ledger.TLSOff}
)

// serverSheet chooses where the ledger is kept from the next start on: in a file of this computer, or on a server.
type serverSheet struct {
	w                                      *words
	kind, tls                              *choice
	host, port, database, user, cert, word *entry               // word is the password
	rows                                   map[string]*fieldRow // by the names of [ledger.ServerError], and password
	note, detail                           *text                // detail is what the server or the system said
	activity                               *widget.Activity
	test, save, close                      *button
	body                                   *fyne.Container
	working                                bool

	ctx    context.Context // ends when the sheet is left
	cancel context.CancelFunc

	OnTest, OnSave, OnCancel func()
	OnGrown                  func() // follows sentences that may need more room
}

// newServerSheet shows what was chosen; now is where the ledger of this run is.
func newServerSheet(w *words, now string, server ledger.Server, chosen bool) *serverSheet {
	s := &serverSheet{w: w, rows: map[string]*fieldRow{}, note: newText("", sizeBody, colourInk), detail: newText("", sizeSmall, colourQuiet), activity: widget.NewActivity()}
	s.ctx, s.cancel = context.WithCancel(context.Background())
	s.detail.minLines = 2 // nothing jumps when a sentence comes
	s.detail.maxLines, s.detail.cuts = 3, true
	s.activity.Hide()
	kind, mode := placeKinds[0], placeTLS[0]
	if chosen {
		kind = placeKinds[1]
	}
	if server.TLS == ledger.TLSOff {
		mode = placeTLS[1]
	}
	s.kind = choiceOf(w, "place.kind.", placeKinds, kind, func(string) { s.clear(); s.enable() })
	s.tls = choiceOf(w, "place.tls.", placeTLS, mode, func(string) { s.clear() })
	for e, text := range map[**entry]string{
		&s.host: server.Host, &s.port: portText(server.Port), &s.database: server.Database, &s.user: server.User, &s.cert: server.RootCert, &s.word: "",
	} {
		*e = newEntry()
		(*e).SetText(text)
		(*e).OnChanged = func(string) { s.clear() }
	}
	s.port.only = func(r rune) bool { return r >= '0' && r <= '9' }
	s.word.Password = true
	s.test = newButton(w.t("settings.test"), func() { call(s.OnTest) })
	s.save = newButton(w.t("settings.save"), func() { call(s.OnSave) })
	s.save.Importance = highImportance
	s.body = s.layOut(now)
	s.enable()
	return s
}

func portText(port int) string {
	if port == 0 {
		return "5432"
	}
	return strconv.Itoa(port)
}

func (s *serverSheet) layOut(now string) *fyne.Container {
	w, half := s.w, []float32{1, 1}
	add := func(field, key string, input fyne.CanvasObject) fyne.CanvasObject {
		s.rows[field] = newFieldRow(w.t(key), w.t(key+".hint"), input)
		return s.rows[field].box
	}
	s.close = newButton(w.t("cancel"), func() { call(s.OnCancel) })
	return column(10,
		newTitle(w.t("place.title"), sizeHeading),
		newText(w.t("place.sentence"), sizeBody, colourInk),
		newText(w.t("place.now", "Path", now), sizeSmall, colourQuiet),
		newFieldRow(w.t("place.kind"), w.t("place.kind.hint"), s.kind).box,
		sharedRow(14, half, add("host", "place.host", s.host), add("port", "place.port", s.port)),
		sharedRow(14, half, add("database", "place.database", s.database), add("user", "place.user", s.user)),
		sharedRow(14, half, add("tls", "place.tls", s.tls), add("sslrootcert", "place.sslrootcert", s.cert)),
		add("password", "place.password", newDotted(s.word)),
		container.NewBorder(nil, nil, s.activity, nil, column(2, s.note, s.detail)),
		container.NewHBox(s.close, layout.NewSpacer(), s.test, s.save),
	)
}

func (s *serverSheet) entries() map[string]*entry {
	return map[string]*entry{
		"host": s.host, "port": s.port, "database": s.database, "user": s.user, "sslrootcert": s.cert, "password": s.word,
	}
}

// onServer tells that a server is chosen.
func (s *serverSheet) onServer() bool { return placeKinds[max(0, s.kind.SelectedIndex())] == "server" }

// server reads the fields. A number that is no port is one nobody has, which is refused with the rest.
func (s *serverSheet) server() ledger.Server {
	port, err := strconv.Atoi(cmp.Or(strings.TrimSpace(s.port.Text), "0"))
	if err != nil || port < 0 {
		port = 1 << 16
	}
	return ledger.Server{
		Host: strings.Trim(strings.TrimSpace(s.host.Text), "[]"), Port: port, Database: strings.TrimSpace(s.database.Text),
		User: strings.TrimSpace(s.user.Text), TLS: tlsModes[placeTLS[max(0, s.tls.SelectedIndex())]], RootCert: strings.TrimSpace(s.cert.Text),
	}
}

// password copies what was typed; nothing stands for the kept one.
func (s *serverSheet) password() credentials.Password {
	return credentials.NewPassword([]byte(s.word.Text))
}
