package ui

import (
	"cmp"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"

	"billkey/api/credentials"
	"billkey/api/issuing"
	"billkey/ui/platform"
)

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
	keeping  *ledgerPage
	help     *helpPage
	about    *aboutPage
	status   *statusLine
	banner   *bannerView
	sheets   *sheets
	herald   *herald
	left     *fyne.Container
	desk     *fyne.Container
	root     fyne.CanvasObject // the whole content while the window is not locked
	split    *panes
	both     *deskPage // form and list

	exclude  func(w fyne.Window, on bool) error // takes the window out of pictures of the screen
	hideable bool                               // the system can do that

	isCovered bool
	wiped     bool       // something was typed when it was locked
	cover     *coverPage // the lock screen, while the window is locked
	over      *sheets    // what may lie over the lock screen
	stopCount func()     // ends the countdown of the lock screen

	profile  credentials.Profile
	actions  []*action
	warmed   *issuing.Desk // the one whose token is there and whose connection stands
	unlocked map[string]bool
	deeds    int // deletions and charges under way
	// beforeHelp is the page the help was opened from, helpCursor what had the cursor there.
	beforeHelp fyne.CanvasObject
	helpCursor fyne.Focusable

	seen      int64     // the ledger's version when it was last looked at; 0 before the first time
	ordered   string    // what is said of the order under way
	heardAt   time.Time // when the window last looked because somebody wrote something
	hearing   bool      // it will look again in a moment
	awaySince time.Time // when the ledger's database was first not reached; zero while it is
	awayWhy   error     // what was met then
	unseen    bool      // the database was away when the window opened, and has not been there since

	stopIdle func()
	// pixels are the window's size on the screen, kept while a change of scale settles.
	pixels       fyne.Size
	settling     bool
	stopSettling func()
	movedAt      time.Time // when the mouse was last seen to move
	stop         func()    // ends what goes on in the background; an order that was written down still runs to its end
}

func newWindow(app fyne.App, run runner, d Deps) (*desktopWindow, error) {
	dw := &desktopWindow{
		app: app, run: run, deps: d, prefs: preferences{app.Preferences()},
		unlocked: map[string]bool{}, exclude: platform.ExcludeFromCapture, stopIdle: func() {}, stopSettling: func() {}, stopCount: func() {},
	}
	dw.window = app.NewWindow("")
	dw.sheets = &sheets{canvas: dw.window.Canvas(), moved: dw.moved}
	dw.herald = newHerald(app, run)
	dw.beginCovered()
	dw.window.SetMaster()
	dw.window.SetPadded(false)
	dw.window.Resize(dw.prefs.window().size())
	dw.window.SetCloseIntercept(dw.close)
	dw.actions = dw.makeActions()
	dw.addShortcuts()
	dw.watchKeys()
	if err := dw.speak(cmp.Or(d.Language, dw.prefs.language())); err != nil {
		return nil, err
	}
	dw.unseen = dw.waiting()
	dw.watch()
	dw.checkLedger()
	dw.shelve()
	dw.sayNotices()
	dw.sayCrash()
	dw.noticeRemoved()
	dw.touched()
	return dw, nil
}

// appeared is done once the window is on the screen.
func (dw *desktopWindow) appeared() {
	dw.putBack()
	dw.fit()
	dw.deps.trace("started")
	dw.hideFromPictures()
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
	dw.header.OnMenu = dw.openMenu
	dw.status, dw.banner = newStatusLine(dw.deps.Still), newBannerView(w)
	dw.makeResults()
	dw.makeDesk()
	dw.makeSettings()
	dw.makeInspector()
	dw.makeCheck()
	dw.makeLedgerPage()
	dw.makeHelp()
	dw.makeAbout()
	// A window too small for what it shows, at 200 % for one, lets it be scrolled: the toolkit would make the window larger
	// than the screen.
	dw.root = newWatched(newKept(container.NewBorder(dw.header.body, dw.status.body, nil, nil, container.NewScroll(dw.desk))), dw.moved)
	dw.showContent()
	dw.useProfile(dw.openProfile())
	dw.showMainMenu()
	return nil
}

// makeDesk joins the form and the list.
func (dw *desktopWindow) makeDesk() {
	dw.left = container.NewStack()
	dw.split = newPanes(container.New(layout.NewCustomPaddedLayout(12, 4, 14, 0), dw.left),
		container.New(layout.NewCustomPaddedLayout(12, 10, 0, 14), dw.results.body), dw.prefs.window().Split)
	if dw.readOnly() {
		dw.split.hideLeft()
	}
	dw.both = newDeskPage(dw.w, dw.split, dw.banner.body, dw.results.lay)
	dw.both.bring(formHalf)
	dw.both.cursorIn = dw.halfWithCursor
	dw.both.OnTab, dw.both.OnLess = dw.enterHalf, dw.cursorInSight
	dw.both.OnHidden = dw.window.Canvas().Unfocus
	dw.banner.OnChanged, dw.banner.OnHidden = dw.both.bannerChanged, dw.leaveBanner
	dw.desk = container.NewStack(dw.both.body)
}

func (dw *desktopWindow) ask(q *question) { dw.askOn(dw.sheets, q) }

func (dw *desktopWindow) askOn(s *sheets, q *question) {
	if q.OnNo == nil {
		q.OnNo = s.close
	}
	if yes := q.OnYes; yes != nil {
		q.OnYes = func() { s.close(); yes() }
	}
	s.show(q.body, 420, q.no, nil)
}
