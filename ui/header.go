package ui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"billkey/api/credentials"
)

// environmentColours paint the header's band; the words say the same.
var environmentColours = map[credentials.Environment]fyne.ThemeColorName{
	credentials.Practice: colourPractice,
	credentials.Test:     colourTest,
	credentials.Live:     colourLive,
}

// header says for as long as the window is open where an order would go: profile and environment in words and colour.
type header struct {
	w        *words
	band     *surface
	title    *text
	detail   *text
	choice   *choice
	unlock   *button
	check    *button
	menu     *button
	idle     []fyne.Disableable // what waits for an order under way
	profile  []fyne.Disableable // what waits for a check of the profile
	profiles []credentials.Profile
	body     fyne.CanvasObject

	// OnSwitch asks for another profile.
	OnSwitch   func(id string)
	OnSettings func()
	OnInspect  func()
	OnCheck    func()
	OnMenu     func()
	// OnUnlock opens a live profile for issuing, for this session.
	OnUnlock func()
}

func newHeader(w *words) *header {
	h := &header{w: w}
	h.title = newCell(sizeHeading, colourOnBand)
	h.title.bold = true
	h.detail = newCell(sizeSmall, colourOnBand)
	h.choice = newChoice(nil, h.chosen)
	h.unlock = newButton(w.t("live.unlock"), func() { call(h.OnUnlock) })
	h.unlock.Importance = widget.WarningImportance
	h.unlock.Hide()
	settings := newButton(w.t("settings.open"), func() { call(h.OnSettings) })
	h.check = newButton(w.t("check.open"), func() { call(h.OnCheck) })
	h.menu = newButton(w.t("menu.open"), func() { call(h.OnMenu) })
	log := newButton(w.t("inspector.open"), func() { call(h.OnInspect) })
	h.idle = []fyne.Disableable{h.unlock, h.choice, h.check, log, settings}
	h.profile = []fyne.Disableable{h.unlock, h.choice, settings}
	words := column(1, h.title, h.detail)
	all := container.New(&headLayout{choice: h.choice, give: []fyne.CanvasObject{log, h.check, settings}},
		words, h.unlock, h.choice, h.check, log, settings, h.menu)
	h.band = newSurface(colourPractice, "", 0, inset(20, 8, all))
	h.body = container.NewThemeOverride(h.band, bandTheme{theme.Current()})
	return h
}

// show names the profile that is open.
func (h *header) show(all []credentials.Profile, current credentials.Profile, locked bool) {
	h.profiles = all
	names := make([]string, len(all))
	for i, p := range all {
		names[i] = profileName(h.w, p)
	}
	h.choice.SetOptions(names)
	for i, p := range all {
		if p.ID == current.ID && h.choice.SelectedIndex() != i {
			h.choice.Selected = names[i]
			h.choice.Refresh()
		}
	}
	h.band.setFill(environmentColours[current.Environment])
	env := string(current.Environment)
	h.title.set(h.w.t("header."+env, "Profile", profileName(h.w, current)), colourOnBand)
	h.detail.set(h.w.t("header."+env+".detail", "Channel", channelName(h.w, current)), colourOnBand)
	show(h.unlock, locked)
}

// say says instead of the channel what is more urgent: why nothing can be issued now.
func (h *header) say(t tone, sentence string) {
	h.detail.set(tones[t].sign+sentence, colourOnBand)
}

// readOnly takes away what leads to orders.
func (h *header) readOnly() { h.check.Disable() }

// enable lets the controls be used that wait for an order under way.
func (h *header) enable(on bool) {
	for _, c := range h.idle {
		enable(c, on)
	}
}

// enableSettings lets the profile be changed, which waits for a check of it.
func (h *header) enableSettings(on bool) {
	for _, c := range h.profile {
		enable(c, on)
	}
}

func (h *header) chosen(name string) {
	for _, p := range h.profiles {
		if profileName(h.w, p) == name && h.OnSwitch != nil {
			h.OnSwitch(p.ID)
		}
	}
}

// placeName says where something happens: environment and profile, once where both have the same name.
func placeName(w *words, environment, profile string) string {
	if environment == profile {
		return environment
	}
	return w.t("settings.row", "Environment", environment, "Profile", profile)
}

// profileName is the profile's own name; the practice profile is named by the language.
func profileName(w *words, p credentials.Profile) string {
	if p.Environment == credentials.Practice {
		return w.t("profile.practice")
	}
	return p.Name
}

func channelName(w *words, p credentials.Profile) string {
	switch {
	case p.ChannelName != "":
		return p.ChannelName
	case p.PG != "":
		return joined(p.PG, p.MID)
	}
	return w.t("channel.default")
}
