package ui

import (
	"math"
	"os"
	"strconv"
	"sync"
	"time"

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
	if !dw.settling {
		size, scale := dw.window.Canvas().Size(), dw.window.Canvas().Scale()
		dw.pixels = fyne.NewSize(whole(size.Width*scale, dw.pixels.Width), whole(size.Height*scale, dw.pixels.Height))
	}
	dw.prefs.setScale(percent)
	useScale(percent)
	dw.rebuild(dw.w.lang)
	dw.app.Settings().SetTheme(newTheme(dw.prefs.look()))
	dw.settling = true
	dw.stopSettling()
	dw.settle(settlings, 0)
}

const (
	// settleEvery is how often the window is brought back to its size after a change of scale. The toolkit lets it grow with
	// its content first, in steps of its own.
	settleEvery = 150 * time.Millisecond
	settlings   = 20
	// enough is how often in a row it must have its size to be taken for settled.
	enough = 3
)

// settle brings the window back to its size on the screen until it stays there.
func (dw *desktopWindow) settle(left, right int) {
	dw.stopSettling = dw.run.after(settleEvery, func() {
		size, scale := dw.window.Canvas().Size(), dw.window.Canvas().Scale()
		right++
		if whole(size.Width*scale, dw.pixels.Width) != dw.pixels.Width || whole(size.Height*scale, dw.pixels.Height) != dw.pixels.Height {
			dw.window.Resize(fyne.NewSize((dw.pixels.Width-0.25)/scale, (dw.pixels.Height-0.25)/scale)) // the toolkit rounds up
			right = 0
		}
		if left > 1 && right < enough {
			dw.settle(left-1, right)
			return
		}
		dw.settling = false
		dw.deps.trace("rescaled")
	})
}

// whole is a length in whole pixels; what it was before, where only the toolkit's rounding is between the two.
func whole(length, before float32) float32 {
	if n := float32(math.Round(float64(length))); math.Abs(float64(n-before)) > 1 {
		return n
	}
	return before
}
