package ledger

import (
	"context"
	"database/sql"
	"errors"
	"strings"
)

// shelfLock is held by the one desk that brings the search up to date: what it read of a row is then no older than what
// another has written of it.
const shelfLock = migrationLock + 1

// Shelve brings what lists are sorted by and searched in up to date, in batches, and tells each after every one how many
// rows are still behind. A reader does so by itself for the rows of the last orders; a ledger that was just copied needs it
// once. Orders do not wait for it.
func (l *Shared) Shelve(ctx context.Context, each func(behind int)) error {
	for {
		behind, err := l.shelveSome(ctx, sharedBatch)
		if err != nil {
			return err
		}
		each(behind)
		if behind == 0 {
			return nil
		}
	}
}

// sharedBatch is how many rows are shelved in one transaction.
const sharedBatch = 2000

// catchUp shelves what the last orders left. Who may only read, as everybody at a standby, is shown how many rows the search
// lacks.
func (l *Shared) catchUp(ctx context.Context) (behind int, err error) {
	behind, err = queueLength(ctx, l.reads())
	if err != nil || behind == 0 || l.ReadOnly() {
		return behind, l.said(err)
	}
	left := behind
	for range 3 { // orders may come meanwhile
		if left, err = l.shelveOrWait(ctx); err != nil || left == 0 {
			break
		}
	}
	var unwritable *UnwritableError
	if errors.As(err, &unwritable) && (unwritable.Reason != "away" || code(err) == "25006") {
		return behind, nil
	}
	return left, err
}

// shelveOrWait shelves what the last orders left, or waits until another desk has. Many may wait for one: they all go on together
// when it has done, where each would else wait for its turn to find nothing to do.
func (l *Shared) shelveOrWait(ctx context.Context) (behind int, err error) {
	err = inOne(ctx, l.reached(), func(tx *sql.Tx) error {
		mine := false
		err := tx.QueryRowContext(ctx, `SELECT pg_try_advisory_xact_lock($1)`, shelfLock).Scan(&mine)
		if err == nil && !mine {
			_, err = tx.ExecContext(ctx, `SELECT pg_advisory_xact_lock_shared($1)`, shelfLock)
			if err == nil {
				behind, err = queueLength(ctx, tx)
			}
			return err
		}
		if err == nil {
			behind, err = shelveQueue(ctx, tx, sharedBatch)
		}
		return err
	})
	return behind, l.typed(err)
}

func (l *Shared) shelveSome(ctx context.Context, most int) (behind int, err error) {
	err = inOne(ctx, l.reached(), func(tx *sql.Tx) (err error) {
		if _, err := tx.ExecContext(ctx, `SELECT pg_advisory_xact_lock($1)`, shelfLock); err != nil {
			return err
		}
		behind, err = shelveQueue(ctx, tx, most)
		return err
	})
	return behind, l.typed(err)
}

// shelveQueue is done by whoever has the lock. What is derived need not be on the disk before the next thing is done.
func shelveQueue(ctx context.Context, tx *sql.Tx, most int) (behind int, err error) {
	if _, err := tx.ExecContext(ctx, `SELECT set_config('synchronous_commit', 'off', true)`); err != nil {
		return 0, err
	}
	ids, texts, err := takeQueue(ctx, tx, most)
	if err != nil {
		return 0, err
	}
	if err := putOnShelf(ctx, tx, ids, texts); err != nil {
		return 0, err
	}
	return queueLength(ctx, tx)
}

// countedExactly is how many rows behind are counted one by one. Of more, as after a copy, is asked again after every batch, and
// counting ten million each time would take longer than the work itself.
var countedExactly = 10_000

// firstOfQueue and a number are so many rows of the queue, by its index: after a copy of millions, the table itself is as many pages
// with hardly a row, which each window would read again at every order.
const firstOfQueue = `unshelved ORDER BY n LIMIT `

const queueLengthQuery = `SELECT count(*) FROM (SELECT 1 FROM ` + firstOfQueue + `$1) q`

// queueLength is how many rows are behind; of very many, about how many.
func queueLength(ctx context.Context, db querier) (n int, err error) {
	err = db.QueryRowContext(ctx, queueLengthQuery, countedExactly+1).Scan(&n)
	if n <= countedExactly || err != nil {
		return n, err
	}
	var span int
	err = db.QueryRowContext(ctx, `SELECT coalesce(max(n) - min(n) + 1, 0) FROM unshelved`).Scan(&span)
	return max(n, span), err
}

// takeQueue takes the oldest rows off the queue, and works out what is searched of each.
func takeQueue(ctx context.Context, tx *sql.Tx, most int) (ids []int64, texts []string, err error) {
	rows, err := tx.QueryContext(ctx, `WITH taken AS (
			DELETE FROM unshelved WHERE n <= (SELECT max(n) FROM (SELECT n FROM `+firstOfQueue+`$1) q) RETURNING entry_id)
		SELECT id, customer_uid, customer_name, card_name, masked, pg, mid, operator, message, note
		FROM entries WHERE id IN (SELECT entry_id FROM taken) ORDER BY id`, most)
	if err != nil {
		return nil, nil, err
	}
	defer func() { _ = rows.Close() }()
	for rows.Next() {
		var id int64
		var uid, name, company, number, pg, mid, operator, message, note string
		if err := rows.Scan(&id, &uid, &name, &company, &number, &pg, &mid, &operator, &message, &note); err != nil {
			return nil, nil, err
		}
		text := haystack(uid, name, initialsOf(name), company, initialsOf(company), lastDigits(number), pg, mid,
			operator, initialsOf(operator), message, note)
		ids, texts = append(ids, id), append(texts, strings.Join(strings.Fields(text), " "))
	}
	return ids, texts, rows.Err()
}

// putOnShelf may find a row newer than its text: it is in the queue again then.
func putOnShelf(ctx context.Context, tx *sql.Tx, ids []int64, texts []string) error {
	if len(ids) == 0 {
		return nil
	}
	_, err := tx.ExecContext(ctx, `INSERT INTO shelf (entry_id, started_at, state, customer_uid, name, company, number, pg, mid,
			environment, profile, operator, note, desk, haystack)
		SELECT e.id, e.started_at, e.state, e.customer_uid, e.customer_name, e.card_name, e.masked, e.pg, e.mid,
			e.environment, e.profile, e.operator, e.note, e.desk, u.text
		FROM unnest($1::bigint[], $2::text[]) AS u (id, text) JOIN entries e USING (id)
		ON CONFLICT (entry_id) DO UPDATE SET state = excluded.state, name = excluded.name, company = excluded.company,
			pg = excluded.pg, mid = excluded.mid, note = excluded.note, haystack = excluded.haystack`, ids, texts)
	return err
}
