package ui

import (
	"errors"
	"strings"
	"testing"

	"fyne.io/fyne/v2/widget"

	"billkey/api/credentials"
	"billkey/api/sandbox"
)

func TestEveryMissingFieldOfAProfileSaysSo(t *testing.T) {
	s := newStage(t)
	s.window.addAccount()
	p := s.window.settings
	f := p.form
	if note := f.rows[credentials.FieldSecret].note.content; note == s.window.w.t("settings.secret.hint") || f.secret.PlaceHolder != "" {
		t.Errorf("a new profile says %q of a kept secret", note)
	}
	s.press(f.save)
	for _, field := range []credentials.Field{credentials.FieldName, credentials.FieldKey, credentials.FieldSecret} {
		if note := f.rows[field].note; note.colour != colourBad || !strings.Contains(note.content, s.window.w.t("invalid.field."+string(field))) {
			t.Errorf("%s: %q", field, note.content)
		}
	}
	if s.window.window.Canvas().Focused() != f.name {
		t.Errorf("the cursor is in %T", s.window.window.Canvas().Focused())
	}
	s.says("settings.problems")
	s.keys("W")
	if note := f.rows[credentials.FieldName].note; note.colour == colourBad {
		t.Errorf("typing leaves %q", note.content)
	}
	s.press(f.test) // a name is not needed for that
	if note := f.rows[credentials.FieldKey].note; note.colour != colourBad || s.window.window.Canvas().Focused() != f.key {
		t.Errorf("testing without keys: %q", note.content)
	}
}

func TestASavedProfileIsMarkedAndSaysThatItsKeysAreKept(t *testing.T) {
	s := newStage(t)
	for _, name := range []string{"하나", "둘"} {
		p := s.account(name, sandbox.Secret)
		s.press(p.form.save)
	}
	p := s.window.settings
	if p.form.key.PlaceHolder != s.window.w.t("settings.kept") || p.form.secret.PlaceHolder != s.window.w.t("settings.kept") {
		t.Errorf("placeholders %q and %q", p.form.key.PlaceHolder, p.form.secret.PlaceHolder)
	}
	marked := -1
	p.list.OnUnselected = func(i widget.ListItemID) { marked = i }
	p.list.UnselectAll()
	if marked != 2 || p.shown[marked].Name != "둘" {
		t.Errorf("row %d is marked", marked)
	}
	p.add()
	p.form.name.SetText("둘")
	p.form.key.SetText(sandbox.Key)
	p.form.secret.SetText(sandbox.Secret)
	s.press(p.form.save)
	if note := p.form.rows[credentials.FieldName].note; note.content != "× "+s.window.w.t("invalid.taken", "Field", s.window.w.t("invalid.field.name")) {
		t.Errorf("a name that is taken: %q", note.content)
	}
}

// Keys that were in memory only cannot be left behind in a keychain.
func TestRemovingAProfileWarnsOnlyOfKeysThatMayBeLeft(t *testing.T) {
	none := &credentials.UnavailableError{Reason: credentials.NoBus}
	locked := &credentials.UnavailableError{Reason: credentials.Locked}
	for _, c := range []struct {
		kept  credentials.Kept
		err   error
		warns bool
	}{
		{credentials.InKeychain, nil, false},
		{credentials.InKeychain, none, true},
		{credentials.NowhereKept, none, false},
		{credentials.NowhereKept, locked, true},
		{credentials.ThisSession, locked, false},
	} {
		if got := leftBehind(c.kept, c.err); (got != nil) != c.warns {
			t.Errorf("%+v: %v", c, got)
		}
	}
}

func TestAfterRemovingAProfileThePracticeOneIsShown(t *testing.T) {
	s := newStage(t)
	s.ring.err = errors.New("the name org.freedesktop.secrets was not provided by any .service files")
	p := s.account("우리 회사", sandbox.Secret)
	s.press(p.form.save)
	p.askRemove()
	s.keys("<tab><enter>")
	s.says("settings.removed")
	s.showsNot(s.window.w.t("settings.removed.keychain"))
	if p.form.current.ID != credentials.PracticeID {
		t.Errorf("%+v is shown", p.form.current)
	}
}
