package ledger

import (
	"context"
	"database/sql"
	"errors"
	"io/fs"
	"os"
)

// hold keeps everyone else out of a ledger that is to be exchanged.
type hold struct {
	db   *sql.DB
	conn *sql.Conn // nil where the file is damaged: then there is nothing to keep anyone out of
	file *os.File  // of the same file, to be closed last: closing it drops the lock
}

// holdFile takes the file for itself. nil means that there is none. Errors: [ErrForeign], [*NewerError], and SQLite's
// "busy" when another connection has it open, in this process or another.
func holdFile(ctx context.Context, path string) (*hold, error) {
	if _, err := os.Stat(path); errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	err := walk(ctx, path)
	if isDamage(err) {
		return &hold{}, nil
	}
	if err != nil {
		return nil, err
	}
	h := &hold{}
	if h.db, err = openPool(path, 1, role{mode: "rw"}); err != nil {
		return nil, err
	}
	if err := h.take(ctx); err != nil {
		h.drop()
		return nil, err
	}
	return h, nil
}

// walk reads the file on a connection that cannot write: a damaged one is kept as it was found, and its -wal too.
func walk(ctx context.Context, path string) error {
	db, err := openPool(path, 1, reading)
	if err != nil {
		return err
	}
	defer func() { _ = db.Close() }()
	err = probe(ctx, db)
	if err == nil {
		err = quickCheck(ctx, db)
	}
	if unfinished(err) {
		return nil // whoever may write rolls back
	}
	return err
}

// take leaves WAL mode, which SQLite does for the last connection only and which folds the -wal into the file, and then
// locks out even readers. Who waits for the lock, and gets it when the file has its other name, finds it out of WAL mode:
// SQLite then looks whether the file was moved before it writes, and refuses to.
func (h *hold) take(ctx context.Context) (err error) {
	if h.conn, err = h.db.Conn(ctx); err != nil {
		return err
	}
	if err := probe(ctx, h.conn); err != nil {
		return err
	}
	var mode string
	if err := h.conn.QueryRowContext(ctx, "PRAGMA journal_mode = delete").Scan(&mode); err != nil {
		return err
	}
	_, err = h.conn.ExecContext(ctx, "PRAGMA main.locking_mode = exclusive; BEGIN EXCLUSIVE; COMMIT") // it stays locked
	return err
}

// drop lets go of the file.
func (h *hold) drop() {
	if h == nil {
		return
	}
	if h.conn != nil {
		_ = h.conn.Close()
	}
	if h.db != nil {
		_ = h.db.Close()
	}
	if h.file != nil {
		_ = h.file.Close()
	}
}

// notIn counts the held rows and events that the ledger at path does not have: what restoring it takes away.
// -1 is a file that cannot be read.
func (h *hold) notIn(ctx context.Context, path string) (rows, events int, err error) {
	switch {
	case h == nil:
		return 0, 0, nil
	case h.conn == nil:
		return -1, -1, nil
	}
	if v, err := version(ctx, h.conn); err != nil || v == 0 { // an empty file
		return 0, 0, err
	}
	// Also when ctx ends in between: a file that stays attached cannot be removed on Windows.
	detach := func() error {
		_, err := h.conn.ExecContext(context.WithoutCancel(ctx), "DETACH restored")
		return err
	}
	if _, err := h.conn.ExecContext(ctx, "ATTACH ? AS restored", dsn(path, unchanged(path))); err != nil {
		_ = detach() // given up, it may have been attached
		return 0, 0, err
	}
	err = h.conn.QueryRowContext(ctx, `SELECT
		(SELECT count(*) FROM main.entries e WHERE NOT EXISTS (SELECT 1 FROM restored.entries r WHERE r.id = e.id
			AND r.profile = e.profile AND r.customer_uid = e.customer_uid AND r.started_at = e.started_at)),
		(SELECT count(*) FROM main.events e WHERE NOT EXISTS (SELECT 1 FROM restored.events r WHERE r.id = e.id
			AND r.at = e.at AND r.kind = e.kind AND r.entry_id IS e.entry_id))`).Scan(&rows, &events)
	return rows, events, errors.Join(err, detach())
}
