package ui

import (
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"pgregory.net/rapid"

	"billkey/api/card"
)

// plainField is the plainest thing that behaves like the field: text left of the caret and text right of it.
type plainField struct {
	text          string
	caret, anchor int
	shift         bool
}

func (m *plainField) put(s string) bool {
	from, to := min(m.caret, m.anchor), max(m.caret, m.anchor)
	if len(m.text)-(to-from)+len(s) > card.MaxNumber {
		return false
	}
	m.text = m.text[:from] + s + m.text[to:]
	m.caret = from + len(s)
	m.anchor = m.caret
	return true
}

func (m *plainField) erase(step int) {
	if m.caret == m.anchor {
		m.anchor = max(0, min(len(m.text), m.caret+step))
	}
	m.put("")
}

func (m *plainField) move(to int) {
	m.caret = max(0, min(len(m.text), to))
	if !m.shift {
		m.anchor = m.caret
	}
}

var plainMoves = map[string]func(m *plainField) int{
	"left": func(m *plainField) int { return m.caret - 1 }, "right": func(m *plainField) int { return m.caret + 1 },
	"home": func(*plainField) int { return 0 }, "end": func(m *plainField) int { return len(m.text) },
	"up": func(*plainField) int { return 0 }, "down": func(m *plainField) int { return len(m.text) },
}

// nearest is where a press at x puts the caret, read off what is drawn.
func (p *pad) nearest(x float32) int {
	n := 0
	for _, t := range p.renderer().cells[:p.f.digits.Len()] {
		if t.Position().X+t.Size().Width/2 <= x {
			n++
		}
	}
	return n
}

// agrees compares the field, and what it draws, with the model.
func (p *pad) agrees(m *plainField) {
	p.t.Helper()
	d := p.f.digits
	from, to := d.Selection()
	if string(d.Bytes()) != m.text || d.Caret() != m.caret || from != min(m.caret, m.anchor) || to != max(m.caret, m.anchor) {
		p.t.Fatalf("field %q caret %d selected %d..%d, model %+v", d.Bytes(), d.Caret(), from, to, *m)
	}
	r := p.renderer()
	var drawn strings.Builder
	end := float32(0)
	for i, t := range r.cells {
		drawn.WriteString(t.Text)
		if t.Position().X < end-0.01 {
			p.t.Fatalf("cell %d lies over the one before", i)
		}
		end = t.Position().X + t.Size().Width
	}
	caret := r.caret.Position().X + r.caret.Size().Width/2
	switch before, after := r.cells[:m.caret], r.cells[m.caret:len(m.text)]; {
	case drawn.String() != m.text:
		p.t.Fatalf("draws %q of %q", drawn.String(), m.text)
	case len(before) > 0 && caret < before[len(before)-1].Position().X+before[0].Size().Width-1:
		p.t.Fatalf("caret %d is drawn left of the digit before it", m.caret)
	case len(after) > 0 && caret > after[0].Position().X+1:
		p.t.Fatalf("caret %d is drawn right of the digit behind it", m.caret)
	case r.selected.Visible() != (m.caret != m.anchor):
		p.t.Fatalf("selection drawn: %t, model %+v", r.selected.Visible(), *m)
	}
}

func TestFieldAgreesWithANaiveModelOnEveryEditScript(t *testing.T) {
	p := newPad(t, numberField())
	rapid.Check(t, func(t *rapid.T) {
		p.t = t
		p.f.wipe()
		p.f.shift = false
		m := &plainField{}
		moves := rapid.SampledFrom([]string{"left", "right", "home", "end", "up", "down"})
		text := rapid.StringOfN(rapid.SampledFrom([]rune("0123456789４ -\u00a0\nx,")), 0, 24, -1)
		t.Repeat(map[string]func(*rapid.T){
			"digit": func(t *rapid.T) {
				r := rapid.SampledFrom([]rune("01234567894111９x ")).Draw(t, "key")
				p.f.TypedRune(r)
				if c, ok := card.DigitOf(r); ok {
					m.put(string(c))
				}
			},
			"erase": func(t *rapid.T) {
				if rapid.Bool().Draw(t, "backwards") {
					p.one("back")
					m.erase(-1)
					return
				}
				p.one("delete")
				m.erase(+1)
			},
			"move": func(t *rapid.T) {
				key := moves.Draw(t, "key")
				p.one(key)
				m.move(plainMoves[key](m))
			},
			"shift": func(*rapid.T) {
				event := &fyne.KeyEvent{Name: desktop.KeyShiftLeft}
				if m.shift = !m.shift; m.shift {
					p.f.KeyDown(event)
				} else {
					p.f.KeyUp(event)
				}
			},
			"all": func(*rapid.T) { p.one("all"); m.anchor, m.caret = 0, len(m.text) },
			"click": func(t *rapid.T) {
				x := rapid.Float32Range(-5, 600).Draw(t, "x")
				at := p.nearest(x)
				p.click(x)
				m.move(at)
			},
			"drag": func(t *rapid.T) {
				x := rapid.Float32Range(-5, 600).Draw(t, "x")
				m.caret = p.nearest(x)
				p.f.Dragged(&fyne.DragEvent{PointEvent: fyne.PointEvent{Position: fyne.NewPos(x, 20)}})
			},
			"paste": func(t *rapid.T) {
				content := text.Draw(t, "text")
				p.paste(content)
				digits := strings.NewReplacer("４", "4", " ", "", "-", "", "\u00a0", "", "\n", "").Replace(content)
				if digits != "" && !strings.ContainsAny(digits, "x,") {
					m.put(digits)
				}
			},
			"": func(*rapid.T) { p.agrees(m) },
		})
	})
}
