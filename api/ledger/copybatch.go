package ledger

import "context"

// batch are rows that are written in one transaction.
type batch struct {
	*copier
	tx      querier
	fresh   []*deed // to be inserted
	changed int
	waits   map[name]CopyTrouble
	// What stands here behind a customer_uid: its key in force, its open order, and the last key that is not in force any more.
	force, open, past map[subject]*Entry
	pairs             []pair
}

// pair is a row that lost its place as the key in force to another ledger's. One of them may have no ID yet.
type pair struct{ old, by *Entry }

func (e Entry) subject() subject { return subject{profile: e.Profile, uid: e.CustomerUID} }

func (e Event) subject() subject { return subject{profile: e.Profile, uid: e.CustomerUID} }

// write first updates what leaves force, since only one key may be in it.
func (b *batch) write(ctx context.Context, todo []*deed) error {
	b.waits = map[name]CopyTrouble{}
	if err := b.hold(ctx, todo); err != nil {
		return err
	}
	for _, d := range todo {
		if d.want.ID != 0 && !needsRoom(d) {
			if err := b.update(ctx, d.want, d.was); err != nil {
				return err
			}
		}
	}
	for _, d := range todo {
		if err := b.place(ctx, d); err != nil {
			return err
		}
	}
	return b.insert(ctx)
}

// needsRoom tells whether the row may meet another in its place: as the key in force or one that was, or as the open order.
func needsRoom(d *deed) bool {
	if d.want.State.Open() {
		return d.want.ID == 0
	}
	return d.want.hadKey() && (d.want.ID == 0 || d.was.Open())
}

// hold reads what stands behind the customer_uids for which a row needs room.
func (b *batch) hold(ctx context.Context, todo []*deed) error {
	b.force, b.open, b.past = map[subject]*Entry{}, map[subject]*Entry{}, map[subject]*Entry{}
	var uids []string
	for _, d := range todo {
		if needsRoom(d) {
			uids = append(uids, d.want.CustomerUID)
		}
	}
	if len(uids) == 0 {
		return nil
	}
	which, arg := among(b.tx, "e.customer_uid", uids)
	rows, err := b.tx.QueryContext(ctx, `SELECT `+plainColumns()+` FROM entries e
		WHERE e.state NOT IN ('declined', 'not_issued') AND `+which, arg)
	return forEach(rows, err, func() error {
		e, err := scanEntry(rows)
		at := e.subject()
		switch {
		case e.State.Open():
			b.open[at] = &e
		case e.State == Issued:
			b.force[at] = &e
		case b.past[at] == nil || e.registered() > b.past[at].registered():
			b.past[at] = &e
		}
		return err
	})
}

func (b *batch) update(ctx context.Context, e Entry, was State) error {
	b.changed++
	if held, has := b.force[e.subject()]; has && held.ID == e.ID && e.State != Issued {
		delete(b.force, e.subject())
	}
	if held, has := b.open[e.subject()]; has && held.ID == e.ID && !e.State.Open() {
		delete(b.open, e.subject())
	}
	return updateEntry(ctx, b.tx, e, was)
}

// place finds a row's room, and has it written.
func (b *batch) place(ctx context.Context, d *deed) error {
	if !needsRoom(d) {
		if d.want.ID == 0 {
			b.fresh = append(b.fresh, d)
		}
		return nil
	}
	at := d.want.subject()
	if other, taken := b.open[at]; taken && d.want.State.Open() {
		b.wait(d.original, other.ID, CopyOpen)
		return nil
	}
	if d.want.hadKey() {
		if placed, err := b.settleForce(ctx, d); err != nil || !placed {
			return err
		}
	}
	if d.want.State == Issued {
		b.force[at] = &d.want
	}
	if d.want.ID != 0 {
		return b.update(ctx, d.want, d.was)
	}
	b.fresh = append(b.fresh, d)
	return nil
}
