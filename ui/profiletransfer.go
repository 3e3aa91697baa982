package ui

import (
	"context"
	"io"
	"os"
	"strings"

	"fyne.io/fyne/v2"

	"billkey/api/credentials"
)

// profilesFile is what an export is called, but for the time in its name.
const profilesFile = "billkey-profiles.json"

// export keeps every profile in a file; no secret is in a profile.
func (s *settingsPage) export() {
	s.run.run(func(context.Context) func() {
		var b strings.Builder
		err := s.profiles.Export(&b)
		path := ""
		if err == nil {
			path, err = s.saveText(profilesFile, b.String())
		}
		return func() {
			if err != nil {
				s.say(toneBad, invalidSentence(s.w, err))
				return
			}
			s.say(toneGood, s.w.t("settings.exported", "Path", path))
		}
	})
}

// importSheet asks where profiles are taken from: a file, at first the one exported last, or the clipboard.
type importSheet struct {
	path      *entry
	row       *fieldRow
	file, all *button
	body      fyne.CanvasObject

	OnFile      func(path string)
	OnClipboard func()
	OnCancel    func()
	OnChosen    func() // follows either choice
}

func newImportSheet(w *words, newest string) *importSheet {
	s := &importSheet{path: newEntry()}
	s.path.SetText(newest)
	hint := "settings.import.path.hint"
	if newest != "" {
		hint = "settings.import.path.newest"
	}
	s.row = newFieldRow(w.t("settings.import.path"), w.t(hint), s.path)
	s.file = newButton(w.t("settings.import.file"), func() {
		path := strings.TrimSpace(s.path.Text)
		if path == "" {
			s.row.say(toneBad, w.t("settings.import.path.missing"))
			return
		}
		call(s.OnChosen)
		s.OnFile(path)
	})
	s.file.Importance = highImportance
	s.all = newButton(w.t("settings.import.clipboard"), func() { call(s.OnChosen); call(s.OnClipboard) })
	cancel := newButton(w.t("cancel"), func() { call(s.OnCancel) })
	s.body = column(12, newTitle(w.t("settings.import.title"), sizeHeading),
		newText(w.t("settings.import.sentence"), sizeBody, colourInk), s.row.box, answers(cancel, row(8, s.all, s.file)))
	return s
}

// askImport offers the file exported last.
func (s *settingsPage) askImport() {
	i := newImportSheet(s.w, s.newest(profilesFile))
	i.OnFile = s.importFile
	i.OnClipboard = func() { s.importFrom(strings.NewReader(s.clipboard()), "settings.import.failed") }
	s.OnImport(i)
}

func (s *settingsPage) importFile(path string) {
	s.run.run(func(context.Context) func() {
		f, err := os.Open(path) //nolint:gosec // the user names it, and it is read only
		if err != nil {
			return func() { s.say(toneBad, s.w.t("settings.import.unreadable", "Path", path)) }
		}
		list, err := s.profiles.Import(f)
		_ = f.Close() // it was only read
		return func() { s.imported(list, err, "settings.import.file.failed") }
	})
}

// importFrom takes the profiles of an export. They get new identities and no keys.
func (s *settingsPage) importFrom(r io.Reader, failed string) {
	s.run.run(func(context.Context) func() {
		list, err := s.profiles.Import(r)
		return func() { s.imported(list, err, failed) }
	})
}

func (s *settingsPage) imported(list []credentials.Profile, err error, failed string) {
	if err != nil {
		s.say(toneBad, s.w.t(failed))
		return
	}
	s.reload()
	s.say(toneGood, s.w.t("settings.imported", "Count", number(int64(len(list)))))
	for _, p := range list {
		s.OnChanged(p.ID)
	}
}
