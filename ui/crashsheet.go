package ui

import (
	"context"
	"net/url"
	"path/filepath"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"
)

// CrashReport is what is known of a run that did not end as it should: the file's name, its folder and its text.
type CrashReport = struct{ Name, Folder, Text string }

// prefCrash is the name of the last report that was shown.
const prefCrash = "crash"

// sayCrash tells once that the last run crashed. A sheet that is open already goes first; then it is told at the next start.
func (dw *desktopWindow) sayCrash() {
	c := dw.deps.Crash
	if c == nil || dw.sheets.open != nil || dw.prefs.p.String(prefCrash) == c.Name {
		return
	}
	s := newCrashSheet(dw.w)
	s.OnClose = func() { dw.sheets.leave() }
	s.OnCopy = func() {
		dw.app.Clipboard().SetContent(c.Text)
		s.note.set(dw.w.t("crash.copied"), colourGood)
	}
	s.OnFolder = func() { dw.openFolder(c.Folder) }
	s.OnDelete = func() {
		dw.sheets.leave()
		dw.run.run(func(context.Context) func() {
			err := dw.deps.DeleteCrashes()
			return func() {
				if err != nil {
					dw.banner.show(failed(err))
				}
			}
		})
	}
	dw.sheets.show(s.body, 520, s.closer, func() {
		dw.prefs.p.SetString(prefCrash, c.Name) // now it was seen: a locked window that is closed has shown nothing
		dw.focusForm()
	})
	dw.deps.trace("crash_told")
}

// openFolder shows a folder in the system's file manager, which may take its time.
func (dw *desktopWindow) openFolder(dir string) {
	dw.run.run(func(context.Context) func() {
		err := dw.app.OpenURL(folderURL(dir))
		return func() {
			if err != nil {
				dw.deps.trace("folder_not_opened")
			}
		}
	})
}

// folderURL is file:///C:/… or file:///home/….
func folderURL(dir string) *url.URL {
	path := filepath.ToSlash(dir)
	if !strings.HasPrefix(path, "/") {
		path = "/" + path
	}
	return &url.URL{Scheme: "file", Path: path}
}

// crashSheet offers the report of the last crash.
type crashSheet struct {
	copy, folder, remove, closer *button
	note                         *text
	body                         fyne.CanvasObject

	OnCopy, OnFolder, OnDelete, OnClose func()
}

func newCrashSheet(w *words) *crashSheet {
	s := &crashSheet{note: newText("", sizeSmall, colourGood)}
	s.copy = newButton(w.t("crash.copy"), func() { call(s.OnCopy) })
	s.folder = newButton(w.t("crash.folder"), func() { call(s.OnFolder) })
	s.remove = newButton(w.t("crash.delete"), func() { call(s.OnDelete) })
	s.closer = newButton(w.t("banner.close"), func() { call(s.OnClose) })
	s.body = column(12,
		newTitle(w.t("crash.title"), sizeHeading),
		newText(w.t("crash.sentence"), sizeBody, colourInk),
		s.note,
		container.NewHBox(s.closer, layout.NewSpacer(), s.remove, s.folder, s.copy),
	)
	return s
}
