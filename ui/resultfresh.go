package ui

import (
	"context"
	"slices"

	"billkey/api/issuing"
	"billkey/api/ledger"
)

// freshRows are rows to be selected as soon as they are in the list: what was issued just now, or what was selected before the
// window was built anew.
type freshRows struct {
	ids []int64
	own []int64 // what the program selected by itself, so that the next new row may take its place
}

// await selects an entry once it is listed, unless the operator has selected something.
func (p *resultsPanel) await(ids ...int64) {
	if p.grid.selectionCount() == 0 || slices.Equal(p.pickedIDs(), p.fresh.own) {
		p.fresh.ids = ids
	}
}

// yield lets a new key take the selection from its customer_uid's former row: that row's actions are about a key that is no
// more. Several rows, or another customer's, were selected on purpose.
func (p *resultsPanel) yield(uid string) {
	if picked := p.picked(); p.grid.selectionCount() == 1 && len(picked) == 1 && picked[0].CustomerUID == uid {
		p.fresh.own = p.pickedIDs()
	}
}

func (p *resultsPanel) pickedIDs() []int64 {
	var ids []int64
	for _, e := range p.picked() {
		ids = append(ids, e.ID)
	}
	return ids
}

// pickFresh selects what is waited for, if it is there by now. What the operator has selected meanwhile stays.
func (p *resultsPanel) pickFresh() {
	if len(p.fresh.ids) == 0 {
		return
	}
	if p.grid.selectionCount() > 0 && !slices.Equal(p.pickedIDs(), p.fresh.own) {
		p.fresh = freshRows{}
		return
	}
	var rows []int
	for k, e := range p.list.rows {
		if slices.Contains(p.fresh.ids, e.ID) {
			rows = append(rows, p.list.first+k)
		}
	}
	if len(rows) > 0 {
		p.fresh = freshRows{}
		p.grid.pick(rows, rows[0])
		p.fresh.own = p.pickedIDs()
	}
}

// showNew shows a new result and selects it: a search left over from before would hide it.
func (p *resultsPanel) showNew(r issuing.Receipt) {
	if r.State == ledger.Issued {
		p.yield(r.UID)
	}
	p.await(r.EntryID)
	if r.State == ledger.Issued {
		p.findNew(r.UID)
	}
	if r.State == ledger.Issued && p.search.Text != "" {
		p.search.SetText("")
		return
	}
	p.refresh()
}

// findNew tells where the filters, which stay as they were chosen, keep a new key out of the list.
func (p *resultsPanel) findNew(uid string) {
	q := p.view.query(p.now())
	q.CustomerUID, q.Limit = uid, 1
	if p.view.Filter.active() == 0 {
		return
	}
	p.run.run(func(ctx context.Context) func() {
		page, err := p.book.Entries(ctx, q)
		return func() {
			if err == nil && len(page.Entries) == 0 {
				call(p.OnUnlisted)
			}
		}
	})
}
