package ui

import (
	"fmt"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/test"
	"fyne.io/fyne/v2/widget"

	"billkey/api/card"
	"billkey/api/ledger"
)

// find types into the search, and lets it rest.
func (s *stage) find(text string) {
	s.t.Helper()
	s.shortcut(fyne.KeyF)
	s.window.results.search.SetText("")
	s.keys(text)
	s.q.pass(searchRests)
}

// found are the rows of the list, all of them.
func (s *stage) found() []ledger.Entry {
	s.t.Helper()
	var out []ledger.Entry
	err := eachPage(s.t.Context(), s.parts.Ledger, s.window.results.list.query, func(some []ledger.Entry) error {
		out = append(out, some...)
		return nil
	})
	if err != nil || len(out) != s.window.results.list.total {
		s.t.Errorf("%d rows, of which the list says %d: %v", len(out), s.window.results.list.total, err)
	}
	return out
}

// only checks that some rows are listed, not all, each as wanted, and that their number is said.
func (s *stage) only(what string, wanted func(ledger.Entry) bool) {
	s.t.Helper()
	all := s.found()
	if len(all) == 0 || len(all) == filledRows {
		s.t.Errorf("%s: %d rows", what, len(all))
	}
	for _, e := range all {
		if !wanted(e) {
			s.t.Fatalf("%s finds %+v", what, e)
		}
	}
	if got, want := s.window.results.hits.content, s.window.w.t("results.hits.narrowed", "Count", number(int64(len(all)))); got != want {
		s.t.Errorf("%s: %q, want %q", what, got, want)
	}
	s.right(what)
}

func TestSearchFindsWhatIsTyped(t *testing.T) {
	s := newFilledStage(t)
	for typed, wanted := range map[string]func(ledger.Entry) bool{
		"ㅎㄱㄷ": func(e ledger.Entry) bool {
			return strings.HasSuffix(e.CustomerName, "길동") && strings.ContainsAny(e.CustomerName, "홍한황")
		},
		"길동":      func(e ledger.Entry) bool { return strings.HasSuffix(e.CustomerName, "길동") },
		"kim_min": func(e ledger.Entry) bool { return strings.HasPrefix(e.CustomerUID, "kim_min") },
		"MINJUN":  func(e ledger.Entry) bool { return strings.Contains(e.CustomerUID, "minjun") },
		"현대":      func(e ledger.Entry) bool { return e.CardName == "현대카드" },
		"kcp":     func(e ledger.Entry) bool { return e.PG == "kcp" },
		"이서준":     func(e ledger.Entry) bool { return e.Operator == "이서준" || e.CustomerName == "이서준" },
		"한도초과":    func(e ledger.Entry) bool { return strings.Contains(e.Message, "한도초과") },
		"삼성 이서준 lee": func(e ledger.Entry) bool {
			return e.CardName == "삼성카드" && strings.Contains(e.CustomerUID, "lee")
		},
	} {
		s.find(typed)
		s.only(typed, wanted)
	}
	e := s.found()[0]
	s.find(e.CustomerUID)
	s.shows(e.CustomerUID)
	s.find("lee_minjun_0042_no_such")
	s.says("results.none", "results.none.detail", "filter.clear")
	if s.window.results.hits.content != s.window.w.t("results.hits.narrowed", "Count", "0") {
		t.Errorf("%q", s.window.results.hits.content)
	}
	s.press(s.window.results.empty.undo)
	s.q.pass(searchRests)
	if s.window.results.search.Text != "" || s.window.results.list.total != filledRows {
		t.Errorf("%q is left, %d rows", s.window.results.search.Text, s.window.results.list.total)
	}
	s.showsNot(s.window.w.t("results.none"))
}

func TestASearchIsAskedOnceItRests(t *testing.T) {
	s := newFilledStage(t)
	before := s.window.results.list.asked
	s.find("kim_minjun")
	if n := s.window.results.list.asked - before; n != 1 {
		t.Errorf("asked %d times", n)
	}
}

func TestAnEmptyLedgerSaysWhatToDo(t *testing.T) {
	s := newStage(t)
	s.says("first.title", "first.fill", "first.consent", "first.account")
	s.showsNot(s.window.w.t("filter.clear"))
	s.shortcut(fyne.KeyF)
	s.hit(fyne.KeyDown) // there is nothing to go to
	if s.focused() != fyne.Focusable(s.window.results.search) {
		t.Error("the cursor left the search for an empty list")
	}
}

func TestChipsByKeyboard(t *testing.T) {
	s := newFilledStage(t)
	f := s.window.results.filters
	s.window.window.Canvas().Focus(f.chips["declined"])
	s.keys("<space>")
	s.only("declined", func(e ledger.Entry) bool { return e.State == ledger.Declined })
	s.hit(fyne.KeyReturn)
	if s.window.results.list.total != filledRows {
		t.Errorf("Enter did not switch it off: %d rows", s.window.results.list.total)
	}
	s.keys("<space><tab><space>")
	s.only("declined and unknown", func(e ledger.Entry) bool { return e.State == ledger.Declined || e.State == ledger.Unknown })
	s.shows(chipTick + s.window.w.t("state.declined"))
	s.press(f.clear)
	if s.window.results.list.total != filledRows || f.chips["declined"].on {
		t.Error("the filters were not cleared")
	}
}

// days types the two days of a period of one's own and presses Enter.
func (s *stage) days(from, to string) {
	s.t.Helper()
	f := s.window.results.filters
	if s.window.sheets.open == nil {
		f.period.SetSelected(s.window.w.t("period.own"))
	}
	s.says("period.title")
	s.window.window.Canvas().FocusNext() // whichever it was, go round to the first day
	for _, day := range []string{from, to} {
		e := s.dayField(day == from)
		s.window.window.Canvas().Focus(e)
		e.SetText("")
		s.keys(day)
	}
	s.keys("<enter>")
}

// dayField is one of the two fields of the open sheet.
func (s *stage) dayField(first bool) *entry {
	var fields []*entry
	for _, f := range controls(s.window.sheets.open.Content) {
		if e, ok := f.(*entry); ok {
			fields = append(fields, e)
		}
	}
	if len(fields) != 2 {
		s.t.Fatalf("%d fields", len(fields))
	}
	if first {
		return fields[0]
	}
	return fields[1]
}

func TestPeriods(t *testing.T) {
	s := newFilledStage(t)
	f, w, now := s.window.results.filters, s.window.w, time.Now()
	for period, since := range map[string]time.Time{
		"today": startOfDay(now), "week": startOfDay(now).AddDate(0, 0, -6), "month": startOfDay(now).AddDate(0, 0, 1-now.Day()),
	} {
		f.period.SetSelected(w.t("period." + period))
		s.q.drain()
		for _, e := range s.found() {
			if e.StartedAt.Before(since) {
				t.Errorf("%s shows %v", period, e.StartedAt)
			}
		}
		if n := len(s.found()); n == 0 && now.Hour() > 2 || n == filledRows {
			t.Errorf("%s: %d rows", period, n)
		}
	}
	day := startOfDay(now).AddDate(0, 0, -20)
	for _, wrong := range [][2]string{{"2026-13-01", "2026-12-01"}, {"", ""}, {day.Format(dayForm), day.AddDate(0, 0, -1).Format(dayForm)}} {
		s.days(wrong[0], wrong[1])
		s.says("period.wrong")
	}
	s.days(day.Format("20060102"), day.AddDate(0, 0, 1).Format(dayForm)+"x") // a letter is no part of a day
	if s.window.sheets.open != nil || s.focused() != fyne.Focusable(s.window.results.grid.body) {
		t.Errorf("the sheet is open, or the cursor is in a %T", s.focused())
	}
	s.only("two days", func(e ledger.Entry) bool { return !e.StartedAt.Before(day) && e.StartedAt.Before(day.AddDate(0, 0, 2)) })
	if n := len(s.found()); n < 23 || n > 25 { // one every two hours, and the clocks may change
		t.Errorf("%d rows in two days", n)
	}
	chosen := w.t("period.chosen", "From", day.Format(dayForm), "To", day.AddDate(0, 0, 1).Format(dayForm))
	if f.period.Selected != chosen {
		t.Errorf("%q is chosen", f.period.Selected)
	}
	n := len(s.found())
	f.period.SetSelected(w.t("period.own"))
	s.hit(fyne.KeyEscape)
	if f.period.Selected != chosen || len(s.found()) != n {
		t.Error("leaving the sheet changed the period")
	}
}

func TestPlacesAndPeopleToChooseFromComeFromTheLedger(t *testing.T) {
	s := newFilledStage(t)
	f, w := s.window.results.filters, s.window.w
	s.press(f.more)
	for column, want := range map[ledger.Column][]string{
		ledger.ByEnvironment: {w.t("filter.all.environment"), w.t("environment.live"), w.t("environment.test")},
		ledger.ByProfile:     {w.t("filter.all.profile"), "p1", "p2"},
		ledger.ByOperator:    {w.t("filter.all.operator"), "김민지", "박하은", "이서준", "최도윤"},
	} {
		if got := f.values[column].choice.Options; !slices.Equal(got, want) {
			t.Errorf("%s: %q", column, got)
		}
	}
	f.values[ledger.ByEnvironment].choice.SetSelected(w.t("environment.test"))
	s.q.drain()
	s.only("test", func(e ledger.Entry) bool { return e.Environment == "test" })
	f.values[ledger.ByOperator].choice.SetSelected("박하은")
	s.q.drain()
	s.only("test by one", func(e ledger.Entry) bool { return e.Environment == "test" && e.Operator == "박하은" })
	f.values[ledger.ByEnvironment].choice.SetSelectedIndex(0)
	f.values[ledger.ByProfile].choice.SetSelected("p2")
	s.q.drain()
	s.only("p2 by one", func(e ledger.Entry) bool { return e.Profile == "p2" && e.Operator == "박하은" })
	s.press(f.clear)
	if s.window.results.list.total != filledRows || f.values[ledger.ByOperator].choice.Selected != w.t("filter.all.operator") {
		t.Error("the filters were not cleared")
	}
}

func TestANewOperatorCanBeChosenAtOnce(t *testing.T) {
	s := newStage(t)
	f := s.window.results.filters
	s.customer("gildong_0001_1111", cardVisa)
	s.keys("<enter>")
	s.press(f.more)
	if got := f.values[ledger.ByOperator].choice.Options; !slices.Contains(got, "김상담") {
		t.Errorf("%q", got)
	}
	s.q.pass(watchEvery)
	s.window.prefs.setOperator("박새로")
	s.customer("gildong_0002_4444", cardMaster)
	s.keys("<enter>")
	s.q.pass(watchEvery)
	if got := f.values[ledger.ByOperator].choice.Options; !slices.Contains(got, "박새로") {
		t.Errorf("while the filters are open: %q", got)
	}
}

func TestEveryColumnSortsBothWays(t *testing.T) {
	s := newFilledStage(t)
	p := s.window.results
	p.filters.change(viewFilter{Profile: "p2"})
	s.q.drain()
	for _, c := range resultColumns {
		var ways [2][]string
		for way := range ways {
			p.grid.OnSort(c.key)
			s.q.drain()
			for _, e := range s.found() {
				ways[way] = append(ways[way], s.sortedText(e, c.key))
			}
			if up := slices.IsSorted(ways[way]); up != p.grid.ascending && len(slices.Compact(slices.Clone(ways[way]))) > 1 {
				t.Errorf("%s: the arrow points up: %v, the rows go up: %v: %.200q", c.key, p.grid.ascending, up, ways[way])
			}
			if p.grid.sortKey != c.key {
				t.Errorf("the arrow is at %s", p.grid.sortKey)
			}
			s.right(c.key)
		}
		slices.Reverse(ways[1])
		if !slices.Equal(ways[0], ways[1]) {
			t.Errorf("%s: the other way is not the same rows turned round", c.key)
		}
	}
}

// sortedText is what a row is sorted by.
func (s *stage) sortedText(e ledger.Entry, key string) string {
	switch key {
	case "time":
		return e.StartedAt.Format(time.RFC3339Nano)
	case "state":
		return string(e.State)
	case "profile":
		return e.Profile
	case "environment":
		return e.Environment
	}
	return s.window.results.copied(e, key)
}

// titles are the words of the header that are drawn.
func (s *stage) titles() string {
	var out []string
	g := s.window.results.grid
	for k := range g.slots {
		out = append(out, g.arranged[g.slots[k].column].key)
	}
	return strings.Join(out, " ")
}

// choose presses a line of the open menu.
func (s *stage) choose(label string) {
	s.t.Helper()
	top := reflect.ValueOf(s.window.window.Canvas().Overlays().Top())
	if !top.IsValid() || !top.Elem().FieldByName("Content").IsValid() {
		s.t.Fatalf("no menu is open for %q", label)
	}
	menu, ok := top.Elem().FieldByName("Content").Interface().(*widget.PopUpMenu)
	if !ok {
		s.t.Fatalf("no menu is open for %q", label)
	}
	for _, o := range menu.Items {
		line := reflect.ValueOf(o).Elem().FieldByName("Item") // of an unexported type
		if line.IsValid() && line.Interface().(*fyne.MenuItem).Label == label {
			test.Tap(o.(fyne.Tappable))
			s.q.drain()
			return
		}
	}
	s.t.Fatalf("the menu has no %q", label)
}

func (s *stage) columnMenu() { s.window.results.OnHeaderMenu(fyne.NewPos(400, 200)) }

const usualTitles = "state time customer_uid company number pg operator"

func TestColumnsAreHiddenShownMovedAndReset(t *testing.T) {
	s := newFilledStage(t)
	w, g := s.window.w, s.window.results.grid
	if s.titles() != usualTitles {
		t.Fatal(s.titles())
	}
	named := s.entryAt(0).CustomerName
	s.shows(named) // in the second line
	s.columnMenu()
	s.choose(w.t("results.column.company"))
	s.choose(w.t("results.column.name")) // the menu is open again
	s.hit(fyne.KeyEscape)
	if s.titles() != "state time customer_uid name number pg operator" {
		t.Error(s.titles())
	}
	if d := g.body.lines[0].row.detail; strings.Contains(d, named) {
		t.Errorf("the name is shown twice: %q", d)
	}
	s.window.window.Canvas().Focus(g.head)
	s.hit(fyne.KeyHome, fyne.KeyRight)
	g.head.TypedShortcut(&desktop.CustomShortcut{KeyName: fyne.KeyLeft, Modifier: fyne.KeyModifierShortcutDefault})
	if s.titles() != "time state customer_uid name number pg operator" {
		t.Error(s.titles())
	}
	s.columnMenu()
	s.choose(w.t("results.columns.usual"))
	if s.titles() != usualTitles {
		t.Error(s.titles())
	}
	for _, c := range strings.Fields(usualTitles) {
		s.window.results.showColumn(c, false)
	}
	if s.titles() != "operator" {
		t.Errorf("the last column went too, or others stayed: %q", s.titles())
	}
}

func TestTheViewIsRememberedOverARestart(t *testing.T) {
	s := newFilledStage(t)
	w, p := s.window.w, s.window.results
	s.columnMenu()
	s.choose(w.t("results.column.note"))
	s.columnMenu()
	s.choose(w.t("results.column.pg"))
	s.columnMenu()
	s.choose(w.t("results.dense"))
	p.grid.moveColumn(0, 2)
	p.arranged()
	p.grid.widen(1, 40)
	p.arranged()
	p.grid.OnSort("company")
	p.grid.OnSort("company")
	s.press(p.filters.more)
	p.filters.values[ledger.ByOperator].choice.SetSelected("박하은")
	s.q.drain()
	p.filters.period.SetSelected(w.t("period.month"))
	p.filters.toggle("issued")
	s.q.drain()
	p.search.SetText("kim")
	titles, view, shares := s.titles(), p.view.String(), fmt.Sprint(p.grid.slots)
	s.restart()
	p = s.window.results
	if s.titles() != titles || p.view.String() != view || fmt.Sprint(p.grid.slots) != shares {
		t.Errorf("%s, %s, %s", s.titles(), p.view, fmt.Sprint(p.grid.slots))
	}
	if !p.grid.dense || p.grid.sortKey != "company" || p.grid.ascending || p.search.Text != "" || !p.filters.chips["issued"].on {
		t.Error("density, sorting, search or chips are not as they were left")
	}
	if p.filters.values[ledger.ByOperator].choice.Selected != "박하은" || p.filters.period.Selected != w.t("period.month") || !p.filters.second.Visible() {
		t.Error("the filters do not show what is filtered")
	}
	s.only("after the restart", func(e ledger.Entry) bool { return e.Operator == "박하은" && e.State == ledger.Issued })
}

func TestTheListByKeysAlone(t *testing.T) {
	s := newFilledStage(t)
	p := s.window.results
	s.window.form.focus(card.FieldUID)
	s.shortcut(fyne.KeyF)
	s.keys("kim")
	s.q.pass(searchRests)
	s.hit(fyne.KeyDown, fyne.KeyDown, fyne.KeyDown)
	e := s.entryAt(p.grid.cursor())
	if p.grid.cursor() != 2 || len(p.picked()) != 1 {
		t.Errorf("the cursor is at %d, %d are selected", p.grid.cursor(), len(p.picked()))
	}
	s.hit(fyne.KeyReturn)
	s.shows(s.window.w.t("story.title", "UID", e.CustomerUID))
	s.hit(fyne.KeyEscape)
	s.showsNot(s.window.w.t("story.title", "UID", e.CustomerUID))
	if s.focused() != fyne.Focusable(p.grid.body) {
		t.Errorf("the cursor is in a %T", s.focused())
	}
	s.hit(fyne.KeyUp)
	if p.grid.cursor() != 1 {
		t.Errorf("the cursor is at %d", p.grid.cursor())
	}
}

func TestTabReachesEveryControlOfThePanelAndLeavesIt(t *testing.T) {
	s := newFilledStage(t)
	p, c := s.window.results, s.window.window.Canvas()
	s.press(p.filters.more)
	p.grid.selectRow(0, false, false)
	c.Focus(p.search)
	there := s.walkTab(c.FocusNext)
	back := s.walkTab(c.FocusPrevious)
	if len(there) != len(back) {
		t.Errorf("%d controls by Tab, %d by Shift+Tab", len(there), len(back))
	}
	inside := controls(p.body)
	for _, f := range inside {
		if !slices.Contains(there, f) {
			t.Errorf("Tab never reaches a %T", f)
		}
	}
	if len(inside) < 14 || len(there) <= len(inside) {
		t.Errorf("%d controls in the panel, %d in all", len(inside), len(there))
	}
	for _, want := range []fyne.Focusable{p.search, p.filters.period, p.filters.more, p.filters.chips["deleted"], p.grid.body, p.grid.head,
		p.actions.story, p.actions.look, p.actions.again, p.actions.more} {
		if !slices.Contains(inside, want) {
			t.Errorf("a %T is not in sight", want)
		}
	}
}

func TestCopyingRowsAndCells(t *testing.T) {
	s := newFilledStage(t)
	p, clip := s.window.results, s.window.app.Clipboard()
	s.window.window.Canvas().Focus(p.grid.body)
	s.hit(fyne.KeyHome)
	e := s.entryAt(0)
	p.grid.body.TypedShortcut(&fyne.ShortcutCopy{})
	s.q.drain()
	want := []string{stateWord(s.window.w, e.State), stamp(e.StartedAt), e.CustomerUID, e.CardName, e.Masked, e.PG, e.Operator}
	if got := clip.Content(); got != strings.Join(want, "\t") {
		t.Errorf("%q", got)
	}
	for key, want := range map[string]string{"customer_uid": e.CustomerUID, "number": e.Masked, "time": stamp(e.StartedAt)} {
		at := s.cellAt(0, key)
		p.grid.body.TappedSecondary(&fyne.PointEvent{Position: at.Subtract(menuBelow(p.grid.body)), AbsolutePosition: at})
		s.choose(s.window.w.t("row.copy.cell"))
		if got := clip.Content(); got != want {
			t.Errorf("%s: %q", key, got)
		}
	}
	s.says("status.copied")
	p.grid.selectRow(1, false, false)
	p.grid.selectRow(3, true, false)
	s.rowMenuChoose("row.copy.row")
	if lines := strings.Split(clip.Content(), "\n"); len(lines) != 3 || !strings.Contains(lines[2], s.entryAt(3).CustomerUID) {
		t.Errorf("%q", lines)
	}
}

// A selection may reach over rows that are not in memory: they are copied all the same.
func TestCopyingMoreThanIsInMemory(t *testing.T) {
	s := newFilledStage(t)
	p := s.window.results
	p.grid.selectRow(10, false, false)
	p.grid.selectRow(filledRows-1, true, false)
	p.grid.reveal(filledRows - 1)
	s.q.drain()
	p.grid.body.TypedShortcut(&fyne.ShortcutCopy{})
	s.q.drain()
	lines := strings.Split(s.window.app.Clipboard().Content(), "\n")
	if len(lines) != filledRows-10 {
		t.Errorf("%d rows were copied of %d", len(lines), filledRows-10)
	}
}

// cellAt is the middle of a cell on the canvas.
func (s *stage) cellAt(row int, key string) fyne.Position {
	g := s.window.results.grid
	for _, slot := range g.slots {
		if g.arranged[slot.column].key == key {
			return menuBelow(g.body).Add(fyne.NewPos(slot.x+slot.w/2, g.place.top(row)+g.place.row/2))
		}
	}
	s.t.Fatalf("no column %s", key)
	return fyne.Position{}
}

// rowMenuChoose opens the menu of the selected rows by its key and presses a line of it.
func (s *stage) rowMenuChoose(key string, pairs ...string) {
	s.t.Helper()
	s.window.rowMenu(menuBelow(s.window.results.actions.more), "")
	s.choose(s.window.w.t(key, pairs...))
}

func TestANewKeyThatTheFiltersHideIsSaidToBeThere(t *testing.T) {
	s := newStage(t)
	s.issue("gildong_0001_1111", cardVisa)
	s.showsNot(s.window.w.t("results.unlisted"))
	s.window.results.filters.change(viewFilter{Period: "today"})
	s.q.drain()
	s.issue("gildong_0002_1111", cardVisa)
	s.showsNot(s.window.w.t("results.unlisted"))
	s.window.results.filters.change(viewFilter{Period: "yesterday"})
	s.q.drain()
	s.issue("gildong_0003_1111", cardVisa)
	s.shows(s.window.w.t("results.unlisted"))
}
