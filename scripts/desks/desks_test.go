//go:build linux

package main

import (
	"os"
	"testing"

	"billkey/api/ledger/pgtest"
)

// TestMain is a desk or the sandbox where it was started as one.
func TestMain(m *testing.M) {
	if role := os.Getenv(roleVar); role != "" {
		os.Exit(play(role))
	}
	os.Exit(m.Run())
}

// Eight desks, each a process of its own, without a rest: what the ledger says is what the sandbox has.
func TestManyDesksAtOnceDoubleNothingAndLoseNothing(t *testing.T) {
	c := pgtest.New(t, pgtest.Options{})
	o, err := run(t.Context(), c, plan{desks: 8, orders: 20})
	if err != nil {
		t.Fatal(err)
	}
	t.Logf("\n%s\n%s", header, o)
	if o.doubled+o.lost+o.invented > 0 {
		t.Error("the ledger is not the sandbox's truth")
	}
	// Each desk's own customer_uids, and one desk at least for each that all want.
	if o.issued-o.replaced != 8*17+4 || o.refused == 0 {
		t.Errorf("%+v", o)
	}
}
