package ui

import (
	"strings"

	"fyne.io/fyne/v2"
)

// gridRuler measures texts by adding up their letters, each measured once. Shaping every cell and every shorter form of
// it is what makes a table slow; what kerning takes off is less than a pixel.
type gridRuler struct{ widths map[gridLetter]float32 }

type gridLetter struct {
	r    rune
	bold bool
	size float32
}

func newGridRuler() *gridRuler { return &gridRuler{widths: map[gridLetter]float32{}} }

func (m *gridRuler) letter(l gridLetter) float32 {
	w, ok := m.widths[l]
	if !ok {
		w = fyne.MeasureText(string(l.r), l.size, fyne.TextStyle{Bold: l.bold}).Width
		m.widths[l] = w
	}
	return w
}

func (m *gridRuler) width(s string, size float32, bold bool) float32 {
	sum := float32(0)
	for _, r := range s {
		sum += m.letter(gridLetter{r, bold, size})
	}
	return sum
}

// cut makes one line of a text and shortens it to a width with an ellipsis. It also tells how wide the result is.
func (m *gridRuler) cut(s string, room, size float32, bold bool) (string, float32) {
	if strings.ContainsAny(s, "\n\r\t") {
		s = strings.Join(strings.Fields(s), " ")
	}
	dots := m.letter(gridLetter{'…', bold, size})
	sum, keep, kept := float32(0), 0, float32(0)
	for i, r := range s {
		if sum+dots <= room {
			keep, kept = i, sum
		}
		if sum += m.letter(gridLetter{r, bold, size}); sum > room {
			return strings.TrimRight(s[:keep], " ") + "…", kept + dots
		}
	}
	return s, sum
}

// cutBefore cuts before the last letters of a text, which tell it from its neighbours; without room for them, as cut does.
func (m *gridRuler) cutBefore(s string, tail int, room, size float32, bold bool) (string, float32) {
	letters := []rune(s)
	if tail == 0 || len(letters) <= tail || m.width(s, size, bold) <= room {
		return m.cut(s, room, size, bold)
	}
	end := string(letters[len(letters)-tail:])
	wide := m.width(end, size, bold)
	head, width := m.cut(string(letters[:len(letters)-tail]), room-wide, size, bold)
	if head == "" || head == "…" {
		return m.cut(s, room, size, bold)
	}
	if head[len(head)-len("…"):] != "…" { // all of it would fit but for the dots
		head, width = m.cut(head+"…", room-wide, size, bold)
	}
	return head + end, width + wide
}
