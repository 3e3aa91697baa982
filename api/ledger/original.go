package ledger

import (
	"context"
	"database/sql"
	"fmt"
	"strings"
)

// original is a row of a source with its name.
type original[T any] struct {
	row  T
	name name
}

// withName scans a row and, behind it, where it came from.
type withName struct {
	rows              *sql.Rows
	ledger, id, print *int64
}

// Scan is that of database/sql.
func (w withName) Scan(targets ...any) error {
	return w.rows.Scan(append(targets, w.ledger, w.id, w.print)...)
}

// entriesAfter are the next rows in the order of their IDs.
func (s *Source) entriesAfter(ctx context.Context, id int64, most int) ([]original[Entry], error) {
	return s.readEntries(ctx, ` WHERE e.id > ? ORDER BY e.id LIMIT ?`, id, most)
}

// linkedAfter are the next rows that replace another or were replaced.
func (s *Source) linkedAfter(ctx context.Context, id int64, most int) ([]original[Entry], error) {
	return s.readEntries(ctx, ` WHERE e.id > ? AND (e.replaces IS NOT NULL OR e.replaced_by IS NOT NULL) ORDER BY e.id LIMIT ?`, id, most)
}

// entriesWith are rows by their IDs.
func (s *Source) entriesWith(ctx context.Context, ids []int64) (map[int64]original[Entry], error) {
	out := map[int64]original[Entry]{}
	if len(ids) == 0 {
		return out, nil
	}
	which, args := amongIDs(s.db, "e.id", ids)
	list, err := s.readEntries(ctx, ` WHERE `+which, args...)
	for _, o := range list {
		out[o.row.ID] = o
	}
	return out, err
}

// entryNamed is a row by its name; nil where it is not there.
func (s *Source) entryNamed(ctx context.Context, n name) (*original[Entry], error) {
	list, err := s.readEntries(ctx, ` WHERE e.id = ?`, n.id)
	if n.ledger != s.own {
		number, has := s.numbers[n.ledger]
		if !has {
			return nil, nil
		}
		list, err = s.readEntries(ctx, ` WHERE f.ledger = ? AND f.id = ? AND f.print = ?`, number, n.id, n.print)
	}
	if err != nil || len(list) == 0 || list[0].name != n {
		return nil, err
	}
	return &list[0], nil
}

func (s *Source) readEntries(ctx context.Context, where string, args ...any) ([]original[Entry], error) {
	return readOriginals(ctx, s, s.selectEntries+where, args, scanEntry, cleanEntry, func(e Entry) (int64, int64) { return e.ID, printOfEntry(e) })
}

// eventsAfter are the next events in the order of their IDs.
func (s *Source) eventsAfter(ctx context.Context, id int64, most int) ([]original[Event], error) {
	return readOriginals(ctx, s, s.selectEvents+` WHERE e.id > ? ORDER BY e.id LIMIT ?`, []any{id, most}, scanEvent, cleanEvent,
		func(e Event) (int64, int64) { return e.ID, printOfEvent(e) })
}

// inBatches hands the rows that after reads on, in their order; do is told how many there were with these.
func inBatches[T any](ctx context.Context, after func(ctx context.Context, id int64, most int) ([]original[T], error), id func(T) int64,
	do func(ctx context.Context, list []original[T], done int) error,
) error {
	last, done := int64(0), 0
	for {
		list, err := after(ctx, last, copyAtOnce)
		if err != nil || len(list) == 0 {
			return err
		}
		last, done = id(list[len(list)-1].row), done+len(list)
		if err := do(ctx, list, done); err != nil {
			return err
		}
	}
}

func readOriginals[T any](ctx context.Context, s *Source, query string, args []any,
	scan func(interface{ Scan(...any) error }) (T, error), clean func(T) (T, error), name func(T) (id, print int64),
) ([]original[T], error) {
	rows, err := s.db.QueryContext(ctx, query, args...)
	if err != nil {
		return nil, s.said(err)
	}
	defer func() { _ = rows.Close() }()
	var out []original[T]
	for rows.Next() {
		var ledger int64
		var o original[T]
		if o.row, err = scan(withName{rows, &ledger, &o.name.id, &o.name.print}); err == nil {
			o.row, err = clean(o.row)
		}
		if err != nil {
			return nil, s.said(err)
		}
		o.name.ledger = s.ledgers[ledger]
		if o.name.id == 0 { // written there
			o.name.ledger = s.own
			o.name.id, o.name.print = name(o.row)
		}
		out = append(out, o)
	}
	return out, s.said(rows.Err())
}

// cleanEntry is what both kinds of ledger can hold of a row, and may. Whoever wrote it past the program, no card number is
// copied. Errors: [ErrUnmasked].
func cleanEntry(e Entry) (Entry, error) {
	for _, code := range []*string{
		&e.Profile, &e.Environment, &e.CustomerUID, &e.ChannelKey, &e.PG, &e.MID, &e.CardCode, &e.How, &e.WatchedBy,
	} {
		*code = wholeText(*code)
	}
	for _, text := range []*string{&e.Operator, &e.Desk, &e.PriorCardName, &e.Note, &e.CardName, &e.Message, &e.CustomerName} {
		*text = scrubbed(*text)
	}
	for field, masked := range map[string]string{"masked": e.Masked, "prior_masked": e.Prior.Masked, "key_masked": e.KeyMasked} {
		if err := checkMasked(field, masked); err != nil {
			return e, fmt.Errorf("entry %d: %w", e.ID, err)
		}
	}
	return e, nil
}

func cleanEvent(e Event) (Event, error) {
	e.Profile, e.CustomerUID, e.Kind = wholeText(e.Profile), wholeText(e.CustomerUID), wholeText(e.Kind)
	e.Operator, e.Detail = scrubbed(e.Operator), scrubbed(e.Detail)
	return e, nil
}

// scrubbed is scrub, and quick where there is too little to be a number.
func scrubbed(s string) string {
	if len(s) < minRun {
		return wholeText(s)
	}
	return scrub(s)
}

// marks are a list of so many parameters.
func marks(n int) string { return "(" + strings.Repeat("?, ", n-1) + "?)" }
