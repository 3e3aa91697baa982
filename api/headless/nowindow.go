package headless

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"runtime"

	"billkey/api/ledger"
)

// NoWindowError tells that the system cannot show the window.
type NoWindowError struct {
	OpenGL bool  // there is a desktop, but nothing to draw with
	Err    error // in the system's words
}

func (e *NoWindowError) Error() string { return fmt.Sprintf("no window: %v", e.Err) }
func (e *NoWindowError) Unwrap() error { return e.Err }

// whyNoStart says in every language of the program what kept the window away and what to do: whoever reads it has not been
// able to choose one. The cause in the system's words, for whoever is asked for help, is part of the sentence.
func whyNoStart(err error) string {
	key, cause := "start.failed", err
	var none *NoWindowError
	var newer *ledger.NewerError
	switch {
	case errors.As(err, &none):
		key, cause = noWindowKey(none, runtime.GOOS), none.Err
	case errors.As(err, &newer):
		key, cause = "start.newer", newer
	case serverKey(err) != "":
		key = serverKey(err)
	}
	folder, text := programFolder(os.Executable()), ""
	for _, lang := range []string{"ko", "en"} {
		if text != "" {
			text += "\n\n"
		}
		text += wordsFor(lang).t(key, "Error", cause.Error(), "Folder", folder) + wordsFor(lang).wayOut(err)
	}
	return text
}

// programFolder is where whoever installed the program finds it: the twin that draws in software lies in a folder below.
func programFolder(exe string, err error) string {
	if err != nil {
		return "."
	}
	dir := filepath.Dir(exe)
	if _, err := os.Stat(filepath.Join(dir, "opengl32.dll")); err == nil && filepath.Base(dir) == "software" {
		return filepath.Dir(dir)
	}
	return dir
}

func noWindowKey(e *NoWindowError, system string) string {
	switch {
	case !e.OpenGL:
		return "start.no_display"
	case system == "windows":
		return "start.no_opengl_windows"
	}
	return "start.no_opengl"
}

// whyNotOpen has words for a ledger that a later version of the program wrote, and for a server's; every other error stays
// as it is.
func (c *Command) whyNotOpen(err error) error {
	w, key := wordsFor(c.Options.language()), serverKey(err)
	var newer *ledger.NewerError
	var chosen *ChosenError
	switch {
	case errors.As(err, &newer):
		return errors.New(w.t("start.newer", "Error", newer.Error()))
	case key != "":
		return errors.New(w.t(key, "Error", err.Error()) + w.wayOut(err))
	case errors.As(err, &chosen):
		return fmt.Errorf("%w%s", err, w.wayOut(err))
	}
	return err
}

// wayOut tells how to start all the same where it was a choice of the window that failed.
func (w words) wayOut(err error) string {
	var chosen *ChosenError
	if !errors.As(err, &chosen) {
		return ""
	}
	return "\n" + w.t("ledger.server.own")
}
