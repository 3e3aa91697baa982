package ledger

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
)

// insertAtOnce is how many rows one statement writes: SQLite takes 32766 parameters, PostgreSQL 65535.
const insertAtOnce = 500

// errOrder tells that the database gave IDs in another order than that of the rows.
var errOrder = errors.New("ledger: rows came back in another order")

const entryInsert = `INSERT INTO entries (profile, environment, customer_uid, channel_key, pg, mid, masked, operator, desk, is_replace,
	prior_inserted, prior_updated, prior_masked, prior_card_name, started_at, consent_at, note, state, inserted, updated, key_masked,
	card_name, card_code, sandbox, code, message, how, settled_at, found, customer_name, looked_at, elsewhere, watched_by, watched_until)
	VALUES `

func entryValues(e Entry) []any {
	return []any{
		e.Profile, e.Environment, e.CustomerUID, e.ChannelKey, e.PG, e.MID, e.Masked, e.Operator, e.Desk, e.Replace,
		e.Prior.Inserted, e.Prior.Updated, e.Prior.Masked, e.PriorCardName, micros(e.StartedAt), micros(e.ConsentAt), e.Note,
		string(e.State), e.Inserted, e.Updated, e.KeyMasked, e.CardName, e.CardCode, orNull(e.Sandbox), e.Code, e.Message, e.How, micros(e.SettledAt),
		e.Found, e.CustomerName, micros(e.LookedAt), e.Elsewhere, e.WatchedBy, micros(e.WatchedUntil),
	}
}

// insertEntries returns the rows' IDs here.
func insertEntries(ctx context.Context, tx querier, list []Entry) ([]int64, error) {
	return insertMany(ctx, tx, entryInsert, list, entryValues, "started_at", func(e Entry) int64 { return micros(e.StartedAt) })
}

// insertEvents returns the events' IDs here. Their EntryID is the row's here.
func insertEvents(ctx context.Context, tx querier, list []Event) ([]int64, error) {
	const insert = `INSERT INTO events (at, operator, profile, customer_uid, entry_id, kind, detail) VALUES `
	return insertMany(ctx, tx, insert, list, func(e Event) []any {
		var entry any
		if e.EntryID != 0 {
			entry = e.EntryID
		}
		return []any{micros(e.At), e.Operator, e.Profile, e.CustomerUID, entry, e.Kind, e.Detail}
	}, "at", func(e Event) int64 { return micros(e.At) })
}

// insertMany gives rows IDs in their order. Both databases do so; that they did is seen at column, which is asked for with
// each ID.
func insertMany[T any](ctx context.Context, tx querier, insert string, list []T, values func(T) []any, column string, is func(T) int64) ([]int64, error) {
	out := make([]int64, 0, len(list))
	for part := range slices.Chunk(list, insertAtOnce) {
		var args []any
		for _, row := range part {
			args = append(args, values(row)...)
		}
		rows, err := tx.QueryContext(ctx, insert+many(len(part), len(args)/len(part))+` RETURNING id, `+column, args...)
		type given struct{ id, is int64 }
		var got []given
		err = forEach(rows, err, func() error {
			var g given
			err := rows.Scan(&g.id, &g.is)
			got = append(got, g)
			return err
		})
		if err != nil {
			return nil, err
		}
		slices.SortFunc(got, func(a, b given) int { return int(min(1, max(-1, a.id-b.id))) })
		for i, g := range got {
			if len(got) != len(part) || g.is != is(part[i]) {
				return nil, errOrder
			}
			out = append(out, g.id)
		}
	}
	return out, nil
}

// many are the parameters of so many rows.
func many(rows, columns int) string {
	return strings.Repeat(marks(columns)+", ", rows-1) + marks(columns)
}

// insertOrigins writes down which rows here are which.
func insertOrigins(ctx context.Context, tx querier, c *copier, table string, names []name, here []int64) error {
	for start := 0; start < len(names); start += insertAtOnce {
		end := min(len(names), start+insertAtOnce)
		var args []any
		for i := start; i < end; i++ {
			args = append(args, c.numbers[names[i].ledger], names[i].id, names[i].print, here[i])
		}
		_, err := tx.ExecContext(ctx, fmt.Sprintf(`INSERT INTO %s (ledger, id, print, here) VALUES %s`, table, many(end-start, 4)), args...)
		if err != nil {
			return err
		}
	}
	return nil
}

// updateEntry writes what may change in a row. Its state is named only where it is another one: a file guards every writing of it.
func updateEntry(ctx context.Context, tx querier, e Entry, was State) error {
	set, args := "", []any(nil)
	if e.State != was {
		set, args = "state = ?, ", []any{string(e.State)}
	}
	_, err := tx.ExecContext(ctx, `UPDATE entries SET `+set+`code = ?, message = ?, how = ?, settled_at = ?, inserted = ?, updated = ?,
			key_masked = ?, card_name = ?, card_code = ?, sandbox = ?, pg = ?, mid = ?, note = ?, customer_name = ?, looked_at = ?,
			elsewhere = ? WHERE id = ?`,
		append(args, e.Code, e.Message, e.How, micros(e.SettledAt), e.Inserted, e.Updated, e.KeyMasked, e.CardName, e.CardCode,
			orNull(e.Sandbox), e.PG, e.MID, e.Note, e.CustomerName, micros(e.LookedAt), e.Elsewhere, e.ID)...)
	return err
}

// chained is what a row replaces and what replaced it, here; 0 leaves it as it is.
type chained struct{ id, replaces, replacedBy int64 }

// setLinks fills in links that are not there; those that are stay.
func setLinks(ctx context.Context, tx querier, links []chained) error {
	for part := range slices.Chunk(links, insertAtOnce) {
		var args []any
		for _, l := range part {
			args = append(args, l.id, l.replaces, l.replacedBy)
		}
		const row = "(CAST(? AS bigint), CAST(? AS bigint), CAST(? AS bigint))"
		_, err := tx.ExecContext(ctx, `UPDATE entries SET replaces = coalesce(entries.replaces, nullif(v.b, 0)),
				replaced_by = coalesce(entries.replaced_by, nullif(v.c, 0))
			FROM (SELECT column1 AS a, column2 AS b, column3 AS c FROM (VALUES `+strings.Repeat(row+", ", len(part)-1)+row+`) AS w) AS v
			WHERE entries.id = v.a`, args...)
		if err != nil {
			return err
		}
	}
	return nil
}
