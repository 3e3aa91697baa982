package ui

import (
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"
	"fyne.io/fyne/v2/widget"
)

// startWidth is the width of the small window.
const startWidth = 480

// startWindow is the small window of a start that takes long: what goes on, since when, and why that is no harm. No button has
// the cursor, so that nothing that is typed meanwhile presses one.
type startWindow struct {
	w      *words
	run    runner
	start  Start
	since  time.Time
	window fyne.Window

	line, why   *text
	skip, leave *button
	body        fyne.CanvasObject
	stop        func() // the next look at the clock

	// OnLeave follows the window's closing, and its button.
	OnLeave func()
}

func newStartWindow(app fyne.App, run runner, w *words, start Start) *startWindow {
	s := &startWindow{w: w, run: run, start: start, since: time.Now(), stop: func() {}}
	s.line, s.why = newText("", sizeBody, colourInk), newText("", sizeSmall, colourQuiet)
	s.why.minLines = 3 // nothing jumps when another sentence comes
	s.skip = newButton(w.t("start.skip"), s.skipRestore)
	s.leave = newButton(w.t("start.leave"), func() { call(s.OnLeave) })
	activity := widget.NewActivity()
	show(activity, !start.Still)
	if !start.Still {
		activity.Start()
	}
	s.body = inset(26, 22, column(12,
		newTitle(w.t("program.name"), sizeHeading),
		container.NewBorder(nil, nil, activity, nil, s.line),
		s.why,
		container.NewHBox(layout.NewSpacer(), s.skip, s.leave),
	))
	s.window = app.NewWindow(w.t("program.name"))
	s.window.SetPadded(false)
	s.window.SetContent(s.body)
	s.window.SetCloseIntercept(func() { call(s.OnLeave) })
	return s
}

func (s *startWindow) show() {
	s.say()
	s.body.Resize(fyne.NewSize(startWidth, 1)) // texts are as high as their width has them
	s.window.Resize(fyne.NewSize(startWidth, s.body.MinSize().Height))
	s.window.SetFixedSize(true)
	s.window.CenterOnScreen()
	s.window.Show()
	s.tick()
}

// appeared is done once the window is on the screen.
func (s *startWindow) appeared() { s.start.trace("start_shown", "stage", s.start.Stage()) }

// say tells what the start is at now.
func (s *startWindow) say() {
	stage := s.start.Stage()
	seconds := int64(time.Since(s.since).Round(time.Second) / time.Second)
	s.line.set(s.w.t("start.at."+stage, "Seconds", number(seconds)), colourInk)
	s.why.set(s.w.t("start.why."+stage), colourQuiet)
	show(s.skip, stage == stageRestore)
}

// stageRestore is the stage that can be passed over.
const stageRestore = "restore"

func (s *startWindow) tick() {
	s.stop = s.run.after(time.Second, func() {
		s.say()
		s.tick()
	})
}

// end stops the clock.
func (s *startWindow) end() { s.stop() }

func (s *startWindow) skipRestore() {
	s.skip.enable(false)
	s.start.SkipRestore()
	s.start.trace("restore_skipped")
}
