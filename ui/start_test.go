package ui

import (
	"errors"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"
)

// opening is a start that waits until the test lets it go on.
type opening struct {
	done  chan struct{}
	stage string
	deps  Deps
	err   error

	left, skipped int
	events        []string
}

func (o *opening) start(lang string) Start {
	return Start{
		Done: o.done, Deps: func() (Deps, error) { return o.deps, o.err }, Stage: func() string { return o.stage },
		Leave: func() { o.left++ }, SkipRestore: func() { o.skipped++ }, Language: lang,
		Trace: func(event string, _ ...any) { o.events = append(o.events, event) },
	}
}

// starting is a program whose small window is open, on a stage whose own window is not.
func starting(t *testing.T, s *stage, o *opening, lang string) *begun {
	t.Helper()
	o.done = make(chan struct{})
	app := test.NewTempApp(t)
	app.Settings().SetTheme(newTheme("light"))
	b := &begun{app: app, run: s.q, start: o.start(lang), stop: func() {}}
	if err := b.wait(); err != nil {
		t.Fatal(err)
	}
	return b
}

// said is all that the small window says.
func (b *begun) said() string { return strings.Join(wordsOn(b.small.body), "\n") }

func TestStartThatTakesLongSaysWhatItIsAt(t *testing.T) {
	s, o := newStage(t), &opening{stage: "restore"}
	b := starting(t, s, o, "ko")
	want := func(stage string, skip bool) {
		t.Helper()
		for _, sentence := range []string{b.small.w.t("start.at."+stage, "Seconds", "0"), b.small.w.t("start.why." + stage)} {
			if !strings.Contains(b.said(), sentence) {
				t.Errorf("%q is missing in %q", sentence, b.said())
			}
		}
		if b.small.skip.Visible() != skip {
			t.Errorf("%s: it can be passed over: %v", stage, !skip)
		}
	}
	want("restore", true)
	for _, stage := range []string{"file", "server"} {
		o.stage = stage
		s.q.pass(time.Second)
		want(stage, false)
	}
}

func TestStartThatTakesLongOpensTheWindowInTheEnd(t *testing.T) {
	s, o := newStage(t), &opening{stage: "restore"}
	o.deps = s.window.deps
	b := starting(t, s, o, "ko")
	test.Tap(b.small.skip)
	if o.skipped != 1 || !b.small.skip.Disabled() {
		t.Errorf("passed over %d times", o.skipped)
	}
	close(o.done)
	s.streams()
	if b.desk == nil || b.err != nil || o.left != 0 {
		t.Fatalf("%v, left %d times", b.err, o.left)
	}
	s.q.pass(time.Second) // its clock has stopped
	if got := strings.Join(o.events, " "); got != "restore_skipped" {
		t.Errorf("%s", got)
	}
}

func TestStartThatFailsSaysNothingInItsWindow(t *testing.T) {
	s, o := newStage(t), &opening{stage: "file", err: errors.New("no")}
	b := starting(t, s, o, "en")
	close(o.done)
	s.streams()
	if b.desk != nil || !errors.Is(b.err, o.err) || !errors.Is(b.end(nil), o.err) {
		t.Errorf("%v %v", b.desk, b.err)
	}
}

func TestStartThatTakesLongMayBeLeft(t *testing.T) {
	s, o := newStage(t), &opening{stage: "file"}
	b := starting(t, s, o, "ko")
	test.Tap(b.small.leave)
	if o.left != 1 || b.end(nil) != nil {
		t.Errorf("left %d times", o.left)
	}
}

func TestQuickStartShowsItsOwnWindowOnly(t *testing.T) {
	s, o := newStage(t), &opening{done: make(chan struct{})}
	o.deps = s.window.deps
	close(o.done)
	app := test.NewTempApp(t)
	app.Settings().SetTheme(newTheme("light"))
	b := &begun{app: app, run: s.q, start: o.start("ko"), stop: func() {}}
	if err := b.first(); err != nil || b.small != nil || b.desk == nil {
		t.Errorf("%v %v", err, b.small)
	}
}

// drawStart compares the small window's pictures with those kept, as [TestScreensAreAsTheyWere] does.
func drawStart(t *testing.T, lang, look string) {
	frozen(t, func(t *testing.T) {
		s := newEmptyStage(t)
		s.q = &queue{}
		for _, stage := range []string{"file", "restore", "server"} {
			b := starting(t, s, &opening{stage: stage}, lang)
			b.app.Settings().SetTheme(newTheme(look))
			for _, text := range wordsOn(b.small.body) {
				if words := foreign(lang, text); len(words) > 0 {
					t.Errorf("%s: %q in %q", stage, words, text)
				}
			}
			b.small.window.Resize(fyne.NewSize(startWidth, b.small.body.MinSize().Height))
			layAnew(b.small.body)
			name := "start-" + stage + "-" + lang + "-" + look
			sameAs(t, filepath.Join("testdata", "golden", name+".png"), asDrawn(t, name, b.small.window.Canvas()))
		}
	})
}
