package ledger

import "context"

// bringLinks says of the copies which replaced which. A link that is here already stays: what happened here since may have
// set it.
func (c *copier) bringLinks(ctx context.Context) error {
	return inBatches(ctx, c.from.linkedAfter, entryTable.id, func(ctx context.Context, list []original[Entry], done int) error {
		if err := c.linkSome(ctx, list); err != nil {
			return err
		}
		c.o.Progress(CopyLinks, done, 0)
		return nil
	})
}

func (c *copier) linkSome(ctx context.Context, list []original[Entry]) error {
	missing := func(db querier) ([]chained, error) {
		links, here, err := c.linksOf(ctx, db, list)
		var out []chained
		for i, l := range links {
			is := here.rows[list[i].name]
			if l.id != 0 && (l.replaces != 0 && is.Replaces == 0 || l.replacedBy != 0 && is.ReplacedBy == 0) {
				out = append(out, l)
			}
		}
		return out, err
	}
	if links, err := missing(c.to.reads()); err != nil || len(links) == 0 {
		return err
	}
	return c.write(ctx, subjectsOf(list), func(tx querier) error {
		links, err := missing(tx)
		if err != nil {
			return err
		}
		return setLinks(ctx, tx, links)
	})
}

// linksOf are the links of rows as they should be here, one for each; one with an ID of 0 has no copy here, or one that
// contradicts it.
func (c *copier) linksOf(ctx context.Context, db querier, list []original[Entry]) ([]chained, present[Entry], error) {
	var ids []int64
	for _, o := range list {
		for _, id := range []int64{o.row.Replaces, o.row.ReplacedBy} {
			if id != 0 {
				ids = append(ids, id)
			}
		}
	}
	others, err := c.from.entriesWith(ctx, ids)
	if err != nil {
		return nil, present[Entry]{}, err
	}
	names := namesOf(list)
	for _, o := range others {
		names = append(names, o.name)
	}
	here, err := find(ctx, c, db, entryTable, names)
	if err != nil {
		return nil, here, c.to.said(err)
	}
	out := make([]chained, len(list))
	for i, o := range list {
		is, has := here.rows[o.name]
		if !has || clashing(o.row, is) != nil {
			continue
		}
		out[i] = chained{is.ID, here.rows[others[o.row.Replaces].name].ID, here.rows[others[o.row.ReplacedBy].name].ID}
	}
	return out, here, nil
}
