package ledger

import "context"

// check compares every row and event of the source with its copy.
func (c *copier) check(ctx context.Context) error {
	of := c.out.Entries.Of + c.out.Events.Of
	compared := 0
	err := inBatches(ctx, c.from.entriesAfter, entryTable.id, func(ctx context.Context, list []original[Entry], done int) error {
		if err := c.checkEntries(ctx, list); err != nil {
			return err
		}
		compared = done
		c.o.Progress(CopyCheck, compared, of)
		return nil
	})
	if err != nil {
		return err
	}
	return inBatches(ctx, c.from.eventsAfter, eventTable.id, func(ctx context.Context, list []original[Event], done int) error {
		if err := c.checkEvents(ctx, list); err != nil {
			return err
		}
		c.o.Progress(CopyCheck, compared+done, of)
		return nil
	})
}

func (c *copier) checkEntries(ctx context.Context, list []original[Entry]) error {
	links, here, err := c.linksOf(ctx, c.to.reads(), list)
	if err != nil {
		return err
	}
	for i, o := range list {
		is, has := here.rows[o.name]
		trouble := CopyTrouble{Entry: o.row.ID, Profile: o.row.Profile, CustomerUID: o.row.CustomerUID, Here: is.ID}
		waiting, waits := c.waits[o.name]
		switch {
		case has:
			if err := c.compare(ctx, o.row, is, links[i], trouble); err != nil {
				return err
			}
		case here.gone[o.name]:
			c.out.Entries.Archived++
		case waits:
			c.out.Entries.Waiting++
			c.tell(waiting)
		default:
			c.out.Entries.Different++
			trouble.Reason = CopyMissing
			c.tell(trouble)
		}
	}
	return nil
}

// compare looks whether a copy is all that it should be.
func (c *copier) compare(ctx context.Context, from, is Entry, l chained, trouble CopyTrouble) error {
	want, clash, err := merge(from, is, c.last(ctx, c.to.reads(), from.ID, is.ID))
	if err != nil {
		return err
	}
	trouble.Reason, trouble.Columns = CopyDiffers, append(differingBegun(from, is), differing(want, is)...)
	if clash != nil {
		trouble.Reason, trouble.Columns = CopyClash, clash
	}
	kept := differing(from, is) != nil
	for _, x := range []struct {
		column   string
		want, is int64
	}{{"replaces", l.replaces, is.Replaces}, {"replaced_by", l.replacedBy, is.ReplacedBy}} {
		if x.want != 0 && x.is == 0 {
			trouble.Columns = append(trouble.Columns, x.column)
		}
		kept = kept || x.want != x.is
	}
	switch {
	case len(trouble.Columns) > 0:
		c.out.Entries.Different++
		c.tell(trouble)
	case kept:
		c.out.Entries.Kept++
	default:
		c.out.Entries.Same++
	}
	return nil
}

func (c *copier) checkEvents(ctx context.Context, list []original[Event]) error {
	here, err := find(ctx, c, c.to.reads(), eventTable, namesOf(list))
	if err != nil {
		return c.to.said(err)
	}
	entries, names, err := c.entriesOf(ctx, c.to.reads(), list)
	if err != nil {
		return err
	}
	for _, o := range list {
		is, has := here.rows[o.name]
		_, waits := c.waits[o.name]
		entry := entries[o.row.EntryID]
		switch {
		case has:
			if columns := differingEvents(o.row, entry, is); columns != nil {
				c.out.Events.Different++
				c.tell(troubleOf(o, is.ID, CopyDiffers, columns...))
			} else {
				c.out.Events.Same++
			}
		case waits, o.row.EntryID != 0 && c.waitsOf[names[o.row.EntryID]]:
			c.out.Events.Waiting++
		case here.gone[o.name], o.row.EntryID != 0 && entry == 0: // with its row
			c.out.Events.Archived++
		default:
			c.out.Events.Different++
			c.tell(troubleOf(o, 0, CopyMissing))
		}
	}
	return nil
}

func (c *copier) tell(t CopyTrouble) {
	if len(c.out.Troubles) < maxTroubles {
		c.out.Troubles = append(c.out.Troubles, t)
	}
}
