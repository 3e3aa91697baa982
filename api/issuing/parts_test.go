package issuing_test

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"billkey/api"
	"billkey/api/card"
	"billkey/api/issuing"
	"billkey/api/sandbox"
)

// scheduler is a server with planned charges, for what the real one may answer.
type scheduler struct {
	*api.Client
	pages func(from, to time.Time, page int) (api.SchedulePage, error)
	asked int
}

func (s *scheduler) Schedules(_ context.Context, _ string, from, to time.Time, _ string, page int) (api.SchedulePage, error) {
	s.asked++
	return s.pages(from, to, page)
}

func (s *scheduler) Now() time.Time { return time.Unix(1_800_000_000, 0) }

func sum(t *testing.T, pages func(from, to time.Time, page int) (api.SchedulePage, error)) (issuing.Pending, int, error) {
	t.Helper()
	s := &scheduler{pages: pages}
	p, err := issuing.New(s, newMemory(), practice).Schedules(t.Context(), uid)
	return p, s.asked, err
}

func TestSchedulesAreSummedOverAYearAndAllPages(t *testing.T) {
	p, asked, err := sum(t, func(from, _ time.Time, page int) (api.SchedulePage, error) {
		out := api.SchedulePage{List: []api.Schedule{{Amount: 1000, ScheduleAt: from.Unix() + int64(100/page)}}}
		if page == 1 {
			out.Next = 2
		}
		return out, nil
	})
	if err != nil || asked != 8 || p.Count != 8 || p.Sum != 8000 || p.Capped || p.Next.Unix() != 1_800_000_050 {
		t.Errorf("%+v, %v, %d requests", p, err, asked)
	}
}

func TestSchedulesEndEvenWhereTheServerDoesNot(t *testing.T) {
	for name, next := range map[string]func(page int) int{
		"forward":  func(page int) int { return page + 1 },
		"the same": func(page int) int { return page },
		"back":     func(int) int { return 1 },
	} {
		p, asked, err := sum(t, func(_, _ time.Time, page int) (api.SchedulePage, error) {
			return api.SchedulePage{Next: next(page)}, nil
		})
		if err != nil || asked > 40 || p.Capped != (name == "forward") {
			t.Errorf("%s: %+v, %v, %d requests", name, p, err, asked)
		}
	}
}

func TestNoSchedulesInEitherForm(t *testing.T) {
	p, _, err := sum(t, func(time.Time, time.Time, int) (api.SchedulePage, error) {
		return api.SchedulePage{}, &api.Error{Kind: api.KindNotFound}
	})
	if err != nil || p != (issuing.Pending{}) {
		t.Errorf("%+v, %v", p, err)
	}
	_, _, err = sum(t, func(time.Time, time.Time, int) (api.SchedulePage, error) {
		return api.SchedulePage{}, &api.Error{Kind: api.KindUndecided}
	})
	wantKind(t, err, issuing.Unclear)
}

func TestSchedulesOfAFreshUIDAtTheServer(t *testing.T) {
	for _, asPage := range []bool{false, true} {
		inBubble(t, sandbox.Options{Switches: sandbox.Switches{SchedulesAsPage: asPage}}, func(t *testing.T, s *stage) {
			s.issued(panA, issuing.Confirmation{})
			if p, err := s.desk.Schedules(t.Context(), uid); err != nil || p.Count != 0 {
				t.Errorf("%+v, %v", p, err)
			}
		})
	}
}

func TestCheckKeysListsTheChannels(t *testing.T) {
	inBubble(t, sandbox.Options{}, func(t *testing.T, s *stage) {
		if err := s.desk.Warm(t.Context()); err != nil {
			t.Fatal(err)
		}
		list, err := s.desk.CheckKeys(t.Context())
		if err != nil || len(list) != len(sandbox.Channels()) || !list[0].CanIssue || !list[0].Test {
			t.Errorf("%+v, %v", list, err)
		}
		s.server.Inject(sandbox.Fault{Kind: sandbox.FaultForbidden})
		_, err = s.desk.CheckKeys(t.Context())
		wantKind(t, err, issuing.Declined)
	})
}

func TestCheckUID(t *testing.T) {
	cases := []struct {
		uid, lastFour, want string
	}{
		{"gildong_0001_1234", "1234", ""}, {"gildong_0001_1234", "", ""}, {"gildong_0001_1234", "9999", "uid_tail"},
		{"", "", "empty"}, {".", "", "uid_dots"}, {"..", "", "uid_dots"}, {strings.Repeat("가", 81), "", "uid_long"},
		{strings.Repeat("a", 80), "", ""}, {"a\nb", "", "uid_control"}, {"a\xff", "", "uid_control"},
		{"a/b", "", "uid_reserved"}, {"a b", "", "uid_space"}, {" ", "", "uid_blank"}, {"\u3000 ", "", "uid_blank"}, {"길동", "", "uid_foreign"}, {"customer_1234", "1234", "uid_sample"},
		{panA, "", "uid_card"}, {"4111 1111-1111_1111", "", "uid_card"}, {"4111111111111112", "", ""}, {"1234567890123456", "", ""},
		{"m_4111", "", ""}, {panC, "", "uid_card"}, {"68", "", ""},
	}
	for _, c := range cases {
		got := ""
		for _, p := range issuing.CheckUID(c.uid, c.lastFour) {
			got += string(p.Code)
			if p.Field != card.FieldUID {
				t.Errorf("%q: %+v", c.uid, p)
			}
		}
		if got != c.want {
			t.Errorf("CheckUID(%q, %q) = %q, want %q", c.uid, c.lastFour, got, c.want)
		}
	}
	if got := issuing.ComposeUID("gildong", "0001", "1234"); got != "gildong_0001_1234" {
		t.Error(got)
	}
}

func TestAFailureNamesItsCause(t *testing.T) {
	cause := errors.New("disk is full")
	f := &issuing.Failure{Kind: issuing.NoJournal, Err: cause}
	if !errors.Is(f, cause) || f.Error() != "issuing: no_journal: disk is full" {
		t.Error(f)
	}
	for want, f := range map[string]*issuing.Failure{
		"issuing: declined: 비밀번호오류": {Kind: issuing.Declined, Message: "비밀번호오류"}, "issuing: used": {Kind: issuing.Used},
	} {
		if f.Error() != want {
			t.Errorf("%q, want %q", f.Error(), want)
		}
	}
}

func TestTheDesksClockIsTheServers(t *testing.T) {
	inBubble(t, sandbox.Options{Clock: func() time.Time { return time.Now().Add(time.Hour) }}, func(t *testing.T, s *stage) {
		r := s.issued(panA, issuing.Confirmation{})
		if d := time.Until(s.entry(r.EntryID).StartedAt); d < 59*time.Minute || d > 61*time.Minute {
			t.Errorf("started %v from here", d)
		}
	})
}
