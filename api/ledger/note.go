package ledger

import (
	"context"
	"database/sql"
	"time"
)

// SetNote changes an entry's note, "" clears it, and appends a [KindNote] event with the text. Runs of 12 and more digits
// are masked in both. A note that says the same already is left alone. At is on the server's clock; zero takes this
// machine's. Errors: [ErrNoEntry], and the file's errors as for [Ledger.Begin].
func (l *Ledger) SetNote(ctx context.Context, id int64, note, operator string, at time.Time) error {
	note = scrub(note)
	return l.change(ctx, func(tx *sql.Tx) error {
		e, err := entry(ctx, tx, id)
		if err != nil || e.Note == note {
			return err
		}
		if _, err := tx.ExecContext(ctx, `UPDATE entries SET note = ? WHERE id = ?`, note, id); err != nil {
			return err
		}
		return record(ctx, tx, about(e, orNow(at), operator, KindNote, note))
	})
}
