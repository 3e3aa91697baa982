package platform

import (
	"encoding/json"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver"
)

// Place is where a window is on the screens, in their pixels, and whether it fills one of them: then the numbers are those
// it goes back to.
type Place struct {
	Left      int32 `json:"left"`
	Top       int32 `json:"top"`
	Right     int32 `json:"right"`
	Bottom    int32 `json:"bottom"`
	Maximised bool  `json:"maximised,omitempty"`
}

// String is the place in a form that [ReadPlace] takes.
func (p Place) String() string {
	b, err := json.Marshal(p)
	if err != nil {
		return ""
	}
	return string(b)
}

// ReadPlace reads what [Place.String] wrote; false is anything else, and a place of no size.
func ReadPlace(s string) (Place, bool) {
	var p Place
	err := json.Unmarshal([]byte(s), &p)
	return p, err == nil && p.Right > p.Left && p.Bottom > p.Top
}

// PlaceOf tells where a window is; false where the system is not asked: only Windows is. Like the other functions here it
// belongs on the window's thread.
func PlaceOf(w fyne.Window) (p Place, ok bool) {
	withHandle(w, func(context any) { p, ok = placeOf(context) })
	return p, ok
}

// PutAt puts a window that is shown where another was, or as near as the screens that are there now allow.
func PutAt(w fyne.Window, p Place) { withHandle(w, func(context any) { putAt(context, p) }) }

// Restore opens a window that was minimised, where asking for the focus does not.
func Restore(w fyne.Window) { withHandle(w, restore) }

// withHandle gives f the system's own handle; the toolkit's window of tests has none.
func withHandle(w fyne.Window, f func(context any)) {
	if native, ok := w.(driver.NativeWindow); ok {
		native.RunNative(f)
	}
}
