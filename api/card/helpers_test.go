package card

import (
	"slices"
	"testing"
	"time"
)

// june2026 is the clock of most tests: a month in the middle of a year, at noon in Seoul.
var june2026 = time.Date(2026, 6, 15, 12, 0, 0, 0, Seoul)

// wantProblem checks that got is exactly one problem, or none where code is "".
func wantProblem(t *testing.T, got []Problem, field Field, code Code, level Level) {
	t.Helper()
	if code == "" {
		if len(got) != 0 {
			t.Errorf("problems = %v, want none", got)
		}
		return
	}
	if len(got) != 1 || got[0].Field != field || got[0].Code != code || got[0].Level != level {
		t.Errorf("problems = %v, want one: field %s, code %s, level %d", got, field, code, level)
	}
}

// typed is a row of digits with the caret behind the last.
func typed(t *testing.T, limit int, digits string) *Digits {
	t.Helper()
	d := NewDigits(limit)
	if !d.Set([]byte(digits)) {
		t.Fatalf("a row of %d does not take %d digits", limit, len(digits))
	}
	return d
}

// wantClean checks that no digit is left in the array behind the row.
func wantClean(t interface {
	Helper()
	Errorf(string, ...any)
}, d *Digits) {
	t.Helper()
	if i := slices.IndexFunc(d.store[d.n:], func(c byte) bool { return c != 0 }); i >= 0 {
		t.Errorf("a stale digit is left at %d behind a row of %d", d.n+i, d.n)
	}
}

func wantRow(t *testing.T, d *Digits, digits string, caret int) {
	t.Helper()
	if string(d.Bytes()) != digits || d.Caret() != caret {
		t.Errorf("row %q caret %d, want %q caret %d", d.Bytes(), d.Caret(), digits, caret)
	}
	wantClean(t, d)
}
