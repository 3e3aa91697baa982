package ui

import (
	"context"
	"strconv"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

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
	check, stop, trial, clean     *button
	copyText, saveMarkdown, saveJ *button
	steps                         *fyne.Container
	verdict, note, trialText      *text
	report                        issuing.SetupReport
	running                       bool
	left                          context.Context // ends when the check under way is given up
	leave                         context.CancelFunc
	shown                         func() bool
	body                          fyne.CanvasObject

	OnClose func()
	// OnRunning follows the begin and the end of a check, OnAway its verdict while another page is shown.
	OnRunning func()
	OnAway    func(saying)
}

func newCheckPage(w *words, run runner, d Deps) *checkPage {
	p := &checkPage{w: w, run: run, open: d.Setup, render: d.RenderCheck, saveText: d.SaveText, trace: d.trace, shown: func() bool { return true }}
	p.form = newTrialForm(w)
	p.check = newButton(w.t("check.page.run"), func() { p.start(issuing.SetupOrder{}) })
	p.check.Importance = highImportance
	p.stop = newButton(w.t("progress.stop"), p.giveUp)
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
		newText(p.w.t("check.page.sentence"), sizeBody, colourInk), p.check, p.stop,
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
	show(p.stop, p.running)
	p.stop.enable(p.running && p.left.Err() == nil)
	relayout(p.body)
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
	amount, err := strconv.ParseInt(p.form.amount.Text, 10, 64)
	if err != nil {
		p.say(toneBad, p.w.t("failure.bad_amount"))
		return
	}
	c, ok := p.form.read()
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

// giveUp ends the check under way: what it has issued it still takes back.
func (p *checkPage) giveUp() {
	p.leave()
	p.enableAll()
	p.verdict.set(p.w.t("check.page.ending"), colourInk)
}

// work runs a check, or not where it cannot be opened.
func (p *checkPage) work(f func(context.Context, *issuing.Setup, func(issuing.SetupStep)) issuing.SetupReport, not func()) {
	profile := p.profile()
	p.running = true
	p.left, p.leave = context.WithCancel(context.Background())
	left := p.left
	p.steps.RemoveAll()
	p.verdict.set(p.w.t("check.page.running"), colourInk)
	p.enableAll()
	call(p.OnRunning)
	p.run.stream(func(ctx context.Context, post func(func())) {
		ctx, end := untilEither(ctx, left)
		defer end()
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
	p.leave()
	p.running, p.report = false, r
	p.enableAll()
	call(p.OnRunning)
	say := func(w *words) banner { return checkBanner(w, r, err) }
	b := say(p.w)
	p.verdict.set(tones[b.tone].sign+b.title, tones[b.tone].colour)
	if p.OnAway != nil && !p.shown() {
		p.OnAway(say)
	}
	if err != nil {
		return
	}
	p.trace("checked", "outcome", string(r.Outcome), "steps", len(r.Steps), "leftovers", len(r.Leftovers))
}

// checkBanner is the verdict of a check. One that was given up has none; what it could not take back is in its report.
func checkBanner(w *words, r issuing.SetupReport, err error) banner {
	switch {
	case err != nil:
		return explain(w, err)
	case r.Outcome == issuing.Ended && len(r.Leftovers) > 0:
		return banner{toneCare, w.t("check.page.ended.left"), ""}
	}
	t := toneBad
	switch r.Outcome {
	case issuing.Ready:
		t = toneGood
	case issuing.Ended:
		t = toneCare
	}
	env := w.t("environment." + r.Environment)
	return banner{t, w.t("check.outcome."+string(r.Outcome), "Profile", r.Profile, "Environment", env), ""}
}

func (p *checkPage) save(name, form string) {
	content := p.render(p.report, p.w.lang, form)
	p.run.run(func(context.Context) func() {
		path, err := p.saveText(name, content)
		return func() {
			if err != nil {
				p.say(toneBad, p.w.t("settings.failed", "Reason", reason(p.w, err)))
				return
			}
			p.say(toneGood, p.w.t("inspector.saved", "Path", path))
		}
	})
}
