package export

import (
	"time"

	"billkey/api/ledger"
)

// cell is one value: a text, or a moment where at is set.
type cell struct {
	text string
	at   time.Time
}

// table turns entries into rows of cells.
type table struct {
	columns []column
	titles  []string
	zone    *time.Location
	words   Words
	row     []cell // of the last entry, used again for the next
}

func newTable(o Order, now time.Time) (*table, error) {
	columns, err := o.chosen()
	if err != nil {
		return nil, err
	}
	t := &table{columns: columns, zone: o.zone(), words: o.Words, row: make([]cell, len(columns))}
	for i, c := range columns {
		title := o.Columns[i].Title
		if c.kind == moment {
			title += " (" + ZoneName(t.zone, now) + ")"
		}
		t.titles = append(t.titles, plain(title))
	}
	return t, nil
}

// cells are the entry's, until the next call. The error is [*UnmaskedError].
func (t *table) cells(e ledger.Entry) ([]cell, error) {
	for i, c := range t.columns {
		if c.at != nil {
			t.row[i] = cell{at: t.local(c.at(e))}
			continue
		}
		text := c.text(e, t.words)
		if !c.safe(e, text) {
			return nil, &UnmaskedError{e.ID, c.key}
		}
		t.row[i] = cell{text: plain(text)}
	}
	return t.row, nil
}

// safe is the last look at what leaves the program: the ledger has masked everything long before.
func (c column) safe(e ledger.Entry, text string) bool {
	switch {
	case c.kind == number:
		return masked(text)
	case c.kind == freeText:
		return !showsNumber(text)
	case c.key == "link": // before the caller's words are around it
		return masked(e.ReplacesMasked) && masked(e.ReplacedByMasked)
	}
	return true
}

// local is a time in the table's zone, in whole seconds; the zero time stays.
func (t *table) local(at time.Time) time.Time {
	if at.IsZero() {
		return at
	}
	return at.In(t.zone).Truncate(time.Second)
}
