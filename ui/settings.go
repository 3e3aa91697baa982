package ui

import (
	"context"
	"errors"
	"io"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"

	"billkey/api/credentials"
	"billkey/api/issuing"
)

// profileStore keeps the profiles. [*credentials.Profiles] is one.
type profileStore interface {
	List() []credentials.Profile
	Get(id string) (credentials.Profile, bool)
	Put(credentials.Profile) (credentials.Profile, error)
	Delete(id string) error
	Export(w io.Writer, ids ...string) error
	Import(r io.Reader) ([]credentials.Profile, error)
	Current() string
	SetCurrent(id string) error
}

// keyVault keeps key and secret. [*credentials.Vault] is one.
type keyVault interface {
	Save(ctx context.Context, id string, k credentials.Keys) (credentials.Kept, error)
	Delete(ctx context.Context, id string) error
	// Kept says where the keys of a profile are, as far as it is known without asking the keychain.
	Kept(id string) credentials.Kept
}

// settingsPage adds, tests, changes and deletes profiles, and holds what is chosen once: language and operator.
type settingsPage struct {
	w        *words
	run      runner
	profiles profileStore
	vault    keyVault
	// try proves keys and lists the account's channels, before anything is saved; empty keys stand for the kept ones.
	try   func(ctx context.Context, p credentials.Profile, k credentials.Keys) ([]issuing.Channel, error)
	trace tracer
	// forget lets go of what was made with a profile's former keys.
	forget func(id string)
	// saveText keeps a text in a file of the user's and returns where it is; clipboard is where profiles are taken from.
	saveText  func(name, content string) (string, error)
	clipboard func() string
	// newest is the file last written under a name; "" if there is none.
	newest func(name string) string
	// cursor puts the cursor into a field.
	cursor func(fyne.Focusable)

	list  *keyedList
	form  *profileForm
	prefs *prefsForm
	note  *text
	body  fyne.CanvasObject
	// panels are the three of the page.
	panels *fyne.Container
	shown  []credentials.Profile

	// OnClose leaves the page.
	OnClose func()
	// OnChanged follows every saved or deleted profile.
	OnChanged func(id string)
	// OnAsk opens a question over the window.
	OnAsk func(q *question)
	// OnImport opens the sheet that asks where profiles are taken from.
	OnImport func(*importSheet)
}

func newSettingsPage(w *words, run runner, profiles profileStore, vault keyVault, look, scale, idle string) *settingsPage {
	s := &settingsPage{w: w, run: run, profiles: profiles, vault: vault, trace: func(string, ...any) {}}
	s.form = newProfileForm(w)
	s.form.test.OnTapped = s.testKeys
	s.form.save.OnTapped = s.save
	s.form.remove.OnTapped = s.askRemove
	s.prefs = newPrefsForm(w, look, scale, idle)
	s.note = newText("", sizeBody, colourInk)
	s.note.minLines = 3
	s.list = newKeyedList(func() int { return len(s.shown) },
		func() fyne.CanvasObject { return inset(10, 6, newLine("", sizeBody, colourInk)) }, s.fillRow)
	s.list.OnSelected = func(i widget.ListItemID) { s.edit(s.shown[i]) }
	s.body = s.layOut()
	s.reload()
	return s
}

func (s *settingsPage) layOut() fyne.CanvasObject {
	add := newButton(s.w.t("settings.add"), s.add)
	export := newButton(s.w.t("settings.export"), s.export)
	take := newButton(s.w.t("settings.import"), s.askImport)
	left := newPanel(container.NewBorder(newTitle(s.w.t("settings.profiles"), sizeHeading), column(6, add, export, take), nil, nil, s.list))
	middle := newPanel(container.NewBorder(newTitle(s.w.t("settings.profile"), sizeHeading), column(8, s.note, s.form.actions()), nil, nil, scrolled(inset(0, 6, s.form.body))))
	right := newPanel(scrolled(s.prefs.body))
	s.panels = newStack(14, []float32{24, 48, 28}, left, middle, right)
	s.prefs.OnGrown = func() { relayout(s.panels) }
	return newPage(s.w, s.w.t("settings.title"), func() { call(s.OnClose) }, s.panels)
}

// add begins a new profile.
func (s *settingsPage) add() {
	s.list.UnselectAll()
	s.edit(newProfile())
	s.cursor(s.form.name)
}

func newProfile() credentials.Profile {
	return credentials.Profile{Environment: credentials.Test, BaseURL: credentials.DefaultBaseURL, Needs: credentials.NeedsFor("")}
}

func (s *settingsPage) fillRow(i widget.ListItemID, o fyne.CanvasObject) {
	p := s.shown[i]
	line := o.(*fyne.Container).Objects[0].(*text)
	env := s.w.t("environment." + string(p.Environment))
	line.set(placeName(s.w, env, profileName(s.w, p)), colourInk)
}

func (s *settingsPage) reload() {
	s.shown = s.profiles.List()
	s.list.Refresh()
}

// kept tells that key and secret of a profile are stored.
func (s *settingsPage) kept(id string) bool {
	return id != "" && s.vault.Kept(id) != credentials.NowhereKept
}

// open shows the page with a profile selected.
func (s *settingsPage) open(id string) {
	s.reload()
	s.list.UnselectAll()
	for i, p := range s.shown {
		if p.ID == id {
			s.list.Select(i) // which shows it
		}
	}
}

func (s *settingsPage) edit(p credentials.Profile) {
	s.form.show(p, s.kept(p.ID))
	s.say(toneHint, "")
	relayout(s.panels) // stacked, the form has another height
}

func (s *settingsPage) say(t tone, sentence string) {
	s.note.set(tones[t].sign+sentence, tones[t].colour)
}

func (s *settingsPage) busy(on bool, what string) {
	for _, b := range []*button{s.form.test, s.form.save, s.form.remove} {
		b.enable(!on)
	}
	s.say(toneHint, what)
}

// read takes the form's fields: saving wants all of them right, testing only the keys. What is wrong is said at its field.
func (s *settingsPage) read(saving bool) (credentials.Profile, credentials.Keys, bool) {
	p := s.form.profile()
	needKeys := s.form.takesKeys() && (s.form.isNew() || s.form.hasKeys())
	if !s.passes(s.form.problems(saving, needKeys)) {
		return p, credentials.Keys{}, false
	}
	if !needKeys {
		return p, credentials.Keys{}, true
	}
	k, err := s.form.keys()
	if err != nil { // what problems let through is right
		s.say(toneBad, invalidSentence(s.w, err))
	}
	return p, k, err == nil
}

// passes says what is wrong with the fields; true if nothing is.
func (s *settingsPage) passes(problems []*credentials.InvalidError) bool {
	s.form.showProblems(problems)
	switch len(problems) {
	case 0:
		return true
	case 1:
		s.say(toneBad, invalidSentence(s.w, problems[0]))
	default:
		s.say(toneBad, s.w.t("settings.problems", "Count", number(int64(len(problems)))))
	}
	return false
}

// save keeps the profile, then its keys. A keychain that does not take them leaves them to this session, which is said.
func (s *settingsPage) save() {
	p, keys, ok := s.read(true)
	if !ok {
		return
	}
	typed := s.form.hasKeys()
	s.busy(true, s.w.t("settings.saving"))
	asked := s.form.shown
	s.run.run(func(ctx context.Context) func() {
		saved, err := s.profiles.Put(p)
		var kerr error
		kept := credentials.InKeychain
		if err == nil && typed {
			kept, kerr = s.vault.Save(ctx, saved.ID, keys)
			s.forget(saved.ID)
		}
		keys.Wipe()
		return func() {
			s.busy(false, "")
			s.saved(saved, err, kept, kerr, asked == s.form.shown)
		}
	})
}

func (s *settingsPage) saved(p credentials.Profile, err error, kept credentials.Kept, kerr error, stillShown bool) {
	if err != nil {
		s.refused(err)
		return
	}
	if stillShown {
		s.open(p.ID)
	} else {
		s.reload()
	}
	s.trace("profile_saved", "profile", p.ID, "kept", keptWord(kept))
	switch {
	case p.Environment == credentials.Practice:
		s.say(toneGood, s.w.t("settings.saved.practice")) // it has no keys
	case kept == credentials.InKeychain:
		s.say(toneGood, s.w.t("settings.saved"))
	case kept == credentials.ThisSession:
		s.say(toneCare, s.w.t("settings.session_only")+"\n"+explainKeychain(s.w, kerr).detail)
	default:
		b := explainKeychain(s.w, kerr)
		s.say(toneBad, b.title+"\n"+b.detail)
	}
	s.OnChanged(p.ID)
}

// refused says why a profile was not saved, at its field if it is one.
func (s *settingsPage) refused(err error) {
	var invalid *credentials.InvalidError
	if errors.As(err, &invalid) {
		s.passes([]*credentials.InvalidError{invalid})
		return
	}
	s.say(toneBad, invalidSentence(s.w, err))
}

func keptWord(k credentials.Kept) string {
	switch k {
	case credentials.InKeychain:
		return "keychain"
	case credentials.ThisSession:
		return "session"
	}
	return "nowhere"
}
