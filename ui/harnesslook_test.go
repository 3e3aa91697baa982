package ui

import (
	"errors"
	"image/png"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/test"
	"github.com/zalando/go-keyring"
)

var errNoItem = errors.Join(keyring.ErrNotFound)

// collect gathers the texts of what is visible.
func collect(o fyne.CanvasObject, out *strings.Builder) {
	if o == nil || !o.Visible() {
		return
	}
	switch o := o.(type) {
	case *canvas.Text:
		if o.Text != "" {
			out.WriteString(o.Text + "\n")
		}
	case *text:
		out.WriteString(o.content + "\n")
	case *fyne.Container:
		for _, c := range o.Objects {
			collect(c, out)
		}
	case fyne.Widget:
		for _, c := range test.WidgetRenderer(o).Objects() {
			collect(c, out)
		}
	}
}

func saveShot(t *testing.T, c fyne.Canvas, name string) {
	t.Helper()
	dir := os.Getenv("BILLKEY_SHOTS")
	if dir == "" {
		return
	}
	f, err := os.Create(filepath.Join(dir, name+".png"))
	if err != nil {
		t.Fatal(err)
	}
	if err := errors.Join(png.Encode(f, c.Capture()), f.Close()); err != nil {
		t.Fatal(err)
	}
}
