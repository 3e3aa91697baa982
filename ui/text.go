package ui

import (
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/widget"
)

// text is a piece of read-only text without padding, in a theme colour and size. It wraps at its width and keeps
// the height of at least minLines, so that nothing jumps when a message appears.
type text struct {
	widget.BaseWidget
	content  string
	colour   fyne.ThemeColorName
	size     fyne.ThemeSizeName
	bold     bool
	minLines int
	maxLines int  // 0 is no limit; 1 never wraps
	cuts     bool // what is too long ends with an ellipsis; one line asks for no width then
	middle   bool // stands in the middle of its height
	trailing bool // ends at the right edge
}

func newText(content string, size fyne.ThemeSizeName, colour fyne.ThemeColorName) *text {
	t := &text{content: content, size: size, colour: colour, minLines: 1}
	t.ExtendBaseWidget(t)
	return t
}

func newLine(content string, size fyne.ThemeSizeName, colour fyne.ThemeColorName) *text {
	t := newText(content, size, colour)
	t.maxLines = 1
	return t
}

// newCell is a line for a column: it takes the width it is given.
func newCell(size fyne.ThemeSizeName, colour fyne.ThemeColorName) *text {
	t := newLine("", size, colour)
	t.cuts = true
	return t
}

func newTitle(content string, size fyne.ThemeSizeName) *text {
	t := newLine(content, size, colourInk)
	t.bold = true
	return t
}

// set shows another content and colour.
func (t *text) set(content string, colour fyne.ThemeColorName) {
	if t.content == content && t.colour == colour {
		return
	}
	t.content, t.colour = content, colour
	t.Refresh()
}

func (t *text) style() fyne.TextStyle { return fyne.TextStyle{Bold: t.bold} }

func (t *text) measure(s string) fyne.Size { return fyne.MeasureText(s, size(t.size), t.style()) }

// CreateRenderer draws one canvas.Text a line.
// The toolkit throws renderers away that were not drawn for a minute and makes them anew without a layout.
func (t *text) CreateRenderer() fyne.WidgetRenderer {
	r := &textRenderer{t: t, width: t.Size().Width, height: t.Size().Height}
	r.Refresh()
	return r
}

type textRenderer struct {
	t             *text
	width, height float32
	lines         []fyne.CanvasObject
}

func (r *textRenderer) Destroy() {}

func (r *textRenderer) Objects() []fyne.CanvasObject { return r.lines }

func (r *textRenderer) Layout(s fyne.Size) {
	if r.width != s.Width || r.t.middle && r.height != s.Height {
		r.width, r.height = s.Width, s.Height
		r.Refresh()
	}
}

// MinSize asks for no width of a wrapping text, and for the height of its lines at the width it has.
func (r *textRenderer) MinSize() fyne.Size {
	height := r.t.measure("가").Height
	n := max(r.t.minLines, len(r.wrapped()))
	w := float32(0)
	if r.t.maxLines == 1 && !r.t.cuts {
		w = r.t.measure(r.t.content).Width
	}
	return fyne.NewSize(w, height*float32(n))
}

func (r *textRenderer) Refresh() {
	height := r.t.measure("가").Height
	lines := r.wrapped()
	r.lines = r.lines[:0]
	top := float32(0)
	if r.t.middle {
		top = max(0, (r.height-height*float32(len(lines)))/2)
	}
	for i, l := range lines {
		c := canvas.NewText(l, colour(r.t.colour))
		c.TextSize, c.TextStyle = size(r.t.size), r.t.style()
		if r.t.trailing {
			c.Alignment = fyne.TextAlignTrailing
		}
		c.Move(fyne.NewPos(0, top+height*float32(i)))
		c.Resize(fyne.NewSize(r.width, height))
		r.lines = append(r.lines, c)
	}
	canvas.Refresh(r.t)
}

func (r *textRenderer) wrapped() []string {
	if r.t.maxLines == 1 {
		return []string{r.cut(strings.ReplaceAll(r.t.content, "\n", " "))}
	}
	if r.width <= 0 {
		return strings.Split(r.t.content, "\n")
	}
	var out []string
	for _, p := range strings.Split(r.t.content, "\n") {
		out = append(out, wrap(p, r.width, r.fits)...)
	}
	if m := r.t.maxLines; m > 0 && len(out) > m {
		out = out[:m]
		if r.t.cuts {
			out[m-1] = r.ellipsis(out[m-1])
		}
	}
	return out
}

func (r *textRenderer) fits(s string) bool { return r.t.measure(s).Width <= r.width }

// cut shortens one line to the width with an ellipsis.
func (r *textRenderer) cut(s string) string {
	if !r.t.cuts || r.width <= 0 || r.fits(s) {
		return s
	}
	return r.ellipsis(s)
}

func (r *textRenderer) ellipsis(s string) string {
	runes := []rune(s)
	for len(runes) > 0 && !r.fits(string(runes)+"…") {
		runes = runes[:len(runes)-1]
	}
	return string(runes) + "…"
}

// unbroken keeps the groups of a masked card number together.
func unbroken(words []string) (out []string) {
	for _, word := range words {
		last := len(out) - 1
		if last >= 0 && ofMask(word) && ofMask(out[last]) && strings.Contains(out[last]+word, "*") {
			out[last] += " " + word
			continue
		}
		out = append(out, word)
	}
	return out
}

func ofMask(s string) bool { return s != "" && strings.Trim(s, "0123456789* ") == "" }

// wrap breaks a paragraph at spaces; a word wider than the line is broken inside, as Korean may be.
func wrap(p string, width float32, fits func(string) bool) []string {
	var out []string
	line := ""
	for _, word := range unbroken(strings.Split(p, " ")) {
		next := word
		if line != "" {
			next = line + " " + word
		}
		if fits(next) {
			line = next
			continue
		}
		if line != "" {
			out = append(out, line)
		}
		for line = word; !fits(line); {
			head := prefixThatFits(line, fits)
			out, line = append(out, head), line[len(head):]
		}
	}
	return append(out, line)
}

func prefixThatFits(s string, fits func(string) bool) string {
	last := ""
	for i := range s {
		if i > 0 && !fits(s[:i]) {
			break
		}
		last = s[:i]
	}
	if last == "" { // not even one letter fits: take it, or it would never end
		for _, r := range s {
			return string(r)
		}
	}
	return last
}

func body() *text  { return newCell(sizeBody, colourInk) }
func small() *text { return newCell(sizeSmall, colourQuiet) }
