//go:build linux

package main

import (
	"context"

	"billkey/api"
	"billkey/api/ledger"
)

// askedAtOnce is how many customer_uids one request asks for.
const askedAtOnce = 50

// standing adds the keys that stand behind the customer_uids of rows at the sandbox.
func standing(ctx context.Context, at string, rows []ledger.Entry, into map[stamp]bool) error {
	c, err := api.New(api.Config{BaseURL: "http://" + at, Keys: keys})
	if err != nil {
		return err
	}
	defer c.Close()
	seen := map[string]bool{}
	var uids []string
	flush := func() error {
		if len(uids) == 0 {
			return nil
		}
		found, err := c.BillingKeys(ctx, uids)
		for _, k := range found {
			into[stamp{k.CustomerUID, k.Updated}] = true
		}
		uids = uids[:0]
		return err
	}
	for _, e := range rows {
		if seen[e.CustomerUID] {
			continue
		}
		seen[e.CustomerUID] = true
		if uids = append(uids, e.CustomerUID); len(uids) == askedAtOnce {
			if err := flush(); err != nil {
				return err
			}
		}
	}
	return flush()
}
