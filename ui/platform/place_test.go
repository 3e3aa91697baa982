package platform

import "testing"

func TestPlaceIsReadAsItWasWritten(t *testing.T) {
	t.Parallel()
	for _, p := range []Place{{0, 0, 940, 500, false}, {-1280, 20, -10, 700, true}} {
		if got, ok := ReadPlace(p.String()); !ok || got != p {
			t.Errorf("%s: %+v %v", p, got, ok)
		}
	}
	for _, s := range []string{"", "null", "{}", "x", `{"left":10,"right":10,"bottom":5}`, `{"left":1e99}`, Place{Right: -1, Bottom: 4}.String()} {
		if p, ok := ReadPlace(s); ok {
			t.Errorf("%q: %+v", s, p)
		}
	}
}
