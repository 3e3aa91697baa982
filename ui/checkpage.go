package ui

import (
	"context"
	"strconv"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"billkey/api/card"
	"billkey/api/credentials"
	"billkey/api/issuing"
)

// setupCheck opens the set-up check of a profile.
type setupCheck func(credentials.Profile) (*issuing.Setup, error)

// Forms of a report, for renderReport.
const (
	reportText     = "text"
	reportMarkdown = "markdown"
	reportJSON     = "json"
)

// checkPage runs the set-up check of the open profile: every step as it ends, with what to do. Going on to issue, charge,
// cancel and delete needs a card and a deliberate press.
type checkPage struct {
	w         *words
	run       runner
	open      setupCheck
	render    func(r issuing.SetupReport, lang, form string) string
	saveText  func(name, content string) (string, error)
	clipboard func(string)
	profile   func() credentials.Profile
	operator  func() string
	locked    func() bool
	trace     tracer

	form                          *trialForm
	check, trial, clean           *button
	copyText, saveMarkdown, saveJ *button
	steps                         *fyne.Container
	verdict, note, trialText      *text
	report                        issuing.SetupReport
	running                       bool
	body                          fyne.CanvasObject

	OnClose func()
}

func newCheckPage(w *words, run runner, d Deps) *checkPage {
	p := &checkPage{w: w, run: run, open: d.Setup, render: d.RenderCheck, saveText: d.SaveText, trace: d.trace}
	p.form = newTrialForm(w)
	p.check = newButton(w.t("check.page.run"), func() { p.start(issuing.SetupOrder{}) })
	p.check.Importance = highImportance
	p.trial = newButton(w.t("check.page.trial"), p.startTrial)
	p.clean = newButton(w.t("check.page.clean"), p.cleanUp)
	p.copyText = newButton(w.t("check.page.copy"), func() {
		p.clipboard(p.render(p.report, w.lang, reportText))
		p.say(toneGood, w.t("check.page.copied"))
	})
	p.saveMarkdown = newButton(w.t("check.page.markdown"), func() { p.save("billkey-check.md", reportMarkdown) })
	p.saveJ = newButton(w.t("check.page.json"), func() { p.save("billkey-check.json", reportJSON) })
	p.steps = column(10)
	p.verdict, p.note = newText("", sizeHeading, colourInk), newText("", sizeSmall, colourQuiet)
	p.trialText = newText("", sizeSmall, colourQuiet)
	p.body = p.layOut()
	p.enableAll()
	return p
}

// show says which card the page asks for: in practice never a real one.
func (p *checkPage) show() {
	key := "check.page.trial.sentence"
	if p.profile().Environment == credentials.Practice {
		key = "check.page.trial.sentence.practice"
	}
	p.trialText.set(p.w.t(key), colourQuiet)
	if !p.running && len(p.report.Steps) == 0 {
		p.verdict.set(p.w.t("check.page.before"), colourInk)
		p.steps.Objects = []fyne.CanvasObject{newText(p.w.t("check.page.before.detail"), sizeBody, colourQuiet)}
		p.steps.Refresh()
	}
}

func (p *checkPage) layOut() fyne.CanvasObject {
	left := newPanel(scrolled(column(12,
		newText(p.w.t("check.page.sentence"), sizeBody, colourInk), p.check,
		newTitle(p.w.t("check.page.trial.title"), sizeBody),
		p.trialText, p.form.body, p.trial, p.clean)))
	reports := column(8, p.note, newFlow(8, p.copyText, p.saveMarkdown, p.saveJ))
	right := newPanel(container.NewBorder(p.verdict, reports, nil, nil, newKeyScroll(scrolled(inset(4, 8, p.steps)))))
	return newPage(p.w, p.w.t("check.title"), func() { call(p.OnClose) }, newStack(14, []float32{34, 66}, left, right))
}

func (p *checkPage) say(t tone, s string) { p.note.set(tones[t].sign+s, tones[t].colour) }

func (p *checkPage) enableAll() {
	for _, b := range []*button{p.check, p.trial, p.clean} {
		b.enable(!p.running)
	}
	for _, b := range []*button{p.copyText, p.saveMarkdown, p.saveJ} {
		b.enable(!p.running && len(p.report.Steps) > 0)
	}
}

// startTrial goes on to issue; a locked live profile does not.
func (p *checkPage) startTrial() {
	if p.locked() {
		p.say(toneCare, p.w.t("live.locked"))
		return
	}
	c, amount, ok := p.form.read()
	if !ok {
		p.say(toneBad, p.w.t("check.page.card_missing"))
		return
	}
	live := p.profile().Environment == credentials.Live
	p.start(issuing.SetupOrder{Issue: true, Card: c, Amount: amount, Live: live, Operator: p.operator()})
	p.form.wipe()
}

func (p *checkPage) start(o issuing.SetupOrder) {
	p.work(func(ctx context.Context, s *issuing.Setup, progress func(issuing.SetupStep)) issuing.SetupReport {
		return s.Run(ctx, o, progress)
	}, func() {
		if o.Card != nil {
			o.Card.Wipe()
		}
	})
}

// cleanUp takes back what earlier checks left over.
func (p *checkPage) cleanUp() {
	operator := p.operator()
	p.work(func(ctx context.Context, s *issuing.Setup, progress func(issuing.SetupStep)) issuing.SetupReport {
		return s.CleanUp(ctx, operator, progress)
	}, func() {})
}

// work runs a check, or not where it cannot be opened.
func (p *checkPage) work(f func(context.Context, *issuing.Setup, func(issuing.SetupStep)) issuing.SetupReport, not func()) {
	profile := p.profile()
	p.running = true
	p.steps.RemoveAll()
	p.verdict.set(p.w.t("check.page.running"), colourInk)
	p.enableAll()
	p.run.stream(func(ctx context.Context, post func(func())) {
		s, err := p.open(profile)
		if err != nil {
			not()
			post(func() { p.ended(issuing.SetupReport{}, err) })
			return
		}
		r := f(ctx, s, func(st issuing.SetupStep) { post(func() { p.steps.Add(newStepRow(p.w, st)) }) })
		post(func() { p.ended(r, nil) })
	})
}

func (p *checkPage) ended(r issuing.SetupReport, err error) {
	p.running, p.report = false, r
	p.enableAll()
	if err != nil {
		b := explain(p.w, err)
		p.verdict.set(tones[b.tone].sign+b.title, tones[b.tone].colour)
		return
	}
	t := toneBad
	if r.Outcome == issuing.Ready {
		t = toneGood
	}
	env := p.w.t("environment." + r.Environment)
	p.verdict.set(tones[t].sign+p.w.t("check.outcome."+string(r.Outcome), "Profile", r.Profile, "Environment", env), tones[t].colour)
	p.trace("checked", "outcome", string(r.Outcome), "steps", len(r.Steps), "leftovers", len(r.Leftovers))
}

func (p *checkPage) save(name, form string) {
	content := p.render(p.report, p.w.lang, form)
	p.run.run(func(context.Context) func() {
		path, err := p.saveText(name, content)
		return func() {
			if err != nil {
				p.say(toneBad, p.w.t("settings.failed", "Reason", err.Error()))
				return
			}
			p.say(toneGood, p.w.t("inspector.saved", "Path", path))
		}
	})
}

// trialForm takes the card of a trial: the same fields as the form, without a customer.
type trialForm struct {
	number, expiry, pin, holder *digitField
	amount                      *entry
	body                        fyne.CanvasObject

	// OnTouched follows every key, for the idle clock.
	OnTouched func()
}

func newTrialForm(w *words) *trialForm {
	f := &trialForm{
		number: newNumberField(sizeDigits), expiry: newExpiryField(), pin: newPINField(), holder: newHolderField(), amount: newEntry(),
	}
	for _, d := range []*digitField{f.number, f.expiry, f.pin, f.holder} {
		d.OnEdited = func(bool) { f.edited() }
	}
	f.amount.SetText(strconv.Itoa(issuing.SetupAmount))
	f.body = column(6,
		newFieldRow(w.t("form.card_number"), "", f.number).box,
		sharedRow(12, []float32{1, 1}, newFieldRow(w.t("form.expiry"), "", f.expiry).box, newFieldRow(w.t("form.pwd_2digit"), "", f.pin).box),
		newFieldRow(w.t("form.birth"), "", f.holder).box,
		newFieldRow(w.t("check.page.amount"), "", f.amount).box,
	)
	return f
}

func (f *trialForm) edited() {
	call(f.OnTouched)
	if f.holder.digits.Len() == card.MaxHolder { // a whole resident number
		f.holder.wipe()
	}
}

// read builds the card; what is unusual passes here, what cannot be right does not.
func (f *trialForm) read() (*card.Card, int64, bool) {
	e, ok := card.ExpiryOf(f.expiry.digits.Bytes())
	amount, err := strconv.ParseInt(f.amount.Text, 10, 64)
	short := len(card.CheckPIN(f.pin.digits.Bytes()))+len(card.CheckHolder(f.holder.digits.Bytes())) > 0
	if !ok || err != nil || short || f.number.digits.Len() < 12 {
		return nil, 0, false
	}
	return &card.Card{
		Number: card.NewNumber(f.number.digits.Bytes()), Expiry: e,
		Holder: card.NewHolder(f.holder.digits.Bytes()), PIN: card.NewPIN(f.pin.digits.Bytes()),
	}, amount, true
}

func (f *trialForm) typed() bool {
	return f.number.digits.Len()+f.expiry.digits.Len()+f.pin.digits.Len()+f.holder.digits.Len() > 0
}

func (f *trialForm) wipe() {
	for _, d := range []*digitField{f.number, f.expiry, f.pin, f.holder} {
		d.wipe()
	}
}
