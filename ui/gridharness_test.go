package ui

import (
	"fmt"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/test"
)

// gridStage is a grid alone in a window, over rows that are made up from their ordinals.
type gridStage struct {
	t      testing.TB
	g      *grid
	window fyne.Window
	asked  int // how often a row was asked for
	events []string
	now    time.Time
}

func gridTestColumns() []gridColumn {
	return []gridColumn{
		{key: "state", title: "상태", share: 12, sortable: true},
		{key: "uid", title: "customer_uid", share: 24, sortable: true},
		{key: "name", title: "이름", share: 12, sortable: true},
		{key: "card", title: "카드", share: 24, sortable: true},
		{key: "pg", title: "PG", share: 15, sortable: true},
		{key: "tries", title: "시도", share: 8, right: true, sortable: true},
		{key: "time", title: "시각", share: 14, right: true, sortable: true},
	}
}

func newGridStage(t testing.TB, look string, total int, size fyne.Size) *gridStage {
	t.Helper()
	test.NewTempApp(t).Settings().SetTheme(newTheme(look))
	s := &gridStage{t: t, g: newGrid(gridTestColumns()), now: time.Unix(1e9, 0)}
	s.g.row = func(i int) (gridRow, bool) {
		s.asked++
		return gridTestRow(i), true
	}
	s.g.labelAt = func(i int) string { return gridTestTime(i).Format("2006년 1월 2일") }
	s.g.body.clock = func() time.Time { return s.now }
	s.listen()
	s.window = test.NewTempWindow(t, s.g)
	s.window.SetPadded(false)
	s.window.Resize(size)
	s.g.setTotal(total)
	s.g.setSort("time", false)
	s.events = nil
	return s
}

func (s *gridStage) note(format string, args ...any) {
	s.events = append(s.events, fmt.Sprintf(format, args...))
}

func (s *gridStage) listen() {
	s.g.OnRange = func(first, last int) { s.note("range %d %d", first, last) }
	s.g.OnOpen = func(i int) { s.note("open %d", i) }
	s.g.OnMenu = func(i int, at fyne.Position) { s.note("menu %d", i) }
	s.g.OnSort = func(key string) { s.note("sort %s", key) }
	s.g.OnHeaderMenu = func(fyne.Position) { s.note("columns?") }
	s.g.OnColumns = func() { s.note("columns") }
	s.g.OnCopy = func(key string, whole bool) { s.note("copy %q %v", key, whole) }
}

// said is true when something was called back since the stage was asked last.
func (s *gridStage) said(want string) bool {
	events := s.events
	s.events = nil
	for _, e := range events {
		if e == want {
			return true
		}
	}
	s.t.Logf("called back: %q", events)
	return false
}

func (s *gridStage) rows() *gridBody { return s.g.body }

func (s *gridStage) key(names ...fyne.KeyName) {
	for _, n := range names {
		s.window.Canvas().Focused().TypedKey(&fyne.KeyEvent{Name: n})
	}
}

func (s *gridStage) withShift(do func()) {
	k := s.window.Canvas().Focused().(desktop.Keyable)
	k.KeyDown(&fyne.KeyEvent{Name: desktop.KeyShiftLeft})
	do()
	k.KeyUp(&fyne.KeyEvent{Name: desktop.KeyShiftLeft})
}

func (s *gridStage) withControl(name fyne.KeyName, more fyne.KeyModifier) {
	s.window.Canvas().Focused().(fyne.Shortcutable).TypedShortcut(
		&desktop.CustomShortcut{KeyName: name, Modifier: fyne.KeyModifierShortcutDefault | more})
}

// click presses and lets go over a row in sight.
func (s *gridStage) click(i int, mod fyne.KeyModifier) {
	e := gridMouse(60, s.g.place.top(i)+s.g.place.row/2)
	e.Modifier = mod
	s.rows().MouseDown(e)
	s.rows().MouseUp(e)
	s.rows().Tapped(&e.PointEvent)
}

func gridMouse(x, y float32) *desktop.MouseEvent {
	return &desktop.MouseEvent{PointEvent: fyne.PointEvent{Position: fyne.NewPos(x, y)}, Button: desktop.MouseButtonPrimary}
}

func gridDragTo(x, y float32) *fyne.DragEvent {
	return &fyne.DragEvent{PointEvent: fyne.PointEvent{Position: fyne.NewPos(x, y)}}
}

// shown is the rows that have a visible line, by the y of their upper edge.
func (s *gridStage) shown() map[int]float32 {
	out := map[int]float32{}
	for _, l := range s.rows().lines {
		if l.box.Visible() {
			out[l.at] = l.box.Position().Y
		}
	}
	return out
}

// whole is true when all of row i is in sight.
func (s *gridStage) whole(i int) bool {
	y, ok := s.shown()[i]
	return ok && y > -0.01 && y+s.g.place.row < s.rows().Size().Height+0.01
}

func gridTestTime(i int) time.Time {
	return time.Date(2026, 5, 20, 16, 42, 0, 0, time.UTC).Add(-time.Duration(i) * 97 * time.Second)
}

// gridTestMarks are the first rows of each month.
func gridTestMarks(total int) []gridMark {
	var out []gridMark
	for i, month := 0, time.Month(0); i < total; i += 100 {
		if t := gridTestTime(i); t.Month() != month {
			month = t.Month()
			out = append(out, gridMark{i, t.Format("06.1")})
		}
	}
	return out
}

func gridTestRow(i int) gridRow {
	names := []string{"홍길동", "김서연", "이도윤", "박하준", "최지우", "정민서", "남궁민수"}
	companies := []string{"신한카드", "KB국민카드", "현대카드", "비씨카드(카카오뱅크)", "삼성카드", "NH농협카드"}
	states := []struct {
		word         string
		ink, wash    fyne.ThemeColorName
		detail       string
		detailColour fyne.ThemeColorName
	}{
		{"● 발급", colourGood, colourGoodWash, "", ""},
		{"● 발급", colourGood, colourGoodWash, "교체한 카드 4111 11** **** 1111", colourQuiet},
		{"× 거절", colourBad, colourBadWash, "유효기간 오류입니다. 카드의 유효기간을 다시 확인하시고 고객에게 월과 연도를 한 번 더 물어보십시오. [K205]", colourBad},
		{"● 발급", colourGood, colourGoodWash, "", ""},
		{"↔ 교체됨", colourQuiet, colourQuietWash, "새 카드 5409 12** **** 8821", colourQuiet},
		{"? 확인 중", colourCare, colourCareWash, "답이 오지 않았습니다. 30초 뒤에 다시 조회합니다.", colourCare},
	}
	x := uint32(i) * 2654435761 >> 7
	st := states[x%6]
	return gridRow{id: int64(i), detail: st.detail, detailColour: st.detailColour, cells: map[string]gridCell{
		"state": {text: st.word, colour: st.ink, badge: st.wash},
		"uid":   {text: fmt.Sprintf("gildong_%07d_%04d", 9_000_000-i, x%10000)},
		"name":  {text: names[x%7]},
		"card":  {text: fmt.Sprintf("%s ····%04d", companies[x%6], x%10000)},
		"pg":    {text: "나이스 · nictest04m", colour: colourQuiet},
		"tries": {text: fmt.Sprint(x%3 + 1)},
		"time":  {text: gridTestTime(i).Format("15:04"), colour: colourQuiet},
	}}
}
