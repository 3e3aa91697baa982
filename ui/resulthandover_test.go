package ui

import (
	"slices"
	"testing"

	"billkey/api/ledger"
)

// rebuilds are what builds the window's content anew.
var rebuilds = map[string]func(s *stage){
	"language": func(s *stage) { s.window.settings.prefs.OnLanguage("en") },
	"scale":    func(s *stage) { s.window.settings.prefs.OnScale("90") },
	"look":     func(s *stage) { s.window.settings.prefs.OnLook("dark") },
}

// requests is how many the practice server has had.
func (s *stage) requests() int { return s.server.Count("", "") }

// What is in sight stays in sight: the new list is not empty until the ledger has been read.
func TestTheListIsThereAtOnceWhenTheWindowIsBuiltAnew(t *testing.T) {
	for name, rebuild := range rebuilds {
		s := newFilledStage(t)
		t.Cleanup(func() { useScale("100") })
		p := s.window.results
		p.grid.scrollTo(600)
		s.q.drain()
		first := p.grid.firstRow()
		p.grid.selectRow(first+1, false, false)
		p.grid.selectRow(first+2, true, false)
		picked, day, asked := p.pickedIDs(), p.day, s.requests()
		rebuild(s)
		s.window.turnTo(s.window.both.body)
		now := s.window.results
		if now == p {
			t.Fatalf("%s: nothing was built anew", name)
		}
		if slices.Contains(s.seen(), 0) || len(s.seen()) == 0 || now.grid.firstRow() != first {
			t.Errorf("%s: from %d on %v is in sight, it was from %d on", name, now.grid.firstRow(), s.seen(), first)
		}
		if !now.list.sure || now.list.total != filledRows || now.hits.content != s.window.w.t("results.hits", "Count", number(filledRows)) {
			t.Errorf("%s: %q", name, now.hits.content)
		}
		if got := now.pickedIDs(); !slices.Equal(got, picked) || len(got) != 2 || !now.chosen.Visible() || now.day != day {
			t.Errorf("%s: selected was %v, is %v", name, picked, got)
		}
		s.says("status.ready")
		s.q.drain()
		if n := s.requests() - asked; n != 0 {
			t.Errorf("%s: %d requests of a profile that was open already", name, n)
		}
		s.right(name)
		s.written("minsu_0001_4444")
		if got := now.pickedIDs(); !slices.Equal(got, picked) {
			t.Errorf("%s: selected was %v, is %v after a write", name, picked, got)
		}
	}
}

func TestASearchIsKeptWhenTheWindowIsBuiltAnew(t *testing.T) {
	s := newFilledStage(t)
	s.find("kim_minjun")
	all := len(s.found())
	rebuilds["language"](s)
	p := s.window.results
	if p.search.Text != "kim_minjun" || p.list.total != all || len(p.list.rows) == 0 {
		t.Errorf("%q with %d rows", p.search.Text, p.list.total)
	}
	s.q.drain()
	s.window.closeSettings()
	p.search.SetText("lee_seo") // not asked yet
	rebuilds["look"](s)
	s.q.drain()
	for _, e := range s.window.results.list.rows {
		if len(e.CustomerUID) < 7 || e.CustomerUID[:7] != "lee_seo" {
			t.Fatalf("%s is listed", e.CustomerUID)
		}
	}
}

// Rows of the list before are no answer to what is asked.
func TestAListThatWasNotReadYetIsReadAnewAfterARebuild(t *testing.T) {
	s := newFilledStage(t)
	s.window.results.view.Filter = viewFilter{States: []string{"declined"}}
	s.window.prefs.setResults(s.window.results.view)
	s.window.results.reload()
	rebuilds["language"](s)
	s.q.drain()
	p := s.window.results
	if len(p.list.rows) == 0 || p.list.total == filledRows {
		t.Errorf("%d rows of %d", len(p.list.rows), p.list.total)
	}
	for _, e := range p.list.rows {
		if e.State != ledger.Declined {
			t.Fatalf("%s is %s", e.CustomerUID, e.State)
		}
	}
}
