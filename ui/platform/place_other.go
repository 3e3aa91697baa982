//go:build !windows

package platform

// placeOf and putAt do nothing: the toolkit keeps no place, and on Linux placing windows is the window manager's.
func placeOf(any) (Place, bool) { return Place{}, false }

func putAt(any, Place) {}

// restore does nothing: here asking for the focus opens a minimised window as well.
func restore(any) {}
