package ui

import (
	"context"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/layout"
	"fyne.io/fyne/v2/widget"
)

// progressSheet shows how far something long has come, and lets it be left.
type progressSheet struct {
	w    *words
	key  string // the sentence of how far it is, with {Done} and {Of}
	bar  *widget.ProgressBar
	line *text
	stop *button
	body fyne.CanvasObject

	ctx    context.Context // ends when it is left
	cancel context.CancelFunc
}

func newProgressSheet(w *words, title, key string) *progressSheet {
	s := &progressSheet{w: w, key: key, bar: widget.NewProgressBar(), line: newLine("", sizeSmall, colourQuiet)}
	s.ctx, s.cancel = context.WithCancel(context.Background())
	s.bar.TextFormatter = func() string { return "" }
	s.stop = newButton(w.t("progress.stop"), s.leave)
	s.body = column(12, newTitle(title, sizeHeading), s.bar, s.line, answers(layout.NewSpacer(), s.stop))
	s.told(0, 0)
	return s
}

func (s *progressSheet) leave() {
	s.cancel()
	s.stop.enable(false)
}

func (s *progressSheet) told(done, of int) {
	s.line.set(s.w.t(s.key, "Done", number(int64(done)), "Of", number(int64(of))), colourQuiet)
	s.bar.SetValue(float64(done) / float64(max(of, 1)))
}

// showProgress does something long under a sheet. work tells how far it is; what it returns is done when the sheet has gone.
func (dw *desktopWindow) showProgress(title, key string, work func(ctx context.Context, told func(done, of int)) func()) {
	s := newProgressSheet(dw.w, title, key)
	dw.sheets.showLasting(s.body, 420, s.stop, s.cancel)
	mine := dw.sheets.open
	dw.run.stream(func(ctx context.Context, post func(func())) {
		ctx, end := untilEither(ctx, s.ctx)
		defer end()
		then := work(ctx, func(done, of int) { post(func() { s.told(done, of) }) })
		post(func() {
			if dw.sheets.open == mine {
				dw.sheets.close()
			}
			call(then)
		})
	})
}
