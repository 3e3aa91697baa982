package ui

import (
	"fmt"
	"slices"
	"time"

	"fyne.io/fyne/v2"

	"billkey/api/card"
)

// wire joins the inputs: what a key does, where the cursor goes next, when a problem shows.
func (f *cardForm) wire() {
	f.uid.OnChanged = func(s string) {
		f.edited(card.FieldUID)
		if f.OnUID != nil {
			f.OnUID(s)
		}
	}
	f.uid.OnEnter = func() {
		if f.mode == modeBlocked {
			f.cursor(f.replace)
			return
		}
		f.focus(card.FieldConsent)
	}
	f.uid.OnLeave = func() { f.leave(card.FieldUID); call(f.OnUIDLeft) }
	f.consent.OnEnter = f.trySubmit
	f.uid.OnFocus = func() { f.reveal(f.uid) }
	f.consent.OnFocus = func() { f.reveal(f.consent) }
	f.wireDigits(card.FieldNumber, f.number, func() bool { return card.NumberComplete(f.number.digits.Bytes()) }, to(card.FieldExpiry))
	f.wireDigits(card.FieldExpiry, f.expiry, f.expiryComplete, f.afterExpiry)
	f.wireDigits(card.FieldPIN, f.pin, func() bool { return f.pin.digits.Len() == 2 }, to(card.FieldHolder))
	f.wireDigits(card.FieldHolder, f.holder, never, nil)
	f.wireDigits(card.FieldCVC, f.cvc, never, nil)
	f.expiry.OnAccept = f.acceptSwap
	f.number.OnReplaced = f.anotherCard
	f.wireText(card.FieldName, f.name, nil) // Korean: Enter would come before the last syllable
	f.tel.only, f.email.only, f.customer.only = printable, printable, printable
	f.wireText(card.FieldTel, f.tel, f.trySubmit)
	f.wireText(card.FieldEmail, f.email, f.trySubmit)
	f.wireText(card.FieldCustomerID, f.customer, f.trySubmit)
}

func never() bool { return false }

func to(field card.Field) func() card.Field { return func() card.Field { return field } }

// afterExpiry is the next field on the card, if this PG asks for it.
func (f *cardForm) afterExpiry() card.Field {
	if f.needs[card.FieldCVC] {
		return card.FieldCVC
	}
	return card.FieldPIN
}

// printable is ASCII: no late syllable.
func printable(r rune) bool { return r >= ' ' && r <= '~' }

func (f *cardForm) wireText(field card.Field, e *entry, enter func()) {
	e.OnChanged = func(string) { f.edited(field) }
	e.OnLeave = func() { f.leave(field) }
	e.OnEnter = enter
	e.OnFocus = func() { f.reveal(e) }
}

func (f *cardForm) wireDigits(field card.Field, d *digitField, complete func() bool, next func() card.Field) {
	d.OnEdited = func(atEnd bool) {
		f.edited(field)
		if atEnd && complete() {
			f.moveOn(next())
		}
	}
	d.OnFull = func() { f.say(field, card.Problem{Field: field, Code: card.TooLong}) }
	d.OnRefused = func(c card.Code) { f.say(field, card.Problem{Field: field, Code: c}) }
	d.OnLeave = func() { f.leave(field) }
	d.OnSubmit = f.trySubmit
	d.OnFocus = func() {
		f.reveal(d)
		if field == card.FieldPIN || field == card.FieldHolder {
			call(f.OnLastField)
		}
	}
}

// reveal scrolls so far that the input with the cursor and the line under it can be seen.
func (f *cardForm) reveal(o fyne.CanvasObject) {
	const above, below = 30, 34
	driver := fyne.CurrentApp().Driver()
	top := driver.AbsolutePositionForObject(o).Y - driver.AbsolutePositionForObject(f.content).Y
	from, height := f.scroll.Offset.Y, f.scroll.Size().Height
	switch bottom := top + o.Size().Height + below; {
	case top-above < from:
		f.scroll.ScrollToOffset(fyne.NewPos(0, max(0, top-above)))
	case bottom > from+height:
		f.scroll.ScrollToOffset(fyne.NewPos(0, bottom-height))
	}
}

func (f *cardForm) trySubmit() { call(f.OnSubmit) }

func (f *cardForm) expiryComplete() bool {
	return len(card.CheckExpiry(f.expiry.digits.Bytes(), f.now())) == 0
}

func (f *cardForm) acceptSwap() {
	ps := f.check(card.FieldExpiry)
	if len(ps) == 1 && ps[0].Code == card.ExpirySwapped && card.SwapExpiry(f.expiry.digits) {
		f.expiry.edited(true)
	}
}

// consentTicked notes when, and moves on to the number.
func (f *cardForm) consentTicked(on bool) {
	f.edited(card.FieldConsent)
	if on {
		f.consentAt = f.now()
		f.moveOn(card.FieldNumber)
	}
}

// moveOn puts the cursor into the next field by itself.
func (f *cardForm) moveOn(field card.Field) {
	f.focus(field)
	if d, ok := f.input(field).(*digitField); ok {
		d.arrived = time.Now()
	}
}

// focus puts the cursor into a field.
func (f *cardForm) focus(field card.Field) {
	if o := f.input(field); o != nil && f.cursor != nil {
		f.cursor(o)
	}
}

func (f *cardForm) input(field card.Field) fyne.Focusable {
	switch field {
	case card.FieldUID:
		return f.uid
	case card.FieldConsent:
		return f.consent
	case card.FieldNumber:
		return f.number
	case card.FieldExpiry:
		return f.expiry
	case card.FieldPIN:
		return f.pin
	case card.FieldHolder:
		return f.holder
	case card.FieldCVC:
		return f.cvc
	case card.FieldName:
		return f.name
	case card.FieldTel:
		return f.tel
	case card.FieldEmail:
		return f.email
	case card.FieldCustomerID:
		return f.customer
	}
	return nil
}

// edited takes a complaint away while the operator types, unless what is typed can never become right.
func (f *cardForm) edited(field card.Field) {
	call(f.OnTouched)
	delete(f.left, field)
	if field == card.FieldNumber {
		f.noteNumber()
		f.showBrand()
	}
	if field == card.FieldHolder && f.holder.digits.Len() == card.MaxHolder {
		f.refuseResidentNumber()
		return
	}
	f.judge(field)
	f.showReadBack()
}

// refuseResidentNumber wipes a whole resident registration number: this program must not hold one.
func (f *cardForm) refuseResidentNumber() {
	f.holder.wipe()
	f.say(card.FieldHolder, card.Problem{Field: card.FieldHolder, Code: card.HolderRRN})
}

func (f *cardForm) leave(field card.Field) {
	if f.filled(field) {
		f.left[field] = true
	}
	f.judge(field)
}

// filled: an empty field is not complained of before the order is pressed.
func (f *cardForm) filled(field card.Field) bool {
	ps := f.check(field)
	return len(ps) == 0 || ps[0].Code != card.Empty
}

// saidAtOnce is what no more typing can mend.
var saidAtOnce = []card.Code{card.ExpiryMonth, card.ExpirySwapped, card.ExpiryPast, card.ExpiryTooFar}

// judge shows what is wrong with a field if it may be shown yet, else its caption.
func (f *cardForm) judge(field card.Field) {
	for _, p := range f.check(field) {
		if f.left[field] || slices.Contains(saidAtOnce, p.Code) ||
			p.Code == card.NumberLuhn && card.NumberAtLength(f.number.digits.Bytes()) {
			f.say(field, p)
			return
		}
	}
	f.mark(field, "")
	if field == card.FieldUID { // the lookup speaks in this line
		return
	}
	t, s := f.caption(field)
	f.rows[field].say(t, s)
}

func (f *cardForm) judgeAll() {
	for _, field := range f.order {
		f.judge(field)
	}
	f.showBrand()
	f.showReadBack()
}

// showProblems marks every field at fault, as the order was pressed.
func (f *cardForm) showProblems(ps []card.Problem) {
	for i := len(ps) - 1; i >= 0; i-- {
		f.left[ps[i].Field] = true
		f.say(ps[i].Field, ps[i])
	}
}

func (f *cardForm) say(field card.Field, p card.Problem) {
	t, c := toneBad, colourBad
	if p.Level != card.Refuse {
		t, c = toneCare, colourCare
	}
	f.mark(field, c)
	if r, ok := f.rows[field]; ok {
		r.say(t, problemSentence(f.w, p))
	}
}

func (f *cardForm) mark(field card.Field, c fyne.ThemeColorName) {
	if d, ok := f.input(field).(*digitField); ok {
		d.setProblem(c)
	}
}

func problemSentence(w *words, p card.Problem) string {
	key := "problem." + string(p.Code)
	if p.Code == card.Empty {
		key += "." + string(p.Field)
	}
	return w.t(key, "Hint", p.Hint)
}

// caption says what a field holds so far, for reading back.
func (f *cardForm) caption(field card.Field) (tone, string) {
	switch field {
	case card.FieldExpiry:
		if e, ok := card.ExpiryOf(f.expiry.digits.Bytes()); ok {
			return toneGood, f.w.t("form.expiry.until", "Year", fmt.Sprint(e.Year), "Month", monthName(f.w, e.Month))
		}
	case card.FieldHolder:
		return toneHint, f.holderCaption()
	}
	return toneHint, ""
}

// showBrand names the brand as soon as the first digits tell it.
func (f *cardForm) showBrand() {
	name := ""
	if b := card.BrandOf(f.number.digits.Bytes()); b != card.Unknown {
		name = f.w.t("brand." + string(b))
	}
	f.brand.set(name, colourAccent)
	f.numberHead.Refresh()
}

func monthName(w *words, m int) string { return w.t(fmt.Sprintf("month.%d", m)) }

func (f *cardForm) holderCaption() string {
	d := f.holder.digits.Bytes()
	if k := card.FirmKindOf(d); k != "" {
		return f.w.t("holder." + string(k))
	}
	if kind := card.HolderKindOf(d); kind != card.HolderNone {
		return f.w.t("holder." + string(kind))
	}
	return ""
}
