package headless

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"billkey/api/instance"
)

func TestLaterStartEndsWellWhileTheWindowIsOpen(t *testing.T) {
	dir := t.TempDir()
	args := []string{"-data", dir, "-lang", "en"}
	came, windows := 0, 0
	code := Start(args, screenOf(func(p *Parts) error {
		windows++
		p.Seat.Serve(t.Context(), func(context.Context) bool { came++; return true })
		if code := Start(args, screenOf(func(*Parts) error { windows++; return nil })); code != ExitOK {
			t.Errorf("the later start: %d", code)
		}
		return nil
	}))
	if code != ExitOK || windows != 1 || came != 1 {
		t.Errorf("%d: %d windows, came forward %d times", code, windows, came)
	}
	if code := Start(args, screenOf(func(*Parts) error { return nil })); code != ExitOK {
		t.Errorf("after the window was closed: %d", code)
	}
}

// screenOf is a screen that is always there.
func screenOf(window func(*Parts) error) Screen {
	return Screen{Ready: func() error { return nil }, Open: func(o *Opening) error {
		p, err := o.Parts()
		if err != nil {
			return err
		}
		return window(p)
	}, Alert: func(string) {}}
}

func TestScreenThatIsNotThereIsSaidBeforeAnythingIsOpened(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "data")
	for _, openGL := range []bool{false, true} {
		said := ""
		code := Start([]string{"-data", dir}, Screen{
			Ready: func() error { return &NoWindowError{OpenGL: openGL, Err: errors.New("system's words")} },
			Open:  func(*Opening) error { t.Error("opened"); return nil },
			Alert: func(text string) { said = text },
		})
		if code != ExitNoWindow || !strings.Contains(said, "빌키 데스크") || !strings.Contains(said, "Billkey Desk") ||
			strings.Count(said, "system's words") != 2 || strings.Contains(said, "OpenGL") != openGL {
			t.Errorf("%d %s", code, said)
		}
	}
	if _, err := os.Stat(dir); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("the folder: %v", err)
	}
}

func TestLaterStartLooksAtNothingInTheFolder(t *testing.T) {
	dir := t.TempDir()
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	seat, err := instance.Take(ctx, dir)
	if err != nil {
		t.Fatal(err)
	}
	defer seat.Close()
	seat.Serve(ctx, func(context.Context) bool { return true })
	wish := filepath.Join(dir, restoreWish)
	if err := os.WriteFile(wish, []byte("{}"), 0o600); err != nil {
		t.Fatal(err)
	}
	if code := Start([]string{"-data", dir}, screenOf(func(*Parts) error { return errors.New("a second window") })); code != ExitOK {
		t.Errorf("%d", code)
	}
	if _, err := os.Stat(wish); err != nil {
		t.Errorf("the wish to restore: %v", err)
	}
	if _, err := os.Stat(filepath.Join(dir, "ledger.db")); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("the ledger was touched: %v", err)
	}
}

func TestCommandsWorkBesideTheWindow(t *testing.T) {
	f := newFaces(t)
	if code := Start([]string{"-data", f.dir}, screenOf(func(*Parts) error {
		if r := f.run("", "check"); r.code != ExitOK {
			t.Errorf("%+v", r)
		}
		return nil
	})); code != ExitOK {
		t.Errorf("%d", code)
	}
}

func TestTakenFolderIsNamedInBothLanguages(t *testing.T) {
	t.Parallel()
	for _, e := range []*instance.TakenError{{}, {PID: 7, Host: "desk-3"}, {PID: 7, Closing: true}, {PID: 7, Opening: true}} {
		ko, en := wordsFor("ko").taken(e, "folder"), wordsFor("en").taken(e, "folder")
		if ko == en || strings.Contains(ko+en, "{") {
			t.Errorf("%+v: %q %q", e, ko, en)
		}
	}
}

func TestFolderOfTheProgramIsNamedAlsoByItsTwin(t *testing.T) {
	at := t.TempDir()
	software := filepath.Join(at, "software")
	if got := programFolder(filepath.Join(software, "billkey.exe"), nil); got != software {
		t.Errorf("somebody's own folder of that name: %s", got)
	}
	if err := errors.Join(os.Mkdir(software, 0o700), os.WriteFile(filepath.Join(software, "opengl32.dll"), nil, 0o600)); err != nil {
		t.Fatal(err)
	}
	for exe, want := range map[string]string{"billkey.exe": at, filepath.Join("software", "billkey.exe"): at} {
		if got := programFolder(filepath.Join(at, exe), nil); got != want {
			t.Errorf("%s: %s", exe, got)
		}
	}
	if got := programFolder("", errors.New("unknown")); got != "." {
		t.Errorf("unknown: %s", got)
	}
}
