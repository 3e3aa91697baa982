//go:build live

package api_test

import (
	"context"
	"os"
	"testing"
	"time"

	"billkey/api"
	"billkey/api/secret"
)

// TestLiveAccount asks the real server for a token and the PG settings. It issues, charges and deletes nothing.
// Run: BILLKEY_IMP_KEY=… BILLKEY_IMP_SECRET=… go test -tags live -run Live ./api
func TestLiveAccount(t *testing.T) {
	key, sec := os.Getenv("BILLKEY_IMP_KEY"), os.Getenv("BILLKEY_IMP_SECRET")
	if key == "" || sec == "" {
		t.Fatal("BILLKEY_IMP_KEY and BILLKEY_IMP_SECRET are not set")
	}
	cfg := config("https://api.iamport.kr")
	cfg.Keys = func(context.Context) (api.Keys, error) {
		return api.Keys{Key: secret.FromString(key), Secret: secret.FromString(sec)}, nil
	}
	cfg.Observe = func(x api.Exchange) {
		t.Logf("%s %s: HTTP %d, code %d, %v", x.Method, x.Route, x.Status, x.Code, x.Duration)
	}
	c := newClient(t, cfg)
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	if err := c.Warm(ctx); err != nil {
		t.Fatal(err)
	}
	t.Logf("server's clock minus ours: %v", time.Until(c.Now()).Round(time.Second))
	t.Logf("connections kept open: %d", c.OpenConnections())
	settings, err := c.PGSettings(ctx)
	if err != nil {
		t.Fatal(err)
	}
	for _, s := range settings {
		t.Logf("%s %s %s sandbox=%v channel=%v", s.Type, s.PGProvider, s.PGID, s.Sandbox, s.ChannelKey != "")
	}
}
