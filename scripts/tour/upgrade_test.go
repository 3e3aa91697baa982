package main

import (
	"encoding/json"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"testing"

	"billkey/api/credentials"
	"billkey/scripts/stage"
)

// earlier is what version 0.1.0 left; its README tells how it was made.
const earlier = root + "/api/headless/testdata/0.1.0"

// The window of today on the folder of an earlier version: its rows, its profiles, its practice server and its settings.
func TestEarlierVersionsFolderInTheWindow(t *testing.T) {
	d := newDesk(t)
	preferences := filepath.Join("fyne", "kr.billkey.desk", "preferences.json")
	for _, name := range []string{"ledger.db", "profiles.json", "practice.json"} {
		d.copy(filepath.Join(earlier, name), filepath.Join("data", name))
	}
	d.copy(filepath.Join(earlier, "preferences.json"), preferences)

	s := d.open("data")
	s.Once("listed")
	d.must(s)
	if !slices.ContainsFunc(s.Window.Seen, func(e stage.Event) bool { return e.Is("listed", "rows", 2) }) {
		t.Error("the two rows were not listed")
	}
	s.Fill(uid, true, newCard) // the practice server has the key
	s.Keys("Return")
	s.Await("blocked_used", "uid", uid)
	s.Shoot("earlier-folder")
	s.Keys("ctrl+l") // a form with something in it would ask before it is closed
	s.Await("covered")
	s.Close()
	d.must(s)

	var kept map[string]any
	b, err := os.ReadFile(filepath.Join(d.home, preferences))
	if err != nil || json.Unmarshal(b, &kept) != nil {
		t.Fatalf("%s %v", b, err)
	}
	for name, want := range map[string]any{"operator": "Kim Minji", "look": "light", "wipe.minutes": "5"} {
		if !reflect.DeepEqual(kept[name], want) {
			t.Errorf("%s is %v", name, kept[name])
		}
	}
	keys, err := listed(t.Context(), filepath.Join(d.home, "data"))
	if err != nil || linked(keys) != nil {
		t.Errorf("%+v %v", keys, err)
	}
	profiles, err := credentials.OpenProfiles(filepath.Join(d.home, "data"))
	if err != nil || len(profiles.List()) != 2 {
		t.Errorf("profiles: %v", err)
	}
}

// copy puts a file below the home.
func (d *desk) copy(from, to string) {
	d.t.Helper()
	b, err := os.ReadFile(from)
	if err != nil {
		d.t.Fatal(err)
	}
	to = filepath.Join(d.home, to)
	if err := os.MkdirAll(filepath.Dir(to), 0o700); err != nil {
		d.t.Fatal(err)
	}
	if err := os.WriteFile(to, b, 0o600); err != nil {
		d.t.Fatal(err)
	}
}
