package ui

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/theme"
)

// Colours of our own, beside Fyne's. Each has a light and a dark form; pairs used as text on a surface pass WCAG AA.
const (
	colourCanvas    fyne.ThemeColorName = "billkeyCanvas"    // behind the panels
	colourPanel     fyne.ThemeColorName = "billkeyPanel"     // a panel
	colourSheet     fyne.ThemeColorName = "billkeySheet"     // a sheet over the window
	colourLine      fyne.ThemeColorName = "billkeyLine"      // hairlines
	colourInk       fyne.ThemeColorName = "billkeyInk"       // text
	colourQuiet     fyne.ThemeColorName = "billkeyQuiet"     // captions
	colourFaint     fyne.ThemeColorName = "billkeyFaint"     // ghost digits
	colourFace      fyne.ThemeColorName = "billkeyFace"      // the panel that stands for the card
	colourFaceLine  fyne.ThemeColorName = "billkeyFaceLine"  //
	colourAccent    fyne.ThemeColorName = "billkeyAccent"    // the one accent
	colourPractice  fyne.ThemeColorName = "billkeyPractice"  // environments
	colourTest      fyne.ThemeColorName = "billkeyTest"      //
	colourLive      fyne.ThemeColorName = "billkeyLive"      //
	colourOnBand    fyne.ThemeColorName = "billkeyOnBand"    // text on an environment colour
	colourGood      fyne.ThemeColorName = "billkeyGood"      // states, as text
	colourBad       fyne.ThemeColorName = "billkeyBad"       //
	colourCare      fyne.ThemeColorName = "billkeyCare"      //
	colourGoodWash  fyne.ThemeColorName = "billkeyGoodWash"  // states, as background
	colourBadWash   fyne.ThemeColorName = "billkeyBadWash"   //
	colourCareWash  fyne.ThemeColorName = "billkeyCareWash"  //
	colourQuietWash fyne.ThemeColorName = "billkeyQuietWash" //
)

const (
	sizeSmall   fyne.ThemeSizeName = "billkeySmall"
	sizeBody    fyne.ThemeSizeName = theme.SizeNameText
	sizeHeading fyne.ThemeSizeName = "billkeyHeading"
	sizeTitle   fyne.ThemeSizeName = "billkeyTitle"
	sizeDigits  fyne.ThemeSizeName = "billkeyDigits"
	sizeNumber  fyne.ThemeSizeName = "billkeyNumber"
)

type shade struct{ light, dark color.NRGBA }

func rgb(v uint32) color.NRGBA {
	return color.NRGBA{R: uint8(v >> 16), G: uint8(v >> 8), B: uint8(v), A: 0xff} //nolint:gosec // cut to a byte on purpose
}

// see is a colour that lets through what is below it: the focus is laid over a button, whose text stays readable.
func see(v uint32, alpha uint8) color.NRGBA {
	c := rgb(v)
	c.A = alpha
	return c
}

var shades = map[fyne.ThemeColorName]shade{
	colourCanvas:    {rgb(0xF3F4F8), rgb(0x10131A)},
	colourPanel:     {rgb(0xFFFFFF), rgb(0x191E28)},
	colourSheet:     {rgb(0xFFFFFF), rgb(0x1C222D)},
	colourLine:      {rgb(0xE1E5EE), rgb(0x2C3443)},
	colourInk:       {rgb(0x171E2C), rgb(0xE8ECF4)},
	colourQuiet:     {rgb(0x586377), rgb(0xA2ADC0)},
	colourFaint:     {rgb(0xB9C1CE), rgb(0x4A5465)},
	colourFace:      {rgb(0xF4F5FF), rgb(0x1E2438)},
	colourFaceLine:  {rgb(0xCFD5F6), rgb(0x39446B)},
	colourAccent:    {rgb(0x3B49B0), rgb(0xA3AFF7)},
	colourPractice:  {rgb(0x0B63B6), rgb(0x1459A0)},
	colourTest:      {rgb(0x8F5200), rgb(0x84500A)},
	colourLive:      {rgb(0xB3261E), rgb(0xA1281F)},
	colourOnBand:    {rgb(0xFFFFFF), rgb(0xFFFFFF)},
	colourGood:      {rgb(0x0A6843), rgb(0x63D6A4)},
	colourBad:       {rgb(0xB3261E), rgb(0xFF9C94)},
	colourCare:      {rgb(0x8A4B00), rgb(0xF2B866)},
	colourGoodWash:  {rgb(0xE2F5EC), rgb(0x17382B)},
	colourBadWash:   {rgb(0xFCE9E7), rgb(0x43211F)},
	colourCareWash:  {rgb(0xFDF1DC), rgb(0x3E3018)},
	colourQuietWash: {rgb(0xEDEFF5), rgb(0x252C39)},

	theme.ColorNameBackground:          {rgb(0xF3F4F8), rgb(0x10131A)},
	theme.ColorNameForeground:          {rgb(0x171E2C), rgb(0xE8ECF4)},
	theme.ColorNamePrimary:             {rgb(0x3B49B0), rgb(0xA3AFF7)},
	theme.ColorNameForegroundOnPrimary: {rgb(0xFFFFFF), rgb(0x10131A)},
	theme.ColorNameHyperlink:           {rgb(0x3B49B0), rgb(0xA3AFF7)},
	theme.ColorNameInputBackground:     {rgb(0xFFFFFF), rgb(0x141821)},
	theme.ColorNameInputBorder:         {rgb(0x868FA1), rgb(0x677286)},
	theme.ColorNamePlaceHolder:         {rgb(0x6A7488), rgb(0x8B96A9)},
	theme.ColorNameButton:              {rgb(0xE9ECF3), rgb(0x2A3140)},
	theme.ColorNameDisabledButton:      {rgb(0xF1F3F7), rgb(0x1F2530)},
	theme.ColorNameDisabled:            {rgb(0x98A1B1), rgb(0x667184)},
	// Sheets bring their own ground, which is round: what is seen of the toolkit's square one goes on in its shadow.
	theme.ColorNameOverlayBackground:   {see(0x0A1020, 0x18), see(0x000000, 0x38)},
	theme.ColorNameMenuBackground:      {rgb(0xFFFFFF), rgb(0x1C222D)},
	theme.ColorNameHeaderBackground:    {rgb(0xFFFFFF), rgb(0x191E28)},
	theme.ColorNameSeparator:           {rgb(0xE1E5EE), rgb(0x2C3443)},
	theme.ColorNameHover:               {see(0x171E2C, 0x10), see(0xFFFFFF, 0x14)},
	theme.ColorNamePressed:             {see(0x171E2C, 0x20), see(0xFFFFFF, 0x28)},
	theme.ColorNameScrollBar:           {see(0x171E2C, 0x50), see(0xFFFFFF, 0x50)},
	theme.ColorNameShadow:              {see(0x0A1020, 0x30), see(0x000000, 0x70)},
	theme.ColorNameError:               {rgb(0xB3261E), rgb(0xFF9C94)},
	theme.ColorNameForegroundOnError:   {rgb(0xFFFFFF), rgb(0x2A0E0C)},
	theme.ColorNameWarning:             {rgb(0x8A4B00), rgb(0xF2B866)},
	theme.ColorNameForegroundOnWarning: {rgb(0xFFFFFF), rgb(0x2B1D04)},
	theme.ColorNameSuccess:             {rgb(0x0A6843), rgb(0x63D6A4)},
	theme.ColorNameForegroundOnSuccess: {rgb(0xFFFFFF), rgb(0x062418)},
	theme.ColorNameFocus:               {see(0x3B49B0, 0x48), see(0xC9D0F5, 0x60)},
	theme.ColorNameSelection:           {rgb(0xD9DFF9), rgb(0x333C6D)},
}

// The toolkit rounds a line's ascent up to whole pixels and cuts below: small sizes are those whose ascent in Pretendard is
// all but whole, so that a g keeps its tail.
var sizes = map[fyne.ThemeSizeName]float32{
	sizeSmall:                     12.5,
	sizeBody:                      14.6,
	sizeHeading:                   17,
	sizeTitle:                     22,
	sizeDigits:                    19,
	sizeNumber:                    26,
	theme.SizeNamePadding:         4,
	theme.SizeNameInnerPadding:    9,
	theme.SizeNameInputRadius:     8,
	theme.SizeNameSelectionRadius: 6,
	theme.SizeNameInputBorder:     1.5,
	theme.SizeNameCaptionText:     12.5,
	theme.SizeNameSubHeadingText:  16,
	theme.SizeNameHeadingText:     20,
}

// deskTheme is Fyne's own theme with our fonts, colours and sizes. Its fonts are bundled, since a machine without
// a CJK font shows boxes.
type deskTheme struct {
	fyne.Theme
	regular, bold fyne.Resource
	// only forces light or dark; nil follows the system.
	only *fyne.ThemeVariant
}

// newTheme makes the theme in one of the [looks].
func newTheme(look string) *deskTheme {
	t := &deskTheme{
		Theme:   theme.DefaultTheme(),
		regular: regularFont(),
		bold:    boldFont(),
	}
	if v, ok := variants[look]; ok {
		t.only = &v
	}
	return t
}

var variants = map[string]fyne.ThemeVariant{"light": theme.VariantLight, "dark": theme.VariantDark}

// Font gives Pretendard, but for symbols.
func (t *deskTheme) Font(s fyne.TextStyle) fyne.Resource {
	switch {
	case s.Symbol:
		return t.Theme.Font(s)
	case s.Bold:
		return t.bold
	}
	return t.regular
}

// Color looks into our own table first.
func (t *deskTheme) Color(n fyne.ThemeColorName, v fyne.ThemeVariant) color.Color {
	if t.only != nil {
		v = *t.only
	}
	s, ok := shades[n]
	c := s.light
	if v == theme.VariantDark {
		c = s.dark
	}
	switch {
	case !ok:
		return t.Theme.Color(n, v)
	case n == theme.ColorNameForeground:
		return menuInk(c)
	}
	return c
}

// Size looks into our own table first.
func (t *deskTheme) Size(n fyne.ThemeSizeName) float32 {
	if s, ok := sizes[n]; ok {
		return s
	}
	return t.Theme.Size(n)
}

// colour is the present theme's colour of that name.
func colour(n fyne.ThemeColorName) color.Color {
	return theme.Current().Color(n, fyne.CurrentApp().Settings().ThemeVariant())
}

func size(n fyne.ThemeSizeName) float32 { return theme.Current().Size(n) }
