// Package assets is bytes: icon, fonts and translations, embedded.
package assets

import (
	"embed"
)

// IconPNG is the program's icon, 512 by 512.
//
//go:embed icon.png
var IconPNG []byte

// FontRegular is Pretendard Regular 1.3.9, unmodified (SIL Open Font License 1.1, see fonts/OFL.txt).
//
//go:embed fonts/Pretendard-Regular.otf
var FontRegular []byte

// FontBold is Pretendard Bold 1.3.9, unmodified (SIL Open Font License 1.1, see fonts/OFL.txt).
//
//go:embed fonts/Pretendard-Bold.otf
var FontBold []byte

// FontLicence is the text that travels with the fonts.
//
//go:embed fonts/OFL.txt
var FontLicence []byte

// Translations holds translations/ko.json and translations/en.json: key → whole sentence with {Placeholders}.
//
//go:embed translations
var Translations embed.FS
