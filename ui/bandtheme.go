package ui

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/theme"
)

// bandTheme is the theme of what stands on an environment's colour: white, and see-through where others have a ground of
// their own, so that the band stays one colour.
type bandTheme struct{ fyne.Theme }

var bandColours = map[fyne.ThemeColorName]color.NRGBA{
	theme.ColorNameForeground:      rgb(0xFFFFFF),
	theme.ColorNamePlaceHolder:     rgb(0xFFFFFF),
	theme.ColorNameDisabled:        see(0xFFFFFF, 0x90),
	theme.ColorNameButton:          see(0x000000, 0x30),
	theme.ColorNameDisabledButton:  see(0x000000, 0x18),
	theme.ColorNameInputBackground: see(0x000000, 0x30),
	theme.ColorNameInputBorder:     see(0xFFFFFF, 0x00),
	theme.ColorNameHover:           see(0xFFFFFF, 0x28),
	theme.ColorNamePressed:         see(0xFFFFFF, 0x40),
	theme.ColorNameFocus:           see(0xFFFFFF, 0x58),
	theme.ColorNameWarning:         rgb(0xFFFFFF),
}

// Color gives white on the band.
func (t bandTheme) Color(n fyne.ThemeColorName, v fyne.ThemeVariant) color.Color {
	if c, ok := bandColours[n]; ok {
		return c
	}
	if n == theme.ColorNameForegroundOnWarning {
		return t.Theme.Color(colourLive, theme.VariantLight)
	}
	return t.Theme.Color(n, v)
}
