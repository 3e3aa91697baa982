// Package ledger is the durable record of every attempt to issue a billing key, of the keys issued and replaced, and
// of everything that happened to them. It is one SQLite file, shared by all processes of a desk.
//
// It never sees a card: a masked number showing more than the first six and the last four digits is refused by the code
// and by the file, and texts that hold a longer run of digits are masked before they are stored.
//
// An attempt is written by [Ledger.Begin] before anything is sent, and durable when Begin returns. [Ledger.Settle]
// ends it. Until then no other attempt for the same profile and customer_uid can begin, in any process.
// Every change of a row writes its event in the same transaction.
//
// A ledger is backed up while it is in use ([Ledger.BackUp]), put back while it is closed ([Restore]), and what is old
// moves to an archive when a person asks for it ([Ledger.Archive]).
//
// A ledger of either kind is copied into another by [Copy], row by row and without doubles.
//
// What is particular to SQLite is in sqlite.go, damaged.go, copy.go, hold.go, oldrows.go, leaving.go and the
// migrations.
package ledger
