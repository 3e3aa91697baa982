package ui

import (
	"runtime/debug"
	"slices"
	"strings"
	"testing"

	"billkey/assets"
)

func TestAboutTellsTheBuildAndEveryLicence(t *testing.T) {
	s := newStage(t, func(d *Deps) { d.Version = "9.8.7" })
	s.window.openSettings()
	s.press(s.window.settings.prefs.about)
	s.says("about.name", "about.parts", "about.licence")
	s.shows(s.window.w.t("about.version", "Value", "9.8.7"))
	s.shot("about")

	p := s.window.about
	if len(p.licences) < 40 {
		t.Fatalf("%d parts", len(p.licences))
	}
	for i, l := range p.licences {
		p.list.Select(i)
		full, err := l.Text()
		if err != nil || len(full) < 100 {
			t.Errorf("%s: %q, %v", l.Name, full, err)
		}
		first, _, _ := strings.Cut(strings.TrimSpace(full), "\n")
		if got := p.shown.Objects[0].(*text).content; !strings.HasPrefix(first, got) || !strings.HasPrefix(p.name.content, l.Name) {
			t.Errorf("%s was chosen, %s with %q is shown", l.Name, p.name.content, got)
		}
	}
	p.list.Select(slices.IndexFunc(p.licences, func(l assets.Licence) bool { return l.Name == "modernc.org/libc" }))
	s.shot("about-long")

	p.copyFacts()
	if copied := s.window.app.Clipboard().Content(); !strings.Contains(copied, "9.8.7") || !strings.Contains(copied, "\n") {
		t.Errorf("copied: %q", copied)
	}
	p.OnClose()
	if !s.window.deskShown() {
		t.Error("closing does not lead back to the desk")
	}
}

func TestAboutStaysShutWhileAnOrderIsUnderWay(t *testing.T) {
	s := newStage(t)
	s.window.deeds = 1
	s.window.openAbout()
	if !s.window.deskShown() {
		t.Error("the page was turned")
	}
}

func TestCommitIsToldAsFarAsTheBuildKnowsIt(t *testing.T) {
	set := func(pairs ...string) *debug.BuildInfo {
		b := &debug.BuildInfo{}
		for i := 0; i < len(pairs); i += 2 {
			b.Settings = append(b.Settings, debug.BuildSetting{Key: pairs[i], Value: pairs[i+1]})
		}
		return b
	}
	for want, info := range map[string]*debug.BuildInfo{
		"":                                  set(),
		"0123456789ab 2026-11-25T04:00:00Z": set("vcs.revision", "0123456789abcdef", "vcs.time", "2026-11-25T04:00:00Z", "vcs.modified", "false"),
		"0123456789ab+":                     set("vcs.revision", "0123456789abcdef", "vcs.modified", "true"),
	} {
		if got := commitOf(info); got != want {
			t.Errorf("%q, not %q", got, want)
		}
	}
}
