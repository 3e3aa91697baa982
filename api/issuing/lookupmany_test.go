package issuing_test

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"
	"time"

	"billkey/api"
	"billkey/api/card"
	"billkey/api/issuing"
	"billkey/api/ledger"
	"billkey/api/sandbox"
)

const manyRoute = "/subscribe/customers"

// member is the n-th customer_uid of a crowd.
func member(n int) string { return fmt.Sprintf("member_%04d", n) }

// crowd registers n customers and returns their customer_uids.
func (s *stage) crowd(n int) []string {
	s.t.Helper()
	var uids []string
	for i := range n {
		o := issuing.Order{UID: member(i), Card: card.Fake(panA), Operator: "kim"}
		if r, err := s.desk.Issue(s.t.Context(), o); err != nil || r.State != ledger.Issued {
			s.t.Fatalf("%+v, %v", r, err)
		}
		uids = append(uids, o.UID)
	}
	return uids
}

// elsewhere replaces or deletes keys without this ledger.
func (s *stage) elsewhere(replace, remove string) {
	s.t.Helper()
	c := newClient(s.t, s.server)
	if replace != "" {
		if _, err := c.Issue(s.t.Context(), replace, api.IssueRequest{Card: card.Fake(panB)}); err != nil {
			s.t.Fatal(err)
		}
	}
	if remove != "" {
		if _, err := c.DeleteBillingKey(s.t.Context(), remove, ""); err != nil {
			s.t.Fatal(err)
		}
	}
}

func (s *stage) story(uid string) []ledger.Event {
	s.t.Helper()
	story, err := s.ledger.Story(s.t.Context(), practice.ID, uid)
	if err != nil {
		s.t.Fatal(err)
	}
	return story
}

// told is the last event of uid's story: its kind and detail.
func (s *stage) told(uid string) string {
	s.t.Helper()
	story := s.story(uid)
	if len(story) == 0 {
		return ""
	}
	last := story[len(story)-1]
	return last.Kind + ": " + last.Detail
}

// asked are the requests for many keys and for one.
func (s *stage) asked() (many, one int) {
	one = s.server.Count("GET", keyRoute)
	return s.server.Count("GET", manyRoute) - one, one
}

func TestManyKeysAreLookedUpInOneRequest(t *testing.T) {
	for _, as200 := range []bool{false, true} {
		inBubble(t, sandbox.Options{Switches: sandbox.Switches{NotFoundAs200: as200}}, func(t *testing.T, s *stage) {
			uids := append(s.crowd(5), "nobody", "stranger")
			pass(time.Hour)
			s.elsewhere(member(1), member(3))
			s.elsewhere("stranger", "")
			many, one := s.asked()
			var order []string
			tally, err := s.desk.LookUpMany(t.Context(), append(uids, member(0), ".."), "lee", func(done, of int, l issuing.Looked) {
				order = append(order, fmt.Sprintf("%d/%d %s %s", done, of, l.UID, l.Verdict))
				if (l.Failure != nil) != (l.UID == "..") || (l.Key == nil) != (l.UID == ".." || l.UID == "nobody" || l.UID == member(3)) {
					t.Errorf("%+v", l)
				}
			})
			by := map[ledger.Verdict]int{ledger.SeenSame: 3, ledger.SeenChanged: 1, ledger.SeenGone: 1, ledger.SeenNone: 1, ledger.SeenForeign: 1}
			if err != nil || tally.Of != 8 || tally.Done != 8 || tally.Refused != 1 || !maps.Equal(tally.By, by) {
				t.Errorf("%+v, %v", tally, err)
			}
			want := []string{
				"1/8 .. ", "2/8 member_0000 same", "3/8 member_0001 changed", "4/8 member_0002 same", "5/8 member_0003 gone",
				"6/8 member_0004 same", "7/8 nobody none", "8/8 stranger foreign",
			}
			if !slices.Equal(order, want) {
				t.Errorf("%q", order)
			}
			if m, o := s.asked(); m-many != 1 || o-one != 1 { // the gone one is asked for again, alone
				t.Errorf("%d requests for many, %d for one", m-many, o-one)
			}
			if got := s.told(member(1)); got != "looked_up: changed 555555******4444" {
				t.Error(got)
			}
			if got := s.told(member(3)); got != "looked_up: gone" {
				t.Error(got)
			}
		})
	}
}

// blind is a server that answers about the first few customer_uids only, without saying so.
type blind struct{ *api.Client }

func (b blind) BillingKeys(ctx context.Context, uids []string) ([]api.BillingKey, error) {
	return b.Client.BillingKeys(ctx, uids[:min(2, len(uids))])
}

func TestASilentLimitOfTheServerDoesNotLookLikeDeletedKeys(t *testing.T) {
	inBubble(t, sandbox.Options{}, func(t *testing.T, s *stage) {
		uids := s.crowd(5)
		d := issuing.New(blind{s.client}, s.ledger, practice)
		tally, err := d.LookUpMany(t.Context(), uids, "lee", nil)
		if err != nil || tally.By[ledger.SeenSame] != 5 {
			t.Errorf("%+v, %v", tally, err)
		}
	})
}

func TestABatchThatFailsKeepsWhatWasDoneBefore(t *testing.T) {
	inBubble(t, sandbox.Options{}, func(t *testing.T, s *stage) {
		uids := s.crowd(90)
		s.server.Inject(sandbox.Fault{Kind: sandbox.FaultServerError, Method: "GET", Route: manyRoute, Skip: 1})
		tally, err := s.desk.LookUpMany(t.Context(), uids, "lee", nil)
		wantKind(t, err, issuing.Unclear)
		if tally.Of != 90 || tally.Done != 40 || tally.By[ledger.SeenSame] != 40 {
			t.Errorf("%+v", tally)
		}
		if s.told(member(39)) != "looked_up: same 411111******1111" || s.told(member(40)) != "issued: 411111******1111" {
			t.Error(s.told(member(39)), s.told(member(40)))
		}
		if tally, err = s.desk.LookUpMany(t.Context(), uids, "lee", nil); err != nil || tally.Done != 90 {
			t.Errorf("%+v, %v", tally, err)
		}
	})
}

func TestLookingUpManyEndsBetweenBatches(t *testing.T) {
	inBubble(t, sandbox.Options{}, func(t *testing.T, s *stage) {
		uids := s.crowd(90)
		ctx, cancel := context.WithCancel(t.Context())
		many, _ := s.asked()
		tally, err := s.desk.LookUpMany(ctx, uids, "lee", func(done, _ int, _ issuing.Looked) {
			if done == 3 {
				cancel()
			}
		})
		wantKind(t, err, issuing.Cancelled)
		if m, _ := s.asked(); tally.Done != 40 || m-many != 1 || s.told(member(39)) != "looked_up: same 411111******1111" {
			t.Errorf("%+v, %d requests", tally, m-many)
		}
	})
}

// A desk that cannot write says so, and marks nothing.
func TestLookingUpManyNeedsTheLedger(t *testing.T) {
	inBubble(t, sandbox.Options{}, func(t *testing.T, s *stage) {
		tally, err := issuing.New(s.client, newMemory(), practice).LookUpMany(t.Context(), []string{uid}, "lee", nil)
		wantKind(t, err, issuing.NoJournal)
		if tally.Done != 0 {
			t.Errorf("%+v", tally)
		}
	})
}

// Recording a lookup changes nothing at the key: the desk next door goes on relying on its own.
func TestARecordedLookupDoesNotOutdateAnothers(t *testing.T) {
	inBubble(t, sandbox.Options{}, func(t *testing.T, s *stage) {
		r := s.issued(panA, issuing.Confirmation{})
		word := s.confirmed()
		if _, err := s.another().LookUpMany(t.Context(), []string{uid}, "lee", nil); err != nil {
			t.Fatal(err)
		}
		_, before := s.asked()
		s.issued(panB, word)
		if _, after := s.asked(); after != before {
			t.Error("the key was looked up again")
		}
		if e := s.entry(r.EntryID); e.State != ledger.Replaced || e.LookedAt.IsZero() {
			t.Errorf("%+v", e)
		}
	})
}

// The other profile has the same customer_uid; its row is neither asked for nor marked.
func TestLookingUpStaysWithinTheProfile(t *testing.T) {
	inBubble(t, sandbox.Options{}, func(t *testing.T, s *stage) {
		r := s.issued(panA, issuing.Confirmation{})
		p := practice
		p.ID = "second"
		s.elsewhere("", uid)
		tally, err := issuing.New(s.client, s.ledger, p).LookUpMany(t.Context(), []string{uid}, "lee", nil)
		if err != nil || tally.By[ledger.SeenNone] != 1 {
			t.Errorf("%+v, %v", tally, err)
		}
		if e := s.entry(r.EntryID); e.Elsewhere != "" || !strings.HasPrefix(s.told(uid), "issued") {
			t.Errorf("%+v", e)
		}
	})
}
