package issuing_test

import (
	"context"
	"os"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"billkey/api"
	"billkey/api/issuing"
	"billkey/api/ledger"
	"billkey/api/sandbox"
)

func removal(id int64, typed string) issuing.Removal {
	return issuing.Removal{EntryID: id, UID: uid, Typed: typed, Reason: "customer left", Operator: "lee"}
}

func (s *stage) deletes() int { return s.server.Count("DELETE", keyRoute) }

func (s *stage) kindsOf(uid string) string {
	s.t.Helper()
	var out []string
	for _, e := range s.story(uid) {
		out = append(out, e.Kind)
	}
	return strings.Join(out, " ")
}

func TestAKeyIsDeletedOnceAndWrittenDownBefore(t *testing.T) {
	for _, hidden := range []bool{false, true} {
		inBubble(t, sandbox.Options{Switches: sandbox.Switches{HideCardNumber: hidden}}, func(t *testing.T, s *stage) {
			r := s.issued(panA, issuing.Confirmation{})
			typed := "1111"
			if hidden {
				typed = uid
			}
			if err := s.desk.Remove(t.Context(), removal(r.EntryID, typed)); err != nil {
				t.Fatal(err)
			}
			if s.deletes() != 1 || s.kindsOf(uid) != "begun issued looked_up deleting deleted" || s.told(uid) != "deleted: customer left" {
				t.Errorf("%d requests, %s, %s", s.deletes(), s.kindsOf(uid), s.told(uid))
			}
			s.agrees()
			s.issued(panB, issuing.Confirmation{}) // at once
			s.agrees()
		})
	}
}

func TestNothingIsDeletedWithoutTheOperatorsWord(t *testing.T) {
	inBubble(t, sandbox.Options{}, func(t *testing.T, s *stage) {
		r := s.issued(panA, issuing.Confirmation{})
		silent := removal(r.EntryID, "1111")
		silent.Reason = " "
		other := removal(r.EntryID, "1111")
		other.UID = "another"
		p := practice
		p.ID = "second"
		gone, cancel := context.WithCancel(t.Context())
		cancel()
		for name, c := range map[string]struct {
			err  error
			want issuing.Kind
		}{
			"no reason":       {s.desk.Remove(t.Context(), silent), issuing.NoReason},
			"another number":  {s.desk.Remove(t.Context(), removal(r.EntryID, "4444")), issuing.NotConfirmed},
			"the uid instead": {s.desk.Remove(t.Context(), removal(r.EntryID, uid)), issuing.NotConfirmed},
			"nothing":         {s.desk.Remove(t.Context(), removal(r.EntryID, "")), issuing.NotConfirmed},
			"no row":          {s.desk.Remove(t.Context(), removal(99, "1111")), issuing.NotInForce},
			"another uid":     {s.desk.Remove(t.Context(), other), issuing.BadUID},
			"another profile": {issuing.New(s.client, s.ledger, p).Remove(t.Context(), removal(r.EntryID, "1111")), issuing.OtherProfile},
			"left":            {s.desk.Remove(gone, removal(r.EntryID, "1111")), issuing.Cancelled},
		} {
			t.Log(name)
			wantKind(t, c.err, c.want)
		}
		if s.deletes() != 0 || strings.Contains(s.kindsOf(uid), "deleting") {
			t.Errorf("%d requests, %s", s.deletes(), s.kindsOf(uid))
		}
		s.agrees()
	})
}

func TestAKeyChangedElsewhereIsNotDeleted(t *testing.T) {
	inBubble(t, sandbox.Options{}, func(t *testing.T, s *stage) {
		r := s.issued(panA, issuing.Confirmation{})
		pass(time.Minute)
		s.elsewhere(uid, "")
		f := wantKind(t, s.desk.Remove(t.Context(), removal(r.EntryID, "4444")), issuing.Changed)
		if f.Was == nil || f.Was.Masked != "411111******1111" || f.Now == nil || f.Now.Masked != "555555******4444" {
			t.Errorf("%+v", f)
		}
		if e := s.entry(r.EntryID); e.Elsewhere != ledger.ElsewhereChanged {
			t.Errorf("%+v", e)
		}
		s.elsewhere("", uid)
		if f = wantKind(t, s.desk.Remove(t.Context(), removal(r.EntryID, "1111")), issuing.Changed); f.Now != nil {
			t.Errorf("%+v", f)
		}
		if e := s.entry(r.EntryID); e.Elsewhere != ledger.ElsewhereGone || e.State != ledger.Issued || s.deletes() != 1 {
			t.Errorf("%+v, %d requests, one of them elsewhere", e, s.deletes())
		}
	})
}

func TestAReplacedRowAndAnOpenOrderAreNotDeleted(t *testing.T) {
	inBubble(t, sandbox.Options{}, func(t *testing.T, s *stage) {
		first := s.issued(panA, issuing.Confirmation{})
		second := s.issued(panB, s.confirmed())
		wantKind(t, s.desk.Remove(t.Context(), removal(first.EntryID, "1111")), issuing.NotInForce)
		s.inject(sandbox.Fault{Kind: sandbox.FaultDropBeforeCommit})
		third, err := s.issue(panC, s.confirmed())
		if err != nil {
			t.Fatal(err)
		}
		f := wantKind(t, s.desk.Remove(t.Context(), removal(second.EntryID, "4444")), issuing.OpenOrder)
		if f.Open == nil || f.Open.ID != third.EntryID || s.deletes() != 0 {
			t.Errorf("%+v", f)
		}
	})
}

// deleteStory removes a key whose DELETE meets a fault, and looks again when nothing of it can be travelling any more.
func deleteStory(t *testing.T, s *stage, kind sandbox.FaultKind) (first error) {
	r := s.issued(panA, issuing.Confirmation{})
	s.server.Inject(sandbox.Fault{Kind: kind, Method: "DELETE", Route: keyRoute})
	first = s.desk.Remove(t.Context(), removal(r.EntryID, "1111"))
	if first == nil {
		s.agrees()
		return nil
	}
	s.server.ClearFaults()
	if kindOf(first) == issuing.Unclear { // nobody knows, so nobody does anything
		wantKind(t, s.another().Remove(t.Context(), removal(r.EntryID, "1111")), issuing.Deleting)
		_, err := s.issue(panB, s.confirmed())
		if f := wantKind(t, err, issuing.Deleting); f.Deletion == nil || f.Deletion.Operator != "lee" {
			t.Errorf("%+v", f)
		}
	}
	pass(ledger.DeletionLimit + time.Second)
	if _, err := s.desk.LookUpMany(t.Context(), []string{uid}, "lee", nil); err != nil {
		t.Fatal(err)
	}
	s.agrees()
	return first
}

func TestADeletionUnderEveryFault(t *testing.T) {
	for _, kind := range sandbox.FaultKinds() {
		t.Run(string(kind), func(t *testing.T) {
			inBubble(t, sandbox.Options{Huge: 2 << 20}, func(t *testing.T, s *stage) {
				err := deleteStory(t, s, kind)
				decided := s.deletes() == 2 && (kind == sandbox.FaultTokenExpired || kind == sandbox.FaultUnauthorized)
				if n := s.deletes(); n > 1 && !decided {
					t.Errorf("%d requests", n)
				}
				stands := s.inForce() != nil
				last := s.kindsOf(uid)
				if stands != strings.HasSuffix(strings.TrimSuffix(last, " looked_up"), " not_deleted") || !stands && !strings.HasSuffix(last, " deleted") {
					t.Errorf("stands: %v, story: %s, first answer %v", stands, last, err)
				}
			})
		})
	}
}

func TestADeletionThatArrivesLateIsFoundByTheNextLook(t *testing.T) {
	inBubble(t, sandbox.Options{}, func(t *testing.T, s *stage) {
		r := s.issued(panA, issuing.Confirmation{})
		s.server.Inject(sandbox.Fault{Kind: sandbox.FaultCommitLate, Method: "DELETE", Route: keyRoute, Delay: 20 * time.Second})
		f := wantKind(t, s.desk.Remove(t.Context(), removal(r.EntryID, "1111")), issuing.Unclear)
		if f.Now == nil || s.entry(r.EntryID).State != ledger.Issued {
			t.Errorf("%+v", f)
		}
		pass(21 * time.Second)
		if err := s.another().Remove(t.Context(), removal(r.EntryID, "1111")); err != nil { // it is what was wanted
			t.Error(err)
		}
		if s.deletes() != 1 || s.told(uid) != "deleted: customer left" {
			t.Errorf("%d requests, %s", s.deletes(), s.told(uid))
		}
		s.agrees()
	})
}

func TestTwoDesksDeletingAtOnceSendOneDELETE(t *testing.T) {
	for range 3 {
		s, _ := onLoopback(t, nil)
		r := s.issued(panA, issuing.Confirmation{})
		desks := []*issuing.Desk{s.desk}
		for range 3 { // each with a connection to the file of its own, as another process has
			desks = append(desks, issuing.New(newClient(t, s.server), openLedger(t, s.path), practice))
		}
		var wg sync.WaitGroup
		for _, d := range desks {
			wg.Go(func() {
				err := d.Remove(t.Context(), removal(r.EntryID, "1111"))
				expected := []issuing.Kind{issuing.Deleting, issuing.Changed, issuing.NotInForce}
				if err != nil && !slices.Contains(expected, kindOf(err)) {
					t.Errorf("refused as %v", err)
				}
			})
		}
		wg.Wait()
		if s.deletes() != 1 || strings.Count(s.kindsOf(uid), "deleting") != 1 {
			t.Errorf("%d requests, %s", s.deletes(), s.kindsOf(uid))
		}
		s.agrees()
	}
}

// One desk deletes while the other replaces: one of them goes first, and the other one knows.
func TestDeletingAndReplacingAtOnceDoNotMeet(t *testing.T) {
	for range 5 {
		s, _ := onLoopback(t, nil)
		r := s.issued(panA, issuing.Confirmation{})
		other := issuing.New(newClient(t, s.server), openLedger(t, s.path), practice)
		word := confirm(t, other)
		var wg sync.WaitGroup
		wg.Go(func() { _ = s.desk.Remove(t.Context(), removal(r.EntryID, "1111")) })
		wg.Go(func() { _, _ = other.Issue(t.Context(), order(panB, word)) })
		wg.Wait()
		if n := s.deletes() + s.posts() - 1; n > 1 {
			t.Errorf("%d deeds: %s", n, s.kindsOf(uid))
		}
		s.agrees()
	}
}

// While the DELETE is under way the key still shows; an order confirmed by that is not sent.
func TestAnOrderWaitsForTheDeletionUnderWay(t *testing.T) {
	inBubble(t, sandbox.Options{}, func(t *testing.T, s *stage) {
		r := s.issued(panA, issuing.Confirmation{})
		s.server.Inject(sandbox.Fault{Kind: sandbox.FaultHangBeforeCommit, Method: "DELETE", Route: keyRoute})
		end := make(chan error, 1)
		go func() { end <- s.desk.Remove(t.Context(), removal(r.EntryID, "1111")) }()
		synctest.Wait()
		other := s.another()
		_, err := other.Issue(t.Context(), order(panB, confirm(t, other)))
		wantKind(t, err, issuing.Deleting)
		if s.posts() != 1 {
			t.Errorf("%d POSTs", s.posts())
		}
		wantKind(t, <-end, issuing.Unclear)
	})
}

// forgetsDeletions cannot write the end of a deletion.
type forgetsDeletions struct{ *ledger.Ledger }

func (forgetsDeletions) KeyDeleted(context.Context, int64, time.Time, string, string) error {
	return errJournal
}

func TestADeletionThatCannotBeWrittenDownIsFoundByTheNextLook(t *testing.T) {
	inBubble(t, sandbox.Options{}, func(t *testing.T, s *stage) {
		r := s.issued(panA, issuing.Confirmation{})
		d := issuing.New(s.client, forgetsDeletions{s.ledger}, practice)
		wantKind(t, d.Remove(t.Context(), removal(r.EntryID, "1111")), issuing.NotWritten)
		if _, err := s.desk.LookUpMany(t.Context(), []string{uid}, "kim", nil); err != nil {
			t.Fatal(err)
		}
		if s.told(uid) != "deleted: customer left" {
			t.Error(s.told(uid))
		}
		s.agrees()
	})
}

// A card number pasted into the reason reaches neither the server nor the disk.
func TestACardNumberInAReasonIsStarred(t *testing.T) {
	inBubble(t, sandbox.Options{}, func(t *testing.T, s *stage) {
		r := s.issued(panA, issuing.Confirmation{})
		p := removal(r.EntryID, "1111")
		p.Reason = "moves to 5105 1051-0510 5100, tel 010-1234-5678"
		g := &listener{Client: s.client}
		if err := issuing.New(g, s.ledger, practice).Remove(t.Context(), p); err != nil {
			t.Fatal(err)
		}
		if g.reason != "moves to ****, tel 010-1234-5678" {
			t.Error(g.reason)
		}
		for _, side := range []string{"", "-wal"} {
			b, err := os.ReadFile(s.path + side)
			if err != nil {
				t.Fatal(err)
			}
			search(t, side, b)
		}
	})
}

// listener hears the reason of a deletion.
type listener struct {
	*api.Client
	reason string
}

func (g *listener) DeleteBillingKey(ctx context.Context, uid, reason string) (api.BillingKey, error) {
	g.reason = reason
	return g.Client.DeleteBillingKey(ctx, uid, reason)
}
