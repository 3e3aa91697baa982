package headless

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"billkey/api/credentials"
	"billkey/api/credentials/secretservice"
	"billkey/api/sandbox"
)

// circumstances are keychains that cannot be used, and why. Each lays its environment over this process's.
var circumstances = []struct {
	name, reason string
	enter        func(t *testing.T)
}{
	{"no bus", "no_bus", func(t *testing.T) {
		if _, err := os.Stat(fmt.Sprintf("/run/user/%d/bus", os.Getuid())); err == nil {
			t.Skip("the user's own bus would be found")
		}
		t.Setenv("DBUS_SESSION_BUS_ADDRESS", "")
		t.Setenv("PATH", t.TempDir()) // no dbus-launch
	}},
	{"dead address", "no_bus", func(t *testing.T) {
		t.Setenv("DBUS_SESSION_BUS_ADDRESS", "unix:path="+filepath.Join(t.TempDir(), "nothing"))
	}},
	{"no service", "no_service", inSession(secretservice.Absent)},
	{"locked", "locked", inSession(secretservice.Locked)},
}

func inSession(kind secretservice.Kind) func(*testing.T) {
	return func(t *testing.T) {
		for _, v := range secretservice.Run(t, kind).Env {
			if name, value, _ := strings.Cut(v, "="); name == "DBUS_SESSION_BUS_ADDRESS" {
				t.Setenv(name, value)
			}
		}
	}
}

func TestCommandsSayWhatTheKeychainDid(t *testing.T) {
	for _, c := range circumstances {
		t.Run(c.name, func(t *testing.T) {
			f := newFaces(t)
			_, url := serveSandbox(t, sandbox.Options{})
			profiles, err := credentials.OpenProfiles(f.dir)
			if err != nil {
				t.Fatal(err)
			}
			p, err := profiles.Put(credentials.Profile{Name: "shop", Environment: credentials.Test, BaseURL: url})
			if err != nil {
				t.Fatal(err)
			}
			c.enter(t)
			for _, lang := range []string{"ko", "en"} {
				sentence := wordsFor(lang).t("keychain." + c.reason)
				if r := f.run("", "check", "-profile", p.ID, "-lang", lang); r.code != ExitNotReady || !strings.Contains(r.out, sentence) {
					t.Errorf("check: %d %s%s", r.code, r.out, r.errors)
				}
				ctx, cancel := context.WithCancel(inTime(t))
				r := f.runIn(ctx, "", "endpoint", "-profile", p.ID, "-lang", lang, "-channel", "channel-key-x", "-listen", "127.0.0.1:0")
				cancel()
				if r.code != ExitNotReady || !strings.Contains(r.errors, sentence) {
					t.Errorf("endpoint: %d %s%s", r.code, r.out, r.errors)
				}
			}
		})
	}
}
