package ui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/layout"
)

// bannerView says how the last order went, until the next one. It lies over the end of the list, so that nothing moves
// when it comes or goes, however long the PG's own words are.
type bannerView struct {
	w             *words
	back          *floating
	title, detail *text
	help, dismiss *button
	content, body *fyne.Container
	tone          tone
	said          saying
	offered       string // key of the link's label; "" while there is none

	// OnChanged asks for a new layout: the banner came, went or has another height.
	OnChanged func()
	// OnHidden follows the end of the banner: one of its buttons may have the cursor.
	OnHidden func()
}

func newBannerView(w *words) *bannerView {
	v := &bannerView{w: w}
	v.title = newText("", sizeBody, colourInk)
	v.title.bold = true
	v.detail = newText("", sizeSmall, colourInk)
	v.dismiss = newButton(w.t("banner.close"), v.hide)
	v.help = newHelpLink(w.t("help.why"), nil)
	v.content = inset(16, 12,
		container.NewBorder(nil, nil, nil, container.NewCenter(row(4, v.help, v.dismiss)), column(3, v.title, v.detail)))
	v.back = newFloating(v.content)
	v.body = container.New(layout.NewCustomPaddedLayout(8, 2, 0, 0), v.back)
	v.hide()
	return v
}

func (v *bannerView) show(say saying) {
	b := say(v.w)
	v.said, v.tone, v.offered = say, b.tone, ""
	v.help.Hide()
	t := tones[b.tone]
	v.back.fill, v.back.stroke = t.wash, t.colour
	v.back.Refresh()
	v.title.set(t.sign+b.title, t.colour)
	v.detail.set(b.detail, colourInk)
	show(v.detail, b.detail != "")
	v.body.Show()
	v.changed()
}

// changed lays out what came or went beside the words, and then, as the words may have more or fewer lines now, the banner.
func (v *bannerView) changed() {
	v.content.Refresh()
	call(v.OnChanged)
}

func (v *bannerView) hide() {
	v.body.Hide()
	call(v.OnChanged)
	call(v.OnHidden)
}

// again shows what the banner of a window showed that is built anew, perhaps in another language, unless this one has something
// to say already.
func (v *bannerView) again(old *bannerView) {
	if !old.body.Visible() || v.body.Visible() {
		return
	}
	v.show(old.said)
	if old.offered != "" {
		v.offer(old.offered, old.help.OnTapped)
	}
}

// hideGood takes good news away; what needs care stays until it is closed.
func (v *bannerView) hideGood() {
	if v.tone == toneGood && v.body.Visible() {
		v.hide()
	}
}

// floating is a surface that lies over something else and keeps the mouse from it.
type floating struct{ surface }

func newFloating(content fyne.CanvasObject) *floating {
	f := &floating{surface{fill: colourGoodWash, stroke: colourLine, radius: 12, content: content}}
	f.ExtendBaseWidget(f)
	return f
}

// Tapped keeps the press from what lies below, like the next four.
func (f *floating) Tapped(*fyne.PointEvent) {}

// TappedSecondary keeps the menu away.
func (f *floating) TappedSecondary(*fyne.PointEvent) {}

// Scrolled keeps the wheel.
func (f *floating) Scrolled(*fyne.ScrollEvent) {}

// MouseIn keeps the mouse.
func (f *floating) MouseIn(*desktop.MouseEvent) {}

// MouseMoved keeps the mouse.
func (f *floating) MouseMoved(*desktop.MouseEvent) {}

// MouseOut keeps the mouse.
func (f *floating) MouseOut() {}

// MouseDown keeps the press.
func (f *floating) MouseDown(*desktop.MouseEvent) {}

// MouseUp keeps the press.
func (f *floating) MouseUp(*desktop.MouseEvent) {}
