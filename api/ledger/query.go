package ledger

import (
	"context"
	"database/sql"
	"errors"
	"slices"
	"time"
)

const (
	defaultLimit = 200
	maxLimit     = 1000
)

// Cursor is a place in the list: that of the entry with this StartedAt and ID. The zero Cursor is the list's end, whichever
// it is looked at from. A Cursor with a time and ID 0 is right before everything of that time, so a list that is sorted by
// time can be entered at any date.
//
// One that a [Page] gave also keeps what the row was sorted by when it was read: a walk goes on from there, whatever has
// become of the row since. One of an [Entry] finds the row as it is now.
type Cursor struct {
	StartedAt time.Time
	ID        int64

	value string
	place int64 // on the shelf; 0 is not known
}

// Cursor is the entry's place in every list that holds it.
func (e Entry) Cursor() Cursor { return Cursor{StartedAt: e.StartedAt, ID: e.ID} }

// Query says which entries are wanted, and in what order. Zero fields do not filter.
type Query struct {
	// Text is looked for within customer_uid, customer name, card name, last four digits, PG, MID, operator, message and
	// note, and among the initial consonants of the Korean ones. Of several words each must be found. Small and capital
	// letters are the same.
	Text        string
	States      []State
	Environment string
	Profile     string
	Operator    string
	Desk        string
	// CustomerUID must match whole, UIDPrefix its beginning. Beside them Text and Sort are not looked at, and the list shows
	// what is written at this moment.
	CustomerUID, UIDPrefix string
	// From is the first time wanted, To the first not wanted; of StartedAt.
	From, To time.Time
	// Sort is the order; the zero Sort is newest first.
	Sort Sort
	// After continues a list: the Next of the page before. Before asks for the rows that lead up to a place. One of them.
	After, Before Cursor
	// Limit is at most 1000; 0 takes 200.
	Limit int
}

// Page is a part of a list.
type Page struct {
	Entries []Entry
	// Next continues the list; More tells whether there is anything more in the direction asked for.
	Next Cursor
	More bool
	// Behind is how many rows are not yet in the search, which [Ledger.Shelve] brings in: a list by text or by a column
	// other than the time lacks them. 0 for lists that do not need it.
	Behind int

	places []Cursor // of Entries
}

// Entries lists entries. A page costs one query however many entries it holds. Without text, filters and sorting it shows
// what is written at this moment; with them, the rows of the last orders are brought into the search first.
func (l *records) Entries(ctx context.Context, q Query) (Page, error) {
	limit := q.limit()
	p, err := l.page(ctx, q, limit+1, 0, q.Before != Cursor{})
	if err != nil {
		return Page{}, err
	}
	backwards := q.Before != Cursor{}
	p.More = len(p.Entries) > limit
	switch {
	case p.More && backwards:
		p.drop(0, 1)
	case p.More:
		p.drop(limit, limit+1)
	}
	if p.Next = q.After; len(p.Entries) > 0 {
		p.Next = p.places[len(p.places)-1]
	}
	return p, nil
}

// drop takes the rows from one to before another off the page.
func (p *Page) drop(from, to int) {
	p.Entries, p.places = slices.Delete(p.Entries, from, to), slices.Delete(p.places, from, to)
}

// EntriesAt is the page that begins with the at-th entry, counted from 0, of a list of total. It is reached from the nearer
// end; After and Before are not looked at.
func (l *records) EntriesAt(ctx context.Context, q Query, at, total int) (Page, error) {
	q.After, q.Before = Cursor{}, Cursor{}
	at = max(0, at)
	n := min(q.limit(), total-at)
	if n <= 0 {
		return Page{}, nil
	}
	backwards := at > total/2
	skip := at
	if backwards {
		skip = total - at - n
	}
	p, err := l.page(ctx, q, n, skip, backwards)
	if len(p.Entries) > 0 {
		p.Next = p.places[len(p.places)-1]
	}
	p.More = at+len(p.Entries) < total
	return p, err
}

// page reads up to n entries, after skipping some, from either end; they come in the list's order.
func (l *records) page(ctx context.Context, q Query, n, skip int, backwards bool) (Page, error) {
	behind, err := l.readied(ctx, q)
	if err != nil {
		return Page{}, err
	}
	var p Page
	for way, err := range l.plans(ctx, q, behind, skip+n, backwards) {
		if err != nil {
			return Page{}, err
		}
		p = Page{Behind: behind}
		text, args := way.page(n, skip, backwards)
		if err := p.scan(l.lists().QueryContext(ctx, text, args...)); err != nil {
			return Page{}, l.said(err)
		}
		if len(p.Entries) == n {
			break
		}
		if len(p.Entries) > 0 {
			way.got = skip + len(p.Entries)
		}
	}
	if backwards {
		slices.Reverse(p.Entries)
		slices.Reverse(p.places)
	}
	return p, nil
}

// scan closes rows.
func (p *Page) scan(rows *sql.Rows, err error) error {
	if err != nil {
		return err
	}
	defer func() { _ = rows.Close() }()
	for rows.Next() {
		var value string
		var place int64
		e, err := scanEntry(&withPlace{rows, []any{&value, &place}})
		if err != nil {
			return err
		}
		p.Entries = append(p.Entries, e)
		p.places = append(p.places, Cursor{e.StartedAt, e.ID, value, place})
	}
	return rows.Err()
}

// withPlace scans more columns behind an entry's.
type withPlace struct {
	rows *sql.Rows
	more []any
}

func (w *withPlace) Scan(dest ...any) error { return w.rows.Scan(append(dest, w.more...)...) }

// readied brings the search up to date if the query needs it.
func (l *records) readied(ctx context.Context, q Query) (behind int, err error) {
	if !q.shelved() {
		return 0, nil
	}
	return l.catchUp(ctx)
}

// Count is how many entries the query finds. A million are counted in about a tenth of a second; a word of more than three
// letters that a hundred thousand rows hold takes about a second, since each is compared with the whole word.
func (l *records) Count(ctx context.Context, q Query) (n int, err error) {
	behind, err := l.readied(ctx, q)
	if err != nil {
		return 0, err
	}
	p, err := l.plan(ctx, q, behind)
	if err != nil {
		return 0, err
	}
	text, args := p.count()
	err = l.lists().QueryRowContext(ctx, text, args...).Scan(&n)
	return n, l.said(err)
}

func (q Query) limit() int {
	if q.Limit <= 0 {
		return defaultLimit
	}
	return min(q.Limit, maxLimit)
}

// Entry reads one entry; [ErrNoEntry] if there is none with this ID.
func (l *records) Entry(ctx context.Context, id int64) (Entry, error) {
	e, err := entry(ctx, l.reads(), id)
	return e, l.said(err)
}

func entry(ctx context.Context, db querier, id int64) (Entry, error) {
	e, err := scanEntry(db.QueryRowContext(ctx, selectEntries+` WHERE e.id = ?`, id))
	if errors.Is(err, sql.ErrNoRows) {
		return Entry{}, ErrNoEntry
	}
	return e, err
}

// Unsettled lists the pending and unknown entries of a profile, or of all for "", oldest first.
func (l *records) Unsettled(ctx context.Context, profile string) ([]Entry, error) {
	found, err := allEntries(l.reads().QueryContext(ctx, selectEntries+
		` WHERE e.state IN ('pending', 'unknown') AND (? = '' OR e.profile = ?) ORDER BY e.started_at, e.id`, profile, profile))
	return found, l.said(err)
}

// Tally is what orders have come to. What became of a key afterwards does not change it.
type Tally struct {
	// Issued are the keys issued for a customer_uid that had none, Replaced those that took the place of another. No key is in both.
	Issued, Replaced int
	Declined         int
	// Waiting are the orders whose end is not known.
	Waiting int
}

// Counts counts the orders begun at or after since by what came of them, each once. Keys issued elsewhere are not among them.
func (l *records) Counts(ctx context.Context, since time.Time) (t Tally, err error) {
	err = l.reads().QueryRowContext(ctx, `SELECT
			count(*) FILTER (WHERE state IN ('issued', 'replaced', 'deleted') AND NOT is_replace),
			count(*) FILTER (WHERE state IN ('issued', 'replaced', 'deleted') AND is_replace),
			count(*) FILTER (WHERE state = 'declined'), count(*) FILTER (WHERE state IN ('pending', 'unknown'))
		FROM entries WHERE started_at >= ? AND NOT found`, micros(since)).Scan(&t.Issued, &t.Replaced, &t.Declined, &t.Waiting)
	return t, l.said(err)
}
