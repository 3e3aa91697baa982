package ui

import (
	"testing"

	"fyne.io/fyne/v2"

	"billkey/api/headless"
)

func TestEveryPracticeCardIsChosenFromASheetThatFitsASmallWindow(t *testing.T) {
	for _, lang := range Languages {
		s := newStage(t, func(d *Deps) { d.Samples, d.Language = headless.Samples(), lang })
		size := fyne.NewSize(1024, 640)
		s.window.window.Resize(size)
		b := s.window.practiceBar(s.window.form, s.window.flow)
		b.more.press()
		body := s.window.sheets.open.Content
		if m := body.Size(); m.Width > size.Width || m.Height > size.Height-2*sheetInset {
			t.Errorf("%s: the sheet is as large as %v", lang, m)
		}
		s.shot("samples-" + lang)
		s.walk("practice cards")
		sheet, listed := newSampleSheet(s.window.w, headless.Samples()), 0
		for _, g := range sheet.groups {
			sheet.show(g)
			listed += len(sheet.shown)
			for _, one := range sheet.shown {
				line := newLine(shortName(s.window.w, one), sizeBody, colourInk)
				if w := line.measure(line.content).Width; w > samplesWidth-40 {
					t.Errorf("%s: %q is %v wide", lang, line.content, w)
				}
			}
		}
		if listed != len(headless.Samples()) {
			t.Errorf("%s: %d of %d cards are listed", lang, listed, len(headless.Samples()))
		}
	}
}

func TestAPracticeCardIsChosenByKeysAndByOneClick(t *testing.T) {
	s := newStage(t, func(d *Deps) { d.Samples = headless.Samples() })
	f, b := s.window.form, s.window.practiceBar(s.window.form, s.window.flow)
	f.uid.SetText("gildong_0001")
	b.more.press()
	find[*choice](s.window.sheets.open.Content)[0].SetSelected(s.window.w.t("sample.group.decline_toss"))
	s.keys("<tab>")
	s.focused().TypedKey(&fyne.KeyEvent{Name: fyne.KeyDown})
	s.keys("<space>")
	if s.window.sheets.open != nil || string(f.number.digits.Bytes()) != s.magic("decline_toss_expiry", "").Number {
		t.Errorf("%s is in the form", f.masked())
	}
	if f.consent.Checked {
		t.Error("the Space that chose the card ticked the consent")
	}

	b.more.press()
	list := find[*keyedList](s.window.sheets.open.Content)[0]
	s.click(fyne.CurrentApp().Driver().AbsolutePositionForObject(list).AddXY(60, 55))
	if want := headless.Samples()[1].Number; s.window.sheets.open != nil || string(f.number.digits.Bytes()) != want {
		t.Errorf("one click fills in %s", f.masked())
	}
}
