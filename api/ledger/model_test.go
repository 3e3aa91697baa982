package ledger

import (
	"errors"
	"fmt"
	"testing"
	"time"

	"pgregory.net/rapid"
)

// modelRow is what the ledger must say of one entry.
type modelRow struct {
	uid                  string
	state                State
	prior, stamp         Stamp
	replaces, replacedBy int64
	found                bool
}

// model is the ledger in a few lines: what every sequence of calls must leave behind.
type model struct {
	rows   map[int64]*modelRow
	last   int64 // the highest ID given
	clock  int64 // seconds, each used for one key only
	events int
}

func (m *model) pick(uid string, states ...State) (int64, *modelRow) {
	for id, r := range m.rows {
		for _, s := range states {
			if r.uid == uid && r.state == s {
				return id, r
			}
		}
	}
	return 0, nil
}

func (m *model) add(r modelRow) int64 {
	m.last++
	m.events++
	m.rows[m.last] = &r
	return m.last
}

// stamp is a key that no other has been.
func (m *model) stamp(masked string) Stamp {
	m.clock++
	return Stamp{Inserted: m.clock, Updated: m.clock, Masked: masked}
}

func (m *model) replace(old, by int64) {
	m.rows[old].state, m.rows[old].replacedBy, m.rows[by].replaces = Replaced, by, old
	m.events++
}

// issue is the table at [retire].
func (m *model) issue(id int64, stamp Stamp) {
	r := m.rows[id]
	heldID, held := m.pick(r.uid, Issued)
	r.state, r.stamp = Issued, stamp
	switch {
	case r.prior == Stamp{} && held == nil:
	case r.prior == Stamp{}:
		held.state = Deleted
		m.events++
	case held != nil && held.stamp == r.prior:
		m.replace(heldID, id)
	default:
		found := m.add(modelRow{uid: r.uid, stamp: r.prior, found: true})
		m.replace(found, id)
		if held != nil {
			m.replace(heldID, found)
		}
	}
}

// player plays random calls on a ledger and on the model.
type player struct {
	l        anyLedger
	m        *model
	names    []string
	touched  string // the customer_uid of the last call
	compared int    // events at the last comparison
	wasted   int64  // IDs that a refused order takes
}

func (p *player) uid(t *rapid.T) string {
	p.touched = rapid.SampledFrom(p.names).Draw(t, "uid")
	return p.touched
}

// prior is what the server shows: mostly the key in force, sometimes another, sometimes none.
func (p *player) prior(t *rapid.T, uid string) Stamp {
	_, held := p.m.pick(uid, Issued)
	switch n := rapid.IntRange(0, 4).Draw(t, "prior"); {
	case n == 1:
		return p.m.stamp(cardB)
	case n > 1 && held != nil:
		return held.stamp
	}
	return Stamp{}
}

func (p *player) begin(t *rapid.T) {
	uid := p.uid(t)
	prior := p.prior(t, uid)
	id, err := p.l.Begin(t.Context(), replacing(uid, nine, cardA, prior))
	openID, open := p.m.pick(uid, Pending, Unknown)
	var refused *OpenOrderError
	switch {
	case open == nil && err != nil:
		t.Fatal(err)
	case open == nil:
		if want := p.m.add(modelRow{uid: uid, state: Pending, prior: prior}); id != want {
			t.Fatalf("entry %d, want %d", id, want)
		}
	case !errors.As(err, &refused) || refused.Entry.ID != openID:
		t.Fatalf("with entry %d open: %d, %v", openID, id, err)
	default:
		p.m.last += p.wasted
	}
}

// entry is an open one if there is any, else a decided one.
func (p *player) entry(t *rapid.T) (int64, *modelRow) {
	uid := p.uid(t)
	if id, r := p.m.pick(uid, Pending, Unknown); r != nil {
		return id, r
	}
	return p.m.pick(uid, Issued, Declined, NotIssued, Replaced, Deleted)
}

func (p *player) settle(t *rapid.T) {
	id, r := p.entry(t)
	if r == nil {
		return
	}
	o := Outcome{State: rapid.SampledFrom([]State{Issued, Issued, Declined, NotIssued, Unknown}).Draw(t, "state"), At: nine}
	s := Stamp{}
	if o.State == Issued {
		s = p.m.stamp(cardA)
		o.Key = &Key{Inserted: s.Inserted, Updated: s.Updated, Masked: s.Masked}
	}
	err := p.l.Settle(t.Context(), id, o)
	switch {
	case !r.state.Open() && !errors.Is(err, ErrSettled):
		t.Fatalf("entry %d is %s: %v", id, r.state, err)
	case !r.state.Open():
	case err != nil:
		t.Fatal(err)
	case o.State == Issued:
		p.m.events++
		p.m.issue(id, s)
	default:
		p.m.events++
		r.state = o.State
	}
}

func (p *player) deleteKey(t *rapid.T) {
	id, r := p.m.pick(p.uid(t), rapid.SampledFrom([]State{Issued, Issued, Pending, Replaced, Deleted}).Draw(t, "state"))
	if r == nil {
		return
	}
	err := p.l.KeyDeleted(t.Context(), id, nine, "kim", "asked for")
	if (err == nil) != (r.state == Issued) {
		t.Fatalf("entry %d is %s: %v", id, r.state, err)
	}
	if err == nil {
		r.state = Deleted
		p.m.events++
	}
}

// compare looks at the customer_uid that was touched, if anything changed: reading all after each call would take most
// of the time.
func (p *player) compare(t *rapid.T) {
	if p.compared == p.m.events {
		return
	}
	p.compared = p.m.events
	page, err := p.l.Entries(t.Context(), Query{CustomerUID: p.touched})
	if err != nil {
		t.Fatal(err)
	}
	inState, want := map[State]int{}, 0
	for _, e := range page.Entries {
		got := modelRow{e.CustomerUID, e.State, e.Prior, e.Stamp(), e.Replaces, e.ReplacedBy, e.Found}
		if want := *p.m.rows[e.ID]; got != want {
			t.Fatalf("entry %d\n got %+v\nwant %+v", e.ID, got, want)
		}
		inState[e.State]++
	}
	for _, r := range p.m.rows {
		if r.uid == p.touched {
			want++
		}
	}
	if len(page.Entries) != want || inState[Pending]+inState[Unknown] > 1 || inState[Issued] > 1 {
		t.Fatalf("%s: %v, want %d entries", p.touched, inState, want)
	}
}

// wantEvents wants one event for every change, no more and no fewer.
func (p *player) wantEvents(t *rapid.T) {
	events := 0
	for _, uid := range p.names {
		story, err := p.l.Story(t.Context(), "p1", uid)
		if err != nil {
			t.Fatal(err)
		}
		events += len(story)
	}
	if events != p.m.events {
		t.Fatalf("%d events, want %d", events, p.m.events)
	}
}

// Any sequence of orders, ends and deletions leaves what the model says: states, links, one order open and one key in
// force for a customer_uid, and an event for every change.
func TestAnySequenceLeavesWhatTheModelSays(t *testing.T) {
	onBoth(t, func(t *testing.T) {
		l := newLedger(t)
		// Durability and CHECKs have tests of their own; here they would only take time.
		if !isOnServer(t) {
			if err := rawExec(t, l, "PRAGMA synchronous = off; PRAGMA ignore_check_constraints = on"); err != nil {
				t.Fatal(err)
			}
		}
		last, game, wasted := int64(0), 0, int64(0)
		if isOnServer(t) {
			wasted = 1
		}
		rapid.Check(t, func(t *rapid.T) {
			game++
			m := &model{rows: map[int64]*modelRow{}, last: last, clock: nine.Add(-time.Hour).Unix()}
			p := &player{l: l, m: m, wasted: wasted, names: []string{fmt.Sprintf("gildong_%d", game), fmt.Sprintf("chulsoo_%d", game)}}
			defer func() { last = m.last }()
			t.Repeat(map[string]func(*rapid.T){"begin": p.begin, "settle": p.settle, "delete": p.deleteKey, "": p.compare})
			p.wantEvents(t)
		})
	})
}
