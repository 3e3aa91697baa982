package ui

import (
	"context"
	"errors"
	"fmt"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/driver/desktop"

	"billkey/api/card"
	"billkey/api/credentials"
	"billkey/api/inspect"
	"billkey/api/issuing"
)

// settleLimit is how long closing waits for an order in flight; what is not settled then is asked again at the next start.
const settleLimit = 80 * time.Second

// Deps is everything the window needs, built by the caller.
type Deps struct {
	Profiles profileStore
	Vault    keyVault
	Ledger   book
	// Requests is the log of this run's exchanges.
	Requests exchanges
	// SaveRequests writes exchanges as HAR into a file of the user's and returns where it is.
	SaveRequests func(name string, list []inspect.Exchange) (string, error)
	// Desk opens the desk of a profile.
	Desk func(credentials.Profile) (*issuing.Desk, error)
	// Try proves keys that are not saved yet; empty ones stand for the kept ones.
	Try func(ctx context.Context, p credentials.Profile, k credentials.Keys) ([]issuing.Channel, error)
	// Setup opens the set-up check of a profile, RenderCheck writes its report, SaveText keeps one in a file of the user's.
	Setup       setupCheck
	RenderCheck func(r issuing.SetupReport, lang, form string) string
	SaveText    func(name, content string) (string, error)
	// Language is ko or en; "" takes the preference.
	Language string
	// Account is the operating system's name for who sits here.
	Account string
	// Samples are practice cards: number → meaning code.
	Samples []Sample
	// Idle wipes the card fields after so long without a key; 0 takes three minutes.
	Idle time.Duration
	// Trace takes the program's events for the log; nil drops them.
	Trace func(event string, pairs ...any)
}

// Sample is a practice card that can be filled in with one click.
type Sample struct{ Number, Code string }

// Run opens the window and returns when it has closed and nothing is in flight any more.
func Run(app fyne.App, d Deps) error {
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	run := newGoRunner(ctx)
	app.Settings().SetTheme(newTheme(preferences{app.Preferences()}.look()))
	app.Lifecycle().SetOnStarted(func() { d.trace("started") })
	w, err := newWindow(app, run, d)
	if err != nil {
		return err
	}
	w.window.ShowAndRun()
	cancel()
	if !run.drain(settleLimit) {
		return errors.New("ui: an order was still in flight at the end")
	}
	return nil
}

func (d Deps) trace(event string, pairs ...any) {
	if d.Trace != nil {
		d.Trace(event, pairs...)
	}
}

// desktopWindow is the one window: header, form, results, status; and who calls whom.
type desktopWindow struct {
	app    fyne.App
	window fyne.Window
	run    runner
	deps   Deps
	prefs  preferences
	w      *words

	header   *header
	form     *cardForm
	flow     *registration
	results  *resultsPanel
	settings *settingsPage
	requests *inspectorPage
	checking *checkPage
	status   *statusLine
	banner   *bannerView
	sheets   *sheets
	left     *fyne.Container
	right    *fyne.Container
	desk     *fyne.Container
	split    *container.Split

	profile  credentials.Profile
	unlocked map[string]bool
	stopIdle func()
}

func newWindow(app fyne.App, run runner, d Deps) (*desktopWindow, error) {
	dw := &desktopWindow{
		app: app, run: run, deps: d, prefs: preferences{app.Preferences()},
		unlocked: map[string]bool{}, stopIdle: func() {},
	}
	dw.window = app.NewWindow("")
	dw.sheets = &sheets{canvas: dw.window.Canvas()}
	dw.window.SetMaster()
	dw.window.SetPadded(false)
	dw.window.Resize(dw.prefs.windowSize())
	dw.window.SetCloseIntercept(dw.close)
	dw.addShortcuts()
	lang := d.Language
	if lang == "" {
		lang = dw.prefs.language()
	}
	if err := dw.speak(lang); err != nil {
		return nil, err
	}
	dw.watch(0)
	dw.checkLedger()
	return dw, nil
}

// speak builds the content in a language. Switching needs no restart: the content is built anew.
func (dw *desktopWindow) speak(lang string) error {
	w, err := loadWords(lang)
	if err != nil {
		return err
	}
	useFyneWords(w)
	dw.w = w
	dw.header = newHeader(w)
	dw.header.OnSwitch = dw.switchTo
	dw.header.OnSettings = dw.openSettings
	dw.header.OnUnlock = dw.unlock
	dw.header.OnInspect = dw.openInspector
	dw.header.OnCheck = dw.openCheck
	dw.status, dw.banner = newStatusLine(), newBannerView(w)
	dw.results = newResultsPanel(w, dw.run, dw.deps.Ledger)
	dw.results.trace = dw.deps.trace
	dw.results.OnOpen = dw.openStory
	dw.results.OnError = func(err error) { dw.banner.show(explain(w, err)) }
	dw.left = container.NewStack()
	dw.right = container.NewBorder(dw.banner.body, nil, nil, nil, dw.results.body)
	dw.banner.OnChanged = dw.right.Refresh
	dw.split = container.NewHSplit(inset(14, 12, dw.left), inset(8, 12, dw.right))
	dw.split.Offset = dw.prefs.split()
	dw.desk = container.NewStack(dw.split)
	dw.makeSettings()
	dw.makeInspector()
	dw.makeCheck()
	dw.window.SetContent(container.NewBorder(dw.header.body, dw.status.body, nil, nil, dw.desk))
	dw.useProfile(dw.currentProfile())
	dw.results.reload()
	return nil
}

// watchEvery is how often the ledger is asked whether anything was written.
const watchEvery = time.Second

// watch reloads the results whenever something was written, also by another process on the same ledger.
func (dw *desktopWindow) watch(seen int64) {
	dw.run.after(watchEvery, func() {
		dw.run.run(func(ctx context.Context) func() {
			v, err := dw.deps.Ledger.Version(ctx)
			return func() {
				if err == nil && v != seen && seen != 0 {
					dw.results.reload()
				}
				dw.requests.refresh()
				dw.watch(v)
			}
		})
	})
}

// checkLedger walks the ledger's file once, in the background; a large one takes seconds.
func (dw *desktopWindow) checkLedger() {
	dw.run.run(func(ctx context.Context) func() {
		err := dw.deps.Ledger.Check(ctx)
		return func() {
			if err != nil && ctx.Err() == nil {
				dw.deps.trace("ledger_damaged")
				dw.banner.show(banner{toneBad, dw.w.t("ledger.damaged"), dw.w.t("ledger.damaged.detail")})
			}
		}
	})
}

func (dw *desktopWindow) currentProfile() credentials.Profile {
	if p, ok := dw.deps.Profiles.Get(dw.deps.Profiles.Current()); ok {
		return p
	}
	return dw.deps.Profiles.List()[0]
}

// useProfile opens the desk of a profile with an empty form.
func (dw *desktopWindow) useProfile(p credentials.Profile) {
	if dw.form != nil {
		dw.form.clear()
	}
	dw.profile = p
	dw.window.SetTitle(dw.w.t("title."+string(p.Environment), "Profile", profileName(dw.w, p)))
	dw.showHeader()
	desk, err := dw.deps.Desk(p)
	if err != nil {
		dw.banner.show(explain(dw.w, err))
		return
	}
	dw.makeForm(p, desk)
	dw.deps.trace("profile", "profile", p.ID, "environment", string(p.Environment))
	dw.warm(desk)
	dw.flow.resume()
}

func (dw *desktopWindow) showHeader() {
	dw.header.show(dw.deps.Profiles.List(), dw.profile, dw.locked())
}

func (dw *desktopWindow) makeForm(p credentials.Profile, desk *issuing.Desk) {
	consent := p.Consent
	if consent == "" {
		consent = dw.w.t("form.consent.sentence")
	}
	f := newCardForm(dw.w, time.Now, consent)
	f.setNeeds(p.Needs)
	f.OnTouched = dw.touched
	f.cursor = dw.window.Canvas().Focus
	r := newRegistration(dw.w, dw.run, desk, dw.deps.Ledger, f, dw.sheets)
	r.trace, r.locked = dw.deps.trace, dw.locked
	r.operator = func() string { return dw.prefs.operator(dw.deps.Account) }
	r.OnBanner = dw.banner.show
	r.OnBusy = dw.status.busy
	r.OnResult = func(issuing.Receipt) { dw.results.reload() }
	dw.form, dw.flow = f, r
	if p.Environment == credentials.Practice && len(dw.deps.Samples) > 0 {
		f.addFirst(newSamplesBar(dw.w, dw.deps.Samples, f).body)
	}
	dw.left.Objects = []fyne.CanvasObject{f.body}
	dw.left.Refresh()
	f.focus(card.FieldUID)
}

// warm fetches the token and opens the connection before the first key is pressed.
func (dw *desktopWindow) warm(desk *issuing.Desk) {
	dw.status.busy(dw.w.t("busy.connecting"))
	dw.run.run(func(ctx context.Context) func() {
		err := desk.Warm(ctx)
		return func() {
			dw.status.busy("")
			if err != nil {
				dw.status.say(toneBad, explain(dw.w, err).title)
				dw.deps.trace("not_ready", "kind", string(kindOf(err)))
				return
			}
			dw.status.say(toneGood, dw.w.t("status.ready"))
			dw.deps.trace("ready", "profile", dw.profile.ID)
		}
	})
}

// locked: a live profile issues only after one deliberate action in this session.
func (dw *desktopWindow) locked() bool {
	return dw.profile.Environment == credentials.Live && !dw.unlocked[dw.profile.ID]
}

func (dw *desktopWindow) unlock() {
	q := newQuestion(dw.w.t("live.unlock.title"), dw.w.t("live.unlock.sentence", "Profile", dw.profile.Name),
		dw.w.t("live.unlock.yes"), dw.w.t("cancel"))
	q.OnYes = func() {
		dw.sheets.close()
		dw.unlocked[dw.profile.ID] = true
		dw.banner.hide()
		dw.showHeader()
		dw.form.focus(card.FieldUID)
	}
	dw.ask(q)
}

func (dw *desktopWindow) ask(q *question) {
	if q.OnNo == nil {
		q.OnNo = dw.sheets.close
	}
	if yes := q.OnYes; yes != nil {
		q.OnYes = func() { dw.sheets.close(); yes() }
	}
	dw.sheets.show(q.body, 420, q.no, nil)
}

func (dw *desktopWindow) switchTo(id string) {
	p, ok := dw.deps.Profiles.Get(id)
	if !ok || id == dw.profile.ID {
		return
	}
	if dw.flow != nil && dw.flow.issuing {
		dw.showHeader() // an order is under way: stay
		return
	}
	dw.banner.hide()
	dw.run.run(func(context.Context) func() {
		err := dw.deps.Profiles.SetCurrent(id)
		return func() {
			if err != nil {
				dw.banner.show(explain(dw.w, err))
			}
		}
	})
	dw.useProfile(p)
}

func (dw *desktopWindow) makeSettings() {
	s := newSettingsPage(dw.w, dw.run, dw.deps.Profiles, dw.deps.Vault, dw.prefs.look())
	s.try, s.trace = dw.deps.Try, dw.deps.trace
	s.OnAsk = dw.ask
	s.OnClose = dw.closeSettings
	s.OnChanged = dw.profileChanged
	s.prefs.operator.SetText(dw.prefs.operator(dw.deps.Account))
	s.prefs.OnOperator = dw.prefs.setOperator
	s.prefs.OnLook = func(l string) {
		dw.prefs.setLook(l)
		dw.app.Settings().SetTheme(newTheme(l))
		dw.rebuild(dw.w.lang) // what is not on screen now would keep the old colours
	}
	s.prefs.OnLanguage = func(l string) {
		dw.prefs.setLanguage(l)
		dw.rebuild(l)
	}
	dw.settings = s
}

// rebuild makes the content anew and stays in the settings.
func (dw *desktopWindow) rebuild(lang string) {
	if err := dw.speak(lang); err != nil {
		dw.banner.show(explain(dw.w, err))
		return
	}
	dw.openSettings()
}

func (dw *desktopWindow) openSettings() {
	if dw.flow != nil && dw.flow.issuing {
		return
	}
	dw.settings.open(dw.profile.ID)
	dw.turnTo(dw.settings.body)
	dw.deps.trace("settings")
}

func (dw *desktopWindow) closeSettings() {
	dw.turnTo(dw.split)
	dw.form.focus(card.FieldUID)
	dw.deps.trace("desk")
}

// turnTo shows another page below the header.
func (dw *desktopWindow) turnTo(page fyne.CanvasObject) {
	dw.requests.visible = page == dw.requests.body
	dw.desk.Objects = []fyne.CanvasObject{page}
	dw.desk.Refresh()
}

func (dw *desktopWindow) makeInspector() {
	p := newInspectorPage(dw.w, dw.run, dw.deps.Requests)
	p.trace, p.save, p.clipboard = dw.deps.trace, dw.deps.SaveRequests, dw.app.Clipboard().SetContent
	p.OnClose = dw.closeSettings
	dw.requests = p
}

func (dw *desktopWindow) makeCheck() {
	p := newCheckPage(dw.w, dw.run, dw.deps)
	p.clipboard, p.locked = dw.app.Clipboard().SetContent, dw.locked
	p.profile = func() credentials.Profile { return dw.profile }
	p.operator = func() string { return dw.prefs.operator(dw.deps.Account) }
	p.OnClose = dw.closeSettings
	dw.checking = p
}

func (dw *desktopWindow) openCheck() {
	if dw.flow != nil && dw.flow.issuing {
		return
	}
	dw.turnTo(dw.checking.body)
	dw.deps.trace("check")
}

func (dw *desktopWindow) openInspector() {
	if dw.flow != nil && dw.flow.issuing {
		return
	}
	dw.requests.reload()
	dw.turnTo(dw.requests.body)
	dw.deps.trace("requests")
}

// profileChanged opens what was saved, or falls back to practice when it is gone.
func (dw *desktopWindow) profileChanged(id string) {
	if p, ok := dw.deps.Profiles.Get(id); ok && id == dw.profile.ID {
		dw.useProfile(p)
		return
	}
	if _, ok := dw.deps.Profiles.Get(dw.profile.ID); !ok {
		dw.useProfile(dw.deps.Profiles.List()[0])
		return
	}
	dw.showHeader()
}

func (dw *desktopWindow) addShortcuts() {
	add := func(key fyne.KeyName, f func()) {
		dw.window.Canvas().AddShortcut(&desktop.CustomShortcut{KeyName: key, Modifier: fyne.KeyModifierShortcutDefault},
			func(fyne.Shortcut) { f() })
	}
	add(fyne.KeyReturn, func() { dw.flow.submit() })
	add(fyne.KeyU, func() { dw.flow.compose() })
	add(fyne.KeyF, func() { dw.window.Canvas().Focus(dw.results.search) })
	add(fyne.KeyComma, dw.openSettings)
	add(fyne.KeyI, dw.openInspector)
	add(fyne.KeyK, dw.openCheck)
	dw.window.Canvas().SetOnTypedKey(func(e *fyne.KeyEvent) {
		if e.Name == fyne.KeyEscape {
			dw.sheets.leave()
		}
	})
}

// touched starts the idle clock again.
func (dw *desktopWindow) touched() {
	limit := dw.deps.Idle
	if limit == 0 {
		limit = 3 * time.Minute
	}
	dw.stopIdle()
	dw.stopIdle = dw.run.after(limit, dw.idle)
}

// idle wipes the card fields of a form that was left.
func (dw *desktopWindow) idle() {
	if dw.flow.issuing {
		dw.touched()
		return
	}
	dw.form.wipeCard()
	dw.status.say(toneCare, dw.w.t("status.idle"))
	dw.deps.trace("wiped_idle")
}

// close wipes, remembers and leaves. An order under way is asked about first: it is journalled and settles by itself.
func (dw *desktopWindow) close() {
	if dw.flow != nil && dw.flow.issuing {
		q := newQuestion(dw.w.t("close.title"), dw.w.t("close.sentence"), dw.w.t("close.yes"), dw.w.t("close.no"))
		q.OnYes = dw.quit
		dw.ask(q)
		return
	}
	dw.quit()
}

func (dw *desktopWindow) quit() {
	if dw.form != nil {
		dw.form.wipeCard()
	}
	dw.prefs.setWindowSize(dw.window.Canvas().Size())
	dw.prefs.setSplit(dw.split.Offset)
	dw.deps.trace("closed")
	dw.window.Close()
}

// ErrLanguage is what an unknown language is refused with.
var ErrLanguage = fmt.Errorf("ui: language must be one of %v", Languages)
