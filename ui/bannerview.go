package ui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"
)

// bannerView shows above the results how the last order went, until the next one.
type bannerView struct {
	w             *words
	back          *surface
	title, detail *text
	body          *fyne.Container
	tone          tone

	// OnChanged asks for a new layout: the banner came, went or has another height.
	OnChanged func()
}

func newBannerView(w *words) *bannerView {
	v := &bannerView{w: w}
	v.title = newText("", sizeBody, colourInk)
	v.title.bold = true
	v.detail = newText("", sizeSmall, colourInk)
	dismiss := newButton(w.t("banner.close"), v.hide)
	v.back = newSurface(colourGoodWash, "", 10, inset(14, 10,
		container.NewBorder(nil, nil, nil, container.NewCenter(dismiss), column(3, v.title, v.detail))))
	v.body = container.New(layout.NewCustomPaddedLayout(0, 10, 0, 0), v.back)
	v.hide()
	return v
}

func (v *bannerView) show(b banner) {
	v.tone = b.tone
	t := tones[b.tone]
	v.back.setFill(t.wash)
	v.title.set(t.sign+b.title, t.colour)
	v.detail.set(b.detail, colourInk)
	show(v.detail, b.detail != "")
	v.body.Show()
	call(v.OnChanged)
}

func (v *bannerView) hide() {
	v.body.Hide()
	call(v.OnChanged)
}

// hideGood takes good news away; what needs care stays until it is closed.
func (v *bannerView) hideGood() {
	if v.tone == toneGood && v.body.Visible() {
		v.hide()
	}
}
