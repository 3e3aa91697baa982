package ui

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"

	"billkey/api/ledger"
)

// drawn are the texts of a column as they stand in the rows in sight, newest first.
func (s *stage) drawn(key string) []string {
	s.t.Helper()
	g := s.window.results.grid
	first, last := g.rowsInSight()
	for k, slot := range g.slots {
		if g.arranged[slot.column].key != key {
			continue
		}
		var out []string
		for i := first; i <= last; i++ {
			out = append(out, g.body.lines[i%len(g.body.lines)].cells[k].text.Text)
		}
		return out
	}
	s.t.Fatalf("%s has no column", key)
	return nil
}

// The serial and the last four tell a customer's cards from each other: in the smallest of usual windows a composed
// customer_uid stands whole, and a longer one loses something of its member's name.
func TestAComposedCustomerUIDIsReadInASmallWindow(t *testing.T) {
	for _, lang := range []string{"ko", "en"} {
		s := newStage(t, func(d *Deps) { d.Language = lang })
		s.window.window.Resize(fyne.NewSize(1024, 640))
		const long = "kim_minjun_of_the_long_names_0044_4444"
		s.registered(long, "gildong_0001_1234", "gildong_0044_4444")
		layAnew(s.window.window.Canvas().Content())
		got := s.drawn("customer_uid")
		if len(got) != 3 || got[0] != "gildong_0044_4444" || got[1] != "gildong_0001_1234" {
			t.Fatalf("%s: %q", lang, got)
		}
		if head, tail, cut := strings.Cut(got[2], "…"); !cut || tail != "_0044_4444" || head == "" || !strings.HasPrefix(long, head) {
			t.Errorf("%s: %q", lang, got[2])
		}
	}
}

// A PG's words may be of another language than the screen's: ours say first what kind of decline it was. The PG's are whole.
func TestADeclinedRowSaysItsKindInOurWordsFirst(t *testing.T) {
	const own = "[400]Error From NICEPAY. (message: Invalid card number, code:F112)"
	for lang, want := range map[string]string{"ko": "카드번호 오류 · " + own, "en": "Wrong card number · " + own} {
		w, err := loadWords(lang)
		if err != nil {
			t.Fatal(err)
		}
		r := &resultCells{w: w, now: time.Now, shown: map[string]bool{"name": true}, waits: func(string) bool { return false }}
		declined := ledger.Entry{State: ledger.Declined, PG: "nice_v2", Message: own}
		for _, message := range []string{own, declinePrefix + own} {
			declined.Message = message
			if got, colour := r.detail(declined); got != want || colour != colourBad {
				t.Errorf("%s: %q", lang, got)
			}
		}
		declined.Message = "No such words before"
		if got, _ := r.detail(declined); got != w.t("declined.plain")+" · No such words before" {
			t.Errorf("%s: %q", lang, got)
		}
		if got, _ := r.detail(ledger.Entry{State: ledger.NotIssued, Message: own}); got != own {
			t.Errorf("%s: %q of what no PG declined", lang, got)
		}
	}
}

// Where there is a sentence in the banner there is a short one in the row, and it is one line.
func TestADeclineIsSaidInTheRowAsItIsInTheBanner(t *testing.T) {
	s := newStage(t)
	m := s.magic("decline_kcp_pin", "")
	s.issueMagic("decline_kcp_pin")
	s.says("advice.fix_pin")
	s.shows(s.window.w.t("declined.fix_pin") + " · " + strings.TrimPrefix(m.Message, declinePrefix))
}

func TestTheEndOfACustomerUIDThatStays(t *testing.T) {
	for uid, want := range map[string]int{
		"gildong_0001_1234": 10, "홍길동_0001_1234": 10, "m_0001_1234_2_1111": 7, "gildong": 4, "gildong_1234": 4,
		"m_" + fmt.Sprintf("%012d", 7) + "_1234": 4, "": 4,
	} {
		if got := uidTail(uid); got != want {
			t.Errorf("%q: %d", uid, got)
		}
	}
}
