package ui

import (
	"context"
	"fmt"
	"regexp"
	"strconv"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/widget"

	"billkey/api/card"
	"billkey/api/issuing"
	"billkey/api/ledger"
)

// composerSheet builds a customer_uid of member id, serial and the card's last four, the recommended form.
type composerSheet struct {
	w                 *words
	member, serial    *entry
	lastFour          *digitField
	preview           *text
	use               *button
	body              fyne.CanvasObject
	serialTyped       bool
	OnUse             func(uid string)
	OnCancel          func()
	OnMember          func(member string)
	fillsSerialItself bool
}

func newComposerSheet(w *words, lastFour string) *composerSheet {
	s := &composerSheet{w: w, member: newEntry(), serial: newEntry(), lastFour: newDigitField(4, sizeDigits)}
	s.lastFour.digits.Set([]byte(lastFour))
	s.preview = newCell(sizeHeading, colourInk)
	s.use = newButton(w.t("composer.use"), s.apply)
	s.use.Importance = widget.HighImportance
	s.member.OnChanged = func(m string) { s.show(); s.OnMember(m) }
	s.serial.OnChanged = func(string) { s.serialTyped = s.serialTyped || !s.fillsSerialItself; s.show() }
	s.lastFour.OnEdited = func(bool) { s.show() }
	s.serial.OnEnter, s.lastFour.OnSubmit = s.apply, s.apply
	cancel := newButton(w.t("cancel"), func() { call(s.OnCancel) })
	s.body = column(12,
		newTitle(w.t("composer.title"), sizeHeading),
		newText(w.t("composer.sentence"), sizeBody, colourQuiet),
		newFieldRow(w.t("composer.member"), w.t("composer.member.hint"), s.member).box,
		sharedRow(14, []float32{1, 1},
			newFieldRow(w.t("composer.serial"), w.t("composer.serial.hint"), s.serial).box,
			newFieldRow(w.t("composer.last_four"), w.t("composer.last_four.hint"), s.lastFour).box),
		s.preview,
		answers(cancel, s.use),
	)
	s.suggest(1)
	return s
}

// suggest fills in the serial unless the operator has typed one.
func (s *composerSheet) suggest(serial int) {
	if s.serialTyped {
		return
	}
	s.fillsSerialItself = true
	s.serial.SetText(serialOf(serial))
	s.fillsSerialItself = false
}

func (s *composerSheet) uid() (string, bool) {
	four := string(s.lastFour.digits.Bytes())
	uid := issuing.ComposeUID(strings.TrimSpace(s.member.Text), strings.TrimSpace(s.serial.Text), four)
	return uid, s.member.Text != "" && s.serial.Text != "" && len(four) == 4 && !refused(uid)
}

func (s *composerSheet) show() {
	uid, ok := s.uid()
	s.preview.set(uid, colourQuiet)
	if ok {
		s.preview.set(uid, colourInk)
	}
	s.use.enable(ok)
}

func (s *composerSheet) apply() {
	if uid, ok := s.uid(); ok && s.OnUse != nil {
		s.OnUse(uid)
	}
}

// nextSerial is one more than the highest serial this ledger knows of a member.
func nextSerial(ctx context.Context, b book, profile, member string) (int, error) {
	p, err := b.Entries(ctx, ledger.Query{UIDPrefix: member + "_", Profile: profile, Limit: pageSize})
	highest := 0
	for _, e := range p.Entries {
		rest, ok := strings.CutPrefix(e.CustomerUID, member+"_")
		serial, _, _ := strings.Cut(rest, "_")
		if n, err := strconv.Atoi(serial); ok && err == nil {
			highest = max(highest, n)
		}
	}
	return highest + 1, err
}

// compose opens the sheet.
func (r *registration) compose() {
	if r.issuing {
		return
	}
	s := newComposerSheet(r.w, r.form.lastFour())
	s.OnCancel = func() { r.sheets.leave() }
	s.OnUse = func(uid string) {
		r.sheets.close()
		r.form.uid.SetText(uid)
		r.form.focus(card.FieldConsent)
	}
	asked := 0
	s.OnMember = func(member string) {
		asked++
		mine := asked
		r.run.run(func(ctx context.Context) func() {
			n, err := nextSerial(ctx, r.book, r.desk.Profile().ID, strings.TrimSpace(member))
			return func() {
				if err == nil && mine == asked {
					s.suggest(n)
				}
			}
		})
	}
	s.member.SetText(memberOf(r.form.uid.Text))
	r.sheets.show(s.body, 460, s.member, func() { r.form.focus(card.FieldUID) })
}

// exampleMember is who is registered in practice.
const exampleMember = "gildong"

// suggestUID fills in a customer_uid that is free, for practice.
func (r *registration) suggestUID() {
	if r.form.uid.Text != r.suggested || r.issuing {
		return // what was typed stays; what was filled in is for another card
	}
	was := r.suggested
	r.run.run(func(ctx context.Context) func() {
		n, err := nextSerial(ctx, r.book, r.desk.Profile().ID, exampleMember)
		return func() {
			if err == nil && r.form.uid.Text == was {
				r.suggested = issuing.ComposeUID(exampleMember, serialOf(n), r.form.lastFour())
				r.form.uid.SetText(r.suggested)
				r.form.focus(card.FieldConsent)
			}
		}
	})
}

// serialOf is a serial as it stands in a customer_uid.
func serialOf(n int) string { return fmt.Sprintf("%04d", n) }

var composed = regexp.MustCompile(`^(.+)_\d+_\d{4}$`)

// memberOf is the member id of a customer_uid that was composed; "" of any other. So the same customer's next card needs a
// serial and its last four only.
func memberOf(uid string) string {
	if m := composed.FindStringSubmatch(uid); m != nil {
		return m[1]
	}
	return ""
}

// twinOf finds a customer_uid of this ledger that differs in case only; "" when there is none.
func twinOf(ctx context.Context, b book, profile, uid string) string {
	p, err := b.Entries(ctx, ledger.Query{Text: uid, Profile: profile, Limit: pageSize})
	if err != nil {
		return "" // the warning is advice; a ledger that cannot be read stops the order itself
	}
	for _, e := range p.Entries {
		if e.CustomerUID != uid && strings.EqualFold(e.CustomerUID, uid) {
			return e.CustomerUID
		}
	}
	return ""
}
