package main

import (
	"os"
	"strings"
	"testing"
	"time"

	"github.com/godbus/dbus/v5"

	"billkey/api/credentials/secretservice"
	"billkey/api/sandbox"
	"billkey/scripts/stage"
)

// desktop is the part of a desktop that shows notices.
type desktop struct{ shown chan string }

// Notify is org.freedesktop.Notifications.Notify.
func (d desktop) Notify(_ string, _ uint32, _, title, content string, _ []string, _ map[string]dbus.Variant, _ int32) (uint32, *dbus.Error) {
	d.shown <- title + "|" + content
	return 1, nil
}

// serveNotices puts a desktop on a session bus.
func serveNotices(t *testing.T, session *secretservice.Session) desktop {
	t.Helper()
	address := ""
	for _, v := range session.Env {
		if a, ok := strings.CutPrefix(v, "DBUS_SESSION_BUS_ADDRESS="); ok {
			address = a
		}
	}
	bus, err := dbus.Connect(address)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = bus.Close() })
	d := desktop{make(chan string, 8)}
	const name = "org.freedesktop.Notifications"
	if err := bus.Export(d, "/org/freedesktop/Notifications", name); err != nil {
		t.Fatal(err)
	}
	if _, err := bus.RequestName(name, dbus.NameFlagDoNotQueue); err != nil {
		t.Fatal(err)
	}
	return d
}

// An order whose answer is lost is looked up later. The desktop is told how it ended when another page is open by then,
// and not while the operator sits before the panel.
func TestAnEndThatComesLaterIsToldThroughTheDesktop(t *testing.T) {
	binary := program(t)
	session := secretservice.Run(t, secretservice.Absent)
	shown := serveNotices(t, session)
	screen, err := stage.StartDisplay(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	defer screen.Stop()
	env := append([]string{"PATH=" + os.Getenv("PATH"), "LANG=ko_KR.UTF-8"}, session.Env...)
	s := stage.NewStory(t.Context(), screen, env, shots)
	defer s.End()
	s.Open(binary, "-lang", "ko", "-data", t.TempDir())
	s.Await("ready")
	first := lostOrder(t, s, "seen_", "fault_commit_then_drop")
	s.Await("followed", "uid", first, "state", "issued")
	s.Keys("ctrl+a")
	second := lostOrder(t, s, "away_", "fault_reset_mid_answer")
	s.Keys("ctrl+i")
	s.Await("requests")
	s.Await("followed", "uid", second, "state", "issued")
	s.Await("announced")
	if s.Err != nil {
		t.Fatal(s.Err)
	}
	select {
	case notice := <-shown.shown:
		if notice != "빌키 데스크|빌링키가 발급되었습니다 · "+second {
			t.Errorf("told: %s", notice)
		}
	case <-time.After(20 * time.Second):
		t.Error("nothing was told")
	}
	if len(shown.shown) > 0 {
		t.Errorf("told as well: %s", <-shown.shown)
	}
}

// lostOrder issues to a customer_uid with a card whose answer never comes.
func lostOrder(t *testing.T, s *stage.Story, member, code string) (uid string) {
	t.Helper()
	c := stage.Plastic{Number: magicNumber(t, code), Expiry: oldCard.Expiry, PIN: oldCard.PIN, Birth: oldCard.Birth}
	uid = member + c.LastFour()
	s.Fill(uid, false, c)
	s.Keys("Return")
	s.Await("settled", "uid", uid, "state", "unknown")
	return uid
}

func magicNumber(t *testing.T, code string) string {
	t.Helper()
	for _, m := range sandbox.MagicCards() {
		if m.Code == code {
			return m.Number
		}
	}
	t.Fatalf("no card %s", code)
	return ""
}
