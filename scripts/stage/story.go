package stage

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
)

// Story is a walk through the window, key by key. Once a step has failed, those after it do nothing and Err says why.
type Story struct {
	Err    error
	Window *Program
	// Class is what the window is called by whoever draws desktops, for a program that has another process open it: "" looks for
	// the process's own.
	Class string

	ctx    context.Context
	screen *Display
	env    []string
	shots  string
	taken  int
}

// NewStory begins a story on a display. env is what the program starts with, shots the folder of its pictures ("": none).
func NewStory(ctx context.Context, screen *Display, env []string, shots string) *Story {
	s := &Story{ctx: ctx, screen: screen, env: env, shots: shots}
	if shots != "" {
		s.Err = os.MkdirAll(shots, 0o750)
	}
	return s
}

// Private is an environment with everything the program may write in one folder, and nothing of the desktop around it.
func Private(home string) []string {
	env := []string{"PATH=" + os.Getenv("PATH"), "LANG=ko_KR.UTF-8", "HOME=" + home}
	for _, v := range []string{"XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_CACHE_HOME", "XDG_STATE_HOME", "XDG_RUNTIME_DIR"} {
		env = append(env, v+"="+home)
	}
	return env
}

// Open starts the program and waits until its window takes keys and the server has answered.
func (s *Story) Open(binary string, args ...string) { s.OpenUntil("started", binary, args...) }

// OpenUntil starts the program and waits for the event that tells of a window.
func (s *Story) OpenUntil(event, binary string, args ...string) {
	if s.Err != nil {
		return
	}
	if s.Window, s.Err = StartProgram(s.screen, s.env, binary, args...); s.Err != nil {
		return
	}
	s.Await(event)
	s.Focus()
}

// Focus gives the program's window the keyboard, as a window manager would.
func (s *Story) Focus() {
	by, what := "--pid", strconv.Itoa(s.Window.PID())
	if s.Class != "" {
		by, what = "--class", s.Class
	}
	out := s.xdotool("search", "--sync", "--onlyvisible", by, what)
	s.Window.window, _, _ = strings.Cut(strings.TrimSpace(out), "\n")
	s.xdotool("windowfocus", "--sync", s.Window.window)
}

// Close closes the window.
func (s *Story) Close() {
	if s.Err == nil {
		s.Err = s.Window.Close(s.ctx)
	}
}

// Leave closes the small window of a start that takes long.
func (s *Story) Leave() {
	if s.Err == nil {
		s.Err = s.Window.leave(s.ctx)
	}
}

// End leaves nothing running; of a story that failed, a picture and what the program wrote.
func (s *Story) End() {
	if s.Err != nil && s.shots != "" {
		_ = s.screen.Save(context.WithoutCancel(s.ctx), filepath.Join(s.shots, "failed.png"))
		if s.Window != nil {
			_ = os.WriteFile(filepath.Join(s.shots, "failed.log"), []byte(s.Window.Said.String()), 0o600)
		}
	}
	if s.Window != nil {
		s.Window.Kill()
	}
}

// Keys presses keys by their X names, one after the other.
func (s *Story) Keys(names ...string) {
	s.xdotool(append([]string{"key", "--delay", "8"}, names...)...)
}

// Times presses one key several times.
func (s *Story) Times(n int, key string) {
	if n > 0 {
		s.Keys(slices.Repeat([]string{key}, n)...)
	}
}

// Write types a text.
func (s *Story) Write(text string) { s.xdotool("type", "--delay", "8", "--", text) }

// Await waits for an event of the program.
func (s *Story) Await(name string, pairs ...any) Event {
	if s.Err != nil {
		return nil
	}
	var e Event
	e, s.Err = s.Window.Await(s.ctx, name, pairs...)
	return e
}

// Once waits for an event unless the program has had it already.
func (s *Story) Once(name string) {
	if s.Err == nil && s.Window.last(name) == nil {
		s.Await(name)
	}
}

// Shoot keeps a picture of the screen, numbered in order.
func (s *Story) Shoot(name string) {
	if s.Err != nil || s.shots == "" {
		return
	}
	s.taken++
	s.Err = s.screen.Save(s.ctx, filepath.Join(s.shots, fmt.Sprintf("%02d-%s.png", s.taken, name)))
}

// Must ends the story unless what it was to show is so.
func (s *Story) Must(so bool, sentence string, values ...any) {
	if s.Err == nil && !so {
		s.Err = fmt.Errorf(sentence, values...)
	}
}

func (s *Story) xdotool(args ...string) string {
	if s.Err != nil {
		return ""
	}
	ctx, cancel := context.WithTimeout(s.ctx, patience)
	defer cancel()
	cmd := exec.CommandContext(ctx, "xdotool", args...)
	cmd.Env = append(os.Environ(), s.screen.Env()...)
	out, err := cmd.CombinedOutput()
	if err != nil {
		s.Err = fmt.Errorf("xdotool %s: %w: %s", args[0], err, out)
	}
	return string(out)
}
