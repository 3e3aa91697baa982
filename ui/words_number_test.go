package ui

import "testing"

func TestEnglishKnowsOneFromSeveral(t *testing.T) {
	w, err := loadWords("en")
	if err != nil {
		t.Fatal(err)
	}
	for count, want := range map[string]string{"0": "0 rows", "1": "1 row", "21": "21 rows", "1,001": "1,001 rows"} {
		if got := w.t("results.hits", "Count", count); got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
	w.table["x"] = "{Count|One|Several} of {Of}: {Count} {Count|row|rows}"
	if got := w.t("x", "Of", "1", "Count", "2"); got != "Several of 1: 2 rows" {
		t.Error(got)
	}
}
