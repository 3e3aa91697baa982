package ui

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"sync"
	"testing"
	"time"

	"fyne.io/fyne/v2"

	"billkey/api/ledger"
	"billkey/api/ledger/ledgertest"
)

const (
	filledRows  = 1200
	filledApart = 2 * time.Hour // so that they are of three months
)

// filledLedger is the file of a ledger with rows of three months, the last one a moment before the tests began.
var filledLedger = sync.OnceValues(func() ([]byte, error) { return ledgerUntil(time.Now()) })

func ledgerUntil(end time.Time) ([]byte, error) {
	dir, err := os.MkdirTemp("", "billkey-ui")
	if err != nil {
		return nil, err
	}
	defer func() { _ = os.RemoveAll(dir) }()
	path, ctx := filepath.Join(dir, "ledger.db"), context.Background()
	l, err := ledger.Open(ctx, path)
	if err != nil {
		return nil, err
	}
	if err := ledgertest.FillApart(ctx, path, filledRows, end, filledApart); err != nil {
		return nil, errors.Join(err, l.Close())
	}
	if err := errors.Join(l.Shelve(ctx, func(int) {}), l.Close()); err != nil {
		return nil, err
	}
	return os.ReadFile(path)
}

// newFilledStage is a stage over a ledger with [filledRows] rows.
func newFilledStage(t *testing.T, change ...func(*Deps)) *stage {
	t.Helper()
	raw, err := filledLedger()
	if err != nil {
		t.Fatal(err)
	}
	s := newEmptyStage(t)
	if err := os.WriteFile(filepath.Join(s.dir, "ledger.db"), raw, 0o600); err != nil {
		t.Fatal(err)
	}
	s.open(change...)
	return s
}

// begin writes an order down as another desk would.
func (s *stage) begin(uid string) {
	s.t.Helper()
	_, err := s.parts.Ledger.Begin(s.t.Context(), ledger.Attempt{
		Profile: "practice", Environment: "practice", CustomerUID: uid, Masked: "555555******4444", StartedAt: time.Now(),
	})
	if err != nil {
		s.t.Fatal(err)
	}
}

// seen is what the lines in sight show, from top to bottom; 0 for one that is not loaded.
func (s *stage) seen() []int64 {
	g := s.window.results.grid
	first, last := g.rowsInSight()
	var out []int64
	for i := first; i <= last; i++ {
		l := g.body.lines[i%len(g.body.lines)]
		switch {
		case l.at != i || !l.box.Visible():
			s.t.Errorf("row %d has no line", i)
		case l.loaded:
			out = append(out, l.row.id)
		default:
			out = append(out, 0)
		}
	}
	return out
}

// inLedger is what the ledger says should be in sight.
func (s *stage) inLedger() []int64 {
	s.t.Helper()
	p := s.window.results
	q := p.query()
	total, err := s.parts.Ledger.Count(s.t.Context(), q)
	if err != nil || total != p.list.total {
		s.t.Errorf("the list has %d rows, the ledger %d (%v)", p.list.total, total, err)
	}
	first, last := p.grid.rowsInSight()
	q.Limit = last - first + 1
	page, err := s.parts.Ledger.EntriesAt(s.t.Context(), q, first, total)
	if err != nil {
		s.t.Fatal(err)
	}
	var out []int64
	for _, e := range page.Entries {
		out = append(out, e.ID)
	}
	return out
}

// right checks what is in sight, and what is kept in memory.
func (s *stage) right(where string) {
	s.t.Helper()
	if want, got := s.inLedger(), s.seen(); len(got) == 0 || !slices.Equal(want, got) {
		s.t.Errorf("%s: in sight %v, in the ledger %v", where, got, want)
	}
	if n := len(s.window.results.list.rows); n > keptRows {
		s.t.Errorf("%s: %d rows in memory", where, n)
	}
}

func TestEveryRowInSightIsTheRightOne(t *testing.T) {
	s := newFilledStage(t)
	p := s.window.results
	if p.list.total != filledRows || p.hits.content != s.window.w.t("results.hits", "Count", number(filledRows)) {
		t.Errorf("%d rows, %q", p.list.total, p.hits.content)
	}
	for name, show := range map[string]func(){
		"newest first": func() {},
		"oldest first": func() { p.sortBy("time") },
		"company":      func() { p.sortBy("company") },
		"issued":       func() { p.filters.change(viewFilter{States: []string{"issued"}}) },
		"search":       func() { p.search.SetText("kim"); s.q.pass(searchRests) },
	} {
		p.view = resultView{}
		p.search.SetText("")
		p.filters.change(viewFilter{})
		show()
		s.q.drain()
		s.walkList(name)
	}
}

// walkList goes to the end, to the middle, by pages up and down from there, and back to the top.
func (s *stage) walkList(name string) {
	s.t.Helper()
	g, n := s.window.results.grid, s.window.results.list.total
	s.right(name + ", top")
	for _, at := range []int{n, n / 2} {
		g.scrollTo(at)
		s.q.drain()
		s.right(fmt.Sprintf("%s, at %d", name, at))
	}
	for _, way := range []float32{1, -1, -1} {
		for range 30 {
			g.scrollBy(way * 1400)
			s.q.drain()
			if slices.Contains(s.seen(), 0) {
				s.t.Fatalf("%s: a row at %d was not read", name, g.firstRow())
			}
		}
		s.right(fmt.Sprintf("%s, %v pages from the middle", name, way))
	}
	g.scrollTo(0)
	s.q.drain()
	s.right(name + ", top again")
}

func TestMonthsStandBesideTheBar(t *testing.T) {
	s := newFilledStage(t)
	p := s.window.results
	if len(p.list.months) < 2 {
		t.Fatalf("months: %+v", p.list.months)
	}
	marks := marksOf(s.window.w, p.list)
	for _, m := range marks {
		p.grid.scrollTo(m.at)
		s.q.drain()
		e, ok := p.list.at(m.at)
		if !ok || e.StartedAt.Local().Format(s.window.w.t("format.month")) != m.label {
			t.Errorf("row %d is of %v, its mark says %s", m.at, e.StartedAt, m.label)
		}
		if got, want := monthAt(s.window.w, p.list, m.at), e.StartedAt.Local().Format(s.window.w.t("format.month.long")); got != want {
			t.Errorf("row %d is of %s, the word beside the thumb says %s", m.at, want, got)
		}
	}
}

// written lets another desk's order come into sight.
func (s *stage) written(uid string) {
	s.t.Helper()
	s.q.pass(watchEvery)
	s.begin(uid)
	s.q.pass(watchEvery)
}

func TestAWriteWhileScrolledDownLeavesWhatIsSeenInPlace(t *testing.T) {
	s := newFilledStage(t)
	p := s.window.results
	for i, down := range []int{5, 150, filledRows / 2, filledRows} {
		p.grid.scrollTo(down)
		s.q.drain()
		p.grid.scrollBy(-13)
		s.q.drain()
		before, offset := s.seen(), p.grid.place.offset
		p.grid.selectRow(p.grid.firstRow()+2, false, false)
		picked := p.picked()[0].ID
		s.written(fmt.Sprintf("younghee_%04d_4444", i))
		if after := s.seen(); !slices.Equal(before, after) || p.grid.place.offset != offset {
			t.Errorf("at %d: %v became %v, %v became %v", down, before, after, offset, p.grid.place.offset)
		}
		if p.hits.content != s.window.w.t("results.hits", "Count", number(int64(filledRows+1+i))) {
			t.Errorf("at %d: %q", down, p.hits.content)
		}
		if now := p.picked(); len(now) != 1 || now[0].ID != picked {
			t.Errorf("at %d: row %d was selected, now %v", down, picked, now)
		}
		s.right("after the write")
	}
}

// What was read again after a write holds what is in sight: nothing blinks.
func TestAWriteDoesNotMakeRowsBlink(t *testing.T) {
	s := newFilledStage(t)
	p := s.window.results
	for range 40 { // by pages, so that as much as possible is kept
		p.grid.scrollBy(700)
		s.q.drain()
	}
	s.begin("younghee_0001_4444")
	p.list.refresh()
	for len(s.q.jobs) > 0 {
		job := s.q.jobs[0]
		s.q.jobs = s.q.jobs[1:]
		job()
		if slices.Contains(s.seen(), 0) {
			t.Fatal("a row in sight was not there for a moment")
		}
	}
}

func TestAWriteAtTheTopShowsTheNewRow(t *testing.T) {
	s := newFilledStage(t)
	p := s.window.results
	p.grid.selectRow(1, false, false)
	picked := p.picked()[0].ID
	s.written("minsu_0001_4444")
	s.shows("minsu_0001_4444")
	if p.grid.firstRow() != 0 {
		t.Errorf("the list was moved to %d", p.grid.firstRow())
	}
	if now := p.picked(); len(now) != 1 || now[0].ID != picked || p.grid.cursor() != 2 {
		t.Errorf("row %d was selected, now %+v, the cursor is at %d", picked, now, p.grid.cursor())
	}
	s.right("after the write")
}

// Of a list that is sorted otherwise nobody knows where a new row comes in: the selection follows its row.
func TestTheSelectionFollowsItsRowInASortedList(t *testing.T) {
	s := newFilledStage(t)
	p := s.window.results
	p.sortBy("customer_uid")
	s.q.drain()
	p.grid.selectRow(3, false, false)
	picked := p.picked()[0].ID
	s.written("aaa_0001_4444")
	if now := p.picked(); len(now) != 1 || now[0].ID != picked {
		t.Errorf("row %d was selected, now %+v", picked, now)
	}
	p.filters.change(viewFilter{States: []string{"issued"}})
	s.q.drain()
	p.grid.selectRow(5, false, false)
	picked, above := p.picked()[0].ID, s.entryAt(2)
	if err := s.parts.Ledger.KeyDeleted(t.Context(), above.ID, time.Now(), "김상담", "test"); err != nil {
		t.Fatal(err)
	}
	s.q.pass(watchEvery)
	if now := p.picked(); len(now) != 1 || now[0].ID != picked {
		t.Errorf("row %d was selected, now %+v", picked, now)
	}
}

func (s *stage) entryAt(i int) ledger.Entry {
	s.t.Helper()
	e, ok := s.window.results.list.at(i)
	if !ok {
		s.t.Fatalf("row %d is not loaded", i)
	}
	return e
}

func TestARowThatLeavesTheListIsSelectedNoMore(t *testing.T) {
	s := newFilledStage(t)
	p := s.window.results
	p.filters.change(viewFilter{States: []string{"issued"}})
	s.q.drain()
	s.q.pass(watchEvery)
	p.grid.selectRow(2, false, false)
	if err := s.parts.Ledger.KeyDeleted(t.Context(), s.entryAt(2).ID, time.Now(), "김상담", "test"); err != nil {
		t.Fatal(err)
	}
	s.q.pass(watchEvery)
	if now := p.picked(); len(now) != 0 || !p.actions.story.Disabled() {
		t.Errorf("selected: %+v", now)
	}
}

// slowBook is a list of n rows made up from their ordinals, that counts what it is asked for.
type slowBook struct {
	book
	n       int
	pages   []int // where the pages that were asked for begin
	left    int   // questions that had been left when they were answered
	problem error
}

func (b *slowBook) rows(from, to int) ledger.Page {
	var p ledger.Page
	for i := max(from, 0); i < min(to, b.n); i++ {
		p.Entries = append(p.Entries, ledger.Entry{ID: int64(b.n - i), StartedAt: time.Unix(int64(1e9-i), 0)})
	}
	p.More = to < b.n
	return p
}

func (b *slowBook) asked(ctx context.Context, at int) error {
	b.pages = append(b.pages, at)
	if ctx.Err() != nil {
		b.left++
	}
	return errors.Join(ctx.Err(), b.problem)
}

func (b *slowBook) Entries(ctx context.Context, q ledger.Query) (ledger.Page, error) {
	at := 0
	switch {
	case q.After.ID != 0:
		at = b.n - int(q.After.ID) + 1
	case q.Before.ID != 0:
		at = b.n - int(q.Before.ID) - q.Limit
	}
	return b.rows(at, at+q.Limit), b.asked(ctx, at)
}

func (b *slowBook) EntriesAt(ctx context.Context, q ledger.Query, at, _ int) (ledger.Page, error) {
	return b.rows(at, at+q.Limit), b.asked(ctx, at)
}

func (b *slowBook) Calendar(ctx context.Context, _ ledger.Query, _ *time.Location) ([]ledger.Month, error) {
	return []ledger.Month{{Start: time.Unix(0, 0), Count: b.n}}, errors.Join(ctx.Err(), b.problem)
}

func (b *slowBook) Count(ctx context.Context, _ ledger.Query) (int, error) { return b.n, ctx.Err() }

// newSlowList is a list over rows made up, opened and counted. No month leads to a part of it, so that every place is asked
// for by its ordinal.
func newSlowList(t *testing.T, n int) (*resultList, *slowBook, *queue) {
	b, q := &slowBook{n: n}, &queue{}
	l := newResultList(q, b)
	l.OnRows, l.OnOpened, l.OnTotal = func() {}, func() {}, func(int) {}
	l.OnError = func(err error) { t.Errorf("told of %v", err) }
	l.open(ledger.Query{Sort: ledger.Sort{Column: "company"}})
	q.drain()
	if l.total != n || len(l.rows) != pageSize {
		t.Fatalf("%d rows of %d", len(l.rows), l.total)
	}
	b.pages = nil
	return l, b, q
}

func TestADraggedBarAsksForTheLastPlaceOnly(t *testing.T) {
	l, b, q := newSlowList(t, 100_000)
	for at := 1000; at <= 90_000; at += 1000 { // one is asked for at once, and while it is read the bar is dragged on
		l.need(at, at+15)
	}
	q.drain()
	if len(b.pages) != 2 {
		t.Errorf("asked for %v", b.pages)
	}
	if e, ok := l.at(90_000); !ok || e.ID != 10_000 {
		t.Errorf("the last place is not there: %+v", e)
	}
	if len(l.rows) != pageSize {
		t.Errorf("%d rows in memory", len(l.rows))
	}
}

func TestAnswersToAnOlderListAreDropped(t *testing.T) {
	l, b, q := newSlowList(t, 1000)
	l.need(500, 515)
	l.open(ledger.Query{Text: "a", Sort: ledger.Sort{Column: "company"}})
	l.open(ledger.Query{Text: "ab", Sort: ledger.Sort{Column: "company"}})
	shown := 0
	l.OnRows = func() { shown++ }
	q.drain()
	if shown != 0 || l.first != 0 || l.query.Text != "ab" {
		t.Errorf("%d older answers were shown; the list is %q from %d on", shown, l.query.Text, l.first)
	}
	if b.left == 0 {
		t.Error("what was asked for the older list was not left")
	}
}

func TestAListThatCannotBeReadSaysSoAndGoesOn(t *testing.T) {
	l, b, q := newSlowList(t, 1000)
	said := 0
	l.OnError = func(error) { said++ }
	b.problem = errors.New("disk")
	l.need(500, 515)
	q.drain()
	if said != 1 {
		t.Errorf("said %d times", said)
	}
	b.problem = nil
	l.need(510, 525)
	q.drain()
	if _, ok := l.at(520); !ok {
		t.Error("nothing was read any more after an error")
	}
}

func TestManyRowsByKeysAlone(t *testing.T) {
	s := newFilledStage(t)
	s.shortcut(fyne.KeyF)
	for _, k := range []fyne.KeyName{fyne.KeyDown, fyne.KeyEnd, fyne.KeyPageUp, fyne.KeyPageUp, fyne.KeyUp, fyne.KeyHome, fyne.KeyPageDown} {
		s.hit(k)
		s.right(string(k))
	}
}

// hit presses a key that types nothing.
func (s *stage) hit(keys ...fyne.KeyName) {
	s.t.Helper()
	for _, k := range keys {
		s.window.press(&fyne.KeyEvent{Name: k})
		s.q.drain()
	}
}

// countsFew is a ledger that counts no more than some rows of a list, as a server does of words.
type countsFew struct {
	book
	most int
}

func (b countsFew) Count(ctx context.Context, q ledger.Query) (int, error) {
	n, err := b.book.Count(ctx, q)
	if n > b.most {
		return b.most, errors.Join(err, ledger.ErrMany)
	}
	return n, err
}

func (b countsFew) Calendar(ctx context.Context, q ledger.Query, zone *time.Location) ([]ledger.Month, error) {
	months, err := b.book.Calendar(ctx, q, zone)
	left := b.most
	for i, m := range months {
		if months[i].Count = min(m.Count, left); m.Count > left {
			return months[:i+1], errors.Join(err, ledger.ErrMany)
		}
		left -= m.Count
	}
	return months, err
}

func TestAListLongerThanWasCountedSaysSoAndShowsTheRightRows(t *testing.T) {
	const most = 700 // more than a half of the rows, and within a month
	s := newFilledStage(t)
	ctx := t.Context()
	for name, order := range map[string]ledger.Sort{
		"newest first": {}, "oldest first": {Reverse: true}, "company": {Column: ledger.ByCompany},
	} {
		b, q := countsFew{s.parts.Ledger, most}, &queue{}
		l := newResultList(q, b)
		l.OnRows, l.OnOpened, l.OnTotal = func() {}, func() {}, func(int) {}
		l.OnError = func(err error) { t.Errorf("%s: told of %v", name, err) }
		l.open(ledger.Query{Sort: order})
		q.drain()
		for _, refresh := range []bool{false, true} {
			if l.total != most || l.sure {
				t.Errorf("%s: %d rows, sure %v", name, l.total, l.sure)
			}
			l.need(most-20, most-1)
			if q.drain(); refresh {
				l.refresh()
				q.drain()
			}
			want, err := b.EntriesAt(ctx, ledger.Query{Sort: order, Limit: 1}, most-10, 1200)
			if got, ok := l.at(most - 10); err != nil || !ok || got.ID != want.Entries[0].ID {
				t.Errorf("%s: %d is there, want %d; %v", name, got.ID, want.Entries[0].ID, err)
			}
		}
	}
}
