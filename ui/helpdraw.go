package ui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/widget"
)

// sketch is a small picture. It is no larger than its size, and smaller where there is less room; it is drawn anew when the
// theme changes.
type sketch struct {
	widget.BaseWidget
	size  fyne.Size
	scale float32
	draw  func(s *sketch)
	drew  []fyne.CanvasObject
}

// leastSketch is the width below which a sketch cannot be read.
const leastSketch = 280

func newSketch(width, height float32, draw func(s *sketch)) fyne.CanvasObject {
	s := &sketch{size: fyne.NewSize(width, height), scale: 1, draw: draw}
	s.ExtendBaseWidget(s)
	return s
}

// CreateRenderer draws it.
func (s *sketch) CreateRenderer() fyne.WidgetRenderer {
	r := &sketchRenderer{s}
	r.Refresh()
	return r
}

type sketchRenderer struct{ s *sketch }

func (r *sketchRenderer) Destroy() {}
func (r *sketchRenderer) MinSize() fyne.Size {
	return fyne.NewSize(leastSketch, r.s.size.Height*r.s.scale)
}
func (r *sketchRenderer) Objects() []fyne.CanvasObject { return r.s.drew }

// Layout draws it as large as there is room.
func (r *sketchRenderer) Layout(room fyne.Size) {
	if scale := min(room.Width/r.s.size.Width, 1); room.Width > 0 && scale != r.s.scale {
		r.s.scale = scale
		r.Refresh()
	}
}

func (r *sketchRenderer) Refresh() {
	r.s.drew = nil
	r.s.draw(r.s)
}

// box is a rounded field with a word in its middle.
func (s *sketch) box(x, y, w, h float32, fill, ink fyne.ThemeColorName, word string) {
	b := canvas.NewRectangle(colour(fill))
	b.CornerRadius, b.StrokeColor, b.StrokeWidth = 8*s.scale, colour(colourLine), 1
	b.Move(fyne.NewPos(x*s.scale, y*s.scale))
	b.Resize(fyne.NewSize(w*s.scale, h*s.scale))
	s.drew = append(s.drew, b)
	s.word(x+w/2, y+h/2, sizeBody, ink, word)
}

// word stands around a point.
func (s *sketch) word(x, y float32, at fyne.ThemeSizeName, ink fyne.ThemeColorName, word string) {
	t, m := s.text(at, ink, word)
	t.Move(fyne.NewPos(x*s.scale-m.Width/2, y*s.scale-m.Height/2))
}

// label begins at a point.
func (s *sketch) label(x, y float32, word string) {
	t, m := s.text(sizeSmall, colourInk, word)
	t.Move(fyne.NewPos(x*s.scale, y*s.scale-m.Height/2))
}

func (s *sketch) text(at fyne.ThemeSizeName, ink fyne.ThemeColorName, word string) (*canvas.Text, fyne.Size) {
	t := canvas.NewText(word, colour(ink))
	t.TextSize = size(at) * s.scale
	t.Resize(t.MinSize())
	s.drew = append(s.drew, t)
	return t, t.MinSize()
}

func (s *sketch) line(x1, y1, x2, y2 float32, ink fyne.ThemeColorName) {
	l := canvas.NewLine(colour(ink))
	l.StrokeWidth = 2
	l.Position1, l.Position2 = fyne.NewPos(x1*s.scale, y1*s.scale), fyne.NewPos(x2*s.scale, y2*s.scale)
	s.drew = append(s.drew, l)
}

// arrow goes from left to right.
func (s *sketch) arrow(x1, x2, y float32, ink fyne.ThemeColorName) {
	s.line(x1, y, x2, y, ink)
	s.line(x2-7, y-5, x2, y, ink)
	s.line(x2-7, y+5, x2, y, ink)
}

// cross strikes something out.
func (s *sketch) cross(x, y, r float32) {
	s.line(x-r, y-r, x+r, y+r, colourBad)
	s.line(x-r, y+r, x+r, y-r, colourBad)
}

// drawUID shows the parts of a customer_uid and the card it stands for.
func drawUID(w *words) fyne.CanvasObject {
	return newSketch(470, 84, func(s *sketch) {
		for _, part := range []struct {
			x, w        float32
			text, label string
		}{
			{0, 92, "gildong", "help.draw.member"}, {104, 66, "0001", "help.draw.serial"}, {182, 66, "1234", "help.draw.last_four"},
		} {
			s.box(part.x, 8, part.w, 34, colourQuietWash, colourInk, part.text)
			s.word(part.x+part.w/2, 60, sizeSmall, colourQuiet, w.t(part.label))
		}
		s.word(98, 25, sizeBody, colourInk, "_")
		s.word(176, 25, sizeBody, colourInk, "_")
		s.arrow(262, 300, 25, colourAccent)
		s.box(310, 0, 150, 50, colourAccent, colourPanel, "•••• 1234")
	})
}

// drawReplacing shows where a customer_uid leads before and after.
func drawReplacing(w *words) fyne.CanvasObject {
	return newSketch(526, 124, func(s *sketch) {
		for i, label := range []string{"help.draw.before", "help.draw.after"} {
			x := float32(i) * 272
			s.word(x+123, 8, sizeSmall, colourQuiet, w.t(label))
			s.box(x, 50, 108, 34, colourQuietWash, colourInk, "gildong_0001")
			s.box(x+146, 24, 100, 40, colourQuietWash, colourQuiet, w.t("help.draw.old"))
		}
		s.line(110, 67, 126, 67, colourAccent)
		s.line(126, 67, 126, 44, colourAccent)
		s.arrow(126, 144, 44, colourAccent)
		s.cross(400, 44, 8) // on the way to the old card, whose name stays readable
		s.box(418, 76, 100, 40, colourAccent, colourPanel, w.t("help.draw.new"))
		s.line(382, 67, 390, 67, colourAccent)
		s.line(390, 67, 390, 96, colourAccent)
		s.arrow(390, 416, 96, colourAccent)
	})
}

// drawUnknown shows a request that arrived and an answer that did not.
func drawUnknown(w *words) fyne.CanvasObject {
	return newSketch(470, 92, func(s *sketch) {
		s.box(0, 20, 120, 52, colourQuietWash, colourInk, w.t("help.draw.desk"))
		s.box(340, 20, 120, 52, colourQuietWash, colourInk, w.t("help.draw.server"))
		s.word(230, 20, sizeSmall, colourQuiet, w.t("help.draw.sent"))
		s.arrow(128, 332, 36, colourAccent)
		s.line(332, 60, 236, 60, colourFaint)
		s.cross(222, 60, 8)
		s.word(230, 82, sizeSmall, colourQuiet, w.t("help.draw.lost"))
	})
}

// drawCard shows where on a card the things are that are asked for.
func drawCard(w *words) fyne.CanvasObject {
	return newSketch(520, 140, func(s *sketch) {
		s.box(0, 0, 220, 138, colourAccent, colourPanel, "")
		s.box(18, 26, 34, 24, colourCareWash, colourInk, "")
		s.word(110, 72, sizeBody, colourPanel, "0000 0000 0000 0000")
		s.word(110, 96, sizeSmall, colourPanel, "MM/YY")
		s.word(66, 118, sizeSmall, colourPanel, "GILDONG HONG")
		for i, label := range []string{"help.draw.number", "help.draw.expiry", "help.draw.name"} {
			y := []float32{72, 96, 118}[i]
			from := []float32{192, 132, 116}[i]
			s.line(from, y, 236, y, colourFaint)
			s.label(244, y, w.t(label))
		}
	})
}
