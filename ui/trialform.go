package ui

import (
	"strconv"

	"fyne.io/fyne/v2"

	"billkey/api/card"
	"billkey/api/issuing"
)

// trialForm takes the card of a trial: the same fields as the form, without a customer.
type trialForm struct {
	number, expiry, pin, holder *digitField
	amount                      *entry
	body                        fyne.CanvasObject

	// OnTouched follows every key, for the idle clock.
	OnTouched func()
}

func newTrialForm(w *words) *trialForm {
	f := &trialForm{
		number: newNumberField(sizeDigits), expiry: newExpiryField(), pin: newPINField(), holder: newHolderField(), amount: newEntry(),
	}
	for _, d := range []*digitField{f.number, f.expiry, f.pin, f.holder} {
		d.OnEdited = func(bool) { f.edited() }
	}
	f.amount.only = func(r rune) bool { return r >= '0' && r <= '9' }
	f.amount.SetText(strconv.Itoa(issuing.SetupAmount))
	f.body = column(6,
		newFieldRow(w.t("form.card_number"), "", f.number).box,
		sharedRow(12, []float32{1, 1}, newFieldRow(w.t("form.expiry"), "", f.expiry).box, newFieldRow(w.t("form.pwd_2digit"), "", f.pin).box),
		newFieldRow(w.t("form.birth"), "", f.holder).box,
		newFieldRow(w.t("check.page.amount"), "", f.amount).box,
	)
	return f
}

func (f *trialForm) edited() {
	call(f.OnTouched)
	if f.holder.digits.Len() == card.MaxHolder { // a whole resident number
		f.holder.wipe()
	}
}

// read builds the card; what is unusual passes here, what cannot be right does not.
func (f *trialForm) read() (*card.Card, bool) {
	e, ok := card.ExpiryOf(f.expiry.digits.Bytes())
	short := len(card.CheckPIN(f.pin.digits.Bytes()))+len(card.CheckHolder(f.holder.digits.Bytes())) > 0
	if !ok || short || f.number.digits.Len() < 12 {
		return nil, false
	}
	return &card.Card{
		Number: card.NewNumber(f.number.digits.Bytes()), Expiry: e,
		Holder: card.NewHolder(f.holder.digits.Bytes()), PIN: card.NewPIN(f.pin.digits.Bytes()),
	}, true
}

func (f *trialForm) typed() bool {
	return f.number.digits.Len()+f.expiry.digits.Len()+f.pin.digits.Len()+f.holder.digits.Len() > 0
}

func (f *trialForm) wipe() {
	for _, d := range []*digitField{f.number, f.expiry, f.pin, f.holder} {
		d.wipe()
	}
}
