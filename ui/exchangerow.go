package ui

import (
	"fmt"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
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
	r.took.trailing, r.at.trailing = true, true
	r.body = inset(4, 5, column(2,
		container.NewBorder(nil, nil, nil, fixedWidth(r.at, 92), r.asked), container.NewBorder(nil, nil, nil, fixedWidth(r.took, 92), r.answered)))
	r.ExtendBaseWidget(r)
	return r
}

// CreateRenderer lays the lines out.
func (r *exchangeRow) CreateRenderer() fyne.WidgetRenderer { return widget.NewSimpleRenderer(r.body) }

func (r *exchangeRow) show(w *words, x inspect.Exchange) {
	r.asked.set(x.Method+" "+x.Path, colourInk)
	t := exchangeTone(x)
	status := w.t("inspector.no_answer")
	if x.Status != 0 {
		status = fmt.Sprint(x.Status)
	}
	r.answered.set(tones[t].sign+answerLine(w, status, x), tones[t].colour)
	r.at.set(x.At.Local().Format("15:04:05.000"), colourQuiet)
	r.took.set(w.t("check.page.took", "Took", number(x.Duration.Milliseconds())), colourQuiet)
}

// exchangeTone alarms nobody about a customer_uid that is free, as nearly every look-up before an order finds it.
func exchangeTone(x inspect.Exchange) tone {
	switch x.Meaning {
	case inspect.Done:
		return toneGood
	case inspect.NotFound:
		return toneHint
	}
	return toneBad
}

// answerLine leaves out what did not come: code 0 says nothing beside a good status, and a good answer has no message.
func answerLine(w *words, status string, x inspect.Exchange) string {
	switch {
	case x.Message != "":
		return w.t("inspector.row.message", "Status", status, "Code", codeText(x), "Message", x.Message)
	case x.HasCode && x.Code != 0:
		return w.t("inspector.row", "Status", status, "Code", codeText(x))
	}
	return status
}

func codeText(x inspect.Exchange) string {
	if !x.HasCode {
		return "–"
	}
	return fmt.Sprint(x.Code)
}
