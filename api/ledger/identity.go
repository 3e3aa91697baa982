package ledger

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"database/sql"
	"encoding/base32"
	"encoding/binary"
	"errors"
	"fmt"
	"hash/fnv"
)

// name is what a row is called in every ledger it is copied to: the ledger in which it was written, its ID there, and a
// print of what it began with.
type name struct {
	ledger    string
	id, print int64
}

// identify gives a ledger its lasting name, once, with the schema that has room for it.
func identify(ctx context.Context, tx querier) error {
	var has bool
	if err := tx.QueryRowContext(ctx, `SELECT EXISTS (SELECT 1 FROM ledgers WHERE n = 0)`).Scan(&has); err != nil || has {
		return err
	}
	id, err := nameOfLedger(ctx, tx)
	if err != nil {
		return err
	}
	_, err = tx.ExecContext(ctx, `INSERT INTO ledgers (n, id) VALUES (0, ?)`, id)
	return err
}

// nameOfLedger is drawn for an empty ledger. One with rows takes it from its first event, so that an older file that is
// only read has the name that it will have when it is brought up to date.
func nameOfLedger(ctx context.Context, db querier) (string, error) {
	e, err := scanEvent(db.QueryRowContext(ctx, `SELECT `+eventColumns+` FROM events e ORDER BY id LIMIT 1`))
	if err != nil || e.ID == 0 {
		return rand.Text(), err
	}
	sum := sha256.Sum256(fmt.Appendf(nil, "%d\x1f%s\x1f%s\x1f%s", micros(e.At), e.Kind, e.Profile, e.CustomerUID))
	return base32.StdEncoding.EncodeToString(sum[:])[:26], nil
}

// ledgersOf are the ledgers whose rows lie in this one, by their number here; 0 is this one itself.
func ledgersOf(ctx context.Context, db querier) (map[int64]string, error) {
	rows, err := db.QueryContext(ctx, `SELECT n, id FROM ledgers`)
	out := map[int64]string{}
	err = forEach(rows, err, func() error {
		var n int64
		var id string
		err := rows.Scan(&n, &id)
		out[n] = id
		return err
	})
	if err != nil {
		return nil, err
	}
	if out[0] == "" {
		return nil, errors.Join(errNameless, sql.ErrNoRows)
	}
	return out, nil
}

var errNameless = errors.New("ledger: it has no name of its own")

// The prints hold what can never change in a row, and no free text: how those are masked may change with the program.
// What is in them must stay as it is for ever, or rows that were copied come a second time.

func printOfEntry(e Entry) int64 {
	return printOf([]string{e.Profile, e.Environment, e.CustomerUID, e.ChannelKey, e.Masked},
		micros(e.StartedAt), micros(e.ConsentAt), e.Prior.Inserted, e.Prior.Updated)
}

func printOfEvent(e Event) int64 {
	return printOf([]string{e.Profile, e.CustomerUID, e.Kind}, micros(e.At))
}

func printOf(texts []string, numbers ...int64) int64 {
	h := fnv.New64a()
	for _, t := range texts {
		_, _ = h.Write([]byte(t))
		_, _ = h.Write([]byte{0x1f})
	}
	for _, n := range numbers {
		_, _ = h.Write(binary.BigEndian.AppendUint64(nil, uint64(n))) // #nosec G115 -- bits
	}
	return int64(h.Sum64()) // #nosec G115 -- bits
}
