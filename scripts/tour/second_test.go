package main

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"io"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"billkey/scripts/stage"
)

// desk is a display and an environment of its own, for several windows.
type desk struct {
	t      *testing.T
	binary string
	home   string
	screen *stage.Display
	env    []string
}

// newDesk is one of the usual size, unless more arguments for its X server say otherwise.
func newDesk(t *testing.T, more ...string) *desk {
	t.Helper()
	d := &desk{t: t, binary: program(t), home: t.TempDir()}
	var err error
	if d.screen, err = stage.StartDisplay(d.home, more...); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(d.screen.Stop)
	d.env = stage.Private(d.home)
	return d
}

// open starts the program on a folder and returns when its window is there.
func (d *desk) open(folder string, more ...string) *stage.Story {
	d.t.Helper()
	s := stage.NewStory(d.t.Context(), d.screen, d.env, "")
	d.t.Cleanup(s.End)
	s.Open(d.binary, append([]string{"-data", filepath.Join(d.home, folder)}, more...)...)
	s.Await("ready")
	d.must(s)
	return s
}

func (d *desk) must(s *stage.Story) {
	d.t.Helper()
	if s.Err != nil {
		d.t.Fatal(s.Err)
	}
}

// again runs the program on a folder to its end: a start that is not to open a window.
func (d *desk) again(folder, lang string) (code int, out, said string) {
	d.t.Helper()
	ctx, cancel := context.WithTimeout(d.t.Context(), 30*time.Second)
	defer cancel()
	cmd := exec.CommandContext(ctx, d.binary, "-data", filepath.Join(d.home, folder), "-lang", lang)
	cmd.Env = append(d.env[:len(d.env):len(d.env)], d.screen.Env()...)
	var stdout, stderr bytes.Buffer
	cmd.Stdout, cmd.Stderr = &stdout, &stderr
	err := cmd.Run()
	var exit *exec.ExitError
	if err != nil && !errors.As(err, &exit) || ctx.Err() != nil {
		d.t.Fatalf("%v %s", err, &stderr)
	}
	return cmd.ProcessState.ExitCode(), stdout.String(), stderr.String()
}

// x asks the display.
func (d *desk) x(args ...string) string {
	d.t.Helper()
	ctx, cancel := context.WithTimeout(d.t.Context(), 30*time.Second)
	defer cancel()
	cmd := exec.CommandContext(ctx, "xdotool", args...)
	cmd.Env = append(d.env[:len(d.env):len(d.env)], d.screen.Env()...)
	out, err := cmd.CombinedOutput()
	if err != nil {
		d.t.Fatalf("xdotool %v: %v %s", args, err, out)
	}
	return strings.TrimSpace(string(out))
}

// manage starts a window manager and waits until it manages, since a window asks once, at its start, who does. Before that the
// manager may write other lines, as where it finds no file of its menu.
func (d *desk) manage() {
	d.t.Helper()
	const ready = "manages"
	cmd := exec.Command("openbox", "--startup", "echo "+ready)
	cmd.Env = append(d.env[:len(d.env):len(d.env)], d.screen.Env()...)
	said, err := cmd.StdoutPipe()
	if err := errors.Join(err, cmd.Start()); err != nil {
		d.t.Fatal(err)
	}
	d.t.Cleanup(func() { _ = cmd.Process.Kill(); _ = cmd.Wait() })
	for lines := bufio.NewScanner(said); lines.Scan(); {
		if lines.Text() == ready {
			return
		}
	}
	d.t.Fatal("openbox has ended")
}

func (d *desk) window(s *stage.Story) string {
	d.t.Helper()
	return strings.Fields(d.x("search", "--sync", "--onlyvisible", "--pid", strconv.Itoa(s.Window.PID())))[0]
}

func TestSecondStartBringsTheFirstWindowForward(t *testing.T) {
	d := newDesk(t)
	first := d.open("a")
	second := d.open("b") // another folder: side by side, and above the first
	if front := d.x("getwindowfocus"); front != d.window(second) {
		t.Fatalf("%s is in front", front)
	}
	code, out, said := d.again("a", "ko")
	if code != 0 || !strings.Contains(out, "앞으로 가져왔습니다") || said != "" {
		t.Errorf("%d %q %q", code, out, said)
	}
	first.Await("came_forward")
	d.must(first)
	if front := d.x("getwindowfocus"); front != d.window(first) {
		t.Errorf("%s is in front", front)
	}
	first.Close()
	d.open("a").Close() // closed: the folder is free
	second.Close()
	d.must(second)
}

func TestSecondStartOpensAMinimisedWindow(t *testing.T) {
	if _, err := exec.LookPath("openbox"); err != nil {
		t.Skip("openbox is not installed")
	}
	d := newDesk(t)
	d.manage()
	s := d.open("a")
	w := d.window(s)
	d.x("windowminimize", "--sync", w)
	if code, out, said := d.again("a", "en"); code != 0 || !strings.Contains(out, "come to the front") {
		t.Fatalf("%d %q %q", code, out, said)
	}
	if shown := d.window(s); shown != w { // waits until it is visible
		t.Errorf("%s is shown", shown)
	}
	s.Close()
	d.must(s)
}

func TestOfTwoStartsAtTheSameMomentOneOpensTheWindow(t *testing.T) {
	d := newDesk(t)
	var all []*stage.Program
	for range 2 {
		p, err := stage.StartProgram(d.screen, d.env, d.binary, "-data", filepath.Join(d.home, "a"))
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(p.Kill)
		all = append(all, p)
	}
	windows := 0
	for _, p := range all {
		switch _, err := p.Await(t.Context(), "started"); {
		case err == nil:
			windows++
		case !errors.Is(err, io.ErrUnexpectedEOF): // it has ended
			t.Error(err)
		}
	}
	if windows != 1 {
		t.Errorf("%d windows", windows)
	}
}

func TestWindowThatHangsIsNamedAndOneThatWasKilledIsForgotten(t *testing.T) {
	d := newDesk(t)
	hanging := d.open("a")
	pid := hanging.Window.PID()
	if err := syscall.Kill(pid, syscall.SIGSTOP); err != nil {
		t.Fatal(err)
	}
	for lang, sentence := range map[string]string{"ko": "응답하지 않습니다", "en": "does not answer"} {
		code, out, said := d.again("a", lang)
		if code != 4 || out != "" || !strings.Contains(said, sentence) || !strings.Contains(said, strconv.Itoa(pid)) {
			t.Errorf("%d %q %q", code, out, said)
		}
	}
	hanging.Window.Kill()
	d.open("a").Close()
}
