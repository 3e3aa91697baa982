package ui

import (
	"context"
	"net/http"
	"strings"
	"sync"
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

// Much that is written at once has a window read at once and once more.
func TestAWindowRestsBetweenWhatItHears(t *testing.T) {
	s := newStage(t)
	looks := 0
	s.window.deps.Ledger = versions{s.window.deps.Ledger, &looks}
	s.window.heardAt = time.Time{}
	for range 20 {
		s.window.hear()
		s.q.drain()
	}
	if looks != 1 {
		t.Errorf("looked %d times at once", looks)
	}
	s.q.pass(restEvery)
	if looks != 2 || s.window.hearing {
		t.Errorf("looked %d times", looks)
	}
}

// versions counts how often the ledger is asked whether anything was written.
type versions struct {
	book
	asked *int
}

func (v versions) Version(context.Context) (int64, error) { *v.asked++; return int64(*v.asked), nil }

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
		there.q.pass(restEvery)
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

// The answer of an order finds no ledger to be written into: the row stays open, and is asked about when the database is back.
func TestWhatWasInFlightWhenTheDatabaseWentIsSettledWhenItIsBack(t *testing.T) {
	c := pgtest.New(t, pgtest.Options{})
	s := newEmptyStage(t)
	var once sync.Once
	s.http.Config.Handler = http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Method == http.MethodPost && strings.HasPrefix(r.URL.Path, "/subscribe/customers/") {
			once.Do(func() {
				if err := c.Stop(); err != nil {
					t.Error(err)
				}
			})
		}
		s.server.ServeHTTP(w, r)
	})
	t.Setenv(headless.LedgerPassword, c.Password)
	s.shared = ledger.Server{Host: "127.0.0.1", Port: c.Port, Database: c.Database(t, ""), User: pgtest.User, TLS: ledger.TLSOff}.String()
	s.open()
	s.issue("gildong_0001_1111", cardVisa)
	s.says("journal.failed")
	s.beats(func() bool { return !s.window.awaySince.IsZero() })
	if err := c.Start(); err != nil {
		t.Fatal(err)
	}
	s.beats(func() bool { return s.window.awaySince.IsZero() })
	rows := s.entries()
	if len(rows) != 1 || rows[0].State != ledger.Pending {
		t.Fatalf("%+v", rows)
	}
	if len(s.q.streams) == 0 {
		t.Error("nobody follows the order")
	}
	r, err := s.window.flow.desk.Reconcile(t.Context(), rows[0].ID)
	if err != nil || r.State != ledger.Issued || r.JournalErr != nil || s.posts() != 1 {
		t.Errorf("%+v, %v; %d orders were sent", r, err, s.posts())
	}
	if rows := s.entries(); len(rows) != 1 || rows[0].State != ledger.Issued {
		t.Errorf("%+v", rows)
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

func TestAWindowOlderThanTheLedgerSaysSoAndOnlyReads(t *testing.T) {
	c := pgtest.New(t, pgtest.Options{})
	database := c.Database(t, "")
	onServer(t, c, database, pgtest.User)
	if err := c.Exec(database, "UPDATE billkey.version SET number = 99"); err != nil {
		t.Fatal(err)
	}
	s := onServer(t, c, database, pgtest.User)
	s.says("ledger.read_only.newer")
	if s.window.form != nil {
		t.Error("there is a form")
	}
}

func TestThePanelIsFilteredByDesk(t *testing.T) {
	c := pgtest.New(t, pgtest.Options{})
	database := c.Database(t, "")
	s := onServer(t, c, database, pgtest.User)
	filter := s.window.results.filters.values[ledger.ByDesk]
	for _, desk := range []string{"seoul-1", "busan-2"} {
		s.parts.Ledger.SetDesk(desk)
		s.issue("gildong_"+desk, cardVisa)
		s.window.offerFilters()
		s.q.drain()
		if several := desk == "busan-2"; filter.box.Visible() != several {
			t.Errorf("a choice of desks with %v", filter.values)
		}
	}
	filter.choice.SetSelected("seoul-1")
	s.q.drain()
	if l := s.window.results.list; l.total != 1 || l.rows[0].Desk != "seoul-1" {
		t.Errorf("%d rows", l.total)
	}
	s.press(s.window.results.filters.clear)
	if n := s.window.results.list.total; n != 2 {
		t.Errorf("%d rows without a filter", n)
	}
}

// A window that is opened while the database is away waits for it, with the form as usual; and then it is as one opened later.
func TestAWindowOpenedWhileTheDatabaseIsAwayWaitsForIt(t *testing.T) {
	for user, reads := range map[string]bool{pgtest.User: false, "hana": true} {
		t.Run(user, func(t *testing.T) {
			c := pgtest.New(t, pgtest.Options{})
			database := c.Database(t, "")
			before := onServer(t, c, database, pgtest.User)
			before.issue("gildong_0001_1111", cardVisa)
			for _, text := range []string{ledger.RolesSQL(), "CREATE ROLE hana LOGIN PASSWORD '" + c.Password + "' IN ROLE billkey_supervisor"} {
				if err := c.Exec(database, text); err != nil {
					t.Fatal(err)
				}
			}
			if err := c.Stop(); err != nil {
				t.Fatal(err)
			}
			s := onServer(t, c, database, user)
			s.shows(s.window.w.t("ledger.away", "Since", nearTime(s.window.w, s.window.awaySince, time.Now())))
			s.says("ledger.away.detail")
			s.showsNot(s.window.w.t("status.ready"))
			s.showsNot(s.window.w.t("first.title")) // nobody knows that
			s.customer("gildong_0002_1111", cardVisa)
			s.keys("<enter>")
			s.streams()
			s.says("failure.no_journal.away")
			if n := s.posts(); n != 0 {
				t.Errorf("%d orders were sent", n)
			}
			s.shot("waiting-" + user)
			if err := c.Start(); err != nil {
				t.Fatal(err)
			}
			s.beats(func() bool { return s.window.awaySince.IsZero() })
			s.streams()
			if s.window.readOnly() != reads || (s.window.form == nil) != reads {
				t.Errorf("reads only: %v, form: %v", s.window.readOnly(), s.window.form != nil)
			}
			if s.window.results.list.total != 1 {
				t.Errorf("%d rows", s.window.results.list.total)
			}
			s.shot("waited-" + user)
			if !reads {
				s.press(s.window.form.submit)
				s.streams()
			}
			if n := s.posts(); reads != (n == 0) {
				t.Errorf("%d orders were sent", n)
			}
		})
	}
}

// A second desk is told at once who holds a customer_uid, where, and since when.
func TestASecondDeskIsToldWhoHoldsACustomerUID(t *testing.T) {
	c := pgtest.New(t, pgtest.Options{})
	s := onServer(t, c, c.Database(t, ""), pgtest.User)
	began := time.Now().Add(-time.Minute)
	s.customer("gildong_0001_1111", cardVisa)
	if _, err := s.parts.Ledger.Begin(t.Context(), ledger.Attempt{
		Profile: s.window.profile.ID, Environment: "practice", CustomerUID: "gildong_0001_1111", Masked: "555555******4444",
		Operator: "박상담", Desk: "창구3/park", StartedAt: began,
	}); err != nil {
		t.Fatal(err)
	}
	s.keys("<enter>")
	s.streams()
	s.bannerSays("failure.open_order")
	s.shows(s.window.w.t("failure.open_order.detail.desk", "Since", dateTime(s.window.w, began), "Operator", "박상담", "Desk", "창구3/park"))
	if n := s.posts(); n != 0 {
		t.Errorf("%d orders were sent", n)
	}
}
