package ui

import (
	"context"
	"path/filepath"
	"strconv"

	"billkey/api/ledger"
)

func (p *ledgerPage) makeBackup() {
	p.deed(true, "backup.making", func(ctx context.Context, _ func(int, int)) (saying, error) {
		b, err := p.upkeep.BackUp(ctx)
		p.trace("backed_up", "rows", b.Rows, "failed", err != nil)
		return done("backup.done", "Count", number(int64(b.Rows)), "Path", b.Path), err
	}, (*ledgerPage).listBackups)
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
		operator := p.operator()
		p.deed(true, "restore.checking", func(ctx context.Context, _ func(int, int)) (saying, error) {
			checked, err := p.upkeep.AskRestore(ctx, b.Path, operator)
			p.trace("restore_asked", "rows", checked.Rows, "failed", err != nil)
			return func(w *words) banner {
				return banner{toneGood, w.t("restore.asked", "Count", number(int64(checked.Rows)), "Last", dateTime(w, checked.Last)), ""}
			}, err
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
	p.enableAll()
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
			p.enableAll()
		}
	})
}

func (p *ledgerPage) askArchive() {
	months := p.chosenMonths()
	q := newQuestion(p.w.t("archive.title"), p.found.content+"\n"+p.w.t("archive.warning"), p.w.t("archive.yes"), p.w.t("cancel"))
	q.OnYes = func() {
		operator := p.operator()
		p.deed(false, "archive.moving", func(ctx context.Context, told func(left, of int)) (saying, error) {
			a, err := p.upkeep.Archive(ctx, months, operator, told)
			p.trace("archived", "rows", a.Left, "failed", err != nil)
			if err != nil && a.Path != "" {
				err = &archiveError{a, err}
			}
			return done("archive.done", "Count", number(int64(a.Left)), "Path", a.Path), err
		}, func(p *ledgerPage) { p.countOld(); call(p.OnArchived) })
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
	p.deed(false, "ledger.checking", func(ctx context.Context, _ func(int, int)) (saying, error) {
		return done("ledger.sound"), p.book.Check(ctx)
	}, nil)
}

// done is one good sentence.
func done(key string, pairs ...string) saying {
	return func(w *words) banner { return banner{toneGood, w.t(key, pairs...), ""} }
}
