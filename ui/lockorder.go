package ui

import (
	"billkey/api/issuing"
	"billkey/api/ledger"
)

// wiped tells that the form was emptied while something of it was under way: the window was locked meanwhile.
func (r *registration) wiped() bool { return r.form.uid.Text == "" }

// followUnknown looks an order up that ended without an answer while the window was locked.
func (r *registration) followUnknown(receipt issuing.Receipt) {
	if receipt.State == ledger.Unknown {
		r.follow(receipt.EntryID)
	}
}
