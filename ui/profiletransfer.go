package ui

import (
	"context"
	"strings"

	"billkey/api/credentials"
)

// export keeps every profile in a file; no secret is in a profile.
func (s *settingsPage) export() {
	s.run.run(func(context.Context) func() {
		var b strings.Builder
		err := s.profiles.Export(&b)
		path := ""
		if err == nil {
			path, err = s.saveText("billkey-profiles.json", b.String())
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

// importAll takes profiles from the clipboard: the text of an exported file. They get new identities and no keys.
func (s *settingsPage) importAll() {
	content := s.clipboard()
	s.run.run(func(context.Context) func() {
		list, err := s.profiles.Import(strings.NewReader(content))
		return func() { s.imported(list, err) }
	})
}

func (s *settingsPage) imported(list []credentials.Profile, err error) {
	if err != nil {
		s.say(toneBad, s.w.t("settings.import.failed"))
		return
	}
	s.reload()
	s.say(toneGood, s.w.t("settings.imported", "Count", number(int64(len(list)))))
	for _, p := range list {
		s.OnChanged(p.ID)
	}
}
