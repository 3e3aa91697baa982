package ui

import (
	"errors"
	"image"
	"image/color"
	"image/png"
	"os"
	"path/filepath"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/test"

	"billkey/api/card"
	"billkey/api/ledger"
)

// screens are all pages and states, as they are compared with testdata/golden; each is a way to get there on a new stage.
// BILLKEY_GOLDEN=write draws them anew: look at them before they are committed.
var screens = []struct {
	name string
	to   func(s *stage)
}{
	{"first", func(*stage) {}},
	{"filled", func(s *stage) { s.customer("gildong_0001_1111", cardVisa) }},
	{"issued", func(s *stage) { s.issue("gildong_0001_1111", cardVisa) }},
	{"refused", func(s *stage) { s.keys("gildong_0001_1111<enter>"); s.window.flow.submit(); s.q.drain() }},
	{"used", func(s *stage) {
		s.issue("gildong_0001_1111", cardVisa)
		s.keys("gildong_0001_1111")
		s.q.pass(restAfter)
	}},
	{"replace", func(s *stage) { s.askToReplace() }},
	{"replacing", func(s *stage) {
		s.askToReplace()
		s.keys("1111<enter>")
		s.window.form.focus(card.FieldConsent)
		s.keys("<space>" + cardMaster + expiry() + "12" + "900101")
	}},
	{"declined", func(s *stage) { s.issueMagic("decline_kcp_pin") }},
	{"unknown", func(s *stage) { s.issueMagic("fault_commit_late") }},
	{"live-locked", func(s *stage) { s.live(); s.answerOperator() }},
	{"settings", func(s *stage) { s.window.openSettings() }},
	{"account", func(s *stage) { s.window.addAccount() }},
	{"check", func(s *stage) { s.window.openCheck() }},
	{"requests", func(s *stage) { s.issue("gildong_0001_1111", cardVisa); s.window.openInspector(); s.q.drain() }},
	{"ledger", func(s *stage) { s.window.openLedgerPage(); s.q.drain() }},
	{"story", func(s *stage) {
		s.issue("gildong_0001_1111", cardVisa)
		s.window.openStory(s.entries()[0])
		s.q.drain()
	}},
	{"covered", func(s *stage) { s.customer("gildong_0001_1111", cardVisa); s.window.lock() }},
	{"locked", func(s *stage) { s.setPIN(); s.window.lock() }},
	{"server", func(s *stage) {
		s.window.openSettings()
		s.window.showServerSheet(ledger.Server{Host: "10.0.0.5", Database: "2026", User: "7"}, true, nil)
		s.window.sheets.open.Refresh()
	}},
	{"small-form", func(s *stage) {
		s.window.window.Resize(fyne.NewSize(683, 427))
		s.customer("gildong_0001_1111", cardVisa)
	}},
	{"small-list", func(s *stage) {
		s.issue("gildong_0001_1111", cardVisa)
		s.window.banner.hide()
		s.window.window.Resize(fyne.NewSize(683, 427))
		s.shortcut(fyne.KeyG)
	}},
	{"small-declined", func(s *stage) { s.window.window.Resize(fyne.NewSize(683, 427)); s.issueMagic("decline_kcp_pin") }},
	{"small-settings", func(s *stage) { s.window.window.Resize(fyne.NewSize(683, 427)); s.window.openSettings() }},
	{"practice-cards", func(s *stage) { s.window.askSample(s.window.practiceBar(s.window.form, s.window.flow)) }},
	{"composer", func(s *stage) { s.window.flow.compose(); s.q.drain() }},
}

// Screens are as they were, Korean in the light look and English in the dark one. The pictures are a quarter as wide, and a few places may differ:
// times and dates are of the day, everything else is drawn from our own fonts alone.
func TestScreensAreAsTheyWere(t *testing.T) {
	notRacing(t)
	for lang, look := range map[string]string{"ko": "light", "en": "dark"} {
		for _, screen := range screens {
			name := screen.name + "-" + lang + "-" + look
			t.Run(name, func(t *testing.T) {
				s := newStage(t, func(d *Deps) { d.Language = lang })
				fyne.CurrentApp().Settings().SetTheme(newTheme(look))
				screen.to(s)
				s.speaks(lang, screen.name)
				layAnew(s.window.window.Canvas().Content())
				got := quarter(s.window.window.Canvas().Capture())
				sameAs(t, filepath.Join("testdata", "golden", name+".png"), got)
			})
		}
	}
}

func (s *stage) issue(uid, number string) {
	s.t.Helper()
	s.customer(uid, number)
	s.keys("<enter>")
}

// issueMagic registers a practice card whose end is known.
func (s *stage) issueMagic(code string) {
	s.t.Helper()
	number := s.magic(code, "").Number
	s.issue("gildong_0001_"+number[len(number)-4:], number)
}

func (s *stage) askToReplace() {
	s.t.Helper()
	s.issue("gildong_0001_1111", cardVisa)
	s.keys("gildong_0001_1111")
	s.q.pass(restAfter)
	s.window.flow.askReplace()
	s.q.drain()
}

// layAnew lays out everything until texts know their height; the driver of the real window does so by itself.
func layAnew(o fyne.CanvasObject) {
	for range 3 {
		layOnce(o)
	}
}

func layOnce(o fyne.CanvasObject) {
	switch o := o.(type) {
	case *fyne.Container:
		o.Refresh()
		for _, c := range o.Objects {
			layOnce(c)
		}
	case *container.Scroll:
		o.Content.Resize(o.Content.MinSize().Max(o.Size()))
		layOnce(o.Content)
	case fyne.Widget:
		r := test.WidgetRenderer(o)
		r.Layout(o.Size())
		for _, c := range r.Objects() {
			layOnce(c)
		}
	}
}

const shrink = 4

// quarter is the picture a quarter as wide, each point the mean of its square.
func quarter(m image.Image) *image.RGBA {
	b := m.Bounds()
	out := image.NewRGBA(image.Rect(0, 0, b.Dx()/shrink, b.Dy()/shrink))
	for y := range b.Dy() / shrink {
		for x := range b.Dx() / shrink {
			out.SetRGBA(x, y, mean(m, b.Min.X+x*shrink, b.Min.Y+y*shrink))
		}
	}
	return out
}

func mean(m image.Image, x, y int) color.RGBA {
	var sum [3]uint32
	for i := range shrink * shrink {
		r, g, b, _ := m.At(x+i%shrink, y+i/shrink).RGBA()
		sum[0], sum[1], sum[2] = sum[0]+r>>8, sum[1]+g>>8, sum[2]+b>>8
	}
	const n = shrink * shrink
	return color.RGBA{uint8(sum[0] / n), uint8(sum[1] / n), uint8(sum[2] / n), 0xff} //nolint:gosec // means of bytes
}

// sameAs compares with a picture kept: of a hundred points one may differ by more than a shade.
func sameAs(t *testing.T, path string, got *image.RGBA) {
	t.Helper()
	if os.Getenv("BILLKEY_GOLDEN") == "write" {
		write(t, path, got)
		return
	}
	f, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = f.Close() }()
	want, err := png.Decode(f)
	if err != nil {
		t.Fatal(err)
	}
	if want.Bounds() != got.Bounds() {
		t.Fatalf("%v, was %v", got.Bounds(), want.Bounds())
	}
	off := 0
	for i := range got.Bounds().Dx() * got.Bounds().Dy() {
		x, y := i%got.Bounds().Dx(), i/got.Bounds().Dx()
		if apart(got.At(x, y), want.At(x, y)) {
			off++
		}
	}
	if all := got.Bounds().Dx() * got.Bounds().Dy(); off > all/100 {
		now := filepath.Join(os.TempDir(), "billkey-"+filepath.Base(path))
		write(t, now, got)
		t.Errorf("%d of %d points are not as in %s; it is now as in %s", off, all, path, now)
	}
}

func apart(a, b color.Color) bool {
	const shade = 24 << 8
	ar, ag, ab, _ := a.RGBA()
	br, bg, bb, _ := b.RGBA()
	for _, d := range []int{int(ar) - int(br), int(ag) - int(bg), int(ab) - int(bb)} {
		if d > shade || d < -shade {
			return true
		}
	}
	return false
}

func write(t *testing.T, path string, m image.Image) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil { //nolint:gosec // pictures for everybody
		t.Fatal(err)
	}
	f, err := os.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	if err := errors.Join(png.Encode(f, m), f.Close()); err != nil {
		t.Fatal(err)
	}
}

// notRacing leaves out a test that draws or reads every screen.
func notRacing(t *testing.T) {
	t.Helper()
	if racing {
		t.Skip("drawn in the run without the race detector")
	}
}
