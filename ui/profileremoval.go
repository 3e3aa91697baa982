package ui

import (
	"context"
	"errors"

	"fyne.io/fyne/v2/widget"

	"billkey/api/credentials"
)

func (s *settingsPage) askRemove() {
	p := s.form.profile()
	q := newQuestion(s.w.t("settings.remove.title"), s.w.t("settings.remove.sentence", "Profile", p.Name),
		s.w.t("settings.remove.yes"), s.w.t("cancel"))
	q.yes.Importance = widget.DangerImportance
	q.OnYes = func() { s.remove(p) }
	s.OnAsk(q)
}

func (s *settingsPage) remove(p credentials.Profile) {
	s.busy(true, s.w.t("settings.removing"))
	kept := s.vault.Kept(p.ID)
	s.run.run(func(ctx context.Context) func() {
		kerr := s.vault.Delete(ctx, p.ID)
		s.forget(p.ID)
		err := s.profiles.Delete(p.ID)
		return func() {
			s.busy(false, "")
			s.removed(p, err, leftBehind(kept, kerr))
		}
	})
}

// leftBehind is the error of a deletion that may have left keys in the keychain: keys that were in memory only are gone,
// and where there is no keychain, nothing is in it.
func leftBehind(kept credentials.Kept, err error) error {
	var u *credentials.UnavailableError
	none := errors.As(err, &u) && u.Reason.NoKeychain()
	if kept == credentials.ThisSession || kept == credentials.NowhereKept && none {
		return nil
	}
	return err
}

// removed shows the first profile there is, which is the practice one.
func (s *settingsPage) removed(p credentials.Profile, err, kerr error) {
	if err != nil {
		s.reload()
		s.say(toneBad, invalidSentence(s.w, err))
		return
	}
	s.open(credentials.PracticeID)
	s.trace("profile_removed", "profile", p.ID)
	s.say(toneGood, s.w.t("settings.removed"))
	if kerr != nil {
		b := explainKeychain(s.w, kerr)
		s.say(toneCare, s.w.t("settings.removed.keychain")+"\n"+b.detail)
	}
	s.OnChanged(p.ID)
}
