package headless

import (
	"errors"
	"sync"
	"testing"

	"billkey/api"
	"billkey/api/card"
)

// practising is a program that practises in the folder.
func practising(t *testing.T, dir string) (*Parts, *api.Client) {
	t.Helper()
	p, err := Open(t.Context(), Options{DataDir: dir})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = p.Close() })
	profile, err := p.Choose()
	if err != nil {
		t.Fatal(err)
	}
	c, err := p.client(profile, p.keys(profile), nil)
	if err != nil {
		t.Fatal(err)
	}
	return p, c
}

func TestTwoProgramsPractiseInOneFolder(t *testing.T) {
	dir := t.TempDir()
	_, window := practising(t, dir)
	_, endpoint := practising(t, dir)
	clients := []*api.Client{window, endpoint}
	for n, uid := range []string{"u_0", "u_1", "u_2", "u_3"} {
		if _, err := clients[n%2].Issue(t.Context(), uid, api.IssueRequest{Card: card.Fake(canaryNumber)}); err != nil {
			t.Fatal(err)
		}
	}
	for _, c := range clients {
		if keys, err := c.BillingKeys(t.Context(), []string{"u_0", "u_1", "u_2", "u_3"}); err != nil || len(keys) != 4 {
			t.Errorf("%d keys, %v", len(keys), err)
		}
	}
	if _, err := window.DeleteBillingKey(t.Context(), "u_1", ""); err != nil {
		t.Fatal(err)
	}
	if _, err := endpoint.BillingKey(t.Context(), "u_1"); !errors.Is(err, api.ErrNotFound) {
		t.Errorf("the other one still has it: %v", err)
	}
}

func TestOneProgramsRequestsShareOneServer(t *testing.T) {
	p, c := practising(t, t.TempDir())
	var wg sync.WaitGroup
	for n := range 20 {
		wg.Go(func() {
			_, err := c.Issue(t.Context(), "u_"+string(rune('a'+n)), api.IssueRequest{Card: card.Fake(canaryNumber)})
			if err != nil {
				t.Error(err)
			}
		})
	}
	wg.Wait()
	s, err := p.practice()
	if err != nil || s.server.Count("POST", keyRoute) != 20 || s.server.Count("POST", "/users/getToken") != 1 {
		t.Errorf("%v %v", err, s.server.Counters())
	}
}
