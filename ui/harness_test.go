package ui

import (
	"context"
	"net/http/httptest"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"billkey/api/credentials"
	"billkey/api/headless"
	"billkey/api/ledger"
	"billkey/api/sandbox"
)

// queue is a runner that does nothing by itself: the test lets work and time pass.
type queue struct {
	jobs    []func()
	streams []func(ctx context.Context, post func(func()))
	timers  []*queueTimer
}

type queueTimer struct {
	d       time.Duration
	f       func()
	stopped bool
}

func (q *queue) run(work func(context.Context) func()) {
	q.jobs = append(q.jobs, func() {
		if apply := work(context.Background()); apply != nil {
			apply()
		}
	})
}

func (q *queue) stream(work func(context.Context, func(func()))) { q.streams = append(q.streams, work) }

func (q *queue) aside(f func()) { f() }

func (q *queue) after(d time.Duration, f func()) func() {
	t := &queueTimer{d: d, f: f}
	q.timers = append(q.timers, t)
	return func() { t.stopped = true }
}

// drain does all work there is, also what it leads to.
func (q *queue) drain() {
	for len(q.jobs) > 0 {
		job := q.jobs[0]
		q.jobs = q.jobs[1:]
		job()
	}
}

// pass lets d go by: what rests shorter than that is done.
func (q *queue) pass(d time.Duration) {
	due := q.timers
	q.timers = nil
	for _, t := range due {
		switch {
		case t.stopped:
		case t.d <= d:
			t.f()
		default:
			q.timers = append(q.timers, t)
		}
	}
	q.drain()
}

// memoryRing is a keychain of this test alone.
type memoryRing struct {
	mu    sync.Mutex
	items map[string]string
	err   error
}

func (m *memoryRing) Get(service, user string) (string, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if v, ok := m.items[service+user]; ok {
		return v, m.err
	}
	return "", errNoItem
}

func (m *memoryRing) Set(service, user, password string) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.err == nil {
		m.items[service+user] = password
	}
	return m.err
}

func (m *memoryRing) Delete(service, user string) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	if _, ok := m.items[service+user]; !ok {
		return errNoItem
	}
	delete(m.items, service+user)
	return m.err
}

// stage is the whole window over real parts: the sandbox over loopback, a ledger file, a profile store.
type stage struct {
	t      *testing.T
	q      *queue
	server *sandbox.Server
	http   *httptest.Server
	parts  *headless.Parts
	ring   *memoryRing
	prefs  fyne.Preferences
	dir    string
	shared string // the server of a ledger that is shared; "" keeps it in dir
	window *desktopWindow
	events []string
}

func newStage(t *testing.T, change ...func(*Deps)) *stage {
	t.Helper()
	s := newEmptyStage(t)
	s.open(change...)
	return s
}

// newEmptyStage is a stage on which the program was never started.
func newEmptyStage(t *testing.T) *stage {
	t.Helper()
	server, err := sandbox.New(sandbox.Options{})
	if err != nil {
		t.Fatal(err)
	}
	s := &stage{t: t, q: &queue{}, server: server, http: httptest.NewServer(server), dir: t.TempDir()}
	t.Cleanup(s.http.Close)
	return s
}

// open starts the program on the stage's folder, as if for the first time or again.
func (s *stage) open(change ...func(*Deps)) {
	s.t.Helper()
	parts, err := headless.Open(context.Background(), headless.Options{DataDir: s.dir, BaseURL: s.http.URL, Ledger: s.shared, Restore: true, Wait: true})
	if err != nil {
		s.t.Fatal(err)
	}
	s.t.Cleanup(func() { _ = parts.Close() })
	if s.ring == nil {
		s.ring = &memoryRing{items: map[string]string{}}
	}
	parts.Vault = credentials.NewVault(credentials.VaultOptions{Keyring: s.ring})
	s.parts = parts
	d := Deps{
		Profiles: parts.Profiles, Vault: parts.Vault, Ledger: parts.Ledger, Desk: parts.Desk, Forget: parts.Forget, Try: parts.Try,
		Requests: parts.Exchanges, SaveRequests: parts.SaveRequests,
		Setup: parts.Setup, RenderCheck: headless.RenderCheck, SaveText: headless.SaveText,
		NewFile: func(name string) string { return filepath.Join(s.dir, name) }, NewestFile: headless.NewestFile, Upkeep: parts.Upkeep(), LedgerPath: parts.Ledger.Path(), Place: parts.LedgerPlace(), Lock: parts.Lock,
		Notices:  Notices{SetAside: parts.Start.SetAside, Restored: parts.Start.Restored, RestoreErr: parts.Start.RestoreErr},
		Language: "ko", Account: "김상담", Samples: []Sample{{cardVisa, "ok_visa"}},
		Trace: func(event string, _ ...any) { s.events = append(s.events, event) },
	}
	for _, c := range change {
		c(&d)
	}
	app := test.NewTempApp(s.t)
	app.Settings().SetTheme(newTheme("light"))
	if s.prefs == nil {
		s.prefs = app.Preferences()
	}
	w, err := newWindow(machine{app, s.prefs}, s.q, d)
	if err != nil {
		s.t.Fatal(err)
	}
	s.window = w
	w.window.Resize(fyne.NewSize(1280, 800))
	s.q.drain()
	s.streams() // the search is brought up to date
}

// machine is an app whose preferences outlive the program, as they do on a disk.
type machine struct {
	fyne.App
	kept fyne.Preferences
}

// Preferences are those of the machine.
func (m machine) Preferences() fyne.Preferences { return m.kept }

// restart ends the program and starts it again on the same folder.
func (s *stage) restart(change ...func(*Deps)) {
	s.t.Helper()
	if err := s.parts.Close(); err != nil {
		s.t.Fatal(err)
	}
	*s.q = queue{}
	s.open(change...)
}

const (
	cardVisa   = "4111111111111111"
	cardMaster = "5555555555554444"
	cardAmex   = "378282246310005"
)

// keys types characters, and names in <> as keys: <tab>, <enter>, <space>, <back>.
func (s *stage) keys(script string) int {
	s.t.Helper()
	n := 0
	for len(script) > 0 {
		if script[0] == '<' {
			name, rest, _ := strings.Cut(script[1:], ">")
			s.key(name)
			script = rest
		} else {
			r := []rune(script)[0]
			s.rune(r)
			script = script[len(string(r)):]
		}
		n++
	}
	return n
}

func (s *stage) key(name string) {
	s.t.Helper()
	c := s.window.window.Canvas()
	switch name {
	case "tab":
		c.FocusNext()
	case "space": // the driver sends the key, then its character to whatever has the cursor by then
		s.focused().TypedKey(&fyne.KeyEvent{Name: fyne.KeySpace})
		s.rune(' ')
	case "enter":
		s.focused().TypedKey(&fyne.KeyEvent{Name: fyne.KeyReturn})
	case "back":
		s.focused().TypedKey(&fyne.KeyEvent{Name: fyne.KeyBackspace})
	default:
		s.t.Fatalf("no key %q", name)
	}
	s.q.drain()
}

func (s *stage) rune(r rune) {
	s.t.Helper()
	s.focused().TypedRune(r)
}

func (s *stage) focused() fyne.Focusable {
	s.t.Helper()
	f := s.window.window.Canvas().Focused()
	if f == nil {
		s.t.Fatal("nothing has the cursor")
	}
	return f
}

// customer types a whole order but for its Enter.
func (s *stage) customer(uid, number string) {
	s.t.Helper()
	s.keys(uid)
	s.q.pass(restAfter)
	s.keys("<tab><space>" + number + expiry() + "12" + "900101")
}

// answerOperator answers the question whose name is recorded as it stands.
func (s *stage) answerOperator() {
	s.t.Helper()
	s.says("operator.title")
	s.keys("<enter>")
	s.showsNot(s.window.w.t("operator.title"))
}

// expiry is a month three years ahead, as typed.
func expiry() string { return string(expiryAhead(time.Now())) }

func (s *stage) posts() int {
	return s.server.Count("POST", "/subscribe/customers/")
}

func (s *stage) entries() []ledger.Entry {
	s.t.Helper()
	p, err := s.parts.Ledger.Entries(context.Background(), ledger.Query{})
	if err != nil {
		s.t.Fatal(err)
	}
	return p.Entries
}

// visible is every text on the window, a line each.
func (s *stage) visible() string {
	var out strings.Builder
	c := s.window.window.Canvas()
	for _, o := range append([]fyne.CanvasObject{c.Content()}, c.Overlays().List()...) {
		collect(o, &out)
	}
	return out.String()
}

func (s *stage) shows(want string) {
	s.t.Helper()
	if !strings.Contains(s.visible(), want) {
		s.t.Errorf("the window does not show %q; it shows:\n%s", want, s.visible())
	}
}

// says checks for the sentence of a key, up to its first placeholder.
func (s *stage) says(keys ...string) {
	s.t.Helper()
	for _, key := range keys {
		sentence, _, _ := strings.Cut(s.window.w.t(key), "{")
		s.shows(sentence)
	}
}

func (s *stage) showsNot(text string) {
	s.t.Helper()
	if strings.Contains(s.visible(), text) {
		s.t.Errorf("the window shows %q", text)
	}
}

// shot renders the window into testdata-less PNG files when BILLKEY_SHOTS names a folder; to be looked at, not compared.
func (s *stage) shot(name string) {
	s.t.Helper()
	saveShot(s.t, s.window.window.Canvas(), filepath.Base(name))
}
