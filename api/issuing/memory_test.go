package issuing_test

import (
	"context"
	"errors"
	"sync"
	"time"

	"billkey/api/ledger"
)

// memory keeps rows as the ledger does, without a file: one open order and one key in force for a customer_uid.
type memory struct {
	mu      sync.Mutex
	entries []ledger.Entry // ID is index+1
	events  map[string][]ledger.Event
	serial  int64
}

func newMemory() *memory { return &memory{events: map[string][]ledger.Event{}} }

func (m *memory) note(e ledger.Entry, kind string) {
	m.serial++
	m.events[e.CustomerUID] = append(m.events[e.CustomerUID], ledger.Event{
		ID: m.serial, EntryID: e.ID, Kind: kind, Profile: e.Profile, CustomerUID: e.CustomerUID,
	})
}

// of calls f with every row of uid.
func (m *memory) of(uid string, f func(e *ledger.Entry)) {
	for i := range m.entries {
		if m.entries[i].CustomerUID == uid {
			f(&m.entries[i])
		}
	}
}

func (m *memory) Begin(_ context.Context, a ledger.Attempt) (int64, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	var open *ledger.Entry
	m.of(a.CustomerUID, func(e *ledger.Entry) {
		if e.State == ledger.Pending || e.State == ledger.Unknown {
			open = e
		}
	})
	if open != nil {
		return 0, &ledger.OpenOrderError{Entry: *open}
	}
	e := entryOf(a)
	e.ID, e.State = int64(len(m.entries)+1), ledger.Pending
	m.entries = append(m.entries, e)
	m.note(e, "begun")
	return e.ID, nil
}

func (m *memory) Settle(_ context.Context, id int64, o ledger.Outcome) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	e := &m.entries[id-1]
	if e.State != ledger.Pending && e.State != ledger.Unknown {
		return ledger.ErrSettled
	}
	if o.State == ledger.Issued {
		m.retire(e)
	}
	e.State, e.Message, e.Code, e.SettledAt = o.State, o.Message, o.Code, o.At
	if o.Key != nil {
		e.Inserted, e.Updated = o.Key.Inserted, o.Key.Updated
	}
	m.note(*e, string(o.State))
	return nil
}

// retire takes the row in force out of it, as replaced when it is the one that e was begun upon.
func (m *memory) retire(e *ledger.Entry) {
	m.of(e.CustomerUID, func(old *ledger.Entry) {
		if old.State != ledger.Issued {
			return
		}
		old.State = ledger.Deleted
		if e.Prior != (ledger.Stamp{}) {
			old.State, old.ReplacedBy, e.Replaces = ledger.Replaced, e.ID, old.ID
		}
		m.note(*old, string(old.State))
	})
}

func (m *memory) MarkUnknown(ctx context.Context, id int64, message string, at time.Time) error {
	return m.Settle(ctx, id, ledger.Outcome{State: ledger.Unknown, Message: message, At: at})
}

func (m *memory) Unsettled(_ context.Context, profile string) ([]ledger.Entry, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	var out []ledger.Entry
	for _, e := range m.entries {
		if e.Profile == profile && (e.State == ledger.Pending || e.State == ledger.Unknown) {
			out = append(out, e)
		}
	}
	return out, nil
}

func (m *memory) Take(context.Context, int64) error { return nil }

func (m *memory) Entry(_ context.Context, id int64) (ledger.Entry, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if id < 1 || id > int64(len(m.entries)) {
		return ledger.Entry{}, errors.New("no such entry")
	}
	return m.entries[id-1], nil
}

func (m *memory) Entries(context.Context, ledger.Query) (ledger.Page, error) {
	return ledger.Page{}, errors.New("not kept")
}

func (m *memory) Record(context.Context, ledger.Event) error { return nil }

func (m *memory) Story(_ context.Context, _, uid string) ([]ledger.Event, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	return append([]ledger.Event(nil), m.events[uid]...), nil
}

func (m *memory) KeyDeleted(_ context.Context, id int64, _ time.Time, _, _ string) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.entries[id-1].State = ledger.Deleted
	m.note(m.entries[id-1], "deleted")
	return nil
}

func (m *memory) InForce(context.Context, string, string) (ledger.Entry, error) {
	return ledger.Entry{}, errors.New("not kept")
}

func (m *memory) Moment(context.Context) (int64, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.serial, nil
}

func (m *memory) Seen(context.Context, ...ledger.Sighting) ([]ledger.Finding, error) {
	return nil, errors.New("not kept")
}

func (m *memory) BeginDeletion(context.Context, ledger.Deletion) error { return errors.New("not kept") }

// entryOf copies field by field: an entry has more of them.
func entryOf(a ledger.Attempt) ledger.Entry {
	var e ledger.Entry
	e.Profile, e.Environment, e.CustomerUID = a.Profile, a.Environment, a.CustomerUID
	e.ChannelKey, e.PG, e.MID, e.Masked, e.Operator = a.ChannelKey, a.PG, a.MID, a.Masked, a.Operator
	e.Replace, e.Prior, e.PriorCardName = a.Replace, a.Prior, a.PriorCardName
	e.StartedAt, e.ConsentAt, e.Note, e.CustomerName = a.StartedAt, a.ConsentAt, a.Note, a.CustomerName
	return e
}
