package ledger

import (
	"context"
	"database/sql"
	"fmt"
	"time"
)

var (
	// leavingAtOnce is about how many rows leave in one transaction; all rows of a customer_uid go together.
	leavingAtOnce = 500
	// breath is how long the file is left to others after each batch. Who waits for the lock looks every 100 ms at last.
	breath = 120 * time.Millisecond
	// insistence is how long one batch tries to get the lock.
	insistence = time.Minute
)

// leave deletes what the archive holds, batch by batch.
func (a *archiver) leave(ctx context.Context) error {
	if _, err := a.conn.ExecContext(ctx, "ATTACH ? AS archive", dsn(a.order.Path, role{mode: "ro", still: true})); err != nil {
		return err
	}
	batches, err := a.batches(ctx)
	for i := 0; i < len(batches) && err == nil; i++ {
		if i > 0 {
			err = pause(ctx)
		}
		if err == nil {
			err = insist(ctx, func() error { return a.leaveOne(ctx, batches[i], i == 0) })
		}
	}
	return err
}

// insist tries again while the file is busy: SQLite's locks know no queue, so that who orders without a rest keeps a
// batch from ever getting its turn within one busy_timeout. The batch did nothing then, and somebody waits who may cancel.
func insist(ctx context.Context, do func() error) error {
	for limit := time.Now().Add(insistence); ; {
		if err := do(); !isBusy(err) || time.Now().After(limit) || ctx.Err() != nil {
			return err
		}
	}
}

func pause(ctx context.Context) error {
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-time.After(breath):
		return nil
	}
}

func (a *archiver) batches(ctx context.Context) (out []int, err error) {
	rows, err := a.conn.QueryContext(ctx, "SELECT DISTINCT batch FROM temp.old ORDER BY batch")
	if err != nil {
		return nil, err
	}
	defer func() { _ = rows.Close() }()
	for rows.Next() {
		var n int
		if err := rows.Scan(&n); err != nil {
			return nil, err
		}
		out = append(out, n)
	}
	return out, rows.Err()
}

func (a *archiver) leaveOne(ctx context.Context, batch int, first bool) error {
	rows := 0
	err := inOne(ctx, a.conn, func(tx *sql.Tx) error {
		if err := listed(ctx, tx, batch); err != nil {
			return err
		}
		if first {
			if err := record(ctx, tx, a.event()); err != nil {
				return err
			}
		}
		n, err := deleteListed(ctx, tx)
		rows = n
		return err
	})
	if err != nil {
		return err
	}
	a.out.Left += rows
	if a.order.Progress != nil {
		a.order.Progress(a.out.Left, a.out.Rows)
	}
	return nil
}

// listed lists a batch as leaving, if the archive has every row and every event of it, as they are now.
func listed(ctx context.Context, tx *sql.Tx, batch int) error {
	if _, err := tx.ExecContext(ctx, "INSERT INTO main.leaving SELECT id FROM temp.old WHERE batch = ?", batch); err != nil {
		return err
	}
	for table, key := range map[string]string{"entries": "id", "events": "entry_id"} {
		names, err := columnsOf(ctx, tx, table)
		if err != nil {
			return err
		}
		var here, there, same int
		// #nosec G201 -- the names are the file's own
		err = tx.QueryRowContext(ctx, fmt.Sprintf(`SELECT
			(SELECT count(*) FROM main.%[1]s WHERE %[3]s IN (SELECT entry_id FROM main.leaving)),
			(SELECT count(*) FROM archive.%[1]s WHERE %[3]s IN (SELECT entry_id FROM main.leaving)),
			(SELECT count(*) FROM (SELECT %[2]s FROM main.%[1]s WHERE %[3]s IN (SELECT entry_id FROM main.leaving)
				INTERSECT SELECT %[2]s FROM archive.%[1]s WHERE %[3]s IN (SELECT entry_id FROM main.leaving)))`,
			table, names, key)).Scan(&here, &there, &same)
		if err != nil {
			return err
		}
		if here != same || there != same {
			return ErrChanged
		}
	}
	return nil
}

// deleteListed deletes in the order the file's triggers and references ask for.
func deleteListed(ctx context.Context, tx *sql.Tx) (int, error) {
	if _, err := tx.ExecContext(ctx, "DELETE FROM main.events WHERE entry_id IN (SELECT entry_id FROM main.leaving)"); err != nil {
		return 0, err
	}
	done, err := tx.ExecContext(ctx, "DELETE FROM main.entries WHERE id IN (SELECT entry_id FROM main.leaving)")
	if err != nil {
		return 0, err
	}
	if _, err := tx.ExecContext(ctx, "DELETE FROM main.leaving"); err != nil {
		return 0, err
	}
	n, err := done.RowsAffected()
	return int(n), err
}
