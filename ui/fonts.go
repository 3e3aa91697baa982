package ui

import (
	"bytes"
	"encoding/binary"
	"sync"

	"fyne.io/fyne/v2"

	"billkey/assets"
)

// The fonts of the window.
var (
	regularFont = sync.OnceValue(func() fyne.Resource { return plainFont("Pretendard-Regular.otf", assets.FontRegular) })
	boldFont    = sync.OnceValue(func() fyne.Resource { return plainFont("Pretendard-Bold.otf", assets.FontBold) })
)

// plainFont is an OpenType font whose table of substitutions (GSUB) is not found. Every string that is measured has the toolkit
// prepare all tables of rules anew, which for this one took an eighth of the start; and what it does to our texts is nothing
// that they want: an arrow where a customer_uid has "->". Hangul needs none of it, and kerning stands in another table. The
// file itself stays as its authors made it.
func plainFont(name string, file []byte) fyne.Resource {
	b := bytes.Clone(file)
	const header, record = 12, 16 // bytes: of the file, and of each table's entry behind it, which begins with its name
	if len(b) > header {
		for i := range int(binary.BigEndian.Uint16(b[4:])) {
			at := header + i*record
			if at+4 <= len(b) && string(b[at:at+4]) == "GSUB" {
				copy(b[at:], "gsub")
			}
		}
	}
	return fyne.NewStaticResource(name, b)
}
