package ui

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/test"

	"billkey/api/card"
	"billkey/api/ledger"
	"billkey/api/lock"
	"billkey/api/sandbox"
	"billkey/ui/platform"
)

// pinBook is what a lock remembers, of this test alone.
type pinBook struct {
	record lock.Record
	hash   []byte
	err    error
}

func (b *pinBook) Read() (lock.Record, error)           { return b.record, nil }
func (b *pinBook) Write(r lock.Record) error            { b.record = r; return nil }
func (b *pinBook) Hash(context.Context) ([]byte, error) { return append([]byte(nil), b.hash...), b.err }
func (b *pinBook) Keep(_ context.Context, hash []byte) error {
	b.hash = append([]byte(nil), hash...)
	return b.err
}
func (b *pinBook) Drop(context.Context) error { b.hash = nil; return b.err }
func (b *pinBook) open(now func() time.Time) *lock.Keeper {
	return lock.Open(b, lock.Options{Now: now, Params: lock.Params{Time: 1, Memory: 8, Threads: 1}})
}

// pinClock is a clock that stands still until it is moved.
type pinClock struct{ now time.Time }

func (c *pinClock) Now() time.Time { return c.now }

const testPIN = "2580"

// newLockedStage starts the program with a PIN set: it begins locked.
func newLockedStage(t *testing.T, change ...func(*Deps)) (*stage, *pinBook, *pinClock) {
	t.Helper()
	b, c := &pinBook{}, &pinClock{now: time.Now()}
	if err := b.open(c.Now).Set(t.Context(), lock.NewPIN([]byte(testPIN))); err != nil {
		t.Fatal(err)
	}
	s := newStage(t, append(change, func(d *Deps) { d.Lock = b.open(c.Now) })...)
	return s, b, c
}

// setPIN sets a PIN while the window is open.
func (s *stage) setPIN() {
	s.t.Helper()
	k := (&pinBook{}).open(time.Now)
	if err := k.Set(s.t.Context(), lock.NewPIN([]byte(testPIN))); err != nil {
		s.t.Fatal(err)
	}
	s.window.deps.Lock = k
}

// every is the text of everything in the tree, hidden or not.
func (s *stage) every() string {
	var out strings.Builder
	c := s.window.window.Canvas()
	for _, o := range append([]fyne.CanvasObject{c.Content()}, c.Overlays().List()...) {
		everyText(o, &out)
	}
	return out.String() + s.window.window.Title()
}

func everyText(o fyne.CanvasObject, out *strings.Builder) {
	switch o := o.(type) {
	case *canvas.Text:
		out.WriteString(o.Text + "\n")
	case *text:
		out.WriteString(o.content + "\n")
	case *entry:
		out.WriteString(o.Text + "\n")
	case *fyne.Container:
		for _, c := range o.Objects {
			everyText(c, out)
		}
	case fyne.Widget:
		for _, c := range test.WidgetRenderer(o).Objects() {
			everyText(c, out)
		}
	}
}

// hides fails when any of the texts is anywhere in the window.
func (s *stage) hides(texts ...string) {
	s.t.Helper()
	all := s.every()
	for _, text := range texts {
		if text != "" && strings.Contains(all, text) {
			s.t.Errorf("%q is in the window:\n%s", text, all)
		}
	}
}

func TestLockedWindowHoldsNothingOfTheWork(t *testing.T) {
	pages := map[string]func(*stage){
		"desk":     func(*stage) {},
		"settings": func(s *stage) { s.window.openSettings() },
		"requests": func(s *stage) { s.window.openInspector() },
		"check":    func(s *stage) { s.window.openCheck() },
		"ledger":   func(s *stage) { s.window.openLedgerPage() },
		"story":    func(s *stage) { s.window.openStory(s.entries()[0]) },
		"note":     func(s *stage) { s.window.askNote(s.entries()[0]) },
		"delete":   func(s *stage) { s.window.askDelete(s.entries()[0]) },
		"menu":     func(s *stage) { s.window.rowMenu(fyne.NewPos(10, 10), "") },
		"export":   func(s *stage) { s.window.askExport() },
		"composer": func(s *stage) { s.window.flow.compose() },
	}
	for name, open := range pages {
		t.Run(name, func(t *testing.T) {
			s, _, _ := newLockedStage(t)
			s.keys(testPIN + "<enter>")
			s.customer("gildong_0001_1111", cardVisa)
			s.keys("<enter>")
			masked := s.entries()[0].Masked
			s.customer("gildong_0002_4444", cardMaster)
			open(s)
			s.q.drain()
			s.window.lock()
			s.hides("gildong", masked, masked[:4], "김상담", "POST", s.window.w.t("results.title"), profileName(s.window.w, s.window.profile))
			s.says("cover.title", "cover.detail")
			if n := len(s.window.window.Canvas().Overlays().List()); n != 0 {
				t.Errorf("%d things lie over the lock screen", n)
			}
			s.watchTwice()
			s.hides("gildong", masked)
		})
	}
}

// watchTwice lets the ledger's watcher see that something was written.
func (s *stage) watchTwice() {
	s.q.pass(watchEvery)
	if err := s.parts.Ledger.SetNote(context.Background(), s.entries()[0].ID, "gildong note", "x", time.Now()); err != nil {
		s.t.Fatal(err)
	}
	s.q.pass(watchEvery)
}

func TestLockingWipesTheWholeForm(t *testing.T) {
	for name, do := range map[string]func(*stage){
		"by hand": func(s *stage) { s.shortcut(fyne.KeyL) },
		"idle":    func(s *stage) { s.q.pass(3 * time.Minute) },
	} {
		t.Run(name, func(t *testing.T) {
			s := newStage(t)
			s.customer("gildong_0001_1111", cardVisa)
			f := s.window.form
			f.name.SetText("홍길동")
			f.tel.SetText("01012345678")
			f.email.SetText("gildong@example.com")
			s.window.checking.form.number.fill([]byte(cardVisa))
			var held [][]byte
			for _, d := range append(f.digitFields(), s.window.checking.form.number) {
				held = append(held, d.digits.Bytes())
			}
			do(s)
			for i, b := range held {
				if strings.Trim(string(b), "\x00") != "" {
					t.Errorf("field %d still holds a digit", i)
				}
			}
			if left := f.uid.Text + f.name.Text + f.tel.Text + f.email.Text + f.customer.Text; left != "" || f.consent.Checked {
				t.Errorf("left: %q", left)
			}
			if !s.window.covered() {
				t.Error("not locked")
			}
			s.hides("gildong", "홍길동", "4111")
			s.keys("<enter>") // no PIN is set: it is a cover
			s.cursorIn(card.FieldUID)
			s.customer("gildong_0001_1111", cardVisa)
			s.keys("<enter>")
			if s.posts() != 1 {
				t.Errorf("%d POSTs afterwards", s.posts())
			}
		})
	}
}

func TestProgramWithAPINBeginsLocked(t *testing.T) {
	s, _, _ := newLockedStage(t)
	if !s.window.covered() || s.focused() != fyne.Focusable(s.window.cover.pin) {
		t.Fatal("not locked, or the cursor is elsewhere")
	}
	if got := s.window.window.Title(); got != s.window.w.t("title.locked") {
		t.Errorf("title %q", got)
	}
	held := s.window.cover.pin.digits.Bytes()
	s.keys("258<enter>")
	s.says("lock.pin.length")
	s.keys("0<enter>")
	if s.window.covered() {
		t.Fatalf("the right PIN does not open:\n%s", s.visible())
	}
	if strings.Trim(string(held), "\x00") != "" {
		t.Error("the PIN is still in its field")
	}
	s.cursorIn(card.FieldUID)
	if got := s.window.window.Title(); got != s.window.w.t("title.practice") {
		t.Errorf("title %q", got)
	}
}

func TestWrongPINsMakeOneWait(t *testing.T) {
	s, b, c := newLockedStage(t)
	s.keys("8052<enter>8052<enter>")
	s.says("lock.wrong")
	s.keys("8052<enter>")
	s.shows("1초")
	if s.focused() != fyne.Focusable(s.window.cover.pin) || !s.window.cover.pin.disabled {
		t.Error("a PIN can be typed while none is looked at")
	}
	s.keys(testPIN + "<enter>")
	if !s.window.covered() {
		t.Fatal("opened too early")
	}
	c.now = c.now.Add(time.Second)
	s.q.pass(time.Second)
	s.says("lock.again")
	s.keys("8052<enter>")
	s.shows("2초")
	c.now = c.now.Add(time.Second)
	s.q.pass(time.Second)
	s.shows("1초")
	s.restart(func(d *Deps) { d.Lock = b.open(c.Now) })
	s.shows("1초")
	c.now = c.now.Add(time.Second)
	s.q.pass(time.Second)
	s.keys(testPIN + "<enter>")
	if s.window.covered() || b.record.Wrong != 0 {
		t.Error("the right PIN does not open after the wait")
	}
}

func TestWaitIsCountedInMinutesWhereItIsLong(t *testing.T) {
	w, _ := loadWords("en")
	if got := waitSentence(w, 4*time.Minute+15*time.Second+time.Millisecond, time.Now()); !strings.Contains(got, "4 min 16 s") {
		t.Error(got)
	}
}

func TestKeychainThatDoesNotAnswerIsSaidAndCountsNothing(t *testing.T) {
	s, b, _ := newLockedStage(t)
	b.err = fmt.Errorf("no keychain")
	s.keys(testPIN + "<enter>")
	s.says("lock.unreadable")
	if !s.window.covered() || b.record.Wrong != 0 {
		t.Error("opened, or counted")
	}
	b.err = nil
	s.keys(testPIN + "<enter>")
	if s.window.covered() {
		t.Error("does not open afterwards")
	}
}

func TestNothingButUnlockingAndClosingWorksWhileLocked(t *testing.T) {
	s, _, _ := newLockedStage(t)
	other := s.addProfile()
	before, page := s.every(), s.window.cover
	for _, focus := range []bool{true, false} {
		for _, key := range []fyne.KeyName{fyne.KeyReturn, fyne.KeyU, fyne.KeyF, fyne.KeyE, fyne.KeyR, fyne.KeyM, fyne.KeyB, fyne.KeyComma, fyne.KeyL, fyne.KeyI, fyne.KeyK} {
			c := s.window.window.Canvas()
			if c.Unfocus(); focus {
				c.Focus(page.pin)
				s.shortcut(key)
			} else {
				c.(fyne.Shortcutable).TypedShortcut(&desktop.CustomShortcut{KeyName: key, Modifier: fyne.KeyModifierShortcutDefault})
				s.q.drain()
			}
		}
	}
	s.window.window.Canvas().OnTypedKey()(&fyne.KeyEvent{Name: fyne.KeyEscape})
	if got := s.every(); got != before || s.window.cover != page {
		t.Errorf("something happened:\n%s", got)
	}
	s.window.switchTo(other) // nothing of the window asks for it; the lock screen stays all the same
	s.q.drain()
	s.hides("other", "customer_uid")
	s.says("cover.title")
}

func TestLanguageOfTheLockScreen(t *testing.T) {
	s, _, _ := newLockedStage(t)
	if err := s.window.speak("en"); err != nil {
		t.Fatal(err)
	}
	s.shows("Locked")
	if !s.window.covered() || s.focused() != fyne.Focusable(s.window.cover.pin) {
		t.Error("another language opens the lock, or loses the cursor")
	}
	s.hides("customer_uid", "잠겨")
	s.keys(testPIN + "<enter>")
	s.shows("customer_uid")
}

func TestOrderUnderWayEndsBehindTheLock(t *testing.T) {
	for name, c := range map[string]struct {
		fault sandbox.FaultKind
		state ledger.State
	}{
		"issued":   {"", ledger.Issued},
		"declined": {sandbox.FaultHostileMessage, ledger.Declined},
		"unknown":  {sandbox.FaultDropBeforeCommit, ledger.Unknown},
	} {
		t.Run(name, func(t *testing.T) {
			s, _, _ := newLockedStage(t)
			s.keys(testPIN + "<enter>")
			s.customer("gildong_0001_1111", cardVisa)
			if c.fault != "" {
				s.server.Inject(sandbox.Fault{Kind: c.fault, Route: "/subscribe/customers"})
			}
			s.focused().TypedKey(&fyne.KeyEvent{Name: fyne.KeyReturn})
			for !slices.Contains(s.events, "issuing") {
				s.step() // what is unusual is asked first
			}
			s.window.lock()
			s.q.drain()
			if got := s.entries(); len(got) != 1 || got[0].State != c.state {
				t.Fatalf("%+v", got)
			}
			s.hides("gildong", s.entries()[0].Masked)
			s.says("cover.title")
			s.keys(testPIN + "<enter>")
			s.q.drain()
			s.shows("gildong_0001_1111")
			if !s.window.banner.body.Visible() {
				t.Errorf("how it went is not said:\n%s", s.visible())
			}
			if s.window.form.uid.Text != "" {
				t.Error("the form is not empty")
			}
		})
	}
}

// step does the one job that waits.
func (s *stage) step() {
	job := s.q.jobs[0]
	s.q.jobs = s.q.jobs[1:]
	job()
}

func TestOrderThatWasOnlyPressedIsNotSentFromBehindTheLock(t *testing.T) {
	s, _, _ := newLockedStage(t)
	s.keys(testPIN + "<enter>")
	s.customer("gildong_0001_1111", cardVisa)
	s.focused().TypedKey(&fyne.KeyEvent{Name: fyne.KeyReturn})
	s.window.lock() // its cautions are still being asked
	s.q.drain()
	if s.posts() != 0 || len(s.entries()) != 0 {
		t.Fatalf("%d POSTs", s.posts())
	}
	s.keys(testPIN + "<enter>")
	s.says("lock.not_sent", "lock.not_sent.detail")
}

func TestSheetsThatComeWhileLockedWaitTheirTurn(t *testing.T) {
	s, _, _ := newLockedStage(t)
	for _, title := range []string{"first", "second"} {
		n := newNotice(title, "sentence", "ok")
		n.OnYes = s.window.sheets.close
		s.window.sheets.showLasting(n.body, 300, n.yes, nil)
	}
	s.hides("first", "second")
	s.keys(testPIN + "<enter>")
	s.shows("first")
	s.showsNot("second")
	s.window.lock()
	s.hides("first", "second")
	s.keys(testPIN + "<enter>")
	s.shows("first") // it was not acknowledged
	s.keys("<enter>")
	s.shows("second")
	s.keys("<enter>")
	s.showsNot("second")
}

func TestWhatTakesLongGoesOnBehindTheLock(t *testing.T) {
	s, _, _ := newLockedStage(t)
	s.keys(testPIN + "<enter>")
	ended := false
	s.window.showProgress("long", "export.progress", func(ctx context.Context, _ func(int, int)) func() {
		if ctx.Err() != nil {
			t.Error("locking ended it")
		}
		return func() { ended = true }
	})
	s.window.lock()
	s.hides("long")
	s.streams()
	if !ended {
		t.Fatal("it did not end")
	}
	s.keys(testPIN + "<enter>")
	s.showsNot("long")
}

func TestClosingALockedWindowAsksAboutAnOrderUnderWay(t *testing.T) {
	s, _, _ := newLockedStage(t)
	s.keys(testPIN + "<enter>")
	s.window.flow.setIssuing(true)
	s.window.lock()
	s.window.close()
	s.says("close.title", "close.sentence", "cover.title")
	s.focused().TypedKey(&fyne.KeyEvent{Name: fyne.KeyEscape})
	s.showsNot(s.window.w.t("close.title"))
	s.window.close()
	s.keys("<enter>") // the safe answer
	s.showsNot(s.window.w.t("close.title"))
	if !s.window.covered() {
		t.Error("the question opens the lock")
	}
	s.window.flow.setIssuing(false)
	s.window.close()
	if s.events[len(s.events)-1] != "closed" {
		t.Error("a locked window does not close")
	}
}

func TestEveryMoveOfTheMouseIsNoticedButNotMoreThanOnceASecond(t *testing.T) {
	s := newStage(t)
	root := s.window.root.(*watched)
	timers := func() (n int) {
		for _, timer := range s.q.timers {
			if timer.d == 3*time.Minute {
				n++
			}
		}
		return n
	}
	s.window.movedAt = time.Time{}
	before := timers()
	for range 100 {
		root.Cursor()
	}
	if got := timers() - before; got != 1 {
		t.Errorf("the idle clock began %d times", got)
	}
}

func TestRemovalWithoutThePINIsSaidUntilItIsAcknowledged(t *testing.T) {
	b := &pinBook{record: lock.Record{Removed: time.Now()}}
	use := func(d *Deps) { d.Lock = b.open(time.Now) }
	s := newStage(t, use)
	s.says("lock.removed.title")
	s.restart(use)
	s.says("lock.removed.title")
	s.keys("<enter>")
	s.showsNot(s.window.w.t("lock.removed.title"))
	s.restart(use)
	s.showsNot(s.window.w.t("lock.removed.title"))
}

// The choice to hide from pictures of the screen is there where the system has it, and a failure is said to who made it.
func TestHidingFromPicturesIsOfferedWhereTheSystemHasIt(t *testing.T) {
	fails := errors.New("not enough memory")
	for name, c := range map[string]struct {
		chosen  bool
		err     error
		offered bool
		says    string
	}{
		"works":              {true, nil, true, "lock.capture.hint"},
		"is not in use":      {false, nil, true, "lock.capture.hint"},
		"fails when chosen":  {true, fails, true, "lock.capture.failed"},
		"fails when left":    {false, fails, false, "lock.capture.none"}, // as in Wine
		"is not the systems": {false, platform.ErrNotOffered, false, "lock.capture.none"},
	} {
		t.Run(name, func(t *testing.T) {
			s := newStage(t)
			s.window.prefs.setHidden(c.chosen)
			s.window.exclude = func(fyne.Window, bool) error { return c.err }
			s.window.openSettings()
			s.window.hideFromPictures()
			if form := s.window.settings.prefs.lock; form.capture.Visible() != c.offered || form.capture.Checked != (c.chosen && c.err == nil) {
				t.Errorf("offered: %v, on: %v", form.capture.Visible(), form.capture.Checked)
			}
			s.says(c.says)
		})
	}
}
