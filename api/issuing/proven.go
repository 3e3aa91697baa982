package issuing

import (
	"context"

	"billkey/api/ledger"
)

// row is this profile's entry id, which must hold a key in force behind uid.
func (d *Desk) row(ctx context.Context, id int64, uid string) (ledger.Entry, error) {
	e, err := d.journal.Entry(ctx, id)
	switch {
	case err != nil:
		return e, journalFailure(err)
	case e.Profile != d.profile.ID:
		return e, &Failure{Kind: OtherProfile}
	case e.CustomerUID != uid:
		return e, &Failure{Kind: BadUID}
	case e.State != ledger.Issued:
		return e, &Failure{Kind: NotInForce}
	}
	return e, nil
}

// proven looks the row's customer_uid up, records what it sees, and lets through only the row's own key with no order open.
func (d *Desk) proven(ctx context.Context, e ledger.Entry, operator string) (view, error) {
	if err := checkUID(e.CustomerUID); err != nil {
		return view{}, err
	}
	views, err := d.views(ctx, []string{e.CustomerUID})
	if err != nil {
		return view{}, err
	}
	if err := d.seen(ctx, views, operator); err != nil {
		return view{}, err
	}
	v := views[0]
	open, err := d.openOrder(ctx, e.CustomerUID)
	switch {
	case err != nil:
		return v, err
	case open != nil:
		return v, &Failure{Kind: OpenOrder, Open: open}
	case v.Verdict == ledger.SeenDeleted:
		return v, &Failure{Kind: NotInForce}
	case v.Verdict != ledger.SeenSame || v.EntryID != e.ID:
		return v, &Failure{Kind: Changed, Was: keyIn(e), Now: v.Key}
	}
	return v, nil
}

// openOrder is the order for uid whose end is not known; nil if none.
func (d *Desk) openOrder(ctx context.Context, uid string) (*ledger.Entry, error) {
	list, err := d.journal.Unsettled(ctx, d.profile.ID)
	if err != nil {
		return nil, journalFailure(err)
	}
	for i := range list {
		if list[i].CustomerUID == uid {
			return &list[i], nil
		}
	}
	return nil, nil
}
