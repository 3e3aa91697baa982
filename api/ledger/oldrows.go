package ledger

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"
)

const (
	oldE = `(e.state IN ('replaced', 'declined', 'not_issued', 'deleted') AND e.started_at < :before)`
	oldN = `(n.state IN ('replaced', 'declined', 'not_issued', 'deleted') AND n.started_at < :before)`

	neighbours = `main.entries e CROSS JOIN main.entries n
		ON (n.id = e.replaces OR n.id = e.replaced_by OR n.replaces = e.id OR n.replaced_by = e.id)`

	// selectOld are the entries that may leave: old ones, but for those linked, over however many steps, with one that is
	// not old.
	selectOld = `WITH RECURSIVE stays (id) AS (
			SELECT e.id FROM ` + neighbours + ` WHERE ` + oldE + ` AND NOT ` + oldN + `
			UNION SELECT n.id FROM stays CROSS JOIN ` + neighbours + ` WHERE e.id = stays.id AND ` + oldN + `)
		SELECT e.id, e.profile, e.customer_uid FROM main.entries e WHERE ` + oldE + ` AND e.id NOT IN (SELECT id FROM stays)`

	// listOld puts them into batches, oldest first: rows that lie side by side leave side by side. Links join rows of one
	// customer_uid only, so no batch cuts a chain.
	listOld = `CREATE TEMP TABLE old AS
		SELECT id, min(n) OVER (PARTITION BY first) / :batch AS batch FROM (
			SELECT id, first, row_number() OVER (ORDER BY first, id) - 1 AS n FROM (
				SELECT id, min(id) OVER (PARTITION BY profile, customer_uid) AS first FROM (` + selectOld + `)))`
)

// emptyLedger makes a ledger of the newest schema in an empty file.
func emptyLedger(ctx context.Context, path string) error {
	l, err := startUntil(ctx, path, time.Now().Add(patience))
	if err != nil {
		return err
	}
	return l.Close()
}

// shelve brings the archive's searching up to date, so that nothing writes to it any more.
func shelve(ctx context.Context, path string) error {
	l, err := startUntil(ctx, path, time.Now().Add(patience))
	if err != nil {
		return err
	}
	return errors.Join(l.Shelve(ctx, func(int) {}), l.Close())
}

// fill lists what is old and copies it to the archive, all read in one transaction, for which nobody waits.
func (a *archiver) fill(ctx context.Context, path string) error {
	if err := probe(ctx, a.conn); err != nil {
		return err
	}
	if _, err := a.conn.ExecContext(ctx, "ATTACH ? AS archive", dsn(path, role{mode: "rw"})); err != nil {
		return err
	}
	tx, err := a.conn.BeginTx(ctx, &sql.TxOptions{ReadOnly: true}) // of the ledger
	if err != nil {
		return err
	}
	if err := a.copyOld(ctx, tx); err != nil {
		_ = tx.Rollback()
		return err
	}
	if err := tx.Commit(); err != nil {
		return err
	}
	_, err = a.conn.ExecContext(ctx, "DETACH archive")
	return err
}

func (a *archiver) copyOld(ctx context.Context, tx *sql.Tx) (err error) {
	_, err = tx.ExecContext(ctx, listOld, sql.Named("before", micros(a.order.Before)), sql.Named("batch", leavingAtOnce))
	if err != nil {
		return err
	}
	if _, err = tx.ExecContext(ctx, "CREATE INDEX temp.old_by_id ON old (id); CREATE INDEX temp.old_by_batch ON old (batch, id)"); err != nil {
		return err
	}
	if a.out.Rows, err = copyTable(ctx, tx, "entries", "id"); err != nil {
		return err
	}
	if a.out.Events, err = copyTable(ctx, tx, "events", "entry_id"); err != nil {
		return err
	}
	return copyNames(ctx, tx)
}

// copyNames has the rows of the archive keep their names: copied to a ledger that has them already, they are known there.
func copyNames(ctx context.Context, tx *sql.Tx) error {
	_, err := tx.ExecContext(ctx, `DELETE FROM archive.ledgers;
		INSERT INTO archive.ledgers SELECT * FROM main.ledgers;
		INSERT INTO archive.entry_origins SELECT * FROM main.entry_origins WHERE here IN (SELECT id FROM archive.entries);
		INSERT INTO archive.event_origins SELECT * FROM main.event_origins WHERE here IN (SELECT id FROM archive.events)`)
	return err
}

// copyTable copies whatever columns the table has.
func copyTable(ctx context.Context, tx *sql.Tx, table, key string) (int, error) {
	names, err := columnsOf(ctx, tx, table)
	if err != nil {
		return 0, err
	}
	// #nosec G201 -- the names are the file's own
	done, err := tx.ExecContext(ctx, fmt.Sprintf(`INSERT INTO archive.%[1]s (%[2]s) SELECT %[2]s FROM main.%[1]s
		WHERE %[3]s IN (SELECT id FROM temp.old) ORDER BY id`, table, names, key))
	if err != nil {
		return 0, err
	}
	n, err := done.RowsAffected()
	return int(n), err
}

// columnsOf are the names of a table's columns; "" of one that is not there.
func columnsOf(ctx context.Context, db querier, table string) (names string, err error) {
	err = db.QueryRowContext(ctx, `SELECT coalesce(group_concat('"' || name || '"', ', '), '') FROM pragma_table_info(?)`, table).Scan(&names)
	return names, err
}
