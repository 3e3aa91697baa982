package ui

import (
	"context"
	"testing"
)

func TestWindowIsForwardOnceItsThreadHasBroughtItThere(t *testing.T) {
	t.Parallel()
	raised := 0
	forward := forwarder(func(f func()) { f() }, func() { raised++ })
	if !forward(t.Context()) || raised != 1 {
		t.Errorf("raised %d times", raised)
	}
}

func TestWindowThatHangsIsNotForward(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithCancel(t.Context())
	forward := forwarder(func(func()) { cancel() }, func() { t.Error("raised") })
	if forward(ctx) {
		t.Error("it claims to be in front")
	}
}
