package ui

import (
	"context"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"

	"billkey/api/ledger"
)

// upkeep is what is done to the ledger's file. The program does it when it is asked, never by itself.
type upkeep interface {
	// BackUp copies the ledger into the folder of back-ups.
	BackUp(ctx context.Context) (ledger.Backup, error)
	// Backups lists that folder, newest first; of each only Path, Bytes and At are known.
	Backups(ctx context.Context) ([]ledger.Backup, error)
	// AskRestore checks a back-up and has it put in the ledger's place at the next start.
	AskRestore(ctx context.Context, path, operator string) (ledger.Backup, error)
	// ArchiveCount and Archive are about rows older than so many months.
	ArchiveCount(ctx context.Context, months int) (int, error)
	Archive(ctx context.Context, months int, operator string, told func(left, of int)) (ledger.Archived, error)
}

// archiveMonths are the ages to choose from; the first is never reached by a slip.
var archiveMonths = []string{"60", "36", "24", "12"}

// ledgerPage backs the ledger up, restores it, moves old rows to an archive and checks the file.
type ledgerPage struct {
	w      *words
	run    runner
	book   book
	upkeep upkeep
	trace  tracer
	// operator is the name recorded with what is done.
	operator func() string

	path       *text
	files      []ledger.Backup
	list       *keyedList
	none       *text // says that there is no back-up yet
	chosen     int
	months     *choice
	found      *text
	note       *jobLine   // of the right card
	kept       *jobLine   // of the card of back-ups
	told       *jobLine   // where was spoken last
	job        *ledgerJob // nil while nothing long is under way
	backUp     *button
	restore    *button
	archive    *button
	checkFile  *button
	body       fyne.CanvasObject
	askedCount int
	old        int // rows an archive would take

	OnClose func()
	OnAsk   func(*question)
	// OnAway follows the end of a job while another page is shown; shown tells whether this one is.
	OnAway func(saying)
	shown  func() bool
	// OnArchived follows rows that left.
	OnArchived func()
}

func newLedgerPage(w *words, run runner, b book, u upkeep) *ledgerPage {
	p := &ledgerPage{w: w, run: run, book: b, upkeep: u, chosen: -1, trace: func(string, ...any) {}, operator: func() string { return "" },
		shown: func() bool { return true }}
	p.path = newText("", sizeSmall, colourQuiet)
	p.list = newKeyedList(func() int { return len(p.files) },
		func() fyne.CanvasObject { return inset(8, 5, newCell(sizeBody, colourInk)) }, p.fillRow)
	p.list.OnSelected = func(i widget.ListItemID) { p.chosen = i; p.enableAll() }
	p.list.OnUnselected = func(widget.ListItemID) { p.chosen = -1; p.enableAll() }
	p.none = newText(w.t("backup.none"), sizeBody, colourQuiet)
	p.months = choiceOf(w, "archive.months.", archiveMonths, archiveMonths[0], func(string) { p.countOld() })
	p.found = newText("", sizeBody, colourInk)
	p.note, p.kept = newJobLine(w, p.endJob), newJobLine(w, p.endJob)
	p.note.minLines = 3
	p.told = p.note
	p.backUp = newButton(w.t("backup.now"), p.makeBackup)
	p.backUp.Importance = highImportance
	p.restore = newButton(w.t("restore.open"), p.askRestore)
	p.archive = newButton(w.t("archive.open"), p.askArchive)
	p.checkFile = newButton(w.t("ledger.check"), p.check)
	p.body = p.layOut()
	return p
}

func (p *ledgerPage) layOut() fyne.CanvasObject {
	w := p.w
	left := newPanel(container.NewBorder(
		column(8, newTitle(w.t("backup.title"), sizeHeading), newText(w.t("backup.sentence"), sizeBody, colourQuiet), p.backUp),
		column(8, p.kept.body, newText(w.t("restore.sentence"), sizeSmall, colourQuiet), p.restore), nil, nil, container.NewStack(p.none, p.list)))
	right := newPanel(scrolled(column(10,
		newTitle(w.t("archive.title"), sizeHeading), newText(w.t("archive.sentence"), sizeBody, colourQuiet),
		newFieldRow(w.t("archive.months"), w.t("archive.months.hint"), p.months).box, p.found, p.archive,
		newTitle(w.t("ledger.check.title"), sizeHeading), newText(w.t("ledger.check.sentence"), sizeBody, colourQuiet), p.checkFile,
		p.note.body)))
	head := column(4, newPageHead(w, w.t("ledger.title"), func() { call(p.OnClose) }), inset(2, 4, p.path))
	return newPageUnder(head, sharedRow(14, []float32{1, 1}, left, right))
}

// open shows the page as things stand.
func (p *ledgerPage) open(path string) {
	p.path.set(path, colourQuiet)
	if p.job == nil {
		p.tell(p.kept, "")
		p.tell(p.note, "")
	}
	p.listBackups()
	p.countOld()
}

func (p *ledgerPage) say(t tone, sentence string) { p.sayOn(p.told, t, sentence) }

func (p *ledgerPage) sayOn(line *jobLine, t tone, sentence string) {
	line.set(tones[t].sign+sentence, tones[t].colour)
	relayout(p.body) // it may take several lines
}

// tell makes a card's line the one that is spoken in.
func (p *ledgerPage) tell(line *jobLine, sentence string) {
	p.told = line
	p.say(toneHint, sentence)
}

func (p *ledgerPage) fillRow(i widget.ListItemID, o fyne.CanvasObject) {
	b := p.files[i]
	o.(*fyne.Container).Objects[0].(*text).set(p.w.t("backup.row", "Time", dateTime(p.w, b.At), "Size", megabytes(b.Bytes)), colourInk)
}

func (p *ledgerPage) listBackups() {
	p.run.run(func(ctx context.Context) func() {
		files, err := p.upkeep.Backups(ctx)
		return func() {
			p.files = files
			show(p.none, len(files) == 0)
			p.list.UnselectAll()
			p.enableAll()
			p.list.Refresh()
			if err != nil {
				p.fail(err)
			}
		}
	})
}

func (p *ledgerPage) fail(err error) {
	b := explain(p.w, err)
	p.say(toneBad, joinedBelow(b.title, b.detail))
}

// enableAll keeps one thing at a time.
func (p *ledgerPage) enableAll() {
	free := p.job == nil
	p.backUp.enable(free)
	p.checkFile.enable(free)
	p.archive.enable(free && p.old > 0)
	p.restore.enable(free && p.chosen >= 0)
}
