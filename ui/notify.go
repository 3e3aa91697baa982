package ui

import (
	"strings"
	"sync"
	"unicode"

	"fyne.io/fyne/v2"

	"billkey/api/issuing"
	"billkey/api/ledger"
)

// herald tells through the system how an order ended whose outcome was not known at first, when nobody sees the window
// say so.
type herald struct {
	send func(*fyne.Notification)
	run  runner
	// away tells that the window is behind others.
	away bool

	mu      sync.Mutex
	waiting []*fyne.Notification
	sending bool
}

// mostWaiting is how many notices wait for a desktop that does not answer; older ones are given up, as the panel tells them all.
const mostWaiting = 20

func newHerald(app fyne.App, run runner) *herald {
	h := &herald{send: app.SendNotification, run: run}
	app.Lifecycle().SetOnExitedForeground(func() { h.away = true })
	app.Lifecycle().SetOnEnteredForeground(func() { h.away = false })
	return h
}

// tell hands a notice over. The toolkit waits for the desktop's answer without a limit, so this is nobody's work to wait
// for; what is told meanwhile follows when it has answered.
func (h *herald) tell(title, content string) {
	if h.wait(fyne.NewNotification(harmless(title), harmless(content))) {
		h.run.aside(h.sendAll)
	}
}

// wait puts a notice behind the others; first tells that nobody is sending them yet.
func (h *herald) wait(n *fyne.Notification) (first bool) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.waiting = append(h.waiting, n)
	if over := len(h.waiting) - mostWaiting; over > 0 {
		h.waiting = h.waiting[over:]
	}
	first = !h.sending
	h.sending = true
	return first
}

func (h *herald) sendAll() {
	for n := h.next(); n != nil; n = h.next() {
		h.send(n)
	}
}

// next is the notice that is sent next; nil ends the sending.
func (h *herald) next() (n *fyne.Notification) {
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.sending = len(h.waiting) > 0; h.sending {
		n, h.waiting = h.waiting[0], h.waiting[1:]
	}
	return n
}

// announce tells of an end that came later. It names the customer_uid, and nothing of it while the window is locked.
func (dw *desktopWindow) announce(r issuing.Receipt) {
	covered := dw.covered()
	seen := !dw.herald.away && !covered && dw.deskShown()
	key, ok := endKey(r)
	if seen || !ok || !dw.prefs.notifies() {
		return
	}
	said := dw.w.t("end."+key, "UID", r.UID)
	if covered {
		said = dw.w.t("notify." + key)
	}
	dw.herald.tell(dw.w.t("program.name"), said)
	dw.deps.trace("announced", "state", string(r.State))
}

// endKey names an end of an order; an unknown one is none.
func endKey(r issuing.Receipt) (string, bool) {
	switch {
	case r.State == ledger.Issued && r.Replaced:
		return "replaced", true
	case r.State == ledger.Issued, r.State == ledger.Declined, r.State == ledger.NotIssued:
		return string(r.State), true
	}
	return "", false
}

// plainSigns are the signs that mean nothing to a shell, a script or a mark-up language.
const plainSigns = " _-.,:·@+…–"

// longestNotice is about what a desktop shows of a notice, in characters.
const longestNotice = 160

// harmless lets through letters, digits and plain signs. On Windows the toolkit puts the text into a PowerShell script
// between double quotes and escapes neither $ nor the curly quotes, which end a text there, too; on Linux the desktop may
// read it as mark-up.
func harmless(s string) string {
	n := 0
	return strings.Map(func(r rune) rune {
		if n++; n > longestNotice {
			return -1
		}
		if unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.IsMark(r) || strings.ContainsRune(plainSigns, r) {
			return r
		}
		return '·'
	}, s)
}
