package ledger

import (
	"context"
	"database/sql"
	"errors"
	"math"
	"slices"
	"strings"
)

const (
	// perMicro is how many rows of one microsecond have places of their own.
	perMicro = 512
	// shelfBatch is how many rows are shelved in one transaction: an order waits about a tenth of a second for it, and
	// smaller ones would take much longer in all.
	shelfBatch = 256
	// shelfAtOnce is how many rows a reader shelves before it reads; what is behind then comes in the background.
	shelfAtOnce = shelfBatch
)

// Shelve brings what lists are sorted by and searched in up to date, in batches, and tells each after every one how many
// rows are still behind. A reader does so by itself for the rows of the last orders; a ledger of an older version, or one
// just restored, needs it once for all. After each batch the file is left to the orders that wait for it.
func (l *Ledger) Shelve(ctx context.Context, each func(behind int)) error {
	for {
		behind, err := l.shelveSome(ctx, shelfBatch)
		if err != nil {
			return err
		}
		each(behind)
		if behind == 0 {
			return nil
		}
		if err := pause(ctx); err != nil {
			return err
		}
	}
}

// catchUp shelves what the last orders left, and returns how many rows are still behind. A ledger that cannot be written
// is read as far as it was shelved.
func (l *Ledger) catchUp(ctx context.Context) (behind int, err error) {
	behind, err = unshelved(ctx, l.read)
	if err != nil || behind == 0 {
		return behind, l.damaged(err)
	}
	left, err := l.shelveSome(ctx, shelfAtOnce)
	var unwritable *UnwritableError
	if errors.As(err, &unwritable) {
		return behind, nil
	}
	return left, err
}

func unshelved(ctx context.Context, db querier) (n int, err error) {
	err = db.QueryRowContext(ctx, `SELECT count(*) FROM unshelved`).Scan(&n)
	return n, err
}

func (l *Ledger) shelveSome(ctx context.Context, most int) (behind int, err error) {
	err = inOne(ctx, l.tidy, func(tx *sql.Tx) error {
		list, err := queued(ctx, tx, most)
		if err != nil {
			return err
		}
		if err := shelveAll(ctx, tx, list); err != nil {
			return err
		}
		behind, err = unshelved(ctx, tx)
		return err
	})
	return behind, l.typed(err)
}

// book is one row of the shelf.
type book struct {
	id, place, started int64
	gone               bool
	columns            []any // state … note, in the shelf's order
	haystack, tags     string
	desk               string
}

// queued reads the rows to be shelved, oldest first, so that of one microsecond the later row gets the newer place.
func queued(ctx context.Context, tx *sql.Tx, most int) ([]book, error) {
	rows, err := tx.QueryContext(ctx, `SELECT u.entry_id, coalesce(s.place, 0), e.id IS NULL, coalesce(e.started_at, 0),
			coalesce(e.state, ''), coalesce(e.customer_uid, ''), coalesce(e.customer_name, ''), coalesce(e.card_name, ''),
			coalesce(e.masked, ''), coalesce(e.pg, ''), coalesce(e.mid, ''), coalesce(e.environment, ''),
			coalesce(e.profile, ''), coalesce(e.operator, ''), coalesce(e.note, ''), coalesce(e.message, ''),
			coalesce(e.desk, '')
		FROM unshelved u LEFT JOIN entries e ON e.id = u.entry_id LEFT JOIN shelf s ON s.entry_id = u.entry_id
		ORDER BY u.entry_id LIMIT ?`, most)
	if err != nil {
		return nil, err
	}
	defer func() { _ = rows.Close() }()
	var out []book
	for rows.Next() {
		b, err := scanBook(rows)
		if err != nil {
			return nil, err
		}
		out = append(out, b)
	}
	return out, rows.Err()
}

func scanBook(rows *sql.Rows) (book, error) {
	var b book
	var state, uid, name, company, number, pg, mid, environment, profile, operator, note, message, desk string
	err := rows.Scan(&b.id, &b.place, &b.gone, &b.started, &state, &uid, &name, &company, &number, &pg, &mid,
		&environment, &profile, &operator, &note, &message, &desk)
	b.desk, b.columns = desk, []any{state, uid, name, company, number, pg, mid, environment, profile, operator, note}
	b.haystack = haystack(uid, name, initialsOf(name), company, initialsOf(company), lastDigits(number), pg, mid,
		operator, initialsOf(operator), message, note)
	b.tags = strings.Join([]string{
		tagged(tagState, state), tagged(tagEnvironment, environment), tagged(tagProfile, profile), tagged(tagOperator, operator),
		tagged(tagDesk, desk),
	}, " ")
	return b, err
}

func haystack(fields ...string) string {
	for i, f := range fields {
		fields[i] = fold(f)
	}
	return strings.Join(fields, "\n")
}

// lastDigits is what a mask shows at its end.
func lastDigits(masked string) string { return masked[len(strings.TrimRight(masked, digits)):] }

func shelveAll(ctx context.Context, tx *sql.Tx, list []book) error {
	for i := range list {
		if err := shelveRow(ctx, tx, &list[i]); err != nil {
			return err
		}
	}
	// In the order of their places: the index writes a segment of its own whenever the order turns back.
	slices.SortFunc(list, func(a, b book) int { return int(min(1, max(-1, a.place-b.place))) })
	for _, b := range list {
		if err := indexRow(ctx, tx, b); err != nil {
			return err
		}
	}
	return nil
}

// shelveRow writes everything of a row but its grams.
func shelveRow(ctx context.Context, tx *sql.Tx, b *book) (err error) {
	if _, err := tx.ExecContext(ctx, `DELETE FROM unshelved WHERE entry_id = ?`, b.id); err != nil {
		return err
	}
	if b.gone {
		_, err := tx.ExecContext(ctx, `DELETE FROM shelf WHERE entry_id = ?`, b.id)
		return err
	}
	if b.place == 0 {
		if b.place, err = freePlace(ctx, tx, b.started); err != nil {
			return err
		}
	}
	_, err = tx.ExecContext(ctx, `INSERT OR REPLACE INTO shelf VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
		append(append([]any{b.place, b.id}, b.columns...), b.haystack, b.desk)...)
	return err
}

func indexRow(ctx context.Context, tx *sql.Tx, b book) error {
	if b.gone {
		_, err := tx.ExecContext(ctx, `DELETE FROM grams WHERE rowid = ?`, b.place)
		return err
	}
	_, err := tx.ExecContext(ctx, `INSERT OR REPLACE INTO grams (rowid, text) VALUES (?, ?)`, b.place, grams(b.haystack)+b.tags)
	return err
}

// placeOf is the first place of a microsecond: behind every earlier one. A date that no entry can have is as far off as a
// place can be.
func placeOf(micros int64) int64 {
	const far = math.MaxInt64 / perMicro
	return max(-far, min(far, micros)) * perMicro
}

// freePlace is the first free place of a microsecond. Where one holds more rows than places, as where a migration registered
// keys in bulk, the rest go to the next ones.
func freePlace(ctx context.Context, tx *sql.Tx, micros int64) (place int64, err error) {
	first := placeOf(micros)
	err = tx.QueryRowContext(ctx, `SELECT coalesce(max(place), ?) + 1 FROM shelf WHERE place BETWEEN ? AND ?`,
		first-1, first, first+perMicro-1).Scan(&place)
	for taken := true; err == nil && taken; {
		err = tx.QueryRowContext(ctx, `SELECT EXISTS (SELECT 1 FROM shelf WHERE place = ?)`, place).Scan(&taken)
		if taken {
			place++
		}
	}
	return place, err
}
