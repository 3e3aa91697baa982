package ui

import (
	"context"
	"path/filepath"
	"strconv"

	"billkey/api/ledger"
)

func (p *ledgerPage) makeBackup() {
	p.deed(p.kept, p.w.t("backup.making"), func(ctx context.Context) (string, error) {
		b, err := p.upkeep.BackUp(ctx)
		p.trace("backed_up", "rows", b.Rows, "failed", err != nil)
		return p.w.t("backup.done", "Count", number(int64(b.Rows)), "Path", b.Path), err
	}, p.listBackups)
}

// askRestore says what a restored ledger will not know.
func (p *ledgerPage) askRestore() {
	if p.chosen < 0 || p.chosen >= len(p.files) {
		return
	}
	b := p.files[p.chosen]
	q := newQuestion(p.w.t("restore.title"), p.w.t("restore.warning", "Time", dateTime(p.w, b.At), "Name", filepath.Base(b.Path)),
		p.w.t("restore.yes"), p.w.t("cancel"))
	q.OnYes = func() {
		p.deed(p.kept, p.w.t("restore.checking"), func(ctx context.Context) (string, error) {
			checked, err := p.upkeep.AskRestore(ctx, b.Path, p.operator())
			p.trace("restore_asked", "rows", checked.Rows, "failed", err != nil)
			return p.w.t("restore.asked", "Count", number(int64(checked.Rows)), "Last", dateTime(p.w, checked.Last)), err
		}, nil)
	}
	p.OnAsk(q)
}

func (p *ledgerPage) chosenMonths() int {
	n, err := strconv.Atoi(archiveMonths[max(0, p.months.SelectedIndex())])
	if err != nil { // the table holds numbers only
		return 60
	}
	return n
}

// countOld says how many rows an archive would take.
func (p *ledgerPage) countOld() {
	months := p.chosenMonths()
	p.old = 0
	p.askedCount++
	asked := p.askedCount
	p.archive.enable(false)
	p.run.run(func(ctx context.Context) func() {
		n, err := p.upkeep.ArchiveCount(ctx, months)
		return func() {
			if asked != p.askedCount {
				return
			}
			if err != nil {
				p.fail(err)
				return
			}
			p.old = n
			p.found.set(p.w.t("archive.found", "Count", number(int64(n))), colourInk)
			p.archive.enable(n > 0)
		}
	})
}

func (p *ledgerPage) askArchive() {
	months := p.chosenMonths()
	q := newQuestion(p.w.t("archive.title"), p.found.content+"\n"+p.w.t("archive.warning"), p.w.t("archive.yes"), p.w.t("cancel"))
	q.OnYes = func() {
		p.deed(p.note, p.w.t("archive.moving"), func(ctx context.Context) (string, error) {
			a, err := p.upkeep.Archive(ctx, months, p.operator())
			p.trace("archived", "rows", a.Left, "failed", err != nil)
			if err != nil && a.Path != "" {
				err = &archiveError{a, err}
			}
			return p.w.t("archive.done", "Count", number(int64(a.Left)), "Path", a.Path), err
		}, func() { p.countOld(); call(p.OnArchived) })
	}
	p.OnAsk(q)
}

// archiveError is an archive that ended early: what has left is in its file.
type archiveError struct {
	ledger.Archived
	err error
}

// Error is for the log.
func (e *archiveError) Error() string { return e.err.Error() }

// Unwrap gives the cause.
func (e *archiveError) Unwrap() error { return e.err }

func (p *ledgerPage) check() {
	p.deed(p.note, p.w.t("ledger.checking"), func(ctx context.Context) (string, error) {
		return p.w.t("ledger.sound"), p.book.Check(ctx)
	}, nil)
}
