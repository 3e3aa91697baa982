package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"billkey/api/ledger"
	"billkey/scripts/stage"
)

const uid = "gildong_0001_1234"

// The two cards of the practice story. The old one ends as its customer_uid does, by the convention.
var (
	oldCard = stage.Plastic{Number: "4111110000431234", Expiry: "1230", PIN: "12", Birth: "900101"}
	newCard = stage.Plastic{Number: "5555555555554444", Expiry: "0931", PIN: "07", Birth: "851231"}
)

// place is where a story happens: the program, what it starts with, a home that gets everything it writes, and in there
// the folder with its ledger; what more the display is told, and how many times as long a picture takes; and the class of the window if another
// process opens it.
type place struct {
	binary, home, data string
	args, env, display []string
	class              string
	slow               int
}

// at is a place on this system.
func at(binary, home string) place {
	data := filepath.Join(home, "data")
	return place{binary: binary, home: home, data: data, args: []string{"-lang", "ko", "-data", data}}
}

// practice is the main job with no set-up at all.
func practice(ctx context.Context, p place, shots string) (report, error) {
	screen, err := stage.StartDisplay(p.home, p.display...)
	if err != nil {
		return report{}, err
	}
	defer screen.Stop()
	s := stage.NewStory(ctx, screen.Slowly(p.slow), append(stage.Private(p.home), p.env...), shots)
	defer s.End()
	s.Class = p.class
	var r report
	s.Open(p.binary, p.args...)
	s.Await("ready")
	s.Shoot("started")
	r.requests = append(r.requests, issueFirst(s), replaceIt(s))
	s.Close()
	said := spoken(s)
	s.Open(p.binary, p.args...)
	s.Await("listed", "rows", 2)
	s.Shoot("opened-again")
	s.Close()
	said += spoken(s)
	if s.Err != nil {
		return r, s.Err
	}
	r.keys, err = listed(ctx, p.data)
	if err != nil {
		return r, err
	}
	r.files, err = nowhere(p.data, said)
	return r, errors.Join(err, linked(r.keys))
}

// issueFirst registers the old card under a free customer_uid.
func issueFirst(s *stage.Story) (requests int) {
	s.Fill(uid, false, oldCard)
	s.Shoot("filled")
	s.Keys("Return")
	requests = s.Issued(uid)
	s.Shoot("issued")
	return requests
}

// replaceIt registers the new card under the same customer_uid: it is blocked, and goes on after the old card's last
// four digits.
func replaceIt(s *stage.Story) (requests int) {
	s.Fill(uid, true, newCard)
	s.Keys("Return")
	s.Await("blocked_used", "uid", uid)
	s.Shoot("blocked-as-used")
	s.Keys("Return") // the cursor is on the button that replaces
	s.Await("replace_asked", "uid", uid)
	s.Shoot("old-card-shown")
	s.Write(oldCard.LastFour())
	s.Keys("Return")
	s.Await("replace_confirmed", "uid", uid)
	s.Shoot("replacement-confirmed")
	s.Keys("Return")
	requests = s.Issued(uid)
	s.Shoot("replaced")
	return requests
}

func spoken(s *stage.Story) string {
	if s.Window == nil {
		return ""
	}
	return s.Window.Said.String()
}

// listed reads what the ledger holds, newest first.
func listed(ctx context.Context, data string) ([]ledger.Entry, error) {
	l, err := ledger.Open(ctx, filepath.Join(data, "ledger.db"))
	if err != nil {
		return nil, err
	}
	page, err := l.Entries(ctx, ledger.Query{})
	return page.Entries, errors.Join(err, l.Close())
}

// linked tells whether the new key is issued, the old one replaced, and each points at the other.
func linked(keys []ledger.Entry) error {
	if len(keys) != 2 {
		return fmt.Errorf("%d rows in the ledger", len(keys))
	}
	now, before := keys[0], keys[1]
	switch {
	case now.State != ledger.Issued || before.State != ledger.Replaced:
		return fmt.Errorf("states are %s and %s", now.State, before.State)
	case now.Replaces != before.ID || before.ReplacedBy != now.ID:
		return fmt.Errorf("links are %d and %d", now.Replaces, before.ReplacedBy)
	case now.Masked != newCard.Masked() || before.Masked != oldCard.Masked():
		return fmt.Errorf("numbers are %s and %s", now.Masked, before.Masked)
	}
	return nil
}

// nowhere makes sure that no file and no log line has a full card number.
func nowhere(data, said string) (files int, err error) {
	if err := os.WriteFile(filepath.Join(data, "said.log"), []byte(said), 0o600); err != nil {
		return 0, err
	}
	holding, files, err := stage.FindIn(data, oldCard.Number, newCard.Number)
	if err == nil && len(holding) > 0 {
		err = fmt.Errorf("a full card number is in %v", holding)
	}
	return files, err
}
