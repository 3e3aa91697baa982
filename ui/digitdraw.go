package ui

import (
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/theme"

	"billkey/api/card"
)

// glyphs are the only strings a digit is drawn from, shared by all fields.
var glyphs = [10]string{"0", "1", "2", "3", "4", "5", "6", "7", "8", "9"}

const (
	fieldInset = 12
	maskGlyph  = "●"
	maskScale  = 0.7 // dots and letters that do not touch
)

// CreateRenderer draws background, selection, one canvas.Text a digit, the gaps' separators and the caret.
func (f *digitField) CreateRenderer() fyne.WidgetRenderer {
	r := &digitRenderer{
		f: f, size: f.Size(), back: canvas.NewRectangle(nil), caret: canvas.NewRectangle(nil), selected: canvas.NewRectangle(nil),
	}
	r.objects = []fyne.CanvasObject{r.back, r.selected}
	for range f.digits.Max() {
		r.cells = append(r.cells, r.addText())
	}
	for range 4 {
		r.marks = append(r.marks, r.addText())
	}
	r.objects = append(r.objects, r.caret)
	r.Refresh()
	return r
}

type digitRenderer struct {
	f                     *digitField
	back, selected, caret *canvas.Rectangle
	cells, marks          []*canvas.Text
	objects               []fyne.CanvasObject
	size                  fyne.Size
}

func (r *digitRenderer) addText() *canvas.Text {
	t := canvas.NewText("", nil)
	t.Alignment = fyne.TextAlignCenter
	r.objects = append(r.objects, t)
	return t
}

func (r *digitRenderer) Destroy() {}

func (r *digitRenderer) Objects() []fyne.CanvasObject { return r.objects }

func (r *digitRenderer) MinSize() fyne.Size {
	cell := r.f.cell()
	n := r.f.digits.Max()
	w := r.f.left(n) + fieldInset
	return fyne.NewSize(w, cell.Height+14)
}

func (r *digitRenderer) Layout(s fyne.Size) {
	r.size = s
	r.Refresh()
}

func (r *digitRenderer) Refresh() {
	r.drawBack()
	r.drawCells()
	r.drawMarks()
	r.drawCaret()
	canvas.Refresh(r.f)
}

func (r *digitRenderer) drawBack() {
	r.back.FillColor = colour(theme.ColorNameInputBackground)
	if r.f.disabled {
		r.back.FillColor = colour(colourQuietWash)
	}
	r.back.StrokeColor = colour(r.f.borderColour())
	r.back.StrokeWidth = 1.5
	if r.f.focused {
		r.back.StrokeWidth = 2.5
	}
	r.back.CornerRadius = size(theme.SizeNameInputRadius)
	r.back.Resize(r.size)
}

func (r *digitRenderer) drawCells() {
	digits, cell, top := r.f.digits.Bytes(), r.f.cell(), r.top()
	ghost := r.f.ghostFor(digits)
	for i, t := range r.cells {
		t.Text, t.Color, t.TextSize = r.glyph(digits, ghost, i), colour(colourInk), size(r.f.size)
		if i >= len(digits) {
			t.Color = colour(colourFaint)
		}
		if r.f.masked || t.Text > "9" {
			t.TextSize *= maskScale // letters of a ghost are wider than digits
		}
		t.Hidden = t.Text == "" // an empty text is shaped and painted all the same
		t.Resize(cell)
		t.Move(fyne.NewPos(r.f.left(i), top))
	}
}

// glyph is what stands in cell i: a digit, a dot, a ghost, or nothing.
func (r *digitRenderer) glyph(digits []byte, ghost string, i int) string {
	switch {
	case i < len(digits) && r.f.masked:
		return maskGlyph
	case i < len(digits):
		return glyphs[digits[i]-'0']
	case i < len(ghost):
		return ghost[i : i+1]
	}
	return ""
}

// ghostFor is what is drawn of the ghost while these digits stand there.
func (f *digitField) ghostFor(digits []byte) string {
	if f.room == nil {
		return f.ghost
	}
	return f.ghost[:min(f.room(digits), len(f.ghost))]
}

func (r *digitRenderer) drawMarks() {
	gaps := r.f.gapList()
	for i, m := range r.marks {
		m.Text, m.Hidden = "", true
		if r.f.separator == "" || i >= len(gaps) {
			continue
		}
		m.Hidden = false
		m.Text, m.Color, m.TextSize = r.f.separator, colour(colourQuiet), size(r.f.size)
		m.Resize(fyne.NewSize(r.f.gapWidth(), r.f.cell().Height))
		m.Move(fyne.NewPos(r.f.left(gaps[i])-r.f.gapWidth(), r.top()))
	}
}

func (r *digitRenderer) drawCaret() {
	from, to := r.f.digits.Selection()
	h, top := r.f.cell().Height, r.top()
	r.selected.FillColor = colour(theme.ColorNameSelection)
	r.selected.Hidden = !r.f.focused || from == to
	r.selected.Move(fyne.NewPos(r.f.left(from), top))
	r.selected.Resize(fyne.NewSize(r.f.left(to)-r.f.left(from), h))
	r.caret.FillColor = colour(colourAccent)
	r.caret.Hidden = !r.f.focused || r.f.disabled
	r.caret.Move(fyne.NewPos(r.f.left(r.f.digits.Caret())-1, top))
	r.caret.Resize(fyne.NewSize(2, h))
}

func (r *digitRenderer) top() float32 { return (r.size.Height - r.f.cell().Height) / 2 }

// cell is the room of one digit: all are as wide as the widest.
func (f *digitField) cell() fyne.Size {
	m := fyne.MeasureText("8", size(f.size), fyne.TextStyle{})
	return fyne.NewSize(m.Width+2, m.Height)
}

func (f *digitField) gapWidth() float32 {
	if f.separator != "" {
		return 16
	}
	return 11
}

func (f *digitField) gapList() []int {
	if f.gaps == nil {
		return nil
	}
	return f.gaps(f.digits.Bytes())
}

// left is the x of digit i. A digit behind a gap starts after it, and so does the caret in front of it.
func (f *digitField) left(i int) float32 {
	x := fieldInset + float32(i)*f.cell().Width
	for _, g := range f.gapList() {
		if i >= g {
			x += f.gapWidth()
		}
	}
	return x
}

// digitAt is how many digits lie left of x.
func (f *digitField) digitAt(x float32) int {
	n, half := f.digits.Len(), f.cell().Width/2
	for i := range n {
		if x < f.left(i)+half {
			return i
		}
	}
	return n
}

// numberRoom is as many digits as a number that begins like this usually has.
func numberRoom(digits []byte) int {
	if n := card.UsualLength(digits); n != 0 {
		return n
	}
	return 16
}

// numberGaps groups a card number as its brand prints it.
func numberGaps(digits []byte) []int { return card.BrandOf(digits).Gaps(len(digits)) }

// fixedGaps always draws the same gaps.
func fixedGaps(at ...int) func([]byte) []int {
	return func([]byte) []int { return slices.Clone(at) }
}
