package ui

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/test"
	"fyne.io/fyne/v2/widget"

	"billkey/api/credentials"
	"billkey/api/issuing"
	"billkey/api/ledger"
)

// control is something on the screen that can be pressed or typed into, and where it stands for a message.
type control struct {
	o    fyne.CanvasObject
	path string
}

// controls walks what is visible below o. What is a part of a control belongs to it: a list has keys for its rows.
func controlsIn(o fyne.CanvasObject, path string) (focusable, mouseOnly []control) {
	if o == nil || !o.Visible() {
		return nil, nil
	}
	path += fmt.Sprintf("/%T", o)
	switch o := o.(type) {
	case *gridBody, *gridHead, *keyedList, *keyScroll, *digitField, *entry, *prose, *viewer, *choice, *tick, *button, *topicLink, *chip:
		if d, ok := o.(fyne.Disableable); ok && d.Disabled() {
			return nil, nil
		}
		return []control{{o, path + named(o)}}, nil
	case *fyne.Container:
		for _, c := range o.Objects {
			f, m := controlsIn(c, path)
			focusable, mouseOnly = append(focusable, f...), append(mouseOnly, m...)
		}
		return focusable, mouseOnly
	case fyne.Widget:
		for _, c := range test.WidgetRenderer(o).Objects() {
			f, m := controlsIn(c, path)
			focusable, mouseOnly = append(focusable, f...), append(mouseOnly, m...)
		}
	}
	if f, ok := o.(fyne.Focusable); ok {
		if d, ok := o.(fyne.Disableable); ok && d.Disabled() {
			return focusable, mouseOnly
		}
		focusable = append(focusable, control{f.(fyne.CanvasObject), path})
	} else if pressed(o) {
		mouseOnly = append(mouseOnly, control{o, path})
	}
	return focusable, mouseOnly
}

// pressed tells that o takes the mouse, other than by scrolling.
func pressed(o fyne.CanvasObject) bool {
	switch o.(type) {
	case *gridBar, *grid, *container.Scroll, *panesLine, *floating, *widget.PopUp: // moved by the keys of the list, and by Ctrl+[ and Ctrl+]
		return false
	}
	if strings.HasPrefix(fmt.Sprintf("%T", o), "*widget.scrollBar") {
		return false
	}
	_, tapped := o.(fyne.Tappable)
	_, second := o.(fyne.SecondaryTappable)
	_, mouse := o.(desktop.Mouseable)
	return tapped || second || mouse
}

func named(o fyne.CanvasObject) string {
	switch o := o.(type) {
	case *button:
		return " " + o.Text
	case *tick:
		return " " + o.Text
	case *chip:
		return " " + o.label
	case *choice:
		return " " + o.Selected
	case *entry:
		return " " + o.PlaceHolder
	}
	return ""
}

// root is what the keys can reach now: what lies on top, else the window's content.
func (s *stage) root() fyne.CanvasObject {
	c := s.window.window.Canvas()
	if top := c.Overlays().Top(); top != nil {
		return top
	}
	return c.Content()
}

// walk presses Tab until it is back where it began, and Shift+Tab as often; every control must have had the cursor, shown
// it, and been in sight.
func (s *stage) walk(screen string) {
	s.t.Helper()
	c := s.window.window.Canvas()
	want, mouse := controlsIn(s.root(), "")
	for _, m := range mouse {
		s.t.Errorf("%s: only the mouse reaches %s", screen, m.path)
	}
	if len(want) == 0 {
		s.t.Fatalf("%s: nothing takes the cursor", screen)
	}
	c.Unfocus()
	there := s.lap(c.FocusNext, len(want))
	back := s.lap(c.FocusPrevious, len(want))
	if len(there) != len(want) {
		s.t.Errorf("%s: Tab comes to %d controls before the first one again, want %d", screen, len(there), len(want))
	}
	for _, w := range want {
		f := w.o.(fyne.Focusable)
		if !there[f] || !back[f] {
			s.t.Errorf("%s: Tab %v, Shift+Tab %v: %s", screen, there[f], back[f], w.path)
		}
	}
	for _, w := range want {
		s.showsCursor(screen, w)
		s.isPressed(screen, w)
	}
	s.t.Logf("%s: %d controls", screen, len(want))
}

// lap moves on until it comes to a control again; it gives those it came to.
func (s *stage) lap(on func(), most int) map[fyne.Focusable]bool {
	s.t.Helper()
	seen := map[fyne.Focusable]bool{}
	for range most + 5 {
		on()
		s.q.drain()
		f := s.focused()
		if seen[f] {
			break
		}
		seen[f] = true
	}
	return seen
}

// showsCursor compares how a control is drawn with and without the cursor, and where.
func (s *stage) showsCursor(screen string, w control) {
	s.t.Helper()
	c := s.window.window.Canvas()
	c.Unfocus()
	s.q.drain()
	without := drawn(w.o)
	c.Focus(w.o.(fyne.Focusable))
	s.q.drain()
	if c.Focused() != w.o.(fyne.Focusable) {
		return // leaving the one before has changed the screen
	}
	if drawn(w.o) == without {
		s.t.Errorf("%s: does not show the cursor: %s", screen, w.path)
	}
	if !s.inSight(w.o) {
		s.t.Errorf("%s: out of sight: %s", screen, w.path)
	}
}

// isPressed presses Space, and Enter where that presses, in place of what a control would do.
func (s *stage) isPressed(screen string, w control) {
	s.t.Helper()
	n, want := 0, 1
	count := func() { n++ }
	var put func()
	switch o := w.o.(type) {
	case *button:
		was := o.OnTapped
		o.OnTapped, want, put = count, 2, func() { o.OnTapped = was }
	case *topicLink:
		was := o.OnTapped
		o.OnTapped, want, put = count, 2, func() { o.OnTapped = was }
	case *chip:
		was := o.OnToggle
		o.OnToggle, want, put = count, 2, func() { o.OnToggle = was }
	case *tick:
		was, on := o.OnChanged, o.Checked
		o.OnChanged, put = func(bool) { n++ }, func() { o.Checked, o.OnChanged = on, was; o.Refresh() }
	default:
		return
	}
	defer func() { put() }()
	c := s.window.window.Canvas()
	f := w.o.(fyne.Focusable)
	if c.Focus(f); c.Focused() != f {
		return
	}
	f.TypedRune(' ')
	if want == 2 {
		f.TypedKey(&fyne.KeyEvent{Name: fyne.KeyReturn})
	}
	if n != want {
		s.t.Errorf("%s: pressed %d of %d times: %s", screen, n, want, w.path)
	}
}

// inSight tells that the upper left corner of a control is in the window, and in every part of it that scrolls.
func (s *stage) inSight(o fyne.CanvasObject) bool {
	d, c := fyne.CurrentApp().Driver(), s.window.window.Canvas()
	at, low := d.AbsolutePositionForObject(o), min(o.Size().Height, 30)
	from, to := fyne.Position{}, c.Size()
	around := scrollsAround(s.root(), o)
	for _, scroll := range around {
		p := d.AbsolutePositionForObject(scroll)
		from = fyne.NewPos(max(from.X, p.X), max(from.Y, p.Y))
		to = fyne.NewSize(min(to.Width, p.X+scroll.Size().Width), min(to.Height, p.Y+scroll.Size().Height))
	}
	return at.X >= from.X-1 && at.X < to.Width && at.Y >= from.Y-1 && at.Y+low <= to.Height+1
}

// drawn is what a control is made of on the screen.
func drawn(o fyne.CanvasObject) string {
	var out strings.Builder
	walk(o, func(o fyne.CanvasObject) {
		switch o := o.(type) {
		case *canvas.Rectangle:
			fmt.Fprint(&out, o.Position(), o.Size(), o.FillColor, o.StrokeColor, o.StrokeWidth, "\n")
		case *canvas.Circle:
			fmt.Fprint(&out, o.Position1, o.FillColor, o.StrokeColor, o.StrokeWidth, "\n")
		case *canvas.Text:
			fmt.Fprint(&out, o.Position(), o.Color, o.Text, "\n")
		}
	})
	return out.String()
}

// inForce finds a row of the practice profile whose key is in force.
func (s *stage) inForce() ledger.Entry {
	s.t.Helper()
	for i := range 100 {
		if e := s.entryAt(i); e.State == ledger.Issued {
			e.Profile = credentials.PracticeID
			return e
		}
	}
	s.t.Fatal("no key in force")
	return ledger.Entry{}
}

var walkSizes = map[string]fyne.Size{"large": fyne.NewSize(1280, 800), "small": fyne.NewSize(940, 500)}

func TestTabReachesEveryControlOfEveryPage(t *testing.T) {
	for name, size := range walkSizes {
		t.Run(name, func(t *testing.T) {
			s := newFilledStage(t)
			s.window.window.Resize(size)
			w := s.window
			s.walk("desk")
			w.results.filters.toggleMore()
			w.focusResults()
			s.walk("desk with a selected row and all filters")
			w.banner.show(func(*words) banner { return banner{toneCare, "제목", "내용"} })
			s.walk("desk with a notice")
			w.closeSettings()
			for page, open := range map[string]func(){
				"settings, practice": w.openSettings, "check": w.openCheck, "requests": w.openInspector, "ledger": w.openLedgerPage, "about": w.openAbout,
				"help": func() { w.openHelp("") }, "keys": func() { w.openHelp("keys") }, "practice cards": func() { w.openHelp("practice") },
				"settings, account":  func() { w.openSettings(); w.settings.edit(newProfile()) },
				"requests, selected": func() { w.openInspector(); w.requests.list.Select(0) },
			} {
				open()
				s.q.drain()
				s.walk(page)
				w.closeHelp()
				w.closeSettings()
			}
			w.lock()
			s.walk("lock screen")
			w.uncover()
			s.setPIN()
			w.deps.Owner = &somebody{offered: true}
			w.prefs.setOwner(true)
			w.lock()
			s.walk("lock screen with PIN and owner")
		})
	}
}

// Who may only look on has the list alone, and reaches all of it.
func TestTabReachesEveryControlOfASupervisor(t *testing.T) {
	s := newFilledStage(t, func(d *Deps) { d.Ledger = lookedAt{d.Ledger} })
	s.window.window.Resize(walkSizes["small"])
	s.walk("supervisor")
	s.window.openStory(s.entryAt(0))
	s.q.drain()
	s.walk("supervisor's story")
}

// lookedAt is a ledger that may only be read.
type lookedAt struct{ book }

func (lookedAt) ReadOnly() bool                      { return true }
func (lookedAt) Newer() *ledger.NewerError           { return nil }
func (lookedAt) Waiting() bool                       { return false }
func (lookedAt) Watch(context.Context, func()) error { return nil }

func TestTabReachesEveryControlOfEverySheet(t *testing.T) {
	s := newFilledStage(t)
	s.window.window.Resize(walkSizes["small"])
	w, e := s.window, s.inForce()
	p, _ := s.parts.Profiles.Get(credentials.PracticeID)
	replace := newReplaceSheet(w.w, issuing.Lookup{UID: e.CustomerUID, Key: &issuing.Key{Masked: "411111******1111"}})
	notice := newNotice("제목", "내용", "확인")
	notice.needTick("알았습니다")
	pin := newPINSheet(w.w, pinChange)
	for sheet, open := range map[string]func(){
		"composer":            func() { w.flow.compose() },
		"replace":             func() { w.sheets.show(replace.body, 460, replace.first(), nil) },
		"story":               func() { w.openStory(e) },
		"deletion":            func() { w.openDelete(e, p) },
		"charge":              func() { w.askCharge(e) },
		"note":                func() { w.askNote(e) },
		"period":              w.askPeriod,
		"export":              w.askExport,
		"operator":            w.openOperator,
		"question":            w.unlock,
		"ledger server, file": w.openServerSheet,
		"ledger server":       func() { w.showServerSheet(ledger.Server{Host: "db"}, true, nil) },
		"PIN":                 func() { w.sheets.show(pin.body, 400, pin.first(), nil) },
		"notice":              func() { w.sheets.show(notice.body, 420, notice.first(), nil) },
		"crash":               func() { w.deps.Crash = &CrashReport{Name: "crash.txt", Text: "panic"}; w.sayCrash() },
		"import":              w.settings.askImport,
		"closing":             func() { w.deeds++; w.close(); w.deeds-- },
		"progress": func() {
			w.showProgress("제목", "export.progress", func(context.Context, func(int, int)) func() { return nil })
		},
	} {
		open()
		s.q.drain()
		if w.sheets.open == nil {
			t.Errorf("%s does not open", sheet)
			continue
		}
		s.walk(sheet)
		w.sheets.leave()
		s.streams() // what is under way ends
	}
}
