package platform

import (
	"syscall"
	"unsafe"
)

// What a window is shown as.
const (
	showNormal    = 1 // SW_SHOWNORMAL
	showMaximised = 3 // SW_SHOWMAXIMIZED
	showRestored  = 9 // SW_RESTORE
	// wasMaximised is WPF_RESTORETOMAXIMIZED: a minimised window that filled its screen before.
	wasMaximised = 2
)

var (
	user32       = syscall.NewLazyDLL("user32.dll")
	isIconic     = user32.NewProc("IsIconic")
	showWindow   = user32.NewProc("ShowWindow")
	getPlacement = user32.NewProc("GetWindowPlacement")
	setPlacement = user32.NewProc("SetWindowPlacement")
)

// placement is WINDOWPLACEMENT.
type placement struct {
	length, flags, show      uint32
	minimised, maximised     [2]int32
	left, top, right, bottom int32
}

func placeOf(context any) (Place, bool) {
	w := placement{length: uint32(unsafe.Sizeof(placement{}))}
	if ok, _, _ := getPlacement.Call(handleOf(context), uintptr(unsafe.Pointer(&w))); ok == 0 {
		return Place{}, false
	}
	return Place{
		Left: w.left, Top: w.top, Right: w.right, Bottom: w.bottom,
		Maximised: w.show == showMaximised || w.flags&wasMaximised != 0,
	}, true
}

// putAt needs no look at the screens: Windows puts a window into sight whose screen is gone.
func putAt(context any, p Place) {
	w := placement{show: showNormal, left: p.Left, top: p.Top, right: p.Right, bottom: p.Bottom}
	w.length = uint32(unsafe.Sizeof(w))
	w.minimised, w.maximised = [2]int32{-1, -1}, [2]int32{-1, -1}
	if p.Maximised {
		w.show = showMaximised
	}
	_, _, _ = setPlacement.Call(handleOf(context), uintptr(unsafe.Pointer(&w)))
}

func restore(context any) {
	if iconic, _, _ := isIconic.Call(handleOf(context)); iconic != 0 {
		_, _, _ = showWindow.Call(handleOf(context), showRestored)
	}
}
