package ledger

import (
	"context"
	"strings"
)

// keeper is a ledger of either kind that is copied to.
type keeper interface {
	Store
	home
}

// table is how rows of one kind are found by their names.
type table[T any] struct {
	rows, origins, columns string
	scan                   func(interface{ Scan(...any) error }) (T, error)
	id, print              func(T) int64
}

var (
	entryTable = table[Entry]{
		"entries", "entry_origins", plainColumns(), scanEntry, func(e Entry) int64 { return e.ID }, printOfEntry,
	}
	eventTable = table[Event]{
		"events", "event_origins", eventColumns, scanEvent, func(e Event) int64 { return e.ID }, printOfEvent,
	}
)

// present are the rows here that copies of others, or the others themselves, already are. Gone are those that have been here
// and have left for an archive.
type present[T any] struct {
	rows map[name]T
	gone map[name]bool
}

// find looks for names in the ledger that is copied to.
func find[T any](ctx context.Context, c *copier, db querier, t table[T], names []name) (present[T], error) {
	out := present[T]{map[name]T{}, map[name]bool{}}
	by := map[string][]int64{}
	for _, n := range names {
		by[n.ledger] = append(by[n.ledger], n.id)
	}
	for ledger, ids := range by {
		if ledger == c.own {
			if err := findOwn(ctx, c, db, t, ids, names, out); err != nil {
				return out, err
			}
		}
		if err := findCopied(ctx, db, t, name{ledger: ledger, id: c.numbers[ledger]}, ids, out); err != nil {
			return out, err
		}
	}
	return out, nil
}

// findOwn finds rows that come home. Of a file, an ID that was given and is not there any more has left for an archive.
func findOwn[T any](ctx context.Context, c *copier, db querier, t table[T], ids []int64, names []name, out present[T]) error {
	which, args := amongIDs(db, "e.id", ids)
	rows, err := db.QueryContext(ctx, `SELECT `+t.columns+` FROM `+t.rows+` e WHERE `+which+
		` AND NOT EXISTS (SELECT 1 FROM `+t.origins+` f WHERE f.here = e.id)`, args...)
	err = forEach(rows, err, func() error {
		row, err := t.scan(rows)
		out.rows[name{c.own, t.id(row), t.print(row)}] = row
		return err
	})
	if _, file := c.to.(*Ledger); err != nil || !file {
		return err
	}
	last, err := lastGiven(ctx, db, t.rows)
	if err != nil {
		return err
	}
	taken, err := takenIDs(ctx, db, t.rows, ids)
	for _, n := range names {
		if n.ledger == c.own && n.id <= last && !taken[n.id] {
			out.gone[n] = true
		}
	}
	return err
}

// lastGiven is the highest ID that a file has ever given.
func lastGiven(ctx context.Context, db querier, rows string) (last int64, err error) {
	err = db.QueryRowContext(ctx, `SELECT coalesce(max(seq), 0) FROM sqlite_sequence WHERE name = ?`, rows).Scan(&last)
	return last, err
}

func takenIDs(ctx context.Context, db querier, from string, ids []int64) (map[int64]bool, error) {
	which, args := amongIDs(db, "id", ids)
	rows, err := db.QueryContext(ctx, `SELECT id FROM `+from+` WHERE `+which, args...) // #nosec G202 -- a table's name
	out := map[int64]bool{}
	err = forEach(rows, err, func() error {
		var id int64
		err := rows.Scan(&id)
		out[id] = true
		return err
	})
	return out, err
}

// findCopied finds rows that were copied before; of is their ledger, with its number here.
func findCopied[T any](ctx context.Context, db querier, t table[T], of name, ids []int64, out present[T]) error {
	which, args := amongIDs(db, "f.id", ids)
	args = append([]any{of.id}, args...)
	from := ` FROM ` + t.origins + ` f JOIN ` + t.rows + ` e ON e.id = f.here WHERE f.ledger = ? AND ` + which
	rows, err := db.QueryContext(ctx, `SELECT `+t.columns+`, 0, f.id, f.print`+from, args...)
	err = forEach(rows, err, func() error {
		n := name{ledger: of.ledger}
		row, err := t.scan(withName{rows, new(int64), &n.id, &n.print})
		out.rows[n] = row
		delete(out.gone, n)
		return err
	})
	if err != nil {
		return err
	}
	rows, err = db.QueryContext(ctx, strings.Replace(`SELECT f.id, f.print`+from, ` JOIN `, ` LEFT JOIN `, 1)+` AND e.id IS NULL`, args...)
	return forEach(rows, err, func() error {
		n := name{ledger: of.ledger}
		err := rows.Scan(&n.id, &n.print)
		out.gone[n] = true
		return err
	})
}

func namesOf[T any](list []original[T]) []name {
	out := make([]name, len(list))
	for i, o := range list {
		out[i] = o.name
	}
	return out
}
