package sandbox

import (
	"fmt"
	"maps"
	"math/rand/v2"
	"net/url"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"
)

// model is what the billing keys should be, kept by the simplest means.
type model struct {
	keys  map[string]stamp
	last  map[string]int64 // the last updated ever seen of a customer_uid
	late  []lateStamp
	ended int
}

// stamp is what identifies a key.
type stamp struct {
	card              string
	inserted, updated int64
}

type lateStamp struct {
	due       time.Time
	uid, card string
}

func (m *model) put(uid, card string, at time.Time) {
	k, had := m.keys[uid]
	updated := at.Unix()
	if last, was := m.last[uid]; was {
		updated = max(updated, last+1)
	}
	next := stamp{card, at.Unix(), updated}
	if had {
		next.inserted = k.inserted
		m.ended++
	} else if updated > at.Unix() {
		next.inserted = updated
	}
	m.keys[uid], m.last[uid] = next, updated
}

func (m *model) remove(uid string) {
	if _, had := m.keys[uid]; had {
		delete(m.keys, uid)
		m.ended++
	}
}

// settle makes the late commits that are due.
func (m *model) settle(now time.Time) {
	slices.SortStableFunc(m.late, func(a, b lateStamp) int { return a.due.Compare(b.due) })
	for len(m.late) > 0 && !m.late[0].due.After(now) {
		l := m.late[0]
		m.late = m.late[1:]
		m.put(l.uid, l.card, l.due)
	}
}

// run is one random story of a server and its model.
type run struct {
	*desk
	model model
	rnd   *rand.Rand
	opt   Options
}

var modelUIDs = []string{"a", "A", "a/b", "홍길동", "..a", "a b"}

// step does one random thing to both.
func (r *run) step() string {
	uid := modelUIDs[r.rnd.IntN(len(modelUIDs))]
	switch n := r.rnd.IntN(12); {
	case n < 4:
		return r.issueSome(uid, "ok_")
	case n < 5:
		return r.issueSome(uid, "decline_")
	case n < 7:
		return r.issueSome(uid, "fault_")
	case n < 8:
		r.login()
		r.do("DELETE", "/subscribe/customers/"+url.PathEscape(uid), nil)
		r.model.remove(uid)
		return "delete " + uid
	case n < 9:
		r.restart()
		return "restart"
	case n < 10:
		r.clock.add(20 * time.Minute)
	default:
		r.clock.add(time.Duration(r.rnd.IntN(12_000)) * time.Millisecond)
	}
	r.model.settle(r.clock.Now())
	return "time passes"
}

// issueSome issues with a random card of the kind.
func (r *run) issueSome(uid, kind string) string {
	var some []MagicCard
	for _, m := range MagicCards() {
		if strings.HasPrefix(m.Code, kind) {
			some = append(some, m)
		}
	}
	m := some[r.rnd.IntN(len(some))]
	r.login()
	body := cardOf(m.Number)
	_, _, _ = outcome(r.http, r.request("POST", "/subscribe/customers/"+url.PathEscape(uid), body))
	masked := maskNumber([]byte(m.Number), 8)
	switch e := expectations[m.Fault]; {
	case m.Fault == FaultCommitLate:
		r.model.late = append(r.model.late, lateStamp{r.clock.Now().Add(8 * time.Second), uid, masked})
	case m.Fault == FaultTokenExpired:
		r.login()
		_, _, _ = outcome(r.http, r.request("POST", "/subscribe/customers/"+url.PathEscape(uid), body))
		r.model.put(uid, masked, r.clock.Now()) // the second try went through
	case e.committed || kind == "ok_":
		r.model.put(uid, masked, r.clock.Now())
	}
	return "issue " + m.Code + " " + uid
}

// restart goes on with a new server on the same state file.
func (r *run) restart() {
	s, err := New(r.opt)
	if err != nil {
		r.Fatal(err)
	}
	r.s, r.http = s, s.Transport()
	r.login()
}

// compare checks every customer_uid, one by one and all at once.
func (r *run) compare(after string) {
	r.login()
	r.model.settle(r.clock.Now())
	query := url.Values{"customer_uid[]": modelUIDs}.Encode()
	got := map[string]stamp{}
	if a := r.do("GET", "/subscribe/customers?"+query, nil); a.Code == 0 {
		for _, k := range decode[[]customer](r.T, a.Response) {
			got[k.UID] = stamp{*k.CardNumber, k.Inserted, k.Updated}
		}
	}
	if !maps.Equal(got, r.model.keys) {
		r.Fatalf("after %s:\ngot  %v\nwant %v", after, got, r.model.keys)
	}
	for _, uid := range modelUIDs {
		_, want := r.model.keys[uid]
		if found := r.look(uid).Code == 0; found != want {
			r.Fatalf("after %s: %s found: %v", after, uid, found)
		}
	}
	if past := len(r.s.Past()); past != r.model.ended {
		r.Fatalf("after %s: %d keys ended, want %d", after, past, r.model.ended)
	}
}

func TestAnyStoryKeepsTheKeysEqualToASimpleModel(t *testing.T) {
	for seed := range uint64(6) {
		t.Run(fmt.Sprint(seed), func(t *testing.T) {
			c := &clock{now: start}
			o := Options{
				Clock: c.Now, StateFile: filepath.Join(t.TempDir(), "state.json"), Huge: 1000,
				Wait: waitNot,
			}
			d := newDesk(t, o)
			d.clock = c
			r := &run{desk: d, rnd: rand.New(rand.NewPCG(seed, 1)), opt: o, model: model{keys: map[string]stamp{}, last: map[string]int64{}}}
			for range 60 {
				r.compare(r.step())
			}
		})
	}
}
