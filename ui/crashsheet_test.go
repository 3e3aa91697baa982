package ui

import (
	"testing"
	"time"

	"fyne.io/fyne/v2"

	"billkey/api/lock"
)

func TestACrashIsToldOnceAtTheNextStart(t *testing.T) {
	report := &CrashReport{Name: "crash-20261125-150405.000.txt", Folder: t.TempDir(), Text: "panic: (value withheld)\n"}
	deleted := 0
	crashed := func(d *Deps) { d.Crash, d.DeleteCrashes = report, func() error { deleted++; return nil } }
	s := newStage(t)
	s.restart(crashed)
	s.says("crash.title", "crash.sentence")
	s.shot("crash")
	pressOnSheet(s, "crash.copy")
	if got := s.window.app.Clipboard().Content(); got != report.Text {
		t.Errorf("the clipboard holds %q", got)
	}
	pressOnSheet(s, "crash.delete")
	if deleted != 1 || s.window.sheets.open != nil {
		t.Errorf("deleted %d times, sheet open: %t", deleted, s.window.sheets.open != nil)
	}
	s.restart(crashed)
	s.showsNot(s.window.w.t("crash.title"))
}

// A window that starts locked and is closed without being opened has told nobody.
func TestACrashIsToldAgainUntilItIsSeen(t *testing.T) {
	report := &CrashReport{Name: "crash-20261125-150405.000.txt", Folder: t.TempDir(), Text: "panic\n"}
	k := (&pinBook{}).open(time.Now)
	if err := k.Set(t.Context(), lock.NewPIN([]byte(testPIN))); err != nil {
		t.Fatal(err)
	}
	crashed := func(d *Deps) { d.Crash, d.Lock = report, k }
	s := newStage(t)
	for range 2 {
		s.restart(crashed)
		s.showsNot(s.window.w.t("crash.title"))
	}
	s.keys(testPIN + "<enter>")
	s.q.drain()
	s.says("crash.title")
	s.hit(fyne.KeyEscape)
	s.restart(crashed)
	s.keys(testPIN + "<enter>")
	s.q.drain()
	s.showsNot(s.window.w.t("crash.title"))
}

// pressOnSheet presses the button of that sentence on the open sheet.
func pressOnSheet(s *stage, key string) {
	s.t.Helper()
	for _, b := range find[*button](s.window.sheets.open) {
		if b.Text == s.window.w.t(key) {
			s.press(b)
			return
		}
	}
	s.t.Fatalf("no button %q", key)
}

func TestAFolderHasAnAddressOnEverySystem(t *testing.T) {
	for dir, want := range map[string]string{"/home/kim/빌키": "file:///home/kim/%EB%B9%8C%ED%82%A4", "C:/Users/Kim Lee": "file:///C:/Users/Kim%20Lee"} {
		if got := folderURL(dir).String(); got != want {
			t.Errorf("%q: %s", dir, got)
		}
	}
}
