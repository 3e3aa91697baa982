package ui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"

	"billkey/api/card"
)

// Widths of the fields whose content has a known length.
const (
	expiryWidth = 124
	pinWidth    = 92
	holderWidth = 196
	cvcWidth    = 112
	formGap     = 9
)

// layOut groups what is spoken together: the customer and what is registered for them, the consent, the card as it lies
// in the customer's hand, and who holds it.
func (f *cardForm) layOut(consent string) fyne.CanvasObject {
	f.order = []card.Field{
		card.FieldUID, card.FieldConsent, card.FieldNumber, card.FieldExpiry, card.FieldCVC, card.FieldPIN, card.FieldHolder,
		card.FieldName, card.FieldTel, card.FieldEmail, card.FieldCustomerID,
	}
	f.content = column(formGap,
		newFormPanel(f.uidRow()),
		newFormPanel(f.consentRow(consent)),
		newSurface(colourFace, colourFaceLine, 14, inset(16, 10, column(6, f.numberRow(), f.expiryRow(), f.cvcRow()))),
		newFormPanel(column(6, f.holderRow(), f.extras())),
	)
	p := newPinned(f.content, inset(0, 6, column(7, inset(16, 0, f.readBack), f.submit)))
	f.scroll = p.scroll
	return p.body
}

// newFormPanel is a card of the form.
func newFormPanel(content fyne.CanvasObject) *surface {
	return newSurface(colourPanel, colourLine, 14, inset(16, 10, content))
}

// addFirst puts an object above the form's first panel.
func (f *cardForm) addFirst(o fyne.CanvasObject) {
	f.content.Objects = append([]fyne.CanvasObject{o}, f.content.Objects...)
	f.content.Refresh()
}

func (f *cardForm) uidRow() fyne.CanvasObject {
	r := f.addRow(card.FieldUID, "form.customer_uid", f.uid)
	r.note.minLines = 2
	// The composer stands before the field in the order of Tab, so that one Tab leads from the field to the consent. The
	// way to replacing and back takes room that is kept for it, so that nothing jumps when a customer_uid turns out to be used.
	f.uidAnswer = container.New(&atLeast{f.replace.MinSize().Height}, container.NewBorder(nil, nil, nil, container.NewVBox(f.replace, f.keep), r.note))
	r.box.Objects = []fyne.CanvasObject{r.label, container.New(&trailing{gap: 8}, f.compose, f.uid), f.uidAnswer}
	return r.box
}

// consentRow is the sentence to read to the customer and the tick that says that it was.
func (f *cardForm) consentRow(sentence string) fyne.CanvasObject {
	r := f.addRow(card.FieldConsent, "form.consent", f.consent)
	r.note.maxLines, r.note.cuts = 1, true
	head := container.NewBorder(nil, nil, r.label, nil, inset(8, 0, r.note))
	r.box.Objects = []fyne.CanvasObject{head, newText(sentence, sizeBody, colourInk), f.consent}
	return r.box
}

// numberRow has the brand where a card has it.
func (f *cardForm) numberRow() fyne.CanvasObject {
	r := f.addRow(card.FieldNumber, "form.card_number", f.number)
	f.numberHead = container.NewHBox(r.label, layout.NewSpacer(), f.brand)
	r.box.Objects = []fyne.CanvasObject{f.numberHead, f.number, r.note}
	return r.box
}

// expiryRow says beside the field what was understood.
func (f *cardForm) expiryRow() fyne.CanvasObject {
	r := f.addRow(card.FieldExpiry, "form.expiry", f.expiry)
	r.note.minLines, r.note.middle = 2, true
	r.box.Objects = []fyne.CanvasObject{r.label, container.NewBorder(nil, nil, fixedWidth(f.expiry, expiryWidth), nil, inset(12, 0, r.note))}
	return r.box
}

// holderRow is what proves the holder. Both fields speak in one line under them.
func (f *cardForm) holderRow() fyne.CanvasObject {
	pin := f.addRow(card.FieldPIN, "form.pwd_2digit", f.pin)
	holder := f.addRow(card.FieldHolder, "form.birth", f.holder)
	shareNote(holder, pin)
	pin.box.Objects = []fyne.CanvasObject{pin.label, container.NewHBox(fixedWidth(f.pin, pinWidth))}
	holder.box.Objects = []fyne.CanvasObject{holder.label, container.NewHBox(fixedWidth(f.holder, holderWidth))}
	return column(4, row(14, pin.box, holder.box), holder.note)
}

func (f *cardForm) cvcRow() fyne.CanvasObject {
	r := f.addRow(card.FieldCVC, "form.cvc", f.cvc)
	r.note.minLines, r.note.middle = 2, true
	r.box.Objects = []fyne.CanvasObject{r.label, container.NewBorder(nil, nil, fixedWidth(f.cvc, cvcWidth), nil, inset(12, 0, r.note))}
	return r.box
}

// extras are the fields only some PGs ask for.
func (f *cardForm) extras() fyne.CanvasObject {
	return column(6,
		f.addRow(card.FieldName, "form.customer_name", f.name).box,
		f.addRow(card.FieldTel, "form.customer_tel", f.tel).box,
		f.addRow(card.FieldEmail, "form.customer_email", f.email).box,
		f.addRow(card.FieldCustomerID, "form.customer_id", f.customer).box,
	)
}

func (f *cardForm) addRow(field card.Field, key string, input fyne.CanvasObject) *fieldRow {
	r := newFieldRow(f.w.t(key), f.w.t(key+".hint"), input)
	f.rows[field] = r
	return r
}
