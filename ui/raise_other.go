//go:build !windows

package ui

import "fyne.io/fyne/v2"

// restore has nothing to do: here asking for the focus opens a minimised window as well.
func restore(fyne.Window) {}
