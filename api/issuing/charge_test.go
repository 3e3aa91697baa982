package issuing_test

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"billkey/api"
	"billkey/api/card"
	"billkey/api/issuing"
	"billkey/api/ledger"
	"billkey/api/sandbox"
)

const againRoute, cancelRoute = "/subscribe/payments/again", "/payments/cancel"

func charge(id int64) issuing.ChargeOrder {
	return issuing.ChargeOrder{EntryID: id, UID: uid, Operator: "lee"}
}

func cancelling(c issuing.Charged) issuing.CancelOrder {
	return issuing.CancelOrder{UID: c.UID, MerchantUID: c.MerchantUID, Operator: "lee"}
}

func (s *stage) charges() int { return s.server.Count("POST", againRoute) }

func (s *stage) open() []issuing.Charged {
	s.t.Helper()
	return issuing.OpenCharges(s.story(uid))
}

func TestAKeyIsChargedAndTheChargeTakenBack(t *testing.T) {
	inBubble(t, sandbox.Options{}, func(t *testing.T, s *stage) {
		r := s.issued(panA, issuing.Confirmation{})
		c, err := s.desk.Charge(t.Context(), charge(r.EntryID))
		if err != nil || c.ImpUID == "" || c.Amount != issuing.SetupAmount || c.Unknown || c.Operator != "lee" || c.EntryID != r.EntryID {
			t.Fatalf("%+v, %v", c, err)
		}
		if open := s.open(); !slices.Equal(open, []issuing.Charged{c}) {
			t.Errorf("open %+v, want %+v", open, c)
		}
		p, err := s.client.FindPayment(t.Context(), c.MerchantUID, "")
		if err != nil || p.ImpUID != c.ImpUID || p.CustomerUID != uid || p.Status != api.PaymentPaid {
			t.Errorf("%+v, %v", p, err)
		}
		back, err := s.desk.CancelCharge(t.Context(), cancelling(c))
		if err != nil || back != c || len(s.open()) != 0 {
			t.Errorf("%+v, %v, open %+v", back, err, s.open())
		}
		if s.kindsOf(uid) != "begun issued looked_up charging charged cancelled" || s.charges() != 1 || s.server.Count("POST", cancelRoute) != 1 {
			t.Errorf("%s", s.kindsOf(uid))
		}
		_, err = s.desk.CancelCharge(t.Context(), cancelling(c))
		wantKind(t, err, issuing.NoCharge)
	})
}

func TestWhatIsNotCharged(t *testing.T) {
	no := false
	for name, c := range map[string]struct {
		environment string
		test        *bool // what the key says of itself
		change      func(o *issuing.ChargeOrder)
		want        issuing.Kind
	}{
		"practice":            {"practice", nil, nil, ""},
		"test":                {"test", nil, nil, ""},
		"a live key":          {"test", &no, nil, issuing.LiveLocked},
		"a live profile":      {"live", nil, nil, issuing.LiveLocked},
		"an unnamed one":      {"", nil, nil, issuing.LiveLocked},
		"live, allowed":       {"live", nil, func(o *issuing.ChargeOrder) { o.Live = true }, ""},
		"a negative amount":   {"test", nil, func(o *issuing.ChargeOrder) { o.Amount = -1 }, issuing.BadAmount},
		"too much":            {"test", nil, func(o *issuing.ChargeOrder) { o.Amount = issuing.MaxCharge + 1 }, issuing.BadAmount},
		"another uid's row":   {"test", nil, func(o *issuing.ChargeOrder) { o.UID = "another" }, issuing.BadUID},
		"a row that is none":  {"test", nil, func(o *issuing.ChargeOrder) { o.EntryID = 99 }, issuing.NotInForce},
		"the amount it is at": {"test", nil, func(o *issuing.ChargeOrder) { o.Amount = issuing.MaxCharge }, ""},
	} {
		t.Run(name, func(t *testing.T) {
			inBubble(t, sandbox.Options{}, func(t *testing.T, s *stage) {
				r := s.issued(panA, issuing.Confirmation{})
				p := practice
				p.Environment = c.environment
				o := charge(r.EntryID)
				if c.change != nil {
					c.change(&o)
				}
				_, err := issuing.New(says{s.client, c.test}, s.ledger, p).Charge(t.Context(), o)
				if c.want != "" {
					wantKind(t, err, c.want)
				} else if err != nil {
					t.Error(err)
				}
				if charged := s.charges() == 1; charged != (c.want == "") {
					t.Errorf("%d charges", s.charges())
				}
			})
		})
	}
}

// says is a server whose keys say whether they are test ones.
type says struct {
	*api.Client
	test *bool
}

func (g says) BillingKey(ctx context.Context, uid string) (api.BillingKey, error) {
	k, err := g.Client.BillingKey(ctx, uid)
	if g.test != nil {
		k.Sandbox = g.test
	}
	return k, err
}

func TestAKeyChangedElsewhereIsNotCharged(t *testing.T) {
	inBubble(t, sandbox.Options{}, func(t *testing.T, s *stage) {
		r := s.issued(panA, issuing.Confirmation{})
		pass(time.Minute)
		s.elsewhere(uid, "")
		_, err := s.desk.Charge(t.Context(), charge(r.EntryID))
		if f := wantKind(t, err, issuing.Changed); f.Was == nil || f.Now == nil || s.charges() != 0 {
			t.Errorf("%+v", f)
		}
	})
}

func TestADeclinedChargeIsToldInThePGsWords(t *testing.T) {
	const broke = "4000000000050106" // takes a key, refuses every charge
	for _, asError := range []bool{false, true} {
		inBubble(t, sandbox.Options{Switches: sandbox.Switches{ChargeDeclineAsError: asError}}, func(t *testing.T, s *stage) {
			r := s.issued(broke, issuing.Confirmation{})
			_, err := s.desk.Charge(t.Context(), charge(r.EntryID))
			f := wantKind(t, err, issuing.Declined)
			if f.Message == "" || len(s.open()) != 0 || !strings.HasPrefix(s.told(uid), "not_charged: billkey-test-") || !strings.HasSuffix(s.told(uid), " 1000 "+f.Message) {
				t.Errorf("%+v, %s", f, s.told(uid))
			}
		})
	}
}

func TestAChargeUnderEveryFault(t *testing.T) {
	for _, kind := range sandbox.FaultKinds() {
		t.Run(string(kind), func(t *testing.T) {
			inBubble(t, sandbox.Options{Huge: 2 << 20}, func(t *testing.T, s *stage) {
				r := s.issued(panA, issuing.Confirmation{})
				s.server.Inject(sandbox.Fault{Kind: kind, Method: "POST", Route: againRoute, Delay: 30 * time.Second})
				c, err := s.desk.Charge(t.Context(), charge(r.EntryID))
				s.server.ClearFaults()
				if kindOf(err) == issuing.Unclear {
					_, again := s.another().Charge(t.Context(), charge(r.EntryID))
					wantKind(t, again, issuing.ChargeOpen)
				}
				if kindOf(err) == issuing.Unclear != c.Unknown || err == nil != (c.ImpUID != "") {
					t.Errorf("%+v, %v", c, err)
				}
				if n := s.charges(); n > 1 && kind != sandbox.FaultTokenExpired && kind != sandbox.FaultUnauthorized {
					t.Errorf("%d charges", n)
				}
				pass(issuing.Quiet + time.Minute)
				for _, open := range s.open() {
					if _, err := s.desk.CancelCharge(t.Context(), cancelling(open)); err != nil && kindOf(err) != issuing.NoCharge {
						t.Error(err)
					}
				}
				s.nothingCharged()
			})
		})
	}
}

// nothingCharged fails when a charge in the story stands at the server, or the story says that one may.
func (s *stage) nothingCharged() {
	s.t.Helper()
	if open := s.open(); len(open) != 0 {
		s.t.Errorf("open: %+v", open)
	}
	for _, e := range s.story(uid) {
		merchant, _, _ := strings.Cut(e.Detail, " ")
		if e.Kind != issuing.KindCharging {
			continue
		}
		p, err := newClient(s.t, s.server).FindPayment(s.t.Context(), merchant, "")
		if err == nil && p.Status != api.PaymentFailed && p.CancelAmount != p.Amount {
			s.t.Errorf("still charged: %+v", p)
		}
	}
}

func TestACancellationWhoseAnswerIsLost(t *testing.T) {
	for kind, want := range map[sandbox.FaultKind]issuing.Kind{
		sandbox.FaultCommitThenDrop: "", sandbox.FaultDropBeforeCommit: issuing.Unclear, sandbox.FaultServerError: issuing.Unclear,
	} {
		inBubble(t, sandbox.Options{}, func(t *testing.T, s *stage) {
			r := s.issued(panA, issuing.Confirmation{})
			c, err := s.desk.Charge(t.Context(), charge(r.EntryID))
			if err != nil {
				t.Fatal(err)
			}
			s.server.Inject(sandbox.Fault{Kind: kind, Method: "POST", Route: cancelRoute})
			if _, err = s.desk.CancelCharge(t.Context(), cancelling(c)); kindOf(err) != want || want == "" && err != nil {
				t.Errorf("%s: %v", kind, err)
			}
			if want != "" {
				if len(s.open()) != 1 {
					t.Errorf("%s: forgotten", kind)
				}
				if _, err = s.another().CancelCharge(t.Context(), cancelling(c)); err != nil {
					t.Errorf("%s, again: %v", kind, err)
				}
			}
			s.nothingCharged()
		})
	}
}

// Somebody has taken the charge back in the PG's console.
func TestAChargeCancelledElsewhereIsWrittenDown(t *testing.T) {
	inBubble(t, sandbox.Options{}, func(t *testing.T, s *stage) {
		r := s.issued(panA, issuing.Confirmation{})
		c, err := s.desk.Charge(t.Context(), charge(r.EntryID))
		if err != nil {
			t.Fatal(err)
		}
		if _, err = s.client.Cancel(t.Context(), api.CancelRequest{ImpUID: c.ImpUID}); err != nil {
			t.Fatal(err)
		}
		if _, err = s.desk.CancelCharge(t.Context(), cancelling(c)); err != nil || s.server.Count("POST", cancelRoute) != 1 {
			t.Error(err)
		}
		s.nothingCharged()
	})
}

func TestAChargeUnderWayIsNotGivenUpTooEarly(t *testing.T) {
	inBubble(t, sandbox.Options{}, func(t *testing.T, s *stage) {
		r := s.issued(panA, issuing.Confirmation{})
		s.server.Inject(sandbox.Fault{Kind: sandbox.FaultCommitLate, Method: "POST", Route: againRoute, Delay: time.Minute})
		c, err := s.desk.Charge(t.Context(), charge(r.EntryID))
		wantKind(t, err, issuing.Unclear)
		_, err = s.desk.CancelCharge(t.Context(), cancelling(c))
		wantKind(t, err, issuing.TooEarly)
		pass(time.Minute)
		if back, err := s.desk.CancelCharge(t.Context(), cancelling(c)); err != nil || back.ImpUID == "" {
			t.Errorf("%+v, %v", back, err)
		}
		s.nothingCharged()
	})
}

func TestTwoDesksChargingAtOnceLeaveNothingUntold(t *testing.T) {
	s, _ := onLoopback(t, nil)
	r := s.issued(panA, issuing.Confirmation{})
	var wg sync.WaitGroup
	for range 4 {
		d := issuing.New(newClient(t, s.server), openLedger(t, s.path), practice)
		wg.Go(func() {
			if _, err := d.Charge(t.Context(), charge(r.EntryID)); err != nil && kindOf(err) != issuing.ChargeOpen {
				t.Error(err)
			}
		})
	}
	wg.Wait()
	if made := len(s.open()); made == 0 || made != s.charges() {
		t.Errorf("%d open, %d sent", made, s.charges())
	}
}

// A charge that cannot be written down is not sent.
func TestAChargeNeedsTheLedger(t *testing.T) {
	inBubble(t, sandbox.Options{}, func(t *testing.T, s *stage) {
		r := s.issued(panA, issuing.Confirmation{})
		d := issuing.New(s.client, forgetful{s.ledger, issuing.KindCharging}, practice)
		_, err := d.Charge(t.Context(), charge(r.EntryID))
		wantKind(t, err, issuing.NoJournal)
		if s.charges() != 0 {
			t.Errorf("%d charges", s.charges())
		}
	})
}

func TestOpenChargesReadEveryDetail(t *testing.T) {
	story := func(lines ...string) (out []ledger.Event) {
		for i, line := range lines {
			kind, detail, _ := strings.Cut(line, ": ")
			out = append(out, ledger.Event{ID: int64(i + 1), CustomerUID: uid, Kind: kind, Detail: detail})
		}
		return out
	}
	for name, c := range map[string]struct {
		events []ledger.Event
		want   string
	}{
		"none":             {story("begun: x", "issued: x"), ""},
		"sent":             {story("charging: m1 1000"), "m1 1000 true ;"},
		"made":             {story("charging: m1 1000", "charged: m1 1000 imps_157956.638714"), "m1 1000 false imps_157956638714;"},
		"made, of old":     {story("charging: m1 1000", "charged: m1"), "m1 1000 false ;"},
		"taken back":       {story("charging: m1 1000", "charged: m1 1000 imps_1", "cancelled: m1 1000 imps_1"), ""},
		"never made":       {story("charging: m1 1000", "not_charged: m1 1000 [F112] no"), ""},
		"of another":       {story("charging: m1 1000", "cancelled: m2 1000 imps_1"), "m1 1000 true ;"},
		"two, one is back": {story("charging: m1 1", "charged: m1 1 imp_1", "charging: m2 2", "cancelled: m1 1 imp_1"), "m2 2 true ;"},
	} {
		got := ""
		for _, o := range issuing.OpenCharges(c.events) {
			got += fmt.Sprintf("%s %d %v %s;", o.MerchantUID, o.Amount, o.Unknown, o.ImpUID)
		}
		if got != c.want {
			t.Errorf("%s: %q, want %q", name, got, c.want)
		}
	}
}

// An imp_uid is as long as a card number: it must come back whole from a ledger that stars those.
func TestAnImpUIDSurvivesTheLedger(t *testing.T) {
	inBubble(t, sandbox.Options{}, func(t *testing.T, s *stage) {
		r := s.issued(panA, issuing.Confirmation{})
		long := longID{s.client}
		if _, err := issuing.New(long, s.ledger, practice).Charge(t.Context(), charge(r.EntryID)); err != nil {
			t.Fatal(err)
		}
		if open := s.open(); len(open) != 1 || open[0].ImpUID != "imps_157956638714" {
			t.Errorf("%+v", open)
		}
	})
}

type longID struct{ *api.Client }

func (g longID) Again(ctx context.Context, r api.AgainRequest) (api.Payment, error) {
	p, err := g.Client.Again(ctx, r)
	p.ImpUID = "imps_157956638714"
	return p, err
}

// The PGs that want a buyer's name get the customer's, cut to their length.
func TestTheBuyerIsTheCustomer(t *testing.T) {
	inBubble(t, sandbox.Options{}, func(t *testing.T, s *stage) {
		c := card.Fake(panA)
		c.Name = strings.Repeat("가", 20)
		r, err := s.desk.Issue(t.Context(), issuing.Order{UID: uid, Card: c})
		if err != nil || s.entry(r.EntryID).CustomerName != strings.Repeat("가", 20) {
			t.Fatal(r, err)
		}
		g := &ksnet{Client: s.client}
		if _, err := issuing.New(g, s.ledger, practice).Charge(t.Context(), charge(r.EntryID)); err != nil {
			t.Fatal(err)
		}
		if g.sent.BuyerName != strings.Repeat("가", 16) || g.sent.ProductType != "digital" || len(g.sent.MerchantUID) > 40 {
			t.Errorf("%+v", g.sent)
		}
	})
}

// ksnet shows every key as one of the PG of that name.
type ksnet struct {
	*api.Client
	sent api.AgainRequest
}

func (g *ksnet) BillingKey(ctx context.Context, uid string) (api.BillingKey, error) {
	k, err := g.Client.BillingKey(ctx, uid)
	k.PGProvider = "ksnet"
	return k, err
}

func (g *ksnet) Again(ctx context.Context, r api.AgainRequest) (api.Payment, error) {
	g.sent = r
	return g.Client.Again(ctx, r)
}
