package ledger

import "context"

// bringEntries brings what is not here, and to what is here what has become of it since. Links are left for later: they may
// lead to rows that are not here yet.
func (c *copier) bringEntries(ctx context.Context) error {
	return inBatches(ctx, c.from.entriesAfter, entryTable.id, func(ctx context.Context, list []original[Entry], done int) error {
		if err := c.bringSome(ctx, list); err != nil {
			return err
		}
		c.o.Progress(CopyRows, done, c.out.Entries.Of)
		return nil
	})
}

// bringSome looks which rows there is something to do for, without locks, and again under their locks: a copy that is
// repeated writes nothing and holds up nobody.
func (c *copier) bringSome(ctx context.Context, list []original[Entry]) error {
	todo, err := c.todo(ctx, c.to.reads(), list)
	if err != nil || len(todo) == 0 {
		return err
	}
	list = make([]original[Entry], len(todo))
	for i, d := range todo {
		list[i] = d.original
	}
	var b *batch
	err = c.write(ctx, subjectsOf(list), func(tx querier) error {
		todo, err := c.todo(ctx, tx, list)
		if err != nil {
			return err
		}
		b = &batch{copier: c, tx: tx}
		return b.write(ctx, todo)
	})
	if err != nil {
		return err
	}
	c.out.Entries.Brought += len(b.fresh)
	c.out.Entries.Changed += b.changed
	for n, t := range b.waits {
		c.waits[n], c.waitsOf[n] = t, true
	}
	return nil
}

// deed is a row that has to be written, as it should be. Its ID is the one here; 0 is a new one.
type deed struct {
	original[Entry]
	want Entry
	was  State // of the row here
}

func (c *copier) todo(ctx context.Context, db querier, list []original[Entry]) ([]*deed, error) {
	here, err := find(ctx, c, db, entryTable, namesOf(list))
	if err != nil {
		return nil, c.to.said(err)
	}
	var out []*deed
	for _, o := range list {
		is, has := here.rows[o.name]
		switch {
		case has:
			want, _, err := merge(o.row, is, c.last(ctx, db, o.row.ID, is.ID))
			if err != nil {
				return nil, err
			}
			if differing(want, is) != nil {
				out = append(out, &deed{o, want, is.State})
			}
		case !here.gone[o.name]:
			out = append(out, &deed{original: o, want: o.row})
			out[len(out)-1].want.ID = 0
		}
	}
	return out, nil
}

// last asks both ledgers when something last happened to a row.
func (c *copier) last(ctx context.Context, db querier, from, here int64) func(kind string) (moments, moments, error) {
	return func(kind string) (there, own moments, err error) {
		const query = `SELECT coalesce(max(at), 0), count(*) FROM events WHERE entry_id = ? AND kind = ?`
		if err := c.from.db.QueryRowContext(ctx, query, from, kind).Scan(&there.at, &there.times); err != nil {
			return there, own, c.from.said(err)
		}
		err = db.QueryRowContext(ctx, query, here, kind).Scan(&own.at, &own.times)
		return there, own, c.to.said(err)
	}
}

// subjectsOf are the customer_uids that rows are about, each once.
func subjectsOf[T interface{ subject() subject }](list []original[T]) []subject {
	seen := map[subject]bool{}
	var out []subject
	for _, o := range list {
		if s := o.row.subject(); !seen[s] {
			seen[s] = true
			out = append(out, s)
		}
	}
	return out
}
