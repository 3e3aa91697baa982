// Package lock keeps the PIN that opens a locked window: its hash, and how long to wait after wrong ones. It knows neither
// a window nor a file; what it remembers goes through a [Store].
//
// The PIN keeps a passer-by away from an unattended desk. It does not keep out whoever may use the account: they can read
// the ledger without this program.
package lock
