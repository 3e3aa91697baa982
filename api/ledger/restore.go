package ledger

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"time"
)

// Restored tells what came into place and what went out of it.
type Restored struct {
	// Backup is what was restored. Its Last is where this ledger's memory ends.
	Backup
	// Former is where the ledger that was in place is kept; "" if there was none.
	Former string
	// Missing and MissingEvents count the former ledger's entries and events that the restored one does not have: orders
	// made after the back-up, and what was archived before it. -1 where the former file is damaged.
	Missing, MissingEvents int
}

// Restore puts the back-up at from in the place of the ledger at to, which must be closed. The former ledger is never
// lost: it is kept beside it as to.replaced-<time>, and is still in its place after every error. Restore looks at the
// back-up's head, copies it, brings the copy up to date, checks every page, index, reference and CHECK of it, counts, and
// appends an event [KindRestored]; only then the files change places, in one step.
//
// An older ledger knows less than the server: keys issued, replaced or deleted after the back-up stand there and not
// here. They are not issued again by that, since every order looks its customer_uid up first; their rows are in the
// former file. An order that was open at the back-up is open again, and its lookup decides it.
//
// It refuses while any connection on this machine has the ledger open. It cannot find out about other machines where
// a shared folder does not pass locks on, about programs that read the file without SQLite, such as a folder being
// synchronised, and about anyone when the ledger in place is damaged.
// Errors: those of [ReadBackup] about from; [*InputError] when from is the ledger itself; [*UnwritableError], busy when
// the ledger is open; [ErrForeign] and [*NewerError] also about to.
func Restore(ctx context.Context, from, to, operator string) (Restored, error) {
	to, err := filepath.Abs(to)
	if err != nil {
		return Restored{}, fmt.Errorf("ledger: restore: %w", err)
	}
	if sameFile(from, to) {
		return Restored{}, &InputError{"from"}
	}
	from, err = filepath.Abs(from)
	if err != nil {
		return Restored{}, fmt.Errorf("ledger: restore: %w", err)
	}
	found, err := examine(ctx, from, headOnly)
	if err != nil {
		return Restored{}, fmt.Errorf("ledger: restore: %w", unreadable(from, ended(ctx, err)))
	}
	h, err := holdFile(ctx, to)
	if err != nil {
		return Restored{}, fmt.Errorf("ledger: restore: %w", refused(ended(ctx, err)))
	}
	defer h.drop()
	r := restoring{from: from, to: to, operator: operator, hold: h, at: time.Now()}
	r.out.Backup = found
	if err := r.run(ctx); err != nil {
		return Restored{}, fmt.Errorf("ledger: restore: %w", refused(ended(ctx, err)))
	}
	return r.out, nil
}

func sameFile(a, b string) bool {
	one, err := os.Stat(a)
	other, err2 := os.Stat(b)
	return err == nil && err2 == nil && os.SameFile(one, other)
}

type restoring struct {
	from, to, operator string
	hold               *hold
	at                 time.Time
	out                Restored
}

func (r *restoring) run(ctx context.Context) error {
	p, err := newPartOf(r.to)
	if err != nil {
		return err
	}
	defer p.remove()
	if _, err := copyAndCount(ctx, r.from, unchanged(r.from), p.path, headOnly); err != nil {
		return unreadable(r.from, err)
	}
	if r.hold != nil {
		r.out.Former = r.aside()
	}
	if r.out.Missing, r.out.MissingEvents, err = r.hold.notIn(ctx, p.path); err != nil {
		return err
	}
	if err := r.renew(ctx, p.path); err != nil {
		return unreadable(r.from, err)
	}
	if err := syncFile(p.path); err != nil {
		return unwritable(err)
	}
	if err := ctx.Err(); err != nil { // the last moment
		return err
	}
	return r.exchange(p.path)
}

// aside is what the former file is named.
func (r *restoring) aside() string { return r.to + ".replaced-" + r.at.UTC().Format(nameTime) }

// renew brings the copy up to date, walks it, counts it, and writes down what was done.
func (r *restoring) renew(ctx context.Context, path string) error {
	l, err := startUntil(ctx, path, time.Now().Add(patience))
	if err != nil {
		return err
	}
	defer func() { _ = l.Close() }()
	if err := fullCheck(ctx, l.write); err != nil {
		return err
	}
	now, err := tally(ctx, l.read)
	if err != nil {
		return err
	}
	if now.Rows != r.out.Rows || now.Events != r.out.Events {
		return &corrupt{fmt.Sprintf("%d entries and %d events became %d and %d", r.out.Rows, r.out.Events, now.Rows, now.Events)}
	}
	if err := l.Record(ctx, r.event()); err != nil {
		return err
	}
	return l.Close()
}

func (r *restoring) event() Event {
	former := ""
	if r.out.Former != "" {
		former = filepath.Base(r.out.Former)
	}
	last := ""
	if !r.out.Last.IsZero() {
		last = r.out.Last.Format(time.RFC3339)
	}
	return Event{At: r.at, Operator: r.operator, Kind: KindRestored, Detail: fmt.Sprintf("rows=%d events=%d last=%s missing=%d former=%s",
		r.out.Rows, r.out.Events, last, r.out.Missing, former)}
}
