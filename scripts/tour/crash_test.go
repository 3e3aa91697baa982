package main

import (
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"billkey/scripts/stage"
)

// The program dies by a signal with a card typed in. What it leaves holds nothing of the card, and the next start tells.
func TestACrashOfTheProgramIsToldAtTheNextStart(t *testing.T) {
	binary := program(t)
	screen, err := stage.StartDisplay(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	defer screen.Stop()
	home := t.TempDir()
	data := filepath.Join(home, "data")
	s := stage.NewStory(t.Context(), screen, stage.Private(home), shots)
	defer s.End()

	s.Open(binary, "-lang", "ko", "-data", data)
	s.Await("ready")
	s.Fill(uid, false, oldCard)
	s.Must(syscall.Kill(s.Window.PID(), syscall.SIGABRT) == nil, "no signal")
	report := awaitCrashReport(t, data)
	said := s.Window
	s.Window.Kill()
	for _, want := range []string{"SIGABRT: abort", "events: ", " looked_up", "goroutine [", "billkey/ui.Run"} {
		if !strings.Contains(report, want) {
			t.Errorf("no %q in:\n%s", want, report)
		}
	}
	for _, never := range []string{"0x", uid, oldCard.Number[:6], oldCard.LastFour(), oldCard.Birth} {
		if strings.Contains(report, never) {
			t.Errorf("the report holds %q:\n%s", never, report)
		}
	}
	if holding, _, err := stage.FindIn(home, oldCard.Number); err != nil || len(holding) > 0 || strings.Contains(said.Said.String(), oldCard.Number) {
		t.Errorf("the card's number is in %v %v", holding, err)
	}
	s.Open(binary, "-lang", "ko", "-data", data)
	s.Once("crash_told")
	s.Keys("Escape")
	s.Close()
	s.Open(binary, "-lang", "ko", "-data", data)
	s.Await("ready")
	if s.Err != nil {
		t.Fatal(s.Err)
	}
	for _, e := range s.Window.Seen {
		if e.Name() == "crash_told" {
			t.Error("the crash was told twice")
		}
	}
}

func awaitCrashReport(t *testing.T, data string) string {
	t.Helper()
	tick := time.NewTicker(20 * time.Millisecond)
	defer tick.Stop()
	for end := time.After(30 * time.Second); ; {
		names, err := filepath.Glob(filepath.Join(data, "crash-*.txt"))
		if err != nil {
			t.Fatal(err)
		}
		if len(names) == 1 {
			if b, err := os.ReadFile(names[0]); err == nil && strings.HasSuffix(string(b), "\n") {
				return string(b)
			}
		}
		select {
		case <-tick.C:
		case <-end:
			t.Fatal("no report came")
		}
	}
}
