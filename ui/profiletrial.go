package ui

import (
	"context"
	"strings"

	"billkey/api/issuing"
)

// testKeys proves key and secret, and fills the list of channels.
func (s *settingsPage) testKeys() {
	p, keys, ok := s.read(false)
	if !ok {
		return
	}
	s.busy(true, s.w.t("settings.testing"))
	asked := s.form.shown
	s.run.run(func(ctx context.Context) func() {
		channels, err := s.try(ctx, p, keys)
		keys.Wipe()
		return func() {
			s.busy(false, "")
			if asked == s.form.shown { // else another profile is being edited
				s.tested(channels, err)
			}
		}
	})
}

func (s *settingsPage) tested(channels []issuing.Channel, err error) {
	if err != nil {
		b := explain(s.w, err)
		s.trace("keys_refused", "kind", string(kindOf(err)))
		s.say(b.tone, b.title+"\n"+b.detail)
		return
	}
	usable := s.form.showChannels(channels)
	s.trace("keys_tested", "channels", len(channels), "usable", usable)
	if usable == 0 {
		s.say(toneCare, s.w.t("settings.tested.none"))
		return
	}
	said := s.w.t("settings.tested", "Count", number(int64(usable)))
	if names := unusable(channels); names != "" {
		said += "\n" + s.w.t("settings.tested.unusable", "Names", names)
	}
	s.say(toneGood, said)
}

// unusable names the channels that a window needs: keys cannot be issued on them by REST.
func unusable(channels []issuing.Channel) string {
	var names []string
	for _, c := range channels {
		if !c.CanIssue {
			names = append(names, c.Name)
		}
	}
	return strings.Join(names, ", ")
}
