package ledger

import (
	"context"
	"time"
)

// Verdict is what a lookup says about what this ledger holds for a customer_uid.
type Verdict string

// The verdicts. Those that are recorded are the first word of a [KindLookedUp] event's Detail.
const (
	SeenSame    Verdict = "same"    // the key of the entry in force
	SeenChanged Verdict = "changed" // another key stands in its place: issued elsewhere
	SeenGone    Verdict = "gone"    // no key stands there: deleted elsewhere
	SeenForeign Verdict = "foreign" // a key, while this ledger holds none in force
	SeenNone    Verdict = "none"    // no key, and none was expected
	// SeenOpen: what was seen may be the doing of the order that is still open, so nothing is concluded from it.
	SeenOpen Verdict = "open"
	// SeenDeleted: no key, and a deletion begun here had no end yet: the entry is deleted now. The DELETE may still be
	// travelling, so that nothing begins for the customer_uid before [DeletionLimit].
	SeenDeleted Verdict = "deleted"
	// SeenStale: an order or a deletion began or ended since the question; nothing is concluded and nothing recorded.
	SeenStale Verdict = "stale"
)

// again is how long the same finding, with nothing in between, is not told a second time.
const again = 24 * time.Hour

// Sighting is one lookup of one customer_uid.
type Sighting struct {
	Profile, CustomerUID string
	// Asked is the [Ledger.Moment] before the question was put.
	Asked int64
	// At is when the question was put, on the server's clock; zero takes this machine's.
	At       time.Time
	Operator string
	// Key is what the server showed; nil where it has no key.
	Key *Key
}

// Finding is what came of a sighting.
type Finding struct {
	Verdict Verdict
	// EntryID is the entry that the verdict is about: the one in force, or the open order; 0 is none.
	EntryID int64
	// Moment is the [Ledger.Moment] up to which the finding holds: a deletion that relies on it names it as Asked. Zero
	// for SeenStale and SeenDeleted.
	Moment int64
}

// Seen compares lookups with the entries in force, marks those (LookedAt, Elsewhere), and appends a [KindLookedUp] event
// for each. All in one transaction; the findings are in the order of the sightings.
//
// The event changes nothing at the key, so it does not outdate another desk's lookup. So that daily rounds do not bury the
// story, a finding equal to the story's last event, and less than 24 hours after it, moves LookedAt only.
//
// An entry settled by hand has no stamp: it takes the seen key's if the number agrees and the key is not the one that
// stood before its order. Errors, after each of which nothing was changed: [*InputError], [ErrUnmasked], and the file's
// errors as for [Ledger.Begin].
func (l *records) Seen(ctx context.Context, sightings ...Sighting) ([]Finding, error) {
	of := make([]subject, len(sightings))
	for i, s := range sightings {
		if err := s.check(); err != nil {
			return nil, err
		}
		of[i] = subject{profile: s.Profile, uid: s.CustomerUID}
	}
	var out []Finding
	err := l.change(ctx, of, func(tx querier) error {
		out = out[:0] // where the database had it done again
		for _, s := range sightings {
			s.At = orNow(s.At)
			f, err := seen(ctx, tx, s)
			if err != nil {
				return err
			}
			out = append(out, f)
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	return out, nil
}

// InForce is the entry whose key this ledger holds in force behind a customer_uid; [ErrNoEntry] if there is none.
func (l *records) InForce(ctx context.Context, profile, uid string) (Entry, error) {
	e, err := inForce(ctx, l.reads(), Entry{Profile: profile, CustomerUID: uid})
	switch {
	case err != nil:
		return Entry{}, l.said(err)
	case e == nil:
		return Entry{}, ErrNoEntry
	}
	return *e, nil
}

func (s Sighting) check() error {
	switch {
	case s.Profile == "":
		return &InputError{"profile"}
	case s.CustomerUID == "":
		return &InputError{"customer_uid"}
	case s.Key == nil:
		return nil
	}
	return checkMasked("key_masked", s.Key.Masked)
}

// held is what this ledger holds for a sighting's customer_uid.
type held struct {
	force, open *Entry
	last        Event // of its key
}

func seen(ctx context.Context, tx querier, s Sighting) (Finding, error) {
	h, err := heldFor(ctx, tx, s)
	if err != nil {
		return Finding{}, err
	}
	f := h.finding(s)
	switch f.Verdict {
	case SeenStale:
		return f, nil
	case SeenDeleted:
		if err := tell(ctx, tx, s, f); err != nil {
			return f, err
		}
		return f, markDeleted(ctx, tx, *h.force, s.At, h.last.Operator, h.last.Detail)
	}
	if err := h.mark(ctx, tx, s, f.Verdict); err != nil {
		return f, err
	}
	if err := tell(ctx, tx, s, f); err != nil {
		return f, err
	}
	f.Moment, err = moment(ctx, tx)
	return f, err
}

func heldFor(ctx context.Context, tx querier, s Sighting) (h held, err error) {
	if h.last, err = lastOfKey(ctx, tx, s.Profile, s.CustomerUID); err != nil {
		return h, err
	}
	if h.open, err = openEntry(ctx, tx, s.Profile, s.CustomerUID); err != nil {
		return h, err
	}
	h.force, err = inForce(ctx, tx, Entry{Profile: s.Profile, CustomerUID: s.CustomerUID})
	return h, err
}

func (h held) finding(s Sighting) Finding {
	switch {
	case h.last.ID > s.Asked:
		return Finding{Verdict: SeenStale}
	case h.force != nil && s.Key != nil && h.force.shownAs(*s.Key):
		return Finding{Verdict: SeenSame, EntryID: h.force.ID}
	case h.open != nil && (h.force != nil || s.Key != nil):
		return Finding{Verdict: SeenOpen, EntryID: h.open.ID}
	case h.force == nil && s.Key == nil:
		return Finding{Verdict: SeenNone}
	case h.force == nil:
		return Finding{Verdict: SeenForeign}
	case s.Key != nil:
		return Finding{Verdict: SeenChanged, EntryID: h.force.ID}
	case h.last.deleting():
		return Finding{Verdict: SeenDeleted, EntryID: h.force.ID}
	}
	return Finding{Verdict: SeenGone, EntryID: h.force.ID}
}

// shownAs tells whether k is the entry's key.
func (e Entry) shownAs(k Key) bool {
	s := k.stamp()
	return e.is(s) && (e.Stamp() == s || s != e.Prior)
}

func (k Key) stamp() Stamp { return Stamp{k.Inserted, k.Updated, k.Masked} }

// mark keeps the verdict in the row in force. A key seen standing ends the deletion that can no longer be under way.
func (h held) mark(ctx context.Context, tx querier, s Sighting, v Verdict) error {
	switch v {
	case SeenChanged, SeenGone:
		return look(ctx, tx, h.force.ID, s.At, string(v))
	case SeenSame:
	default:
		return nil
	}
	if err := h.force.learn(ctx, tx, *s.Key); err != nil {
		return err
	}
	if h.last.deleting() && s.At.Sub(h.last.At) >= DeletionLimit {
		if err := record(ctx, tx, about(*h.force, s.At, s.Operator, KindNotDeleted, "")); err != nil {
			return err
		}
	}
	return look(ctx, tx, h.force.ID, s.At, "")
}

// learn takes the stamp where the entry has none, and otherwise only the name where it has none.
func (e Entry) learn(ctx context.Context, tx querier, k Key) error {
	if e.Inserted == 0 && e.Updated == 0 {
		return storeKey(ctx, tx, e.ID, k)
	}
	if e.CustomerName != "" || k.CustomerName == "" {
		return nil
	}
	_, err := tx.ExecContext(ctx, `UPDATE entries SET customer_name = ? WHERE id = ?`, scrub(k.CustomerName), e.ID)
	return err
}

func look(ctx context.Context, tx querier, id int64, at time.Time, elsewhere string) error {
	_, err := tx.ExecContext(ctx, `UPDATE entries SET looked_at = ?, elsewhere = ? WHERE id = ?`, micros(at), elsewhere, id)
	return err
}

// tell appends the event, unless the story ends with the same one.
func tell(ctx context.Context, tx querier, s Sighting, f Finding) error {
	e := Event{
		At: s.At, Operator: s.Operator, Profile: s.Profile, CustomerUID: s.CustomerUID,
		EntryID: f.EntryID, Kind: KindLookedUp, Detail: string(f.Verdict),
	}
	if s.Key != nil && s.Key.Masked != "" {
		e.Detail += " " + s.Key.Masked
	}
	last, err := scanEvent(tx.QueryRowContext(ctx, selectEvents+` ORDER BY id DESC LIMIT 1`, s.Profile, s.CustomerUID))
	if err != nil {
		return err
	}
	if last.Kind == e.Kind && last.Detail == e.Detail && last.EntryID == e.EntryID && e.At.Sub(last.At).Abs() < again {
		return nil
	}
	return record(ctx, tx, e)
}
