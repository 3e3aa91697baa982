package ledger

import (
	"context"
	"time"
)

// SetNote changes an entry's note, "" clears it, and appends a [KindNote] event with the text. Runs of 12 and more digits
// are masked in both. A note that says the same already is left alone. At is on the server's clock; zero takes this
// machine's. Errors: [ErrNoEntry], and the file's errors as for [Ledger.Begin].
func (l *records) SetNote(ctx context.Context, id int64, note, operator string, at time.Time) error {
	note = scrub(note)
	return l.changeEntry(ctx, id, func(tx querier, e Entry) error {
		if e.Note == note {
			return nil
		}
		if _, err := tx.ExecContext(ctx, `UPDATE entries SET note = ? WHERE id = ?`, note, id); err != nil {
			return err
		}
		return record(ctx, tx, about(e, orNow(at), operator, KindNote, note))
	})
}
