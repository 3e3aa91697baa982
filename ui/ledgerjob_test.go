package ui

import (
	"context"
	"testing"
	"time"

	"billkey/api/ledger"
)

// slowUpkeep backs up until it is told to end.
type slowUpkeep struct{ upkeep }

func (slowUpkeep) BackUp(ctx context.Context) (ledger.Backup, error) {
	<-ctx.Done()
	return ledger.Backup{}, ctx.Err()
}

// What was begun goes on while the page is left and built anew, keeps others from beginning, and is told of where one is.
func TestAJobOutlivesItsPage(t *testing.T) {
	s := newStage(t)
	s.registered("gildong_0001_1111")
	old := s.openLedger()
	s.press(old.backUp)
	s.window.closeSettings()
	s.window.settings.prefs.OnLanguage("en")
	p := s.window.keeping
	if p == old || p.job == nil || p.job != old.job || !p.backUp.Disabled() || !p.kept.stop.Visible() {
		t.Fatal("the new page knows nothing of it")
	}
	s.window.closeSettings()
	s.openLedger()
	s.shows(s.window.w.t("backup.making", "Seconds", "0"))
	s.q.pass(time.Second)
	s.window.closeSettings()
	s.streams()
	s.says("backup.done") // above the list
	if !s.window.banner.body.Visible() || p.job != nil || p.backUp.Disabled() {
		t.Error("its end is not told of")
	}
	s.openLedger()
	if len(p.files) != 1 || p.kept.stop.Visible() {
		t.Errorf("%d files", len(p.files))
	}
}

func TestAJobIsEndedByItsButton(t *testing.T) {
	s := newStage(t)
	p := s.openLedger()
	p.upkeep = slowUpkeep{p.upkeep}
	s.press(p.backUp)
	s.press(p.kept.stop)
	s.says("ledger.job.ending")
	s.streams()
	s.says("ledger.job.ended")
	if p.kept.stop.Visible() || p.backUp.Disabled() || p.job != nil {
		t.Error("the page is still at it")
	}
	if s.window.banner.body.Visible() {
		t.Error("it is told of twice")
	}
}

func TestClosingAsksAboutAJob(t *testing.T) {
	s := newStage(t)
	p := s.openLedger()
	p.upkeep = slowUpkeep{p.upkeep}
	s.press(p.backUp)
	s.window.close()
	s.says("close.job.title", "close.job")
	s.keys("<enter>") // the safe answer
	if s.hasClosed() {
		t.Fatal("closed without a yes")
	}
	s.press(p.kept.stop)
	s.streams()
	s.window.close()
	if !s.hasClosed() {
		t.Error("it asks about what has ended")
	}
}
