//go:build race

package ui

// racing: what only draws is left to the run without the race detector, which makes drawing ten times slower.
const racing = true
