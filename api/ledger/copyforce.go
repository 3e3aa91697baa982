package ledger

import (
	"context"
	"errors"
	"time"
)

// settleForce decides which key is in force, where the source has one, or had, and there is another here. The source may know
// what became of the other one; otherwise the later key took the earlier one's place, whether it is still in force or not.
// While the other one is being deleted at the server the row waits.
func (b *batch) settleForce(ctx context.Context, d *deed) (placed bool, err error) {
	at := d.want.subject()
	if lost, err := b.lostBefore(ctx, d); err != nil || lost {
		return lost, err
	}
	other := b.force[at]
	switch {
	case other == nil || other.ID == d.want.ID && other.ID != 0:
		return true, nil
	case d.want.State != Issued && !d.want.registeredAfter(*other):
		return true, nil // it had left force before the other one came
	case other.ID == 0:
		return d.want.State != Issued, errIfTwo(d.want.State)
	}
	if free, err := b.isFree(ctx, d, *other); err != nil || !free {
		return false, err
	}
	if known, err := b.asTheSourceKnows(ctx, *other); err != nil || known {
		return known, err
	}
	if d.want.State == Issued && !inForceAfter(d.want, *other) {
		d.loseTo(b, other)
		return true, nil
	}
	delete(b.force, at)
	other.State, other.Elsewhere = Replaced, ""
	b.pairs = append(b.pairs, pair{other, &d.want})
	return true, updateEntry(ctx, b.tx, *other, Issued)
}

// lostBefore takes a key out of force that has lost its place to one which has left force here since, and of which the source
// knows nothing.
func (b *batch) lostBefore(ctx context.Context, d *deed) (bool, error) {
	past := b.past[d.want.subject()]
	if d.want.State != Issued || past == nil || !past.registeredAfter(d.want) {
		return false, nil
	}
	there, err := b.inSource(ctx, *past)
	if err != nil || there != nil {
		return false, err
	}
	d.loseTo(b, past)
	return true, nil
}

// loseTo takes a row out of force before it is written.
func (d *deed) loseTo(b *batch, other *Entry) {
	d.want.State, d.want.Elsewhere = Replaced, ""
	b.pairs = append(b.pairs, pair{&d.want, other})
}

// isFree tells whether the key here is not just being deleted; otherwise the row waits.
func (b *batch) isFree(ctx context.Context, d *deed, here Entry) (bool, error) {
	deleting, err := beingDeleted(ctx, b.tx, here.subject())
	if deleting {
		b.wait(d.original, here.ID, CopyDeleting)
	}
	return err == nil && !deleting, err
}

func errIfTwo(s State) error {
	if s == Issued {
		return errTwoInForce
	}
	return nil
}

var errTwoInForce = errors.New("ledger: a source has two keys in force for one customer_uid")

// asTheSourceKnows leaves it to the source what a row here is, if it has it: one that is in force there, too, stays, and
// another is brought up to date ahead of its turn.
func (b *batch) asTheSourceKnows(ctx context.Context, here Entry) (bool, error) {
	there, err := b.inSource(ctx, here)
	if err != nil || there == nil {
		return false, err
	}
	want, _, err := merge(there.row, here, b.last(ctx, b.tx, there.row.ID, here.ID))
	if err != nil || want.State == Issued {
		return there.row.State == Issued, err
	}
	return true, b.update(ctx, want, here.State)
}

// inSource is a row here as the source has it; nil where it has not.
func (b *batch) inSource(ctx context.Context, here Entry) (*original[Entry], error) {
	n, err := b.nameOf(ctx, b.tx, here)
	if err != nil {
		return nil, err
	}
	return b.from.entryNamed(ctx, n)
}

// nameOf is what a row here is called everywhere.
func (c *copier) nameOf(ctx context.Context, db querier, here Entry) (name, error) {
	n := name{}
	rows, err := db.QueryContext(ctx, `SELECT l.id, f.id, f.print FROM entry_origins f JOIN ledgers l ON l.n = f.ledger WHERE f.here = ?`, here.ID)
	err = forEach(rows, err, func() error { return rows.Scan(&n.ledger, &n.id, &n.print) })
	if n.ledger == "" {
		n = name{c.own, here.ID, printOfEntry(here)}
	}
	return n, err
}

// insert writes the new rows, their names, and who took whose place.
func (b *batch) insert(ctx context.Context) error {
	rows, names := make([]Entry, len(b.fresh)), make([]name, len(b.fresh))
	for i, d := range b.fresh {
		rows[i], names[i] = d.want, d.name
	}
	here, err := insertEntries(ctx, b.tx, rows)
	if err != nil {
		return err
	}
	if err := insertOrigins(ctx, b.tx, b.copier, entryTable.origins, names, here); err != nil {
		return err
	}
	for i, d := range b.fresh {
		d.want.ID = here[i]
	}
	return b.tellPairs(ctx)
}

func (b *batch) tellPairs(ctx context.Context) error {
	var olds, bys []chained
	for _, p := range b.pairs {
		olds, bys = append(olds, chained{id: p.old.ID, replacedBy: p.by.ID}), append(bys, chained{id: p.by.ID, replaces: p.old.ID})
		detail := p.by.KeyMasked
		if detail == "" {
			detail = p.by.Masked
		}
		if err := record(ctx, b.tx, about(*p.old, time.Now(), b.o.Operator, KindReplaced, detail)); err != nil {
			return err
		}
	}
	if err := setLinks(ctx, b.tx, olds); err != nil {
		return err
	}
	return setLinks(ctx, b.tx, bys)
}

func (b *batch) wait(o original[Entry], here int64, reason string) {
	b.waits[o.name] = CopyTrouble{
		Entry: o.row.ID, Here: here, Profile: o.row.Profile, CustomerUID: o.row.CustomerUID, Reason: reason,
	}
}
