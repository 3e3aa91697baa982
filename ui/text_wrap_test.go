package ui

import (
	"slices"
	"strings"
	"testing"
)

// A masked card number is read back in one line.
func TestMaskedNumbersAreNotBroken(t *testing.T) {
	fits := func(s string) bool { return len(s) <= 24 }
	for text, want := range map[string][]string{
		"the old card 4111 11** **** 1111 is": {"the old card", "4111 11** **** 1111 is"},
		"3782 822463 10005 is no mask at all": {"3782 822463 10005 is no", "mask at all"},
		"3782 82****0 *0005 of fifteen":       {"3782 82****0 *0005 of", "fifteen"},
	} {
		if got := wrap(text, 0, fits); !slices.Equal(got, want) {
			t.Errorf("%q", strings.Join(got, "|"))
		}
	}
}
