package ui

import (
	"testing"

	"fyne.io/fyne/v2"

	"billkey/api/card"
)

func TestCoveringWipesAndHides(t *testing.T) {
	s := newStage(t)
	s.customer("gildong_0001_1111", cardVisa)
	s.keys("<enter>")
	s.customer("gildong_0002_4444", cardMaster)
	s.window.checking.form.number.fill([]byte(cardVisa))
	s.shortcut(fyne.KeyL)
	s.shot("cover")
	s.says("cover.title")
	s.showsNot("gildong_0001_1111")
	f := s.window.form
	if f.number.digits.Len()+f.pin.digits.Len()+f.holder.digits.Len()+s.window.checking.form.number.digits.Len() != 0 {
		t.Error("card fields survived the cover")
	}
	s.keys("<enter>")
	s.shows("gildong_0001_1111")
}

func TestLedgerThatCannotBeWrittenSendsNothingAndSaysSo(t *testing.T) {
	s := newStage(t)
	s.customer("gildong_0001_1111", cardVisa)
	if err := s.parts.Ledger.Close(); err != nil {
		t.Fatal(err)
	}
	s.keys("<enter>")
	if s.posts() != 0 {
		t.Fatal("an order went out that could not be written down")
	}
	s.says("failure.no_journal", "failure.no_journal.detail")
	if s.window.form.number.digits.Len() != 16 {
		t.Error("what was typed is gone")
	}
}

func TestWarningIsAskedTwiceForAWrongCheckDigit(t *testing.T) {
	s := newStage(t)
	s.customer("gildong_0001_1112", "4111111111111112<tab>")
	s.window.form.focus(card.FieldNumber)
	s.keys("<enter>")
	if s.posts() != 0 {
		t.Fatal("sent without a question")
	}
}
