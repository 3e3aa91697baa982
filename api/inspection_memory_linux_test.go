package api_test

import (
	"runtime"
	"testing"

	"billkey/api"
)

// The masked copies are made while the body is read: no whole number is left behind by them.
func TestInspectionLeavesNoCopyOfTheCardInMemory(t *testing.T) {
	base, roots := childServer(t)
	kept := 0
	cfg := config(base)
	cfg.Inspect = func(i api.Inspection) { kept += len(i.Sent) + len(i.Got) }
	client, err := api.NewOn(cfg, roots, direct)
	if err != nil {
		t.Fatal(err)
	}
	c, veiled := randomCard(t)
	if n := copiesInMemory(t, veiled); n == 0 {
		t.Fatal("the search does not even find the card itself")
	}
	for range 3 {
		if _, err := client.Issue(t.Context(), uid, api.IssueRequest{Card: c}); err != nil {
			t.Fatal(err)
		}
	}
	c.Wipe()
	if n := copiesInMemory(t, veiled); n != 0 || kept == 0 {
		t.Errorf("%d copies while the connection is kept, %d bytes inspected", n, kept)
	}
	client.Close()
	runtime.GC()
	if n := copiesInMemory(t, veiled); n != 0 {
		t.Errorf("%d copies after all", n)
	}
}
