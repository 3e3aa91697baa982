package ui

import (
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"

	"billkey/api/card"
)

// cardForm collects customer_uid, consent and the card fields. It knows what a field may hold, not what becomes of it.
// The reading order is the order on the phone, chosen so that the fields whose length is known move on by themselves:
// customer_uid, consent, number, expiry, PIN digits, holder number.
type cardForm struct {
	w   *words
	now func() time.Time
	// cursor puts the cursor into an input.
	cursor func(fyne.Focusable)

	uid                        *entry
	consent                    *tick
	number, expiry, pin        *digitField
	holder, cvc                *digitField
	name, tel, email, customer *entry
	rows                       map[card.Field]*fieldRow
	order                      []card.Field
	needs                      map[card.Field]bool
	left                       map[card.Field]bool // fields the operator has left once: their problems may show
	consentAt                  time.Time
	numberStood                bool    // enough digits for a number have stood in its field since that was empty
	replace, keep, compose     *button // keep takes back a replacement that was confirmed
	twin                       string  // a known customer_uid that differs in case only
	brand                      *text   // of the number typed so far, where a card has it
	numberHead                 *fyne.Container
	uidAnswer                  *fyne.Container // what is known of customer_uid, and what can be done about it
	readBack                   *text
	mode                       formMode
	submit                     *button
	content                    *fyne.Container
	scroll                     *container.Scroll
	body                       fyne.CanvasObject

	// OnUID follows every edit of customer_uid, OnUIDLeft its end.
	OnUID     func(uid string)
	OnUIDLeft func()
	OnReplace func()
	OnKeep    func()
	OnCompose func()
	OnSubmit  func()
	// OnLastField tells that the operator has reached the last fields: time to refresh the lookup.
	OnLastField func()
	// OnTouched follows every key in any field, for the idle clock.
	OnTouched func()
}

// newCardForm builds the form. consent is the sentence to read to the customer.
func newCardForm(w *words, now func() time.Time, consent string) *cardForm {
	f := &cardForm{w: w, now: now, rows: map[card.Field]*fieldRow{}, left: map[card.Field]bool{}}
	f.makeInputs()
	f.wire()
	f.body = f.layOut(consent)
	f.setNeeds(nil)
	return f
}

func (f *cardForm) makeInputs() {
	f.uid = newEntry()
	f.consent = newTick(f.w.t("form.consent.tick"), f.consentTicked)
	f.number, f.expiry = newNumberField(sizeNumber), newExpiryField()
	f.pin, f.holder, f.cvc = newPINField(), newHolderField(), newMaskedField(4)
	f.name, f.tel, f.email, f.customer = newEntry(), newEntry(), newEntry(), newEntry()
	f.replace = newButton(f.w.t("form.replace"), func() { call(f.OnReplace) })
	f.replace.Importance = widget.DangerImportance
	f.replace.Hide()
	f.keep = newButton(f.w.t("form.keep"), func() { call(f.OnKeep) })
	f.keep.Hide()
	f.compose = newButton(f.w.t("form.compose"), func() { call(f.OnCompose) })
	f.compose.Importance = widget.LowImportance
	f.submit = newButton(f.w.t("form.submit"), func() { call(f.OnSubmit) })
	f.submit.Importance = highImportance
	f.brand = newLine("", sizeSmall, colourAccent)
	f.brand.bold = true
	f.readBack = newCell(sizeSmall, colourQuiet)
}

// holderGaps groups a business number 3-2-5, and leaves a birth date whole.
func holderGaps(digits []byte) []int {
	if card.HolderKindOf(digits) == card.HolderFirm {
		return []int{3, 5}
	}
	return nil
}

// setNeeds says which fields the profile's PG requires; fields beyond the usual four appear only when needed.
func (f *cardForm) setNeeds(needs []string) {
	f.needs = map[card.Field]bool{}
	for _, n := range needs {
		f.needs[card.Field(n)] = true
	}
	for _, field := range []card.Field{card.FieldCVC, card.FieldName, card.FieldTel, card.FieldEmail, card.FieldCustomerID} {
		if r, ok := f.rows[field]; ok {
			show(r.box, f.needs[field])
		}
	}
	relayout(f.content)
}

func show(o fyne.CanvasObject, on bool) {
	if on {
		o.Show()
		return
	}
	o.Hide()
}

// lastFour are the new card's last digits, "" while the number is not whole.
func (f *cardForm) lastFour() string {
	d := f.number.digits.Bytes()
	if len(card.CheckNumber(d)) > 0 {
		return ""
	}
	return string(d[len(d)-4:])
}

// masked is the mask of the number typed.
func (f *cardForm) masked() string {
	n := card.NewNumber(f.number.digits.Bytes())
	defer n.Wipe()
	return n.Masked()
}

// card builds what is sent, from fields that have passed. The caller wipes it.
func (f *cardForm) card() *card.Card {
	expiry, _ := card.ExpiryOf(f.expiry.digits.Bytes())
	c := &card.Card{
		Number: card.NewNumber(f.number.digits.Bytes()),
		Expiry: expiry,
		Holder: card.NewHolder(f.holder.digits.Bytes()),
		PIN:    card.NewPIN(f.pin.digits.Bytes()),
	}
	if f.needs[card.FieldCVC] {
		c.CVC = card.NewCVC(f.cvc.digits.Bytes())
	}
	c.Name, c.Tel, c.Email, c.CustomerID = f.name.Text, f.tel.Text, f.email.Text, f.customer.Text
	return c
}

// wipeCard overwrites the card fields and takes the consent back; customer_uid stays.
func (f *cardForm) wipeCard() {
	f.consent.SetChecked(false)
	f.numberStood = false
	for _, d := range f.digitFields() {
		d.wipe()
	}
	for field := range f.left {
		if field != card.FieldUID {
			delete(f.left, field)
		}
	}
	f.judgeAll()
}

// clear empties the whole form for the next customer.
func (f *cardForm) clear() {
	for _, e := range []*entry{f.name, f.tel, f.email, f.customer, f.uid} {
		e.clear()
	}
	clear(f.left)
	f.wipeCard()
}

func (f *cardForm) digitFields() []*digitField {
	return []*digitField{f.number, f.expiry, f.pin, f.holder, f.cvc}
}
