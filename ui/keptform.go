package ui

import (
	"slices"
	"time"

	"billkey/api/credentials"
)

// typed is what stands in the window's forms while its content is built anew, in another language or another look.
type typed struct {
	texts     []string
	digits    [][]byte
	consentAt time.Time // zero where it was not given
	profile   credentials.Profile
	banner    *bannerView
}

func (f *cardForm) texts() []*entry { return []*entry{f.uid, f.name, f.tel, f.email, f.customer} }

// takeTyped takes it out of the forms, but for keys, which are not copied about.
func (dw *desktopWindow) takeTyped() *typed {
	t := &typed{profile: dw.settings.form.profile(), banner: dw.banner}
	if dw.form == nil {
		return t
	}
	for _, e := range dw.form.texts() {
		t.texts = append(t.texts, e.Text)
	}
	for _, d := range dw.form.digitFields() {
		t.digits = append(t.digits, slices.Clone(d.digits.Bytes()))
		d.wipe()
	}
	if dw.form.consent.Checked {
		t.consentAt = dw.form.consentAt
	}
	return t
}

// giveTyped puts it into the new forms and wipes the digits taken. The customer_uid is looked up anew.
func (dw *desktopWindow) giveTyped(t *typed) {
	dw.settings.edit(t.profile)
	dw.banner.again(t.banner)
	if dw.form != nil && t.texts != nil {
		for i, e := range dw.form.texts() {
			e.SetText(t.texts[i])
		}
		for i, d := range dw.form.digitFields() {
			d.fill(t.digits[i])
		}
		if !t.consentAt.IsZero() {
			dw.form.consentAt = t.consentAt
			dw.form.consent.set(true)
		}
	}
	for _, d := range t.digits {
		clear(d)
	}
}
