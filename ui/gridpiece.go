package ui

import (
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
)

const (
	gridBadgePad    = 7
	gridBadgeHeight = 20
	gridBarHeight   = 9 // of a placeholder
)

// gridLook is all that a piece is drawn from. A piece whose look has not changed is not touched.
type gridLook struct {
	cell    gridCell
	x, y, w float32
	h       float32 // height of the line; the text stands in its middle
	right   bool
	small   bool
	loaded  bool
	bar     float32 // width of the placeholder, as a share
}

// gridPiece is one text of a row, with the wash of a badge behind it, or the bar that stands for it while it is loading.
type gridPiece struct {
	back *canvas.Rectangle
	text *canvas.Text
	look gridLook
	ok   bool // look is what is drawn
}

func newGridPiece() *gridPiece {
	p := &gridPiece{back: canvas.NewRectangle(nil), text: canvas.NewText("", nil)}
	p.back.Hidden, p.text.Hidden = true, true
	return p
}

func (p *gridPiece) draw(m *gridRuler, look gridLook) {
	if p.ok && p.look == look {
		return
	}
	p.look, p.ok = look, true
	if !look.loaded {
		p.drawBar()
		return
	}
	p.drawText(m)
}

func (p *gridPiece) drawBar() {
	l := p.look
	p.text.Hidden = true
	p.back.Hidden = l.bar == 0 || l.w <= 0
	p.back.FillColor, p.back.CornerRadius = colour(colourQuietWash), gridBarHeight/2
	w := l.w * l.bar
	x := l.x
	if l.right {
		x += l.w - w
	}
	p.back.Resize(fyne.NewSize(w, gridBarHeight))
	p.back.Move(fyne.NewPos(x, l.y+(l.h-gridBarHeight)/2))
}

func (p *gridPiece) drawText(m *gridRuler) {
	l, c := p.look, p.look.cell
	points, bold, pad := size(sizeBody), c.bold, float32(0)
	if l.small || c.badge != "" {
		points = size(sizeSmall)
	}
	if c.badge != "" {
		bold, pad = true, gridBadgePad
	}
	shown, width := m.cutBefore(shortest(c, m, l.w-2*pad, points), c.tail, l.w-2*pad, points, bold)
	p.text.Text, p.text.Color, p.text.TextSize, p.text.TextStyle = shown, colour(inkOf(c)), points, fyne.TextStyle{Bold: bold}
	p.text.Alignment = fyne.TextAlignLeading
	if l.right {
		p.text.Alignment = fyne.TextAlignTrailing
	}
	p.text.Hidden = c.text == "" || l.w <= 0 // an empty text is shaped and painted all the same
	p.text.Resize(fyne.NewSize(l.w-2*pad, l.h))
	p.text.Move(fyne.NewPos(l.x+pad, l.y))
	p.drawBadge(width)
}

func (p *gridPiece) drawBadge(text float32) {
	l := p.look
	p.back.Hidden = l.cell.badge == "" || p.text.Hidden
	if p.back.Hidden {
		return
	}
	w, x := min(text+2*gridBadgePad, l.w), l.x
	if l.right {
		x += l.w - w
	}
	p.back.FillColor, p.back.CornerRadius = colour(l.cell.badge), 6
	p.back.Resize(fyne.NewSize(w, gridBadgeHeight))
	p.back.Move(fyne.NewPos(x, l.y+(l.h-gridBadgeHeight)/2))
}

func inkOf(c gridCell) fyne.ThemeColorName {
	if c.colour == "" {
		return colourInk
	}
	return c.colour
}

// shortest is the text of a cell; of a badge that has no room for it only the sign it begins with.
func shortest(c gridCell, m *gridRuler, room, points float32) string {
	sign, _, found := strings.Cut(c.text, " ")
	if found && c.badge != "" && m.width(c.text, points, true) > room {
		return sign
	}
	return c.text
}
