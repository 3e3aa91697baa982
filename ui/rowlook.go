package ui

import (
	"context"
	"errors"
	"strings"

	"billkey/api/issuing"
	"billkey/api/ledger"
)

// lookTold is how many rows are looked up between two words about how far it is.
const lookTold = 20

// entrySource hands entries on in parts.
type entrySource func(ctx context.Context, each func([]ledger.Entry) error) error

// lookUpPicked asks iamport what stands behind the selected rows' customer_uids. It changes nothing there.
func (dw *desktopWindow) lookUpPicked() { dw.lookUp(dw.results.pickedRows()) }

// lookUpAll does so for the whole list, part by part.
func (dw *desktopWindow) lookUpAll() {
	q := dw.results.query()
	dw.lookUp(dw.results.list.total, func(ctx context.Context, each func([]ledger.Entry) error) error {
		return eachPage(ctx, dw.deps.Ledger, q, each)
	})
}

// errBehind tells that a list was not walked: rows are still missing in the search.
var errBehind = errors.New("ui: the search is behind the ledger")

// eachPage walks a whole list. A list that needs the search waits until it holds every row: else some would be left out
// without a word.
func eachPage(ctx context.Context, b book, q ledger.Query, each func([]ledger.Entry) error) error {
	q.Limit = pageSize
	p, err := b.Entries(ctx, q)
	if err == nil && p.Behind > 0 {
		if err = b.Shelve(ctx, func(int) {}); err == nil {
			p, err = b.Entries(ctx, q)
		}
	}
	for ; ; p, err = b.Entries(ctx, q) {
		switch {
		case err != nil:
			return err
		case p.Behind > 0:
			return errBehind
		}
		if err := each(p.Entries); err != nil || !p.More {
			return err
		}
		q.After = p.Next
	}
}

func (dw *desktopWindow) lookUp(total int, source entrySource) {
	if total == 0 {
		return
	}
	operator := dw.prefs.operator(dw.deps.Account)
	dw.showProgress(dw.w.t("look.title"), "look.progress", func(ctx context.Context, told func(done, of int)) func() {
		sum := lookSum{by: map[ledger.Verdict]int{}}
		rows := 0
		err := source(ctx, func(some []ledger.Entry) error {
			err := dw.lookUpSome(ctx, some, operator, &sum, func(done int) { told(rows+done, total) })
			rows += len(some)
			told(rows, total)
			return err
		})
		return func() { dw.lookedUp(sum, err) }
	})
}

// lookSum adds up what was seen.
type lookSum struct {
	by            map[ledger.Verdict]int
	done, refused int
	orphans       int // rows of profiles that are no longer there
}

// lookUpSome asks at the desk of each row's own profile; told is how many of them it has asked for.
func (dw *desktopWindow) lookUpSome(ctx context.Context, some []ledger.Entry, operator string, sum *lookSum, told func(int)) error {
	before := 0
	byProfile := map[string][]string{}
	for _, e := range some {
		byProfile[e.Profile] = append(byProfile[e.Profile], e.CustomerUID)
	}
	for id, uids := range byProfile {
		p, ok := dw.deps.Profiles.Get(id)
		if !ok {
			sum.orphans += len(uids)
			continue
		}
		desk, err := dw.deps.Desk(p)
		if err != nil {
			return err
		}
		t, err := desk.LookUpMany(ctx, uids, operator, func(done, of int, _ issuing.Looked) {
			if done == of || done%lookTold == 0 {
				told(before + done)
			}
		})
		before += len(uids)
		sum.add(t)
		if err != nil {
			return err
		}
	}
	return nil
}

func (s *lookSum) add(t issuing.Tally) {
	s.done += t.Done
	s.refused += t.Refused
	for v, n := range t.By {
		s.by[v] += n
	}
}

// only is what was seen, where the same was seen of all.
func (s *lookSum) only() (v ledger.Verdict, alone bool) {
	kinds := 0
	for seen, n := range s.by {
		if n > 0 {
			v, kinds = seen, kinds+1
		}
	}
	return v, kinds == 1 && s.refused+s.orphans == 0
}

// seenLines says what was seen, a line each; what was not seen is not said.
func seenLines(w *words, sum lookSum) string {
	var lines []string
	for _, v := range []ledger.Verdict{
		ledger.SeenSame, ledger.SeenChanged, ledger.SeenGone, ledger.SeenDeleted, ledger.SeenForeign, ledger.SeenNone, ledger.SeenOpen, ledger.SeenStale,
	} {
		if n := sum.by[v]; n > 0 {
			lines = append(lines, w.t("look.seen."+string(v), "Count", number(int64(n))))
		}
	}
	if sum.refused > 0 {
		lines = append(lines, w.t("look.refused", "Count", number(int64(sum.refused))))
	}
	if sum.orphans > 0 {
		lines = append(lines, w.t("look.orphans", "Count", number(int64(sum.orphans))))
	}
	return strings.Join(lines, "\n")
}

// lookedUp says what was seen, also when it ended early.
func (dw *desktopWindow) lookedUp(sum lookSum, err error) {
	dw.results.refresh()
	dw.deps.trace("looked_up_many", "rows", sum.done)
	dw.banner.show(func(w *words) banner { return lookBanner(w, sum, err) })
}

func lookBanner(w *words, sum lookSum, err error) banner {
	b := banner{toneGood, w.t("look.done", "Count", number(int64(sum.done))), seenLines(w, sum)}
	if v, alone := sum.only(); alone && err == nil {
		b.title, b.detail = w.t("look.done.all", "Count", number(int64(sum.done)), "Seen", w.t("look.all."+string(v))), ""
	}
	if sum.by[ledger.SeenChanged]+sum.by[ledger.SeenGone] > 0 {
		b.tone = toneCare
	}
	if sum.refused+sum.orphans > 0 {
		b.tone = toneCare
	}
	switch {
	case err == nil:
	case kindOf(err) == issuing.Cancelled, errors.Is(err, context.Canceled):
		b.tone = toneCare
		b.detail += "\n" + w.t("look.stopped")
	default:
		why := explain(w, err)
		b.tone = toneBad
		b.detail += "\n" + why.title + "\n" + why.detail
	}
	return b
}
