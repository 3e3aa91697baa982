package preflight

import (
	"context"
	"testing"
	"testing/synctest"
	"time"
)

func TestRestEndsWithTheWindowLibrary(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		asked := 0
		Rest(t.Context(), func(f func()) { asked++; f() }) // no library has been started here
		if asked != 1 {
			t.Errorf("asked %d times", asked)
		}
	})
}

func TestRestEndsWithItsContextAlsoWhileTheThreadDoesNotAnswer(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
		defer cancel()
		start := time.Now()
		Rest(ctx, func(func()) {})
		if d := time.Since(start); d != time.Minute {
			t.Errorf("ended after %v", d)
		}
	})
}

func TestPanicOfAHandlerIsNotSwallowed(t *testing.T) {
	defer func() {
		if recover() != "handler" {
			t.Error("the panic is gone")
		}
	}()
	gone("handler")
}
