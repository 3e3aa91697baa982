package issuing

import (
	"context"
	"errors"
	"time"

	"billkey/api/ledger"
)

// view is a lookup and what the ledger makes of it.
type view struct {
	Lookup
	ledger.Finding
	asked int64 // the ledger's moment before the question
}

// views asks the server about uids, in one request if it tells of all of them.
func (d *Desk) views(ctx context.Context, uids []string) ([]view, error) {
	asked, err := d.journal.Moment(ctx)
	if err != nil {
		return nil, journalFailure(err)
	}
	shown, err := d.shown(ctx, uids)
	if err != nil {
		return nil, err
	}
	out := make([]view, 0, len(uids))
	for _, uid := range uids {
		l, ok := shown[uid]
		if !ok {
			if l, err = d.LookUp(ctx, uid); err != nil {
				return nil, err
			}
		}
		out = append(out, view{Lookup: l, asked: asked})
	}
	return out, nil
}

// shown is what one request tells. Those that must be asked for alone are left out.
func (d *Desk) shown(ctx context.Context, uids []string) (map[string]Lookup, error) {
	out := map[string]Lookup{}
	if len(uids) == 1 {
		return out, nil
	}
	at := time.Now()
	keys, err := d.gateway.BillingKeys(ctx, uids)
	if err != nil {
		return nil, asFailure(err)
	}
	for _, k := range keys {
		out[k.CustomerUID] = Lookup{UID: k.CustomerUID, Key: keyOf(k), At: at}
	}
	for _, uid := range uids {
		if _, there := out[uid]; there {
			continue
		}
		holds, err := d.holds(ctx, uid)
		if err != nil {
			return nil, journalFailure(err)
		}
		if !holds {
			out[uid] = Lookup{UID: uid, At: at}
		}
	}
	return out, nil
}

// holds tells whether the ledger has a key in force behind uid.
func (d *Desk) holds(ctx context.Context, uid string) (bool, error) {
	_, err := d.journal.InForce(ctx, d.profile.ID, uid)
	if errors.Is(err, ledger.ErrNoEntry) {
		return false, nil
	}
	return err == nil, err
}

// seen records views, all or none, and completes them. What was answered is recorded even if ctx has ended since.
func (d *Desk) seen(ctx context.Context, views []view, operator string) error {
	sightings := make([]ledger.Sighting, 0, len(views))
	for _, v := range views {
		s := ledger.Sighting{
			Profile: d.profile.ID, CustomerUID: v.UID, Asked: v.asked, Operator: operator,
			At: d.gateway.Now().Add(-time.Since(v.At)), // the answer brought the server's clock
		}
		if v.Key != nil {
			s.Key = ledgerKey(v.Key)
		}
		sightings = append(sightings, s)
	}
	findings, err := d.journal.Seen(context.WithoutCancel(ctx), sightings...)
	if err != nil {
		return journalFailure(err)
	}
	for i := range views {
		views[i].Finding = findings[i]
	}
	return nil
}
