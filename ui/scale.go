package ui

import (
	"math"
	"os"
	"strconv"
	"sync"

	"fyne.io/fyne/v2"
)

// scaleEnv is where the toolkit takes the size of everything from, beside what the system says; it has no other way to
// set it for one program only.
const scaleEnv = "FYNE_SCALE"

// scales are the sizes to choose from, in percent of the usual one. The toolkit knows tenths only.
var scales = []string{"80", "90", "100", "110", "120", "130", "150", "170", "200"}

// usualScale is the size the machine asks for, before this program changes anything.
var usualScale = sync.OnceValues(func() (size float64, said bool) {
	size, err := strconv.ParseFloat(os.Getenv(scaleEnv), 64)
	if err == nil && size > 0 {
		return size, true
	}
	if set := float64(fyne.CurrentApp().Settings().Scale()); set > 0 {
		return set, false
	}
	return 1, false
})

// useScale draws everything at so many percent from now on. What is on screen follows with the next theme that is set.
func useScale(percent string) {
	usual, said := usualScale()
	p, err := strconv.Atoi(percent)
	switch {
	case err != nil || p <= 0:
		return
	case p == 100 && !said:
		_ = os.Unsetenv(scaleEnv)
	default:
		_ = os.Setenv(scaleEnv, strconv.FormatFloat(usual*float64(p)/100, 'f', 2, 64))
	}
}

// rescale changes the size of everything while the window is open; the window stays as large as it is on the screen.
func (dw *desktopWindow) rescale(percent string) {
	before, size, was := dw.prefs.scale(), dw.window.Canvas().Size(), dw.window.Canvas().Scale()
	dw.prefs.setScale(percent)
	useScale(percent)
	dw.rebuild(dw.w.lang)
	dw.app.Settings().SetTheme(newTheme(dw.prefs.look()))
	old, _ := strconv.ParseFloat(before, 32)
	now, _ := strconv.ParseFloat(percent, 32)
	if old <= 0 || now <= 0 {
		return
	}
	dw.pixels = pixels{whole(size.Width*was, dw.pixels.width), whole(size.Height*was, dw.pixels.height)}
	scale := was * float32(now/old)
	dw.window.Resize(fyne.NewSize((dw.pixels.width-0.25)/scale, (dw.pixels.height-0.25)/scale)) // the toolkit rounds up
}

// pixels are the size of the window on the screen as it was before the last change of scale.
type pixels struct{ width, height float32 }

// whole is a length in whole pixels; what it was before, where only the toolkit's rounding is between the two.
func whole(length, before float32) float32 {
	const rounding = 2
	if n := float32(math.Round(float64(length))); math.Abs(float64(n-before)) > rounding {
		return n
	}
	return before
}
