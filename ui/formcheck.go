package ui

import (
	"slices"

	"fyne.io/fyne/v2"

	"billkey/api/card"
	"billkey/api/issuing"
)

// setBusy locks the form while an order is under way.
func (f *cardForm) setBusy(busy bool) {
	for _, d := range f.digitFields() {
		d.setDisabled(busy)
	}
	for _, e := range []*entry{f.uid, f.name, f.tel, f.email, f.customer} {
		enable(e, !busy)
	}
	enable(f.consent, !busy)
	enable(f.replace, !busy)
	enable(f.keep, !busy)
	enable(f.compose, !busy)
	enable(f.submit, !busy)
}

func enable(o fyne.Disableable, on bool) {
	if on {
		o.Enable()
		return
	}
	o.Disable()
}

// untouched tells that nothing has been typed.
func (f *cardForm) untouched() bool {
	return f.uid.Text == "" && f.noCard()
}

func (f *cardForm) noCard() bool {
	return f.number.digits.Len()+f.expiry.digits.Len()+f.pin.digits.Len()+f.holder.digits.Len() == 0
}

// problems lists everything wrong, in the order of the form.
func (f *cardForm) problems() []card.Problem {
	var out []card.Problem
	for _, field := range f.order {
		out = append(out, f.check(field)...)
	}
	return out
}

func (f *cardForm) check(field card.Field) []card.Problem {
	switch field {
	case card.FieldUID:
		return f.checkUID()
	case card.FieldConsent:
		return f.checkConsent()
	case card.FieldNumber:
		return card.CheckNumber(f.number.digits.Bytes())
	case card.FieldExpiry:
		return card.CheckExpiry(f.expiry.digits.Bytes(), f.now())
	case card.FieldHolder:
		return f.unlessLeftOut(field, card.CheckHolder(f.holder.digits.Bytes()))
	case card.FieldPIN:
		return f.unlessLeftOut(field, card.CheckPIN(f.pin.digits.Bytes()))
	case card.FieldCVC:
		return f.unlessLeftOut(field, card.CheckCVC(f.cvc.digits.Bytes()))
	}
	return f.checkText(field)
}

// checkUID adds what only the ledger knows: a customer_uid that differs in case only.
func (f *cardForm) checkUID() []card.Problem {
	ps := issuing.CheckUID(f.uid.Text, f.lastFour())
	ps = slices.DeleteFunc(ps, func(p card.Problem) bool {
		return p.Code == issuing.UIDTail && f.mode == modeReplace // the tail is the old card's, by the convention
	})
	for i := range ps {
		if ps[i].Code == issuing.UIDTail {
			ps[i].Hint = f.lastFour()
		}
	}
	if f.twin != "" {
		ps = append(ps, card.Problem{Field: card.FieldUID, Code: issuing.UIDTwin, Level: card.Warn, Hint: f.twin})
	}
	return ps
}

func (f *cardForm) checkConsent() []card.Problem {
	if f.consent.Checked {
		return nil
	}
	return []card.Problem{{Field: card.FieldConsent, Code: card.Empty}}
}

// unlessLeftOut lets an empty field pass that this PG does not need.
func (f *cardForm) unlessLeftOut(field card.Field, ps []card.Problem) []card.Problem {
	if len(ps) == 1 && ps[0].Code == card.Empty && !f.needs[field] {
		return nil
	}
	return ps
}

func (f *cardForm) checkText(field card.Field) []card.Problem {
	content := map[card.Field]string{
		card.FieldName: f.name.Text, card.FieldTel: f.tel.Text,
		card.FieldEmail: f.email.Text, card.FieldCustomerID: f.customer.Text,
	}[field]
	return card.CheckText(field, content, f.needs[field])
}
