package ui

import (
	"strconv"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/widget"

	"billkey/api/credentials"
	"billkey/api/issuing"
	"billkey/api/ledger"
)

// chargeSheet makes a test charge on a row's key and takes it back.
type chargeSheet struct {
	w      *words
	entry  ledger.Entry
	amount *entry
	live   *tick // nil where no real money moves
	open   *choice
	made   []issuing.Charged
	sent   bool // a charge or its cancellation is under way
	note   *text
	pay    *button
	cancel *button
	body   fyne.CanvasObject

	OnCharge func(amount int64, live bool)
	// OnCancelCharge takes an open charge back.
	OnCancelCharge func(issuing.Charged)
	OnClose        func()
}

func newChargeSheet(w *words, e ledger.Entry) *chargeSheet {
	s := &chargeSheet{w: w, entry: e, amount: newEntry(), open: newChoice(nil, nil)}
	s.amount.only = func(r rune) bool { return r >= '0' && r <= '9' }
	s.amount.SetText(strconv.Itoa(issuing.SetupAmount))
	s.amount.OnEnter = s.charge
	s.note = newText("", sizeSmall, colourQuiet)
	s.note.minLines = 3
	s.pay = newButton(w.t("charge.yes"), s.charge)
	s.pay.Importance = widget.WarningImportance
	s.cancel = newButton(w.t("charge.cancel"), s.takeBack)
	parts := []fyne.CanvasObject{
		newTitle(w.t("charge.title"), sizeHeading),
		newText(w.t("story.entry", "State", e.CustomerUID, "Company", companyOf(e), "Number", grouped(e.Masked)), sizeBody, colourInk),
		newText(w.t("charge.sentence."+e.Environment), sizeBody, colourQuiet),
		newFieldRow(w.t("charge.amount"), w.t("charge.amount.hint"), s.amount).box,
	}
	if e.Environment == string(credentials.Live) {
		s.live = newTick(w.t("charge.live"), func(on bool) { s.pay.enable(on) })
		s.pay.enable(false)
		parts = append(parts, s.live)
	}
	closer := newButton(w.t("banner.close"), func() { call(s.OnClose) })
	parts = append(parts, s.pay, newFieldRow(w.t("charge.open"), w.t("charge.open.hint"), s.open).box, s.cancel, s.note,
		answers(closer, widget.NewLabel("")))
	s.body = column(10, parts...)
	s.showOpen(nil)
	return s
}

func (s *chargeSheet) charge() {
	n, err := strconv.ParseInt(s.amount.Text, 10, 64)
	if err != nil || n <= 0 || n > issuing.MaxCharge {
		s.say(toneBad, s.w.t("failure.bad_amount"))
		return
	}
	if !s.pay.Disabled() {
		s.OnCharge(n, s.live != nil && s.live.Checked)
	}
}

func (s *chargeSheet) takeBack() {
	if at := s.open.SelectedIndex(); at >= 0 && at < len(s.made) {
		s.OnCancelCharge(s.made[at])
	}
}

// showOpen lists the charges that are not taken back.
func (s *chargeSheet) showOpen(list []issuing.Charged) {
	s.made = list
	names := make([]string, len(list))
	for i, c := range list {
		key := "charge.row"
		if c.Unknown {
			key = "charge.row.unknown"
		}
		names[i] = s.w.t(key, "Time", nearTime(s.w, c.At, time.Now()), "Amount", number(c.Amount), "ID", c.MerchantUID)
	}
	s.open.SetOptions(names)
	s.open.Selected = ""
	if n := len(names); n > 0 {
		s.open.Selected = names[n-1]
	}
	s.open.Refresh()
	s.cancel.enable(len(names) > 0 && !s.sent)
}

func (s *chargeSheet) busy(on bool) {
	s.sent = on
	s.pay.enable(!on && (s.live == nil || s.live.Checked))
	s.cancel.enable(!on && len(s.made) > 0)
	if on {
		s.say(toneHint, s.w.t("charge.sending"))
	}
}

func (s *chargeSheet) say(t tone, sentence string) {
	s.note.set(tones[t].sign+sentence, tones[t].colour)
}
