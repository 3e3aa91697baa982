package ledger

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"encoding/hex"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"time"
)

// ArchiveOrder says what is to leave the ledger, and where to.
type ArchiveOrder struct {
	// Before is the first StartedAt that stays.
	Before time.Time
	// Path is the archive's file, which must not exist.
	Path     string
	Operator string
	// Progress, when not nil, is told after each batch how many entries have left, of how many.
	Progress func(left, of int)
}

// Archived tells what an archive holds, and what left the ledger.
type Archived struct {
	// Path is the archive's, absolute; "" if there was nothing old enough, and so no file.
	Path string
	// Rows and Events are how many entries and events it holds.
	Rows, Events int
	// Left is how many of the entries have left the ledger: all of them, unless there was an error.
	Left  int
	Bytes int64
	// SHA256 is the file's, in hexadecimal. Searching in an archive does not change it, bringing its schema up to date does.
	SHA256 string
	At     time.Time
}

// ArchiveCount tells how many entries [Ledger.Archive] would move.
func (l *Ledger) ArchiveCount(ctx context.Context, before time.Time) (n int, err error) {
	err = l.read.QueryRowContext(ctx, `SELECT count(*) FROM (`+selectOld+`)`, sql.Named("before", micros(before))).Scan(&n)
	return n, l.damaged(err)
}

// Archive moves old entries and their events to a new file, which is a ledger of its own: [Open] opens it, lists and
// search work. Nothing calls it but a person's wish. Old is what started before o.Before and is decided, whose key is not
// in force, and which is not linked by replacements with an entry that stays: a chain goes whole or stays whole. Events
// about no entry stay. IDs stay as they are, and none is used again.
//
// The archive is complete, checked and on disk before the first row is deleted. Rows leave in batches of about 500, each
// in one transaction that compares every row and event with the archive before it deletes them, with a pause after each,
// so that no order waits for more than one batch. The first one appends [KindArchived]. When it is ended in between, by
// ctx, an error or a power cut, the rows that have not left are in both files, and none is in neither: calling it again
// moves the rest to a second file. The ledger's file does not shrink; its free room is used by later orders.
//
// Errors: [*InputError], [ErrExists], [*UnwritableError], [*NewerError] when a later version has changed the ledger since
// it was opened, [ErrChanged] when someone changed an old entry meanwhile. With an error Archived tells how far it came:
// with a Path, the archive is there and to be kept.
func (l *Ledger) Archive(ctx context.Context, o ArchiveOrder) (Archived, error) {
	switch {
	case o.Before.IsZero():
		return Archived{}, &InputError{"before"}
	case o.Path == "":
		return Archived{}, &InputError{"path"}
	}
	p, err := newPart(o.Path)
	if err != nil {
		return Archived{}, err
	}
	defer p.remove()
	o.Path = p.to
	a, err := l.newArchiver(ctx, o)
	if err != nil {
		return Archived{}, fmt.Errorf("ledger: archive: %w", l.typed(ended(ctx, err)))
	}
	defer a.close()
	err = a.run(ctx, p)
	if err != nil {
		err = fmt.Errorf("ledger: archive: %w", l.typed(ended(ctx, err)))
	}
	return a.out, err
}

// archiver has a connection of its own: the archive and the list of what leaves are attached to it.
type archiver struct {
	order ArchiveOrder
	db    *sql.DB
	conn  *sql.Conn
	out   Archived
}

func (l *Ledger) newArchiver(ctx context.Context, o ArchiveOrder) (*archiver, error) {
	db, err := openPool(l.path, 1, writing)
	if err != nil {
		return nil, err
	}
	conn, err := db.Conn(ctx)
	if err != nil {
		_ = db.Close()
		return nil, err
	}
	return &archiver{order: o, db: db, conn: conn}, nil
}

func (a *archiver) close() {
	_ = a.conn.Close()
	_ = a.db.Close()
}

func (a *archiver) run(ctx context.Context, p part) error {
	if err := emptyLedger(ctx, p.path); err != nil {
		return err
	}
	err := a.fill(ctx, p.path)
	if err == nil && a.out.Rows > 0 {
		err = a.finish(ctx, p)
	}
	if err != nil || a.out.Rows == 0 {
		a.out = Archived{}
		return err
	}
	return a.leave(ctx)
}

// finish makes the archive one that nothing needs to write to, and seals it.
func (a *archiver) finish(ctx context.Context, p part) error {
	if err := shelve(ctx, p.path); err != nil {
		return err
	}
	return a.seal(ctx, p)
}

// seal checks the archive as it is on disk, and gives it its name.
func (a *archiver) seal(ctx context.Context, p part) error {
	b, err := examine(ctx, p.path, fullCheck)
	if err != nil {
		return err
	}
	if b.Rows != a.out.Rows || b.Events != a.out.Events {
		return &corrupt{fmt.Sprintf("the archive holds %d entries and %d events, not %d and %d", b.Rows, b.Events, a.out.Rows, a.out.Events)}
	}
	if a.out.SHA256, err = hashOf(p.path); err != nil {
		return err
	}
	if err := p.finish(); err != nil {
		return err
	}
	a.out.Path, a.out.Bytes, a.out.At = a.order.Path, b.Bytes, time.Now()
	return nil
}

func hashOf(path string) (string, error) {
	f, err := os.Open(path) // #nosec G304 -- the archive just written
	if err != nil {
		return "", err
	}
	defer func() { _ = f.Close() }()
	h := sha256.New()
	if _, err := io.Copy(h, f); err != nil {
		return "", err
	}
	return hex.EncodeToString(h.Sum(nil)), nil
}

func (a *archiver) event() Event {
	return Event{At: a.out.At, Operator: a.order.Operator, Kind: KindArchived, Detail: fmt.Sprintf(
		"rows=%d events=%d before=%s sha256=%s file=%s", a.out.Rows, a.out.Events,
		a.order.Before.UTC().Format(time.RFC3339), grouped(a.out.SHA256), filepath.Base(a.order.Path))}
}

// grouped breaks a hash up: it may by chance hold a run of digits as long as a card number, which would be masked.
func grouped(hash string) string {
	var groups []string
	for ; len(hash) > 8; hash = hash[8:] {
		groups = append(groups, hash[:8])
	}
	return strings.Join(append(groups, hash), ":")
}
