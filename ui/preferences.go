package ui

import (
	"cmp"
	"encoding/json"
	"slices"
	"strconv"
	"strings"
	"time"

	"fyne.io/fyne/v2"
)

// Keys of the toolkit's preferences. Nothing valuable is kept there: the file is written in place.
const (
	prefLanguage = "language"
	prefOperator = "operator"
	prefWindow   = "window"
	prefLook     = "look"
	prefScale    = "scale"
	prefIdle     = "wipe.minutes"
	prefResults  = "panel"
	prefNotify   = "notify"
	prefHidden   = "hidden"
	prefOwner    = "owner"
)

// What 0.1.0 kept of the window, each by itself.
const (
	prefWidth  = "window.width"
	prefHeight = "window.height"
	prefPlace  = "window.place"
	prefSplit  = "window.split"
)

// preferences is a typed view of what the toolkit keeps for this machine.
type preferences struct{ p fyne.Preferences }

// Looks are the choices of light and dark; the first follows the system.
var looks = []string{"system", "light", "dark"}

func (p preferences) look() string     { return p.p.StringWithFallback(prefLook, looks[0]) }
func (p preferences) setLook(l string) { p.p.SetString(prefLook, l) }

// scale is one of [scales].
func (p preferences) scale() string {
	if s := p.p.String(prefScale); slices.Contains(scales, s) {
		return s
	}
	return "100"
}

func (p preferences) setScale(percent string) { p.p.SetString(prefScale, percent) }

// idleMinutes are the choices of after how long without key or mouse the window is locked; the usual one is three.
var idleMinutes = []string{"1", "3", "5", "10"}

func (p preferences) idleChoice() string { return p.p.StringWithFallback(prefIdle, idleMinutes[1]) }

func (p preferences) idle() time.Duration {
	n, err := strconv.Atoi(p.idleChoice())
	if err != nil || n < 1 {
		n = 3
	}
	return time.Duration(n) * time.Minute
}

func (p preferences) setIdle(minutes string) { p.p.SetString(prefIdle, minutes) }

// hidden tells whether the window is kept out of pictures of the screen. It is not at first: support and training look at it.
func (p preferences) hidden() bool      { return p.p.Bool(prefHidden) }
func (p preferences) setHidden(on bool) { p.p.SetBool(prefHidden, on) }

// owner tells whether the account's owner, whom the system recognizes, opens the lock screen without the PIN.
func (p preferences) owner() bool      { return p.p.Bool(prefOwner) }
func (p preferences) setOwner(on bool) { p.p.SetBool(prefOwner, on) }

func (p preferences) language() string     { return p.p.StringWithFallback(prefLanguage, Languages[0]) }
func (p preferences) setLanguage(l string) { p.p.SetString(prefLanguage, l) }

// operator is the name recorded with each order; the account's name until one is given.
func (p preferences) operator(account string) string {
	return cmp.Or(strings.TrimSpace(p.p.String(prefOperator)), account)
}

// setOperator takes a name; none at all leaves the account's.
func (p preferences) setOperator(name string) {
	p.p.SetString(prefOperator, strings.TrimSpace(name))
}

// leastWidth and leastHeight are a window in which everything can still be done.
const leastWidth, leastHeight = 940, 500

// windowState is how the window was left. It is written as one value: of several written one after the other, the toolkit may
// lose all but the first.
type windowState struct {
	Width  float64 `json:"width"`
	Height float64 `json:"height"`
	// Place is as [platform.Place] writes it; "" where the system does not tell.
	Place string  `json:"place,omitempty"`
	Split float64 `json:"split"`
}

func (p preferences) window() windowState {
	var kept windowState
	if json.Unmarshal([]byte(p.p.String(prefWindow)), &kept) == nil {
		return kept
	}
	return windowState{
		Width: p.p.FloatWithFallback(prefWidth, 1280), Height: p.p.FloatWithFallback(prefHeight, 800),
		Place: p.p.String(prefPlace), Split: p.p.FloatWithFallback(prefSplit, 0.36),
	}
}

func (p preferences) setWindow(s windowState) {
	raw, err := json.Marshal(s)
	if err == nil { // plain texts and numbers always marshal
		p.p.SetString(prefWindow, string(raw))
	}
}

func (s windowState) size() fyne.Size {
	return fyne.NewSize(float32(max(s.Width, leastWidth)), float32(max(s.Height, leastHeight)))
}

// notifies tells whether ends that come later are told through the system.
func (p preferences) notifies() bool      { return p.p.BoolWithFallback(prefNotify, true) }
func (p preferences) setNotifies(on bool) { p.p.SetBool(prefNotify, on) }

// results is how the panel was left.
func (p preferences) results() resultView     { return readView(p.p.String(prefResults)) }
func (p preferences) setResults(v resultView) { p.p.SetString(prefResults, v.String()) }

// operatorAsked tells whether the operator has been asked for the name that is recorded. It is no key of its own: of two
// written one after the other, the toolkit may lose the second.
func (p preferences) operatorAsked() bool { return strings.TrimSpace(p.p.String(prefOperator)) != "" }
