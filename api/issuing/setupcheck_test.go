package issuing_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"billkey/api"
	"billkey/api/card"
	"billkey/api/issuing"
	"billkey/api/ledger"
	"billkey/api/sandbox"
	"billkey/api/secret"
)

// needs stands for the table of PGs.
func needs(pg string) []issuing.Requirement {
	if pg == "welcome" {
		return []issuing.Requirement{{Field: "customer_name", Level: "required"}, {Field: "birth", Level: "by_contract"}}
	}
	return []issuing.Requirement{{Field: "birth", Level: "required"}, {Field: "pwd_2digit", Level: "by_contract"}}
}

// setup is the check of the profile on the stage's ledger and server.
func (s *stage) setup(p issuing.Profile, sends []string, journal issuing.Journal) *issuing.Setup {
	s.t.Helper()
	c, err := issuing.NewSetup(issuing.SetupConfig{
		Profile: p, ProfileName: "shop", Sends: sends, Requires: needs, Journal: journal,
		Keys: func(context.Context) (string, string) { return "keychain", "" },
		Connect: func(saw func(api.Inspection)) (issuing.SetupGateway, error) {
			return api.New(api.Config{
				BaseURL: "http://127.0.0.1", Transport: s.server.Transport(), Inspect: saw,
				Keys: func(context.Context) (api.Keys, error) {
					return api.Keys{Key: secret.FromString(sandbox.Key), Secret: secret.FromString(sandbox.Secret)}, nil
				},
			})
		},
	})
	if err != nil {
		s.t.Fatal(err)
	}
	return c
}

var fourFields = []string{"birth", "pwd_2digit"}

func withCard() issuing.SetupOrder {
	return issuing.SetupOrder{Issue: true, Card: card.Fake(panA), Operator: "kim"}
}

// short is the verdicts of the steps that need a card.
func short(r issuing.SetupReport) string {
	var out []string
	for _, s := range r.Steps {
		switch s.Name {
		case issuing.StepIssue, issuing.StepLookup, issuing.StepCharge, issuing.StepCancel, issuing.StepDelete, issuing.StepGone, issuing.StepCleanup:
			v := fmt.Sprintf("%s=%s", s.Name, s.Verdict)
			if s.Reason != "" {
				v += ":" + string(s.Reason)
			}
			out = append(out, v)
		}
	}
	return strings.Join(out, " ")
}

func TestSetupCheckUnderFaults(t *testing.T) {
	const againRoute, cancelRoute = "/subscribe/payments/again", "/payments/cancel"
	for name, c := range map[string]struct {
		kind          sandbox.FaultKind
		method, route string
		want          string
		left          int
	}{
		"nothing": {
			"", "", "", "issue=ok lookup=ok charge=ok cancel=ok delete=ok gone=ok", 0,
		},
		"issue, answer lost": {
			sandbox.FaultCommitThenDrop, "POST", keyRoute,
			"issue=warn:answer_lost lookup=ok charge=ok cancel=ok delete=ok gone=ok", 0,
		},
		"issue, late": {
			sandbox.FaultCommitLate, "POST", keyRoute,
			"issue=warn:answer_lost lookup=ok charge=ok cancel=ok delete=ok gone=ok", 0,
		},
		"issue, never arrived": {
			sandbox.FaultDropBeforeCommit, "POST", keyRoute,
			"issue=fail:undecided lookup=skipped:earlier charge=skipped:earlier cancel=skipped:earlier delete=ok gone=ok", 1,
		},
		"charge, answer lost": {
			sandbox.FaultCommitThenDrop, "POST", againRoute,
			"issue=ok lookup=ok charge=warn:answer_lost cancel=ok delete=ok gone=ok", 0,
		},
		"charge, never arrived": {
			sandbox.FaultDropBeforeCommit, "POST", againRoute,
			"issue=ok lookup=ok charge=fail:undecided cancel=skipped:nothing_there delete=ok gone=ok", 1,
		},
		"charge, late": {
			sandbox.FaultCommitLate, "POST", againRoute,
			"issue=ok lookup=ok charge=warn:answer_lost cancel=ok delete=ok gone=ok", 0,
		},
		"cancellation, answer lost": {
			sandbox.FaultCommitThenDrop, "POST", cancelRoute,
			"issue=ok lookup=ok charge=ok cancel=warn:answer_lost delete=ok gone=ok", 0,
		},
		"cancellation, never arrived": {
			sandbox.FaultDropBeforeCommit, "POST", cancelRoute,
			"issue=ok lookup=ok charge=ok cancel=fail:unclear delete=ok gone=ok", 1,
		},
		"deletion, answer lost": {
			sandbox.FaultCommitThenDrop, "DELETE", keyRoute,
			"issue=ok lookup=ok charge=ok cancel=ok delete=warn:undecided gone=ok", 0,
		},
		"deletion, never arrived": {
			sandbox.FaultDropBeforeCommit, "DELETE", keyRoute,
			"issue=ok lookup=ok charge=ok cancel=ok delete=warn:undecided gone=fail:still_there", 1,
		},
	} {
		t.Run(name, func(t *testing.T) {
			inBubble(t, sandbox.Options{}, func(t *testing.T, s *stage) {
				if c.kind != "" {
					s.server.Inject(sandbox.Fault{Kind: c.kind, Method: c.method, Route: c.route})
				}
				check := s.setup(practice, fourFields, s.ledger)
				r := check.Run(t.Context(), withCard(), nil)
				if short(r) != c.want || len(r.Leftovers) != c.left {
					t.Errorf("%s, left %+v", short(r), r.Leftovers)
				}
				if n := s.posts(); n != 1 {
					t.Errorf("%d posts", n)
				}
				pass(issuing.Quiet + time.Minute)
				r = s.setup(practice, fourFields, s.ledger).CleanUp(t.Context(), "kim", nil)
				if r.Outcome != issuing.Ready || len(r.Leftovers) != 0 {
					t.Errorf("cleaning up: %s, left %+v", short(r), r.Leftovers)
				}
				s.nothingLeft()
			})
		})
	}
}

// nothingLeft fails when the server has a key of a check, or a charge that is not cancelled.
func (s *stage) nothingLeft() {
	s.t.Helper()
	c := newClient(s.t, s.server)
	page, err := s.ledger.Entries(s.t.Context(), ledger.Query{Text: issuing.SetupPrefix})
	if err != nil || len(page.Entries) == 0 {
		s.t.Fatalf("%+v %v", page, err)
	}
	for _, e := range page.Entries {
		if k := serverKey(s.t, c, e.CustomerUID); k != nil {
			s.t.Errorf("%s is still there", e.CustomerUID)
		}
		story, err := s.ledger.Story(s.t.Context(), practice.ID, e.CustomerUID)
		if err != nil {
			s.t.Fatal(err)
		}
		for _, ev := range story {
			merchant, _, _ := strings.Cut(ev.Detail, " ")
			if ev.Kind != issuing.KindCharging {
				continue
			}
			p, err := c.FindPayment(s.t.Context(), merchant, "")
			if err == nil && p.CancelAmount != p.Amount && p.Status != api.PaymentFailed {
				s.t.Errorf("%s is still charged: %+v", merchant, p)
			}
			if err != nil && !errors.Is(err, api.ErrNotFound) {
				s.t.Fatal(err)
			}
		}
	}
}

// A charge that was not found at once may still be on its way.
func TestChargeIsNotGivenUpTooEarly(t *testing.T) {
	inBubble(t, sandbox.Options{}, func(t *testing.T, s *stage) {
		s.server.Inject(sandbox.Fault{Kind: sandbox.FaultCommitLate, Method: "POST", Route: "/subscribe/payments/again", Delay: time.Minute})
		check := s.setup(practice, fourFields, s.ledger)
		r := check.Run(t.Context(), withCard(), nil)
		if len(r.Leftovers) != 1 || r.Leftovers[0].MerchantUID == "" || r.Leftovers[0].Key {
			t.Fatalf("%s %+v", short(r), r.Leftovers)
		}
		if r = check.CleanUp(t.Context(), "kim", nil); short(r) != "cleanup=fail:undecided" || len(r.Leftovers) != 1 {
			t.Errorf("%s %+v", short(r), r.Leftovers)
		}
		pass(time.Minute)
		if r = check.CleanUp(t.Context(), "kim", nil); short(r) != "cleanup=ok" || len(r.Leftovers) != 0 {
			t.Errorf("%s %+v", short(r), r.Leftovers)
		}
		s.nothingLeft()
	})
}

// forgetful is a ledger that cannot record events of one kind.
type forgetful struct {
	issuing.Journal
	kind string
}

func (f forgetful) Record(ctx context.Context, e ledger.Event) error {
	if e.Kind == f.kind {
		return errors.New("disk is full")
	}
	return f.Journal.Record(ctx, e)
}

func TestNothingIsChargedThatIsNotWrittenDown(t *testing.T) {
	inBubble(t, sandbox.Options{}, func(t *testing.T, s *stage) {
		r := s.setup(practice, fourFields, forgetful{s.ledger, issuing.KindCharging}).Run(t.Context(), withCard(), nil)
		want := "issue=ok lookup=ok charge=fail:journal cancel=skipped:nothing_there delete=ok gone=ok"
		if short(r) != want || s.server.Count("POST", "/subscribe/payments/again") != 0 {
			t.Errorf("%s", short(r))
		}
	})
}

func TestChargeIsWrittenDownBeforeItIsSent(t *testing.T) {
	inBubble(t, sandbox.Options{}, func(t *testing.T, s *stage) {
		r := s.setup(practice, fourFields, s.ledger).Run(t.Context(), withCard(), nil)
		uid := r.Steps[len(r.Steps)-2].Facts[0].Value
		story, err := s.ledger.Story(t.Context(), practice.ID, uid)
		var kinds []string
		for _, e := range story {
			kinds = append(kinds, e.Kind)
		}
		if got := strings.Join(kinds, " "); err != nil || got != "begun issued charging charged cancelled deleted" {
			t.Errorf("%s %v", got, err)
		}
	})
}

func TestProfileIsComparedWithItsChannel(t *testing.T) {
	channels := sandbox.Channels()
	test, live, window, welcome := channels[0], channels[1], channels[11], channels[8]
	for name, c := range map[string]struct {
		profile issuing.Profile
		want    issuing.Reason
		verdict issuing.Verdict
	}{
		"agrees":            {issuing.Profile{Environment: "test", ChannelKey: test.Key, PG: test.PG, MID: test.MID}, "", issuing.OK},
		"by PG and MID":     {issuing.Profile{Environment: "live", PG: live.PG, MID: live.MID}, "", issuing.OK},
		"live for test":     {issuing.Profile{Environment: "live", ChannelKey: test.Key}, issuing.WhyEnvironment, issuing.Fail},
		"test for live":     {issuing.Profile{Environment: "test", ChannelKey: live.Key}, issuing.WhyEnvironment, issuing.Fail},
		"another PG":        {issuing.Profile{Environment: "test", ChannelKey: test.Key, PG: "kcp"}, issuing.WhyPG, issuing.Fail},
		"another MID":       {issuing.Profile{Environment: "test", ChannelKey: test.Key, PG: test.PG, MID: "x"}, issuing.WhyMID, issuing.Fail},
		"window only":       {issuing.Profile{Environment: "test", ChannelKey: window.Key}, issuing.WhyWindowOnly, issuing.Fail},
		"not the account's": {issuing.Profile{Environment: "test", ChannelKey: "channel-key-9"}, issuing.WhyUnknown, issuing.Fail},
		"unknown PG":        {issuing.Profile{Environment: "test", PG: "galaxia"}, issuing.WhyUnknown, issuing.Fail},
		"none":              {issuing.Profile{Environment: "test"}, issuing.WhyNotChosen, issuing.Warn},
		"nobody has said":   {issuing.Profile{ChannelKey: live.Key}, "", issuing.OK},
		"needs a name":      {issuing.Profile{Environment: "test", ChannelKey: welcome.Key}, "", issuing.OK},
	} {
		t.Run(name, func(t *testing.T) {
			inBubble(t, sandbox.Options{}, func(t *testing.T, s *stage) {
				c.profile.ID = "p"
				r := s.setup(c.profile, fourFields, s.ledger).Run(t.Context(), issuing.SetupOrder{}, nil)
				for _, st := range r.Steps {
					if st.Name == issuing.StepChannel && (st.Reason != c.want || st.Verdict != c.verdict) {
						t.Errorf("%+v", st)
					}
					if want := c.profile.ChannelKey == welcome.Key; st.Name == issuing.StepFields && want != (st.Reason == issuing.WhyFieldMissing) {
						t.Errorf("%+v", st)
					}
				}
				if len(r.Channels) != 12 || name == "nobody has said" && r.Environment != "live" {
					t.Errorf("%d channels, %s", len(r.Channels), r.Environment)
				}
			})
		})
	}
}

func TestLiveChannelIsNotIssuedOnUnlessUnlocked(t *testing.T) {
	live := sandbox.Channels()[1]
	for _, unlocked := range []bool{false, true} {
		inBubble(t, sandbox.Options{}, func(t *testing.T, s *stage) {
			p := issuing.Profile{ID: "p", Environment: "live", ChannelKey: live.Key, PG: live.PG, MID: live.MID}
			o := withCard()
			o.Live = unlocked
			r := s.setup(p, fourFields, s.ledger).Run(t.Context(), o, nil)
			if posts := s.posts(); unlocked != (posts == 1) || !unlocked && !strings.Contains(short(r), "issue=skipped:live_locked") {
				t.Errorf("unlocked %t: %d posts, %s", unlocked, posts, short(r))
			}
			if o.Card.Masked() != "" {
				t.Error("the card is not wiped")
			}
		})
	}
}

func TestClockThatIsOffIsTold(t *testing.T) {
	inBubble(t, sandbox.Options{}, func(t *testing.T, s *stage) {
		s.server.Advance(-2 * time.Hour)
		r := s.setup(practice, fourFields, s.ledger).Run(t.Context(), issuing.SetupOrder{}, nil)
		for _, st := range r.Steps {
			if st.Name == issuing.StepClock && (st.Reason != issuing.WhyClock || st.Verdict != issuing.Warn || st.Facts[0].Value != "-7200") {
				t.Errorf("%+v", st)
			}
		}
		if r.Outcome != issuing.Ready {
			t.Errorf("%s", r.Outcome)
		}
	})
}

func TestStepsCarryWhatWasSentAndAnsweredMasked(t *testing.T) {
	inBubble(t, sandbox.Options{}, func(t *testing.T, s *stage) {
		var told []issuing.StepName
		r := s.setup(practice, fourFields, s.ledger).Run(t.Context(), withCard(), func(st issuing.SetupStep) { told = append(told, st.Name) })
		if len(told) != len(r.Steps) {
			t.Errorf("%v", told)
		}
		all := fmt.Sprintf("%+v", r)
		for _, hidden := range []string{panA, "4111-1111", "900101", sandbox.Secret, sandbox.Key} {
			if strings.Contains(all, hidden) {
				t.Errorf("%s stands in the report", hidden)
			}
		}
		for _, st := range r.Steps {
			if st.Name == issuing.StepIssue && (len(st.Exchanges) < 2 || !strings.Contains(st.Exchanges[1].Sent, "411111******1111")) {
				t.Errorf("%+v", st.Exchanges)
			}
		}
	})
}
