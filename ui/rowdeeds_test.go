package ui

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"

	"billkey/api"
	"billkey/api/card"
	"billkey/api/credentials"
	"billkey/api/issuing"
	"billkey/api/ledger"
	"billkey/api/sandbox"
)

// elsewhere is a client of another program at the same account.
func (s *stage) elsewhere() *api.Client {
	s.t.Helper()
	keys, err := credentials.NewKeys([]byte(sandbox.Key), []byte(sandbox.Secret))
	if err != nil {
		s.t.Fatal(err)
	}
	c, err := api.New(api.Config{BaseURL: s.http.URL, Keys: func(context.Context) (api.Keys, error) {
		return api.Keys{Key: keys.Key, Secret: keys.Secret}, nil
	}})
	if err != nil {
		s.t.Fatal(err)
	}
	s.t.Cleanup(c.Close)
	return c
}

// registered registers customers on the practice profile, one after the other, and shows them.
func (s *stage) registered(uids ...string) {
	s.t.Helper()
	d, err := s.parts.Desk(s.window.profile)
	if err != nil {
		s.t.Fatal(err)
	}
	for _, uid := range uids {
		r, err := d.Issue(s.t.Context(), issuing.Order{UID: uid, Card: card.Fake(cardVisa), Operator: "김상담"})
		if err != nil || r.State != ledger.Issued {
			s.t.Fatalf("%+v, %v", r, err)
		}
	}
	s.window.results.reload()
	s.q.drain()
}

// pick selects the newest row of a customer_uid.
func (s *stage) pick(uid string) ledger.Entry {
	s.t.Helper()
	for k, e := range s.window.results.list.rows {
		if e.CustomerUID == uid {
			s.window.results.grid.selectRow(s.window.results.list.first+k, false, false)
			s.window.results.grid.focus()
			return e
		}
	}
	s.t.Fatalf("%s is not listed", uid)
	return ledger.Entry{}
}

// deletes counts requests that delete a key.
func (s *stage) deletes() int { return s.server.Count("DELETE", "/subscribe/customers/") }

func (s *stage) bannerSays(key string, pairs ...string) {
	s.t.Helper()
	s.shows(s.window.w.t(key, pairs...))
}

func TestLookingUpShowsWhatAnotherPlaceDid(t *testing.T) {
	s := newStage(t)
	s.registered("same_0001_1111", "changed_0001_1111", "gone_0001_1111")
	c := s.elsewhere()
	if _, err := c.Issue(t.Context(), "changed_0001_1111", api.IssueRequest{Card: card.Fake(cardMaster)}); err != nil {
		t.Fatal(err)
	}
	if _, err := c.DeleteBillingKey(t.Context(), "gone_0001_1111", ""); err != nil {
		t.Fatal(err)
	}
	p, g := s.window.results, s.window.results.grid
	g.selectRow(0, false, false)
	g.selectRow(2, true, false)
	s.press(p.actions.look)
	s.says("look.title")
	s.streams()
	s.bannerSays("look.done", "Count", "3")
	for _, verdict := range []string{"same", "changed", "gone"} {
		s.bannerSays("look.seen."+verdict, "Count", "1")
	}
	s.says("results.elsewhere.changed", "results.elsewhere.gone")
	if s.posts() != 4 || s.deletes() != 1 {
		t.Errorf("%d POSTs, %d DELETEs", s.posts(), s.deletes())
	}
	s.shot("looked-up")
	// The same customer's new card: the mark goes with the key it was about.
	s.pick("changed_0001_1111")
	s.press(p.actions.again)
	s.says("replace.title")
	s.shows("5555 55** **** 4444")
	s.keys("4444<enter><space>" + cardAmex + expiry() + "12900101<enter>")
	s.keys("<tab><enter>") // what is cautioned about is let through
	if e, err := s.parts.Ledger.InForce(t.Context(), "practice", "changed_0001_1111"); err != nil || e.Masked != "378282*****0005" {
		t.Fatalf("%+v, %v\n%s", e, err, s.visible())
	}
	s.showsNot(strings.Split(s.window.w.t("results.elsewhere.changed"), "{")[0])
	s.says("results.elsewhere.gone")
}

func TestAKeyNobodyHereKnowsIsToldOf(t *testing.T) {
	s := newStage(t)
	m := s.magic("decline_", "비밀번호틀림")
	uid := "gildong_0001_" + m.Number[len(m.Number)-4:]
	s.customer(uid, m.Number)
	s.keys("<enter>")
	if _, err := s.elsewhere().Issue(t.Context(), uid, api.IssueRequest{Card: card.Fake(cardVisa)}); err != nil {
		t.Fatal(err)
	}
	s.pick(uid)
	s.shortcut(fyne.KeyR)
	s.streams()
	s.bannerSays("look.done.all", "Count", "1", "Seen", s.window.w.t("look.all.foreign"))
}

func TestManyAreLookedUpWithProgressAndCanBeStopped(t *testing.T) {
	s := newStage(t)
	var uids []string
	for i := range 45 {
		uids = append(uids, fmt.Sprintf("member_%04d_1111", i))
	}
	s.registered(uids...)
	s.rowMenuChoose("row.look.all", "Count", "45")
	var said []string
	work := s.q.streams[0]
	s.q.streams = nil
	work(t.Context(), func(f func()) {
		f()
		said = append(said, s.visible())
		if len(said) == 1 {
			s.window.sheets.leave()
		}
	})
	s.q.drain()
	if !strings.Contains(said[0], s.window.w.t("look.progress", "Done", "20", "Of", "45")) {
		t.Errorf("the first word was not about twenty:\n%s", said[0])
	}
	s.says("look.stopped")
	s.bannerSays("look.done", "Count", "40")
	looked := 0
	for _, e := range s.entries() {
		if !e.LookedAt.IsZero() {
			looked++
		}
	}
	if looked != 40 {
		t.Errorf("%d rows are marked as looked up", looked)
	}
	s.rowMenuChoose("row.look.all", "Count", "45")
	s.streams()
	s.bannerSays("look.done", "Count", "45")
	s.showsNot(s.window.w.t("look.stopped"))
}

func TestARowOfAProfileThatIsGoneSaysSo(t *testing.T) {
	s := newFilledStage(t)
	s.window.results.grid.selectRow(0, false, false)
	s.press(s.window.results.actions.look)
	s.streams()
	s.bannerSays("look.orphans", "Count", "1")
	s.window.results.filters.change(viewFilter{States: []string{"issued"}})
	s.q.drain()
	s.window.results.grid.selectRow(0, false, false)
	for _, deed := range []string{"row.delete", "row.charge", "row.again"} {
		s.window.banner.hide()
		s.rowMenuChoose(deed)
		s.says("row.orphan")
		if s.window.sheets.open != nil {
			t.Errorf("%s: a sheet is open", deed)
		}
	}
}

func TestDeletingAsksForTheCardAndAReason(t *testing.T) {
	s := newStage(t)
	s.registered("gildong_0001_1111")
	s.pick("gildong_0001_1111")
	s.rowMenuChoose("row.delete")
	s.says("delete.title", "delete.warning", "replace.schedules.none", "delete.type_last_four")
	s.shot("delete")
	s.keys("4444<tab>고객 요청<tab><tab><enter>")
	s.says("failure.not_confirmed")
	s.deleting("1111", "  ")
	s.says("failure.no_reason")
	if s.deletes() != 0 || s.entries()[0].State != ledger.Issued {
		t.Fatalf("%d DELETEs, %s", s.deletes(), s.entries()[0].State)
	}
	s.deleting("1111", "고객 요청으로 해지")
	s.bannerSays("delete.done", "UID", "gildong_0001_1111")
	if s.deletes() != 1 || s.entries()[0].State != ledger.Deleted {
		t.Fatalf("%d DELETEs, %s", s.deletes(), s.entries()[0].State)
	}
	s.shows(stateWord(s.window.w, ledger.Deleted))
	if s.focused() != fyne.Focusable(s.window.results.grid.body) {
		t.Errorf("the cursor is in a %T", s.focused())
	}
	s.hit(fyne.KeyReturn)
	s.shows("고객 요청으로 해지")
	s.says("event.deleting")
	s.hit(fyne.KeyEscape)
	s.window.rowMenu(fyne.NewPos(10, 10), "")
	s.choose(s.window.w.t("row.delete")) // greyed out: nothing is in force
	if s.window.sheets.open != nil || s.deletes() != 1 {
		t.Error("a key that is gone can be deleted again")
	}
}

// deleting fills the open sheet anew and presses its button.
func (s *stage) deleting(digits, reason string) {
	s.t.Helper()
	all := controls(s.window.sheets.open.Content)
	s.window.window.Canvas().Focus(all[0])
	all[0].(*digitField).wipe()
	s.keys(digits)
	s.window.window.Canvas().Focus(all[1])
	all[1].(*entry).SetText("")
	s.keys(reason)
	all = controls(s.window.sheets.open.Content) // the button is on by now
	s.press(all[len(all)-1].(*button))
}

func TestATestChargeIsMadeAndTakenBack(t *testing.T) {
	s := newStage(t)
	s.registered("gildong_0001_1111")
	s.pick("gildong_0001_1111")
	s.rowMenuChoose("row.charge")
	s.says("charge.title", "charge.sentence.practice")
	s.showsNot(s.window.w.t("charge.live"))
	all := controls(s.window.sheets.open.Content)
	amount, pay := all[0].(*entry), all[1].(*button)
	for _, wrong := range []string{"", "0", "100001"} {
		amount.SetText(wrong)
		s.press(pay)
		s.says("failure.bad_amount")
	}
	amount.SetText("1500")
	s.press(pay)
	s.says("charge.done")
	if n := s.server.Count("POST", "/subscribe/payments/again"); n != 1 {
		t.Errorf("%d charges", n)
	}
	s.shows("1,500")
	s.shot("charged")
	s.press(controls(s.window.sheets.open.Content)[3].(*button))
	s.says("charge.cancelled")
	if n := s.server.Count("POST", "/payments/cancel"); n != 1 {
		t.Errorf("%d cancellations", n)
	}
	s.hit(fyne.KeyEscape)
	s.hit(fyne.KeyReturn)
	for _, kind := range []string{"charged", "cancelled"} {
		s.says("charge.event." + kind)
	}
}

// live opens a live profile on the sandbox, still locked.
func (s *stage) live() {
	s.t.Helper()
	p, err := s.parts.Profiles.Put(credentials.Profile{
		Name: "운영", Environment: credentials.Live, BaseURL: credentials.DefaultBaseURL, Needs: credentials.NeedsFor("nice_v2"),
	})
	if err != nil {
		s.t.Fatal(err)
	}
	s.keepKeys(p.ID)
	s.window.switchTo(p.ID)
	s.q.drain()
}

// keepKeys puts the sandbox's key and secret into the keychain for a profile.
func (s *stage) keepKeys(id string) {
	s.t.Helper()
	keys, err := credentials.NewKeys([]byte(sandbox.Key), []byte(sandbox.Secret))
	if err != nil {
		s.t.Fatal(err)
	}
	if _, err := s.parts.Vault.Save(s.t.Context(), id, keys); err != nil {
		s.t.Fatal(err)
	}
}

func TestALiveChargeNeedsTheTick(t *testing.T) {
	s := newStage(t)
	s.live()
	s.answerOperator()
	s.registered("gildong_0001_1111")
	s.pick("gildong_0001_1111")
	s.rowMenuChoose("row.charge")
	s.says("charge.sentence.live", "charge.live")
	all := controls(s.window.sheets.open.Content)
	s.window.window.Canvas().Focus(all[0])
	s.keys("<enter>")
	if n := s.server.Count("POST", "/subscribe/payments/again"); n != 0 {
		t.Fatal("charged without the tick")
	}
	s.keys("<tab><space>")
	s.window.window.Canvas().Focus(all[0])
	s.keys("<enter>")
	if n := s.server.Count("POST", "/subscribe/payments/again"); n != 1 {
		t.Fatalf("%d charges after the tick\n%s", n, s.visible())
	}
	s.says("charge.done")
}

func TestANoteIsSavedShownAndFound(t *testing.T) {
	s := newStage(t)
	s.registered("gildong_0001_1111", "younghee_0002_1111")
	s.pick("gildong_0001_1111")
	s.rowMenuChoose("row.note")
	s.keys("다음 달 해지 예정 4111111111111111")
	s.press(s.buttonNamed(s.window.w.t("note.save")))
	if s.window.sheets.open != nil || s.focused() != fyne.Focusable(s.window.results.grid.body) {
		t.Error("the sheet is open, or the cursor not in the list")
	}
	s.shows("다음 달 해지 예정")
	s.showsNot("4111111111111111")
	s.find("예정 해지")
	if all := s.found(); len(all) != 1 || all[0].CustomerUID != "gildong_0001_1111" {
		t.Errorf("found %+v", all)
	}
	s.find("younghee")
	s.showsNot("다음 달 해지 예정")
}

func TestANewCardBeginsFromARow(t *testing.T) {
	s := newStage(t)
	s.registered("gildong_0001_1111", "younghee_0002_1111")
	s.pick("gildong_0001_1111")
	s.press(s.window.results.actions.again)
	s.says("replace.title")
	if s.window.form.uid.Text != "gildong_0001_1111" {
		t.Errorf("customer_uid is %q", s.window.form.uid.Text)
	}
	s.shot("again")
	s.hit(fyne.KeyEscape)
	s.cursorIn(card.FieldUID)
	other := s.addProfile()
	s.window.switchTo(other)
	s.q.drain()
	s.answerOperator()
	s.pick("younghee_0002_1111")
	s.press(s.window.results.actions.again)
	s.bannerSays("row.again.other", "Profile", s.window.w.t("environment.practice"))
	s.says("row.again.other.detail")
	if s.window.form.uid.Text != "" {
		t.Errorf("customer_uid is %q", s.window.form.uid.Text)
	}
}

func TestTheStoryTellsOfAReplacedKeyNewestFirst(t *testing.T) {
	s := newStage(t)
	s.replaced()
	s.window.results.grid.selectRow(1, false, false)
	s.window.results.grid.focus()
	s.hit(fyne.KeyReturn)
	w := s.window.w
	s.says("event.begun", "event.issued")
	s.shows(stateWord(w, ledger.Replaced))
	seen := s.visible()
	was, now := s.entryAt(1), s.entryAt(0)
	if was.CardName == "" || now.CardName == "" {
		t.Fatalf("no company: %+v, %+v", was, now)
	}
	// Which card was replaced, and by which one: its company and its number each.
	newest, oldest := strings.LastIndex(seen, w.t("story.replaced", "Was", was.CardName+" 4111 11** **** 1111", "Now", now.CardName+" 5555 55** **** 4444")), strings.LastIndex(seen, w.t("event.begun", "Detail", "4111 11** **** 1111"))
	if newest < 0 || oldest < newest {
		t.Errorf("replaced at %d, begun at %d of\n%s", newest, oldest, seen)
	}
	for _, e := range s.storyOf("gildong_0001_1111") {
		s.shows(w.t("story.line", "Time", nearExact(w, e.At, time.Now()), "Operator", e.Operator))
	}
	s.shot("story")
}

// replaced registers a card and replaces it by another.
func (s *stage) replaced() {
	s.t.Helper()
	s.customer("gildong_0001_1111", cardVisa)
	s.keys("<enter>gildong_0001_1111")
	s.q.pass(restAfter)
	s.keys("<tab><space>1111<enter><space>" + cardMaster + expiry() + "12900101<enter>")
}

// A key that took another's place is counted as that alone, and what was issued is what Enter opens.
func TestANewRowIsSelectedAndCountedOnce(t *testing.T) {
	s := newStage(t)
	s.replaced()
	s.shows(s.window.w.t("results.today", "Issued", "1", "Replaced", "1", "Declined", "0", "Unknown", "0"))
	p := s.window.results
	if picked := p.picked(); len(picked) != 1 || picked[0].Masked != "555555******4444" || p.grid.cursor() != 0 {
		t.Fatalf("selected is %+v", picked)
	}
	p.grid.selectRow(1, false, false)
	s.issue("younghee_0001_1111", cardVisa)
	if picked := p.picked(); len(picked) != 1 || picked[0].Masked != "411111******1111" || picked[0].CustomerUID != "gildong_0001_1111" {
		t.Errorf("the operator's selection has become %+v", picked)
	}
}

// pickedNumbers are the cards of the selected rows, in the list's order.
func (s *stage) pickedNumbers() []string {
	var out []string
	for _, e := range s.window.results.picked() {
		out = append(out, e.Masked)
	}
	return out
}

// replaceFromRow replaces the card of the selected row, up to the last key before the order is sent.
func (s *stage) replaceFromRow(lastFour, number string) {
	s.t.Helper()
	s.press(s.window.results.actions.again)
	s.says("replace.title")
	s.keys(lastFour + "<enter><space>" + number + expiry() + "12900101")
}

// Whoever replaces a card from its row goes on with the new one: the old row's actions are about a key that is no more.
func TestAReplacementFromARowSelectsTheNewRow(t *testing.T) {
	s := newStage(t)
	s.registered("younghee_0001_1111", "gildong_0001_1111")
	s.pick("gildong_0001_1111")
	s.replaceFromRow("1111", cardMaster)
	s.keys("<enter>")
	p := s.window.results
	if got := s.pickedNumbers(); !slices.Equal(got, []string{"555555******4444"}) || p.grid.cursor() != 0 {
		t.Fatalf("selected is %v, the cursor is at %d", got, p.grid.cursor())
	}
	if p.actions.again.Disabled() {
		t.Error("the new key cannot be replaced")
	}
}

func TestAReplacementLeavesWhatTheOperatorSelectedMeanwhile(t *testing.T) {
	for name, meanwhile := range map[string]struct {
		do   func(s *stage)
		want int
	}{
		"another row":  {func(s *stage) { s.pick("younghee_0001_1111") }, 1},
		"several rows": {func(s *stage) { s.window.results.grid.selectRow(1, true, false) }, 2},
		"none":         {func(s *stage) { s.window.results.grid.pick(nil, -1) }, 0},
	} {
		s := newStage(t)
		s.registered("younghee_0001_1111", "gildong_0001_1111")
		s.pick("gildong_0001_1111")
		s.replaceFromRow("1111", cardMaster)
		form := s.focused()
		meanwhile.do(s)
		before := s.window.results.pickedIDs()
		s.window.window.Canvas().Focus(form)
		s.keys("<enter>")
		if after := s.window.results.pickedIDs(); meanwhile.want > 0 && !slices.Equal(before, after) || len(before) != meanwhile.want {
			t.Errorf("%s: selected was %v, is %v", name, before, after)
		}
	}
}

func TestANewLookKeepsSelectionAndBanner(t *testing.T) {
	s := newStage(t)
	s.replaced()
	s.window.results.grid.selectRow(1, false, false)
	s.says("end.replaced")
	s.pressKey(ctrlShift(fyne.KeyD))
	s.q.drain()
	s.says("end.replaced")
	if picked := s.window.results.picked(); len(picked) != 1 || picked[0].Masked != "411111******1111" {
		t.Errorf("selected is %+v", picked)
	}
}

func (s *stage) storyOf(uid string) []ledger.Event {
	s.t.Helper()
	events, err := s.parts.Ledger.Story(s.t.Context(), "practice", uid)
	if err != nil || len(events) == 0 {
		s.t.Fatalf("%d events, %v", len(events), err)
	}
	return events
}

func (s *stage) buttonNamed(label string) *button {
	s.t.Helper()
	for _, f := range controls(s.window.sheets.open.Content) {
		if b, ok := f.(*button); ok && b.Text == label {
			return b
		}
	}
	s.t.Fatalf("no button %q", label)
	return nil
}

func TestTheOperatorIsAskedOnceOnAMachine(t *testing.T) {
	s := newStage(t)
	s.showsNot(s.window.w.t("operator.title")) // practice
	first := s.addProfile()
	s.keepKeys(first)
	s.window.switchTo(first)
	s.q.drain()
	s.says("operator.title")
	s.hit(fyne.KeyEscape) // not answered: asked again
	s.restart()
	s.says("operator.title")
	e := controls(s.window.sheets.open.Content)[0].(*entry)
	e.SetText("  ")
	s.press(s.buttonNamed(s.window.w.t("operator.use")))
	s.says("operator.title")
	e.SetText(" 박지민 ")
	s.press(s.buttonNamed(s.window.w.t("operator.use")))
	s.showsNot(s.window.w.t("operator.title"))
	s.cursorIn(card.FieldUID)
	s.customer("gildong_0001_1111", cardVisa)
	s.keys("<enter>")
	if all := s.entries(); len(all) != 1 || all[0].Operator != "박지민" {
		t.Errorf("%+v", all)
	}
	s.restart()
	s.showsNot(s.window.w.t("operator.title"))
	s.window.switchTo("practice")
	s.q.drain()
	s.window.switchTo(first)
	s.q.drain()
	s.showsNot(s.window.w.t("operator.title"))
}

// A row of today says when, and by whom.
func TestTheDayIsCounted(t *testing.T) {
	s := newStage(t)
	s.registered("gildong_0001_1111")
	if time.Since(startOfDay(time.Now())) < time.Minute {
		t.Skip("midnight")
	}
	s.shows(s.window.w.t("results.today", "Issued", "1", "Replaced", "0", "Declined", "0", "Unknown", "0"))
}

func TestWhereTheServerShowsNoNumberTheCustomerUIDIsTyped(t *testing.T) {
	s := newStage(t)
	s.server.Switch(sandbox.Switches{HideCardNumber: true})
	s.registered("gildong_0001_1111")
	s.pick("gildong_0001_1111")
	s.rowMenuChoose("row.delete")
	s.says("delete.type_uid")
	c := s.window.window.Canvas()
	all := controls(s.window.sheets.open.Content)
	s.keys("gildong_0001_111")
	c.Focus(all[1])
	s.keys("해지")
	s.press(s.buttonNamed(s.window.w.t("delete.yes")))
	s.says("failure.not_confirmed")
	c.Focus(all[0])
	s.keys("1")
	s.press(s.buttonNamed(s.window.w.t("delete.yes")))
	if s.deletes() != 1 || s.entries()[0].State != ledger.Deleted {
		t.Errorf("%d DELETEs, %s\n%s", s.deletes(), s.entries()[0].State, s.visible())
	}
}

// An answer that was lost is asked about; it is never sent twice.
func TestADeletionWithoutAnAnswer(t *testing.T) {
	for kind, gone := range map[sandbox.FaultKind]bool{sandbox.FaultCommitThenDrop: true, sandbox.FaultDropBeforeCommit: false} {
		s := newStage(t)
		s.registered("gildong_0001_1111")
		s.pick("gildong_0001_1111")
		s.rowMenuChoose("row.delete")
		s.server.Inject(sandbox.Fault{Kind: kind, Method: "DELETE"})
		s.deleting("1111", "고객 요청")
		if s.deletes() != 1 {
			t.Errorf("%s: %d DELETEs", kind, s.deletes())
		}
		if gone {
			s.says("delete.done")
			continue
		}
		s.says("failure.unclear")
		if e := s.entries()[0]; e.State != ledger.Issued || s.window.sheets.open == nil {
			t.Errorf("%s: the row is %s", kind, e.State)
		}
	}
}

func TestDeletingCanBePressedOnceEnoughWasTyped(t *testing.T) {
	s := newStage(t)
	s.registered("gildong_0001_1111")
	e := s.pick("gildong_0001_1111")
	p, _ := s.parts.Profiles.Get(e.Profile)
	for _, c := range []struct {
		masked, typed string
		on            bool
	}{{e.KeyMasked, "", false}, {e.KeyMasked, "111", false}, {e.KeyMasked, "1111", true}, {"", "", false}, {"", "gildong_0001_1111", true}} {
		e.KeyMasked = c.masked
		sheet := newDeleteSheet(s.window.w, e, p)
		if c.masked == "" {
			sheet.uid.SetText(c.typed)
		} else {
			sheet.lastFour.fill([]byte(c.typed))
			sheet.lastFour.OnEdited(true)
		}
		if sheet.deed.Disabled() == c.on {
			t.Errorf("%+v: on %v", c, !sheet.deed.Disabled())
		}
		sheet.busy(true)
		if !sheet.deed.Disabled() {
			t.Errorf("%+v: can be pressed twice", c)
		}
	}
}

// What became of a key is said also to whoever has left the sheet, and no other sheet is closed for it.
func TestTheEndOfADeletionIsSaidThoughItsSheetWasLeft(t *testing.T) {
	for kind, said := range map[sandbox.FaultKind]string{"": "delete.done", sandbox.FaultDropBeforeCommit: "failure.unclear"} {
		s := newStage(t)
		s.registered("gildong_0001_1111")
		e := s.pick("gildong_0001_1111")
		s.rowMenuChoose("row.delete")
		if kind != "" {
			s.server.Inject(sandbox.Fault{Kind: kind, Method: "DELETE"})
		}
		all := controls(s.window.sheets.open.Content)
		s.window.window.Canvas().Focus(all[0])
		s.keys("1111")
		all[1].(*entry).SetText("고객 요청")
		s.buttonNamed(s.window.w.t("delete.yes")).press()
		if !s.window.busy() {
			t.Error("the window may be closed without a question")
		}
		s.window.sheets.leave()
		s.window.askNote(e)
		note := s.window.sheets.open
		s.q.drain()
		s.says(said)
		if s.window.sheets.open != note || s.window.busy() {
			t.Errorf("%q: another sheet was closed, or the window is still busy", kind)
		}
	}
}

func TestLookingUpWithoutANetworkSaysSo(t *testing.T) {
	s := newStage(t)
	s.registered("gildong_0001_1111")
	s.pick("gildong_0001_1111")
	s.http.CloseClientConnections()
	s.http.Close()
	s.press(s.window.results.actions.look)
	s.streams()
	s.bannerSays("look.done", "Count", "0")
	s.says("failure.unreachable")
	if s.window.sheets.open != nil {
		t.Error("a sheet is open")
	}
}

// While a sheet lies over the panel nothing below it is reached by a key.
func TestNoKeyOfThePanelWorksThroughASheet(t *testing.T) {
	s := newStage(t)
	s.registered("gildong_0001_1111")
	s.pick("gildong_0001_1111")
	s.rowMenuChoose("row.note")
	sheet := s.window.sheets.open
	for _, k := range []fyne.KeyName{fyne.KeyE, fyne.KeyR, fyne.KeyM, fyne.KeyB, fyne.KeyF, fyne.KeyComma} {
		s.shortcut(k)
	}
	if s.window.sheets.open != sheet || len(s.q.streams) != 0 || !s.window.deskShown() {
		t.Error("a key went through the sheet")
	}
}

func TestAnOperatorWithoutANameIsTheAccount(t *testing.T) {
	s := newStage(t)
	s.window.openSettings()
	s.window.settings.prefs.operator.SetText("  ")
	s.window.settings.prefs.operator.FocusLost()
	s.window.closeSettings()
	s.registered("gildong_0001_1111")
	s.customer("gildong_0002_1111", cardVisa)
	s.keys("<enter>")
	for _, e := range s.entries() {
		if e.Operator != "김상담" {
			t.Errorf("%q", e.Operator)
		}
	}
}
