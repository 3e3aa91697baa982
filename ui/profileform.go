package ui

import (
	"reflect"
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"
	"fyne.io/fyne/v2/widget"

	"billkey/api/card"
	"billkey/api/credentials"
	"billkey/api/issuing"
)

// profileForm edits one profile.
type profileForm struct {
	w                            *words
	shown                        int // counts the profiles shown: an answer about an earlier one is not for this form
	current                      credentials.Profile
	before                       credentials.Profile // what the form read before anything was typed
	name, url, key, secret, tier *entry
	consent                      *prose
	environment, channel         *choice
	needs                        map[string]*tick
	test, save, remove           *button
	channels                     []issuing.Channel
	rows                         map[credentials.Field]*fieldRow // where a problem is said
	account                      *fyne.Container
	environments                 []credentials.Environment
	body                         fyne.CanvasObject
}

// needOrder are the card fields a PG may ask for, as ticks.
var needOrder = []card.Field{card.FieldHolder, card.FieldPIN, card.FieldName, card.FieldCustomerID, card.FieldCVC}

func newProfileForm(w *words) *profileForm {
	f := &profileForm{w: w, needs: map[string]*tick{}, rows: map[credentials.Field]*fieldRow{}, environments: []credentials.Environment{credentials.Test, credentials.Live}}
	f.name, f.url, f.key, f.tier = newEntry(), newEntry(), newEntry(), newEntry()
	f.secret = newEntry()
	f.secret.Password = true
	f.consent = newProse(3)
	f.environment = newChoice([]string{w.t("environment.test"), w.t("environment.live")}, nil)
	f.channel = newChoice(nil, f.channelChosen)
	f.channel.PlaceHolder = w.t("settings.channel.choose")
	f.test = newButton(w.t("settings.test"), nil)
	f.save = newButton(w.t("settings.save"), nil)
	f.save.Importance = widget.HighImportance
	f.remove = newButton(w.t("settings.remove"), nil)
	f.remove.Importance = widget.DangerImportance
	f.body = f.layOut()
	return f
}

// actions are what can be done with the profile; they stay in sight while the form scrolls.
func (f *profileForm) actions() fyne.CanvasObject {
	return container.NewHBox(f.save, layout.NewSpacer(), f.remove)
}

// show fills the form. Key and secret are never shown again: empty leaves them as they are. kept tells that there are any.
func (f *profileForm) show(p credentials.Profile, kept bool) {
	f.shown++
	f.current = p.Clone()
	f.name.SetText(profileName(f.w, p))
	f.url.SetText(p.BaseURL)
	f.tier.SetText(p.Tier)
	f.key.clear()
	f.secret.clear()
	f.showProblems(nil)
	f.showKept(kept)
	f.consent.SetText(p.Consent)
	f.consent.SetPlaceHolder(f.w.t("form.consent.sentence"))
	f.environment.SetSelectedIndex(max(0, slices.Index(f.environments, p.Environment)))
	for need, tick := range f.needs {
		tick.SetChecked(slices.Contains(p.Needs, need))
	}
	f.channels = nil
	f.channel.SetOptions([]string{channelName(f.w, p)})
	f.channel.Selected = channelName(f.w, p)
	f.channel.Refresh()
	show(f.account, f.takesKeys())
	show(f.remove, p.ID != "" && f.takesKeys())
	f.before = f.profile()
	relayout(f.body) // rows came or went
}

// takesKeys: the practice profile has an account of its own.
func (f *profileForm) takesKeys() bool { return f.current.Environment != credentials.Practice }
func (f *profileForm) isNew() bool     { return f.current.ID == "" }
func (f *profileForm) hasKeys() bool   { return f.key.Text != "" || f.secret.Text != "" }

func (f *profileForm) keys() (credentials.Keys, error) {
	return credentials.NewKeys([]byte(f.key.Text), []byte(f.secret.Text))
}

// changed tells that something was typed that is not saved.
func (f *profileForm) changed() bool { return f.hasKeys() || !reflect.DeepEqual(f.profile(), f.before) }

// profile reads the form.
func (f *profileForm) profile() credentials.Profile {
	p := f.current.Clone()
	p.Consent = f.consent.Text
	p.Needs = nil
	for _, field := range needOrder {
		if f.needs[string(field)].Checked {
			p.Needs = append(p.Needs, string(field))
		}
	}
	if f.takesKeys() {
		p.Name, p.BaseURL, p.Tier = f.name.Text, f.url.Text, f.tier.Text
		p.Environment = f.environments[max(0, f.environment.SelectedIndex())]
	}
	return p
}

// showChannels lists what the account has, usable ones first to choose from; it returns how many can issue.
func (f *profileForm) showChannels(all []issuing.Channel) int {
	f.channels = f.channels[:0]
	var names []string
	for _, c := range all {
		if c.CanIssue {
			f.channels = append(f.channels, c)
			names = append(names, f.channelLine(c))
		}
	}
	f.channel.SetOptions(names)
	if len(names) == 1 {
		f.channel.SetSelectedIndex(0)
	}
	return len(names)
}

func (f *profileForm) channelLine(c issuing.Channel) string {
	env := "environment.live"
	if c.Test {
		env = "environment.test"
	}
	return f.w.t("settings.channel.line", "Environment", f.w.t(env), "Name", c.Name, "PG", joined(c.PG, c.MID))
}

// channelChosen takes everything from the channel: also whether it is a test or a live one is read, not believed.
func (f *profileForm) channelChosen(name string) {
	for _, c := range f.channels {
		if f.channelLine(c) != name {
			continue
		}
		f.current.ChannelKey, f.current.ChannelName, f.current.PG, f.current.MID = c.Key, c.Name, c.PG, c.MID
		if f.takesKeys() {
			env := credentials.Live
			if c.Test {
				env = credentials.Test
			}
			f.environment.SetSelectedIndex(slices.Index(f.environments, env))
		}
		for need, tick := range f.needs {
			tick.SetChecked(slices.Contains(credentials.NeedsFor(c.PG), need))
		}
	}
}
