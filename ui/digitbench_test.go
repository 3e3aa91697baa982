//go:build unix

package ui

import (
	"slices"
	"syscall"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"billkey/api/card"
)

// benchForm is a form in a window of the usual size, with the cursor in the card number.
func benchForm(b *testing.B) (*cardForm, fyne.Canvas) {
	b.Helper()
	test.NewTempApp(b).Settings().SetTheme(newTheme("light"))
	w, err := loadWords("ko")
	if err != nil {
		b.Fatal(err)
	}
	f := newCardForm(w, time.Now, w.t("form.consent.sentence"))
	window := test.NewTempWindow(b, f.body)
	window.Resize(fyne.NewSize(460, 760))
	f.cursor = window.Canvas().Focus
	f.focus(card.FieldNumber)
	return f, window.Canvas()
}

// numberKeys are the keys of one card number and those that take it away again, so that they can be pressed for ever.
func numberKeys(f *cardForm) []func() {
	var keys []func()
	for _, r := range "411111111111111" { // one less than whole: the cursor stays
		keys = append(keys, func() { f.number.TypedRune(r) })
	}
	for range 15 {
		keys = append(keys, func() { f.number.TypedKey(&fyne.KeyEvent{Name: fyne.KeyBackspace}) })
	}
	return keys
}

// BenchmarkKeyPress is the work of one key in the card number: the edit, the judgement, the field drawn anew as objects.
func BenchmarkKeyPress(b *testing.B) {
	f, _ := benchForm(b)
	keys := numberKeys(f)
	b.ReportAllocs()
	for i := 0; b.Loop(); i++ {
		keys[i%len(keys)]()
	}
}

// BenchmarkKeyPressToPicture adds the picture, painted whole by the toolkit's software renderer: of the field alone, and of
// the form around it. One frame at 60 Hz is 16.7 ms.
func BenchmarkKeyPressToPicture(b *testing.B) {
	b.Run("field", func(b *testing.B) {
		f, _ := benchForm(b)
		window := test.NewTempWindow(b, f.number)
		measurePictures(b, numberKeys(f), window.Canvas())
	})
	b.Run("form", func(b *testing.B) {
		f, c := benchForm(b)
		measurePictures(b, numberKeys(f), c)
	})
}

// measurePictures reports the median and the 99th percentile, and the processor time of a key on all cores, which is what
// counts on a machine that is busy with other things.
func measurePictures(b *testing.B, keys []func(), c fyne.Canvas) {
	c.Capture() // fills the toolkit's caches, as the first picture of a window does
	b.ReportAllocs()
	var took []time.Duration
	before := processorTime(b)
	for i := 0; b.Loop(); i++ {
		start := time.Now()
		keys[i%len(keys)]()
		c.Capture()
		took = append(took, time.Since(start))
	}
	b.ReportMetric(float64((processorTime(b)-before).Microseconds())/1000/float64(len(took)), "cpu-ms/key")
	slices.Sort(took)
	b.ReportMetric(float64(took[len(took)/2].Microseconds())/1000, "ms-p50")
	b.ReportMetric(float64(took[len(took)*99/100].Microseconds())/1000, "ms-p99")
}

func processorTime(b *testing.B) time.Duration {
	b.Helper()
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		b.Fatal(err)
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}
