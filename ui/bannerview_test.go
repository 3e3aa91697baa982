package ui

import (
	"fmt"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
)

// bannerIsWhole tells that nothing the banner says or offers is cut off or lies over something else.
func (s *stage) bannerIsWhole(where string) {
	s.t.Helper()
	v := s.window.banner
	for name, o := range map[string]fyne.CanvasObject{"title": v.title, "detail": v.detail, "link": v.help, "close": v.dismiss} {
		if !o.Visible() {
			continue
		}
		if o.Size().Height < o.MinSize().Height || o.Size().Width < o.MinSize().Width {
			s.t.Errorf("%s: %s has %v, needs %v", where, name, o.Size(), o.MinSize())
		}
		at := positionIn(v.body, o)
		if at.X < 0 || at.Y < 0 || at.X+o.Size().Width > v.body.Size().Width || at.Y+o.Size().Height > v.body.Size().Height {
			s.t.Errorf("%s: %s at %v of %v is not inside %v", where, name, at, o.Size(), v.body.Size())
		}
	}
	if d, l := positionIn(v.body, v.detail), positionIn(v.body, v.help); v.help.Visible() && d.X+v.detail.Size().Width > l.X {
		s.t.Errorf("%s: the words end at %v, the link begins at %v", where, d.X+v.detail.Size().Width, l.X)
	}
}

func positionIn(outer, o fyne.CanvasObject) fyne.Position {
	d := fyne.CurrentApp().Driver()
	return d.AbsolutePositionForObject(o).Subtract(d.AbsolutePositionForObject(outer))
}

func TestBannersOnTheScreenAreWholeHoweverTheyFollowEachOther(t *testing.T) {
	notRacing(t)
	s := newFilledStage(t)
	details := []string{"", "짧은 말", strings.Repeat("카드사에서 거절했습니다 ", 6), strings.Repeat("카드사에서 거절했습니다 ", 12), "한 줄\n두 줄\n" + strings.Repeat("세 줄 ", 40)}
	for _, size := range []fyne.Size{fyne.NewSize(1280, 800), fyne.NewSize(1024, 640), fyne.NewSize(940, 500)} {
		s.window.window.Resize(size)
		for i, first := range details {
			for j, second := range details {
				for links := range 4 {
					s.banner(first, links&1 > 0)
					s.bannerIsWhole(fmt.Sprintf("%v: %d first, links %d", size, i, links))
					if j%2 == 0 {
						s.window.banner.hide()
					}
					s.banner(second, links&2 > 0)
					s.bannerIsWhole(fmt.Sprintf("%v: %d after %d, links %d", size, j, i, links))
				}
			}
		}
	}
}

func (s *stage) banner(detail string, link bool) {
	s.window.banner.show(func(*words) banner { return banner{toneBad, "거절되었습니다", detail} })
	if link {
		s.window.banner.offer("help.say", func() {})
	}
}
