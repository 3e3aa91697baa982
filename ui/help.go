package ui

import (
	"strings"

	"fyne.io/fyne/v2/widget"

	"billkey/api/credentials"
	"billkey/api/issuing"
	"billkey/api/ledger"
)

func (dw *desktopWindow) makeHelp() {
	p := newHelpPage(dw.w, dw.window.Canvas(), dw.deps.Samples)
	p.OnClose = func() { dw.closeHelp() }
	p.OnSample, p.actions = dw.takeSample, dw.actions
	dw.help = p
}

// openHelp shows a topic of the help, "" the one read last. Leaving it leads back to where it was opened.
func (dw *desktopWindow) openHelp(name string) { dw.openHelpAt(name, "") }

func (dw *desktopWindow) openHelpAt(name string, class issuing.Class) {
	if dw.ordering() || dw.sheets.open != nil || dw.covered() {
		return
	}
	if !dw.helpShown() {
		dw.beforeHelp, dw.helpCursor = dw.desk.Objects[0], dw.window.Canvas().Focused()
	}
	dw.turnTo(dw.help.body)
	dw.help.show(name)
	dw.window.Canvas().Focus(dw.help.links[dw.help.at])
	dw.help.reveal(class)
	dw.deps.trace("help", "topic", topics[dw.help.at].name)
}

// topicHere is the topic of where the cursor is; "" is the one read last.
func (dw *desktopWindow) topicHere() string {
	switch {
	case dw.shows(dw.settings.body):
		return "console"
	case !dw.deskShown() || dw.form == nil || dw.window.Canvas().Focused() != dw.form.uid:
		return ""
	case dw.flow.mode() == modeBlocked:
		return "replace"
	}
	return "uid"
}

func (dw *desktopWindow) helpShown() bool {
	return len(dw.desk.Objects) > 0 && dw.desk.Objects[0] == dw.help.body
}

// closeHelp goes back, with the cursor where it was; false when no help is open.
func (dw *desktopWindow) closeHelp() bool {
	if dw.beforeHelp == nil || !dw.helpShown() {
		return false
	}
	dw.turnTo(dw.beforeHelp)
	if dw.helpCursor != nil {
		dw.window.Canvas().Focus(dw.helpCursor)
	}
	dw.beforeHelp, dw.helpCursor = nil, nil
	return true
}

// takeSample fills a practice card into the form, or copies its number while the form belongs to another profile.
func (dw *desktopWindow) takeSample(s Sample) {
	if dw.profile.Environment != credentials.Practice || dw.form == nil || dw.busy() {
		dw.app.Clipboard().SetContent(s.Number)
		dw.status.passing(dw.run, dw.w.t("status.copied"))
		return
	}
	dw.beforeHelp, dw.helpCursor = dw.both.body, nil
	dw.closeHelp()
	newSamplesBar(dw.w, dw.deps.Samples, dw.form).fill(s)
}

// helpFor names what the help says about the end of an order: the topic, and for a decline its class.
func helpFor(r issuing.Receipt) (name string, class issuing.Class) {
	switch {
	case r.State == ledger.Unknown:
		return "unknown", ""
	case r.State == ledger.Declined:
		return "phone", r.Advice.Class
	}
	return "", ""
}

// offerHelp puts a link to the help into the banner that tells of an end.
func (dw *desktopWindow) offerHelp(r issuing.Receipt) {
	name, class := helpFor(r)
	if name == "" || !strings.HasSuffix(dw.banner.title.content, receiptBanner(dw.w, r).title) {
		return
	}
	dw.banner.offer(helpLabel(r.State), func() { dw.openHelpAt(name, class) })
}

// explainEntry leaves the sheet for what the help says about a row's state.
func (dw *desktopWindow) explainEntry(e ledger.Entry) {
	dw.sheets.close()
	if e.State == ledger.Declined {
		dw.openHelpAt("phone", issuing.AdviceOn(e.PG, e.Message).Class)
		return
	}
	dw.openHelp("unknown")
}

// helpLabel is what the link to the help says: a decline is told to the customer.
func helpLabel(s ledger.State) string {
	if s == ledger.Declined {
		return "help.say"
	}
	return "help.why"
}

// offer shows a link beside what the banner says; label is the key of its words.
func (v *bannerView) offer(label string, open func()) {
	v.offered, v.help.OnTapped = label, open
	v.help.SetText(v.w.t(label))
	v.help.Show()
	v.changed()
}

// newHelpLink is a quiet button to a topic.
func newHelpLink(label string, open func()) *button {
	b := newButton(label, open)
	b.Importance = widget.LowImportance
	return b
}
