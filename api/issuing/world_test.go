package issuing_test

import (
	"context"
	"errors"
	"fmt"
	"testing"
	"time"

	"pgregory.net/rapid"

	"billkey/api"
	"billkey/api/card"
	"billkey/api/issuing"
	"billkey/api/ledger"
	"billkey/api/sandbox"
)

// usualSequences keeps the package's tests under a minute, with -race on two cores as well.
const usualSequences = 800

// world is one customer_uid, the desk before it, and the model of what is true.
type world struct {
	t   *testing.T
	rt  *rapid.T
	uid string
	// hidden: the server shows no card numbers.
	hidden bool

	server    *sandbox.Server
	elsewhere *api.Client // somebody with the same account and no ledger
	journal   *tape
	desk      *issuing.Desk

	key     *modelKey
	orders  []*modelOrder
	serial  int
	touched time.Time // last change from elsewhere

	confirmation issuing.Confirmation
	confirmed    int // serial of the confirmed key
	allowed      int // serial of the key that the press under way may replace

	dies  string // where the next order's process dies: before, after, or nowhere
	fault sandbox.Fault
	press int // POSTs of the press under way
}

// tape is a journal that notes what was begun and can fail to settle.
type tape struct {
	issuing.Journal
	begun    func(id int64, a ledger.Attempt)
	failOnce bool
}

var errJournal = errors.New("disk is full")

func (j *tape) Begin(ctx context.Context, a ledger.Attempt) (int64, error) {
	id, err := j.Journal.Begin(ctx, a)
	if err == nil {
		j.begun(id, a)
	}
	return id, err
}

func (j *tape) Settle(ctx context.Context, id int64, o ledger.Outcome) error {
	if j.failOnce {
		j.failOnce = false
		return errJournal
	}
	return j.Journal.Settle(ctx, id, o)
}

// line is the client of the desk, with a process that can die around it.
type line struct {
	*api.Client
	w *world
}

type death struct{}

func (l line) Issue(ctx context.Context, uid string, r api.IssueRequest) (api.BillingKey, error) {
	l.w.posting()
	if l.w.dies == "before" {
		panic(death{})
	}
	l.w.commit()
	k, err := l.Client.Issue(ctx, uid, r)
	if l.w.dies == "after" {
		panic(death{})
	}
	return k, err
}

var worlds int

func newWorld(t *testing.T, rt *rapid.T, j issuing.Journal) *world {
	worlds++
	hidden := rapid.Bool().Draw(rt, "hidden")
	server, err := sandbox.New(sandbox.Options{Switches: sandbox.Switches{
		NotFoundAs200: rapid.Bool().Draw(rt, "as200"), HideCardNumber: hidden,
	}})
	if err != nil {
		rt.Fatal(err)
	}
	w := &world{t: t, rt: rt, uid: fmt.Sprintf("u%07d", worlds), server: server, hidden: hidden}
	w.elsewhere = newClient(t, server)
	w.journal = &tape{Journal: j, begun: w.begun}
	w.restart()
	return w
}

func (w *world) restart() {
	w.desk = issuing.New(line{newClient(w.t, w.server), w}, w.journal, practice)
	w.confirmation, w.confirmed = issuing.Confirmation{}, 0
}

func (w *world) run() int {
	steps := rapid.IntRange(3, 14).Draw(w.rt, "steps")
	acts := []func(){
		w.issue, w.issue, w.issue, w.confirm, w.confirm, w.lookUp, w.reconcile, w.restart, w.wait, w.wait, w.wait,
		w.replaceElsewhere, w.deleteElsewhere, w.race,
	}
	for range steps {
		acts[rapid.IntRange(0, len(acts)-1).Draw(w.rt, "act")]()
	}
	w.settleAll()
	w.check()
	return steps
}

func (w *world) wait() {
	d := rapid.SampledFrom([]time.Duration{time.Second, 3 * time.Second, 6 * time.Second, 20 * time.Second, 131 * time.Second}).Draw(w.rt, "wait")
	pass(d)
	w.late()
}

// late lets late commits take effect.
func (w *world) late() {
	for i, o := range w.orders {
		if !o.due.IsZero() && !o.due.After(time.Now()) {
			o.due = time.Time{}
			o.committed = true
			w.put(i, o.mask)
			w.disturbOthers(o)
		}
	}
}

// disturbOthers notes that a key appeared which the open orders but one did not make. Where the PG hides the number,
// nothing tells it from theirs: the known limit of deciding by stamps alone.
func (w *world) disturbOthers(by *modelOrder) {
	for _, o := range w.orders {
		if s := w.state(o); o != by && (s == ledger.Pending || s == ledger.Unknown) {
			o.disturbed = true
		}
	}
}

func (w *world) put(order int, mask string) {
	w.serial++
	w.key = &modelKey{order: order, serial: w.serial, mask: mask}
}

func (w *world) begun(id int64, a ledger.Attempt) {
	o := &modelOrder{id: id, mask: a.Masked, hidden: w.hidden}
	young := !time.Unix(a.Prior.Updated, 0).Before(a.StartedAt.Add(-10 * time.Second))
	o.twin = a.Replace && young && (a.Prior.Masked == a.Masked || a.Prior.Masked == "")
	o.disturbed = !w.touched.IsZero() && time.Since(w.touched) <= issuing.Freshness // the lookup may be from before
	w.orders = append(w.orders, o)
}

// posting is called as a POST goes out: it must be the first one of its order, and replace only the confirmed key. What
// was changed elsewhere within the lookup's freshness is the risk that is left.
func (w *world) posting() {
	if w.press++; w.press > 1 {
		w.rt.Errorf("%d POSTs for one press", w.press)
	}
	w.late()
	if w.key != nil && w.key.serial != w.allowed && time.Since(w.touched) > issuing.Freshness {
		w.rt.Errorf("key %+v is replaced, confirmed was %d", *w.key, w.allowed)
	}
}

// commit is what the server makes of the POST.
func (w *world) commit() {
	o := w.orders[len(w.orders)-1]
	switch {
	case commits[w.fault.Kind]:
		o.committed = true
		w.put(len(w.orders)-1, o.mask)
	case w.fault.Kind == sandbox.FaultCommitLate:
		o.due = time.Now().Add(w.fault.Delay)
	}
}

func (w *world) lookUp() {
	if _, err := w.desk.LookUp(w.t.Context(), w.uid); err != nil {
		w.rt.Errorf("lookup: %v", err)
	}
}

// confirm types what the sheet asks for; the word is for the key that the lookup showed.
func (w *world) confirm() {
	l, err := w.desk.LookUp(w.t.Context(), w.uid)
	if err != nil || l.Key == nil {
		return
	}
	typed := l.UID
	if issuing.ChallengeFor(l) == issuing.TypeLastFour {
		typed = card.LastFour(l.Key.Masked)
	}
	c, ok := w.desk.Confirm(l, typed)
	if !ok || w.key == nil {
		w.rt.Fatalf("confirming %+v failed", l.Key)
	}
	w.confirmation, w.confirmed = c, w.key.serial
}

// pan makes a card number; the same one again now and then, as for a renewal.
func (w *world) pan() string {
	n := len(w.orders)
	if n > 0 && rapid.IntRange(0, 4).Draw(w.rt, "renewal") == 0 {
		n--
	}
	return luhn(fmt.Sprintf("411111%05d%04d", 77, n+1))
}

// luhn appends the check digit.
func luhn(digits string) string {
	for c := '0'; c <= '9'; c++ {
		if card.Luhn([]byte(digits + string(c))) {
			return digits + string(c)
		}
	}
	return digits
}

func (w *world) issue() {
	w.fault = sandbox.Fault{Kind: rapid.SampledFrom(faults).Draw(w.rt, "fault"), Method: "POST", Route: keyRoute}
	w.fault.Delay = time.Duration(rapid.IntRange(1, 44).Draw(w.rt, "delay")) * time.Second
	w.dies = rapid.SampledFrom([]string{"", "", "", "", "before", "after"}).Draw(w.rt, "dies")
	w.journal.failOnce = rapid.IntRange(0, 9).Draw(w.rt, "journal") == 0
	o := issuing.Order{UID: w.uid, Card: card.Fake(w.pan())}
	w.allowed = 0
	if rapid.Bool().Draw(w.rt, "with") {
		o.Confirmation, w.allowed = w.confirmation, w.confirmed
	}
	if w.fault.Kind != "" {
		w.server.Inject(w.fault)
	}
	w.press = 0
	if w.alive(o) {
		w.server.ClearFaults()
	}
	w.journal.failOnce, w.dies = false, ""
	w.late()
}

// alive presses the button; false when the process died on it, and another one was started.
func (w *world) alive(o issuing.Order) (alive bool) {
	defer func() {
		p := recover()
		if _, died := p.(death); died {
			w.server.ClearFaults()
			w.restart()
		} else if p != nil {
			panic(p)
		}
	}()
	_, _ = w.desk.Issue(w.t.Context(), o)
	return true
}

// race lets two desks register at once; the model takes over what the server then holds.
func (w *world) race() {
	w.fault, w.dies, w.allowed, w.press = sandbox.Fault{}, "", 0, 0
	before := w.server.Count("POST", keyRoute)
	second := issuing.New(line{newClient(w.t, w.server), w}, w.journal, practice)
	_, _ = w.desk.LookUp(w.t.Context(), w.uid)
	_, _ = second.LookUp(w.t.Context(), w.uid)
	for _, d := range []*issuing.Desk{w.desk, second} {
		_, _ = d.Issue(w.t.Context(), issuing.Order{UID: w.uid, Card: card.Fake(w.pan())})
	}
	if n := w.server.Count("POST", keyRoute) - before; n > 1 {
		w.rt.Errorf("%d POSTs of two desks", n)
	}
}

func (w *world) replaceElsewhere() {
	pan := luhn(fmt.Sprintf("555555%05d%04d", 88, w.serial+1))
	if _, err := w.elsewhere.Issue(w.t.Context(), w.uid, api.IssueRequest{Card: card.Fake(pan)}); err != nil {
		w.rt.Errorf("elsewhere: %v", err)
	}
	w.disturb()
	w.put(-1, "elsewhere")
}

func (w *world) deleteElsewhere() {
	if w.key == nil {
		return
	}
	if _, err := w.elsewhere.DeleteBillingKey(w.t.Context(), w.uid, ""); err != nil {
		w.rt.Errorf("elsewhere: %v", err)
	}
	w.disturb()
	w.key = nil
}

func (w *world) disturb() {
	w.touched = time.Now()
	for _, o := range w.orders {
		if s := w.state(o); s == ledger.Pending || s == ledger.Unknown {
			o.disturbed = true
		}
	}
}

func (w *world) state(o *modelOrder) ledger.State {
	e, err := w.journal.Entry(w.t.Context(), o.id)
	if err != nil {
		w.rt.Fatalf("row %d is lost: %v", o.id, err)
	}
	return e.State
}

func (w *world) reconcile() {
	for _, o := range w.orders {
		if s := w.state(o); s == ledger.Pending || s == ledger.Unknown {
			if _, err := w.desk.Reconcile(w.t.Context(), o.id); err != nil {
				w.rt.Errorf("reconcile: %v", err)
			}
		}
	}
}

// settleAll is the next start, after the quiet period.
func (w *world) settleAll() {
	w.restart()
	pass(issuing.Quiet + time.Minute)
	w.late()
	w.reconcile()
}

func (w *world) check() {
	held := serverKey(w.t, w.elsewhere, w.uid)
	if (held == nil) != (w.key == nil) {
		w.rt.Fatalf("the model has %+v, the server %+v", w.key, held)
	}
	for i, o := range w.orders {
		s := w.state(o)
		if !o.possible(s) {
			w.rt.Errorf("order %d %+v is %s", i, *o, s)
		}
		if o.hidden && o.disturbed { // a key from elsewhere cannot be told from this order's
			continue
		}
		stands := w.key != nil && w.key.order == i
		if stands && s != ledger.Issued && !(s == ledger.Unknown && o.possible(s)) {
			w.rt.Errorf("order %d %+v holds the key and is %s", i, *o, s)
		}
		if s == ledger.Issued && !stands && w.touched.IsZero() {
			w.rt.Errorf("order %d %+v is issued and does not hold the key %+v", i, *o, w.key)
		}
		w.byHand(o, s)
	}
}

// byHand settles what no lookup can.
func (w *world) byHand(o *modelOrder, s ledger.State) {
	if s != ledger.Unknown {
		return
	}
	to := ledger.NotIssued
	if o.committed {
		to = ledger.Issued
	}
	if err := w.desk.SettleByHand(w.t.Context(), o.id, to, "kim", "asked the PG"); err != nil {
		w.rt.Errorf("by hand: %v", err)
	}
	if got := w.state(o); got != to {
		w.rt.Errorf("by hand: %s, want %s", got, to)
	}
}
