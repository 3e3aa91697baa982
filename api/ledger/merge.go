package ledger

// merge says what a row here should be, where from is the same row in another ledger. Both may have gone on since one was
// copied from the other: whichever is further along is believed, what was decided is never decided again, and what both
// hold is never emptied. clash names what cannot both be true; here then stays as it is.
//
// last tells, for both, when something of a kind last happened to the row.
func merge(from, here Entry, last func(kind string) (from, here moments, err error)) (want Entry, clash []string, err error) {
	want = here
	if clash = clashing(from, here); clash != nil {
		return want, clash, nil
	}
	if rank(from.State) > rank(here.State) {
		want.State = from.State
		if here.State.Open() {
			want.decide(from)
		}
	}
	if from.stamped() && !want.stamped() {
		want.takeKey(from)
	}
	if want.CustomerName == "" {
		want.CustomerName = from.CustomerName
	}
	want.lookedAt(from)
	unknown := from.State == Unknown && here.State == Unknown && (from.Message != here.Message || from.How != here.How || from.Code != here.Code)
	if newer, err := later(unknown, KindUnknown, last); err != nil {
		return here, nil, err
	} else if newer {
		want.decide(from)
	}
	if newer, err := later(from.Note != here.Note, KindNote, last); err != nil {
		return here, nil, err
	} else if newer {
		want.Note = from.Note
	}
	return want, nil, nil
}

// later tells whether what differs was last said in the other ledger.
func later(differs bool, kind string, last func(kind string) (from, here moments, err error)) (bool, error) {
	if !differs {
		return false, nil
	}
	there, own, err := last(kind)
	return err == nil && there.after(own), err
}

// moments are when something last happened, in microseconds since 1970, and how often it has: clocks may stand still.
type moments struct{ at, times int64 }

func (m moments) after(o moments) bool { return m.at > o.at || m.at == o.at && m.times > o.times }

// rank is how far an entry has come: no state leads back to a lower one.
func rank(s State) int {
	switch s {
	case Pending:
		return 0
	case Unknown:
		return 1
	case Replaced, Deleted:
		return 3
	}
	return 2
}

func (e Entry) stamped() bool { return e.Inserted != 0 || e.Updated != 0 }

// clashing names what two ledgers cannot both be right about.
func clashing(a, b Entry) []string {
	if a.State.Open() || b.State.Open() {
		return nil
	}
	switch {
	case a.State != b.State && (!a.hadKey() || !b.hadKey()):
		return []string{"state"}
	case a.stamped() && b.stamped() && a.Stamp() != b.Stamp():
		return []string{"inserted", "updated", "key_masked"}
	}
	return nil
}

// decide takes the end of an order over, with its key.
func (e *Entry) decide(from Entry) {
	e.Code, e.Message, e.How, e.SettledAt = from.Code, from.Message, from.How, from.SettledAt
	if !e.stamped() {
		e.takeKey(from)
	}
}

func (e *Entry) takeKey(from Entry) {
	e.Inserted, e.Updated, e.KeyMasked = from.Inserted, from.Updated, from.KeyMasked
	e.CardName, e.CardCode, e.Sandbox, e.PG, e.MID = from.CardName, from.CardCode, from.Sandbox, from.PG, from.MID
}

// lookedAt takes the later look. Only a key in force can have been touched elsewhere.
func (e *Entry) lookedAt(from Entry) {
	later := from.LookedAt.After(e.LookedAt)
	if later {
		e.LookedAt = from.LookedAt
	}
	switch {
	case e.State != Issued:
		e.Elsewhere = ""
	case from.State == Issued && later:
		e.Elsewhere = from.Elsewhere
	}
}

// hadKey tells whether a key was issued.
func (e Entry) hadKey() bool { return e.State == Issued || rank(e.State) == 3 }

// registered is when the server registered the key last, in UNIX seconds; 0 is not known.
func (e Entry) registered() int64 { return max(e.Inserted, e.Updated) }

// registeredAfter tells whether e's key certainly took o's place.
func (e Entry) registeredAfter(o Entry) bool {
	return o.registered() != 0 && e.registered() > o.registered()
}

// inForceAfter tells whether a's key came after b's, where both were in force behind one customer_uid, each in its ledger.
func inForceAfter(a, b Entry) bool {
	x, y := a.registered(), b.registered()
	switch {
	case x != y && x != 0 && y != 0:
		return x > y
	case !a.SettledAt.Equal(b.SettledAt):
		return a.SettledAt.After(b.SettledAt)
	}
	return a.StartedAt.After(b.StartedAt)
}
