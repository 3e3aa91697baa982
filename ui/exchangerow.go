package ui

import (
	"fmt"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/widget"

	"billkey/api/inspect"
)

// exchangeRow is one request in two lines: what was asked, and what came back, when and how fast.
type exchangeRow struct {
	widget.BaseWidget
	asked, answered, took, at *text
	body                      fyne.CanvasObject
}

func newExchangeRow() *exchangeRow {
	r := &exchangeRow{asked: body(), answered: small(), took: small(), at: small()}
	r.body = inset(4, 5, column(2,
		sharedRow(8, []float32{5, 1}, r.asked, r.at), sharedRow(8, []float32{5, 1}, r.answered, r.took)))
	r.ExtendBaseWidget(r)
	return r
}

// CreateRenderer lays the lines out.
func (r *exchangeRow) CreateRenderer() fyne.WidgetRenderer { return widget.NewSimpleRenderer(r.body) }

func (r *exchangeRow) show(w *words, x inspect.Exchange) {
	r.asked.set(x.Method+" "+x.Path, colourInk)
	t := toneBad
	if x.Meaning == inspect.Done {
		t = toneGood
	}
	status := w.t("inspector.no_answer")
	if x.Status != 0 {
		status = fmt.Sprint(x.Status)
	}
	r.answered.set(tones[t].sign+w.t("inspector.row", "Status", status, "Code", codeText(x), "Message", x.Message), tones[t].colour)
	r.at.set(x.At.Local().Format("15:04:05"), colourQuiet)
	r.took.set(fmt.Sprintf("%d ms", x.Duration.Milliseconds()), colourQuiet)
}

func codeText(x inspect.Exchange) string {
	if !x.HasCode {
		return "–"
	}
	return fmt.Sprint(x.Code)
}
