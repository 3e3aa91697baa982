package owner

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"testing"
	"time"
)

// On any Windows the question whether it is offered has an answer.
func TestWindowsTellsWhetherItAsks(t *testing.T) {
	ctx, cancel := context.WithTimeout(t.Context(), 20*time.Second)
	defer cancel()
	t.Log(System{}.Offered(ctx))
	if ctx.Err() != nil {
		t.Error("no answer")
	}
}

// double has the class answered for by scripts/wine/shim/owner.c, which was built from the documented interfaces by another
// compiler than ours. OWNER_DOUBLE is the folder where it notes what it saw.
func double(t *testing.T, variables map[string]string) (saw string) {
	t.Helper()
	dir := os.Getenv("OWNER_DOUBLE")
	if dir == "" {
		t.Skip("make wine runs this: nobody here can look into a camera")
	}
	saw = filepath.Join(dir, t.Name())
	t.Setenv("OWNER_SAW", saw)
	for name, value := range variables {
		t.Setenv(name, value)
	}
	return saw
}

func TestDoubleOffersWhatIsSetUp(t *testing.T) {
	for availability, want := range map[string]bool{"0": true, "1": false, "2": false, "3": false, "4": true, "fails": false} {
		double(t, map[string]string{"OWNER_AVAILABLE": availability})
		if got := (System{}).Offered(t.Context()); got != want {
			t.Errorf("availability %s: offered %t", availability, got)
		}
	}
}

func TestDoubleIsBelievedForOneResultOnly(t *testing.T) {
	for result, want := range map[string]Reason{
		"0": "", "1": Unable, "2": Unable, "3": Unable, "4": Busy, "5": Attempts, "6": Cancelled, "7": Unable, "-2": Unable,
		"fails": Unable, "refused": Unable, "nothing": Unable,
	} {
		saw := double(t, map[string]string{"OWNER_RESULT": result})
		err := System{}.Ask(t.Context(), 4711, "잠금 풀기")
		var not *NotSeenError
		switch {
		case want == "" && err != nil, want != "" && (!errors.As(err, &not) || not.Reason != want):
			t.Errorf("result %s: %v", result, err)
		case result == "refused":
			continue
		}
		if b, _ := os.ReadFile(saw); string(b) != "4711 잠금 풀기" {
			t.Errorf("result %s: it was asked %q", result, b)
		}
	}
}

func TestDoubleIsLeftWithItsQuestion(t *testing.T) {
	saw := double(t, map[string]string{"OWNER_RESULT": "never"})
	ctx, cancel := context.WithCancel(t.Context())
	time.AfterFunc(3*lookEvery, cancel)
	if err := (System{}).Ask(ctx, 1, "x"); !errors.Is(err, context.Canceled) {
		t.Errorf("%v", err)
	}
	if b, _ := os.ReadFile(saw + ".cancelled"); string(b) != "yes" {
		t.Error("the question stays")
	}
}

// Every object is given back, as many times as it was taken.
func TestDoubleHasNothingLeft(t *testing.T) {
	saw := double(t, map[string]string{"OWNER_RESULT": "0", "OWNER_AVAILABLE": "0"})
	for range 3 {
		if err := (System{}).Ask(t.Context(), 1, "x"); err != nil || !(System{}).Offered(t.Context()) {
			t.Fatal(err)
		}
	}
	if b, _ := os.ReadFile(saw + ".alive"); string(b) != "0" {
		t.Errorf("%s operations are still held", b)
	}
}
