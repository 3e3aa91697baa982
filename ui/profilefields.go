package ui

import (
	"errors"
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"billkey/api/credentials"
)

func (f *profileForm) layOut() fyne.CanvasObject {
	t := func(field credentials.Field, key string, input fyne.CanvasObject) fyne.CanvasObject {
		f.rows[field] = newFieldRow(f.w.t(key), f.w.t(key+".hint"), input)
		return f.rows[field].box
	}
	needs := column(2)
	for _, field := range needOrder {
		f.needs[string(field)] = newTick(f.w.t("form."+string(field)), nil)
		needs.Add(f.needs[string(field)])
	}
	half := []float32{1, 1} // the same in every row, so that the fields have common edges
	f.account = column(8,
		sharedRow(14, half, t(credentials.FieldName, "settings.name", f.name), t(credentials.FieldEnvironment, "settings.environment", f.environment)),
		sharedRow(14, half, t(credentials.FieldKey, "settings.key", f.key), t(credentials.FieldSecret, "settings.secret", f.secret)),
		sharedRow(14, half, t(credentials.FieldBaseURL, "settings.url", f.url), t(credentials.FieldTier, "settings.tier", f.tier)),
	)
	for field, e := range f.entries() {
		e.OnChanged = func(string) { f.rows[field].say(toneHint, "") }
	}
	return column(10, f.account,
		t(credentials.FieldChannelKey, "settings.channel", container.NewBorder(nil, nil, nil, f.test, f.channel)),
		t(credentials.FieldNeeds, "settings.needs", needs),
		t(credentials.FieldConsent, "settings.consent", f.consent),
	)
}

func (f *profileForm) entries() map[credentials.Field]*entry {
	return map[credentials.Field]*entry{
		credentials.FieldName: f.name, credentials.FieldKey: f.key, credentials.FieldSecret: f.secret,
		credentials.FieldBaseURL: f.url, credentials.FieldTier: f.tier,
	}
}

// fieldOrder is the order in which the fields are filled in.
var fieldOrder = []credentials.Field{credentials.FieldName, credentials.FieldEnvironment, credentials.FieldKey, credentials.FieldSecret,
	credentials.FieldBaseURL, credentials.FieldTier, credentials.FieldChannelKey, credentials.FieldNeeds, credentials.FieldConsent}

// showKept tells that key and secret are stored, and that they may be left empty then.
func (f *profileForm) showKept(kept bool) {
	placeholder, hint := "", f.w.t("settings.secret.hint.new")
	if kept {
		placeholder, hint = f.w.t("settings.kept"), f.w.t("settings.secret.hint")
	}
	f.key.SetPlaceHolder(placeholder)
	f.secret.SetPlaceHolder(placeholder)
	f.rows[credentials.FieldSecret].hint = hint
	f.rows[credentials.FieldSecret].say(toneHint, "")
}

// problems are what is wrong with the fields: of the profile, if it is to be saved, and of its keys, if they are needed.
func (f *profileForm) problems(profile, keys bool) []*credentials.InvalidError {
	var all []*credentials.InvalidError
	if profile {
		all = f.profile().Problems()
	}
	if keys {
		all = append(all, credentials.KeyProblems([]byte(f.key.Text), []byte(f.secret.Text))...)
	}
	place := func(e *credentials.InvalidError) int {
		if at := slices.Index(fieldOrder, e.Field); at >= 0 {
			return at
		}
		return len(fieldOrder)
	}
	slices.SortStableFunc(all, func(a, b *credentials.InvalidError) int { return place(a) - place(b) })
	return all
}

// showProblems says at every field what is wrong with it, and puts the cursor into the first of them.
func (f *profileForm) showProblems(all []*credentials.InvalidError) {
	for _, r := range f.rows {
		r.say(toneHint, "")
	}
	var first *entry
	for _, e := range all {
		if r := f.rows[e.Field]; r != nil {
			r.say(toneBad, invalidSentence(f.w, e))
		}
		if first == nil {
			first = f.entries()[e.Field]
		}
	}
	relayout(f.body) // a sentence may take two lines
	if first == nil {
		return
	}
	if c := canvasOf(first); c != nil {
		c.Focus(first)
	}
}

// invalidSentence says what is wrong with a profile's field.
func invalidSentence(w *words, err error) string {
	var i *credentials.InvalidError
	if errors.As(err, &i) {
		return w.t("invalid."+string(i.Code), "Field", w.t("invalid.field."+string(i.Field)))
	}
	return w.t("settings.failed", "Reason", reason(w, err))
}
