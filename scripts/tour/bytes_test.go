package main

import (
	"testing"

	"billkey/scripts/about"
)

func TestProgramIsNotTooLarge(t *testing.T) {
	if err := about.Fits(program(t)); err != nil {
		t.Error(err)
	}
}
