package ui

import (
	"slices"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
)

// pressKey presses a key with its modifiers, as the driver does.
func (s *stage) pressKey(k desktop.CustomShortcut) {
	s.t.Helper()
	c := s.window.window.Canvas()
	switch f := c.Focused(); {
	case k.Modifier == 0 && f != nil:
		f.TypedKey(&fyne.KeyEvent{Name: k.KeyName})
	case k.Modifier == 0:
		c.OnTypedKey()(&fyne.KeyEvent{Name: k.KeyName})
	default:
		if f, ok := f.(fyne.Shortcutable); ok {
			f.TypedShortcut(&k)
		} else {
			c.(fyne.Shortcutable).TypedShortcut(&k)
		}
	}
	s.q.drain()
}

// taken are keys with a meaning elsewhere: in fields, in the list, in input methods and desktops.
func taken() []desktop.CustomShortcut {
	var out []desktop.CustomShortcut
	for _, k := range []fyne.KeyName{fyne.KeyA, fyne.KeyC, fyne.KeyV, fyne.KeyX, fyne.KeyY, fyne.KeyZ, fyne.KeyInsert, fyne.KeyBackspace, fyne.KeyDelete,
		fyne.KeyLeft, fyne.KeyRight, fyne.KeyUp, fyne.KeyDown, fyne.KeyHome, fyne.KeyEnd, fyne.KeyPageUp, fyne.KeyPageDown, fyne.KeySpace, fyne.KeyTab, fyne.KeyH} {
		out = append(out, ctrl(k))
	}
	for _, k := range []fyne.KeyName{fyne.KeyLeft, fyne.KeyRight, fyne.KeyUp, fyne.KeyDown, fyne.KeyHome, fyne.KeyEnd,
		fyne.KeyU, fyne.KeyE} { // input methods open their tables with the last two
		out = append(out, ctrlShift(k))
	}
	return append(out, plainKey(fyne.KeyF9)) // Hanja
}

func TestEveryActionHasAKeyOfItsOwnAndAWord(t *testing.T) {
	s := newStage(t)
	seen := map[string]string{}
	for _, k := range taken() {
		seen[k.ShortcutName()] = "another meaning"
	}
	for _, a := range s.window.actions {
		if len(a.keys) == 0 || a.do == nil || a.menu == "" || !s.window.w.has(a.say) {
			t.Errorf("%s is not whole", a.say)
		}
		for _, k := range a.keys {
			if other := seen[k.ShortcutName()]; other != "" {
				t.Errorf("%s is %s and %s", keyText(k), other, a.say)
			}
			seen[k.ShortcutName()] = a.say
			if k.Modifier&fyne.KeyModifierAlt != 0 {
				t.Errorf("%s: Alt types letters on some keyboards", keyText(k))
			}
		}
	}
}

// Whatever has the cursor, a shortcut does its action once and types nothing.
func TestEveryShortcutWorksOnceFromEveryControl(t *testing.T) {
	s := newFilledStage(t)
	w := s.window
	count := map[string]int{}
	for _, a := range w.actions {
		a.where, a.can = anywhere, nil
		a.do = func() { count[a.say]++ }
	}
	pages := map[string]func(){
		"desk": func() { w.results.filters.openMore(true) }, "account": w.addAccount, "requests": func() { w.openInspector(); w.requests.list.Select(0) },
		"ledger": w.openLedgerPage, "check": w.openCheck, "about": w.openAbout, "help": func() { w.openHelp("keys") },
	}
	for page, open := range pages {
		open()
		s.q.drain()
		all, _ := controlsIn(s.root(), page)
		for _, c := range all {
			w.window.Canvas().Focus(c.o.(fyne.Focusable))
			if w.window.Canvas().Focused() != c.o.(fyne.Focusable) {
				continue
			}
			clear(count)
			for _, a := range w.actions {
				s.pressKey(a.keys[0])
				if count[a.say] != 1 {
					t.Errorf("%s: %s was done %d times", c.path, keyText(a.keys[0]), count[a.say])
				}
				if e, ok := c.o.(*entry); ok && page == "desk" && e.Text != "" {
					t.Errorf("%s: %s typed %q", c.path, keyText(a.keys[0]), e.Text)
				}
			}
		}
		w.closeHelp()
	}
}

// Nothing issues, replaces, charges or deletes while the form cannot be seen.
func TestNothingIsDoneBehindSomething(t *testing.T) {
	s := newStage(t)
	w := s.window
	s.customer("gildong_0001_1111", cardVisa)
	over := map[string]func(){
		"a sheet":         w.askPeriod,
		"a question":      w.openOperator,
		"a menu":          w.openMenu,
		"a select":        func() { w.header.choice.Select.TypedKey(&fyne.KeyEvent{Name: fyne.KeySpace}) },
		"the settings":    w.openSettings,
		"the help":        func() { w.openHelp("") },
		"the lock screen": func() { w.isCovered = true }, // the real one wipes what was typed
	}
	for name, open := range over {
		open()
		s.q.drain()
		for _, a := range w.actions {
			if (a.menu == menuRegistration || a.menu == menuResults) && a.say != "action.escape" && a.say != "action.dismiss" && w.possible(a) {
				t.Errorf("%s is possible behind %s", a.say, name)
			}
		}
		s.pressKey(ctrl(fyne.KeyReturn))
		if s.posts() != 0 {
			t.Fatalf("issued behind %s", name)
		}
		w.sheets.leave()
		for o := w.window.Canvas().Overlays(); o.Top() != nil; {
			o.Remove(o.Top())
		}
		w.isCovered = false
		w.closeHelp()
		w.closeSettings()
	}
	s.pressKey(ctrl(fyne.KeyReturn))
	if s.posts() != 1 {
		t.Errorf("POSTs at the desk: %d", s.posts())
	}
}

func TestMenusShowEveryActionWithItsKeyAndGreyOut(t *testing.T) {
	s := newStage(t)
	w := s.window
	lines := map[string]*fyne.MenuItem{}
	var collectItems func(m *fyne.Menu)
	collectItems = func(m *fyne.Menu) {
		for _, i := range m.Items {
			lines[i.Label] = i
			if i.ChildMenu != nil {
				collectItems(i.ChildMenu)
			}
		}
	}
	for _, m := range w.menus() {
		collectItems(m)
	}
	for _, a := range w.actions {
		i := lines[w.w.t(a.say)]
		switch {
		case a.keysOnly:
		case i == nil || i.Shortcut.ShortcutName() != a.keys[0].ShortcutName():
			t.Errorf("%s is not in the menus with its key", a.say)
		case i.Disabled == w.possible(a):
			t.Errorf("%s is greyed out: %v", a.say, i.Disabled)
		}
	}
	remove := lines[w.w.t("row.delete")]
	if !remove.Disabled {
		t.Error("deleting is possible without a row")
	}
	remove.Action() // the toolkit's keys reach what is greyed out
	if w.sheets.open != nil {
		t.Error("a greyed-out line was done")
	}
	ko := w.menus()[0].Label
	s.pressKey(ctrlShift(fyne.KeyL))
	if w.w.lang != "en" || w.menus()[0].Label == ko || !w.deskShown() {
		t.Errorf("after the change of language: %s %q, desk %v", w.w.lang, w.menus()[0].Label, w.deskShown())
	}
}

func TestMenuByKeysAlone(t *testing.T) {
	s := newStage(t)
	s.pressKey(plainKey(fyne.KeyF10))
	s.hit(fyne.KeyDown, fyne.KeyRight, fyne.KeyReturn) // registration, its first line
	if s.window.window.Canvas().Overlays().Top() != nil || !slices.Contains(s.events, "emptied") {
		t.Errorf("new registration was not done: %v", s.events)
	}
}

func TestNewRegistrationAsksOnlyWhenSomethingWouldBeLost(t *testing.T) {
	s := newStage(t)
	f := s.window.form
	s.pressKey(ctrl(fyne.KeyN))
	s.showsNot(s.window.w.t("clear.title"))
	s.keys("gildong_0001_1111")
	s.pressKey(plainKey(fyne.KeyEscape))
	s.says("clear.title")
	s.pressKey(plainKey(fyne.KeyEscape)) // a second Esc keeps it
	if s.showsNot(s.window.w.t("clear.title")); f.uid.Text == "" {
		t.Error("Esc twice cleared the form")
	}
	s.pressKey(ctrl(fyne.KeyN))
	s.keys("<tab><enter>")
	if !f.empty() || s.focused() != fyne.Focusable(f.uid) {
		t.Errorf("empty: %v", f.empty())
	}
}

// Esc leads from the list or a select back to where typing goes on; only in the form it clears.
func TestEscapeLeadsBackToTheForm(t *testing.T) {
	s := newFilledStage(t)
	w := s.window
	s.keys("gildong_0001_1111")
	for name, o := range map[string]fyne.Focusable{
		"search": w.results.search, "period": w.results.filters.period, "header": w.header.choice, "list": w.results.grid.body,
	} {
		w.window.Canvas().Focus(o)
		s.pressKey(plainKey(fyne.KeyEscape))
		if s.focused() != fyne.Focusable(w.form.consent) || w.sheets.open != nil {
			t.Errorf("from %s Esc leads to %T", name, s.focused())
		}
	}
}

func TestJumpToAMonthByKeys(t *testing.T) {
	s := newFilledStage(t)
	g := s.window.results.grid
	for _, sorted := range []string{"time", "customer_uid"} { // which is sorted by time first
		if sorted != "time" {
			s.window.results.sortBy(sorted)
			s.q.drain()
		}
		if !s.window.canChooseMonth() {
			t.Fatal("the list knows no months")
		}
		s.pressKey(ctrl(fyne.KeyJ))
		s.q.drain()
		s.hit(fyne.KeyRight, fyne.KeyDown, fyne.KeyReturn)
		s.q.drain()
		if g.cursor() <= 0 || g.firstRow() != g.cursor() {
			t.Errorf("sorted by %s: cursor %d, first row %d", sorted, g.cursor(), g.firstRow())
		}
	}
}

func TestPanesAndDensityAndFiltersByKeys(t *testing.T) {
	s := newFilledStage(t)
	w := s.window
	wide := w.left.Size().Width
	s.pressKey(ctrl(fyne.KeyRightBracket))
	if w.left.Size().Width <= wide {
		t.Errorf("the form is %v wide, was %v", w.left.Size().Width, wide)
	}
	s.pressKey(ctrlShift(fyne.KeyH))
	if !w.results.grid.dense {
		t.Error("rows are not dense")
	}
	s.pressKey(ctrl(fyne.Key3))
	if !w.results.filters.chips["declined"].on {
		t.Error("declined rows are not filtered")
	}
	s.pressKey(ctrlShift(fyne.KeyA))
	if w.results.narrowed() {
		t.Error("filters are left")
	}
	s.pressKey(ctrlShift(fyne.KeyF))
	if !w.results.filters.moreOpen {
		t.Error("no more filters")
	}
}
