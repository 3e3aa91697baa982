package ui

import (
	"os"
	"strings"
	"testing"

	"fyne.io/fyne/v2"

	"billkey/api/sandbox"
)

func TestProfilesTravelWithoutTheirSecrets(t *testing.T) {
	t.Setenv("HOME", t.TempDir())
	s := newStage(t)
	p := s.account("우리 회사", sandbox.Secret)
	s.press(p.form.save)
	p = s.window.settings
	p.export()
	s.q.drain()
	_, path, _ := strings.Cut(p.note.content, ": ")
	raw, err := os.ReadFile(path)
	if err != nil || !strings.Contains(string(raw), "우리 회사") {
		t.Fatalf("%q: %v", path, err)
	}
	if strings.Contains(string(raw), sandbox.Secret) || strings.Contains(string(raw), sandbox.Key) {
		t.Error("the export holds keys")
	}
	fyne.CurrentApp().Clipboard().SetContent(string(raw))
	p.importAll()
	s.q.drain()
	if n := len(s.parts.Profiles.List()); n != 3 {
		t.Errorf("%d profiles after the import", n)
	}
	fyne.CurrentApp().Clipboard().SetContent("nothing of ours")
	s.window.settings.importAll()
	s.q.drain()
	s.says("settings.import.failed")
}
