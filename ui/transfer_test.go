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
	s.takesProfiles(path, string(raw))
}

// takesProfiles imports what was exported from its file, which is offered, and from the clipboard.
func (s *stage) takesProfiles(path, content string) {
	s.t.Helper()
	p := s.window.settings
	sheet := func() *importSheet {
		i := newImportSheet(p.w, p.newest(profilesFile))
		i.OnFile, i.OnClipboard = p.importFile, func() { p.importFrom(strings.NewReader(p.clipboard()), "settings.import.failed") }
		return i
	}
	p.askImport()
	s.says("settings.import.title")
	s.window.sheets.leave()
	i := sheet()
	if i.path.Text != path {
		s.t.Errorf("%q is offered, not %q", i.path.Text, path)
	}
	s.press(i.file)
	fyne.CurrentApp().Clipboard().SetContent(content)
	s.press(sheet().all)
	if n := len(s.parts.Profiles.List()); n != 4 {
		s.t.Errorf("%d profiles after two imports", n)
	}
	fyne.CurrentApp().Clipboard().SetContent("nothing of ours")
	s.press(sheet().all)
	s.says("settings.import.failed")
	i = sheet()
	i.path.SetText(path + ".none")
	s.press(i.file)
	s.says("settings.import.unreadable")
}
