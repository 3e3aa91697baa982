package ui

import (
	"context"
	"testing"
	"time"

	"billkey/api/headless"
	"billkey/api/ledger"
	"billkey/api/ledger/pgtest"
)

// onServer is a stage whose ledger is in a database of a cluster, used as user.
func onServer(t *testing.T, c *pgtest.Cluster, database, user string) *stage {
	t.Helper()
	t.Setenv(headless.LedgerPassword, c.Password)
	s := newEmptyStage(t)
	s.shared = ledger.Server{Host: "127.0.0.1", Port: c.Port, Database: database, User: user, TLS: ledger.TLSOff}.String()
	s.open()
	return s
}

// beats has a window ask its ledger until it has heard what is awaited; the way back to a server takes growing waits.
func (s *stage) beats(until func() bool) {
	s.t.Helper()
	limit := time.After(time.Minute)
	for !until() {
		select {
		case <-limit:
			s.t.Fatal("it never came")
		case <-time.After(20 * time.Millisecond):
			s.q.pass(watchEvery)
		}
	}
}

func TestAKeyOfAnotherDeskIsHeardOf(t *testing.T) {
	c := pgtest.New(t, pgtest.Options{})
	database := c.Database(t, "")
	here, there := onServer(t, c, database, pgtest.User), onServer(t, c, database, pgtest.User)
	ctx, stop := context.WithCancel(t.Context())
	heard, ended := make(chan func()), make(chan struct{})
	go func() {
		defer close(ended)
		there.window.listen(ctx, func(f func()) {
			select {
			case heard <- f:
			case <-ctx.Done():
			}
		})
	}()
	(<-heard)() // it listens from now on
	there.q.drain()
	here.issue("gildong_0001_1111", cardVisa)
	issued := time.Now()
	for there.window.results.list.total == 0 {
		(<-heard)() // and nothing else has this window look
		there.q.drain()
	}
	t.Logf("seen after %v", time.Since(issued))
	if e, ok := there.window.results.list.at(0); !ok || e.CustomerUID != "gildong_0001_1111" {
		t.Errorf("shows %+v", e)
	}
	stop()
	<-ended
}

func TestWhileTheDatabaseIsAwayNothingIsIssuedAndNothingTypedIsLost(t *testing.T) {
	c := pgtest.New(t, pgtest.Options{})
	s := onServer(t, c, c.Database(t, ""), pgtest.User)
	const uid = "gildong_0001_1111"
	s.customer(uid, cardVisa)
	if err := c.Stop(); err != nil {
		t.Fatal(err)
	}
	s.beats(func() bool { return !s.window.awaySince.IsZero() })
	s.says("ledger.away.detail")
	s.shows(s.window.w.t("ledger.away", "Since", nearTime(s.window.w, s.window.awaySince, time.Now())))
	s.keys("<enter>")
	s.streams()
	if s.window.form.number.digits.Len() != 16 || s.window.form.uid.Text != uid {
		t.Error("what was typed is gone")
	}
	if n := s.posts(); n != 0 {
		t.Errorf("%d orders were sent", n)
	}
	s.says("failure.no_journal.away")
	s.shot("away")
	if err := c.Start(); err != nil {
		t.Fatal(err)
	}
	s.beats(func() bool { return s.window.awaySince.IsZero() })
	s.shows(s.window.w.t("header.practice.detail", "Channel", s.window.w.t("channel.default")))
	s.press(s.window.form.submit)
	s.streams()
	if n := s.posts(); n != 1 {
		t.Errorf("%d orders were sent", n)
	}
	if e, ok := s.window.results.list.at(0); !ok || e.State != ledger.Issued {
		t.Errorf("shows %+v", e)
	}
}

func TestASupervisorSeesThePanelAlone(t *testing.T) {
	c := pgtest.New(t, pgtest.Options{})
	database := c.Database(t, "")
	desk := onServer(t, c, database, pgtest.User)
	desk.issue("gildong_0001_1111", cardVisa)
	for _, text := range []string{ledger.RolesSQL(), "CREATE ROLE hana LOGIN PASSWORD '" + c.Password + "' IN ROLE billkey_supervisor"} {
		if err := c.Exec(database, text); err != nil {
			t.Fatal(err)
		}
	}
	s := onServer(t, c, database, "hana")
	if s.window.form != nil || s.window.split.body.Objects[0].Visible() {
		t.Error("there is a form")
	}
	s.says("ledger.read_only")
	p := s.window.results
	p.grid.selectRow(0, false, false)
	s.shot("supervisor")
	if p.list.total != 1 || p.actions.look.Disabled() == false || !p.actions.again.Disabled() || p.actions.story.Disabled() {
		t.Errorf("%d rows, or what would change something can be pressed", p.list.total)
	}
	before := s.server.Requests()
	for _, a := range s.window.actions {
		if a.say == "action.quit" || a.say == "action.lock" {
			continue
		}
		s.window.perform(a)
		s.q.drain()
		s.streams()
		for s.window.window.Canvas().Overlays().Top() != nil {
			s.window.window.Canvas().Overlays().Remove(s.window.window.Canvas().Overlays().Top())
		}
		s.window.sheets.close()
		s.window.closeSettings()
	}
	if got := s.server.Requests(); len(got) != len(before) {
		t.Errorf("%d requests were sent", len(got)-len(before))
	}
}
