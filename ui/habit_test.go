package ui

import (
	"testing"

	"fyne.io/fyne/v2"

	"billkey/api/card"
	"billkey/api/issuing"
	"billkey/api/ledger"
)

// tab presses Tab as the driver does: what has the cursor may keep it.
func (s *stage) tab() {
	s.t.Helper()
	if t, ok := s.focused().(fyne.Tabbable); ok && t.AcceptsTab() {
		s.hit(fyne.KeyTab)
		return
	}
	s.keys("<tab>")
}

func TestTabOfHabitDoesNotLeadPastAField(t *testing.T) {
	s := newStage(t)
	s.keys("gildong_0001_1111<tab><space>")
	s.tab() // the cursor has moved on to the number by itself
	if s.focused() != s.window.form.number {
		t.Fatal("Tab led past the number")
	}
	s.keys(cardVisa)
	s.tab()
	if s.focused() != s.window.form.expiry {
		t.Fatal("Tab led past the expiry")
	}
	s.tab()
	if s.focused() != s.window.form.pin {
		t.Fatal("the second Tab did not go on")
	}
}

func TestDigitsTooManyAreNotDroppedInSilence(t *testing.T) {
	s := newStage(t)
	s.keys("gildong_0001_1111<tab><space>")
	s.window.form.focus(card.FieldExpiry)
	s.keys("0555")
	s.says("problem.expiry_too_far")
	s.window.form.expiry.wipe()
	s.keys("1230")
	s.window.form.focus(card.FieldExpiry)
	s.rune('1')
	s.says("problem.too_long")
}

func TestFormIsEmptiedWhenAnUnknownOrderTurnsOutIssued(t *testing.T) {
	s := newStage(t)
	m := s.magic("fault_commit_then_drop", "")
	uid := "gildong_0001_" + m.Number[len(m.Number)-4:]
	s.customer(uid, m.Number)
	s.keys("<enter>")
	s.says("uid.unknown")
	s.window.flow.decided(issuing.Receipt{UID: uid, State: ledger.Issued})
	s.q.drain()
	if s.window.form.uid.Text != "" || s.window.flow.mode() != modeNew {
		t.Error("the form invites to replace the key that was just issued")
	}
	s.keys(uid + "<tab>") // typed again, it is known
	s.window.form.number.fill([]byte(cardVisa))
	s.window.flow.decided(issuing.Receipt{UID: uid, State: ledger.Issued})
	if s.window.form.uid.Text != uid {
		t.Error("another card being typed was thrown away")
	}
}

// PIN digits and holder number speak in one line: each is said what it lacks.
func TestEnterInAnEmptyFormSaysAllThatIsMissing(t *testing.T) {
	for _, lang := range Languages {
		s := newStage(t, func(d *Deps) { d.Language = lang })
		s.keys("gildong_0001_1111<tab><enter>")
		s.says("problem.empty.consent", "problem.empty.card_number", "problem.empty.expiry", "problem.empty.pwd_2digit", "problem.empty.birth")
		s.window.form.focus(card.FieldPIN)
		s.keys("12")
		s.showsNot(s.window.w.t("problem.empty.pwd_2digit"))
		s.says("problem.empty.birth")
	}
}

func TestABlankUIDIsSaidToBeEmpty(t *testing.T) {
	s := newStage(t)
	s.keys(" <tab>")
	s.says("problem.uid_blank")
	s.keys("<enter>")
	s.says("problem.uid_blank")
	s.showsNot(s.window.w.t("problem.uid_space"))
	if s.focused() != fyne.Focusable(s.window.form.uid) {
		t.Error("the cursor is not in customer_uid")
	}
}
