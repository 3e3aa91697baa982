package ui

import (
	"context"
	"errors"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"
)

// ledgerJob is something long that is done to the ledger. It goes on while its page is left, or built anew in another language
// or size, and can be ended.
type ledgerJob struct {
	page   *ledgerPage // the one that shows it now
	kept   bool        // which card's line tells of it: that of back-ups, or the other
	doing  string      // key of the sentence of what is going on, with {Seconds}, {Done} and {Of}
	since  time.Time
	done   int
	of     int
	left   context.Context
	leave  context.CancelFunc
	ending bool // somebody wants it to end
}

// jobLine is a card's line of what is going on or was done, with a button that ends it.
type jobLine struct {
	*text
	activity *widget.Activity
	stop     *button
	still    bool // nothing moves
	body     fyne.CanvasObject
}

func newJobLine(w *words, stop func()) *jobLine {
	l := &jobLine{text: newText("", sizeBody, colourInk), activity: widget.NewActivity(), stop: newButton(w.t("progress.stop"), stop)}
	l.body = container.NewBorder(nil, nil, l.activity, container.NewVBox(l.stop), l.text)
	l.working(false)
	return l
}

func (l *jobLine) working(on bool) {
	show(l.activity, on && !l.still)
	show(l.stop, on)
	if on && !l.still {
		l.activity.Start()
		return
	}
	l.activity.Stop()
}

// deed does something long. What do returns is said where it is seen: on the page, or above the list after the page was left.
func (p *ledgerPage) deed(kept bool, doing string, do func(ctx context.Context, told func(done, of int)) (saying, error), then func(*ledgerPage)) {
	j := &ledgerJob{kept: kept, doing: doing, since: time.Now()}
	j.left, j.leave = context.WithCancel(context.Background())
	p.adopt(j)
	p.tick(j)
	p.run.stream(func(ctx context.Context, post func(func())) {
		ctx, end := untilEither(ctx, j.left)
		defer end()
		say, err := do(ctx, func(done, of int) {
			post(func() {
				j.done, j.of = done, of
				j.page.showJob()
			})
		})
		if err != nil {
			say = j.unfinished(err)
		}
		post(func() { j.page.finished(say, err, then) })
	})
}

// adopt shows a job that another page began, or this one.
func (p *ledgerPage) adopt(j *ledgerJob) {
	if j == nil {
		return
	}
	j.page, p.job = p, j
	p.told = p.line(j.kept)
	p.told.working(true)
	p.told.stop.enable(!j.ending)
	p.enableAll()
	p.showJob()
}

func (p *ledgerPage) line(kept bool) *jobLine {
	if kept {
		return p.kept
	}
	return p.note
}

// tick shows the seconds go by.
func (p *ledgerPage) tick(j *ledgerJob) {
	p.run.after(time.Second, func() {
		if j.page.job == j {
			j.page.showJob()
			j.page.tick(j)
		}
	})
}

func (p *ledgerPage) showJob() {
	j := p.job
	key := j.doing
	switch {
	case j.ending:
		key = "ledger.job.ending"
	case j.of > 0:
		key = "archive.moving.counted" // nothing else counts
	}
	seconds := int64(time.Since(j.since).Round(time.Second) / time.Second)
	p.sayOn(p.line(j.kept), toneHint, p.w.t(key, "Seconds", number(seconds), "Done", number(int64(j.done)), "Of", number(int64(j.of))))
}

// endJob ends what is under way as soon as it may end.
func (p *ledgerPage) endJob() {
	if p.job == nil {
		return
	}
	p.job.ending = true
	p.job.leave()
	p.line(p.job.kept).stop.enable(false)
	p.showJob()
}

func (p *ledgerPage) finished(say saying, err error, then func(*ledgerPage)) {
	j := p.job
	p.job = nil
	j.leave()
	line := p.line(j.kept)
	line.working(false)
	p.enableAll()
	b := say(p.w)
	p.sayOn(line, b.tone, joinedBelow(b.title, b.detail))
	if p.OnAway != nil && !p.shown() {
		p.OnAway(say)
	}
	if err == nil && then != nil {
		then(p)
	}
	var early *archiveError
	if errors.As(err, &early) {
		p.countOld()
		call(p.OnArchived)
	}
}

func joinedBelow(title, detail string) string {
	if detail == "" {
		return title
	}
	return title + "\n" + detail
}

// unfinished says how a job ended that did not come to its end. What an archive has taken already is in its file.
func (j *ledgerJob) unfinished(err error) saying {
	stopped := j.left.Err() != nil && errors.Is(err, context.Canceled)
	return func(w *words) banner {
		b := explain(w, err)
		if stopped {
			b = banner{tone: toneCare, title: w.t("ledger.job.ended")}
		}
		var early *archiveError
		if errors.As(err, &early) {
			b.detail = joinedBelow(b.detail, w.t("archive.early", "Count", number(int64(early.Left)), "Path", early.Path))
		}
		return b
	}
}
