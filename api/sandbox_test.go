package api_test

import (
	"context"
	"errors"
	"fmt"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"
	"time"

	"billkey/api"
	"billkey/api/card"
	"billkey/api/sandbox"
	"billkey/api/secret"
)

func practiceKeys(context.Context) (api.Keys, error) {
	return api.Keys{Key: secret.FromString(sandbox.Key), Secret: secret.FromString(sandbox.Secret)}, nil
}

// practice is a client of the sandbox, once over a real port and once in process.
func practice(t *testing.T, o sandbox.Options, test func(t *testing.T, c *api.Client, s *sandbox.Server)) {
	t.Helper()
	for _, how := range []string{"loopback", "in process"} {
		t.Run(how, func(t *testing.T) {
			s, err := sandbox.New(o)
			if err != nil {
				t.Fatal(err)
			}
			defer func() { _ = s.Close() }()
			cfg := api.Config{BaseURL: "https://in.process", Keys: practiceKeys, Transport: s.Transport()}
			if how == "loopback" {
				l := httptest.NewServer(s)
				defer l.Close()
				cfg.BaseURL, cfg.Transport = l.URL, nil
			}
			test(t, newClient(t, cfg), s)
		})
	}
}

func orderOf(number string) api.IssueRequest {
	return api.IssueRequest{Card: card.Fake(number), ChannelKey: sandbox.Channels()[0].Key}
}

func TestIssueReplaceLookUpAndDelete(t *testing.T) {
	now := time.Unix(serverNow, 0)
	practice(t, sandbox.Options{Clock: func() time.Time { return now }}, func(t *testing.T, c *api.Client, s *sandbox.Server) {
		ctx := t.Context()
		if _, err := c.BillingKey(ctx, uid); !errors.Is(err, api.ErrNotFound) {
			t.Fatalf("before issuing: %v", err)
		}
		first, err := c.Issue(ctx, uid, orderOf("4111111111111111"))
		if err != nil {
			t.Fatal(err)
		}
		want := sandbox.Channels()[0]
		if first.CustomerUID != uid || first.CardNumber != "411111******1111" || first.PGProvider != want.PG || first.PGID != want.MID ||
			first.Sandbox == nil || *first.Sandbox != want.Sandbox || first.Inserted != serverNow || first.Updated != serverNow {
			t.Errorf("%+v", first)
		}
		s.Advance(time.Minute)
		second, err := c.Issue(ctx, uid, orderOf("5555555555554444"))
		if err != nil {
			t.Fatal(err)
		}
		if second.Inserted != first.Inserted || second.Updated != first.Updated+60 || second.CardNumber != "555555******4444" {
			t.Errorf("replaced: %+v", second)
		}
		found, err := c.BillingKey(ctx, uid)
		if err != nil || found.Updated != second.Updated || found.CardNumber != second.CardNumber {
			t.Errorf("%+v, %v", found, err)
		}
		gone, err := c.DeleteBillingKey(ctx, uid, "해지")
		if err != nil || gone.CardNumber != second.CardNumber {
			t.Errorf("%+v, %v", gone, err)
		}
		for _, call := range []func(context.Context, string) (api.BillingKey, error){c.BillingKey,
			func(ctx context.Context, uid string) (api.BillingKey, error) { return c.DeleteBillingKey(ctx, uid, "") }} {
			if _, err := call(ctx, uid); !errors.Is(err, api.ErrNotFound) {
				t.Errorf("after deleting: %v", err)
			}
		}
		if n := s.Count("POST", "/subscribe/customers/"); n != 2 {
			t.Errorf("%d POSTs for 2 orders", n)
		}
		if d := c.Now().Sub(s.Now()); d.Abs() > time.Minute+time.Second {
			t.Errorf("clocks differ by %v", d)
		}
	})
}

func TestBothFormsOfNotFoundOfTheSandbox(t *testing.T) {
	practice(t, sandbox.Options{Switches: sandbox.Switches{NotFoundAs200: true}}, func(t *testing.T, c *api.Client, _ *sandbox.Server) {
		_, err := c.BillingKey(t.Context(), uid)
		if e := kindOf(t, err, api.KindNotFound); e.Status != 200 || e.Code != 1 {
			t.Errorf("%+v", e)
		}
	})
}

func TestManyKeysOfTheSandbox(t *testing.T) {
	practice(t, sandbox.Options{}, func(t *testing.T, c *api.Client, _ *sandbox.Server) {
		ctx := t.Context()
		if got, err := c.BillingKeys(ctx, []string{"a", "b"}); err != nil || len(got) != 0 {
			t.Fatalf("%v, %v", got, err)
		}
		for _, u := range []string{"a", "길동/1 +&"} {
			if _, err := c.Issue(ctx, u, orderOf("4111111111111111")); err != nil {
				t.Fatal(err)
			}
		}
		got, err := c.BillingKeys(ctx, []string{"a", "길동/1 +&", "nobody"})
		if err != nil || len(got) != 2 {
			t.Fatalf("%+v, %v", got, err)
		}
		got, err = c.BillingKeys(ctx, []string{"a"})
		if err != nil || len(got) != 1 || got[0].CustomerUID != "a" {
			t.Errorf("%+v, %v", got, err)
		}
	})
}

func TestEveryMagicCardEndsAsItSays(t *testing.T) {
	s, err := sandbox.New(sandbox.Options{Slow: time.Millisecond, Late: time.Millisecond})
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = s.Close() }()
	c := newClient(t, api.Config{BaseURL: "https://in.process", Keys: practiceKeys, Transport: s.Transport()})
	for i, m := range sandbox.MagicCards() {
		if m.Fault != "" {
			continue
		}
		key, err := c.Issue(t.Context(), fmt.Sprintf("magic_%d", i), orderOf(m.Number))
		if !strings.HasPrefix(m.Code, "decline_") {
			if err != nil || key.CardNumber != card.Mask(m.Number) {
				t.Errorf("%s: %+v, %v", m.Code, key, err)
			}
			continue
		}
		e := kindOf(t, err, api.KindDeclined)
		if e.Message != m.Message {
			t.Errorf("%s: message %q, want %q", m.Code, e.Message, m.Message)
		}
	}
}

func TestChargeAndCancelOnTheSandbox(t *testing.T) {
	practice(t, sandbox.Options{}, func(t *testing.T, c *api.Client, _ *sandbox.Server) {
		ctx := t.Context()
		if _, err := c.Issue(ctx, uid, orderOf("4111111111111111")); err != nil {
			t.Fatal(err)
		}
		paid, err := c.Again(ctx, charge)
		if err != nil || paid.Status != api.PaymentPaid || paid.Amount != 1000 {
			t.Fatalf("%+v, %v", paid, err)
		}
		for _, find := range []func() (api.Payment, error){
			func() (api.Payment, error) { return c.FindPayment(ctx, "m1", "") },
			func() (api.Payment, error) { return c.FindPayment(ctx, "m1", "paid") },
			func() (api.Payment, error) { return c.Payment(ctx, paid.ImpUID) },
		} {
			if p, err := find(); err != nil || p.ImpUID != paid.ImpUID {
				t.Errorf("%+v, %v", p, err)
			}
		}
		if page, err := c.Payments(ctx, uid, 1); err != nil || page.Total != 1 || len(page.List) != 1 || page.Next != 0 {
			t.Errorf("%+v, %v", page, err)
		}
		_, err = c.Again(ctx, charge)
		kindOf(t, err, api.KindDeclined)
		back, err := c.Cancel(ctx, api.CancelRequest{ImpUID: paid.ImpUID, Amount: 1000, Checksum: sum(1000), Reason: "확인"})
		if err != nil || back.Status != api.PaymentCancelled || back.CancelAmount != 1000 {
			t.Errorf("%+v, %v", back, err)
		}
		_, err = c.Cancel(ctx, api.CancelRequest{ImpUID: paid.ImpUID})
		kindOf(t, err, api.KindDeclined)
		if _, err = c.FindPayment(ctx, "nobody", ""); !errors.Is(err, api.ErrNotFound) {
			t.Error(err)
		}
		if _, err = c.Payment(ctx, "imp_0"); !errors.Is(err, api.ErrNotFound) {
			t.Error(err)
		}
	})
}

func TestSchedulesSettingsAndCardsOfTheSandbox(t *testing.T) {
	for _, asPage := range []bool{false, true} {
		practice(t, sandbox.Options{Switches: sandbox.Switches{SchedulesAsPage: asPage}}, func(t *testing.T, c *api.Client, _ *sandbox.Server) {
			ctx := t.Context()
			if _, err := c.Issue(ctx, uid, orderOf("4111111111111111")); err != nil {
				t.Fatal(err)
			}
			at := c.Now()
			if page, err := c.Schedules(ctx, uid, at, at.AddDate(0, 2, 0), "scheduled", 1); err != nil || page.Total != 0 {
				t.Errorf("%+v, %v", page, err)
			}
			settings, err := c.PGSettings(ctx)
			if err != nil || len(settings) != len(sandbox.Channels()) || settings[0].ChannelKey != sandbox.Channels()[0].Key {
				t.Errorf("%+v, %v", settings, err)
			}
			cards, err := c.Cards(ctx)
			if err != nil || !slices.ContainsFunc(cards, func(one api.CardCompany) bool { return one.Code == "361" }) {
				t.Errorf("%+v, %v", cards, err)
			}
			if one, err := c.CardCompany(ctx, "361"); err != nil || one.Code != "361" {
				t.Errorf("%+v, %v", one, err)
			}
			if _, err := c.CardCompany(ctx, "999"); !errors.Is(err, api.ErrNotFound) {
				t.Error(err)
			}
		})
	}
}

func TestWrongKeysOfTheSandbox(t *testing.T) {
	s, err := sandbox.New(sandbox.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = s.Close() }()
	c := newClient(t, api.Config{BaseURL: "https://in.process", Keys: keys, Transport: s.Transport()})
	kindOf(t, c.Warm(t.Context()), api.KindUnauthorized)
}

// faultEnds is how a single fault on the POST must look to the caller. 0 stands for success.
var faultEnds = map[sandbox.FaultKind]api.Kind{
	sandbox.FaultCommitThenDrop: api.KindUndecided, sandbox.FaultDropBeforeCommit: api.KindUndecided,
	sandbox.FaultCommitLate: api.KindUndecided, sandbox.FaultResetMidAnswer: api.KindUndecided,
	sandbox.FaultCloseMidAnswer: api.KindUndecided, sandbox.FaultServerError: api.KindUndecided,
	sandbox.FaultServerErrorCommitted: api.KindUndecided, sandbox.FaultBadGateway: api.KindUndecided,
	sandbox.FaultBadGatewayCommitted: api.KindUndecided, sandbox.FaultCutBody: api.KindUndecided,
	sandbox.FaultNoCode: api.KindUndecided, sandbox.FaultHugeBody: api.KindUndecided, sandbox.FaultRedirect: api.KindUndecided,
	sandbox.FaultWrongUID: api.KindUndecided, sandbox.FaultNullResponse: api.KindUndecided,
	sandbox.FaultHang: api.KindUndecided, sandbox.FaultHangBeforeCommit: api.KindUndecided,
	sandbox.FaultForbidden: api.KindRefused, sandbox.FaultHostileMessage: api.KindDeclined,
	sandbox.FaultUnauthorized: api.KindUnauthorized,
	sandbox.FaultSlow:         succeeds, sandbox.FaultWrongType: succeeds, sandbox.FaultTokenExpired: succeeds,
}

const succeeds = api.Kind(99)

func TestEveryFaultOfTheSandboxOnAnOrder(t *testing.T) {
	for _, kind := range sandbox.FaultKinds() {
		want, known := faultEnds[kind]
		if kind == sandbox.FaultRefusedConnection {
			continue // differs between the two ways; below
		}
		if !known {
			t.Errorf("no expectation for %s", kind)
		}
		t.Run(string(kind), func(t *testing.T) {
			o := sandbox.Options{Slow: time.Millisecond, Late: time.Millisecond}
			practice(t, o, func(t *testing.T, c *api.Client, s *sandbox.Server) { playFault(t, c, s, kind, want) })
		})
	}
}

func playFault(t *testing.T, c *api.Client, s *sandbox.Server, kind sandbox.FaultKind, want api.Kind) {
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	if err := c.Warm(ctx); err != nil {
		t.Fatal(err)
	}
	times, posts := 1, 1
	switch kind {
	case sandbox.FaultUnauthorized:
		times, posts = 2, 2
	case sandbox.FaultTokenExpired:
		posts = 2
	case sandbox.FaultHang, sandbox.FaultHangBeforeCommit:
		ctx, cancel = context.WithTimeout(ctx, 50*time.Millisecond)
		defer cancel()
	}
	s.Inject(sandbox.Fault{Kind: kind, Method: "POST", Route: "/subscribe/customers/", Times: times})
	key, err := c.Issue(ctx, uid, orderOf("4111111111111111"))
	if n := s.Count("POST", "/subscribe/customers/"); n != posts {
		t.Errorf("%d POSTs, want %d", n, posts)
	}
	if want == succeeds {
		if err != nil || key.CustomerUID != uid {
			t.Fatalf("%+v, %v", key, err)
		}
		return
	}
	e := kindOf(t, err, want)
	if strings.ContainsAny(e.Message, "\x00\x1b\u202e\u2066") {
		t.Errorf("message %q", e.Message)
	}
}

func TestConnectionRefusedInProcessMeansNothingWasSent(t *testing.T) {
	s, err := sandbox.New(sandbox.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = s.Close() }()
	c := newClient(t, api.Config{BaseURL: "https://in.process", Keys: practiceKeys, Transport: s.Transport()})
	s.Inject(sandbox.Fault{Kind: sandbox.FaultRefusedConnection, Method: "POST", Route: "/subscribe/customers/"})
	_, err = c.Issue(t.Context(), uid, orderOf("4111111111111111"))
	kindOf(t, err, api.KindUnreachable)
}
