package ui

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/theme"

	"billkey/assets"
)

// Colours of our own, beside Fyne's. Each has a light and a dark form; pairs used as text on a surface pass WCAG AA.
const (
	colourCanvas    fyne.ThemeColorName = "billkeyCanvas"    // behind the panels
	colourPanel     fyne.ThemeColorName = "billkeyPanel"     // a panel
	colourLine      fyne.ThemeColorName = "billkeyLine"      // hairlines
	colourInk       fyne.ThemeColorName = "billkeyInk"       // text
	colourQuiet     fyne.ThemeColorName = "billkeyQuiet"     // captions
	colourFaint     fyne.ThemeColorName = "billkeyFaint"     // ghost digits
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
	colourCanvas:    {rgb(0xF2F4F8), rgb(0x12151C)},
	colourPanel:     {rgb(0xFFFFFF), rgb(0x1B202A)},
	colourLine:      {rgb(0xDDE2EB), rgb(0x323A48)},
	colourInk:       {rgb(0x18202F), rgb(0xE9EDF5)},
	colourQuiet:     {rgb(0x5A6578), rgb(0xA3AEC1)},
	colourFaint:     {rgb(0xB9C1CE), rgb(0x4C5666)},
	colourAccent:    {rgb(0x33419E), rgb(0x9DAAF5)},
	colourPractice:  {rgb(0x0B63B6), rgb(0x1565AE)},
	colourTest:      {rgb(0x8F5200), rgb(0x8A5205)},
	colourLive:      {rgb(0xB3261E), rgb(0xA8281F)},
	colourOnBand:    {rgb(0xFFFFFF), rgb(0xFFFFFF)},
	colourGood:      {rgb(0x0B6B45), rgb(0x63D6A4)},
	colourBad:       {rgb(0xB3261E), rgb(0xFF9C94)},
	colourCare:      {rgb(0x8A4B00), rgb(0xF2B866)},
	colourGoodWash:  {rgb(0xE2F5EC), rgb(0x17382B)},
	colourBadWash:   {rgb(0xFCE9E7), rgb(0x43211F)},
	colourCareWash:  {rgb(0xFDF1DC), rgb(0x3E3018)},
	colourQuietWash: {rgb(0xEBEEF4), rgb(0x272E3B)},

	theme.ColorNameBackground:          {rgb(0xF2F4F8), rgb(0x12151C)},
	theme.ColorNameForeground:          {rgb(0x18202F), rgb(0xE9EDF5)},
	theme.ColorNamePrimary:             {rgb(0x33419E), rgb(0x9DAAF5)},
	theme.ColorNameForegroundOnPrimary: {rgb(0xFFFFFF), rgb(0x12151C)},
	theme.ColorNameInputBackground:     {rgb(0xF4F6FA), rgb(0x161A22)},
	theme.ColorNameInputBorder:         {rgb(0x8D97A8), rgb(0x5E697B)},
	theme.ColorNamePlaceHolder:         {rgb(0x5F6A7C), rgb(0x8D98AB)},
	theme.ColorNameButton:              {rgb(0xE4E8F0), rgb(0x2A3240)},
	theme.ColorNameDisabledButton:      {rgb(0xEBEEF4), rgb(0x222834)},
	theme.ColorNameDisabled:            {rgb(0x8D97A8), rgb(0x6C778A)},
	theme.ColorNameOverlayBackground:   {rgb(0xFFFFFF), rgb(0x1B202A)},
	theme.ColorNameMenuBackground:      {rgb(0xFFFFFF), rgb(0x1B202A)},
	theme.ColorNameSeparator:           {rgb(0xDDE2EB), rgb(0x323A48)},
	theme.ColorNameError:               {rgb(0xB3261E), rgb(0xFF9C94)},
	theme.ColorNameFocus:               {see(0x33419E, 0x48), see(0xC9D0F5, 0x60)},
	theme.ColorNameSelection:           {rgb(0xD5DBF8), rgb(0x39437A)},
}

var sizes = map[fyne.ThemeSizeName]float32{
	sizeSmall:                    12,
	sizeBody:                     14,
	sizeHeading:                  18,
	sizeDigits:                   19,
	sizeNumber:                   25,
	theme.SizeNamePadding:        4,
	theme.SizeNameInnerPadding:   9,
	theme.SizeNameInputRadius:    7,
	theme.SizeNameInputBorder:    1.5,
	theme.SizeNameCaptionText:    12,
	theme.SizeNameSubHeadingText: 16,
	theme.SizeNameHeadingText:    20,
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
		regular: fyne.NewStaticResource("Pretendard-Regular.otf", assets.FontRegular),
		bold:    fyne.NewStaticResource("Pretendard-Bold.otf", assets.FontBold),
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
	switch {
	case !ok:
		return t.Theme.Color(n, v)
	case v == theme.VariantDark:
		return s.dark
	}
	return s.light
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
