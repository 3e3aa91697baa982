package ui

import (
	"strings"
	"testing"

	"billkey/api/ledger"
)

func TestSameCardAgainIsAskedAbout(t *testing.T) {
	s := newStage(t)
	s.customer("gildong_0001_1111", cardVisa)
	s.keys("<enter>gildong_0001_1111")
	s.q.pass(restAfter)
	s.keys("<tab><space>1111<enter><space>" + cardVisa + expiry() + "12900101<enter>")
	s.shot("caution-same-card")
	s.says("caution.title")
	if s.posts() != 1 {
		t.Fatal("sent before it was asked")
	}
	s.keys("<tab><enter>") // the same card
	s.keys("<tab><enter>") // a moment ago
	if s.posts() != 2 {
		t.Fatalf("POSTs: %d\n%s", s.posts(), s.visible())
	}
}

func TestSecondWrongPINNeedsATick(t *testing.T) {
	s := newStage(t)
	m := s.magic("decline_", "비밀번호틀림")
	uid := "gildong_0001_" + m.Number[len(m.Number)-4:]
	s.customer(uid, m.Number)
	s.keys("<enter>34<enter>")
	if s.posts() != 2 {
		t.Fatalf("POSTs after the second try: %d\n%s", s.posts(), s.visible())
	}
	s.keys("56<enter>")
	s.shot("caution-pin")
	s.says("caution.tick")
	if s.posts() != 2 {
		t.Fatal("a third try went out without the tick")
	}
	s.keys("<space><tab><tab><enter>")
	if s.posts() != 3 {
		t.Fatalf("POSTs: %d\n%s", s.posts(), s.visible())
	}
}

func TestStoryOfAnUnknownOrderCanBeLookedUp(t *testing.T) {
	s := newStage(t)
	m := s.magic("fault_commit_then_drop", "")
	s.customer("gildong_0001_"+m.Number[len(m.Number)-4:], m.Number)
	s.keys("<enter>")
	s.window.results.openRow(0)
	s.q.drain()
	s.shot("story-unknown")
	s.says("story.decide", "event.begun")
	s.shows(strings.TrimSuffix(s.window.w.t("event.unknown", "Detail", ""), " · "))
	s.window.sheets.leave()
	e := s.entries()[0]
	s.window.openStory(e)
	sheet := newStorySheet(s.window.w, e)
	s.window.lookAgain(sheet)
	s.q.drain()
	s.shot("story-issued")
	if e := s.entries(); e[0].State != ledger.Issued {
		t.Fatalf("state %s after the look-up", e[0].State)
	}
	s.says("event.issued")
	if s.posts() != 1 {
		t.Errorf("POSTs: %d", s.posts())
	}
}

func TestDecidingByHandNeedsAReason(t *testing.T) {
	s := newStage(t)
	m := s.magic("fault_drop_before_commit", "")
	s.customer("gildong_0001_"+m.Number[len(m.Number)-4:], m.Number)
	s.keys("<enter>")
	sheet := newStorySheet(s.window.w, s.entries()[0])
	sheet.OnSettle = func(ledger.State, string) { t.Error("settled without a reason") }
	sheet.settle(ledger.NotIssued)
	if sheet.note.content == "" {
		t.Error("nothing was said")
	}
}

func TestPanelShowsWhatAnotherDeskWrites(t *testing.T) {
	s := newStage(t)
	s.q.pass(watchEvery)
	id, err := s.parts.Ledger.Begin(t.Context(), ledger.Attempt{
		Profile: "practice", Environment: "practice", CustomerUID: "younghee_0001_4444", Masked: "555555******4444", StartedAt: s.window.form.now(),
	})
	if err != nil || id == 0 {
		t.Fatal(err)
	}
	s.showsNot("younghee_0001_4444")
	s.q.pass(watchEvery)
	s.shows("younghee_0001_4444")
}
