package ui

import (
	"fmt"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"billkey/api/issuing"
)

var stepTones = map[issuing.Verdict]tone{
	issuing.OK: toneGood, issuing.Warn: toneCare, issuing.Fail: toneBad, issuing.Skipped: toneHint,
}

// newStepRow shows one step of the check: what, how it went, why and what to do; facts and exchanges below.
func newStepRow(w *words, s issuing.SetupStep) fyne.CanvasObject {
	t := tones[stepTones[s.Verdict]]
	verdict := small()
	verdict.content, verdict.colour, verdict.bold = t.sign+w.t("check.verdict."+string(s.Verdict)), t.colour, true
	name := body()
	name.content, name.bold = w.t("check.step."+string(s.Name)), true
	took := small()
	if s.Verdict != issuing.Skipped {
		took.content = w.t("check.page.took", "Took", number(s.Took.Milliseconds()))
	}
	took.trailing = true
	rows := column(2, name)
	for _, line := range stepLines(w, s) {
		rows.Add(newText(line, sizeSmall, colourInk))
	}
	for _, x := range s.Exchanges {
		rows.Add(newText(exchangeLine(w, x), sizeSmall, colourQuiet))
	}
	return container.NewBorder(nil, nil, fixedWidth(top(verdict), 84), fixedWidth(top(took), 72), rows)
}

// top keeps an object at the upper edge of a higher row.
func top(o fyne.CanvasObject) fyne.CanvasObject { return column(0, inset(0, 2, o)) }

func stepLines(w *words, s issuing.SetupStep) []string {
	var out []string
	if s.Reason != "" {
		out = append(out, w.t("check.reason."+string(s.Reason)))
	}
	if s.Message != "" {
		out = append(out, s.Message)
	}
	if s.Advice != "" {
		out = append(out, "→ "+w.t("check.advice."+string(s.Advice)))
	}
	var facts []string
	for _, f := range s.Facts {
		facts = append(facts, w.t("check.page.fact", "Name", w.t("check.fact."+f.Name), "Value", f.Value))
	}
	if len(facts) > 0 {
		out = append(out, strings.Join(facts, " · "))
	}
	return out
}

func exchangeLine(w *words, x issuing.SetupExchange) string {
	status := w.t("inspector.no_answer")
	if x.Status != 0 {
		status = fmt.Sprint(x.Status)
	}
	return w.t("check.page.exchange", "Method", x.Method, "Path", x.Path, "Status", status, "Took", number(x.Took.Milliseconds()))
}
