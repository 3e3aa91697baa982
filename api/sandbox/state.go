package sandbox

import (
	"cmp"
	"slices"
	"time"
)

// state is all that the server remembers, and the content of the state file.
type state struct {
	Keys      map[string]*record `json:"keys"`
	Past      []PastKey          `json:"past"`
	Payments  []*payment         `json:"payments"`
	Schedules []*scheduled       `json:"schedules"`
	Late      []lateChange       `json:"late"`
	Serial    int64              `json:"serial"` // payments numbered so far

	byImp      map[string]*payment
	byMerchant map[string][]*payment
	stamps     map[string]int64 // last updated of a customer_uid whose key is gone
}

// record is a billing key and what the wire does not show of it.
type record struct {
	Customer customer `json:"customer"`
	Channel  string   `json:"channel"`
	Charge   string   `json:"charge,omitempty"` // code of the magic card that will be declined when charged
}

// PastKey is a billing key that is no longer reachable. The real server keeps no such list; it is here to check against.
type PastKey struct {
	CustomerUID string `json:"customer_uid"`
	CardNumber  string `json:"card_number"` // masked
	Updated     int64  `json:"updated"`     // UNIX seconds, of the key
	Ended       int64  `json:"ended"`       // UNIX seconds
	How         string `json:"how"`         // replaced or deleted
}

// change is one step of the state. Late changes wait in the state, so a change holds no card data either.
type change struct {
	Key     *record  `json:"key,omitempty"`
	Delete  string   `json:"delete,omitempty"`
	Payment *payment `json:"payment,omitempty"`
}

// lateChange is a change that takes effect at Due, UNIX nanoseconds.
type lateChange struct {
	Due    int64  `json:"due"`
	Change change `json:"change"`
}

func newState() *state {
	st := &state{Keys: map[string]*record{}}
	st.index()
	return st
}

// index builds what is not stored.
func (st *state) index() {
	st.byImp, st.byMerchant, st.stamps = map[string]*payment{}, map[string][]*payment{}, map[string]int64{}
	for _, p := range st.Payments {
		st.byImp[p.ImpUID] = p
		st.byMerchant[p.MerchantUID] = append(st.byMerchant[p.MerchantUID], p)
	}
	for _, k := range st.Past {
		st.stamps[k.CustomerUID] = max(st.stamps[k.CustomerUID], k.Updated)
	}
}

// commit makes the change, or puts it off when the fault is a late commit, and saves. It returns the change as made.
func (s *Server) commit(c *call, ch change) change {
	if c.fault.Kind == FaultCommitLate {
		due := c.now.Add(s.delayOf(c.fault)).UnixNano()
		s.state.Late = append(s.state.Late, lateChange{due, ch})
	} else {
		s.apply(ch, c.now)
	}
	s.save()
	return ch
}

// settleLate makes the late changes that are due, in the order of their times. There is no goroutine that does it at the
// minute: nobody can tell before the next request.
func (s *Server) settleLate(now time.Time) {
	slices.SortStableFunc(s.state.Late, func(a, b lateChange) int { return cmp.Compare(a.Due, b.Due) })
	n := 0
	for _, l := range s.state.Late {
		if l.Due > now.UnixNano() {
			break
		}
		s.apply(l.Change, time.Unix(0, l.Due))
		n++
	}
	if n > 0 {
		s.state.Late = slices.Delete(s.state.Late, 0, n)
		s.save()
	}
}

func (s *Server) apply(ch change, at time.Time) {
	if ch.Key != nil {
		s.putKey(ch.Key, at.Unix())
	}
	if ch.Delete != "" {
		s.endKey(ch.Delete, at.Unix(), "deleted")
		delete(s.state.Keys, ch.Delete)
	}
	if ch.Payment != nil {
		s.putPayment(ch.Payment)
	}
}

// putKey stores a key. Replacing keeps inserted and moves updated, which grows even within a second, so that two keys
// never share a stamp.
func (s *Server) putKey(k *record, now int64) {
	uid := s.uid(k.Customer.UID)
	k.Customer.Inserted, k.Customer.Updated = now, now
	if old := s.state.Keys[uid]; old != nil {
		k.Customer.Inserted = old.Customer.Inserted
		k.Customer.Updated = max(now, old.Customer.Updated+1)
		s.endKey(uid, now, "replaced")
	} else if last, was := s.state.stamps[uid]; was {
		k.Customer.Updated = max(now, last+1)
		k.Customer.Inserted = k.Customer.Updated
	}
	s.state.Keys[uid] = k
}

func (s *Server) endKey(uid string, now int64, how string) {
	k := s.state.Keys[uid]
	if k == nil {
		return
	}
	past := PastKey{CustomerUID: uid, Updated: k.Customer.Updated, Ended: now, How: how}
	if k.Customer.CardNumber != nil {
		past.CardNumber = *k.Customer.CardNumber
	}
	s.state.Past = append(s.state.Past, past)
	s.state.stamps[uid] = past.Updated
}

// Past lists the keys that were replaced or deleted, oldest first.
func (s *Server) Past() []PastKey {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.settleLate(s.now())
	return slices.Clone(s.state.Past)
}
