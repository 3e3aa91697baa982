// Package ui is everything staff see: one window, one unexported struct and constructor a screen, On… callbacks.
// Screens do not know one another; app.go joins them. Only background.go starts goroutines or calls fyne.Do.
package ui
