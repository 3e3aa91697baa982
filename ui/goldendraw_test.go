package ui

import (
	"image"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/test"
)

// goldenZone and goldenNow are where and when all pictures are drawn: late in a month, so that the list has days and months
// before it.
var (
	goldenZone = time.FixedZone("KST", 9*60*60)
	goldenNow  = time.Date(2026, time.November, 25, 15, 4, 5, 0, goldenZone)
)

// frozen does something at [goldenNow]. The clock of a bubble stands still while anything in it waits for the network, as the
// practice server does from its start to its end; so nothing takes any time there.
func frozen(t *testing.T, do func(t *testing.T)) {
	t.Helper()
	zone := time.Local
	t.Cleanup(func() { time.Local = zone })
	time.Local = goldenZone
	synctest.Test(t, func(t *testing.T) {
		time.Sleep(time.Until(goldenNow)) // at once: nobody else is in the bubble
		do(t)
	})
}

// goldenLedger is the file of a ledger with [filledRows] rows of the months before [goldenNow].
var goldenLedger = sync.OnceValues(func() ([]byte, error) { return ledgerUntil(goldenNow) })

// picture draws the window as it stands, small; and at full size where BILLKEY_SHOTS names a folder.
func (s *stage) picture(name string) *image.RGBA {
	s.t.Helper()
	s.standIns()
	layAnew(s.window.window.Canvas().Content())
	if s.window.sheets.open != nil {
		layAnew(s.window.sheets.open.Content)
		s.window.sheets.fit()
	}
	return asDrawn(s.t, name, s.window.window.Canvas())
}

// asDrawn is a canvas as it stands.
func asDrawn(t *testing.T, name string, c fyne.Canvas) *image.RGBA {
	t.Helper()
	full := c.Capture()
	if dir := os.Getenv("BILLKEY_SHOTS"); dir != "" {
		write(t, filepath.Join(dir, name+".png"), full)
	}
	return smaller(full)
}

// standIns puts something that is always the same in the place of this run's folder and port, and of this machine's system and compiler.
func (s *stage) standIns() {
	c := s.window.window.Canvas()
	same := strings.NewReplacer(s.dir, "/home/kim/billkey", strings.TrimPrefix(s.http.URL, "http://"), "127.0.0.1:40000",
		runtime.Version(), "go1.26.0", runtime.GOOS+"/"+runtime.GOARCH, "linux/amd64")
	for _, o := range append([]fyne.CanvasObject{c.Content()}, c.Overlays().List()...) {
		walk(o, func(o fyne.CanvasObject) {
			switch o := o.(type) {
			case *canvas.Text:
				o.Text = same.Replace(o.Text)
			case *text:
				o.set(same.Replace(o.content), o.colour)
			case *entry:
				o.Text = same.Replace(o.Text)
				o.Refresh()
			case *viewer:
				o.Text = same.Replace(o.Text)
				o.Refresh()
			}
		})
	}
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
